// One attempt at one delivery, from the person to the provider: who to write to, whether they want it, whether the channel
// is open; then, with nothing awaited in between, the core's last word, what to say, and the call.

import { CHANNEL_TRAITS } from "../../../core/policy.ts";
import { addressOf } from "../../../core/person/contact.ts";
import { zonesOf } from "../../../core/message/clearance.ts";
import { handedOut } from "../../../core/message/attempt.ts";
import { isOwnReply } from "../../../core/person/optout.ts";
import { windowEnd } from "../../../core/message/next.ts";
import { UNUSED, leave, overOfDelivery } from "../../gate/turn.ts";
import { addressDigests, digestIn } from "./address-digest.ts";
import { saidOf, tellNumber } from "../../consequences.ts";
import { CLOCK_MARGIN_MS } from "./probe.ts";
import { personOf } from "./person.ts";
import { isHeeded, replyTo } from "./replies.ts";
import { linksFor, render } from "./render.ts";
import { gateOf, phoneAt } from "../../rooms.ts";
import type { RenderedNotification } from "../../../core/ports.ts";
import type { DeliveryOutcome } from "../../../core/message/outcome.ts";
import type { ChannelName } from "../../../core/policy.ts";
import type { Case, Contact, CustomerState } from "../../../core/state.ts";
import type { Notification } from "../../../core/message/notification.ts";
import type { Input } from "../../../core/step.ts";
import type { Ask } from "../../../core/gate/pace.ts";
import type { Links } from "./render.ts";
import type { Claim } from "../../phone/contract.ts";
import type { Workplace } from "../workplace.ts";

/** Publications keep to no hour of the day. */
const ALWAYS_MS = 72 * 3_600_000;
/** Before the provider is called, what breaks on our side costs a minute and nothing else. */
const BROKE: DeliveryOutcome = { kind: "put_off", why: "something broke on our side", wait: 60_000 };
/** An address that changed while we asked about the old one is written to as soon as it was asked about itself. */
const READDRESS_WAIT_MS = 1_000;

/** What an attempt is made with: the customer, as known at the moment of asking, and the core. */
export interface Attempt {
  readonly no: number;
  readonly attempt: number;
  readonly state: () => CustomerState;
  /** Any case by its number, open or ended. */
  readonly caseOf: (no: number) => Case | null;
  /** The customer's time (ms). */
  readonly now: () => number;
  /** One turn of the core, at once; gives the state after it. */
  readonly turn: (input: Input) => CustomerState;
  /** A message once arrived by a channel at an address with one of these digests. */
  readonly hasArrived: (channel: ChannelName, digests: readonly string[]) => boolean;
}

/** An attempt that failed before it was made. */
type Failed = DeliveryOutcome & { readonly kind: "failed"; readonly isOwn?: boolean };

interface Ready {
  readonly kind: "ready";
  /** What is known of the customer's person, filled up with what the company's backend said of them. */
  readonly fill: (contact: Contact) => Contact;
  readonly to: string | null;
  readonly toDigest: string | null;
  /** The recipient by a digest, where the channel knows no address the customer. */
  readonly who: string | null;
  /** To be given back to the gate. */
  readonly permit: number;
  readonly isWatched: boolean;
  readonly links: Links;
}

/** What leaves: the delivery as the core let it go, and the time of that. */
interface Going {
  readonly kind: "going";
  readonly it: Notification;
  readonly payload: string;
  readonly validFor: number;
}

const find = (state: CustomerState, no: number): Notification | undefined =>
  state.notifications.find((it) => it.no === no);

const isOurs = (it: Notification | undefined, attempt: number): it is Notification =>
  it?.status === "leased" && it.attempt === attempt;

/** Makes the attempt. Null where it was taken back before the provider was called. Never throws. */
export async function deliver(place: Workplace, attempt: Attempt): Promise<DeliveryOutcome | null> {
  const { deps } = place;
  const planned = find(attempt.state(), attempt.no);
  if (!isOurs(planned, attempt.attempt)) return null;
  const about = { channel: planned.channel, notification: planned.id };
  const atGate = { env: place.env, log: deps.log };
  let ready: Ready | DeliveryOutcome;
  let going: Going | DeliveryOutcome | null;
  try {
    ready = await prepare(place, attempt, planned);
  } catch (error) {
    deps.log.error("delivery_not_ready", error, about);
    return BROKE;
  }
  if (ready.kind !== "ready") return ready;
  const { to, who, permit, isWatched } = ready;
  try {
    // From here to the provider nothing is awaited: what is checked and said is true when it leaves.
    going = letGo(place, attempt, ready);
  } catch (error) {
    deps.log.error("delivery_not_ready", error, about);
    going = BROKE;
  }
  if (going?.kind !== "going") {
    await leave(atGate, planned.channel, permit, UNUSED);
    return going;
  }
  const outcome = await send(place, going, to);
  const said = saidOf(outcome, { who, isWatched, isLate: false });
  await leave(atGate, planned.channel, permit, overOfDelivery(outcome), said);
  try {
    await tellNumber({ env: place.env, linkKeys: deps.config.link.keys }, planned.channel, outcome, to);
  } catch (error) {
    // They learn it from the next message; this one's outcome must not be lost over it.
    deps.log.error("outcome_not_told", error, about);
  }
  return outcome;
}

/** Everything that has to be waited for: the person, the number's owner, a turn at the channel, the links. */
async function prepare(place: Workplace, attempt: Attempt, it: Notification): Promise<Ready | DeliveryOutcome> {
  const { deps, env, customerId } = place;
  const { channel } = it;
  const isAhead = attempt.now() - deps.now() > CLOCK_MARGIN_MS;
  const person = await whoToTell(place, attempt, it, isAhead);
  if (person.kind === "none") return person.outcome;
  const to = addressFor(person.fill(attempt.state().contact), channel);
  if (to === undefined) return { kind: "no_address" };
  const stopped = it.kind === "publish" ? null : await stoppedByNumber(place, attempt, person.fill, channel);
  if (stopped !== null) return stopped;
  const [who = null] = await addressDigests(to ?? customerId, deps.config.link.keys);
  const links = await linksFor(deps, attempt.state(), it);
  const back = { kind: "customer", name: customerId } as const;
  const ask: Ask = { key: it.id, dueAt: it.createdAt, rank: "message", isRetry: it.handed > 0, back };
  const entry = await gateOf(env, channel).enter(channel, { who, isAhead, ask });
  if (entry.kind === "away") {
    const { why, for: wait } = entry;
    return { kind: "put_off", why: `the channel is ${why}`, wait, isTurn: why === "busy" };
  }
  const { fill } = person;
  const toDigest = to === null ? null : who;
  const { permit, isWatched } = entry;
  return { kind: "ready", fill, to, toDigest, who, permit, isWatched, links };
}

/**
 * Asks the customer's number, whatever way the message goes: from then on they are told what its owner says, and a STOP of their
 * own keeps every message back. Null where nothing is in the way of this one.
 */
async function stoppedByNumber(
  { deps, env, customerId }: Workplace,
  attempt: Attempt,
  fill: Ready["fill"],
  channel: ChannelName,
): Promise<DeliveryOutcome | null> {
  const { phone } = fill(attempt.state().contact);
  if (phone === null || !deps.config.policy.channels.includes("sms")) return null;
  const number = await phoneAt(env, phone, deps.config.link.keys);
  const stopped = stoppedBy(attempt, phone, await number.claim(customerId));
  return channel === "sms" || stopped?.isOwn === true ? stopped : null;
}

/** What a STOP of the number's owner means for this customer; null where there is none, or none that is heeded. */
function stoppedBy({ state, hasArrived }: Attempt, to: string, { since, stop }: Claim): Failed | null {
  const { contact } = state();
  if (stop === null || !isHeeded(contact, stop)) return null;
  const digests = stop.names.map(digestIn);
  const [digest = ""] = digests;
  const isStored = contact.phone === to;
  const isOwn = isOwnReply(replyTo(contact, isStored, { ...stop, since }, () => hasArrived("sms", digests)));
  const failed = { kind: "failed", why: "the owner of the number said stop", scope: "recipient" } as const;
  // Of a number that is looked up each time nothing is remembered.
  if (!isOwn && !isStored) return failed;
  const cause = stop.by === "reply" ? "reply" : "stop";
  return { ...failed, address: "opted_out", cause, isOwn, digest };
}

type Found =
  | { readonly kind: "some"; readonly fill: (contact: Contact) => Contact }
  | { readonly kind: "none"; readonly outcome: DeliveryOutcome };

async function whoToTell(place: Workplace, attempt: Attempt, it: Notification, isAhead: boolean): Promise<Found> {
  if (it.kind === "publish") return { kind: "some", fill: (contact) => contact };
  const person = await personOf(place, attempt.state().contact, { isAhead, dueAt: it.createdAt });
  if (person.remembered !== null) remember(place, attempt, person.remembered);
  return person.kind === "none" ? { kind: "none", outcome: person.outcome } : { kind: "some", fill: person.fill };
}

/** Keeps of what the backend said the language, and the names of fields that could not be used. */
function remember(
  { deps, customerId }: Workplace,
  { state, turn }: Attempt,
  { spoken, unusable }: Pick<Contact, "spoken" | "unusable">,
): void {
  const { contact } = state();
  if (contact.spoken === spoken && contact.unusable === unusable) return;
  if (unusable !== "") deps.log.info("contact_fields_unusable", { customer: customerId, fields: unusable });
  turn({ type: "contact_looked_up", spoken, unusable });
}

/** The address a channel writes to: null where it needs none, undefined where there is none or the customer wants none. */
function addressFor(contact: Contact, channel: Notification["channel"]): string | null | undefined {
  if (CHANNEL_TRAITS[channel].address === null) return null;
  const isWanted = contact.preferred === null || contact.preferred.includes(channel);
  return isWanted ? (addressOf(contact, channel) ?? undefined) : undefined;
}

/** The turn that lets the delivery go, and its words. Null where the core keeps it or takes it back. */
function letGo({ deps }: Workplace, attempt: Attempt, ready: Ready): Going | DeliveryOutcome | null {
  const { no } = attempt;
  const state = attempt.state();
  const now = attempt.now();
  const { policy } = deps.config;
  const contact = ready.fill(state.contact);
  const cleared = handedOut(state, { no, attempt: attempt.attempt }, now, policy);
  let payload = "";
  let validFor = ALWAYS_MS;
  if (cleared !== null) {
    const it = cleared.notification;
    const to = addressFor(contact, it.channel);
    if (to === undefined) return { kind: "no_address" };
    if (to !== ready.to) return { kind: "put_off", why: "the address has just changed", wait: READDRESS_WAIT_MS };
    if (ready.links.epoch !== contact.linkEpoch) {
      return { kind: "put_off", why: "the links have just ended", wait: READDRESS_WAIT_MS };
    }
    const cases = it.kind === "notify" ? cleared.cases : it.caseNos.flatMap((caseNo) => attempt.caseOf(caseNo) ?? []);
    payload = wordsOf(it, render(deps, { ...state, contact }, it, cases, ready.links, now));
    if (it.kind === "notify") {
      validFor = Math.min(ALWAYS_MS, windowEnd(now, policy.sendWindowHard, zonesOf(state, cases)) - now);
    }
  }
  const { toDigest, isWatched } = ready;
  const after = attempt.turn({ type: "delivery_starting", no, attempt: attempt.attempt, payload, toDigest, isWatched });
  const it = find(after, no);
  if (!isOurs(it, attempt.attempt) || it.handedAt === null || it.payload === null) return null;
  return { kind: "going", it, payload: it.payload, validFor };
}

/** The bytes of a rendering: those of the last try where they say the same, so that a repeat is one to the byte. */
function wordsOf({ payload }: Notification, rendered: RenderedNotification): string {
  if (payload === null) return JSON.stringify(rendered);
  const { at } = JSON.parse(payload) as RenderedNotification;
  return JSON.stringify({ ...rendered, at }) === payload ? payload : JSON.stringify(rendered);
}

/** Hands stored bytes to their channel. Never throws: a channel that is gone or breaks is an outcome too. */
async function send({ deps }: Workplace, going: Going, to: string | null): Promise<DeliveryOutcome> {
  const { it, payload, validFor } = going;
  const channel = deps.channels.get(it.channel);
  if (channel === undefined) return { kind: "retry", why: `channel ${it.channel} is not configured`, retryAfter: null };
  try {
    const notification = JSON.parse(payload) as RenderedNotification;
    const { reference } = notification;
    return await channel.send({
      notification,
      to,
      // To another address it is another message, which must not pass for a repeat of the first.
      key: it.addressNo > 1 ? `${reference}-${it.addressNo}` : reference,
      attempt: it.attempt,
      validFor,
    });
  } catch (error) {
    deps.log.error("channel_broke", error, { channel: it.channel, notification: it.id });
    const why = "the channel broke";
    // It may have broken after the provider took the message.
    if (deps.config.policy.keyless.includes(it.channel)) return { kind: "uncertain", why };
    return { kind: "retry", why, retryAfter: null, maybeArrived: true };
  }
}
