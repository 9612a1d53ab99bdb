// When homes of many customers of one energy supplier that cannot be read at once are the supplier's trouble and not theirs.

import type { Cap } from "../policy.ts";

/** What is known of a supplier's trouble. */
export interface Outage {
  readonly since: number;
  /** Messages were kept back for as long as they may be; what is still broken is told, though the outage goes on. */
  readonly isSpent: boolean;
}

/**
 * The outage of a supplier as of `now` (ms), or null. `failing` is how many different customers were seen failing within the
 * time that is counted; `at.count` of them begin an outage, fewer than half as many end it. One that is spent holds nobody
 * back any more and only keeps the next one from being seen, so that it goes on only while a new one would begin.
 */
export function outageOf(
  before: Outage | null,
  failing: number,
  now: number,
  limits: { readonly at: Cap; readonly holdMax: number },
): Outage | null {
  const isHolding = before !== null && !before.isSpent;
  const needed = isHolding ? Math.ceil(limits.at.count / 2) : limits.at.count;
  if (failing < needed) return null;
  const since = before?.since ?? now;
  return { since, isSpent: now - since >= limits.holdMax };
}
