// Whether what goes wrong at an outside goes wrong because of how much it is asked. Some of it does not: the homes of one supplier
// that hang, one machine in ten that refuses. Asking for half as much leaves that share as it was, and whoever went on cutting
// for its sake would ask for nothing in the end. So a cut is a trial: one that did not help is taken back, and the share that
// stayed is the usual one from then on. Pure, as the limit is.

/** The weight of one answer in the share that goes wrong of late, and in how the usual share fades. */
const WEIGHT = { share: 1 / 20, fading: 1 / 1_000 };
/** So much more than usual may go wrong before it is our doing. */
const MARGIN = 0.05;
/** What few answers say of a share is taken with so many deviations. */
const DEVIATIONS = { ours: 2, inVain: 1.5 };
/** A trial asks for this share of what was asked before, and is judged by so many answers. */
const TRIED = 0.5;
const ENOUGH = 50;
/** A trial in which this share of what went wrong before still does was in vain. */
const IN_VAIN_FROM = 0.75;
/** Of what goes wrong more often than it goes right, the load is to blame whatever a trial shows. */
const MOST_USUAL = 0.5;

/** How the limit stood before a cut: what is allowed, and to where it grows fast. */
export interface Stand {
  readonly limit: number;
  readonly calm: number;
}

interface Trial {
  /** Before the first cut. */
  readonly before: Stand;
  /** The largest share that went wrong until then, and while it was cut. */
  readonly share: number;
  /** Answers that come from then on show what the cut changed (ms); null while there is more to cut. */
  readonly from: number | null;
  readonly answers: number;
  readonly wrong: number;
}

/** How far off a share may be that was found out by so many answers. */
const deviation = (share: number, answers: number): number => Math.sqrt((share * (1 - share)) / answers);

export class Blame {
  #share = 0;
  #usual = 0;
  #trial: Trial | null = null;

  /** What goes wrong now is to be answered by a cut; never while a trial waits for its answers. */
  get isOurs(): boolean {
    if (this.#trial !== null && this.#trial.from !== null) return false;
    const off = deviation(this.#usual, 2 / WEIGHT.share);
    return this.#share > this.#usual + MARGIN + DEVIATIONS.ours * off;
  }

  /**
   * The limit was cut at `now` (ms) to `after`, for an answer that took so long (ms). `least`: it is not cut to less for such an
   * answer.
   */
  noteCut(now: number, took: number, before: Stand, after: number, least: number): void {
    if (this.#share > MOST_USUAL) return;
    this.#trial ??= { before, share: this.#share, from: null, answers: 0, wrong: 0 };
    // What takes as long as that one, and comes sooner than this, was asked before the cut.
    if (after <= Math.max(least, this.#trial.before.limit * TRIED)) this.#trial = { ...this.#trial, from: now + took };
  }

  /** An answer came at `now` (ms). Gives what to go back to where a trial has just shown that cuts are in vain; else null. */
  hear(now: number, isWrong: boolean): Stand | null {
    this.#share += ((isWrong ? 1 : 0) - this.#share) * WEIGHT.share;
    if (this.#share < this.#usual) this.#usual += (this.#share - this.#usual) * WEIGHT.fading;
    if (this.#share > MOST_USUAL) this.#trial = null;
    const trial = this.#trial;
    if (trial === null) return null;
    if (trial.from === null || now < trial.from) {
      this.#trial = { ...trial, share: Math.max(trial.share, this.#share) };
      return null;
    }
    const answers = trial.answers + 1;
    const wrong = trial.wrong + (isWrong ? 1 : 0);
    this.#trial = answers < ENOUGH ? { ...trial, answers, wrong } : null;
    const inVain = IN_VAIN_FROM * trial.share - DEVIATIONS.inVain * deviation(trial.share, ENOUGH);
    if (answers < ENOUGH || wrong === 0 || wrong / answers < inVain) return null;
    this.#usual = Math.max(this.#usual, wrong / answers);
    return trial.before;
  }
}
