// The day-ahead market: what a kWh costs in wholesale at an instant, in large currency units, and how sure that is.
// The same hour has the same price whenever it is asked for, once it is published.
import { chanceOf } from "./chance.ts";
import { dayAfter, dayIn, dayMs, hourMs, midnightIn, minuteIn, minuteMs } from "./zone.ts";

/** Prices of the next day come out at one o'clock at the latest. */
const publishedAtMinute = 13 * 60;

/** How long a price holds: half an hour in Great Britain and Ireland, a quarter in the rest of Europe, an hour elsewhere. */
export function stepOf(zone: string): number {
  if (/^Europe\/(London|Dublin)$/.test(zone)) return 30 * minuteMs;
  return zone.startsWith("Europe/") ? 15 * minuteMs : hourMs;
}

/** Up to when prices are known at `now`: the end of today, or of tomorrow once they are out. */
export function knownUntil(now: number, zone: string): number {
  const isOut = minuteIn(now, zone) >= publishedAtMinute;
  return midnightIn(dayAfter(dayIn(now, zone), isOut ? 2 : 1), zone);
}

/** When the next prices come out. */
export function nextRelease(now: number, zone: string): number {
  const today = dayIn(now, zone);
  const day = minuteIn(now, zone) < publishedAtMinute ? today : dayAfter(today);
  return midnightIn(day, zone) + publishedAtMinute * minuteMs;
}

/** How sure the price of an instant is at `now`: 1 once it is published, less for every day ahead, 0.1 at last. */
export function confidenceOf(at: number, now: number, zone: string): number {
  const ahead = at - knownUntil(now, zone);
  return ahead < 0 ? 1 : Math.max(0.1, (9 - Math.floor(ahead / dayMs)) / 10);
}

/**
 * The price at an instant as it stands at `now`. One that is not out yet is a forecast: the usual price of such an hour, and
 * the further ahead the more of it.
 */
export function indexAt(at: number, zone: string, region: string, now: number): number {
  const confidence = confidenceOf(at, now, zone);
  const usual = { wind: 0.45, sun: 0.6, noise: 0 };
  const forecast = price(at, zone, usual);
  if (confidence <= 0.1) return forecast;
  const day = dayIn(at, zone);
  const weather = {
    wind: chanceOf("wind", region, day),
    sun: chanceOf("sun", region, day),
    noise: chanceOf("noise", region, Math.floor(at / stepOf(zone))) - 0.5,
  };
  return confidence * price(at, zone, weather) + (1 - confidence) * forecast;
}

interface Weather {
  /** From 0 for calm to 1 for a storm. */
  wind: number;
  /** From 0 for clouds to 1 for a clear sky. */
  sun: number;
  noise: number;
}

/** Dear in the morning and the evening and in winter; cheap in wind and at a sunny noon, and below zero where both meet. */
function price(at: number, zone: string, { wind, sun, noise }: Weather): number {
  const hour = minuteIn(at, zone) / 60;
  const day = new Date(at).getUTCDay();
  const isWeekend = day === 0 || day === 6;
  const bump = (middle: number, width: number): number => Math.exp(-(((hour - middle) / width) ** 2));
  // 1 in the middle of summer, 0 in the middle of winter (of the north).
  const summer = (1 - Math.cos((2 * Math.PI * (at - Date.UTC(2024, 0, 5))) / (365.25 * dayMs))) / 2;
  const demand = bump(8, 2) * 0.05 + bump(18.5, 2.5) * 0.095;
  const light = bump(13, 2 + 1.5 * summer) * sun * (0.02 + 0.12 * summer);
  const level = 0.105 - 0.025 * summer - (isWeekend ? 0.02 : 0);
  return level + demand * (isWeekend ? 0.7 : 1) - light - wind * 0.09 + noise * 0.012;
}

/** The carbon in a kWh at an instant, in grams, and where that lies between the best hour and the worst, from 0 to 1. */
export function carbonAt(
  at: number,
  zone: string,
  region: string,
  now: number,
): { intensity: number; relative: number } {
  const dirt = Math.min(1, Math.max(0, (indexAt(at, zone, region, now) + 0.05) / 0.27));
  return { intensity: Math.round(40 + 320 * dirt), relative: Math.round(dirt * 100) / 100 };
}
