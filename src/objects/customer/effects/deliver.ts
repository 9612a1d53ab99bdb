// One attempt at one delivery, from the person to the provider: who to write to, whether they want it, whether the channel
// is open; then, with nothing awaited in between, the core's last word, what to say, and the call.

import { zonesOf } from "../../../core/message/clearance.ts";
import { clearedMessage } from "../../../core/message/attempt.ts";
import { windowEnd } from "../../../core/message/window.ts";
import { UNUSED, leave, overOfDelivery } from "../../gate/turn.ts";
import { addressDigests } from "./address-digest.ts";
import { gateWordOf, tellNumber } from "../../consequences.ts";
import { CLOCK_MARGIN_MS } from "./probe.ts";

import { aboutInvitation, areAlive, languageTo, linksFor, render } from "./render.ts";

import { stoppedByNumber, whoToTell, addressFor } from "./recipient.ts";
import { policyFor } from "../../../setup/experiment/experiment.ts";
import { gateOf } from "../../rooms.ts";
import type { RenderedNotification } from "../../../channels/channel.ts";
import type { DeliveryOutcome } from "../../../core/message/outcome.ts";
import type { CustomerState } from "../../../core/state.ts";
import type { Notification } from "../../../core/message/notification.ts";
import type { Ask } from "../../../core/gate/pace.ts";
import type { Language } from "../../../text/language.ts";
import type { Links } from "./render.ts";
import type { confirmationFor } from "../../../text/confirmation.ts";
import type { Workplace } from "../workplace.ts";
import type { Fill } from "./recipient.ts";
import type { Attempt } from "./attempt.ts";

/** Publications keep to no hour of the day. */
const ALWAYS_MS = 72 * 3_600_000;
/** Before the provider is called, what breaks on our side costs a minute and nothing else. */
const BROKE: DeliveryOutcome = { kind: "put_off", why: "something broke on our side", wait: 60_000 };
/** An address that changed while we asked about the old one is written to as soon as it was asked about itself. */
const READDRESS_WAIT_MS = 1_000;

interface Ready {
  readonly kind: "ready";
  /** What is known of the customer's person, filled up with what the company's backend said of them. */
  readonly fill: Fill;
  readonly to: string | null;
  readonly toDigest: string | null;
  /** The recipient by a digest, where the channel knows no address the customer. */
  readonly who: string | null;
  /** To be given back to the gate. */
  readonly permit: number;
  readonly isWatched: boolean;
  readonly links: Links;
  /** What says it; left out where it is asked for a repair. */
  readonly words: typeof confirmationFor | undefined;
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
  const said = gateWordOf(outcome, { who, isWatched, isLate: false });
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
  const links = await linksFor(deps, attempt.state(), it, attempt.caseOf);
  const back = { kind: "customer", name: customerId } as const;
  const ask: Ask = { key: it.id, dueAt: it.createdAt, rank: "message", isRetry: it.channelCalls > 0, back };
  const entry = await gateOf(env, channel).enter(channel, { who, isAhead, ask });
  if (entry.kind === "away") {
    const { why, for: wait } = entry;
    return { kind: "put_off", why: `the channel is ${why}`, wait, isTurn: why === "busy" };
  }
  const { fill } = person;
  const words = it.kind === "confirm" ? (await import("../../../text/confirmation.ts")).confirmationFor : undefined;
  const toDigest = to === null ? null : who;
  const { permit, isWatched } = entry;
  return { kind: "ready", fill, to, toDigest, who, permit, isWatched, links, words };
}

/** The turn that lets the delivery go, and its words. Null where the core keeps it or takes it back. */
function letGo({ deps }: Workplace, attempt: Attempt, ready: Ready): Going | DeliveryOutcome | null {
  const { no } = attempt;
  const state = attempt.state();
  const now = attempt.now();
  const policy = policyFor(deps.config, state);
  const contact = ready.fill(state.contact);
  const cleared = clearedMessage({ state, now, policy }, { no, attempt: attempt.attempt });
  let payload = "";
  let validFor = ALWAYS_MS;
  let spoken: { readonly language?: Language } = {};
  if (cleared !== null) {
    const it = cleared.notification;
    const to = addressFor(contact, it.channel);
    if (to === undefined) return { kind: "no_address" };
    if (to !== ready.to) return { kind: "put_off", why: "the address has just changed", wait: READDRESS_WAIT_MS };
    if (!areAlive(ready.links, contact, attempt.caseOf)) {
      return { kind: "put_off", why: "the links have just ended", wait: READDRESS_WAIT_MS };
    }
    const cases = it.kind === "notify" ? cleared.cases : it.caseNos.flatMap((caseNo) => attempt.caseOf(caseNo) ?? []);
    spoken = { language: languageTo(deps, { ...state, contact }, cases) };
    payload = wordsOf(
      it,
      aboutInvitation(
        render(deps, { state: { ...state, contact }, now }, { notification: it, cases }, ready.links, ready.words),
        cases,
        attempt.invitation.read(),
      ),
    );
    if (it.kind !== "publish") {
      validFor = Math.min(ALWAYS_MS, windowEnd(now, policy.sendWindowHard, zonesOf(state, cases)) - now);
    }
  }
  const { toDigest, isWatched } = ready;
  const start = { no, attempt: attempt.attempt, payload, toDigest, isWatched, ...spoken };
  const after = attempt.turn({ type: "delivery_starting", ...start });
  const it = find(after, no);
  if (!isOurs(it, attempt.attempt) || it.calledAt === null || it.payload === null) return null;
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
