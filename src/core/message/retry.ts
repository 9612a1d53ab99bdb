// What is done about a delivery that did not go through: tried again, brought by the next channel, put off, or given up.

import { backoff, spread } from "./backoff.ts";
import { isFixed, toldOf } from "./clearance.ts";
import { line } from "../journal.ts";
import { isStopped } from "../person/optout.ts";
import { counted, lastChanceOf, uncounted, withdraw } from "./count.ts";
import { fallBack } from "./next.ts";
import { openCasesOf, withNotification } from "../state.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../time.ts";
import type { Change, What } from "../journal.ts";
import type { DeliveryOutcome } from "./outcome.ts";
import type { Settings } from "../policy.ts";
import type { CustomerState } from "../state.ts";
import type { Notification } from "./notification.ts";

/** How long the next try of a message waits after each that failed; after the last one it is given up. Three days in all. */
const RETRIES = [
  10 * SECOND,
  MINUTE,
  5 * MINUTE,
  20 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  9 * HOUR,
  12 * HOUR,
  16 * HOUR,
  24 * HOUR,
];
/** Calls to providers about one message, over all its channels. */
export const MAX_CALLS = RETRIES.length + 1;
/** Tries by one channel after which another one that can reach the customer takes over: some four hours. */
const TRIES_BEFORE_NEXT = 6;
/** A phone that was off, a queue that ran over: not worth another try at once. */
const UNDELIVERED_BACKOFF = { base: HOUR, cap: 4 * HOUR };
/** Times a message that did not arrive is sent again by the same channel; a series means a dead number. */
const MAX_UNDELIVERED = 3;
/** A channel that stays closed is not waited for any longer than this where another can reach the customer. */
const CLOSED_TOO_LONG_MS = DAY;
/** A closed channel is tried again within these limits, each wait as long as all before it together ... */
const CLOSED_RETRY = { least: 5 * MINUTE, most: 3 * DAY };
/** ... and whoever cannot be asked for an address, or a channel that is busy, after this long at the most. */
const PUT_OFF_MOST_MS = HOUR;
/** What waits for a closed channel is given up in the end: a message, which grows old, before a word to the company. */
const WAITS_END_AFTER_MS: Readonly<Record<Notification["kind"], number>> = { notify: 14 * DAY, publish: 30 * DAY };

export const nothing = (state: CustomerState): Change => ({ state, journal: [] });
/** What the journal calls what becomes of a message, and of what the company is told. */
export const NAMES = {
  notify: {
    sent: "message_sent",
    delayed: "message_delayed",
    uncertain: "message_uncertain",
    failed: "message_failed",
  },
  publish: {
    sent: "publication_sent",
    delayed: "publication_delayed",
    uncertain: "publication_uncertain",
    failed: "publication_failed",
  },
} as const satisfies Readonly<Record<Notification["kind"], Readonly<Record<string, What>>>>;

/** A message is worth another try while its customer may be told, and what it tells of is still so. */
export function isStillTrue(state: CustomerState, it: Notification): boolean {
  if (it.kind === "publish") return true;
  if (isStopped(state.contact)) return false;
  const told = toldOf(state, it);
  return isFixed(it) ? told.length === it.caseNos.length : told.length > 0;
}

/** Ends a delivery that its provider will never make. An earlier attempt may have arrived; then it still counts as told. */
export function fail(state: CustomerState, it: Notification, why: string, now: number, settings: Settings): Change {
  const failed = withNotification(state, { ...it, status: "failed", leasedUntil: null, settledAt: now });
  return {
    state: it.mayHaveArrivedAt === null ? failed : counted(failed, it, lastChanceOf(it, it.mayHaveArrivedAt), settings),
    journal: [line(now, NAMES[it.kind].failed, { notification: it.id, channel: it.channel, why })],
  };
}

/** Puts a message back to be tried again at `at`, worded anew if it certainly went nowhere. */
export function again(state: CustomerState, it: Notification, at: number): CustomerState {
  const back: Notification = { ...it, status: "due", dueAt: at, leasedUntil: null, handedAt: null };
  return withNotification(state, it.mayHaveArrivedAt === null ? { ...back, payload: null } : back);
}

/** The same where its provider was called: what it said stays known, since the next try says the same while that is true. */
const retryAt = (state: CustomerState, it: Notification, at: number): CustomerState =>
  withNotification(state, { ...it, status: "due", dueAt: at, leasedUntil: null, handedAt: null });

/** No later message has told the customer what this one would, or is about to. A publication tells the customer nothing. */
export const isNewest = (state: CustomerState, it: Notification): boolean =>
  !state.sentAt.some((at) => at > it.createdAt && at !== it.handedAt) &&
  !state.notifications.some((other) => other.kind === "notify" && other.no > it.no);

/** What one channel could not bring, the next one may; but never what may have arrived, or what a later message has told. */
export function handOn(state: CustomerState, it: Notification, why: string, now: number, settings: Settings): Change {
  if (it.kind === "publish" || it.mayHaveArrivedAt !== null || !isNewest(state, it) || !isStillTrue(state, it)) {
    return fail(state, it, why, now, settings);
  }
  const tried = [...it.tried, it.channel];
  const channel = fallBack(state, openCasesOf(state, it), tried, settings);
  if (channel === null) return fail(state, it, why === "no_address" ? "cannot_be_reached" : why, now, settings);
  const detail = { notification: it.id, why, from: it.channel, to: channel };
  return {
    state: again(state, { ...it, channel, tried, handed: 0, waitingSince: null }, now),
    journal: [line(now, "channel_changed", detail)],
  };
}

/** With its provider, or perhaps: only of such a message can the provider tell later what became of it. */
export const isOut = (it: Notification): boolean => it.status === "accepted" || it.status === "uncertain";

/** A message that its provider had taken, or may have, and that never arrived. */
export function undelivered(state: CustomerState, it: Notification): CustomerState {
  return isOut(it) && it.mayHaveArrivedAt === null ? uncounted(state, it) : state;
}

/** A provider took it, or may have, and says now that it never arrived. */
function onUndelivered(
  state: CustomerState,
  it: Notification,
  { why, retryAfter }: { readonly why: string; readonly retryAfter: number | null },
  now: number,
  settings: Settings,
): Change {
  // That an earlier attempt may have arrived is what was known before.
  if (it.mayHaveArrivedAt !== null) return nothing(state);
  const back = undelivered(state, it);
  if (!isNewest(state, it) || !isStillTrue(state, it)) return fail(back, it, why, now, settings);
  if (it.handed >= MAX_UNDELIVERED || it.calls >= MAX_CALLS) return handOn(back, it, why, now, settings);
  const wait = backoff(it.id, it.handed, UNDELIVERED_BACKOFF.base, UNDELIVERED_BACKOFF.cap, retryAfter);
  const detail = { notification: it.id, channel: it.channel, why };
  return { state: again(back, it, now + wait), journal: [line(now, "message_undelivered", detail)] };
}

export function onRetry(
  state: CustomerState,
  it: Notification,
  outcome: DeliveryOutcome & { readonly kind: "retry" },
  now: number,
  settings: Settings,
): Change {
  if (isOut(it))
    return outcome.maybeArrived === true ? nothing(state) : onUndelivered(state, it, outcome, now, settings);
  const mayHaveArrivedAt =
    outcome.maybeArrived === true ? (it.mayHaveArrivedAt ?? it.handedAt ?? now) : it.mayHaveArrivedAt;
  const mayHaveArrivedLast = outcome.maybeArrived === true ? (it.handedAt ?? now) : it.mayHaveArrivedLast;
  const tried: Notification = {
    ...it,
    mayHaveArrivedAt,
    mayHaveArrivedLast,
    leasedUntil: null,
    handedAt: null,
    waitingSince: null,
  };
  if (!isStillTrue(state, tried)) return withdraw(state, tried, "no longer true", now, settings);
  if (it.handed >= (outcome.tries ?? Infinity)) return handOn(state, tried, outcome.why, now, settings);
  const pause = RETRIES[it.calls - 1];
  if (pause === undefined) return fail(state, tried, `given up: ${outcome.why}`, now, settings);
  const others = fallBack(state, toldOf(state, it), [...it.tried, it.channel], settings);
  if (it.handed >= TRIES_BEFORE_NEXT && it.kind === "notify" && mayHaveArrivedAt === null && others !== null) {
    return handOn(state, tried, outcome.why, now, settings);
  }
  const wait = spreadOut(it, pause, outcome.retryAfter);
  const detail = { notification: it.id, channel: it.channel, why: outcome.why };
  const first = it.calls === 1 ? [line(now, NAMES[it.kind].delayed, detail)] : [];
  return { state: retryAt(state, tried, now + wait), journal: first };
}

/** A pause between two tries, not the same for everybody, and no shorter than a server asked for within reason. */
const spreadOut = (it: Notification, pause: number, retryAfter: number | null): number =>
  Math.max(Math.round(pause * (0.75 + 0.25 * spread(`${it.id}#${it.attempt}`))), Math.min(retryAfter ?? 0, 4 * HOUR));

/**
 * Not tried, or only to find out that nobody's message is taken: it waits, and is taken back should it stop being true
 * meanwhile. The wait counts as no try, and has an end of its own.
 */
export function waitOn(
  state: CustomerState,
  it: Notification,
  why: string,
  wait: number,
  now: number,
  settings: Settings,
): Change {
  const uncalled = it.handedAt === null ? 0 : 1;
  const { handed, calls, waitedFor } = it;
  const waiting: Notification = {
    ...it,
    handed: handed - uncalled,
    calls: calls - uncalled,
    handedAt: null,
    waitedFor: waitedFor + wait,
    waitingSince: it.waitingSince ?? now,
  };
  if (!isStillTrue(state, waiting)) return withdraw(state, waiting, "no longer true", now, settings);
  const others = fallBack(state, toldOf(state, it), [...it.tried, it.channel], settings);
  const hasWaited = now + wait - (it.waitingSince ?? now);
  const isLate = it.kind === "notify" && hasWaited > CLOSED_TOO_LONG_MS && it.mayHaveArrivedAt === null;
  if (isLate && others !== null) return handOn(state, waiting, why, now, settings);
  if (waiting.waitedFor > WAITS_END_AFTER_MS[it.kind]) return fail(state, waiting, `given up: ${why}`, now, settings);
  const detail = { notification: it.id, channel: it.channel, why };
  const first = it.waitedFor === 0 ? [line(now, NAMES[it.kind].delayed, detail)] : [];
  return { state: again(state, waiting, now + wait), journal: first };
}

export function onMisconfigured(
  state: CustomerState,
  it: Notification,
  why: string,
  now: number,
  settings: Settings,
): Change {
  // Taken first and refused later: a try like any other, or it would be made for ever.
  if (isOut(it)) return onUndelivered(state, it, { why, retryAfter: null }, now, settings);
  const pause = Math.min(CLOSED_RETRY.most, Math.max(CLOSED_RETRY.least, it.waitedFor));
  return waitOn(state, it, why, pause + Math.round((pause / 4) * spread(`${it.id}#${it.attempt}`)), now, settings);
}

/** Whoever has waited long comes back less often, but keeps the moment that a line gave them. */
export const putOffFor = (
  it: Notification,
  { wait, isTurn = false }: { readonly wait: number; readonly isTurn?: boolean },
): number => (isTurn ? wait : Math.max(wait, Math.min(PUT_OFF_MOST_MS, Math.round(it.waitedFor / 4))));
