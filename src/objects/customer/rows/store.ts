// What a customer's object keeps, as the rest of it reads and writes it. An object is the only one to write its keys, so what it
// read or wrote last is what is on disk, and is kept in memory for as long as the object is awake.

import { Past } from "./past.ts";
import { NOTHING_RECENT, isSameOnDisk, newDocument, readDocument, writeDocument } from "./document.ts";
import { DOCUMENT, Keys, consentKey, eventKey, pastKey, payloadKey } from "./keys.ts";
import { hasOutgrown, withEnded } from "./recent.ts";
import { tombstoneIn, writeTombstone } from "./tombstone.ts";
import { changedIn, mustSplit, readHomes, writeHomes } from "./split.ts";
import { newCustomer } from "../../../core/state.ts";
import type { JournalEntry } from "../../../core/journal.ts";
import type { Notification } from "../../../core/message/notification.ts";
import type { CustomerState } from "../../../core/state.ts";
import type { Step } from "../../../core/step.ts";
import type { Document, StoredToken } from "./document.ts";
import type { StoredEvent } from "./kept-event.ts";
import type { Tombstone } from "./tombstone.ts";

/** What an event id stands for: nothing yet, the same bytes again, or other bytes under an id seen before. */
export type Novelty = "new" | "duplicate" | "other_body";

export class CustomerStore {
  readonly keys: Keys;
  readonly #storage: DurableObjectStorage;
  /** As it is in memory, null where none is on disk, undefined before it was looked for; and as it was last written. */
  #document: Document | null | undefined = undefined;
  #written: Document | null = null;
  #tombstone: Tombstone | null = null;
  #isInTransaction = false;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.keys = new Keys(storage);
  }

  /** Lets go of what is kept in memory: it is read anew. */
  forget(): void {
    this.#document = undefined;
    this.#written = null;
  }

  /** All that is known; null before the first write. Throws where newer code wrote it. */
  get document(): Document | null {
    if (this.#document === undefined) this.#document = this.#written = this.#read();
    return this.#document;
  }

  #read(): Document | null {
    const text = this.keys.text(DOCUMENT);
    this.#tombstone = text === null ? null : tombstoneIn(text);
    if (text === null || this.#tombstone !== null) return null;
    return readDocument(text, {
      payloadOf: (no) => this.keys.get(payloadKey(no))?.words ?? null,
      homes: () => readHomes(this.keys),
    });
  }

  /** What is left of somebody who was erased; null for everybody else. While it stands nothing is written here. */
  get tombstone(): Tombstone | null {
    return this.document === null ? this.#tombstone : null;
  }

  /** Puts a tombstone in the place of all that is kept. */
  bury(tombstone: Tombstone): void {
    this.#storage.transactionSync(() => {
      for (const key of [...this.keys.all()].map(([it]) => it)) this.keys.drop(key);
      this.keys.putText(DOCUMENT, writeTombstone(tombstone));
    });
    this.#document = this.#written = null;
    this.#tombstone = tombstone;
  }

  /** Puts a document in the place of a tombstone. */
  raise(document: Document): void {
    this.transact(() => (this.#document = document));
  }

  /** The id this object was made for; null before the first write. */
  customerId(): string | null {
    return this.document?.state.customerId ?? null;
  }

  /** The living state: open cases, unsettled notifications, what is known of tariffs and locations. Of nobody known, a new one. */
  load(customerId: string): CustomerState {
    return this.document?.state ?? newCustomer(customerId);
  }

  /**
   * Does `work` in one transaction with all that it changes here, and writes the document once. What breaks in it is as if it had not
   * been begun.
   */
  transact<T>(work: () => T): T {
    try {
      return this.#storage.transactionSync(() => {
        this.#isInTransaction = true;
        const result = work();
        this.#isInTransaction = false;
        this.#write();
        return result;
      });
    } catch (error) {
      this.#isInTransaction = false;
      // Rolled back: what was read or written meanwhile is not what is on disk.
      this.forget();
      throw error;
    }
  }

  /** Changes what is noted beside the state. */
  note(change: Partial<Omit<Document, "state" | "version">>): void {
    const { document } = this;
    if (document === null) return;
    this.#document = { ...document, ...change };
    if (!this.#isInTransaction) this.transact(() => undefined);
  }

  /** The customer's test clock: milliseconds ahead of the real one. */
  clockOffset(): number {
    return this.document?.clockOffset ?? 0;
  }

  /**
   * Keeps what a step came to at `now` (customer's clock, ms). `journal`: its lines, but for those that are kept with an event.
   * `soonest`: after how long something of it is to be forgotten at the soonest (ms). To be called in a transaction.
   */
  save({ state, ended, journal: all }: Step, journal: readonly JournalEntry[], now: number, soonest: number): void {
    const before = this.document ?? newDocument(state.customerId, now);
    const isFirst = this.#written === null;
    this.#keepWords(before.state.notifications, [...state.notifications, ...ended.notifications], now);
    const consents = all.flatMap(({ consent }) => consent ?? []);
    for (const [nth, it] of consents.entries()) this.keys.put(consentKey(before.consentRows + nth + 1), it);
    const isOver = ended.cases.length + ended.notifications.length + all.length > 0;
    const recent = withEnded(before.recent, ended, journal);
    if (!isFirst && state === before.state && recent === before.recent && consents.length === 0) return;
    this.#document = {
      ...before,
      state,
      recent,
      forgetAt: Math.min(before.forgetAt ?? Infinity, now + soonest),
      consentRows: before.consentRows + consents.length,
      activeAt: isOver && !all.some(({ what }) => what === "contact_forgotten") ? now : before.activeAt,
      isSplit: before.isSplit || mustSplit(state),
    };
    if (hasOutgrown(recent)) this.#moveToPast();
  }

  /** What is over and recent becomes a row of the history. */
  #moveToPast(): void {
    const { document } = this;
    if (document === null) return;
    const { recent, pastRows } = document;
    this.keys.put(pastKey(pastRows + 1), recent);
    this.#document = { ...document, recent: NOTHING_RECENT, pastRows: pastRows + 1 };
  }

  #keepWords(before: readonly Notification[], after: readonly Notification[], at: number): void {
    for (const it of changedIn(before, after)) {
      const known = before.find(({ no }) => no === it.no)?.payload ?? null;
      if (it.payload === null || it.payload === known) continue;
      this.keys.put(payloadKey(it.no), { at, words: it.payload });
    }
  }

  #write(): void {
    const [document, written] = [this.#document ?? null, this.#written];
    if (document === null || document === written) return;
    if (document.isSplit) writeHomes(this.keys, written, document);
    if (written === null || !isSameOnDisk(written, document)) this.keys.putText(DOCUMENT, writeDocument(document));
    this.#written = document;
  }

  /** What an event id stands for so far. The first body under an id stays. */
  known(event: StoredEvent): Novelty {
    // With the first event comes the document.
    if (this.document === null) return "new";
    const known = this.keys.get(eventKey(event.id));
    if (known === null) return "new";
    const comparable = known.source === "wire" && event.source === "wire";
    return comparable && known.body !== event.body ? "other_body" : "duplicate";
  }

  /** Claims an event id, and keeps with it what the journal says of it; `soonest` as in `save`. To be called in a transaction. */
  claim(event: StoredEvent, said: readonly JournalEntry[], soonest: number): void {
    const { id, type, receivedAt, late, source, body } = event;
    this.keys.put(eventKey(id), { id, type, receivedAt, late, source, body, said });
    const at = receivedAt + this.clockOffset();
    // It will have to be forgotten, also where it changed nothing else.
    if (this.#document?.forgetAt === null) this.note({ forgetAt: at + soonest });
    // An event tells by itself when it came, but not what a moved clock said then.
    if (this.clockOffset() > 0) this.note({ activeAt: at });
  }

  /** What is over, as it can be found by whoever needs more than the living. */
  get past(): Past {
    return new Past(this.document, this.keys);
  }

  tokenOf(caseNo: number): StoredToken | null {
    return this.document?.tokens[caseNo] ?? null;
  }

  hasTokens(): boolean {
    return Object.keys(this.document?.tokens ?? {}).length > 0;
  }

  /** Forgets every token: a session that ended is not opened again. */
  dropTokens(): void {
    if (this.hasTokens()) this.note({ tokens: {} });
  }

  putToken(caseNo: number, token: StoredToken): void {
    this.note({ tokens: { ...this.document?.tokens, [caseNo]: token } });
  }
}
