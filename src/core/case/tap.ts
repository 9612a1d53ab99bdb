// What a tap on a link changes: reminders wait while the customer may be in a Connect session, and come soon where it led nowhere.

import { isSpent } from "./ladder.ts";
import { caseOf, isOpen, zoneOf } from "../read.ts";
import { DAY } from "../time.ts";
import type { Case } from "../state.ts";
import type { Turn } from "../turn.ts";

/** The customer opened a link to one case, or with null to all that are open. */
export function noteTap(turn: Turn, caseNo: number | null): void {
  const { state, now, policy } = turn;
  const open = state.cases.filter((c) => isOpen(c) && (caseNo === null || c.no === caseNo));
  // Opened over and over, a link does not put a reminder off for ever: the wait counts from its first opening.
  const isWaiting = state.tapHoldUntil !== null && now < state.tapHoldUntil;
  const since = isWaiting ? (state.tapHoldUntil ?? now) - policy.tapHold : now;
  const untapped = open.filter((it) => it.tappedAt === null || it.tappedAt < since || !isWaiting);
  if (untapped.length === 0) return;
  turn.putCases(untapped.map((it) => ({ ...it, tappedAt: now, leavingAt: null })));
  turn.state = { ...turn.state, tapHoldUntil: isWaiting ? state.tapHoldUntil : now + policy.tapHold };
  for (const it of untapped) turn.note("link_opened", { case: it.no });
}

/**
 * The customer goes to have a tariff disconnected. Meanwhile nobody reminds them of anything, and once it is gone nobody asks
 * whether that was meant.
 */
export function noteDisconnecting(turn: Turn, tariffId: string): void {
  const { state, now, policy } = turn;
  const open = state.cases.filter((it) => isOpen(it) && it.tariffId === tariffId);
  turn.putCases(open.map((it) => ({ ...it, leavingAt: now })));
  turn.state = { ...turn.state, tapHoldUntil: Math.max(state.tapHoldUntil ?? 0, now + policy.tapHold) };
  turn.note("disconnect_wanted", { tariff: tariffId, cases: open.map((it) => it.no).join(",") });
}

/** For so long a tariff that is gone is taken to be gone by the customer's own word: a session lives a day. */
const LEAVING_MS = 2 * DAY;

/** True where the customer wanted it so, if the tariff of a case is gone by `now` (ms). */
export const isLeaving = ({ leavingAt = null }: Case, now: number): boolean =>
  leavingAt !== null && now - leavingAt <= LEAVING_MS;

/**
 * FlatPeak could give no token for a tap: the customer is told again as soon as it answers and the rules allow it. The next
 * reminder is brought forward, where there is one left.
 */
export function noteFailedTap(turn: Turn, caseNo: number): void {
  const { state, now, policy } = turn;
  const it = caseOf(state, caseNo);
  if (it === undefined || !isOpen(it) || it.dueAt <= now) return;
  if (!isSpent(it, zoneOf(state, it.locationId), policy)) turn.putCase({ ...it, dueAt: now });
  turn.note("tap_failed", { case: caseNo });
}
