// The many ways FlatPeak writes time (dates, date-times with and without a zone, Unix numbers), read into one. Tolerant:
// what cannot be read, or names a time in which there was no FlatPeak, is null and never a guess.

import { isZone, wallClock } from "../core/time.ts";

/** Longer than any way of writing an instant; what a stranger sends is not searched beyond it. */
const MAX_LENGTH = 40;
const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?: ?([Zz]|[+-]\d{2}(?::?\d{2})?))?)?$/;
const DATE_FIRST = /^(\d{4}-\d{2}-\d{2})(?:$|[Tt ])/;

/** Nothing that FlatPeak tells of happened before or after. */
const EARLIEST_MS = Date.UTC(2015, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);
const DAY_MS = 86_400_000;

interface Moment {
  readonly at: number;
  /** It names an instant by its zone, and not just a day: midnight and the last second of a day stand for the whole day. */
  readonly isPrecise: boolean;
}

/** True for a day of the calendar; the 31st of February is none. */
function isDate(date: string): boolean {
  const read = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(date);
}

function offsetMs(offset: string): number {
  if (offset.toUpperCase() === "Z") return 0;
  const digits = offset.slice(1).replace(":", "");
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || "0");
  return (offset.startsWith("-") ? -minutes : minutes) * 60_000;
}

/** Reads what is written in the form of ISO 8601; without a zone it is UTC. */
function moment(text: string): Moment | null {
  const match = DATE_TIME.exec(text);
  if (!match) return null;
  const [, year = "", month = "", day = "", hour = "0", minute = "0", second = "0", fraction = "", offset = null] =
    match;
  const date = `${year}-${month}-${day}`;
  if (!isDate(date) || Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) return null;
  const ofDay = (Number(hour) * 60 + Number(minute)) * 60_000 + Number(second) * 1_000;
  const ms = Number(fraction.padEnd(3, "0").slice(0, 3));
  const isDay = ofDay === 0 || ofDay >= DAY_MS - 1_000;
  return {
    at: Date.parse(`${date}T00:00:00Z`) + ofDay + ms - (offset === null ? 0 : offsetMs(offset)),
    isPrecise: offset !== null && !isDay,
  };
}

/** A second, a millisecond, a microsecond or a nanosecond since 1970, told apart by their size. */
function fromUnix(value: number): number | null {
  const unit = [1_000, 1, 1e-3, 1e-6].find((ms) => value * ms >= EARLIEST_MS && value * ms < LATEST_MS);
  return unit === undefined ? null : Math.floor(value * unit);
}

const wordOf = (value: unknown): string | null =>
  typeof value === "string" && value.length <= MAX_LENGTH ? value.trim() : null;

/**
 * `YYYY-MM-DD` from a date or a date-time, as it is on the wall at `zone` (a name of the tz database). A date alone, midnight
 * and the last second of a day name that day wherever it is read; so does a time without a zone, and any time where no zone
 * is known here.
 */
export function civilDate(value: unknown, zone: string | null = null): string | null {
  const text = wordOf(value);
  const named = text === null ? null : (DATE_FIRST.exec(text)?.[1] ?? null);
  if (text === null || named === null || named < "1970" || !isDate(named)) return null;
  const read = zone === null ? null : moment(text);
  if (zone === null || read === null || !read.isPrecise || !isZone(zone)) return named;
  return wallClock(read.at, zone).date;
}

/**
 * Milliseconds from an ISO date-time (a missing zone means UTC), a date, or a Unix number in seconds, milliseconds,
 * microseconds or nanoseconds. Null for what is none, and for years in which nothing FlatPeak tells of can have happened.
 */
export function instant(value: unknown): number | null {
  if (typeof value === "number") return fromUnix(value);
  const text = wordOf(value);
  if (text === null) return null;
  if (/^\d{10,19}(?:\.\d{1,9})?$/.test(text)) return fromUnix(Number(text));
  const at = moment(text)?.at ?? null;
  return at !== null && at >= EARLIEST_MS && at < LATEST_MS ? at : null;
}
