// An instant as somebody chooses it, by the clock on a wall, and as it is shown before anything is done with it: by that clock and in UTC.

import { addDays, instantOf, isZone, wallClock } from "../../core/time.ts";
import { clockIn } from "./words/told.ts";

/** What the clock of a zone shows: `2026-03-29`, `14:30`, `Europe/London`. */
export interface Wall {
  readonly day: string;
  readonly time: string;
  readonly zone: string;
}

/** What is wrong with it, by its parts. */
export interface WrongWall {
  readonly day?: string;
  readonly time?: string;
}

type Read = { readonly at: number } | { readonly at: null; readonly wrong: WrongWall };

const isDay = (day: string): boolean => /^(?:19|20)\d\d-(?:0[1-9]|1[0-2])-\d\d$/.test(day) && addDays(day, 0) === day;

/** The instant (ms), or what keeps it from being one. What the clock shows twice is the first of them. */
export function readInstant({ day, time, zone }: Wall): Read {
  const [, hour = "", minute = ""] = /^([01]\d|2[0-3]):([0-5]\d)(?::00)?$/.exec(time) ?? [];
  const wrong: WrongWall = {
    ...(isDay(day) ? {} : { day: "This is no day, like 2026-03-29." }),
    ...(hour === "" ? { time: "This is no time, like 14:30." } : {}),
  };
  if (Object.keys(wrong).length > 0) return { at: null, wrong };
  if (!isZone(zone)) return { at: null, wrong: { time: "Its clock is not known: choose one below." } };
  const minuteOfDay = Number(hour) * 60 + Number(minute);
  const at = instantOf(day, minuteOfDay, zone);
  const shown = wallClock(at, zone);
  return shown.date === day && shown.minuteOfDay === minuteOfDay
    ? { at }
    : { at: null, wrong: { time: "The clocks skipped this time on that day: choose an earlier one." } };
}

const MINUTE_MS = 60_000;

/** How long ago, in the two largest units. */
function spanWords(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / MINUTE_MS));
  const parts = [
    [Math.floor(minutes / 1_440), "day"],
    [Math.floor(minutes / 60) % 24, "hour"],
    [minutes % 60, "minute"],
  ] as const;
  const said = parts.flatMap(([count, unit]) => (count === 0 ? [] : [`${count} ${unit}${count === 1 ? "" : "s"}`]));
  return said.length === 0 ? "less than a minute" : said.slice(0, 2).join(" and ");
}

/** `29 Mar 2026, 14:30 BST, which is 2026-03-29T13:30Z in UTC, 2 days and 3 hours ago`. A zone that is not known shows UTC alone. */
export function showInstant(at: number, zone: string, now: number): string {
  const iso = new Date(at).toISOString();
  const utc = iso.replace(/:00\.000Z$/, "Z");
  const wall = zone === "UTC" || !isZone(zone) ? `${utc} in UTC` : `${clockIn(zone)(iso)}, which is ${utc} in UTC`;
  return `${wall}, ${at > now ? "which is yet to come" : `${spanWords(now - at)} ago`}`;
}
