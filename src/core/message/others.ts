// Messages to a customer that are not about a case of theirs: an invitation has an object of its own, and asks here before it is sent. What
// was said to us, and what counts, is then the same wherever it was said.

import { nextSpread, nextUnderCaps, withSent } from "./window.ts";
import { isStopped } from "../person/optout.ts";
import { HOUR, MINUTE } from "../time.ts";
import type { Moment, Turn } from "../turn.ts";

export type Admission =
  | { readonly kind: "go" }
  /** Not before `until` (ms). */
  | { readonly kind: "wait"; readonly until: number }
  /** They want no messages. */
  | { readonly kind: "never" };

/** Whoever keeps messages back says when that is over, and does not say so here. */
const HELD_MS = HOUR;
/** A message of their own is out by then. */
const BUSY_MS = 5 * MINUTE;

/** Whether another message may go to a customer now. `countedAt`: when it was counted among theirs (ms); null where it was not yet. */
export function admissionOf(moment: Moment, countedAt: number | null): Admission {
  const { state, now, policy } = moment;
  if (isStopped(state.contact)) return { kind: "never" };
  const own = state.sentAt.indexOf(countedAt ?? -1);
  const others = state.sentAt.filter((_, index) => index !== own);
  const zones = [...new Set(state.locations.flatMap(({ timezone }) => timezone ?? []))].sort();
  const isBusy = state.notifications.some((it) => it.kind === "notify" && it.status === "leased");
  const until = Math.max(
    state.keptBackSince === null ? 0 : now + HELD_MS,
    state.snooze?.until ?? 0,
    state.tapHoldUntil ?? 0,
    isBusy ? now + BUSY_MS : 0,
    nextUnderCaps(now, others, policy),
    nextSpread(moment, { since: now, at: now }, policy.sendWindow, zones),
  );
  return until > now ? { kind: "wait", until } : { kind: "go" };
}

/** Another message goes to the customer at `at` (ms), and takes its place under their caps. */
export function countOther(turn: Turn, at: number): void {
  turn.state = { ...turn.state, sentAt: withSent(turn.state.sentAt, at, turn.policy) };
}

/** The customer's other messages are in the way of this one until an instant (ms). */
export function waitForOthers(turn: Turn, until: number): void {
  turn.state = { ...turn.state, othersUntil: until };
}
