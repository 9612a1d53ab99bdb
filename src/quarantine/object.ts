// The Quarantine object: what is genuine and was not understood, kept byte by byte. Sixteen of them share the load.

import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";

export type QuarantineReason =
  "not_json" | "not_understood" | "other_account" | "other_mode" | "other_body" | "unknown_location";

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

  /** What is kept here, newest first. */
  list(limit: number): readonly Quarantined[] {
    const { sql } = this.ctx.storage;
    if (sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'quarantine'").toArray().length === 0) return [];
    return sql
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
}
