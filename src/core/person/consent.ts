// Stops and their end, and the record of them: every change of whether a customer gets messages is made here, and is written
// down as it is made. The record is never pruned; what changes nothing writes nothing.

import { toldOf } from "../message/clearance.ts";
import { line } from "../journal.ts";
import { oweAgain } from "../case/ladder.ts";
import { ownStops, withoutStops, withoutStopsAbout, withoutStopsOf, withStop } from "./optout.ts";
import { withdraw } from "../message/count.ts";
import { withCases } from "../state.ts";
import { isUnsent } from "../message/notification.ts";
import type { Change, JournalEntry } from "../journal.ts";
import type { StartBy, Stop, StopBy, ConsentBy, Consent } from "./optout.ts";
import type { ChannelName, Settings } from "../policy.ts";
import type { Contact, CustomerState } from "../state.ts";

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

const nameOf = ({ by, only }: Stop): string => (only === undefined ? by : `${by} (${only})`);

/** The change from one contact to another, with the line that says so in both books. */
function record(
  state: CustomerState,
  contact: Contact,
  said: Pick<Consent, "to" | "by" | "only"> & WishSource,
  now: number,
): Change {
  const { to, by, only, address = null, link = null } = said;
  const standing = contact.stops.map(nameOf);
  const consent: Consent = { at: now, to, by, door: DOOR_OF[by], only, address, link, standing };
  const detail = {
    by,
    ...(only === null ? {} : { only }),
    ...(to === "stopped" ? {} : { standing: standing.join(",") }),
  };
  const entry: JournalEntry = { ...line(now, to === "stopped" ? "opted_out" : "opted_in", detail), consent };
  return { state: { ...state, contact }, journal: [entry] };
}

/** Stops the messages to a customer. It holds from this moment on: what is not out yet is taken back. */
export function stopMessages(state: CustomerState, wish: StopWish, now: number, settings: Settings): Change {
  const { by, only, address = null, isDoubted } = wish;
  const contact = withStop(state.contact, {
    by,
    at: now,
    ...(only === undefined ? {} : { only }),
    ...(address === null ? {} : { about: address }),
    ...(isDoubted === true ? { isDoubted } : {}),
  });
  // It stands already, and at most a doubt has ended.
  if (contact.stops.length === state.contact.stops.length) return { state: { ...state, contact }, journal: [] };
  const stopped = record(state, contact, { ...wish, to: "stopped", only: only ?? null }, now);
  // What was to go by a channel that is closed finds its way to the next one when it is due.
  if (only !== undefined) return stopped;
  return state.notifications
    .filter((it) => it.kind === "notify" && isUnsent(it))
    .reduce<Change>((soFar, it) => {
      // Nobody was told: where the stop is taken back at once, the reminder is still owed.
      const untold = it.mayHaveArrivedAt === null ? toldOf(soFar.state, it) : [];
      const owed = withCases(
        soFar.state,
        untold.map((c) => oweAgain(c, now)),
      );
      const withdrawn = withdraw(owed, it, "opted_out", now, settings);
      return { state: withdrawn.state, journal: [...soFar.journal, ...withdrawn.journal] };
    }, stopped);
}

/** The end of some stops. `only` says where no stop of the customer's own was among them. */
function resume(
  state: CustomerState,
  contact: Contact,
  said: { readonly by: StartBy | "address" } & WishSource,
  now: number,
): Change {
  if (contact.stops.length === state.contact.stops.length) return { state: { ...state, contact }, journal: [] };
  const isPersonal = ownStops(contact).length < ownStops(state.contact).length;
  const channel = state.contact.stops.find((it) => it.only !== undefined && !contact.stops.includes(it))?.only;
  return record(state, contact, { ...said, to: "resumed", only: isPersonal ? null : (channel ?? null) }, now);
}

/** Takes back the stops that may be taken back this way; the record names those that still stand. */
export function resumeMessages(state: CustomerState, wish: { readonly by: StartBy } & WishSource, now: number): Change {
  const contact = withoutStops(state.contact, wish.by);
  return contact === state.contact ? { state, journal: [] } : resume(state, contact, wish, now);
}

/** What was said by reply about an address turns out to be nobody's of this customer. */
export function disownStops(state: CustomerState, address: string, now: number): Change {
  const contact = withoutStopsAbout(state.contact, address);
  return contact === state.contact ? { state, journal: [] } : resume(state, contact, { by: "address", address }, now);
}

/** A contact with other addresses takes the place of the present one; stops that were about former addresses alone are over. */
export function replaceContact(
  state: CustomerState,
  contact: Contact,
  hasMoved: (channel: ChannelName) => boolean,
  now: number,
): Change {
  const channels = new Set(contact.stops.flatMap(({ only }) => (only !== undefined && hasMoved(only) ? [only] : [])));
  const next = [...channels].reduce(withoutStopsOf, contact);
  return resume({ ...state, contact }, next, { by: "address" }, now);
}
