// Until when a customer may have our messages wait: whole days, on the clock of their home.

import { isOpen } from "../read.ts";
import { addDays, instantOf, wallClock } from "../time.ts";
import type { Snooze } from "./optout.ts";
import type { CustomerState } from "../state.ts";
import type { CivilDate } from "../time.ts";
import type { Turn } from "../turn.ts";

/** Changing supplier takes weeks, not months. */
const MAX_DAYS = 90;

/** The first and the last day that can be chosen. */
export interface SnoozeRange {
  readonly first: CivilDate;
  readonly last: CivilDate;
}

/** The clock of the customer's home: of what is open, else of any home, else what the company said, else UTC. */
export function homeZone(state: CustomerState): string {
  const open = state.cases.filter(isOpen).map((it) => state.locations.find(({ id }) => id === it.locationId));
  const known = [...open, ...state.locations].find((it) => it !== undefined && it.timezone !== null);
  return known?.timezone ?? state.contact.timezone ?? "UTC";
}

/** The days that can be chosen at `now`: from tomorrow on, as the customer counts. */
export function snoozeRange(state: CustomerState, now: number): SnoozeRange {
  const today = wallClock(now, homeZone(state)).date;
  return { first: addDays(today, 1), last: addDays(today, MAX_DAYS) };
}

/** The instant (ms) that a day begins at the customer's home; null for what is no day, or none that can be chosen. */
export function snoozeEnd(state: CustomerState, day: string, now: number): number | null {
  const { first, last } = snoozeRange(state, now);
  // Compared as text, and then asked back: the 31st of a month that has none is another day.
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || day < first || day > last || addDays(day, 0) !== day) return null;
  return instantOf(day, 0, homeZone(state));
}

/** How a customer stands to having our messages wait. */
export interface Snoozing {
  /** The days that can be chosen. */
  readonly range: SnoozeRange;
  /** The day until which messages wait, as the customer counts; null where they do not, or do no more. */
  readonly until: CivilDate | null;
  /** There is something to be reminded of later. */
  readonly isWorthwhile: boolean;
}

/** The wait that is not over yet; null where there is none. */
export const standingSnooze = ({ snooze: it }: CustomerState, now: number): Snooze | null =>
  it !== null && it.until > now ? it : null;

/** How a customer stands to it at `now` (ms). */
export function snoozingOf(state: CustomerState, now: number): Snoozing {
  return {
    range: snoozeRange(state, now),
    until: standingSnooze(state, now)?.day ?? null,
    isWorthwhile: state.cases.some(isOpen),
  };
}

/**
 * The customer asks to be left alone until an instant (ms), whatever comes meanwhile; or, with null, takes that back. The same
 * wish again changes nothing, and says nothing.
 */
export function snooze(turn: Turn, until: number | null): void {
  const { state } = turn;
  if ((state.snooze?.until ?? null) === until) return;
  turn.state = { ...state, snooze: until === null ? null : { until, day: wallClock(until, homeZone(state)).date } };
  turn.note("snoozed", { until });
}
