// One attempt at one delivery, from the person to the provider: who to write to, whether they want it, whether the channel
// is open, what to say, and the call. The core decides; this only finds out and tells it.

import { CHANNEL_TRAITS } from "../core/settings.ts";
import { addressOf } from "../core/contact.ts";
import { zonesOf } from "../core/advance.ts";
import { windowEnd } from "../core/policy.ts";
import { gateOf } from "../gate/address.ts";
import { phoneAt } from "../phone/address.ts";
import { personOf } from "./person.ts";
import { render } from "./effects.ts";
import type { Deps } from "../compose.ts";
import type { RenderedNotification } from "../core/ports.ts";
import type { DeliveryOutcome } from "../core/outcome.ts";
import type { Case, Contact, CustomerState, Notification } from "../core/state.ts";
import type { Env } from "../env.ts";
import type { Workplace } from "./engine.ts";

/** Publications keep to no hour of the day. */
const ALWAYS_MS = 72 * 3_600_000;
/** Before the provider is called, what breaks on our side costs a minute and nothing else. */
const BROKE_WAIT_MS = 60_000;

/** What the core is asked as the attempt goes on. */
export interface Attempt {
  readonly state: CustomerState;
  readonly it: Notification;
  readonly cases: readonly Case[];
  /** The customer's time (ms). */
  readonly now: number;
  /** The last moment to take the message back: gives the bytes to send, or null where it was taken back. */
  readonly start: (payload: string) => Promise<string | null>;
}

interface Ready {
  readonly kind: "ready";
  readonly contact: Contact;
  readonly to: string | null;
  readonly trial: boolean;
}

/** Makes the attempt. Null where it was taken back before the provider was called. Never throws. */
export async function deliver({ deps, env, customerId }: Workplace, attempt: Attempt): Promise<DeliveryOutcome | null> {
  const { it, state, cases, now } = attempt;
  const about = { channel: it.channel, notification: it.id };
  let ready: Ready | DeliveryOutcome;
  let payload: string | null;
  try {
    ready = await prepare(deps, env, customerId, state, it);
    if (ready.kind !== "ready") return ready;
    const rendered = await render(deps, { ...state, contact: ready.contact }, it, cases, now);
    payload = await attempt.start(JSON.stringify(rendered));
  } catch (error) {
    deps.log.error("delivery_not_ready", error, about);
    return { kind: "put_off", why: "something broke on our side", wait: BROKE_WAIT_MS };
  }
  if (payload === null) return null;
  const outcome = await handOut(deps, attempt, payload, ready.to);
  try {
    await report(env, it, outcome, ready);
  } catch (error) {
    // They learn it from the next message; this one's outcome must not be lost over it.
    deps.log.error("outcome_not_told", error, about);
  }
  return outcome;
}

async function prepare(
  deps: Deps,
  env: Env,
  customerId: string,
  state: CustomerState,
  { kind, channel, attempt }: Notification,
): Promise<Ready | DeliveryOutcome> {
  const person = kind === "notify" ? await personOf(deps, customerId, state.contact) : null;
  if (person?.kind === "none") return person.outcome;
  const contact = person?.contact ?? state.contact;
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
  const entry = await gateOf(env, channel).enter(channel, attempt > 1);
  if (entry.kind === "away") return { kind: "put_off", why: `the channel is ${entry.why}`, wait: entry.for };
  if (entry.after > 0) await new Promise((resolve) => setTimeout(resolve, entry.after));
  return { kind: "ready", contact, to, trial: entry.trial };
}

/** Hands stored bytes to their channel. Never throws: a channel that is gone or breaks is an outcome too. */
async function handOut(
  deps: Deps,
  { it, state, now }: Attempt,
  payload: string,
  to: string | null,
): Promise<DeliveryOutcome> {
  const channel = deps.channels.get(it.channel);
  if (channel === undefined) return { kind: "retry", why: `channel ${it.channel} is not configured`, retryAfter: null };
  const closes = windowEnd(now, deps.config.policy.sendWindowHard, zonesOf(state, it));
  try {
    return await channel.send({
      notification: JSON.parse(payload) as RenderedNotification,
      to,
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

/** By these words a provider shows that it takes our account. */
const PROOFS: readonly DeliveryOutcome["kind"][] = ["sent", "accepted", "failed"];

/**
 * Tells the others what concerns them: the gate that our account is refused, or that a trial went well; the number's other
 * customers that its owner wants no messages.
 */
async function report(env: Env, { channel }: Notification, outcome: DeliveryOutcome, ready: Ready): Promise<void> {
  if (outcome.kind === "misconfigured") await gateOf(env, channel).close(channel, outcome.why);
  else if (ready.trial && PROOFS.includes(outcome.kind)) await gateOf(env, channel).open(channel);
  const isOptedOut = outcome.kind === "failed" && outcome.address === "opted_out";
  if (isOptedOut && channel === "sms" && ready.to !== null) {
    const phone = await phoneAt(env, ready.to);
    await phone.wish(true, ready.to, null);
  }
}
