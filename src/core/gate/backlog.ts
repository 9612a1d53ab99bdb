// How far behind a way out is: who was sent away and is to come back, and how late those were who were let through. Kept for
// operators alone; decides nothing. No clock of its own.

import { MINUTE } from "../time.ts";

export interface BacklogReport {
  /** Who was sent away and has not come back. */
  readonly waiting: number;
  /** How long the first of them has been due (ms); null where nobody waits. */
  readonly oldest: number | null;
  /** How late the latest was of those let through in the last minutes (ms); null where nobody was. */
  readonly late: number | null;
}

/** What is said of lateness is about so long. */
const SPAN_MS = 5 * MINUTE;
/** Who is not back so long after they were told to come has given up. */
const GIVES_UP_AFTER_MS = MINUTE;
/** More of them are not counted: by then the figure says enough. */
const MOST = 20_000;

export class Backlog {
  readonly #away = new Map<string, { readonly dueAt: number; readonly backAt: number }>();
  /** By the minute, the latest that was let through in it. */
  readonly #late = new Map<number, number>();

  /** Somebody who was due at `dueAt` is to come back at `backAt` (ms). */
  sentAway(key: string, dueAt: number, backAt: number): void {
    if (this.#away.size < MOST || this.#away.has(key)) this.#away.set(key, { dueAt, backAt });
  }

  /** Somebody who was due at `dueAt` was let through at `now` (ms). */
  letThrough(key: string, dueAt: number, now: number): void {
    this.#away.delete(key);
    const minute = Math.floor(now / MINUTE);
    this.#late.set(minute, Math.max(this.#late.get(minute) ?? 0, now - dueAt));
    for (const it of this.#late.keys()) if (it * MINUTE < now - SPAN_MS) this.#late.delete(it);
  }

  report(now: number): BacklogReport {
    for (const [key, { backAt }] of this.#away) if (backAt + GIVES_UP_AFTER_MS < now) this.#away.delete(key);
    const due = [...this.#away.values()].map(({ dueAt }) => dueAt);
    const late = [...this.#late].flatMap(([minute, ms]) => (minute * MINUTE >= now - SPAN_MS ? [ms] : []));
    return {
      waiting: due.length,
      oldest: due.length === 0 ? null : Math.max(0, now - due.reduce((first, it) => Math.min(first, it))),
      late: late.length === 0 ? null : Math.max(...late),
    };
  }
}
