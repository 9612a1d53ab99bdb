// The Quarantine object: what is genuine and was not understood, kept byte by byte. Sixteen of them share the load.

import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";

/** Why something is kept apart, in the order it is found out. */
export type QuarantineReason =
  | "not_json"
  | "not_understood"
  | "other_account"
  | "other_mode"
  | "too_old"
  | "other_body"
  | "broke_the_reader"
  | "unknown_location"
  | "not_placed";

export interface Quarantined {
  /** SHA-256 of the bytes, hex: the same bytes are kept once per reason. */
  readonly digest: string;
  readonly reason: QuarantineReason;
  readonly receivedAt: number;
  readonly body: Uint8Array;
}

export class Quarantine extends DurableObject<Env> {
  /** Keeps a body; on disk when this returns. Asked again with the same bytes it changes nothing. */
  put({ digest, reason, receivedAt, body }: Quarantined): void {
    const { sql } = this.ctx.storage;
    sql.exec(
      `CREATE TABLE IF NOT EXISTS quarantine (digest TEXT, reason TEXT, received_at INTEGER NOT NULL, body BLOB NOT NULL,
       PRIMARY KEY (digest, reason)) WITHOUT ROWID`,
    );
    sql.exec(
      "INSERT INTO quarantine (digest, reason, received_at, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
      digest,
      reason,
      receivedAt,
      body,
    );
  }

  /** The bytes with this digest, or null. */
  bytesOf(digest: string): Uint8Array | null {
    if (!this.#exists()) return null;
    const rows = this.ctx.storage.sql.exec<{ body: ArrayBuffer }>(
      "SELECT body FROM quarantine WHERE digest = ? LIMIT 1",
      digest,
    );
    const [row] = rows.toArray();
    return row === undefined ? null : new Uint8Array(row.body);
  }

  /** Lets go of what has been taken in elsewhere. */
  release(digest: string): void {
    if (this.#exists()) this.ctx.storage.sql.exec("DELETE FROM quarantine WHERE digest = ?", digest);
  }

  count(): number {
    if (!this.#exists()) return 0;
    return this.ctx.storage.sql.exec<{ kept: number }>("SELECT COUNT(*) AS kept FROM quarantine").one().kept;
  }

  /** What is kept here, newest first. */
  list(limit: number): readonly Quarantined[] {
    if (!this.#exists()) return [];
    return this.ctx.storage.sql
      .exec<{
        digest: string;
        reason: QuarantineReason;
        received_at: number;
        body: ArrayBuffer;
      }>("SELECT digest, reason, received_at, body FROM quarantine ORDER BY received_at DESC LIMIT ?", limit)
      .toArray()
      .map((row) => ({
        digest: row.digest,
        reason: row.reason,
        receivedAt: row.received_at,
        body: new Uint8Array(row.body),
      }));
  }

  /** Looking makes no tables: there may never be anything to keep. */
  #exists(): boolean {
    const sql = "SELECT 1 FROM sqlite_master WHERE name = 'quarantine'";
    return this.ctx.storage.sql.exec(sql).toArray().length > 0;
  }
}
