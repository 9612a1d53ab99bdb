// Those who were sent away, in the order of their due time. They sleep: each is called when there is room, and comes back by
// itself should the call be lost.

/** Who does not come back for so long after they were told to has given up, and stands in nobody's way. */
const GIVES_UP_AFTER_MS = 30_000;
/** Who was called and does not come for so long is not waited for, and may be called again. */
const CALL_ENDS_AFTER_MS = 5_000;
/** What is remembered of how long it takes to come, the weight of one who came, and how much longer a place is kept at least. */
const FIRST_TAKES_MS = 50;
const WEIGHT = { takes: 1 / 8, deviation: 1 / 4 };
const LEAST_LONGER_MS = 100;
const LOOK_EVERY_MS = 1_000;

export interface Waiting<Back> {
  readonly key: string;
  /** Smaller comes earlier. */
  readonly order: number;
  /** When it comes back by itself (ms). */
  readonly backAt: number;
  /** Whom to call; null where nobody can be called. */
  readonly back: Back | null;
  /** When it was last called (ms), and how often. */
  readonly calledAt: number;
  readonly calls: number;
}

export class Line<Back> {
  #waiting: Waiting<Back>[] = [];
  readonly #orders = new Map<string, number>();
  #lookedAt = 0;

  get length(): number {
    return this.#waiting.length;
  }

  /** How many stand before this `order`, `key` itself not counted. */
  before(order: number, key: string): number {
    let from = 0;
    let to = this.#waiting.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      const it = this.#waiting[middle];
      if (it !== undefined && (it.order < order || (it.order === order && it.key < key))) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** Takes a place. */
  put(it: Waiting<Back>): void {
    this.leave(it.key);
    this.#waiting.splice(this.before(it.order, it.key), 0, it);
    this.#orders.set(it.key, it.order);
  }

  leave(key: string): void {
    const order = this.#orders.get(key);
    if (order === undefined) return;
    this.#waiting.splice(this.before(order, key), 1);
    this.#orders.delete(key);
  }

  /** Calls the first `most` that can be called; `now` in ms. Who does not come is called less and less often. */
  call(now: number, most: number): readonly Waiting<Back>[] {
    const called: Waiting<Back>[] = [];
    for (const [no, it] of this.#waiting.entries()) {
      if (called.length >= most) break;
      if (it.back === null || now - it.calledAt < CALL_ENDS_AFTER_MS * 2 ** it.calls) continue;
      const next = { ...it, calledAt: now, calls: it.calls + 1 };
      called.push(next);
      this.#waiting[no] = next;
    }
    return called;
  }

  /** Forgets who gave up by `now` (ms). */
  tidy(now: number): void {
    if (now - this.#lookedAt < LOOK_EVERY_MS) return;
    this.#lookedAt = now;
    const gone = this.#waiting.filter((it) => it.backAt + GIVES_UP_AFTER_MS < now);
    if (gone.length === 0) return;
    for (const { key } of gone) this.#orders.delete(key);
    this.#waiting = this.#waiting.filter((it) => this.#orders.has(it.key));
  }
}

/**
 * Those who were called and are still to come. A place is kept for each for as long as that takes of late, as TCP waits for a
 * packet (RFC 6298): smoothed, with its deviation, and twice as long after each that did not come. A call may be lost, and
 * whom it was for must not stand in others' way.
 */
export class Called {
  readonly #at = new Map<string, number>();
  #takes = FIRST_TAKES_MS;
  #varies = FIRST_TAKES_MS / 2;
  #missed = 0;

  /** How long it takes of late until somebody who was called is there (ms). */
  get takes(): number {
    return this.#takes;
  }

  /** How many are awaited. */
  get count(): number {
    return this.#at.size;
  }

  add(key: string, now: number): void {
    this.#at.delete(key);
    this.#at.set(key, now);
  }

  /** Somebody came at `now` (ms); whether they were awaited. */
  came(key: string, now: number): boolean {
    const at = this.#at.get(key);
    if (at === undefined) return false;
    const took = now - at;
    this.#varies += (Math.abs(took - this.#takes) - this.#varies) * WEIGHT.deviation;
    this.#takes += (took - this.#takes) * WEIGHT.takes;
    this.#missed = 0;
    return this.#at.delete(key);
  }

  /** Gives up those who are not there by `now` (ms); says how many. */
  giveUp(now: number): number {
    const before = this.#at.size;
    const patience = (this.#takes + Math.max(LEAST_LONGER_MS, 4 * this.#varies)) * 2 ** this.#missed;
    for (const [key, at] of this.#at) {
      if (now - at < Math.min(CALL_ENDS_AFTER_MS, patience)) break;
      this.#at.delete(key);
    }
    if (this.#at.size < before) this.#missed += 1;
    return before - this.#at.size;
  }
}
