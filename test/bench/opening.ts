// A send window that opens on customers who all wait for it: when that is, when each of them is to be told, and how they were.

import { spreadEvenly } from "../../src/core/message/backoff.ts";
import { MINUTE, SECOND, wallClock } from "../../src/core/time.ts";
import { perSpan } from "./outside.ts";
import type { Book, Member } from "./fleet.ts";

/** What there may be in the fullest ten seconds, against the average. */
const MOST_IN_TEN = 1.5;
/** With more messages later than this, what leaves is a line that is worked off, and the spread is not to be seen. */
const LATE_MS = 10 * SECOND;

export interface Opening {
  /** When the window opens (ms). */
  readonly opensAt: number;
  readonly spreadMs: number;
}

const twoDigits = (n: number): string => String(n).padStart(2, "0");

/** The first whole minute that is `leadMs` after `now`. Throws where too little is left of the day for the spread. */
export function openingAfter(now: number, leadMs: number, spreadMs: number): Opening {
  const opensAt = Math.ceil((now + leadMs) / MINUTE) * MINUTE;
  const left = 1_440 - wallClock(opensAt, "Europe/London").minuteOfDay;
  if (spreadMs * 2 > left * MINUTE)
    throw new Error("too late in the day: half of what is left of it must do for the spread");
  return { opensAt, spreadMs };
}

/** The settings of a deployment whose window is this one. */
export function windowOf({ opensAt, spreadMs }: Opening): Readonly<Record<string, string>> {
  const { minuteOfDay } = wallClock(opensAt, "Europe/London");
  const window = `${twoDigits(Math.floor(minuteOfDay / 60))}:${twoDigits(minuteOfDay % 60)}-24:00`;
  return { SEND_WINDOW: window, SEND_WINDOW_HARD: window, SPREAD: `${spreadMs / SECOND}s` };
}

/** The moment (ms) of a customer's own. */
export const ownMoment = ({ opensAt, spreadMs }: Opening, { id }: Member): number =>
  opensAt + Math.round(spreadMs * spreadEvenly(id));

/** How the messages left, and what is wrong with that. */
export function openingLines(
  { opensAt, spreadMs }: Opening,
  { told, lateness }: Book,
): { readonly lines: readonly string[]; readonly wrong: readonly string[] } {
  const times = told.map(({ at }) => at);
  const end = Math.max(opensAt + spreadMs, ...times);
  const average = (times.length * SECOND) / spreadMs;
  const most = (ms: number): number => Math.max(0, ...perSpan(times, opensAt, end + ms, ms));
  const inTen = most(10 * SECOND);
  const late = lateness.filter((ms) => ms > LATE_MS).length / Math.max(1, lateness.length);
  const early = times.filter((at) => at < opensAt).length;
  return {
    lines: [
      `window opens; ${times.length} messages over ${spreadMs / SECOND} s: ${average.toFixed(1)} a second on average, at most ${most(SECOND)} in one second, ${inTen} in ten, ${most(MINUTE)} in sixty; ${early} before it opened; the last ${((end - opensAt) / SECOND).toFixed(1)} s after`,
      ...(late > 0.01 ? [`the pace is not judged: ${(late * 100).toFixed(0)} % of the messages were late`] : []),
    ],
    wrong: [
      ...(early > 0 ? [`${early} were told before the window opened`] : []),
      ...(late <= 0.01 && inTen > MOST_IN_TEN * 10 * average ? [`${inTen} messages left within ten seconds`] : []),
    ],
  };
}
