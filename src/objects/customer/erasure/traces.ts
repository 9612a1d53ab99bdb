// Who else may know a customer, found in all that is kept of them: whatever names a home or a supplier is read, so that nothing that
// is kept one day is forgotten here.

import { ADDRESSED_CHANNELS, CHANNELS } from "../../../core/policy.ts";
import { addressOf } from "../../../core/person/contact.ts";
import { journeyName } from "../../journey-pass.ts";
import { homesIn, invitationsIn } from "../../naming.ts";
import { phoneNames } from "../../phone/names.ts";
import { addressDigests } from "../effects/address-digest.ts";
import { NOTHING_RECENT } from "../rows/document.ts";
import { newestFirst } from "../rows/past.ts";
import type { ChannelName } from "../../../core/policy.ts";
import type { Document } from "../rows/document.ts";
import type { CustomerStore } from "../rows/store.ts";
import type { Traces } from "../rows/tombstone.ts";

/** The home went over to somebody else. */
const LEFT = /"location_left","detail":\{"location":"(loc_[\w-]+)"/g;
/** However long FlatPeak writes it: whose object it is, `supplierAt` says. */
const SUPPLIER = /"supplier":("(?:[^"\\]|\\.)+")/g;
/** Of an address a message went to. */
const RECIPIENT = /"toDigest":"([0-9a-f]{16})"/g;

/** The channels by which messages went out to them, or may have, of those messages that are kept. In the order of CHANNELS. */
export function channelsIn({ keys, document }: Pick<CustomerStore, "keys" | "document">): readonly ChannelName[] {
  const used = new Set<ChannelName>();
  const kept = [
    ...(document?.state.notifications ?? []),
    ...[...newestFirst(document?.recent ?? NOTHING_RECENT, keys)].flatMap((it) => it.notifications),
  ];
  for (const { channel, tried, calls, calledAt } of kept) {
    for (const it of tried) used.add(it);
    if (calls > 0 || calledAt !== null) used.add(channel);
  }
  return CHANNELS.filter((it) => used.has(it));
}

/** What takes a digest to name. */
export type Names = Pick<Traces, "numbers" | "journeys" | "recipients">;

/** The names under which others know somebody. `linkKeys`: those in use, the first signs. */
export async function namesOf(
  customerId: string,
  document: Document | null,
  linkKeys: readonly string[],
): Promise<Names> {
  const contact = document?.state.contact;
  const phone = contact?.phone ?? null;
  const addresses = ADDRESSED_CHANNELS.flatMap((it) => (contact === undefined ? [] : (addressOf(contact, it) ?? [])));
  const [digests, journeys, numbers] = await Promise.all([
    Promise.all([customerId, ...addresses].map((it) => addressDigests(it, linkKeys))),
    Promise.all(Object.values(document?.tokens ?? {}).map(({ token }) => journeyName(token))),
    phone === null ? [] : phoneNames(phone, linkKeys),
  ]);
  return {
    recipients: digests.flat(),
    journeys: [...new Set([...journeys, ...(document?.journeys ?? []).map(({ name }) => name)])],
    numbers: [...new Set([...numbers, ...(document?.numbers ?? [])])],
  };
}

const firstGroups = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].flatMap(([, it]) => it ?? []);

/** All of it. */
export function tracesIn({ keys, document }: CustomerStore, customerId: string, names: Names): Traces {
  const [suppliers, recipients] = [new Set<string>(), new Set(names.recipients)];
  const homes = new Set(homesIn(customerId));
  const left = new Set<string>();
  const invitations = new Set<string>();
  for (const [key, text] of keys.all()) {
    for (const it of homesIn(`${key} ${text}`)) homes.add(it);
    for (const it of invitationsIn(`${key} ${text}`)) invitations.add(it);
    for (const it of firstGroups(text, LEFT)) left.add(it);
    for (const it of firstGroups(text, SUPPLIER)) suppliers.add(JSON.parse(it) as string);
    for (const it of firstGroups(text, RECIPIENT)) recipients.add(it);
  }
  const present = new Set(document?.state.locations.map(({ id }) => id));
  const own = [...homes].filter((it) => present.has(it) || !left.has(it));
  invitations.delete(customerId);
  return {
    ...names,
    invitations: [...invitations],
    customerId,
    homes: own,
    suppliers: [...suppliers],
    recipients: [...recipients],
  };
}
