// How many calls an outside is given at a time. Adaptive concurrency by additive increase and multiplicative decrease, as
// TCP does it (Jacobson 1988: slow start, one cut for each round trip) and Netflix's `concurrency-limits` does it for calls
// (AIMDLimit: an answer that is late counts as a loss). Below one call at a time the limit is a pace: so many a round trip
// (Little's law). Pure: told of what happens and when, it has no clock of its own.

import { Blame } from "./blame.ts";

/**
 * How a call went, as far as it tells of the outside's load: `limited`, because it is asked for too much (429); `refused` for
 * now, by whatever cause (5xx); `late`, not at all in time.
 */
export type Went = "fine" | "limited" | "refused" | "late";

/** What is allowed at first: a quiet system never meets it. */
const FIRST = 20;
const MOST = 500;
/** Slowness alone takes no more than this away; only a refusal or a time-out does. */
const LEAST_WHEN_SLOW = 4;
/** However ill an outside is, it is tried again after this long. */
const LONGEST_GAP_MS = 4_000;
/** A round trip of a healthy outside is taken for no shorter, and nobody calls one slow that answers within the other. */
const SHORTEST_TRIP_MS = 20;
const NEVER_SLOW_MS = 1_000;
/** Twice the quickest answer of late is slow, and so is what comes near the time limits of the calls. */
const SLOW_AT = 2;
const ALWAYS_SLOW_MS = 5_000;
const CUT = { slow: 0.9, limited: 0.7, refused: 0.7, late: 0.5 } as const;
/** A small limit grows by no more than this share with each answer: of an outside that answers at once, many come. */
const GROWTH = 0.02;
/** However long callers take to come, no more of them are called ahead for each place. */
const MOST_AHEAD = 4;
/** The weight of one call in what is remembered of trips and of trouble. */
const WEIGHT = { trip: 0.1, trouble: 0.05 } as const;
/** With more trouble than this the outside is ill. */
const ILL_AT = 0.1;
/** What is remembered of how many were served a second fades over this. */
const FADES_MS = 5_000;
/** The quickest answer is looked for anew this often, with few calls out so that none waits for another. */
const LOOK_ANEW_MS = 300_000;
const LOOKS = 5;

export class Limit {
  #limit = FIRST;
  /** Slow start ends here: about what was too much. */
  #calm = Infinity;
  #cutAt = -Infinity;
  /** Since the last cut. */
  #hasServed = true;
  #wentAt = -Infinity;
  #trip = 250;
  #quickest = Infinity;
  #lookedAt: number | null = null;
  /** Answers still to come with few calls out; 0 when nothing is being looked for. */
  #looks = 0;
  #trouble = 0;
  #served = 0;
  #servedAt = 0;
  #notBefore = -Infinity;
  readonly #blame = new Blame();

  /** How many more may go at `now` (ms) while so many are out. */
  free(now: number, out: number): number {
    if (now < this.#notBefore) return 0;
    const limit = this.#looks > 0 ? Math.max(1, this.#limit / 4) : this.#limit;
    if (limit >= 1) return Math.max(0, Math.floor(limit) - out);
    return out === 0 && now >= this.#wentAt + this.#gap ? 1 : 0;
  }

  /** How many there must be on their way here, `takes` ms off, so that none of its places stays empty. */
  ahead(now: number, takes: number): number {
    return this.#limit < 1 || this.#looks > 0 || now < this.#notBefore
      ? 0
      : this.#limit * Math.min(MOST_AHEAD, takes / this.#trip);
  }

  /** The time from one call to the next that its trips make likely (ms). */
  get beat(): number {
    return this.#trip / this.#limit;
  }

  /** When the outside may be asked again, where it must be left alone (ms); in the past where it need not. */
  restsUntil(): number {
    return Math.max(this.#notBefore, this.#limit < 1 ? this.#wentAt + this.#gap : -Infinity);
  }

  /** More of its calls fail than chance explains: those who failed are tried again sparingly. */
  get isIll(): boolean {
    return this.#trouble > ILL_AT;
  }

  /** How many calls a second it has served lately. */
  servedPerSecond(now: number): number {
    return (this.#fadedTo(now) * 1_000) / FADES_MS;
  }

  went(now: number): void {
    this.#wentAt = now;
    this.#lookedAt ??= now;
    if (now - this.#lookedAt < LOOK_ANEW_MS) return;
    this.#lookedAt = now;
    this.#looks = LOOKS;
    this.#quickest = Infinity;
  }

  /**
   * A call that set out at `from` is over at `now`; `out` were on their way with it. `rest`: how long the outside asks to be
   * left alone (ms).
   */
  came(now: number, from: number, out: number, went: Went, rest: number | null): void {
    this.#trouble += ((went === "fine" ? 0 : 1) - this.#trouble) * WEIGHT.trouble;
    if (went !== "late") this.#measure(now - from);
    if (went === "fine") {
      this.#served = this.#fadedTo(now) + 1;
      this.#servedAt = now;
      this.#hasServed = true;
    }
    if (rest !== null) this.#notBefore = Math.max(this.#notBefore, now + rest);
    if (went === "limited") {
      if (from >= this.#cutAt) this.#cut(now, now - from, went);
      return;
    }
    const isWrong = went !== "fine" || now - from > this.#slowFrom;
    const back = this.#blame.hear(now, isWrong);
    if (back !== null) {
      this.#limit = Math.max(this.#limit, back.limit);
      this.#calm = Math.max(this.#calm, Math.min(back.calm, back.limit * 2));
    }
    if (!isWrong) this.#grow(out);
    // One cut for each round trip: what set out before the last one knows nothing of it.
    else if (from >= this.#cutAt && this.#blame.isOurs) this.#cut(now, now - from, went === "fine" ? "slow" : went);
  }

  get #slowFrom(): number {
    const slow = Number.isFinite(this.#quickest) ? this.#quickest * SLOW_AT : NEVER_SLOW_MS;
    return Math.min(ALWAYS_SLOW_MS, Math.max(NEVER_SLOW_MS, slow));
  }

  get #gap(): number {
    return Math.min(LONGEST_GAP_MS, this.#trip / this.#limit);
  }

  #measure(took: number): void {
    const trip = Math.max(SHORTEST_TRIP_MS, took);
    this.#trip += (trip - this.#trip) * WEIGHT.trip;
    this.#quickest = Math.min(this.#quickest, trip);
    if (this.#looks > 0) this.#looks -= 1;
  }

  #grow(out: number): void {
    // Nobody grows by what they do not use.
    if (this.#limit >= 1 && out * 2 < this.#limit) return;
    if (this.#limit < this.#calm) this.#limit = this.#limit < 1 ? this.#limit * 2 : this.#limit + 1;
    else this.#limit += Math.min(1 / this.#limit, GROWTH * this.#limit);
    this.#limit = Math.min(MOST, this.#limit);
  }

  #cut(now: number, took: number, why: keyof typeof CUT): void {
    // So few calls are not what makes it slow.
    if (why === "slow" && this.#limit <= LEAST_WHEN_SLOW) return;
    const cut = this.#limit * CUT[why];
    const least = why === "slow" ? LEAST_WHEN_SLOW : this.#trip / LONGEST_GAP_MS;
    const before = { limit: this.#limit, calm: this.#calm };
    // An outside that answers nobody shows nothing of what it takes when it is well again.
    if (this.#hasServed) this.#calm = Math.max(cut, why === "late" ? LEAST_WHEN_SLOW : 0);
    this.#hasServed = false;
    if (why !== "limited") this.#blame.noteCut(now, took, before, Math.max(least, cut), least);
    this.#limit = Math.max(least, cut);
    this.#cutAt = now;
  }

  #fadedTo(now: number): number {
    return this.#served * Math.exp(-Math.max(0, now - this.#servedAt) / FADES_MS);
  }
}
