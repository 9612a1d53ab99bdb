// The rows of the Sweep object: how far each pass over FlatPeak's list of events has come, and what the last one found.

import type { EventRecord } from "../core/ports.ts";

/** One way of going through the list. */
export interface Pass {
  readonly name: string;
  /** The newest event of the last finished pass: older ones are known. Null before the first. */
  readonly cursor: string | null;
  /** The newest event of the pass under way; becomes the cursor when it is finished. */
  readonly top: string | null;
  /** The oldest event the pass under way has taken in; null when none is under way. */
  readonly position: string | null;
  readonly doneAt: number | null;
}

export interface Findings {
  /** Newest event FlatPeak listed (ms). */
  readonly lastEventAt: number | null;
  /** Events the webhooks had missed, ever. */
  readonly missed: number;
  /** When the last one of those was found (ms). */
  readonly missedAt: number | null;
  /** Since when FlatPeak's list cannot be read (ms); null when it can. */
  readonly failingSince: number | null;
}

const NO_FINDINGS: Findings = { lastEventAt: null, missed: 0, missedAt: null, failingSince: null };

export class SweepStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(
      `CREATE TABLE IF NOT EXISTS passes (name TEXT PRIMARY KEY, cursor TEXT, top TEXT, position TEXT, done_at INTEGER) WITHOUT ROWID;
       CREATE TABLE IF NOT EXISTS findings (one INTEGER PRIMARY KEY CHECK (one = 1), body TEXT NOT NULL);
       CREATE TABLE IF NOT EXISTS later (id TEXT PRIMARY KEY, tried_at INTEGER NOT NULL, event TEXT NOT NULL) WITHOUT ROWID;
       CREATE TABLE IF NOT EXISTS started (one INTEGER PRIMARY KEY CHECK (one = 1), at INTEGER NOT NULL);`,
    );
  }

  /** When the first sweep of this deployment began: `now` if this is it. */
  startedAt(now: number): number {
    this.#sql.exec("INSERT INTO started (one, at) VALUES (1, ?) ON CONFLICT DO NOTHING", now);
    return this.#sql.exec<{ at: number }>("SELECT at FROM started").one().at;
  }

  /** Puts an event aside that could not be placed, so that those behind it are not kept waiting. */
  setAside(event: EventRecord, now: number): void {
    this.#sql.exec(
      "INSERT INTO later (id, tried_at, event) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      event.id,
      now,
      JSON.stringify(event),
    );
  }

  /** The events whose last try is longest ago. */
  aside(limit: number): readonly EventRecord[] {
    return this.#sql
      .exec<{ event: string }>("SELECT event FROM later ORDER BY tried_at LIMIT ?", limit)
      .toArray()
      .map((row) => JSON.parse(row.event) as EventRecord);
  }

  asideCount(): number {
    return this.#sql.exec<{ aside: number }>("SELECT COUNT(*) AS aside FROM later").one().aside;
  }

  /** Sends one that could still not be placed to the back, so that each gets its turn. */
  sendBack(id: string, now: number): void {
    this.#sql.exec("UPDATE later SET tried_at = ? WHERE id = ?", now, id);
  }

  takenIn(id: string): void {
    this.#sql.exec("DELETE FROM later WHERE id = ?", id);
  }

  pass(name: string): Pass {
    const [row] = this.#sql
      .exec<{ cursor: string | null; top: string | null; position: string | null; done_at: number | null }>(
        "SELECT cursor, top, position, done_at FROM passes WHERE name = ?",
        name,
      )
      .toArray();
    return {
      name,
      cursor: row?.cursor ?? null,
      top: row?.top ?? null,
      position: row?.position ?? null,
      doneAt: row?.done_at ?? null,
    };
  }

  savePass({ name, cursor, top, position, doneAt }: Pass): void {
    this.#sql.exec(
      "INSERT OR REPLACE INTO passes (name, cursor, top, position, done_at) VALUES (?, ?, ?, ?, ?)",
      name,
      cursor,
      top,
      position,
      doneAt,
    );
  }

  findings(): Findings {
    const [row] = this.#sql.exec<{ body: string }>("SELECT body FROM findings").toArray();
    return row === undefined ? NO_FINDINGS : (JSON.parse(row.body) as Findings);
  }

  saveFindings(findings: Findings): void {
    this.#sql.exec("INSERT OR REPLACE INTO findings (one, body) VALUES (1, ?)", JSON.stringify(findings));
  }
}
