// What a notification ends as when no provider settled it: cancelled, or uncertain where it may have arrived. And how
// messages count under the caps.

import { line } from "../journal.ts";
import { withCase, withNotification } from "../state.ts";
import { DAY } from "../time.ts";
import type { Change } from "../journal.ts";
import type { Settings } from "../policy.ts";
import type { CustomerState } from "../state.ts";
import type { Notification } from "./notification.ts";

/** A provider that has said nothing of a message it may have taken for this long will not. */
export const DOUBT_ENDS_AFTER_MS = 7 * DAY;

/** A message that is with its provider, or may be, was counted when it went there. */
const isCounted = (it: Notification): boolean => it.status === "uncertain" || it.status === "accepted";

/** When a message arrived at the latest, if it did; `first` is its first attempt that may have. */
export const lastChanceOf = (it: Notification, first: number): number => Math.max(first, it.mayHaveArrivedLast ?? 0);

function bySms(state: CustomerState, it: Notification, change: 1 | -1): CustomerState {
  if (it.channel !== "sms") return state;
  return state.cases
    .filter((c) => it.caseNos.includes(c.no))
    .reduce((next, c) => withCase(next, { ...c, toldBySms: Math.max(0, c.toldBySms + change) }), state);
}

/** A message that reached the customer, or may have, takes its place under the caps at the instant `at`; once. */
export function counted(state: CustomerState, it: Notification, at: number, settings: Settings): CustomerState {
  if (it.kind !== "notify" || isCounted(it)) return state;
  const horizon = at - Math.max(0, ...settings.caps.map((cap) => cap.within));
  const sentAt = [...state.sentAt.filter((other) => other > horizon), at].sort((a, b) => a - b);
  return bySms({ ...state, sentAt }, it, 1);
}

/** A message that was counted and, as its provider now says, never arrived gives its place back. */
export function uncounted(state: CustomerState, it: Notification): CustomerState {
  if (it.kind !== "notify" || !isCounted(it)) return state;
  // Under no cap, or a short one, its instant may be forgotten by now.
  const place = state.sentAt.indexOf(it.handedAt ?? -1);
  return bySms({ ...state, sentAt: state.sentAt.filter((_, index) => index !== place) }, it, -1);
}

/** Leaves a delivery as uncertain: counted as if it had arrived, open to the provider's word, never repeated by itself. */
export function doubt(
  state: CustomerState,
  it: Notification,
  at: number,
  why: string,
  now: number,
  settings: Settings,
): Change {
  const settledAt = now - at >= DOUBT_ENDS_AFTER_MS ? now : null;
  const next = withNotification(state, { ...it, status: "uncertain", leasedUntil: null, handedAt: at, settledAt });
  const what = it.kind === "notify" ? "message_uncertain" : "publication_uncertain";
  return {
    state: counted(next, it, at, settings),
    journal: [line(now, what, { notification: it.id, channel: it.channel, why })],
  };
}

/** Takes back what is not out: cancelled, unless an earlier attempt of it may have arrived. */
export function withdraw(state: CustomerState, it: Notification, why: string, now: number, settings: Settings): Change {
  if (it.mayHaveArrivedAt !== null) {
    return doubt(state, it, lastChanceOf(it, it.mayHaveArrivedAt), why, now, settings);
  }
  return {
    state: withNotification(state, { ...it, status: "cancelled", leasedUntil: null, settledAt: now }),
    journal: [line(now, "message_cancelled", { notification: it.id, why })],
  };
}
