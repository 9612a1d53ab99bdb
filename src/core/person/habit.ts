// At which hour of the day a customer opens our links. No more is remembered of it than a few hours.

import { wallClock } from "../time.ts";
import type { SendWindow } from "../policy.ts";

/** As many of the latest taps are remembered. */
const REMEMBERED = 6;
const DAY_MINUTES = 1_440;
/** Taps so many minutes apart are at one time of the day: who looks at seven looks at eight another time. */
const SAME_TIME = 60;

/** The hours of the latest taps, oldest first, with one more at `at` (ms), on the clock of the home. */
export const withTapHour = (hours: readonly number[], at: number, zone: string): readonly number[] =>
  [...hours, Math.floor(wallClock(at, zone).minuteOfDay / 60)].slice(-REMEMBERED);

/** How far two minutes of the day are apart, by the shorter way. */
function apart(one: number, other: number): number {
  const distance = Math.abs(one - other);
  return Math.min(distance, DAY_MINUTES - distance);
}

/** The beginning of an hour (minute of the day) that lies wholly in the window, as near to `minute` as one is. */
function nearest(minute: number, { from, to }: SendWindow): number {
  const last = to - 60;
  if (minute >= from && minute <= last) return minute;
  return apart(minute, from) < apart(minute, last) ? from : last;
}

/**
 * The minute of the day at which the hour begins in which the customer is most likely to open a link, of the hours that lie in the
 * window; null where nothing is known of them, or the window is no longer than an hour. Of several, the earliest: it waits the least.
 */
export function usualMinute(hours: readonly number[], window: SendWindow): number | null {
  if (window.to - window.from <= 60) return null;
  const minutes = hours.map((hour) => nearest(hour * 60, window));
  const near = (minute: number): number => minutes.filter((it) => apart(it, minute) <= SAME_TIME).length;
  const best = Math.max(...minutes.map(near));
  const candidates = minutes.filter((it) => near(it) === best);
  return candidates.length === 0 ? null : Math.min(...candidates);
}
