// The frontier: of all policies those that no other beats at once in hours and in what they cost.

import { HOUR } from "../../core/time.ts";
import { CAUSES } from "./tally.ts";
import type { Assumptions } from "./assumptions.ts";
import type { Count, Tally } from "./tally.ts";

/** What a policy comes to. Counts are for 100 customers over the days of the run. */
export interface Outcome {
  readonly messages: number;
  /** What its text messages cost. */
  readonly smsCost: number;
  readonly optOuts: number;
  /** Hours for which a tariff was wrong or unreadable, per customer. */
  readonly hours: number;
  /** Of the contracts that ended, those put right by the last day: from 0 to 1. */
  readonly contractsOver: number;
}

/** What hours are set against. */
export const COSTS = ["messages", "smsCost", "optOuts"] as const;
export type Cost = (typeof COSTS)[number];

/** What was counted, for 100 customers. */
export function outcomeOf({ counts }: Tally, { smsPrice }: Assumptions): Outcome {
  const of = (what: Count): number => counts[what] ?? 0;
  const customers = Math.max(1, of("customers"));
  const wrongMs = CAUSES.reduce((sum, it) => sum + of(`${it} wrongMs`), 0);
  return {
    messages: (of("messages") / customers) * 100,
    smsCost: ((of("channel sms") * smsPrice) / customers) * 100,
    optOuts: (of("optOuts") / customers) * 100,
    hours: wrongMs / HOUR / customers,
    contractsOver: of("contract over") / Math.max(1, of("contract problems")),
  };
}

/** The frontier of some points, from the lowest cost to the highest: each has fewer hours than all that cost no more. */
export function frontierOf<T extends { readonly outcome: Outcome }>(points: readonly T[], cost: Cost): readonly T[] {
  const sorted = [...points].sort((a, b) => a.outcome[cost] - b.outcome[cost] || a.outcome.hours - b.outcome.hours);
  const frontier: T[] = [];
  let best = Infinity;
  for (const it of sorted) {
    if (it.outcome.hours >= best) continue;
    best = it.outcome.hours;
    frontier.push(it);
  }
  return frontier;
}

/** The hours of a frontier at a cost, on a straight line between its points; null left of the first one. */
export function hoursAt(frontier: readonly { readonly outcome: Outcome }[], cost: Cost, at: number): number | null {
  const right = frontier.findIndex((it) => it.outcome[cost] >= at);
  const after = frontier[right]?.outcome;
  if (after === undefined) return frontier.at(-1)?.outcome.hours ?? null;
  if (after[cost] === at) return after.hours;
  const before = frontier[right - 1]?.outcome;
  if (before === undefined) return null;
  const share = (at - before[cost]) / (after[cost] - before[cost]);
  return before.hours + share * (after.hours - before.hours);
}

/** By which share an outcome's hours lie above the frontier's at the same cost: 0 on it; null left of all of it. */
export function excessOf(
  outcome: Outcome,
  frontier: readonly { readonly outcome: Outcome }[],
  cost: Cost,
): number | null {
  const hours = hoursAt(frontier, cost, outcome[cost]);
  return hours === null ? null : outcome.hours / hours - 1;
}

/** At most so many of them, evenly from the first to the last. */
export function thinned<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  const picks = Array.from({ length: most }, (_, index) => Math.round((index * (items.length - 1)) / (most - 1)));
  return picks.flatMap((index) => items[index] ?? []);
}
