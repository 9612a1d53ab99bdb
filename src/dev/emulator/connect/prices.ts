// The prices of three days as the summary shows them, hour by hour where they change. Deterministic: a day has the same
// prices whenever it is asked for.
import type { Plan } from "../plan.ts";
import type { Slot } from "./session.ts";

export interface Entry {
  /** With the offset of the home's zone. */
  valid_from: string;
  valid_to: string;
  cost: number;
  /** Below 1 for what is not known for certain yet. */
  confidence: number;
}

const hourMs = 3_600_000;

/** What a kWh costs, or brings, where nobody said so. */
export function defaultCost(slot: Slot): number {
  return { commodity_import: 0.2486, commodity_export: 0.1512, non_commodity_import: 0.0834 }[slot];
}

/** The prices of the day that is `days` from the one of `now` in a zone; a day of 23 or 25 hours has as many. */
export function pricesOf(plan: Plan, timezone: string, now: number, days: number): Entry[] {
  const begin = midnight(dayIn(timezone, now), days, timezone);
  const end = midnight(dayIn(timezone, now), days + 1, timezone);
  // The market fixes the prices of a day around noon of the day before.
  const isForecast = plan.structure === "MARKET" && days > 0 && wallHour(timezone, now) < 13;
  const entry = (from: number, to: number, cost: number): Entry => ({
    valid_from: stamp(from, timezone),
    valid_to: stamp(to, timezone),
    cost: Math.round(cost * 100_000) / 100_000,
    confidence: isForecast ? 0.8 : 1,
  });
  if (plan.structure === "FIXED") return [entry(begin, end, plan.cost)];
  const hours = Array.from({ length: (end - begin) / hourMs }, (_, n) => begin + n * hourMs);
  return hours.map((from) => entry(from, from + hourMs, costAt(plan, timezone, from)));
}

function costAt(plan: Exclude<Plan, { structure: "FIXED" }>, timezone: string, at: number): number {
  const clock = `${two(wallHour(timezone, at))}:00:00`;
  if (plan.structure === "TIME_OF_DAY") {
    const covers = ({ valid_from: from, valid_to: to }: { valid_from: string; valid_to: string }): boolean =>
      from < to ? from <= clock && clock < to : clock >= from || clock < to;
    return plan.hours.find(covers)?.cost ?? 0;
  }
  return (indexAt(plan.region, timezone, at) + plan.fixed) * (1 + plan.percentage / 100);
}

/** The market itself: dear in the morning and the evening, and below zero at noon on a day in three. */
function indexAt(region: string, timezone: string, at: number): number {
  const hour = wallHour(timezone, at);
  const day = Date.parse(dayIn(timezone, at)) / (24 * hourMs);
  const mood = (day * 7 + region.length) % 3;
  const peak = Math.exp(-((hour - 8) ** 2) / 6) * 0.06 + Math.exp(-((hour - 18) ** 2) / 8) * 0.11;
  const sun = Math.exp(-((hour - 13) ** 2) / 7) * (mood === 0 ? 0.19 : 0.05);
  return 0.075 + mood * 0.01 + peak - sun;
}

/** A day in a zone, YYYY-MM-DD. */
export function dayIn(timezone: string, at: number): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, dateStyle: "short" }).format(at);
}

function wallHour(timezone: string, at: number): number {
  return Number(new Intl.DateTimeFormat("en-GB", { timeZone: timezone, hour: "2-digit", hourCycle: "h23" }).format(at));
}

/** When the day begins that is `days` after `day`, in milliseconds. */
function midnight(day: string, days: number, timezone: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`) + days * 24 * hourMs;
  // Twice, for the offset at the guess may be another than that at midnight itself.
  const first = utc - offsetAt(utc, timezone);
  return utc - offsetAt(first, timezone);
}

function offsetAt(at: number, timezone: string): number {
  const format = { timeZone: timezone, dateStyle: "short", timeStyle: "medium" } as const;
  const wall = new Intl.DateTimeFormat("sv-SE", format).format(at).replace(" ", "T");
  return Date.parse(`${wall}Z`) - Math.floor(at / 1000) * 1000;
}

const two = (n: number): string => String(n).padStart(2, "0");

function stamp(at: number, timezone: string): string {
  const offset = offsetAt(at, timezone);
  const minutes = Math.abs(offset) / 60_000;
  const zone = offset === 0 ? "Z" : `${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  return new Date(at + offset).toISOString().slice(0, 19) + zone;
}
