// How fast a provider is called, over all customers: so many a second, in the order they come. No clock of its own.

/** Up to here a caller waits at the gate; beyond, it is sent away to come back. */
const WAIT_AT_GATE_MS = 2_000;

export type Turn = { readonly kind: "go"; readonly after: number } | { readonly kind: "away"; readonly for: number };

export interface Pace {
  /**
   * A turn at `now` (ms): after how long to call, or how long to stay away. Who was sent away before says so, and comes
   * before those who are new: they stand behind the whole line.
   */
  take(now: number, wasSentAway: boolean): Turn;
}

/** A pace of `perSecond` calls. A whole fleet that comes at once is spread over the time it takes to serve it. */
export function paceOf(perSecond: number): Pace {
  const gap = 1_000 / perSecond;
  let nextFree = 0;
  /** The end of the line of those who were sent away; what they will take is not promised twice. */
  let endOfLine = 0;
  return {
    take(now, wasSentAway) {
      const slot = Math.max(now, nextFree);
      if (slot - now <= WAIT_AT_GATE_MS && (wasSentAway || endOfLine <= now)) {
        nextFree = slot + gap;
        return { kind: "go", after: slot - now };
      }
      // However long the line is, everybody is told their own moment: told the same one, they would all come back in vain.
      endOfLine = Math.max(slot, endOfLine) + gap;
      return { kind: "away", for: endOfLine - now };
    },
  };
}
