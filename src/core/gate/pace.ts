// One pace towards an outside, shared by all who ask it: who may call now, and who is called when there is room. Nobody waits
// here awake; who is sent away sleeps, and keeps the place of its due time. No clock of its own.

import { MINUTE } from "../time.ts";
import { Limit } from "./limit.ts";
import { Called, Line } from "./line.ts";
import type { Went } from "./limit.ts";

/** An object that can be called when its turn has come. */
export interface Back {
  readonly kind: "customer" | "location";
  readonly name: string;
}

/** For whom: somebody who is looking at a page, a message that is due, or a look ahead that nobody waits for. */
export type Rank = "person" | "message" | "look";

export interface Ask {
  /** The same each time the same wish is brought. */
  readonly key: string;
  /** Since when it is due (ms): its place in the line. */
  readonly dueAt: number;
  readonly rank: Rank;
  /** It was called for before, and failed. */
  readonly isRetry: boolean;
  /** Null where nobody can be called: it comes back by itself. */
  readonly back: Back | null;
}

/** The turn of a wish has come. */
export interface Call {
  readonly back: Back;
  readonly key: string;
}

/** `permit` is to be given back by `over`. */
export type Admission =
  { readonly kind: "go"; readonly permit: number } | { readonly kind: "away"; readonly for: number };

/** What is known of a call when it is over; `unused` where it was not made. */
export interface Over {
  readonly went: Went | "unused";
  /** How long the outside asked to be left alone (ms). */
  readonly rest: number | null;
}

/** A call of which nothing is heard for so long was lost with its isolate. */
const LOST_AFTER_MS = 60_000;
/** A look stands behind the messages of the next minutes, and no longer. */
const LOOK_STEPS_BACK_MS = 10 * MINUTE;
/**
 * Who is not called comes back by itself after twice the time that the line before it takes, and after these at least and at
 * most. The front of the line so finds out that an outside is well again which answered nobody, and with whom calls are lost.
 */
const LEAST_PER_SECOND = 4;
const WAIT_MS = { least: 5_000, most: 300_000 };
/** So many more are called than there is room for: some come late, or not at all. */
const CALLS_PER_PLACE = 1.25;
/** While an outside is ill, its first tries pay for retries (Finagle's retry budget): so much each, and no more than this. */
const RETRIES_PER_TRY = 0.1;
const MOST_RETRIES = 10;
/** An outside asks for no longer a rest than this at a time. */
const LONGEST_REST_MS = 60_000;

/** The pace towards one outside; `perSecond`: what its provider takes at most, where that is known. */
export class Pace {
  readonly #limit = new Limit();
  readonly #firsts = new Line<Back>();
  readonly #retries = new Line<Back>();
  readonly #called = new Called();
  readonly #out = new Map<number, number>();
  readonly #perSecond: number;
  #permits = 0;
  #calledAt = -Infinity;
  #budget = 0;
  #tokens: number;
  #filledAt = 0;

  constructor(perSecond = Infinity) {
    this.#perSecond = perSecond;
    this.#tokens = this.#most;
  }

  /** A turn at `now` (ms), or how long to stay away. */
  take(now: number, ask: Ask): Admission {
    this.#tidy(now);
    const { key, isRetry, rank, back } = ask;
    const wasCalled = this.#called.came(key, now);
    if (wasCalled) this.#tokens += 1;
    const order = ask.dueAt + (rank === "look" ? LOOK_STEPS_BACK_MS : 0);
    const place = this.#placeOf(order, ask);
    // Who was called is not held up by others who are still on their way.
    const room = wasCalled ? this.#places(now) : this.#places(now) - this.#called.count;
    const isNext = room >= 1 && (wasCalled || place < room) && this.#mayTry(isRetry);
    if (rank === "person" || isNext) return this.#go(now, ask);
    const wait = this.#waitFor(now, place + 1);
    this.#leave(key);
    // Who cannot be called keeps no place: nobody knows when they come, and those who are here would wait for them.
    if (back === null) return { kind: "away", for: wait };
    const line = isRetry ? this.#retries : this.#firsts;
    line.put({ key, order, backAt: now + wait, back, calledAt: -Infinity, calls: 0 });
    return { kind: "away", for: wait };
  }

  /** Whom there is room for at `now` (ms), first come first: to be called, each once. */
  call(now: number): readonly Call[] {
    this.#tidy(now);
    const room = Math.min(this.#room(now), Math.floor((now - this.#calledAt) / this.#beat));
    if (room < 1) return [];
    this.#calledAt = now;
    const first = this.#firsts.call(now, room);
    const isOver = this.#limit.isIll ? Math.min(room - first.length, this.#mostRetries) : room - first.length;
    const called = [...first, ...this.#retries.call(now, isOver)];
    for (const { key } of called) this.#called.add(key, now);
    this.#tokens -= called.length;
    return called.flatMap(({ back, key }) => (back === null ? [] : [{ back, key }]));
  }

  /** The call that was allowed by this permit is over. */
  over(now: number, permit: number, { went, rest }: Over): void {
    const from = this.#out.get(permit);
    if (from === undefined) return;
    const out = this.#out.size;
    this.#out.delete(permit);
    if (went !== "unused")
      this.#limit.came(now, from, out, went, rest === null ? null : Math.min(LONGEST_REST_MS, rest));
  }

  /**
   * When there is room for somebody in line though nothing happens till then (ms): a rest is over, or the known pace has another
   * place. Null where nobody waits, or a call that is out must be over first.
   */
  roomAt(now: number): number | null {
    if (this.#firsts.length + this.#retries.length === 0) return null;
    const restsUntil = this.#limit.restsUntil();
    const refilled = now + (Math.max(0, 1 - this.#tokens) / this.#perSecond) * 1_000;
    // A call that is out must be over first, or somebody who was called must come.
    if (restsUntil <= now && refilled <= now && this.#room(now) < 1) return null;
    const at = Math.max(restsUntil, refilled, this.#calledAt + this.#beat);
    return at > now ? at : null;
  }

  /**
   * How many may be called: as many as there are places, and so many more as make up for their way here. One after the other,
   * since those who are called together come together, and the outside would be idle in between.
   */
  #room(now: number): number {
    const free = this.#limit.free(now, this.#out.size);
    const ahead = Math.floor(this.#limit.ahead(now, this.#called.takes));
    return Math.min(free + ahead - this.#called.count, Math.floor(this.#tokens));
  }

  get #beat(): number {
    return this.#limit.beat / CALLS_PER_PLACE;
  }

  /** Places that nobody has. */
  #places(now: number): number {
    return Math.min(this.#limit.free(now, this.#out.size), Math.floor(this.#tokens));
  }

  /** How many retries may go while the outside is ill: with no first try left to wait for, they are all there is to be done. */
  get #mostRetries(): number {
    return this.#firsts.length === 0 ? Infinity : Math.floor(this.#budget);
  }

  get #most(): number {
    return Math.max(1, this.#perSecond / 2);
  }

  #tidy(now: number): void {
    for (const [permit, from] of this.#out) {
      if (from + LOST_AFTER_MS > now) break;
      this.#out.delete(permit);
    }
    this.#firsts.tidy(now);
    this.#retries.tidy(now);
    this.#tokens += this.#called.giveUp(now);
    if (this.#perSecond === Infinity) return;
    const more = (Math.max(0, now - this.#filledAt) / 1_000) * this.#perSecond;
    this.#tokens = Math.min(this.#most, this.#tokens + more);
    this.#filledAt = now;
  }

  #placeOf(order: number, { key, isRetry }: Ask): number {
    const firsts = this.#firsts.before(order, key);
    // First tries do not wait for retries that may not go.
    return !isRetry && this.#limit.isIll ? firsts : firsts + this.#retries.before(order, key);
  }

  #mayTry(isRetry: boolean): boolean {
    return !isRetry || !this.#limit.isIll || this.#mostRetries >= 1;
  }

  #go(now: number, { key, isRetry }: Ask): Admission {
    this.#leave(key);
    if (isRetry) this.#budget = Math.max(0, this.#budget - 1);
    else this.#budget = Math.min(MOST_RETRIES, this.#budget + RETRIES_PER_TRY);
    this.#tokens -= 1;
    this.#limit.went(now);
    this.#permits += 1;
    this.#out.set(this.#permits, now);
    return { kind: "go", permit: this.#permits };
  }

  #leave(key: string): void {
    this.#firsts.leave(key);
    this.#retries.leave(key);
  }

  #waitFor(now: number, place: number): number {
    const perSecond = Math.max(LEAST_PER_SECOND, this.#limit.servedPerSecond(now) / 2);
    const wait = Math.min(WAIT_MS.most, Math.max(WAIT_MS.least, (place / perSecond) * 1_000));
    return Math.round(Math.max(0, this.#limit.restsUntil() - now) + wait);
  }
}
