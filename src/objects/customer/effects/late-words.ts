// A provider's late word on a message: whether it is about one of this customer's at all, and about the address they have.

import { addressOf } from "../../../core/person/contact.ts";
import { verdictOn } from "../../../core/message/outcome.ts";
import { CHANNEL_TRAITS } from "../../../core/policy.ts";
import { addressDigests } from "./address-digest.ts";
import { NOW, personOf } from "./person.ts";
import type { AddressVerdict, DeliveryOutcome } from "../../../core/message/outcome.ts";
import type { ChannelName } from "../../../core/policy.ts";
import type { Contact, CustomerState } from "../../../core/state.ts";
import type { Notification } from "../../../core/message/notification.ts";
import type { Turns, Workplace } from "../workplace.ts";
import type { CustomerStore } from "../rows/store.ts";
import type { WordFacts, LateWord } from "../contract.ts";

/** Whether the word is about this message as it last went out: a signature says who speaks, and not of what. */
function isAbout(it: Notification, word: LateWord, named: readonly string[] | null): boolean {
  // A channel that was given up may bring it after all, before the next one is called.
  const isOvertaken = word.outcome.kind === "sent" && it.tried.includes(word.channel) && it.channelCalls === 0;
  const isLatest = it.channel === word.channel && it.channelCalls > 0;
  if (it.kind === "publish" || !(isLatest || isOvertaken)) return false;
  if (word.attempt !== null && word.attempt > it.attempt) return false;
  if (named !== null && it.toDigest !== null && !named.includes(it.toDigest)) return false;
  const isSameAttempt = word.attempt === null || word.attempt === it.attempt;
  const isKnownById = it.providerId !== null && word.providerId !== null && isSameAttempt;
  return !isKnownById || word.providerId === it.providerId;
}

/** Digests of a contact's address for a channel; none where there is none. */
async function digestsOf(place: Workplace, contact: Contact, channel: ChannelName): Promise<readonly string[]> {
  const to = addressOf(contact, channel);
  return to === null ? [] : addressDigests(to, place.deps.config.link.keys);
}

/** What an outcome says, seen from the addresses the customer has by now. */
export interface Judged {
  readonly outcome: DeliveryOutcome;
  /** The next attempt would go to another address than the one it is about. */
  readonly isFormer: boolean;
}

/**
 * An outcome with what it says of the address left out where that is not the one we keep: one that is looked up each time may
 * be another the next time.
 */
function aboutStored(outcome: DeliveryOutcome, stored: readonly string[], toDigest: string): DeliveryOutcome {
  if (outcome.kind !== "failed" || stored.includes(toDigest)) return outcome;
  const isOwn = outcome.address === "opted_out" && (outcome.cause === "complaint" || outcome.isOwn === true);
  return isOwn ? outcome : { kind: "failed", why: outcome.why, scope: outcome.scope };
}

/** A provider's STOP with whose it is: the customer's own, where a message reached them at that address before. */
function withOwner(
  outcome: DeliveryOutcome,
  store: CustomerStore,
  channel: ChannelName,
  digests: readonly string[],
): DeliveryOutcome {
  if (outcome.kind !== "failed" || outcome.address !== "opted_out" || outcome.cause !== "stop") return outcome;
  return { ...outcome, isOwn: outcome.isOwn ?? store.past.hasArrived(channel, digests) };
}

/**
 * The outcome of an attempt, seen from the address it went to: that may have changed while the provider was called. `before`
 * is what was stored of the customer when it set out.
 */
export async function judgeOutcome(
  place: Workplace,
  store: CustomerStore,
  no: number,
  outcome: DeliveryOutcome,
  before: Contact,
): Promise<Judged> {
  const stored = (): CustomerState => store.load(place.customerId);
  const it = stored().notifications.find((other) => other.no === no);
  if (outcome.kind !== "failed" || it === undefined) return { outcome, isFormer: false };
  const { channel } = it;
  // A STOP that was known before the attempt is about the number it names, wherever the message went before.
  const toDigest = (outcome.address === "opted_out" ? outcome.digest : undefined) ?? it.toDigest;
  if (toDigest === null) return { outcome, isFormer: false };
  const then = await digestsOf(place, before, channel);
  const now = await digestsOf(place, stored().contact, channel);
  const isFormer = then.includes(toDigest) && !now.includes(toDigest);
  const owned = withOwner(outcome, store, channel, [toDigest, ...now]);
  return { outcome: aboutStored(owned, now, toDigest), isFormer };
}

/**
 * A complaint is one whenever it comes: also about a message that another channel brought in the end, or that is forgotten by
 * now, as long as it is about the address the customer has. Null for every other word.
 */
function complaintOf(
  { outcome }: LateWord,
  named: readonly string[] | null,
  present: readonly string[],
): { readonly outcome: AddressVerdict; readonly address: string } | null {
  const verdict = verdictOn(outcome);
  const address = named?.find((it) => present.includes(it));
  if (verdict?.address !== "opted_out" || verdict.cause !== "complaint" || address === undefined) return null;
  return { outcome: verdict, address };
}

/**
 * Applies a late word. Null where it is about no message of this customer, and nothing follows from it. What it says of an
 * address holds for messages that are settled too, but never for another address than it is about.
 */
export async function hearLateWord(
  place: Workplace,
  store: CustomerStore,
  turns: Turns,
  word: LateWord,
): Promise<WordFacts | null> {
  const { no, attempt, channel } = word;
  const named = word.to === null ? null : await addressDigests(word.to, place.deps.config.link.keys);
  const asksForAddress = word.outcome.kind === "failed" && CHANNEL_TRAITS[channel].address !== null;
  const person = asksForAddress ? await personOf(place, store.load(place.customerId).contact, NOW) : null;
  const contact = person?.contact ?? null;
  const present = contact === null ? null : await digestsOf(place, contact, channel);
  const stored = await digestsOf(place, store.load(place.customerId).contact, channel);
  // Nothing is awaited from here to the turn: what is looked at is what is changed.
  const living = store.load(place.customerId).notifications.find((it) => it.no === no);
  const it = living ?? store.past.notificationOf(no);
  if (it === null || !isAbout(it, word, named)) {
    const { lastNotificationNo } = store.load(place.customerId);
    const isOurs = it === null ? no <= lastNotificationNo : it.kind !== "publish" && it.tried.includes(channel);
    const complaint = isOurs ? complaintOf(word, named, present ?? stored) : null;
    if (complaint === null) return null;
    await turns.apply(place, { type: "address_learnt", channel, ...complaint });
    return { who: complaint.address, isWatched: false };
  }
  const isFormer = it.toDigest !== null && present !== null && !present.includes(it.toDigest);
  const owned = withOwner(word.outcome, store, channel, named ?? []);
  const outcome = it.toDigest === null ? owned : aboutStored(owned, stored, it.toDigest);
  const verdict = verdictOn(outcome);
  if (living !== undefined) {
    await turns.apply(place, { type: "delivery_settled", no, attempt, channel, outcome, isFormer });
  } else if (verdict !== null && !isFormer) {
    await turns.apply(place, { type: "address_learnt", channel, outcome: verdict, address: it.toDigest });
  }
  return { who: it.toDigest, isWatched: it.isWatched };
}
