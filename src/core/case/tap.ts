// What a tap on a link changes: reminders wait while the customer may be in a Connect session, and come soon where it led nowhere.

import { askedAfterTap } from "./invitation.ts";
import { isSpent } from "./ladder.ts";
import { caseOf, isOpen, tariffOf, zoneOf } from "../read.ts";
import { DAY } from "../time.ts";
import type { Tariff } from "../state.ts";
import type { Turn } from "../turn.ts";

/** The customer opened a link to one case, or with null to all that are open. */
export function noteTap(turn: Turn, caseNo: number | null): void {
  const { state, now, policy } = turn;
  const open = state.cases.filter((c) => isOpen(c) && (caseNo === null || c.no === caseNo));
  for (const { tariffId } of open) {
    const tariff = tariffOf(state, tariffId);
    if (tariff.leavingAt !== null) turn.putTariff({ ...tariff, leavingAt: null });
  }
  // Opened over and over, a link does not put a reminder off for ever: the wait counts from its first opening.
  const isWaiting = state.tapHoldUntil !== null && now < state.tapHoldUntil;
  const since = isWaiting ? (state.tapHoldUntil ?? now) - policy.tapHold : now;
  const untapped = open.filter((it) => it.tappedAt === null || it.tappedAt < since || !isWaiting);
  if (untapped.length === 0) return;
  turn.putCases(untapped.map((it) => askedAfterTap({ ...it, tappedAt: now }, turn)));
  turn.state = { ...turn.state, tapHoldUntil: isWaiting ? state.tapHoldUntil : now + policy.tapHold };
  for (const it of untapped) turn.note("link_opened", { case: it.no });
}

/**
 * The customer goes to have a tariff disconnected. Meanwhile nobody reminds them of anything, and once it is gone nobody asks
 * whether that was meant, whatever FlatPeak's events say of it until then or afterwards.
 */
export function noteDisconnecting(turn: Turn, tariffId: string): void {
  const { state, now, policy } = turn;
  const open = state.cases.filter((it) => isOpen(it) && it.tariffId === tariffId);
  turn.putTariff({ ...tariffOf(state, tariffId), leavingAt: now });
  turn.state = { ...turn.state, tapHoldUntil: Math.max(state.tapHoldUntil ?? 0, now + policy.tapHold) };
  turn.note("disconnect_wanted", { tariff: tariffId, cases: open.map((it) => it.no).join(",") });
}

/** A session lives a day, and FlatPeak may take its time: what is still there after this stays. */
const LEAVING_MS = 2 * DAY;

/** The wish to be rid of a tariff that is seen at `askedAt` (ms): null once it has come to nothing. */
export const leavingSeen = ({ leavingAt }: Tariff, askedAt: number): number | null =>
  leavingAt !== null && askedAt - leavingAt <= LEAVING_MS ? leavingAt : null;

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
