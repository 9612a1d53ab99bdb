// How fast a provider is called, over all customers: so many a second, in the order they come. No clock of its own.

/** Up to here a caller waits at the gate; beyond, it is sent away to come back. */
const WAIT_AT_GATE_MS = 2_000;
const MAX_AWAY_MS = 900_000;

export type Turn = { readonly kind: "go"; readonly after: number } | { readonly kind: "away"; readonly for: number };

export interface Pace {
  /** A turn at `now` (ms): after how long to call, or how long to stay away. */
  take(now: number): Turn;
}

/** A pace of `perSecond` calls. A whole fleet that comes at once is spread over the time it takes to serve it. */
export function paceOf(perSecond: number): Pace {
  const gap = 1_000 / perSecond;
  let nextFree = 0;
  /** The end of the line of those who were sent away; what they will take is not promised twice. */
  let endOfLine = 0;
  return {
    take(now) {
      const slot = Math.max(now, nextFree);
      if (slot - now <= WAIT_AT_GATE_MS) {
        nextFree = slot + gap;
        return { kind: "go", after: slot - now };
      }
      endOfLine = Math.max(slot, endOfLine) + gap;
      return { kind: "away", for: Math.min(MAX_AWAY_MS, endOfLine - now) };
    },
  };
}
