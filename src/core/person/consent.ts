// Stops and their end, and the record of them: every change of whether a customer gets messages is made here, and is written
// down as it is made. The record is never pruned; what changes nothing writes nothing.

import { toldOf } from "../message/clearance.ts";
import { oweRungAgain } from "../message/owe.ts";
import { nameOf, ownStops, withStop, withoutStops, withoutStopsAbout, withoutStopsOf } from "./optout.ts";
import { addressOf, withChange } from "./contact.ts";
import { withdraw } from "../message/withdraw.ts";
import { isUnsent } from "../message/notification.ts";
import type { StartBy, StopBy, ConsentBy, Consent } from "./optout.ts";
import type { ContactChange } from "./contact.ts";
import type { ChannelName } from "../policy.ts";
import type { Contact } from "../state.ts";
import type { Turn } from "../turn.ts";

/** What is known of a wish besides whose it is. */
export interface WishSource {
  readonly address?: string | null;
  readonly link?: string | null;
}

export interface StopWish extends WishSource {
  readonly by: StopBy;
  /** No more than this channel is closed, at the customer's present address. */
  readonly only?: ChannelName;
  /** Nobody can say yet whose wish it is. */
  readonly isDoubted?: true;
}

const DOOR_OF: Readonly<Record<ConsentBy, Consent["door"]>> = {
  page: "link",
  one_click: "email",
  complaint: "email",
  reply: "sms",
  provider: "sms",
  company: "api",
  operator: "api",
  address: "api",
};

/** What is said of a change, besides when. */
type ConsentChange = Pick<Consent, "to" | "by" | "only"> & WishSource;

/** Changes the contact, and says so in both books: the journal and the record of consent. */
function record(turn: Turn, contact: Contact, { to, by, only, address = null, link = null }: ConsentChange): void {
  const standing = contact.stops.map(nameOf);
  turn.state = { ...turn.state, contact };
  const detail = {
    by,
    ...(only === null ? {} : { only }),
    ...(to === "stopped" ? {} : { standing: standing.join(",") }),
  };
  const consent: Consent = { at: turn.now, to, by, door: DOOR_OF[by], only, address, link, standing };
  turn.note(to === "stopped" ? "opted_out" : "opted_in", detail, consent);
}

/** Stops the messages to a customer. It holds from this moment on: what is not out yet is taken back. */
export function stopMessages(turn: Turn, wish: StopWish): void {
  const { now } = turn;
  const { by, only, address = null, isDoubted } = wish;
  const before = turn.state.contact;
  const contact = withStop(before, {
    by,
    at: now,
    ...(only === undefined ? {} : { only }),
    ...(address === null ? {} : { about: address }),
    ...(isDoubted === true ? { isDoubted } : {}),
  });
  if (contact.stops.length === before.stops.length) {
    // It stands already, and at most a doubt has ended.
    turn.state = { ...turn.state, contact };
    return;
  }
  record(turn, contact, { ...wish, to: "stopped", only: only ?? null });
  // What was to go by a channel that is closed finds its way to the next one when it is due.
  if (only !== undefined) return;
  for (const it of turn.state.notifications) {
    if (it.kind !== "notify" || !isUnsent(it)) continue;
    // Nobody was told: where the stop is taken back at once, the reminder is still owed.
    if (it.mayHaveArrivedAt === null) oweRungAgain(turn, it, toldOf(turn.state, it));
    withdraw(turn, it, "opted_out");
  }
}

/** The end of some stops. `only` says where no stop of the customer's own was among them. */
function endStops(turn: Turn, contact: Contact, said: { readonly by: StartBy | "address" } & WishSource): void {
  const before = turn.state.contact;
  if (contact === before) return;
  if (contact.stops.length === before.stops.length) {
    turn.state = { ...turn.state, contact };
    return;
  }
  const isPersonal = ownStops(contact).length < ownStops(before).length;
  const channel = before.stops.find((it) => it.only !== undefined && !contact.stops.includes(it))?.only;
  record(turn, contact, { ...said, to: "resumed", only: isPersonal ? null : (channel ?? null) });
}

/** Takes back the stops that may be taken back this way; the record names those that still stand. */
export function resumeMessages(turn: Turn, wish: { readonly by: StartBy } & WishSource): void {
  endStops(turn, withoutStops(turn.state.contact, wish.by), wish);
}

/** What an operator ended is not heeded again, should the number's owner be asked anew. */
export function endReplies(turn: Turn, heardAt: number): void {
  resumeMessages(turn, { by: "operator" });
  turn.state = { ...turn.state, contact: { ...turn.state.contact, repliesEndedAt: heardAt } };
}

/** What was said by reply about an address turns out to be nobody's of this customer. */
export function disownStops(turn: Turn, address: string): void {
  endStops(turn, withoutStopsAbout(turn.state.contact, address), { by: "address", address });
}

/** A contact with other addresses takes the place of the present one; stops that were about former addresses alone are over. */
function replaceContact(turn: Turn, contact: Contact): void {
  const before = turn.state.contact;
  const hasMoved = (channel: ChannelName): boolean => addressOf(before, channel) !== addressOf(contact, channel);
  const channels = new Set(contact.stops.flatMap(({ only }) => (only !== undefined && hasMoved(only) ? [only] : [])));
  turn.state = { ...turn.state, contact };
  endStops(turn, [...channels].reduce(withoutStopsOf, contact), { by: "address" });
}

/** What the company says of how to reach the customer, and when it said so (ms, real time; null where nobody knows). */
export function changeContact(turn: Turn, change: ContactChange, heardAt: number | null): void {
  const contact = withChange(turn.state.contact, change, heardAt);
  // A list that is imported again from where its answers ended says some of it twice.
  if (contact === turn.state.contact) return;
  turn.note("contact_changed", { fields: Object.keys(change).sort().join(",") });
  replaceContact(turn, contact);
}

/** What the company's backend said of the customer, as far as it is remembered: the language, and what could not be read. */
export function noteLookup(turn: Turn, { spoken, unusable }: Pick<Contact, "spoken" | "unusable">): void {
  const { contact } = turn.state;
  if (contact.spoken === spoken && contact.unusable === unusable) return;
  turn.state = { ...turn.state, contact: { ...contact, spoken, unusable } };
  if (unusable !== "" && unusable !== contact.unusable) turn.note("contact_fields_unusable", { fields: unusable });
}
