// What an operator orders: a case closed, its next step now, and what became of a message of which nobody else could tell.

import { endCase } from "./end.ts";
import { settleDelivery } from "../message/settle.ts";
import { caseOf, isOpen } from "../read.ts";
import type { Case } from "../state.ts";
import type { Turn } from "../turn.ts";

/** Ends an open case by the operator's word. A later event of the same tariff opens another one. */
export function closeCase(turn: Turn, no: number): void {
  const it = caseOf(turn.state, no);
  if (it !== undefined && isOpen(it)) endCase(turn, it, "closed");
}

/** What is next for a case is due now. All that keeps messages back still does: a stop, a snooze, caps, the send window. */
export function advanceCase(turn: Turn, no: number): void {
  const it = caseOf(turn.state, no);
  if (it === undefined || !isOpen(it) || it.dueAt <= turn.now) return;
  turn.putCase({ ...it, dueAt: turn.now });
  turn.note("case_advanced", { case: no, tariff: it.tariffId, reason: it.reason });
}

/** Whether a message arrived that may have: by the word of somebody who knows. What did not goes out again, as far as it is still true. */
export function resolveDelivery(turn: Turn, no: number, arrived: boolean): void {
  const it = turn.state.notifications.find((other) => other.no === no);
  if (it === undefined || it.status !== "uncertain") return;
  // No earlier attempt is doubted any more either.
  turn.putNotification({ ...it, mayHaveArrivedAt: null });
  const outcome = arrived
    ? ({ kind: "sent" } as const)
    : ({ kind: "retry", why: "operator: it did not arrive", retryAfter: null } as const);
  settleDelivery(turn, { no, attempt: null, outcome });
}

/** Ends the links that stand on a case, open or over: what was made before opens nothing more, but for stopping. */
export function endCaseLinks(turn: Turn, it: Case): void {
  turn.putCase({ ...it, linksEnded: (it.linksEnded ?? 0) + 1 });
  turn.note("case_links_ended", { case: it.no, tariff: it.tariffId, reason: it.reason });
}
