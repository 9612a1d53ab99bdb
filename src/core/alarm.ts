// The alarm: the earliest instant at which anything is owed. A projection of the state, never a fact of its own.

import { handOutAt } from "./advance.ts";
import { isSpent, turnsAt } from "./ladder.ts";
import { lookAt, nextMessage } from "./policy.ts";
import { isOpen, isUnsettled, zoneOf } from "./state.ts";
import type { Settings } from "./settings.ts";
import type { CustomerState } from "./state.ts";

/** When the customer must be looked at next (ms), or null when nothing is owed. May lie in the past: then at once. */
export function nextAlarm(state: CustomerState, now: number, settings: Settings): number | null {
  const times: number[] = [];
  for (const { probe } of state.locations) if (probe !== null) times.push(probe.leasedUntil ?? probe.dueAt);
  // What waits for the truth is woken by the probe it asked for; asking for it again would only spin.
  const awaited = new Set(state.locations.filter((it) => it.probe !== null).map((it) => it.id));
  const open = state.cases.filter(isOpen);
  const waits = (caseNos: readonly number[]): boolean =>
    open.some((it) => caseNos.includes(it.no) && awaited.has(it.locationId));

  for (const it of state.notifications) {
    if (it.status === "leased" && it.leasedUntil !== null) times.push(it.leasedUntil);
    if (it.status === "due" && !waits(it.caseNos)) times.push(handOutAt(state, it, now, settings));
  }
  for (const it of open) {
    const zone = zoneOf(state, it.locationId);
    const turns = turnsAt(it, zone, settings);
    if (turns !== null) times.push(turns);
    if (isSpent(it, zone, settings) && !(it.dueAt <= now && waits([it.no]))) times.push(it.dueAt);
  }
  const underway = state.notifications.some((it) => it.kind === "notify" && isUnsettled(it));
  const owed = underway ? null : nextMessage(state, now, settings);
  if (owed !== null && !(owed.at <= now && waits(owed.cases.map((it) => it.no)))) times.push(lookAt(state, owed));
  return times.length === 0 ? null : Math.min(...times);
}
