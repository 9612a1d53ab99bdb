// When it is the time of day, and of the month, for a message: the send window on every clock concerned, and the caps.

import { spreadEvenly } from "./backoff.ts";
import { DAY, MINUTE, addDays, instantOf, wallClock } from "../time.ts";
import type { Policy, SendWindow } from "../policy.ts";
import type { Moment } from "../turn.ts";

/** How long messages are remembered at least (ms). Caps change, and who leaves an experiment comes under those of the settings. */
const REMEMBERED_MS = 31 * DAY;

/** The window is none: messages leave at any time of the day. */
export const isAlwaysOpen = (window: SendWindow): boolean => window.from === 0 && window.to === 1440;

function nextInZone(at: number, window: SendWindow, zone: string): number {
  const { date, minuteOfDay } = wallClock(at, zone);
  if (minuteOfDay < window.from) {
    const opens = instantOf(date, window.from, zone);
    // Of an hour that comes twice, that was the first.
    return opens > at ? opens : at - (at % MINUTE) + (window.from - minuteOfDay) * MINUTE;
  }
  return minuteOfDay >= window.to ? instantOf(addDays(date, 1), window.from, zone) : at;
}

/**
 * The first instant from `at` on that lies in the window on every one of the given clocks. Homes on far sides of the earth
 * may share no minute of a day: then the first clock decides, which gives the same answer for the instant it gave.
 */
export function nextInWindow(at: number, window: SendWindow, zones: readonly string[]): number {
  const [first] = zones;
  if (first === undefined || isAlwaysOpen(window)) return at;
  const nextInAll = (from: number): number =>
    zones.reduce((candidate, zone) => nextInZone(candidate, window, zone), from);
  let candidate = at;
  for (let tries = 0; tries < 4; tries++) {
    const next = nextInAll(candidate);
    if (next === candidate) return candidate;
    candidate = next;
  }
  return nextInZone(at, window, first);
}

/** When the window around `at` closes on the first of the given clocks (ms); Infinity where it never does. */
export function windowEnd(at: number, window: SendWindow, zones: readonly string[]): number {
  if (isAlwaysOpen(window)) return Infinity;
  const ends = zones.map((zone) => instantOf(wallClock(at, zone).date, window.to, zone));
  return Math.min(Infinity, ...ends.filter((end) => end > at));
}

/** When the window around `at` opened, on the last of the given clocks (ms); null where it is never closed. */
function windowStart(at: number, window: SendWindow, zones: readonly string[]): number | null {
  if (zones.length === 0 || isAlwaysOpen(window)) return null;
  return Math.max(...zones.map((zone) => instantOf(wallClock(at, zone).date, window.from, zone)));
}

/**
 * The first instant from `at` on that lies in the window, for what was ready at `since`. What waited for the window to open
 * does not all leave then: each customer has a moment of their own in the time that follows.
 */
export function nextSpread(
  { state, policy }: Moment,
  { since, at }: { readonly since: number; readonly at: number },
  window: SendWindow,
  zones: readonly string[],
): number {
  const inWindow = nextInWindow(at, window, zones);
  const opened = windowStart(inWindow, window, zones);
  if (opened === null || since >= opened || opened > inWindow) return inWindow;
  // In a short window the second half is left for what does not go through at once.
  const most = Math.min(policy.spread, (windowEnd(inWindow, window, zones) - opened) / 2);
  const own = opened + Math.round(most * spreadEvenly(state.customerId));
  return own <= inWindow ? inWindow : nextInWindow(own, window, zones);
}

/** The first instant from `at` on at which no cap is full: of each cap's last `count` messages, the oldest has aged out. */
export function nextUnderCaps(at: number, sentAt: readonly number[], { caps }: Pick<Policy, "caps">): number {
  return caps.reduce((allowed, cap) => {
    const oldest = sentAt[sentAt.length - cap.count];
    return oldest === undefined ? allowed : Math.max(allowed, oldest + cap.within);
  }, at);
}

/** The instants of messages (ms) with one more at `at`, in order; without what no cap looks back to. */
export function withSent(sentAt: readonly number[], at: number, { caps }: Pick<Policy, "caps">): readonly number[] {
  const horizon = at - Math.max(REMEMBERED_MS, ...caps.map((cap) => cap.within));
  return [...sentAt.filter((other) => other > horizon), at].sort((a, b) => a - b);
}
