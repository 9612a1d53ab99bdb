// The Quarantine object: what is genuine and was not understood, kept byte by byte. Sixteen of them share the load.

import { Waking } from "../alarm.ts";
import { depsOf } from "../deps.ts";
import { isAbout } from "../naming.ts";
import type { Whose } from "../naming.ts";
import type { Deps } from "../../setup/compose.ts";
import type { QuarantineContract, Quarantined, QuarantineReason } from "./contract.ts";

/** Kept because our code could not read it; a later version may. */
const UNREAD: readonly QuarantineReason[] = ["not_json", "not_understood", "broke_the_reader"];

/** Somebody else's, and of no use to us: few are kept, as examples, and not for long. */
const FOREIGN: readonly QuarantineReason[] = ["other_account", "other_mode"];
const FOREIGN_MS = 7 * 86_400_000;
const MAX_FOREIGN = 20;

const decoder = new TextDecoder();

const listOf = (reasons: readonly QuarantineReason[]): string => reasons.map((it) => `'${it}'`).join(", ");
/** How long each is kept (ms), `most` where it is ours. */
const lifeOf = (most: number): string =>
  `CASE WHEN reason IN (${listOf(FOREIGN)}) THEN ${Math.min(FOREIGN_MS, most)} ELSE ${most} END`;

export class Quarantine extends Waking implements QuarantineContract {
  async put({ digest, reason, receivedAt, body }: Quarantined): Promise<void> {
    const { sql } = this.ctx.storage;
    sql.exec(
      `CREATE TABLE IF NOT EXISTS quarantine (digest TEXT, reason TEXT, received_at INTEGER NOT NULL, body BLOB NOT NULL,
       read_by TEXT, tried_at INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (digest, reason)) WITHOUT ROWID;
       CREATE TABLE IF NOT EXISTS counted (reason TEXT PRIMARY KEY, total INTEGER NOT NULL) WITHOUT ROWID;`,
    );
    const isNew =
      sql
        .exec(
          `INSERT INTO quarantine (digest, reason, received_at, body) VALUES (?, ?, ?, ?)
           ON CONFLICT DO NOTHING RETURNING digest`,
          digest,
          reason,
          receivedAt,
          body,
        )
        .toArray().length > 0;
    if (!isNew) return;
    sql.exec("INSERT INTO counted (reason, total) VALUES (?, 1) ON CONFLICT DO UPDATE SET total = total + 1", reason);
    if (FOREIGN.includes(reason)) {
      sql.exec(
        `DELETE FROM quarantine WHERE reason IN (${listOf(FOREIGN)}) AND received_at <
         (SELECT received_at FROM quarantine WHERE reason IN (${listOf(FOREIGN)}) ORDER BY received_at DESC LIMIT 1 OFFSET ?)`,
        MAX_FOREIGN - 1,
      );
    }
    await this.#arm(depsOf(this.env).config.kept.quarantine);
  }

  /** Forgets what had its time. */
  protected override async doDue({ now, config }: Deps): Promise<void> {
    if (!this.#exists()) return this.wake.set(null);
    const life = lifeOf(config.kept.quarantine);
    this.ctx.storage.sql.exec(`DELETE FROM quarantine WHERE received_at + ${life} <= ?`, now());
    return this.#arm(config.kept.quarantine);
  }

  #arm(most: number): Promise<void> {
    const sql = `SELECT MIN(received_at + ${lifeOf(most)}) AS at FROM quarantine`;
    const { at } = this.ctx.storage.sql.exec<{ at: number | null }>(sql).one();
    return this.wake.set(at);
  }

  entryOf(digest: string): Quarantined | null {
    if (!this.#exists()) return null;
    return this.#read("WHERE digest = ? ORDER BY received_at LIMIT 1", digest)[0] ?? null;
  }

  unreadBy(version: string, before: number, limit: number): readonly Quarantined[] {
    if (!this.#exists()) return [];
    const wanted = `WHERE reason IN (${listOf(UNREAD)}) AND read_by IS NOT ? AND tried_at < ?
                    ORDER BY tried_at, received_at LIMIT ?`;
    return this.#read(wanted, version, before, limit);
  }

  noteTried(digest: string, now: number): void {
    if (this.#exists()) this.ctx.storage.sql.exec("UPDATE quarantine SET tried_at = ? WHERE digest = ?", now, digest);
  }

  noteRead(digest: string, version: string): void {
    if (this.#exists())
      this.ctx.storage.sql.exec("UPDATE quarantine SET read_by = ? WHERE digest = ?", version, digest);
  }

  release(digest: string): void {
    if (this.#exists()) this.ctx.storage.sql.exec("DELETE FROM quarantine WHERE digest = ?", digest);
  }

  drop(reason: QuarantineReason): number {
    if (!this.#exists()) return 0;
    return this.ctx.storage.sql.exec("DELETE FROM quarantine WHERE reason = ? RETURNING digest", reason).toArray()
      .length;
  }

  forget(whose: Whose): number {
    const digests = this.#about(whose).map(({ digest }) => digest);
    for (const digest of digests) this.ctx.storage.sql.exec("DELETE FROM quarantine WHERE digest = ?", digest);
    return digests.length;
  }

  entriesAbout(whose: Whose): readonly Quarantined[] {
    return this.#about(whose);
  }

  #about(whose: Whose): readonly Quarantined[] {
    if (!this.#exists()) return [];
    // A body is a few hundred bytes; the ones that cannot hold any of the ids are not even read.
    const ids = [whose.customerId, ...whose.homes];
    const found = new Map<string, Quarantined>();
    for (const id of ids) {
      const holding = this.#read("WHERE instr(body, CAST(? AS BLOB)) > 0 ORDER BY received_at", id);
      for (const it of holding) if (isAbout(decoder.decode(it.body), whose)) found.set(`${it.digest} ${it.reason}`, it);
    }
    return [...found.values()];
  }

  count(): { readonly kept: number; readonly ever: Readonly<Record<string, number>> } {
    if (!this.#exists()) return { kept: 0, ever: {} };
    const { sql } = this.ctx.storage;
    const { kept } = sql.exec<{ kept: number }>("SELECT COUNT(*) AS kept FROM quarantine").one();
    const counted = sql.exec<{ reason: string; total: number }>("SELECT reason, total FROM counted").toArray();
    return { kept, ever: Object.fromEntries(counted.map(({ reason, total }) => [reason, total])) };
  }

  list(limit: number): readonly Quarantined[] {
    return this.#exists() ? this.#read("ORDER BY received_at DESC LIMIT ?", limit) : [];
  }

  #read(wanted: string, ...bindings: readonly (string | number)[]): readonly Quarantined[] {
    return this.ctx.storage.sql
      .exec<{
        digest: string;
        reason: QuarantineReason;
        received_at: number;
        body: ArrayBuffer;
      }>(`SELECT digest, reason, received_at, body FROM quarantine ${wanted}`, ...bindings)
      .toArray()
      .map(({ digest, reason, received_at, body }) => ({
        digest,
        reason,
        receivedAt: received_at,
        body: new Uint8Array(body),
      }));
  }

  /** Looking makes no tables: there may never be anything to keep. */
  #exists(): boolean {
    const sql = "SELECT 1 FROM sqlite_master WHERE name = 'quarantine'";
    return this.ctx.storage.sql.exec(sql).toArray().length > 0;
  }
}
