// State <-> rows. Loads what is living, saves what changed: rows whose value is the same object are left alone.

import { CASE_BEFORE, LOCATION_BEFORE, NOTIFICATION_BEFORE, TARIFF_BEFORE } from "./before.ts";
import { newCustomer } from "../../../core/state.ts";
import { writeBooks } from "./books.ts";
import { migrate, schemaVersion } from "./schema.ts";
import { SOONEST_MS } from "./retention.ts";
import { changedIn, customerBody, isSameCustomer, readAll, readCustomer } from "./rows.ts";
import type { Case, CustomerState, Location, Tariff } from "../../../core/state.ts";
import type { Notification } from "../../../core/message/notification.ts";
import type { ChannelName } from "../../../core/policy.ts";
import type { JournalEntry } from "../../../core/journal.ts";

/** Who the object is, and what is noted beside the state. */
interface Identity {
  readonly id: string;
  readonly clockOffset: number;
  readonly forgetAt: number | null;
}

export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly receivedAt: number;
  readonly late: boolean;
  /** By webhook, or as FlatPeak's API tells it, which is the same event in other bytes. */
  readonly source: "wire" | "copy";
  readonly body: string;
}

export interface StoredToken {
  readonly token: string;
  readonly mintedAt: number;
  readonly expiresAt: number;
}

/** What an event id stands for: nothing yet, the same bytes again, or other bytes under an id seen before. */
export type Claim = "new" | "duplicate" | "other_body";

/**
 * An object is the only one to write its rows, so what it read or wrote last is what is on disk, and is kept in memory for
 * as long as the object is awake. Whoever breaks off in the middle of a transaction calls `forget`.
 */
export class CustomerStore {
  readonly #storage: DurableObjectStorage;
  #exists = false;
  #identity: Identity | null = null;
  #state: CustomerState | null = null;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  get #sql(): SqlStorage {
    return this.#storage.sql;
  }

  /** True once a genuine event, contact or command has made this customer. */
  exists(): boolean {
    return this.#exists || schemaVersion(this.#sql) > 0;
  }

  /** Makes the tables on the first write, and brings them up to date. */
  prepare(now: number): void {
    if (this.#exists) return;
    migrate(this.#storage, now);
    this.#exists = true;
  }

  /** Lets go of what is kept in memory: it is read anew. */
  forget(): void {
    this.#exists = false;
    this.#identity = null;
    this.#state = null;
  }

  /** The customer's test clock: milliseconds ahead of the real one. */
  clockOffset(): number {
    return this.#read()?.clockOffset ?? 0;
  }

  setClockOffset(offset: number): void {
    this.#sql.exec("UPDATE customer SET clock_offset = ?", offset);
    this.#identity = null;
  }

  /** When something is to be forgotten next, on the customer's clock (ms); null where there is nothing. */
  forgetAt(): number | null {
    return this.#read()?.forgetAt ?? null;
  }

  setForgetAt(at: number | null): void {
    this.#sql.exec("UPDATE customer SET forget_at = ?", at);
    this.#identity = null;
  }

  /** Notes that something was written at `now` (customer's clock, ms), which will have to be forgotten. Seldom writes itself. */
  noteWritten(now: number): void {
    const known = this.#read();
    if (known === null || (known.forgetAt !== null && known.forgetAt <= now + SOONEST_MS)) return;
    this.setForgetAt(now + SOONEST_MS);
  }

  /** The id this object was made for; null before the first write. */
  customerId(): string | null {
    return this.#read()?.id ?? null;
  }

  #read(): Identity | null {
    if (this.#identity !== null || !this.exists()) return this.#identity;
    const [row] = this.#sql
      .exec<{ id: string; clock_offset: number; forget_at: number | null }>(
        "SELECT id, clock_offset, forget_at FROM customer",
      )
      .toArray();
    if (row === undefined) return null;
    this.#identity = { id: row.id, clockOffset: row.clock_offset, forgetAt: row.forget_at };
    return this.#identity;
  }

  /** The living state: open cases, unsettled notifications, what is known of tariffs and locations. */
  load(customerId: string): CustomerState {
    this.#state ??= this.#readState(customerId);
    return this.#state;
  }

  #readState(customerId: string): CustomerState {
    const fresh = newCustomer(customerId);
    const [row] = this.#sql.exec<{ body: string }>("SELECT body FROM customer").toArray();
    const numbers = this.#sql
      .exec<{ last_case: number; last_notification: number }>(
        `SELECT (SELECT COALESCE(MAX(no), 0) FROM cases) AS last_case,
                (SELECT COALESCE(MAX(no), 0) FROM notifications) AS last_notification`,
      )
      .one();
    const known = row === undefined ? fresh : { ...fresh, ...readCustomer(row.body) };
    return {
      ...known,
      lastCaseNo: Math.max(known.lastCaseNo, numbers.last_case),
      lastNotificationNo: Math.max(known.lastNotificationNo, numbers.last_notification),
      cases: readAll<Case>(this.#sql.exec("SELECT body FROM cases WHERE ended_at IS NULL ORDER BY no"), CASE_BEFORE),
      locations: readAll<Location>(this.#sql.exec("SELECT body FROM locations ORDER BY id"), LOCATION_BEFORE),
      tariffs: readAll<Tariff>(this.#sql.exec("SELECT body FROM tariffs ORDER BY id"), TARIFF_BEFORE),
      notifications: readAll<Notification>(
        this.#sql.exec("SELECT body FROM notifications WHERE settled_at IS NULL ORDER BY no"),
        NOTIFICATION_BEFORE,
      ),
    };
  }

  /** Notes that `after` is on disk, as far as it is living. */
  remember(after: CustomerState): void {
    this.#state = {
      ...after,
      cases: after.cases.filter((it) => it.end === null),
      notifications: after.notifications.filter((it) => it.settledAt === null),
    };
  }

  /** Writes what differs between two states, and the journal. To be called inside one transaction. */
  save(before: CustomerState, after: CustomerState, journal: readonly JournalEntry[]): void {
    this.#saveCustomer(before, after);
    for (const it of changedIn(before.cases, after.cases)) {
      this.#sql.exec(
        "INSERT OR REPLACE INTO cases (no, ended_at, body) VALUES (?, ?, ?)",
        it.no,
        it.end?.at ?? null,
        JSON.stringify(it),
      );
    }
    for (const it of changedIn(before.notifications, after.notifications)) {
      this.#sql.exec(
        "INSERT OR REPLACE INTO notifications (no, settled_at, body) VALUES (?, ?, ?)",
        it.no,
        it.settledAt,
        JSON.stringify(it),
      );
    }
    for (const it of changedIn(before.locations, after.locations)) {
      this.#sql.exec("INSERT OR REPLACE INTO locations (id, body) VALUES (?, ?)", it.id, JSON.stringify(it));
    }
    for (const { id } of changedIn(after.locations, before.locations)) {
      if (!after.locations.some((it) => it.id === id)) this.#sql.exec("DELETE FROM locations WHERE id = ?", id);
    }
    for (const it of changedIn(before.tariffs, after.tariffs)) {
      this.#sql.exec("INSERT OR REPLACE INTO tariffs (id, body) VALUES (?, ?)", it.id, JSON.stringify(it));
    }
    if (after.tariffs.length === 0 && before.tariffs.length > 0) this.#sql.exec("DELETE FROM tariffs");
    writeBooks(this.#sql, journal);
  }

  #saveCustomer(before: CustomerState, after: CustomerState): void {
    if (this.customerId() === null) {
      const insert = "INSERT INTO customer (one, id, clock_offset, body) VALUES (1, ?, 0, ?)";
      this.#sql.exec(insert, after.customerId, customerBody(after));
    } else if (!isSameCustomer(before, after)) {
      this.#sql.exec("UPDATE customer SET body = ?", customerBody(after));
    }
  }

  /** What an event id stands for so far: nothing, the same event, or other bytes. The first body under an id stays. */
  known(event: StoredEvent): Claim {
    const [known] = this.#sql
      .exec<{ source: string; body: string }>("SELECT source, body FROM events WHERE id = ?", event.id)
      .toArray();
    if (known === undefined) return "new";
    const comparable = known.source === "wire" && event.source === "wire";
    return comparable && known.body !== event.body ? "other_body" : "duplicate";
  }

  /** Claims an event id, and keeps with it what the journal says of it. To be called inside one transaction. */
  claim(event: StoredEvent, said: readonly JournalEntry[]): void {
    this.#sql.exec(
      "INSERT INTO events (id, type, received_at, late, source, body, said) VALUES (?, ?, ?, ?, ?, ?, ?)",
      event.id,
      event.type,
      event.receivedAt,
      event.late ? 1 : 0,
      event.source,
      event.body,
      JSON.stringify(said),
    );
  }

  /** Any case by number, open or ended. */
  caseOf(no: number): Case | null {
    return readAll<Case>(this.#sql.exec("SELECT body FROM cases WHERE no = ?", no), CASE_BEFORE)[0] ?? null;
  }

  /** Any notification by number, settled or not. */
  notificationOf(no: number): Notification | null {
    const found = this.#sql.exec<{ body: string }>("SELECT body FROM notifications WHERE no = ?", no);
    return readAll<Notification>(found, NOTIFICATION_BEFORE)[0] ?? null;
  }

  /** True where a message once arrived by a channel at an address with one of these digests, as its provider says. */
  hasArrived(channel: ChannelName, digests: readonly string[]): boolean {
    const sql = `SELECT 1 FROM notifications WHERE settled_at IS NOT NULL AND json_extract(body, '$.status') = 'sent'
      AND json_extract(body, '$.channel') = ? AND json_extract(body, '$.toDigest') = ? LIMIT 1`;
    return digests.some((it) => this.#sql.exec(sql, channel, it).toArray().length > 0);
  }

  /** Of the cases up to number `no`, one that is open, else the one that ended last. */
  latestCaseUpTo(no: number): Case | null {
    const sql = "SELECT body FROM cases WHERE no <= ? ORDER BY COALESCE(ended_at, 9e15) DESC, no DESC LIMIT 1";
    return readAll<Case>(this.#sql.exec(sql, no), CASE_BEFORE)[0] ?? null;
  }

  /** Cases that ended as disconnected after `since` (ms), the latest first. */
  disconnectedSince(since: number): readonly Case[] {
    const ended = "json_extract(body, '$.end.how') = 'disconnected'";
    const sql = `SELECT body FROM cases WHERE ended_at > ? AND ${ended} ORDER BY no DESC`;
    return readAll<Case>(this.#sql.exec(sql, since), CASE_BEFORE);
  }

  tokenOf(caseNo: number): StoredToken | null {
    const [row] = this.#sql
      .exec<{ token: string; minted_at: number; expires_at: number }>(
        "SELECT token, minted_at, expires_at FROM tokens WHERE case_no = ?",
        caseNo,
      )
      .toArray();
    return row === undefined ? null : { token: row.token, mintedAt: row.minted_at, expiresAt: row.expires_at };
  }

  hasTokens(): boolean {
    return this.#sql.exec("SELECT 1 FROM tokens LIMIT 1").toArray().length > 0;
  }

  /** Forgets every token: a session that ended is not opened again. */
  dropTokens(): void {
    this.#sql.exec("DELETE FROM tokens");
  }

  putToken(caseNo: number, { token, mintedAt, expiresAt }: StoredToken): void {
    const insert = "INSERT OR REPLACE INTO tokens (case_no, token, minted_at, expires_at) VALUES (?, ?, ?, ?)";
    this.#sql.exec(insert, caseNo, token, mintedAt, expiresAt);
  }
}
