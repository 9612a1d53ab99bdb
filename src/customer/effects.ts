// Runs what the core asks for and turns each outcome into an input. Holds no state; whatever it waits for may be gone
// with the isolate, which the leases in the state survive.

import { wordsFor } from "../core/words.ts";
import { encodeLink } from "./code.ts";
import type { Deps } from "../compose.ts";
import type { RenderedNotification } from "../core/ports.ts";
import type { Case, CustomerState, Notification } from "../core/state.ts";
import type { DeliveryOutcome } from "../core/delivery.ts";

/** The public short link of a case, or of the overview with number 0. */
export async function linkOf(deps: Deps, customerId: string, no: number): Promise<string> {
  const { publicUrl, keys } = deps.config.link;
  return `${publicUrl}/c/${await encodeLink({ customerId, no }, keys)}`;
}

/** One of several open cases, told apart without a name or an address. */
export interface Choice {
  readonly link: string;
  readonly reason: Case["reason"];
  readonly slot: Case["slot"];
  /** Counts from 1; null where the customer has one home only. */
  readonly home: number | null;
}

/** A link for each of several cases. */
export function choices(deps: Deps, state: CustomerState, cases: readonly Case[]): Promise<readonly Choice[]> {
  const homes = [...new Set(cases.map((it) => it.locationId))];
  return Promise.all(
    cases.map(async ({ no, reason, slot, locationId }) => ({
      link: await linkOf(deps, state.customerId, no),
      reason,
      slot,
      home: homes.length > 1 ? homes.indexOf(locationId) + 1 : null,
    })),
  );
}

/** Words, link and facts of a notification. One case gives that case's link, several the overview. */
export async function render(
  deps: Deps,
  state: CustomerState,
  it: Notification,
  cases: readonly Case[],
  now: number,
): Promise<RenderedNotification> {
  const [first] = cases;
  const link = await linkOf(deps, state.customerId, cases.length === 1 && first !== undefined ? first.no : 0);
  const words = wordsFor({
    brand: deps.config.brandName,
    reason: it.reason,
    count: cases.length,
    rung: it.rung,
    endDateTrap: it.endDateTrap,
    contractEndDate: first?.contractEndDate ?? null,
    link,
  });
  return {
    type: it.kind === "notify" ? "notification.requested" : "case.handed_over",
    id: it.id,
    customerId: state.customerId,
    locale: state.contact.locale ?? "en",
    reason: it.reason,
    rung: it.rung,
    ...words,
    link,
    cases: cases.map(({ tariffId, locationId, reason, contractEndDate }) => ({
      tariffId,
      locationId,
      reason,
      contractEndDate,
    })),
    at: now,
  };
}

/** Hands a stored payload to its channel. Never throws: a channel that is gone or breaks is an outcome too. */
export async function handOut(deps: Deps, it: Notification, payload: string): Promise<DeliveryOutcome> {
  const channel = deps.channels.get(it.channel);
  if (channel === undefined) return { kind: "retry", why: `channel ${it.channel} is not configured`, retryAfter: null };
  try {
    return await channel.send(JSON.parse(payload) as RenderedNotification);
  } catch (error) {
    deps.log.error("channel_broke", error, { channel: it.channel, notification: it.id });
    return { kind: "retry", why: "the channel broke", retryAfter: null };
  }
}
