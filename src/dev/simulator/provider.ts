// What a provider says of a message that it is given.

import { chanceOf } from "./chance.ts";
import type { DeliveryOutcome } from "../../core/message/outcome.ts";
import type { ChannelName } from "../../core/policy.ts";
import type { AssumptionName, Assumptions } from "./assumptions.ts";

const DEAD_BY: Partial<Readonly<Record<ChannelName, AssumptionName>>> = {
  push: "deadPush",
  email: "deadEmail",
  sms: "deadSms",
};

/** The outcome of one attempt. `mood` names the chance of it. */
export function outcomeOf(channel: ChannelName, assumed: Assumptions, mood: readonly number[]): DeliveryOutcome {
  const dead = DEAD_BY[channel];
  // A backend of one's own is taken to be there.
  if (dead === undefined) return { kind: "sent" };
  const chance = chanceOf(...mood);
  if (chance.is(assumed.providerTrouble)) return { kind: "retry", why: "busy", retryAfter: null };
  if (!chance.is(assumed[dead])) return { kind: "sent" };
  return { kind: "failed", why: "unknown", scope: "recipient", address: "dead" };
}
