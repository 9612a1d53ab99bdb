// A message waits for the hour of the day at which its customer opened our links before, where that comes on the same day and soon
// enough. Whatever speaks against waiting wins.

import { usualMinute } from "../person/habit.ts";
import { readyAt, zoneOf } from "../read.ts";
import { HOUR, instantOf, wallClock } from "../time.ts";
import { spreadEvenly } from "./backoff.ts";
import { isAlwaysOpen, nextInWindow } from "./window.ts";
import type { Case, CustomerState } from "../state.ts";
import type { Moment } from "../turn.ts";

/**
 * The first instant (ms) for which nobody waits who has to hear of a case: the last day of its contract, the end of an invitation. 0
 * where its customer is waiting for us, since they tapped and could not be helped.
 */
export function urgentFrom(state: CustomerState, it: Case, tapHold: number): number {
  if (it.tappedAt !== null && readyAt(state, it) <= it.tappedAt + tapHold) return 0;
  const lastDay =
    it.reason === "expiring" && it.contractEndDate !== null
      ? instantOf(it.contractEndDate, 0, zoneOf(state, it.locationId))
      : Infinity;
  return Math.min(lastDay, it.invited?.until ?? Infinity);
}

/**
 * When a message goes out that could leave at `at`: in the customer's usual hour where that comes on the day the message could first
 * have left (`first`), within `habitWait` of it, before `urgentFrom` and in the window on all clocks; else at `at`. What comes later than
 * it could have does not wait another day. Each customer has a moment of their own in the hour.
 */
export function nextUsual(
  { state, policy }: Moment,
  { at, first, urgentFrom }: { readonly at: number; readonly first: number; readonly urgentFrom: number },
  zones: readonly string[],
): number {
  const { habitWait, sendWindow } = policy;
  const [zone] = zones;
  // Who sends at any hour of the day wants nothing to wait for one.
  if (habitWait === 0 || state.tapHours.length === 0 || zone === undefined || isAlwaysOpen(sendWindow)) return at;
  const minute = usualMinute(state.tapHours, sendWindow);
  if (minute === null) return at;
  const hour = instantOf(wallClock(first, zone).date, minute, zone);
  if (hour <= first) return at;
  const usual = hour + Math.floor(Math.min(policy.spread, HOUR) * spreadEvenly(state.customerId));
  const isSoonEnough = usual <= first + habitWait && usual < urgentFrom;
  return isSoonEnough && nextInWindow(usual, sendWindow, zones) === usual ? Math.max(at, usual) : at;
}
