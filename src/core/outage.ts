// When many homes of one energy supplier that cannot be read at once are the supplier's trouble and not the customers'.

import type { Cap } from "./settings.ts";

/** What is known of a supplier's trouble. */
export interface Outage {
  readonly since: number;
  /** Messages were held for as long as they may be; what is still broken is told, though the outage goes on. */
  readonly isSpent: boolean;
}

/**
 * The outage of a supplier as of `now`, or null. `failing` is how many different homes were seen failing within
 * `at.within`; `at.count` of them begin an outage, fewer than half as many end it.
 */
export function outageOf(
  before: Outage | null,
  failing: number,
  now: number,
  settings: { readonly at: Cap; readonly holdMax: number },
): Outage | null {
  const needed = before === null ? settings.at.count : Math.ceil(settings.at.count / 2);
  if (failing < needed) return null;
  const since = before?.since ?? now;
  return { since, isSpent: now - since >= settings.holdMax };
}
