// The audit trail of operators, and the answers to changes that are asked for by a key, as a desk keeps them.

import { DAY, MINUTE } from "../../core/time.ts";
import type { Alarm } from "../alarm.ts";
import type { Deps } from "../../setup/compose.ts";
import type { Begun, Change, ChangeKey, TrailEntry, TrailQuery } from "./contract.ts";

/** The trail is kept for a year, and so many entries of it. */
const KEPT_MS = 365 * DAY;
const MAX_ENTRIES = 100_000;
/** As often as entries are counted. */
const TRIM_EVERY = 500;
/** The answer to a change by key. */
const ANSWER_MS = DAY;
/** A change that is not told of after so long was cut off, and may be made again. */
const RUNNING_MS = 2 * MINUTE;

interface AnswerRow extends Record<string, SqlStorageValue> {
  readonly print: string;
  readonly change: string;
  readonly at: number;
  readonly status: number | null;
  readonly body: string | null;
}

export class Trail {
  readonly #storage: DurableObjectStorage;
  readonly #alarm: Alarm;
  /** When the desk is woken for something else (ms); null for never. */
  readonly #alsoAt: () => number | null;

  constructor(storage: DurableObjectStorage, alarm: Alarm, alsoAt: () => number | null) {
    this.#storage = storage;
    this.#alarm = alarm;
    this.#alsoAt = alsoAt;
  }

  async begin(change: Change, key: ChangeKey | null): Promise<Begun> {
    const { sql } = this.#storage;
    this.#make();
    const begun = key === null ? null : this.#begunBy(key, change);
    if (begun !== null) return begun;
    // The same call may come twice where the first answer was lost on its way.
    this.#write(change, null, "DO NOTHING");
    if (key !== null) {
      sql.exec(
        `INSERT OR REPLACE INTO answers (name, print, change, about, at, status, body) VALUES (?, ?, ?, ?, ?, NULL, NULL)`,
        key.name,
        key.print,
        change.id,
        change.about,
        change.at,
      );
    }
    await this.#arm();
    return { kind: "go" };
  }

  settle(id: string, status: number, key: ChangeKey | null, answer: string | null): void {
    if (!this.#exists()) return;
    const { sql } = this.#storage;
    sql.exec("UPDATE trail SET status = ? WHERE id = ?", status, id);
    if (key === null) return;
    if (answer === null) sql.exec("DELETE FROM answers WHERE name = ? AND change = ?", key.name, id);
    else
      sql.exec("UPDATE answers SET status = ?, body = ? WHERE name = ? AND change = ?", status, answer, key.name, id);
  }

  async count(what: Change, status: 401 | 403): Promise<void> {
    this.#make();
    this.#write(what, status, "DO UPDATE SET times = times + 1");
    await this.#arm();
  }

  list({ before, limit, about, who }: TrailQuery): readonly TrailEntry[] {
    if (!this.#exists()) return [];
    const { at, id } = before ?? { at: Number.MAX_SAFE_INTEGER, id: "" };
    return this.#storage.sql
      .exec<{
        id: string;
        at: number;
        who: string;
        role: string;
        what: string;
        about: string | null;
        why: string | null;
        request: string;
        status: number | null;
        times: number;
      }>(
        `SELECT * FROM trail WHERE (at, id) < (?1, ?2) AND (?3 IS NULL OR about = ?3) AND (?4 IS NULL OR who = ?4)
         ORDER BY at DESC, id DESC LIMIT ?5`,
        at,
        id,
        about,
        who,
        limit,
      )
      .toArray()
      .map(({ request, ...entry }) => ({ ...entry, requestId: request }));
  }

  forget(about: string, pseudonym: string): number {
    if (!this.#exists()) return 0;
    const { sql } = this.#storage;
    sql.exec("DELETE FROM answers WHERE about = ?", about);
    return sql.exec("UPDATE trail SET about = ?, why = NULL WHERE about = ? RETURNING id", pseudonym, about).toArray()
      .length;
  }

  /** What a key already stands for; null where it stands for nothing yet, or for this very change. */
  #begunBy({ name, print }: ChangeKey, { id, at }: Change): Begun | null {
    const sql = "SELECT print, change, at, status, body FROM answers WHERE name = ? AND at > ?";
    const [known] = this.#storage.sql.exec<AnswerRow>(sql, name, at - ANSWER_MS).toArray();
    if (known === undefined || known.change === id) return null;
    if (known.print !== print) return { kind: "other" };
    if (known.status !== null && known.body !== null)
      return { kind: "answered", status: known.status, body: known.body };
    return at - known.at < RUNNING_MS ? { kind: "running" } : null;
  }

  #write(it: Change, status: number | null, again: string): void {
    this.#storage.sql.exec(
      `INSERT INTO trail (id, at, who, role, what, about, why, request, status, times) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
       ON CONFLICT (id) ${again}`,
      it.id,
      it.at,
      it.who,
      it.role,
      it.what,
      it.about,
      it.why,
      it.requestId,
      status,
    );
    this.#written += 1;
    if (this.#written % TRIM_EVERY === 0) this.#trim();
  }
  #written = 0;

  /** A flood pushes out what is oldest, and never fills the disk. */
  #trim(): void {
    this.#storage.sql.exec(
      "DELETE FROM trail WHERE (at, id) <= (SELECT at, id FROM trail ORDER BY at DESC, id DESC LIMIT 1 OFFSET ?)",
      MAX_ENTRIES,
    );
  }

  /** Forgets what had its time. */
  async doDue({ now }: Deps): Promise<void> {
    if (this.#exists()) {
      const { sql } = this.#storage;
      sql.exec("DELETE FROM trail WHERE at <= ?", now() - KEPT_MS);
      sql.exec("DELETE FROM answers WHERE at <= ?", now() - ANSWER_MS);
      this.#trim();
    }
    return this.#alarm.set(this.#nextAt());
  }

  /** The alarm that stands is early enough for whatever is younger; one that comes for nothing sets the right one. */
  #arm(): Promise<void> {
    return this.#alarm.mend(() => this.#nextAt());
  }

  #nextAt(): number | null {
    const { sql } = this.#storage;
    const oldest = (table: string): number | null =>
      this.#exists() ? sql.exec<{ at: number | null }>(`SELECT MIN(at) AS at FROM ${table}`).one().at : null;
    const [trail, answers] = [oldest("trail"), oldest("answers")];
    const next = Math.min(
      this.#alsoAt() ?? Infinity,
      trail === null ? Infinity : trail + KEPT_MS,
      answers === null ? Infinity : answers + ANSWER_MS,
    );
    return next === Infinity ? null : next;
  }

  #make(): void {
    this.#storage.sql.exec(
      `CREATE TABLE IF NOT EXISTS trail (id TEXT PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, role TEXT NOT NULL,
       what TEXT NOT NULL, about TEXT, why TEXT, request TEXT NOT NULL, status INTEGER, times INTEGER NOT NULL) WITHOUT ROWID;
       CREATE INDEX IF NOT EXISTS trail_at ON trail (at, id);
       CREATE TABLE IF NOT EXISTS answers (name TEXT PRIMARY KEY, print TEXT NOT NULL, change TEXT NOT NULL, about TEXT,
       at INTEGER NOT NULL, status INTEGER, body TEXT) WITHOUT ROWID;`,
    );
  }

  /** Looking makes no tables: there may never be anything to keep. */
  #exists(): boolean {
    return this.#storage.sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'trail'").toArray().length > 0;
  }
}
