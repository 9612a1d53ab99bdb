// What follows from a provider's word on a message: sent, taken, to be tried again, or brought by the next channel.

import { stopMessages } from "../person/consent.ts";
import { withDead } from "../person/contact.ts";
import { line } from "../journal.ts";
import { isStopped } from "../person/optout.ts";
import { counted, doubt, withdraw } from "./count.ts";
import { verdictOn } from "./outcome.ts";
import {
  again,
  fail,
  handOn,
  isNewest,
  isOut,
  isStillTrue,
  NAMES,
  nothing,
  onMisconfigured,
  onRetry,
  putOffFor,
  undelivered,
  waitOn,
} from "./retry.ts";
import { withNotification } from "../state.ts";
import type { Change } from "../journal.ts";
import type { AddressVerdict, DeliveryOutcome } from "./outcome.ts";
import type { ChannelName, Settings } from "../policy.ts";
import type { CustomerState } from "../state.ts";
import type { Notification } from "./notification.ts";

/** Remembers what a provider says of the customer's address: that it takes no messages, or that its owner wants none. */
export function learnAddress(
  state: CustomerState,
  channel: ChannelName,
  verdict: AddressVerdict,
  address: string | null,
  now: number,
  settings: Settings,
): Change {
  if (verdict.address === "dead") return nothing({ ...state, contact: withDead(state.contact, channel) });
  const { cause, isOwn = false, digest } = verdict;
  const source = { address: digest ?? address };
  if (cause === "complaint") return stopMessages(state, { ...source, by: "complaint" }, now, settings);
  // A STOP that the provider heard before we did is a STOP like any other.
  const by = cause === "stop" ? "provider" : "reply";
  return stopMessages(state, { ...source, by, ...(isOwn ? {} : { only: channel }) }, now, settings);
}

/** A complaint is made of what arrived: the message was told, and is the last one. */
function complainedOf(
  state: CustomerState,
  it: Notification,
  verdict: AddressVerdict,
  now: number,
  settings: Settings,
): Change {
  const sent = withNotification(state, { ...it, status: "sent", leasedUntil: null, settledAt: now });
  const arrived = line(now, "message_delivered", { notification: it.id, channel: it.channel });
  const learnt = learnAddress(counted(sent, it, now, settings), it.channel, verdict, it.toDigest, now, settings);
  return { state: learnt.state, journal: [arrived, ...learnt.journal] };
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
  const verdict = it.kind === "notify" ? verdictOn(outcome) : null;
  const isComplaint = verdict?.address === "opted_out" && verdict.cause === "complaint";
  if (verdict !== null && isComplaint && !isFormer) return complainedOf(state, it, verdict, now, settings);
  const before = undelivered(state, it);
  if (isFormer) return readdress(before, it, outcome.why, now, settings);
  if (verdict === null) return handOn(before, it, outcome.why, now, settings);
  const learnt = learnAddress(before, it.channel, verdict, it.toDigest, now, settings);
  const next = isStopped(learnt.state.contact) ? fail : handOn;
  const settled = next(learnt.state, it, outcome.why, now, settings);
  return { state: settled.state, journal: [...learnt.journal, ...settled.journal] };
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
      const what = it.status === "accepted" ? "message_delivered" : NAMES[it.kind].sent;
      return { state: counted(sent, it, now, settings), journal: [line(now, what, detail)] };
    }
    case "accepted": {
      if (!isLeased) return nothing(state);
      const at = it.handedAt ?? now;
      const providerId = outcome.id ?? null;
      const taken = withNotification(state, { ...it, status: "accepted", leasedUntil: null, handedAt: at, providerId });
      return { state: counted(taken, it, at, settings), journal: [line(now, NAMES[it.kind].sent, detail)] };
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
    case "misconfigured":
      return isMeant ? onMisconfigured(state, it, outcome.why, now, settings) : nothing(state);
    case "put_off":
      return isLeased ? waitOn(state, it, outcome.why, putOffFor(it, outcome), now, settings) : nothing(state);
  }
}
