// What is kept of a customer in one piece: the living state, and what is noted beside it. One key holds it, so that no field can be
// kept in one place and forgotten in another: what the core knows is what is written.

import { newCustomer } from "../../../core/state.ts";
import { leanCases, leanNotifications, leanOf, leanState, wholeCases, wholeNotifications, wholeState } from "./lean.ts";
import type { JournalEntry } from "../../../core/journal.ts";
import type { Notification } from "../../../core/message/notification.ts";
import type { Case, Contact, CustomerState } from "../../../core/state.ts";

/** Counts the shapes a document has had. `upgrade` brings every older one up to date. */
export const SHAPE = 1;

/** A Connect token that may be given out again. Times in ms. */
export interface StoredToken {
  readonly token: string;
  readonly mintedAt: number;
  readonly expiresAt: number;
}

/** A way through Connect by its name, and when it began (real time, ms). */
export interface BegunJourney {
  readonly name: string;
  readonly at: number;
}

/** The newest of what is over. It stays in the document until there is enough of it for a row of the history. */
export interface Recent {
  readonly cases: readonly Case[];
  readonly notifications: readonly Notification[];
  readonly journal: readonly JournalEntry[];
}

export interface Document {
  readonly version: number;
  /** When it was made, and when the object last forgot what is old; null for never. Real times (ms). */
  readonly madeAt: number;
  readonly tidiedAt: number | null;
  /** The customer's test clock: ms ahead of the real one. */
  readonly clockOffset: number;
  /** When something is to be forgotten next, on the customer's clock (ms); null where there is nothing. */
  readonly forgetAt: number | null;
  /** When something last happened with the customer, on their clock (ms). */
  readonly activeAt: number;
  /** Rows written so far of the history, of forgotten events' lines, and of the record of consent. */
  readonly pastRows: number;
  readonly saidRows: number;
  readonly consentRows: number;
  /** The homes stand under keys of their own, since there are too many of them for one. */
  readonly isSplit: boolean;
  readonly tokens: Readonly<Record<number, StoredToken>>;
  /** What the objects of the phone numbers are called that they were written to under: those know the customer. */
  readonly numbers: readonly string[];
  /** Ways through Connect that began by a link of theirs. */
  readonly journeys: readonly BegunJourney[];
  readonly recent: Recent;
  readonly state: CustomerState;
}

export const NOTHING_RECENT: Recent = { cases: [], notifications: [], journal: [] };

/** The document of somebody first heard of at `now` (real time, ms). */
export const newDocument = (customerId: string, now: number): Document => ({
  version: SHAPE,
  madeAt: now,
  tidiedAt: null,
  clockOffset: 0,
  forgetAt: null,
  activeAt: now,
  pastRows: 0,
  saidRows: 0,
  consentRows: 0,
  isSplit: false,
  tokens: {},
  numbers: [],
  journeys: [],
  recent: NOTHING_RECENT,
  state: newCustomer(customerId),
});

/** Stands for the words of a notification, which have a key of their own: no turn writes kilobytes again that it did not change. */
const KEPT_APART = "";

const apart = (it: Notification): Notification => (it.payload === null ? it : { ...it, payload: KEPT_APART });

/** What is left out of a document on disk, where it is so. */
const BLANK: Document = { ...newDocument("", 0), version: 0 };

/** The text of a document, without what stands under keys of its own, and without what is as for somebody of whom nothing is known. */
export function writeDocument(document: Document): string {
  const { state, isSplit, recent } = document;
  const kept = { ...(isSplit ? withHomes(state, NO_HOMES) : state), notifications: state.notifications.map(apart) };
  return JSON.stringify({
    ...leanOf(document, BLANK),
    recent: leanOf(
      { ...recent, cases: leanCases(recent.cases), notifications: leanNotifications(recent.notifications) },
      NOTHING_RECENT,
    ),
    state: leanState(kept),
  });
}

/** What there is one of for each home, or several. */
export interface Homes extends Pick<CustomerState, "cases" | "locations" | "tariffs">, Pick<Contact, "labels"> {}

export const NO_HOMES: Homes = { cases: [], locations: [], tariffs: [], labels: {} };

const withHomes = (state: CustomerState, { labels, ...lists }: Homes): CustomerState => ({
  ...state,
  ...lists,
  contact: { ...state.contact, labels },
});

/** Where the rest of a document is found. */
export interface Rest {
  readonly payloadOf: (no: number) => string | null;
  readonly homes: () => Homes;
}

/** A document from its text. Throws where newer code wrote it: it must not be touched then. */
export function readDocument(text: string, rest: Rest): Document {
  const lean = upgrade(JSON.parse(text) as Document);
  const document = { ...BLANK, ...lean };
  const { isSplit } = document;
  const recent: Partial<Recent> = lean.recent;
  const state = wholeState(lean.state);
  const notifications = state.notifications.map((it) =>
    it.payload === KEPT_APART ? { ...it, payload: rest.payloadOf(it.no) } : it,
  );
  return {
    ...document,
    recent: {
      cases: wholeCases(recent.cases),
      notifications: wholeNotifications(recent.notifications),
      journal: recent.journal ?? [],
    },
    state: { ...(isSplit ? withHomes(state, rest.homes()) : state), notifications },
  };
}

/** The one migration of shape. There is one shape so far. */
function upgrade(document: Document): Document {
  const { version } = document;
  if (version > SHAPE) throw new Error(`document ${version} is newer than this code, which knows ${SHAPE}`);
  return document;
}

const isSame = <T extends object>(one: T, other: T, apart: readonly string[]): boolean =>
  (Object.keys(other) as (keyof T & string)[]).every((key) => apart.includes(key) || one[key] === other[key]);

/** True where two documents are the same but for what stands under keys of its own. */
export function isSameOnDisk(one: Document, other: Document): boolean {
  const apart = other.isSplit ? ["cases", "locations", "tariffs", "contact"] : [];
  const isContactSame = isSame(one.state.contact, other.state.contact, other.isSplit ? ["labels"] : []);
  return isSame(one, other, ["state"]) && isSame(one.state, other.state, apart) && isContactSame;
}
