// The alarm: the earliest instant at which anything is owed. A projection of the state, never a fact of its own.

import { handOutAt, isFixed } from "./advance.ts";
import { givesUpAt, wordEndsAt } from "./delivery.ts";
import { isSpent, turnsAt } from "./ladder.ts";
import { lookAt, nextMessage } from "./policy.ts";
import { isAwaited } from "./probe.ts";
import { isOpen, isUnderway, openCasesOf, readyAt, zoneOf } from "./state.ts";
import type { Settings } from "./settings.ts";
import type { Case, CustomerState } from "./state.ts";

/** When the customer must be looked at next (ms), or null when nothing is owed. May lie in the past: then at once. */
export function nextAlarm(state: CustomerState, now: number, settings: Settings): number | null {
  const times: number[] = [];
  for (const { probe } of state.locations) if (probe !== null) times.push(probe.leasedUntil ?? probe.dueAt);
  const open = state.cases.filter(isOpen);
  // What waits for the truth is woken by the probe that was asked; waking it before that would only spin.
  const waits = (at: number, cases: readonly Case[], all: boolean): boolean =>
    at <= now && cases.length > 0 && isAwaited(state, cases, now, all);

  for (const it of state.notifications) {
    if (it.status === "leased" && it.leasedUntil !== null) times.push(it.leasedUntil);
    if (wordEndsAt(it) < Infinity) times.push(wordEndsAt(it));
    if (it.status !== "due") continue;
    if (givesUpAt(it) < Infinity) times.push(givesUpAt(it));
    const at = handOutAt(state, it, now, settings);
    if (it.kind === "publish" || !waits(at, openCasesOf(state, it), isFixed(it))) times.push(at);
  }
  for (const it of open) {
    const zone = zoneOf(state, it.locationId);
    const turns = turnsAt(it, zone, settings);
    if (turns !== null) times.push(turns);
    if (it.lookAt !== null) times.push(it.lookAt);
    if (isSpent(it, zone, settings) && !waits(readyAt(it), [it], true)) times.push(readyAt(it));
  }
  const owed = state.heldSince !== null || isUnderway(state) ? null : nextMessage(state, now, settings);
  if (owed !== null && !waits(owed.at, owed.cases, false)) times.push(lookAt(state, owed));
  return times.length === 0 ? null : Math.min(...times);
}
