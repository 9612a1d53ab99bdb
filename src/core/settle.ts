// What follows from a provider's word on a message: sent, taken, to be tried again, or brought by the next channel.

import { backoff } from "./backoff.ts";
import { line } from "./journal.ts";
import { counted, doubt, uncounted, withdraw } from "./outbox.ts";
import { withDead } from "./contact.ts";
import { isStopped, withoutStops, withStop } from "./optout.ts";
import { fallBack } from "./policy.ts";
import { CHANNEL_TRAITS } from "./settings.ts";
import { isUnsent, openCasesOf, withNotification } from "./state.ts";
import { DAY, HOUR, MINUTE, SECOND } from "./time.ts";
import type { Change } from "./journal.ts";
import { verdictOn } from "./outcome.ts";
import type { AddressVerdict, DeliveryOutcome } from "./outcome.ts";
import type { StartBy, StopBy } from "./optout.ts";
import type { ChannelName, Settings } from "./settings.ts";
import type { CustomerState, Notification } from "./state.ts";

const BACKOFF = { base: 10 * SECOND, cap: HOUR };
/** A phone that was off, a queue that ran over: not worth another try at once. */
const UNDELIVERED_BACKOFF = { base: HOUR, cap: 4 * HOUR };
const MISCONFIGURED_BACKOFF = { base: 5 * MINUTE, cap: HOUR };
/** A channel that stays closed is not waited for any longer than this where another can reach the customer. */
const CLOSED_TOO_LONG_MS = DAY;
/** Times a message that did not arrive is sent again by the same channel; a series means a dead number. */
const MAX_UNDELIVERED = 3;

const nothing = (state: CustomerState): Change => ({ state, journal: [] });
const nameOf = (it: Notification): string => (it.kind === "notify" ? "message" : "publication");

/** Stops the messages to a customer. It holds from this moment on: what is not out yet is taken back. */
export function silence(state: CustomerState, by: StopBy, now: number, settings: Settings): Change {
  const contact = withStop(state.contact, by, now);
  if (contact === state.contact) return nothing(state);
  const stopped: Change = { state: { ...state, contact }, journal: [line(now, "opted_out", { by })] };
  return state.notifications
    .filter((it) => it.kind === "notify" && isUnsent(it))
    .reduce<Change>((so_far, it) => {
      const withdrawn = withdraw(so_far.state, it, "opted_out", now, settings);
      return { state: withdrawn.state, journal: [...so_far.journal, ...withdrawn.journal] };
    }, stopped);
}

/** Takes back the stops that may be taken back this way; the journal names those that still stand. */
export function unsilence(state: CustomerState, by: StartBy, now: number): Change {
  const contact = withoutStops(state.contact, by);
  if (contact === state.contact) return nothing(state);
  const standing = contact.stops.map((it) => it.by).join(",");
  return { state: { ...state, contact }, journal: [line(now, "opted_in", { by, standing })] };
}

/** A message is worth another try while its customer may be told, and a case still has the reason it was told of. */
export function isStillTrue(state: CustomerState, it: Notification): boolean {
  if (it.kind === "publish") return true;
  if (isStopped(state.contact)) return false;
  return openCasesOf(state, it).some((c) => c.reasonSince <= it.createdAt);
}

/** Ends a delivery that its provider will never make. An earlier attempt may have arrived; then it still counts as told. */
export function fail(state: CustomerState, it: Notification, why: string, now: number, settings: Settings): Change {
  const failed = withNotification(state, { ...it, status: "failed", leasedUntil: null, settledAt: now });
  return {
    state: it.mayHaveArrivedAt === null ? failed : counted(failed, it, it.mayHaveArrivedAt, settings),
    journal: [line(now, `${nameOf(it)}_failed`, { notification: it.id, channel: it.channel, why })],
  };
}

/** Puts a message back to be tried again at `at`. What certainly went nowhere is rendered anew. */
function again(state: CustomerState, it: Notification, at: number): CustomerState {
  const back: Notification = { ...it, status: "due", dueAt: at, leasedUntil: null, handedAt: null };
  if (it.mayHaveArrivedAt !== null) return withNotification(state, back);
  const caseNos = it.kind === "notify" ? openCasesOf(state, it).map((c) => c.no) : it.caseNos;
  return withNotification(state, { ...back, payload: null, caseNos });
}

/** No later message has told the customer what this one would, or is about to. A publication tells the customer nothing. */
const isNewest = (state: CustomerState, it: Notification): boolean =>
  !state.sentAt.some((at) => at > it.createdAt && at !== it.handedAt) &&
  !state.notifications.some((other) => other.kind === "notify" && other.no > it.no);

/** What one channel could not bring, the next one may; but never what may have arrived, or what a later message has told. */
function handOn(state: CustomerState, it: Notification, why: string, now: number, settings: Settings): Change {
  if (it.kind === "publish" || it.mayHaveArrivedAt !== null || !isNewest(state, it) || !isStillTrue(state, it)) {
    return fail(state, it, why, now, settings);
  }
  const tried = [...it.tried, it.channel];
  const channel = fallBack(state, openCasesOf(state, it), tried, settings);
  if (channel === null) return fail(state, it, why === "no_address" ? "cannot_be_reached" : why, now, settings);
  const detail = { notification: it.id, why, from: it.channel, to: channel };
  return {
    state: again(state, { ...it, channel, tried, handed: 0 }, now),
    journal: [line(now, "channel_changed", detail)],
  };
}

/** With its provider, or perhaps: only of such a message can the provider tell later what became of it. */
const isOut = (it: Notification): boolean => it.status === "accepted" || it.status === "uncertain";

/** A message that its provider had taken, or may have, and that never arrived. */
function undelivered(state: CustomerState, it: Notification): CustomerState {
  return isOut(it) && it.mayHaveArrivedAt === null ? uncounted(state, it) : state;
}

/** Remembers what a provider says of the customer's address: that it takes no messages, or that its owner wants none. */
export function learnAddress(
  state: CustomerState,
  channel: ChannelName,
  verdict: AddressVerdict,
  now: number,
  settings: Settings,
): Change {
  if (verdict.address === "dead") return nothing({ ...state, contact: withDead(state.contact, channel) });
  // A STOP that the provider heard before we did is a STOP like any other.
  return silence(state, verdict.cause === "stop" ? "provider" : "complaint", now, settings);
}

/** It went to an address that is the customer's no more, of which nothing is learnt: the present one gets what it did not. */
function readdress(state: CustomerState, it: Notification, why: string, now: number, settings: Settings): Change {
  if (it.kind === "publish" || it.mayHaveArrivedAt !== null || !isNewest(state, it) || !isStillTrue(state, it)) {
    return fail(state, it, why, now, settings);
  }
  const detail = { notification: it.id, channel: it.channel, why };
  return { state: again(state, { ...it, handed: 0 }, now), journal: [line(now, "message_readdressed", detail)] };
}

function onFailed(
  state: CustomerState,
  it: Notification,
  outcome: DeliveryOutcome & { readonly kind: "failed" },
  isFormer: boolean,
  now: number,
  settings: Settings,
): Change {
  const before = undelivered(state, it);
  if (isFormer && isOut(it)) return readdress(before, it, outcome.why, now, settings);
  const verdict = it.kind === "notify" ? verdictOn(outcome) : null;
  if (verdict?.address === "opted_out") {
    const failed = fail(before, it, outcome.why, now, settings);
    const learnt = learnAddress(failed.state, it.channel, verdict, now, settings);
    return { state: learnt.state, journal: [...failed.journal, ...learnt.journal] };
  }
  const learnt = verdict === null ? before : learnAddress(before, it.channel, verdict, now, settings).state;
  return handOn(learnt, it, outcome.why, now, settings);
}

function onRetry(
  state: CustomerState,
  it: Notification,
  outcome: DeliveryOutcome & { readonly kind: "retry" },
  now: number,
  settings: Settings,
): Change {
  const detail = { notification: it.id, channel: it.channel, why: outcome.why };
  if (isOut(it)) {
    // That it may have arrived, now or at an earlier attempt, is what was known before.
    if (outcome.maybeArrived === true || it.mayHaveArrivedAt !== null) return nothing(state);
    const back = undelivered(state, it);
    if (!isNewest(state, it)) return fail(back, it, outcome.why, now, settings);
    if (it.handed >= MAX_UNDELIVERED) return handOn(back, it, outcome.why, now, settings);
    const wait = backoff(it.id, it.handed, UNDELIVERED_BACKOFF.base, UNDELIVERED_BACKOFF.cap, outcome.retryAfter);
    if (!isStillTrue(state, it)) return fail(back, it, outcome.why, now, settings);
    return { state: again(back, it, now + wait), journal: [line(now, "message_undelivered", detail)] };
  }
  const mayHaveArrivedAt = outcome.maybeArrived === true ? (it.handedAt ?? now) : it.mayHaveArrivedAt;
  const tried: Notification = { ...it, mayHaveArrivedAt, leasedUntil: null, handedAt: null };
  if (!isStillTrue(state, it)) return withdraw(state, tried, "no longer true", now, settings);
  if (it.handed >= (outcome.tries ?? Infinity)) return handOn(state, tried, outcome.why, now, settings);
  const wait = backoff(it.id, it.attempt, BACKOFF.base, BACKOFF.cap, outcome.retryAfter);
  if (now + wait - it.createdAt > CHANNEL_TRAITS[it.channel].giveUpAfter) {
    return fail(state, tried, `given up: ${outcome.why}`, now, settings);
  }
  const first = it.attempt === 1 ? [line(now, `${nameOf(it)}_delayed`, detail)] : [];
  return { state: withNotification(state, { ...tried, status: "due", dueAt: now + wait }), journal: first };
}

/** Not sent, and nobody's fault: it waits, and is taken back should it stop being true meanwhile. */
function putOff(
  state: CustomerState,
  it: Notification,
  why: string,
  wait: number,
  now: number,
  settings: Settings,
): Change {
  if (isOut(it) && it.mayHaveArrivedAt !== null) return nothing(state);
  if (isOut(it) && !isNewest(state, it)) return fail(state, it, why, now, settings);
  if (!isStillTrue(state, it)) return withdraw(state, { ...it, handedAt: null }, "no longer true", now, settings);
  const detail = { notification: it.id, channel: it.channel, why };
  const first = it.attempt === 1 ? [line(now, `${nameOf(it)}_delayed`, detail)] : [];
  const hasTime = now + wait - it.createdAt <= CLOSED_TOO_LONG_MS;
  const isLate = it.kind === "notify" && !hasTime && it.mayHaveArrivedAt === null;
  const others = fallBack(state, openCasesOf(state, it), [...it.tried, it.channel], settings);
  if (isLate && others !== null) return handOn(state, it, why, now, settings);
  // A provider that refused our account, or was not called, has not tried.
  const handed = it.handedAt === null ? it.handed : it.handed - 1;
  return { state: again(state, { ...it, handed }, now + wait), journal: first };
}

/**
 * What a provider said, at once or days later by a callback. `attempt` is the one it speaks of, null where it cannot tell.
 * The word of a provider moves a message only forward: what is settled stays, and old attempts have no say.
 */
export function settleDelivery(
  state: CustomerState,
  input: {
    readonly no: number;
    readonly attempt: number | null;
    /** The channel whose provider says so; left out where the attempt itself does. */
    readonly channel?: ChannelName;
    readonly outcome: DeliveryOutcome;
    /** The customer's address for the channel is another one by now. */
    readonly isFormer?: boolean;
  },
  now: number,
  settings: Settings,
): Change {
  const it = state.notifications.find((n) => n.no === input.no);
  if (it === undefined || it.settledAt !== null) return nothing(state);
  // What one channel could not bring may be with the next one by now, of which the first knows nothing.
  if (input.channel !== undefined && input.channel !== it.channel) return nothing(state);
  const { outcome } = input;
  const isPresent = input.attempt === null || input.attempt === it.attempt;
  const isLeased = it.status === "leased" && isPresent;
  const isMeant = isLeased || (isOut(it) && isPresent);
  const detail = { notification: it.id, channel: it.channel };
  switch (outcome.kind) {
    case "sent": {
      const sent = withNotification(state, { ...it, status: "sent", leasedUntil: null, settledAt: now });
      const what = it.status === "accepted" ? "message_delivered" : `${nameOf(it)}_sent`;
      return { state: counted(sent, it, now, settings), journal: [line(now, what, detail)] };
    }
    case "accepted": {
      if (!isLeased) return nothing(state);
      const at = it.handedAt ?? now;
      const providerId = outcome.id ?? null;
      const taken = withNotification(state, { ...it, status: "accepted", leasedUntil: null, handedAt: at, providerId });
      return { state: counted(taken, it, at, settings), journal: [line(now, `${nameOf(it)}_sent`, detail)] };
    }
    case "uncertain":
      return it.status === "uncertain" || it.status === "accepted"
        ? nothing(state)
        : doubt(state, it, it.handedAt ?? now, outcome.why, now, settings);
    case "failed":
      return isMeant ? onFailed(state, it, outcome, input.isFormer === true, now, settings) : nothing(state);
    case "retry":
      return isMeant ? onRetry(state, it, outcome, now, settings) : nothing(state);
    case "no_address":
      return isLeased ? handOn(state, it, "no_address", now, settings) : nothing(state);
    case "not_wanted":
      return isLeased ? withdraw(state, it, "opted_out", now, settings) : nothing(state);
    case "misconfigured": {
      const wait = backoff(it.id, it.attempt, MISCONFIGURED_BACKOFF.base, MISCONFIGURED_BACKOFF.cap, null);
      return isMeant ? putOff(undelivered(state, it), it, outcome.why, wait, now, settings) : nothing(state);
    }
    case "put_off":
      return isLeased ? putOff(state, it, outcome.why, outcome.wait, now, settings) : nothing(state);
  }
}
