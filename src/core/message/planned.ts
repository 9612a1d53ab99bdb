// When the customer hears of each case next, as an operator is told it: the same rules by which the messages will leave.

import { isSpent } from "../case/ladder.ts";
import { nextAmong } from "./next.ts";
import { withSent } from "./window.ts";
import { isOpen, isTariffStopped, readyAt, zoneOf } from "../read.ts";
import type { Owed } from "./next.ts";
import type { Case, CustomerState } from "../state.ts";
import type { Moment } from "../turn.ts";

/** So many messages are looked ahead. What is left then is told without those between. */
const LOOK_AHEAD = 12;

/**
 * When the next reminder of each case goes out (ms), by its number, if nothing else happens: when its rung is due, or when caps,
 * the send window, an open session or the message that it shares let it. For one that is due and that nothing keeps back it is
 * when it fell due. Cases without a reminder to come, and those of which the customer wants to hear nothing, are left out.
 */
export function plannedReminders(moment: Moment): ReadonlyMap<number, number> {
  const { policy } = moment;
  let { state } = moment;
  const isReminded = (it: Case): boolean =>
    isOpen(it) && !isTariffStopped(state, it) && !isSpent(it, zoneOf(state, it.locationId), policy);
  const planned = new Map<number, number>();
  let left = state.cases.filter(isReminded);
  for (let told = 0; told < LOOK_AHEAD && left.length > 0; told++) {
    const owed = nextAmong({ ...moment, state }, left);
    if (owed === null) return planned;
    for (const it of owed.cases) planned.set(it.no, toldAt(state, it, owed));
    left = left.filter(({ no }) => !planned.has(no));
    // Each message counts under the caps of those after it.
    state = { ...state, sentAt: withSent(state.sentAt, owed.at, policy) };
  }
  for (const it of left) {
    const owed = nextAmong({ ...moment, state }, [it]);
    if (owed !== null) planned.set(it.no, toldAt(state, it, owed));
  }
  return planned;
}

const toldAt = (state: CustomerState, it: Case, { at, wait }: Owed): number =>
  wait === null ? Math.min(readyAt(state, it), at) : at;
