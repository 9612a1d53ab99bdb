// When homes of many customers of one energy supplier that cannot be read at once are the supplier's trouble and not theirs.

import { isOpen } from "../read.ts";
import { factsFor } from "./truth.ts";
import type { SlotFacts } from "./truth.ts";
import type { Cap } from "../policy.ts";
import type { CustomerState } from "../state.ts";

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

/** The suppliers that stand behind what cannot be read at a location. */
export function brokenSuppliers(
  state: CustomerState,
  locationId: string,
  slots: readonly SlotFacts[],
): readonly string[] {
  const broken = state.cases
    .filter((it) => isOpen(it) && it.locationId === locationId && it.reason === "fetch_failed")
    .map((it) => factsFor(it, slots))
    .filter((facts) => facts?.status === "ERROR");
  return [...new Set(broken.flatMap((facts) => facts?.supplier ?? []))];
}
