// The rows of a Location object: whose home it is, and the events held until that is known.

import type { Incoming } from "../customer/object.ts";

export interface Held {
  readonly locationId: string;
  readonly incoming: Incoming;
}

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
       CREATE TABLE held (event_id TEXT PRIMARY KEY, location_id TEXT NOT NULL, received_at INTEGER NOT NULL, incoming TEXT NOT NULL) WITHOUT ROWID;
       INSERT INTO owner (one, customer_id, attempts, asked_at) VALUES (1, NULL, 0, NULL);`,
    );
  }

  /** The customer of this location; null until FlatPeak has said. */
  owner(): string | null {
    if (!this.#exists()) return null;
    return this.#storage.sql.exec<{ customer_id: string | null }>("SELECT customer_id FROM owner").one().customer_id;
  }

  setOwner(customerId: string, now: number): void {
    this.#storage.sql.exec("UPDATE owner SET customer_id = ?, attempts = 0, asked_at = ?", customerId, now);
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

  /** Holds an event by its id; the first body under an id stays. */
  hold(locationId: string, incoming: Incoming, now: number): "stored" | "duplicate" | "other_body" {
    return this.#storage.transactionSync(() => {
      this.#prepare();
      const { sql } = this.#storage;
      const claimed = sql
        .exec(
          `INSERT INTO held (event_id, location_id, received_at, incoming) VALUES (?, ?, ?, ?)
           ON CONFLICT (event_id) DO NOTHING RETURNING event_id`,
          incoming.event.id,
          locationId,
          now,
          JSON.stringify(incoming),
        )
        .toArray();
      if (claimed.length > 0) return "stored";
      const [known] = this.#read(
        sql.exec("SELECT location_id, incoming FROM held WHERE event_id = ?", incoming.event.id),
      );
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
