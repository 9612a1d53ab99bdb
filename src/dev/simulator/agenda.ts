// What is going to happen to a customer from outside, in order of time.

export class Agenda {
  readonly end: number;
  /** The next one last. */
  readonly #entries: { readonly at: number; readonly happen: () => void }[] = [];
  #now: number;

  /** From `start` up to `end` (ms), that instant excluded. */
  constructor(start: number, end: number) {
    this.#now = start;
    this.end = end;
  }

  get now(): number {
    return this.#now;
  }

  /** Plans something for the next whole millisecond; for the same one, what was planned first happens first. */
  at(instant: number, happen: () => void): void {
    const at = Math.max(this.#now, Math.ceil(instant));
    if (at >= this.end) return;
    let index = this.#entries.length;
    while (index > 0 && (this.#entries[index - 1]?.at ?? Infinity) <= at) index -= 1;
    this.#entries.splice(index, 0, { at, happen });
  }

  /** Moves on to `alarm`, or to what happens before it or right then. False when that lies beyond the end. */
  next(alarm: number, ring: () => void): boolean {
    const entry = this.#entries.at(-1);
    const at = Math.max(this.#now, Math.min(alarm, entry?.at ?? Infinity));
    if (at >= this.end) {
      this.#now = this.end;
      return false;
    }
    this.#now = at;
    if (entry === undefined || entry.at > alarm) ring();
    else {
      this.#entries.pop();
      entry.happen();
    }
    return true;
  }
}
