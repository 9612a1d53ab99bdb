// What follows from a provider's word on a message: sent, taken, to be tried again, or brought by the next channel.

import { stopMessages } from "../person/consent.ts";
import { withDead } from "../person/contact.ts";
import { isStopped } from "../person/optout.ts";
import { countMessage } from "./count.ts";
import { verdictOn } from "./outcome.ts";
import { NAMES } from "./telling.ts";
import { leaveUncertain, withdraw } from "./withdraw.ts";
import {
  giveBackPlace,
  giveUp,
  passOn,
  isOut,
  mayGoAnotherWay,
  putOff,
  putOffFor,
  retryAnew,
  settleMisconfigured,
  settleRetry,
} from "./retry.ts";
import type { AddressVerdict, DeliveryOutcome } from "./outcome.ts";
import type { ChannelName } from "../policy.ts";
import type { Turn } from "../turn.ts";
import type { Notification } from "./notification.ts";

/** A provider's word on the customer's address for a channel. */
export interface AddressWord {
  readonly channel: ChannelName;
  readonly outcome: AddressVerdict;
  /** A keyed digest of the address. */
  readonly address?: string | null;
}

/** Remembers what a provider says of the customer's address: that it takes no messages, or that its owner wants none. */
export function learnAddress(turn: Turn, { channel, outcome, address = null }: AddressWord): void {
  if (outcome.address === "dead") {
    turn.state = { ...turn.state, contact: withDead(turn.state.contact, channel) };
    return;
  }
  const { cause, isOwn = false, digest } = outcome;
  const source = { address: digest ?? address };
  if (cause === "complaint") return stopMessages(turn, { ...source, by: "complaint" });
  // A STOP that the provider heard before we did is a STOP like any other.
  const by = cause === "stop" ? "provider" : "reply";
  stopMessages(turn, { ...source, by, ...(isOwn ? {} : { only: channel }) });
}

/** A complaint is made of what arrived: the message was told, and is the last one. */
function settleComplaint(turn: Turn, it: Notification, outcome: AddressVerdict): void {
  const { channel } = it;
  turn.putNotification({ ...it, status: "sent", leasedUntil: null, settledAt: turn.now });
  turn.note("message_delivered", { notification: it.id, channel });
  countMessage(turn, it, turn.now);
  learnAddress(turn, { channel, outcome, address: it.toDigest });
}

/** It went to an address that is the customer's no more, of which nothing is learnt: the present one gets what it did not. */
function readdress(turn: Turn, it: Notification, why: string): void {
  if (!mayGoAnotherWay(turn.state, it)) return giveUp(turn, it, why);
  retryAnew(turn, { ...it, channelCalls: 0 }, turn.now);
  turn.note("message_readdressed", { notification: it.id, channel: it.channel, why });
}

/** A provider says that a message will never arrive; `isFormer`: at an address that is the customer's no more. */
function settleFailed(
  turn: Turn,
  it: Notification,
  outcome: DeliveryOutcome & { readonly kind: "failed" },
  isFormer: boolean,
): void {
  const { channel } = it;
  const verdict = it.kind === "publish" ? null : verdictOn(outcome);
  const isComplaint = verdict?.address === "opted_out" && verdict.cause === "complaint";
  if (verdict !== null && isComplaint && !isFormer) return settleComplaint(turn, it, verdict);
  giveBackPlace(turn, it);
  if (isFormer) return readdress(turn, it, outcome.why);
  if (verdict === null) return passOn(turn, it, outcome.why);
  learnAddress(turn, { channel, outcome: verdict, address: it.toDigest });
  return isStopped(turn.state.contact) ? giveUp(turn, it, outcome.why) : passOn(turn, it, outcome.why);
}

/** A channel that was given up has brought it after all: where the next one was not called yet, it need not be. */
function settleOvertaken(turn: Turn, it: Notification, channel: ChannelName, outcome: DeliveryOutcome): void {
  if (outcome.kind !== "sent" || !it.tried.includes(channel) || it.calledAt !== null || it.channelCalls > 0) return;
  turn.putNotification({ ...it, channel, status: "sent", leasedUntil: null, settledAt: turn.now });
  countMessage(turn, it, turn.now);
  turn.note("message_delivered", { notification: it.id, channel });
}

/** A provider's word on a delivery, at once or days later by a callback. */
export interface DeliveryWord {
  readonly no: number;
  /** The attempt it speaks of; null where it cannot tell. */
  readonly attempt: number | null;
  /** The channel whose provider says so; left out where the attempt itself does. */
  readonly channel?: ChannelName;
  readonly outcome: DeliveryOutcome;
  /** The customer's address for the channel is another one by now than the attempt went to. */
  readonly isFormer?: boolean;
}

/** The word of a provider moves a message only forward: what is settled stays, and old attempts have no say. */
export function settleDelivery(turn: Turn, word: DeliveryWord): void {
  const { now } = turn;
  const { outcome } = word;
  const it = turn.state.notifications.find((n) => n.no === word.no);
  if (it === undefined || it.settledAt !== null) return;
  // What one channel could not bring may be with the next one by now, of which the first knows nothing.
  if (word.channel !== undefined && word.channel !== it.channel)
    return settleOvertaken(turn, it, word.channel, outcome);
  const isOfThisAttempt = word.attempt === null || word.attempt === it.attempt;
  const mayAnswer = it.status === "leased" && isOfThisAttempt;
  const maySettle = mayAnswer || (isOut(it) && isOfThisAttempt);
  const about = { notification: it.id, channel: it.channel };
  switch (outcome.kind) {
    case "sent":
      turn.putNotification({ ...it, status: "sent", leasedUntil: null, settledAt: now });
      countMessage(turn, it, now);
      return turn.note(it.status === "accepted" ? "message_delivered" : NAMES[it.kind].sent, about);
    case "accepted": {
      if (!mayAnswer) return;
      const at = it.calledAt ?? now;
      const providerId = outcome.id ?? null;
      turn.putNotification({ ...it, status: "accepted", leasedUntil: null, calledAt: at, providerId });
      countMessage(turn, it, at);
      return turn.note(NAMES[it.kind].sent, about);
    }
    case "uncertain":
      return isOut(it) ? undefined : leaveUncertain(turn, it, it.calledAt ?? now, outcome.why);
    case "failed":
      return maySettle ? settleFailed(turn, it, outcome, word.isFormer === true) : undefined;
    case "retry":
      return maySettle ? settleRetry(turn, it, outcome) : undefined;
    case "no_address":
      return mayAnswer ? passOn(turn, it, "no_address") : undefined;
    case "not_wanted":
      return mayAnswer ? withdraw(turn, it, "opted_out") : undefined;
    case "misconfigured":
      return maySettle ? settleMisconfigured(turn, it, outcome.why) : undefined;
    case "put_off":
      return mayAnswer ? putOff(turn, it, outcome.why, putOffFor(it, outcome)) : undefined;
  }
}
