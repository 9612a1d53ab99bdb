// The keys under which a customer's object keeps things, each with what stands there, and the only place that reads and writes them. A
// value is JSON: what is read is what was written.

import type { JournalEntry } from "../../../core/journal.ts";
import type { Consent } from "../../../core/person/optout.ts";
import type { Case, Location, Tariff } from "../../../core/state.ts";
import type { Invitation } from "../invitation/record.ts";
import type { Recent } from "./document.ts";
import type { KeptEvent } from "./kept-event.ts";

/** The words of a notification, as they were handed out at `at` (ms). */
export interface KeptPayload {
  readonly at: number;
  readonly words: string;
}

/** A key, and what stands there. */
export type Key<T> = string & { readonly holds?: T };
/** What keys of one kind begin with. */
export type Prefix<T> = string & { readonly holds?: T };

/** Holds the document, which is read and written by itself. */
export const DOCUMENT = "document";
/** What somebody is invited with; see invitation/record.ts. */
export const INVITATION: Key<Invitation> = "invitation";
/** Invitations to a customer, by their ids; of an invitation who it is to, where that has an object of its own. */
export const INVITED: Prefix<true> = "invited/";
export const EVENTS: Prefix<KeptEvent> = "event/";
export const PAYLOADS: Prefix<KeptPayload> = "payload/";
export const PAST: Prefix<Recent> = "past/";
/** What is left of forgotten events: their lines, in the order in which they came. */
export const SAID: Prefix<readonly JournalEntry[]> = "said/";
export const CONSENTS: Prefix<Consent> = "consent/";
/** Of a customer with many homes. */
export const CASES: Prefix<Case> = "case/";
export const LOCATIONS: Prefix<Location> = "location/";
export const TARIFFS: Prefix<Tariff> = "tariff/";
/** What the company calls them, by location. */
export const LABELS: Prefix<string> = "label/";

/** Sortable: numbers have leading zeros. */
const DIGITS = 10;
const numbered = <T>(prefix: Prefix<T>, no: number): Key<T> => `${prefix}${String(no).padStart(DIGITS, "0")}`;
const named = <T>(prefix: Prefix<T>, id: string): Key<T> => `${prefix}${id}`;

export const invitedKey = (id: string): Key<true> => named(INVITED, id);
export const eventKey = (id: string): Key<KeptEvent> => named(EVENTS, id);
export const payloadKey = (no: number): Key<KeptPayload> => numbered(PAYLOADS, no);
export const pastKey = (no: number): Key<Recent> => numbered(PAST, no);
export const saidKey = (no: number): Key<readonly JournalEntry[]> => numbered(SAID, no);
export const consentKey = (no: number): Key<Consent> => numbered(CONSENTS, no);
export const caseKey = (no: number): Key<Case> => numbered(CASES, no);
export const locationKey = (id: string): Key<Location> => named(LOCATIONS, id);
export const tariffKey = (id: string): Key<Tariff> => named(TARIFFS, id);
export const labelKey = (locationId: string): Key<string> => named(LABELS, locationId);

/** Keys and values of one object. */
export class Keys {
  readonly #kv: SyncKvStorage;

  constructor(storage: DurableObjectStorage) {
    this.#kv = storage.kv;
  }

  /** The text that stands under a key; null where none does. */
  text(key: string): string | null {
    return this.#kv.get<string>(key) ?? null;
  }

  /** What stands under a key; null where nothing does. */
  get<T>(key: Key<T>): T | null {
    const text = this.text(key);
    return text === null ? null : (JSON.parse(text) as T);
  }

  putText(key: string, text: string): void {
    this.#kv.put(key, text);
  }

  put<T>(key: Key<T>, value: T): void {
    this.putText(key, JSON.stringify(value));
  }

  drop(key: string): void {
    this.#kv.delete(key);
  }

  /** Keys of one kind and what stands there, in their order or against it. Nothing may be written while it is gone through. */
  *below<T>(prefix: Prefix<T>, reverse = false): Generator<readonly [key: Key<T>, value: T]> {
    for (const [key, text] of this.#kv.list<string>({ prefix, reverse })) yield [key, JSON.parse(text) as T];
  }

  /** All keys with their texts. Nothing may be written while they are gone through. */
  all(): Iterable<readonly [key: string, text: string]> {
    return this.#kv.list<string>({ reverse: false });
  }

  /** What stands under all keys of one kind. */
  values<T>(prefix: Prefix<T>): readonly T[] {
    return [...this.below(prefix)].map(([, value]) => value);
  }
}
