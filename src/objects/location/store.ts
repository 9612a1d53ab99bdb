// The rows of a Location object: whose home it is, and the events held until that is known.

import type { Incoming } from "../customer/incoming.ts";

export interface Held {
  readonly locationId: string;
  readonly incoming: Incoming;
}

export interface Owner {
  readonly customerId: string;
  /** When this was last told (ms). */
  readonly toldAt: number;
}

const ERASED = "erased";

export class LocationStore {
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  #exists(): boolean {
    const sql = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'held'";
    return this.#storage.sql.exec(sql).toArray().length > 0;
  }

  /** Tables are made by the first genuine event, never by a question. */
  #prepare(): void {
    if (this.#exists()) return;
    this.#storage.sql.exec(
      `CREATE TABLE owner (one INTEGER PRIMARY KEY CHECK (one = 1), customer_id TEXT, attempts INTEGER NOT NULL, asked_at INTEGER);
       CREATE TABLE held (event_id TEXT PRIMARY KEY, location_id TEXT NOT NULL, received_at INTEGER NOT NULL, listed INTEGER NOT NULL, incoming TEXT NOT NULL) WITHOUT ROWID;
       INSERT INTO owner (one, customer_id, attempts, asked_at) VALUES (1, NULL, 0, NULL);`,
    );
  }

  /** The customer of this location, as last told; null until somebody has said. */
  owner(): Owner | null {
    if (!this.#exists()) return null;
    const { customer_id, asked_at } = this.#storage.sql
      .exec<{ customer_id: string | null; asked_at: number | null }>("SELECT customer_id, asked_at FROM owner")
      .one();
    return customer_id === null ? null : { customerId: customer_id, toldAt: asked_at ?? 0 };
  }

  setOwner(customerId: string, now: number): void {
    this.#prepare();
    this.#storage.kv.delete(ERASED);
    this.#storage.sql.exec("UPDATE owner SET customer_id = ?, attempts = 0, asked_at = ?", customerId, now);
  }

  /** When the customer of this home was erased (ms); null where they were not, or somebody else is known to live there by now. */
  erasedAt(): number | null {
    return this.#storage.kv.get<number>(ERASED) ?? null;
  }

  /** Notes that, and forgets who they were and what is held. */
  forget(now: number): void {
    this.#storage.transactionSync(() => {
      this.forgetOwner(now);
      if (this.#exists()) this.#storage.sql.exec("DELETE FROM held");
    });
  }

  /** The same, but for what is held: it may be somebody else's. */
  forgetOwner(now: number): void {
    if (this.#exists()) this.#storage.sql.exec("UPDATE owner SET customer_id = NULL, attempts = 0, asked_at = NULL");
    this.#storage.kv.put(ERASED, now);
  }

  /** One more question without an answer; gives how many that makes. */
  countAttempt(): number {
    const sql = "UPDATE owner SET attempts = attempts + 1 RETURNING attempts";
    return this.#storage.sql.exec<{ attempts: number }>(sql).one().attempts;
  }

  heldCount(): number {
    if (!this.#exists()) return 0;
    return this.#storage.sql.exec<{ held: number }>("SELECT COUNT(*) AS held FROM held").one().held;
  }

  /** Since when something has been held here (ms), and whether FlatPeak's list is all it came by. Null when nothing is. */
  waiting(): { readonly since: number; readonly onlyListed: boolean } | null {
    if (!this.#exists()) return null;
    const { since, listed } = this.#storage.sql
      .exec<{ since: number | null; listed: number }>(
        "SELECT MIN(received_at) AS since, MIN(listed) AS listed FROM held",
      )
      .one();
    return since === null ? null : { since, onlyListed: listed === 1 };
  }

  /** Holds an event by its id; the first body under an id stays. `listed`: found in FlatPeak's list, and nowhere else. */
  hold(locationId: string, incoming: Incoming, listed: boolean, now: number): "stored" | "duplicate" | "other_body" {
    return this.#storage.transactionSync(() => {
      this.#prepare();
      const { sql } = this.#storage;
      const { id } = incoming.event;
      const claimed = sql
        .exec(
          `INSERT INTO held (event_id, location_id, received_at, listed, incoming) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (event_id) DO NOTHING RETURNING event_id`,
          id,
          locationId,
          now,
          listed ? 1 : 0,
          JSON.stringify(incoming),
        )
        .toArray();
      if (claimed.length > 0) return "stored";
      if (!listed) sql.exec("UPDATE held SET listed = 0 WHERE event_id = ?", id);
      const [known] = this.#read(sql.exec("SELECT location_id, incoming FROM held WHERE event_id = ?", id));
      const comparable = known?.incoming.source === "wire" && incoming.source === "wire";
      return comparable && known.incoming.body !== incoming.body ? "other_body" : "duplicate";
    });
  }

  /** The events held longest, at most `limit`. */
  held(limit: number): readonly Held[] {
    if (!this.#exists()) return [];
    const sql = "SELECT location_id, incoming FROM held ORDER BY received_at LIMIT ?";
    return this.#read(this.#storage.sql.exec(sql, limit));
  }

  /** Lets go of an event that is on disk elsewhere. */
  release(eventId: string): void {
    this.#storage.sql.exec("DELETE FROM held WHERE event_id = ?", eventId);
  }

  #read(cursor: SqlStorageCursor<{ location_id: string; incoming: string }>): readonly Held[] {
    return cursor.toArray().map((row) => ({
      locationId: row.location_id,
      incoming: JSON.parse(row.incoming) as Incoming,
    }));
  }
}
