// Windows of time: the day of a home, and windows longer than FlatPeak answers in one go.

import { addDays, instantOf, wallClock } from "../../core/time.ts";
import { msOf } from "./shapes/common.ts";
import type { PriceAnswer, PriceEntry } from "./shapes/price.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

/** FlatPeak's documentation: the window of one request is 90 days at most. */
export const MAX_WINDOW_MS = 90 * DAY_MS;

/** Two instants of RFC 3339 with their zone. */
export interface Window {
  readonly start_time: string;
  readonly end_time: string;
}

const twoDigits = (n: number): string => String(n).padStart(2, "0");

/** An instant (ms) as RFC 3339, as a clock shows it that is `offset` minutes ahead of UTC. */
export function writeInstant(at: number, offset: number): string {
  const wall = new Date(at + offset * MINUTE_MS).toISOString().replace(/(?:\.000)?Z$/, "");
  if (offset === 0) return `${wall}Z`;
  const minutes = Math.abs(offset);
  return `${wall}${offset < 0 ? "-" : "+"}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

/** Minutes that the clocks of `zone` are ahead of UTC at `at` (ms). */
function offsetAt(at: number, zone: string): number {
  const { date, minuteOfDay } = wallClock(at, zone);
  return Date.parse(`${date}T00:00:00Z`) / MINUTE_MS + minuteOfDay - Math.floor(at / MINUTE_MS);
}

/**
 * The day `date` (`YYYY-MM-DD`) of a home in `zone` (a name of the tz database), from midnight to midnight: 23 or 25 hours where
 * its clocks change. Both ends have the offset of the end, since FlatPeak answers in one.
 */
export function dayWindow(date: string, zone: string): Window {
  const start = instantOf(date, 0, zone);
  const end = instantOf(addDays(date, 1), 0, zone);
  const offset = offsetAt(end, zone);
  return { start_time: writeInstant(start, offset), end_time: writeInstant(end, offset) };
}

/** The same of the day it is there at `now` (ms). */
export const todayWindow = (now: number, zone: string): Window => dayWindow(wallClock(now, zone).date, zone);

/** Minutes that an instant of RFC 3339 is ahead of UTC. */
function offsetOf(instant: string): number {
  const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})$/.exec(instant) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

/**
 * A window in pieces that FlatPeak takes, in their order and without a gap. They meet at midnights by the offset of the end, so
 * that no price of an hour or a day is cut in two.
 */
export function splitWindow({ start_time, end_time }: Window): readonly Window[] {
  const offset = offsetOf(end_time);
  const end = msOf(end_time);
  const pieces: Window[] = [];
  let from = start_time;
  for (;;) {
    const start = msOf(from);
    if (end - start <= MAX_WINDOW_MS) return [...pieces, { start_time: from, end_time }];
    const last = start + MAX_WINDOW_MS + offset * MINUTE_MS;
    const to = writeInstant(Math.floor(last / DAY_MS) * DAY_MS - offset * MINUTE_MS, offset);
    pieces.push({ start_time: from, end_time: to });
    from = to;
  }
}

const isSameTime = (one: PriceEntry, other: PriceEntry): boolean =>
  msOf(one.valid_from) === msOf(other.valid_from) && msOf(one.valid_to) === msOf(other.valid_to);

/** What FlatPeak understood of the question, for the whole window. */
function echoOf({ request: first }: PriceAnswer, { request: last }: PriceAnswer): Pick<PriceAnswer, "request"> {
  const start = first?.["start_time"];
  return start === undefined ? {} : { request: { ...last, start_time: start } };
}

/**
 * One answer from those of a split window. What FlatPeak says of itself is taken from the last. A price that reaches over the
 * midnight where two pieces meet may stand in both; it is kept once, as it was said last.
 */
export function joinAnswers(first: PriceAnswer, ...others: readonly PriceAnswer[]): PriceAnswer {
  return others.reduce((joined, next) => {
    const last = joined.data.at(-1);
    const [head] = next.data;
    const isTwice = last !== undefined && head !== undefined && isSameTime(last, head);
    const before = isTwice ? joined.data.slice(0, -1) : joined.data;
    return { ...next, ...echoOf(joined, next), data: [...before, ...next.data] };
  }, first);
}
