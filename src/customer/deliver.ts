// One attempt at one delivery, from the person to the provider: who to write to, whether they want it, whether the channel
// is open, what to say, and the call. The core decides; this only finds out and tells it.

import { CHANNEL_TRAITS } from "../core/settings.ts";
import { addressOf } from "../core/contact.ts";
import { zonesOf } from "../core/advance.ts";
import { windowEnd } from "../core/policy.ts";
import { gateOf } from "../gate/address.ts";
import { phoneAt } from "../phone/address.ts";
import { addressDigests } from "./address-digest.ts";
import { tellOthers } from "./consequences.ts";
import { personOf } from "./person.ts";
import { render } from "./effects.ts";
import type { Deps } from "../compose.ts";
import type { RenderedNotification } from "../core/ports.ts";
import type { DeliveryOutcome } from "../core/outcome.ts";
import type { Case, Contact, CustomerState, Notification } from "../core/state.ts";
import type { Workplace } from "./engine.ts";
import type { Remembered } from "./person.ts";

/** Publications keep to no hour of the day. */
const ALWAYS_MS = 72 * 3_600_000;
/** Before the provider is called, what breaks on our side costs a minute and nothing else. */
const BROKE_WAIT_MS = 60_000;
/** A customer whose time is this far ahead has a test clock that was moved. */
const CLOCK_MARGIN_MS = 1_000;

/** What the core is told of an attempt as it goes out. */
export interface Start {
  readonly payload: string;
  /** Of the address it goes to; null where the channel needs none. */
  readonly toDigest: string | null;
  readonly isWatched: boolean;
}

/** What goes out: the bytes, and how many addresses they went to with this one. */
export interface Handed {
  readonly payload: string;
  readonly addressNo: number;
}

/** What the core is asked as the attempt goes on. */
export interface Attempt {
  readonly state: CustomerState;
  readonly it: Notification;
  readonly cases: readonly Case[];
  /** The customer's time (ms). */
  readonly now: number;
  /** The last moment to take the message back: gives the bytes to send, or null where it was taken back. */
  readonly start: (start: Start) => Promise<Handed | null>;
  /** Notes what the company's backend said of the customer, as far as it is remembered. */
  readonly remember: (remembered: Remembered) => Promise<void>;
}

interface Ready {
  readonly kind: "ready";
  readonly contact: Contact;
  readonly to: string | null;
  readonly toDigest: string | null;
  /** The recipient by a digest, where the channel knows no address the customer. */
  readonly who: string | null;
  readonly isWatched: boolean;
}

/** Makes the attempt. Null where it was taken back before the provider was called. Never throws. */
export async function deliver(at: Workplace, attempt: Attempt): Promise<DeliveryOutcome | null> {
  const { deps } = at;
  const { it, state, cases, now } = attempt;
  const about = { channel: it.channel, notification: it.id };
  let ready: Ready | DeliveryOutcome;
  let handed: Handed | null;
  try {
    ready = await prepare(at, attempt);
    if (ready.kind !== "ready") return ready;
    const rendered = await render(deps, { ...state, contact: ready.contact }, it, cases, now);
    const { toDigest, isWatched } = ready;
    handed = await attempt.start({ payload: JSON.stringify(rendered), toDigest, isWatched });
  } catch (error) {
    deps.log.error("delivery_not_ready", error, about);
    return { kind: "put_off", why: "something broke on our side", wait: BROKE_WAIT_MS };
  }
  if (handed === null) return null;
  const outcome = await handOut(deps, attempt, handed, ready.to);
  try {
    const { to, who, isWatched } = ready;
    await tellOthers(at.env, it.channel, outcome, { to, who, isWatched, isLate: false });
  } catch (error) {
    // They learn it from the next message; this one's outcome must not be lost over it.
    deps.log.error("outcome_not_told", error, about);
  }
  return outcome;
}

/** The contact as it is at this moment; an outcome where there is nobody to write to. */
async function contactNow(at: Workplace, attempt: Attempt, isAhead: boolean): Promise<Contact | DeliveryOutcome> {
  const { contact } = attempt.state;
  if (attempt.it.kind === "publish") return contact;
  const person = await personOf(at, contact, isAhead);
  if (person.remembered !== null) await attempt.remember(person.remembered);
  return person.kind === "none" ? person.outcome : person.contact;
}

async function prepare(at: Workplace, attempt: Attempt): Promise<Ready | DeliveryOutcome> {
  const { deps, env, customerId } = at;
  const { channel, attempt: no } = attempt.it;
  const isAhead = attempt.now - deps.now() > CLOCK_MARGIN_MS;
  const contact = await contactNow(at, attempt, isAhead);
  if ("kind" in contact) return contact;
  const to = addressOf(contact, channel);
  if (CHANNEL_TRAITS[channel].addressed) {
    const isWanted = contact.preferred === null || contact.preferred.includes(channel);
    if (to === null || !isWanted) return { kind: "no_address" };
  }
  if (channel === "sms" && to !== null) {
    const phone = await phoneAt(env, to);
    const stopped = await phone.claim(customerId);
    if (stopped) {
      const why = "the owner of the number said stop";
      return { kind: "failed", why, scope: "recipient", address: "opted_out", cause: "stop" };
    }
  }
  const [who = null] = await addressDigests(to ?? customerId, deps.config.link.keys);
  const entry = await gateOf(env, channel).enter(channel, { who, wasSentAway: no > 1, isAhead });
  if (entry.kind === "away") return { kind: "put_off", why: `the channel is ${entry.why}`, wait: entry.for };
  if (entry.after > 0) await new Promise((resolve) => setTimeout(resolve, entry.after));
  return { kind: "ready", contact, to, toDigest: to === null ? null : who, who, isWatched: entry.isWatched };
}

/** Hands stored bytes to their channel. Never throws: a channel that is gone or breaks is an outcome too. */
async function handOut(
  deps: Deps,
  { it, state, now }: Attempt,
  { payload, addressNo }: Handed,
  to: string | null,
): Promise<DeliveryOutcome> {
  const channel = deps.channels.get(it.channel);
  if (channel === undefined) return { kind: "retry", why: `channel ${it.channel} is not configured`, retryAfter: null };
  const closes = windowEnd(now, deps.config.policy.sendWindowHard, zonesOf(state, it));
  try {
    return await channel.send({
      notification: JSON.parse(payload) as RenderedNotification,
      to,
      key: addressNo > 1 ? `${it.id}-${addressNo}` : it.id,
      no: it.no,
      attempt: it.attempt,
      validFor: it.kind === "publish" ? ALWAYS_MS : Math.min(ALWAYS_MS, closes - now),
    });
  } catch (error) {
    deps.log.error("channel_broke", error, { channel: it.channel, notification: it.id });
    const why = "the channel broke";
    // It may have broken after the provider took the message.
    if (deps.config.policy.keyless.includes(it.channel)) return { kind: "uncertain", why };
    return { kind: "retry", why, retryAfter: null, maybeArrived: true };
  }
}
