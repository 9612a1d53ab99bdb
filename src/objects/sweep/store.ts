// The rows of the Sweep object: how far each pass over FlatPeak's list of events has come, what could not be placed yet,
// and what the last run found.

import { isAbout } from "../naming.ts";
import type { Whose } from "../naming.ts";
import type { Pass } from "../../core/sweep/plan.ts";
import type { EventRecord } from "../../flatpeak/port.ts";

export interface Findings {
  /** When FlatPeak's newest event happened (ms). */
  readonly lastEventAt: number | null;
  /** Events the webhooks had missed, ever. */
  readonly missed: number;
  /** When the last one of those was found (ms). */
  readonly missedAt: number | null;
  /** When the newest of those happened (ms). */
  readonly missedEventAt: number | null;
  /** When the newest event happened that its webhook had brought before it was listed (ms). */
  readonly broughtAt: number | null;
  /** When cron last had a run made (ms); null for never. */
  readonly cronAt: number | null;
  /** The version of the code that last read all of the quarantine again. */
  readonly readBy: string | null;
  /** Runs in which it could not be gone through whole. */
  readonly rereads: number;
}

/** An event that could not be placed yet. */
export interface Aside {
  readonly event: EventRecord;
  /** Since when (ms). */
  readonly since: number;
}

const NO_FINDINGS: Findings = {
  lastEventAt: null,
  missed: 0,
  missedAt: null,
  missedEventAt: null,
  broughtAt: null,
  cronAt: null,
  readBy: null,
  rereads: 0,
};
const NO_PASS: Omit<Pass, "name"> = {
  cursors: [],
  top: null,
  position: null,
  below: null,
  past: 0,
  doneAt: null,
  failing: null,
};

export class SweepStore {
  readonly #sql: SqlStorage;
  #noted: Findings | null = null;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(
      `CREATE TABLE IF NOT EXISTS passes (name TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
       CREATE TABLE IF NOT EXISTS marks (id TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
       CREATE TABLE IF NOT EXISTS findings (one INTEGER PRIMARY KEY CHECK (one = 1), body TEXT NOT NULL);
       CREATE TABLE IF NOT EXISTS aside (id TEXT PRIMARY KEY, since INTEGER NOT NULL, tried_at INTEGER NOT NULL, event TEXT NOT NULL) WITHOUT ROWID;
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
      "INSERT INTO aside (id, since, tried_at, event) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
      event.id,
      now,
      now,
      JSON.stringify(event),
    );
  }

  /** Ids of what was put aside, those whose last try is longest ago first. */
  asideIds(limit: number): readonly string[] {
    return this.#sql
      .exec<{ id: string }>("SELECT id FROM aside ORDER BY tried_at LIMIT ?", limit)
      .toArray()
      .map(({ id }) => id);
  }

  asideOf(id: string): Aside | null {
    const [row] = this.#sql
      .exec<{ event: string; since: number }>("SELECT event, since FROM aside WHERE id = ?", id)
      .toArray();
    return row === undefined ? null : { event: JSON.parse(row.event) as EventRecord, since: row.since };
  }

  asideAbout(whose: Whose): readonly EventRecord[] {
    return this.#sql
      .exec<{ event: string }>("SELECT event FROM aside")
      .toArray()
      .filter(({ event }) => isAbout(event, whose))
      .map(({ event }) => JSON.parse(event) as EventRecord);
  }

  asideCount(): number {
    return this.#sql.exec<{ aside: number }>("SELECT COUNT(*) AS aside FROM aside").one().aside;
  }

  /** Sends one that could still not be placed to the back, so that each gets its turn. */
  sendBack(id: string, now: number): void {
    this.#sql.exec("UPDATE aside SET tried_at = ? WHERE id = ?", now, id);
  }

  takenIn(id: string): void {
    this.#sql.exec("DELETE FROM aside WHERE id = ?", id);
  }

  pass(name: string): Pass {
    const [row] = this.#sql.exec<{ body: string }>("SELECT body FROM passes WHERE name = ?", name).toArray();
    return row === undefined ? { ...NO_PASS, name } : (JSON.parse(row.body) as Pass);
  }

  savePass(pass: Pass): void {
    this.#sql.exec("INSERT OR REPLACE INTO passes (name, body) VALUES (?, ?)", pass.name, JSON.stringify(pass));
  }

  /** Notes that these events were listed at `at` (ms): they, and all that stands below them, are no younger. */
  mark(ids: readonly string[], at: number): void {
    for (const id of ids) this.#sql.exec("INSERT INTO marks (id, at) VALUES (?, ?) ON CONFLICT DO NOTHING", id, at);
  }

  /** When an event was listed, as far as that was noted (ms). */
  markedAt(id: string): number | null {
    const [row] = this.#sql.exec<{ at: number }>("SELECT at FROM marks WHERE id = ?", id).toArray();
    return row?.at ?? null;
  }

  /** Forgets marks from before `before` (ms): FlatPeak has forgotten their events as well. */
  forgetMarks(before: number): void {
    this.#sql.exec("DELETE FROM marks WHERE at < ?", before);
  }

  findings(): Findings {
    if (this.#noted !== null) return this.#noted;
    const [row] = this.#sql.exec<{ body: string }>("SELECT body FROM findings").toArray();
    // What was written by an older version lacks what is newer.
    return row === undefined ? NO_FINDINGS : { ...NO_FINDINGS, ...(JSON.parse(row.body) as Partial<Findings>) };
  }

  /** Notes what a run has met; on disk with the next write. What is lost until then, the next run meets again. */
  noteFindings(findings: Findings): void {
    this.#noted = findings;
  }

  /** Writes what was noted since the last time, if anything was. */
  writeFindings(): void {
    if (this.#noted !== null) this.saveFindings(this.#noted);
  }

  saveFindings(findings: Findings): void {
    this.#noted = null;
    this.#sql.exec("INSERT OR REPLACE INTO findings (one, body) VALUES (1, ?)", JSON.stringify(findings));
  }
}
