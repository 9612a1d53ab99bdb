// How a case ends, and what goes on after its reason ended.

import { rungTimes, startLadder } from "./ladder.ts";
import { withdrawCase } from "../message/withdraw.ts";
import { isOpen, tariffOf, zoneOf } from "../read.ts";
import type { What } from "../journal.ts";
import type { Case } from "../state.ts";
import type { Beneath, CaseEnd } from "./problem.ts";
import type { Turn } from "../turn.ts";

/** What the journal calls each end. */
const ENDED = {
  repaired: "case_repaired",
  disconnected: "case_disconnected",
  handed_over: "case_handed_over",
  moved: "case_moved",
  withdrawn: "case_withdrawn",
  closed: "case_closed",
} as const satisfies Readonly<Record<CaseEnd, What>>;

/** What later events of the tariff are compared with: the problem that was handed over, the end date it was asked for. */
function rememberEnd(turn: Turn, it: Case, how: CaseEnd): void {
  const tariff = tariffOf(turn.state, it.tariffId);
  const { reason, contractEndDate, occurredAt, locationId } = it;
  const problem = { reason, contractEndDate, occurredAt, locationId };
  const handedOver = how === "handed_over" ? { ...problem, at: turn.now, caseNo: it.no } : null;
  const askedForEndDate = reason === "expiring" ? contractEndDate : tariff.askedForEndDate;
  const closed = how === "closed" ? { closed: { at: turn.now, reason } } : {};
  const isNews = handedOver !== tariff.handedOver || askedForEndDate !== tariff.askedForEndDate || how === "closed";
  if (isNews) turn.putTariff({ ...tariff, askedForEndDate, handedOver, ...closed });
}

/** Whoever repaired what they tapped for last has no Connect session open any more. */
function endTapHold(turn: Turn, { tappedAt }: Case): void {
  const { state } = turn;
  if (tappedAt === null || state.tapHoldUntil === null) return;
  const isLatest = !state.cases.some((c) => isOpen(c) && (c.tappedAt ?? 0) >= tappedAt);
  if (isLatest) turn.state = { ...state, tapHoldUntil: null };
}

/** Ends a case and everything still unsent about it. */
export function endCase(turn: Turn, it: Case, how: CaseEnd): void {
  turn.putCase({ ...it, end: { how, at: turn.now } });
  rememberEnd(turn, it, how);
  if (how !== "handed_over") endTapHold(turn, it);
  turn.note(ENDED[how], { case: it.no, tariff: it.tariffId, reason: it.reason });
  withdrawCase(turn, it.no, ENDED[how]);
}

/** A case that had ended turns out to have ended another way: its link leads to what is true. */
export function correctEnd(turn: Turn, it: Case, how: CaseEnd): void {
  if (it.end === null) return;
  turn.putCase({ ...it, end: { how, at: turn.now } });
  turn.note(ENDED[how], { case: it.no, tariff: it.tariffId, reason: it.reason, was: it.end.how });
}

/**
 * The stronger reason of a case is repaired, the one beneath it is not: the case goes on with that, and with the reminders it
 * stood at, since the customer has heard of it before.
 */
export function goOnWithBeneath(turn: Turn, it: Case, beneath: Beneath): void {
  const { ladder, ...problem } = beneath;
  const weaker = { ...it, ...problem, contractEndDate: problem.contractEndDate ?? it.contractEndDate, beneath: null };
  const started = startLadder(weaker, beneath.reason, turn);
  if (ladder === undefined) turn.putCase(started);
  else {
    const stood = { ...started, ladderSince: ladder.since, rung: ladder.rung };
    const times = rungTimes(stood, zoneOf(turn.state, it.locationId), turn.policy);
    turn.putCase({ ...stood, dueAt: Math.max(turn.now, times[stood.rung] ?? ladder.dueAt) });
  }
  turn.note("case_goes_on", { case: it.no, tariff: it.tariffId, reason: beneath.reason, from: it.reason });
  withdrawCase(turn, it.no, "case_goes_on");
}
