// Which channels can reach a customer, and what is learned about their addresses.

import { isClosed } from "./optout.ts";
import { traitsOf } from "../policy.ts";
import type { ChannelName, Policy } from "../policy.ts";
import type { Contact } from "../state.ts";

/** The customer's own address for a channel: number, email address or push token; null when they gave none, or did not agree to it. */
export function addressOf(contact: Contact, channel: ChannelName): string | null {
  const { address, needsOptIn = false } = traitsOf(channel);
  if (address === null || (needsOptIn && !contact.whatsapp)) return null;
  return contact[address];
}

export type Obstacle = "not_wanted" | "stopped" | "address_dead" | "not_opted_in" | "no_address";

/** Why a channel cannot bring the customer a message; null when it can, as far as is known before it is tried. */
export function obstacle(contact: Contact, channel: ChannelName, policy: Policy): Obstacle | null {
  if (traitsOf(channel).address === null) return null;
  if (contact.preferred !== null && !contact.preferred.includes(channel)) return "not_wanted";
  if (isClosed(contact, channel)) return "stopped";
  if (contact.dead.includes(channel)) return "address_dead";
  if (traitsOf(channel).needsOptIn === true && !contact.whatsapp && !policy.contactLookup) return "not_opted_in";
  return addressOf(contact, channel) === null && !policy.contactLookup ? "no_address" : null;
}

/** The channels that can reach the customer, in the order they are tried. */
export const reachable = (contact: Contact, policy: Policy): readonly ChannelName[] =>
  policy.channels.filter((it) => obstacle(contact, it, policy) === null);

/** What may change of a contact by somebody's word alone. Stops are no part of it: they have a rule of their own. */
export type ContactChange = Partial<Omit<Contact, "stops" | "linkEpoch" | "phoneSince" | "repliesEndedAt">>;

/** An address whose messages somebody else may read by now. A device's push token changes by itself and stays the customer's. */
const isGivenUp = (before: string | null, after: string | null): boolean => before !== null && before !== after;

/** The contact with all links made so far ended. */
export const withLinksEnded = (contact: Contact): Contact => ({ ...contact, linkEpoch: contact.linkEpoch + 1 });

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * A contact with some of it changed, which was said at `heardAt` (ms, real time; null where nobody knows). A new address may
 * work where the old one did not; who has the old one keeps no way in. Told what is known, it is the same object.
 */
export function withChange(contact: Contact, change: ContactChange, heardAt: number | null): Contact {
  const fields = Object.keys(change) as (keyof ContactChange)[];
  if (fields.every((it) => isSame(change[it], contact[it]))) return contact;
  const isNewNumber = change.phone !== undefined && change.phone !== contact.phone;
  const phoneSince = isNewNumber ? heardAt : contact.phoneSince;
  // Who agreed to be written to at a number did so at that one.
  const whatsapp = change.whatsapp ?? (contact.whatsapp && !(isNewNumber && contact.phone !== null));
  const next = { ...contact, ...change, phoneSince, whatsapp };
  const fresh = { ...next, dead: next.dead.filter((it) => addressOf(contact, it) === addressOf(next, it)) };
  const ends = isGivenUp(contact.phone, next.phone) || isGivenUp(contact.email, next.email);
  return ends ? withLinksEnded(fresh) : fresh;
}

/** The customer's own address for a channel takes no messages. One that is looked up each time is not remembered. */
export function withDead(contact: Contact, channel: ChannelName): Contact {
  if (addressOf(contact, channel) === null || contact.dead.includes(channel)) return contact;
  return { ...contact, dead: [...contact.dead, channel] };
}
