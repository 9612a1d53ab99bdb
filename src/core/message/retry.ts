// What is done about a delivery that did not go through: tried again, brought by the next channel, put off, or given up.

import { backoff, spread } from "./backoff.ts";
import { nextChannel, whyNoChannel } from "./channel.ts";
import { isFixed, toldOf } from "./clearance.ts";
import { confirmingChannel, isStillRepaired } from "./confirm.ts";
import { countMessage, lastChanceOf, uncountMessage } from "./count.ts";
import { NAMES } from "./telling.ts";
import { withdraw } from "./withdraw.ts";
import { isStopped } from "../person/optout.ts";
import { openCasesOf } from "../read.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../time.ts";
import type { DeliveryOutcome } from "./outcome.ts";
import type { CustomerState } from "../state.ts";
import type { Moment, Turn } from "../turn.ts";
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
/** How long the next try waits where a message did not arrive: the phone was off, or a queue ran over. */
const UNDELIVERED_BACKOFF = { base: HOUR, cap: 4 * HOUR };
/** Calls by one channel after which a message that never arrived is left to the next one: a series means a dead number. */
const MAX_UNDELIVERED = 3;
/** A channel that stays closed is not waited for any longer than this where another can reach the customer. */
const CLOSED_TOO_LONG_MS = DAY;
/** A closed channel is tried again within these limits, each wait as long as all before it together. */
const CLOSED_RETRY = { least: 5 * MINUTE, most: 3 * DAY };
/** Where nobody can be asked for an address, or a channel is busy, the next try comes after this long at the most. */
const PUT_OFF_MOST_MS = HOUR;
/** What waits for a closed channel is given up in the end: a message, which grows old, before a word to the company. */
const WAITS_END_AFTER_MS: Readonly<Record<Notification["kind"], number>> = {
  notify: 14 * DAY,
  publish: 30 * DAY,
  confirm: DAY,
};

/** A message is worth another try while its customer may be told, and what it tells of is still so. */
export function isStillTrue(state: CustomerState, it: Notification): boolean {
  if (it.kind === "publish") return true;
  if (isStopped(state.contact)) return false;
  if (it.kind === "confirm") return isStillRepaired(state, it);
  const told = toldOf(state, it);
  return isFixed(it) ? told.length === it.caseNos.length : told.length > 0;
}

/** Ends a delivery that its provider will never make. An earlier attempt may have arrived; then it still counts as told. */
export function giveUp(turn: Turn, it: Notification, why: string): void {
  turn.putNotification({ ...it, status: "failed", leasedUntil: null, settledAt: turn.now });
  if (it.mayHaveArrivedAt !== null) countMessage(turn, it, lastChanceOf(it, it.mayHaveArrivedAt));
  turn.note(NAMES[it.kind].failed, { notification: it.id, channel: it.channel, why });
}

/** What ended while a message was with its provider is no part of it any more. What may have arrived tells of what it tells of. */
const withoutEnded = (state: CustomerState, it: Notification): Notification =>
  it.kind !== "notify" || isFixed(it) ? it : { ...it, caseNos: openCasesOf(state, it).map(({ no }) => no) };

/** Puts a message back to be tried again at `at` (ms), with the bytes it has. */
function retryAt(turn: Turn, it: Notification, at: number): void {
  const still = withoutEnded(turn.state, it);
  turn.putNotification({ ...still, status: "due", dueAt: at, leasedUntil: null, calledAt: null });
}

/** The same, worded anew if it certainly went nowhere. */
export function retryAnew(turn: Turn, it: Notification, at: number): void {
  retryAt(turn, it.mayHaveArrivedAt === null ? { ...it, payload: null } : it, at);
}

/** No later message has told the customer what this one would, or is about to. A publication tells the customer nothing. */
const isNewest = (state: CustomerState, it: Notification): boolean =>
  !state.sentAt.some((at) => at > it.createdAt && at !== it.calledAt) &&
  !state.notifications.some((other) => other.kind === "notify" && other.no > it.no);

/** It went nowhere for certain, is still true, and no later message has told it: another way may bring it. */
export const mayGoAnotherWay = (state: CustomerState, it: Notification): boolean =>
  it.kind !== "publish" && it.mayHaveArrivedAt === null && isNewest(state, it) && isStillTrue(state, it);

/** What one channel could not bring, the next one may; but never what may have arrived, or what a later message has told. */
export function passOn(turn: Turn, it: Notification, why: string): void {
  if (!mayGoAnotherWay(turn.state, it)) return giveUp(turn, it, why);
  const tried = [...it.tried, it.channel];
  const channel =
    it.kind === "confirm" ? confirmingChannel(turn, tried) : nextChannel(turn, openCasesOf(turn.state, it), tried);
  if (channel === null) return giveUp(turn, it, why === "no_address" ? whyNoChannel(turn, tried) : why);
  retryAnew(turn, { ...it, channel, tried, channelCalls: 0, waitingSince: null }, turn.now);
  turn.note("channel_changed", { notification: it.id, why, from: it.channel, to: channel });
}

/** With its provider, or perhaps: only of such a message can the provider tell later what became of it. */
export const isOut = (it: Notification): boolean => it.status === "accepted" || it.status === "uncertain";

/** A message that its provider had taken, or may have, and that never arrived, gives back its place under the caps. */
export function giveBackPlace(turn: Turn, it: Notification): void {
  if (isOut(it) && it.mayHaveArrivedAt === null) uncountMessage(turn, it);
}

/** A provider took it, or may have, and says now that it never arrived. */
function settleUndelivered(
  turn: Turn,
  it: Notification,
  { why, retryAfter }: { readonly why: string; readonly retryAfter: number | null },
): void {
  // That an earlier attempt may have arrived is what was known before.
  if (it.mayHaveArrivedAt !== null) return;
  giveBackPlace(turn, it);
  if (!isNewest(turn.state, it) || !isStillTrue(turn.state, it)) return giveUp(turn, it, why);
  if (it.channelCalls >= MAX_UNDELIVERED || it.calls >= MAX_CALLS) return passOn(turn, it, why);
  const wait = backoff(it.id, it.channelCalls, UNDELIVERED_BACKOFF, retryAfter);
  retryAnew(turn, it, turn.now + wait);
  turn.note("message_undelivered", { notification: it.id, channel: it.channel, why });
}

/** A pause between two tries, not the same for everybody, and no shorter than a server asked for within reason. */
const spreadPause = (it: Notification, pause: number, retryAfter: number | null): number =>
  Math.max(Math.round(pause * (0.75 + 0.25 * spread(`${it.id}#${it.attempt}`))), Math.min(retryAfter ?? 0, 4 * HOUR));

/** Another channel could take over a message that its present one keeps waiting, and may: it certainly went nowhere. */
export const hasWayOut = (turn: Moment, it: Notification): boolean =>
  it.kind === "notify" &&
  it.mayHaveArrivedAt === null &&
  nextChannel(turn, toldOf(turn.state, it), [...it.tried, it.channel]) !== null;

/** Passing trouble at the provider: tried again later by the same channel, in the end by the next one. */
export function settleRetry(turn: Turn, it: Notification, outcome: DeliveryOutcome & { readonly kind: "retry" }): void {
  const { now } = turn;
  const { why, retryAfter, maybeArrived = false, tries = Infinity } = outcome;
  if (isOut(it)) return maybeArrived ? undefined : settleUndelivered(turn, it, outcome);
  const arrival = maybeArrived
    ? { mayHaveArrivedAt: it.mayHaveArrivedAt ?? it.calledAt ?? now, mayHaveArrivedLast: it.calledAt ?? now }
    : {};
  const tried: Notification = { ...it, ...arrival, leasedUntil: null, calledAt: null, waitingSince: null };
  if (!isStillTrue(turn.state, tried)) return withdraw(turn, tried, "no longer true");
  if (it.channelCalls >= tries) return passOn(turn, tried, why);
  const pause = RETRIES[it.calls - 1];
  if (pause === undefined) return giveUp(turn, tried, `given up: ${why}`);
  if (it.channelCalls >= TRIES_BEFORE_NEXT && hasWayOut(turn, tried)) return passOn(turn, tried, why);
  // The payload stays: what the provider said of it, the next try says the same while that is true.
  retryAt(turn, tried, now + spreadPause(it, pause, retryAfter));
  if (it.calls === 1) turn.note(NAMES[it.kind].delayed, { notification: it.id, channel: it.channel, why });
}

/**
 * Not tried, or only to find out that nobody's message is taken: it waits for `wait` ms, and is taken back should it stop being
 * true meanwhile. The wait counts as no try, and has an end of its own.
 */
export function putOff(turn: Turn, it: Notification, why: string, wait: number): void {
  const { now } = turn;
  const uncalled = it.calledAt === null ? 0 : 1;
  const waiting: Notification = {
    ...it,
    channelCalls: it.channelCalls - uncalled,
    calls: it.calls - uncalled,
    calledAt: null,
    waitedFor: it.waitedFor + wait,
    waitingSince: it.waitingSince ?? now,
  };
  if (!isStillTrue(turn.state, waiting)) return withdraw(turn, waiting, "no longer true");
  const hasWaited = now + wait - (it.waitingSince ?? now);
  if (hasWaited > CLOSED_TOO_LONG_MS && hasWayOut(turn, it)) return passOn(turn, waiting, why);
  if (waiting.waitedFor > WAITS_END_AFTER_MS[it.kind]) return giveUp(turn, waiting, `given up: ${why}`);
  retryAnew(turn, waiting, now + wait);
  if (it.waitedFor === 0) turn.note(NAMES[it.kind].delayed, { notification: it.id, channel: it.channel, why });
}

/** Nobody can be reached by the channel until an operator mends something: the message waits for that. */
export function settleMisconfigured(turn: Turn, it: Notification, why: string): void {
  // Taken first and refused later: a try like any other, or it would be made for ever.
  if (isOut(it)) return settleUndelivered(turn, it, { why, retryAfter: null });
  const pause = Math.min(CLOSED_RETRY.most, Math.max(CLOSED_RETRY.least, it.waitedFor));
  putOff(turn, it, why, pause + Math.round((pause / 4) * spread(`${it.id}#${it.attempt}`)));
}

/** Whoever has waited long comes back less often, but keeps the moment that a line gave them. */
export const putOffFor = (
  it: Notification,
  { wait, isTurn = false }: { readonly wait: number; readonly isTurn?: boolean },
): number => (isTurn ? wait : Math.max(wait, Math.min(PUT_OFF_MOST_MS, Math.round(it.waitedFor / 4))));
