// A contract that simply goes on: the customer says so, and is on the way to enter its new end date. Nobody reminds them of the end that
// they know of, until FlatPeak says how it stands: another end date, the same one again, a tariff that is gone, or one that has ended.

import { oweAgain, turnsAt } from "./ladder.ts";
import { withdrawCase } from "../message/withdraw.ts";
import { isUnsent } from "../message/notification.ts";
import { EXPIRING_HORIZON_DAYS } from "../policy.ts";
import { caseOf, isOpen, zoneOf } from "../read.ts";
import { withTrail } from "../fleet/trail.ts";
import { DAY } from "../time.ts";
import type { Turn } from "../turn.ts";

/**
 * The customer says that the contract of an `expiring` case goes on. A reminder of it that is not out yet is taken back, and the next
 * one is not before the contract has ended on record; where nobody knows that day, not before it must be over. Of any other case it
 * changes nothing.
 */
export function noteContinuing(turn: Turn, caseNo: number): void {
  const { state, now, policy } = turn;
  const it = caseOf(state, caseNo);
  if (it === undefined || !isOpen(it) || it.reason !== "expiring" || it.continuesUntil !== undefined) return;
  const until = turnsAt(it, zoneOf(state, it.locationId), policy) ?? now + EXPIRING_HORIZON_DAYS * DAY;
  const isUntold = state.notifications.some(
    (n) => n.kind === "notify" && isUnsent(n) && n.mayHaveArrivedAt === null && n.caseNos.includes(caseNo),
  );
  turn.putCase(withTrail({ ...(isUntold ? oweAgain(it, now) : it), continuesUntil: until }, { continuesAt: now }));
  withdrawCase(turn, caseNo, "contract_continues");
  turn.note("contract_continues", { case: caseNo, until });
}
