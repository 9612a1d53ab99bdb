// How messages count: under the caps, and as text messages about a case.

import { markTold, unmarkTold } from "../fleet/trail.ts";
import { withSent } from "./window.ts";
import { withCases } from "../read.ts";
import type { Notification } from "./notification.ts";
import type { CustomerState } from "../state.ts";
import type { Turn } from "../turn.ts";

/** A message that is with its provider, or may be, was counted when it went there. */
const isCounted = (it: Notification): boolean => it.status === "uncertain" || it.status === "accepted";

/** When a message arrived at the latest, if it did (ms); `first` is its first attempt that may have. */
export const lastChanceOf = (it: Notification, first: number): number => Math.max(first, it.mayHaveArrivedLast ?? 0);

function countSms(state: CustomerState, it: Notification, change: 1 | -1): CustomerState {
  if (it.channel !== "sms") return state;
  const about = state.cases.filter((c) => it.caseNos.includes(c.no));
  return withCases(
    state,
    about.map((c) => ({ ...c, toldBySms: Math.max(0, c.toldBySms + change) })),
  );
}

/** A message that reached the customer, or may have, takes its place under the caps at the instant `at`; once. */
export function countMessage(turn: Turn, it: Notification, at: number): void {
  if (it.kind !== "notify" || isCounted(it)) return;
  const sentAt = withSent(turn.state.sentAt, at, turn.policy);
  turn.state = markTold(countSms({ ...turn.state, sentAt }, it, 1), it, at);
}

/** A message that was counted and, as its provider now says, never arrived gives its place back. */
export function uncountMessage(turn: Turn, it: Notification): void {
  if (it.kind !== "notify" || !isCounted(it)) return;
  // Its instant may be forgotten by now.
  const place = turn.state.sentAt.indexOf(it.calledAt ?? -1);
  const sentAt = turn.state.sentAt.filter((_, index) => index !== place);
  turn.state = unmarkTold(countSms({ ...turn.state, sentAt }, it, -1), it, it.calledAt ?? -1);
}
