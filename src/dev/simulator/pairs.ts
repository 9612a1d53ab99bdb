// Pairs of arms, looked at every day: how often a difference is called real where there is none, and how soon one is found.

import { compareArms, customersNeeded } from "../../core/experiment/compare.ts";
import { chanceOf } from "./chance.ts";
import type { ArmSums, Rules } from "../../core/experiment/compare.ts";
import type { Chance } from "./chance.ts";

export interface Trial {
  readonly pairs: number;
  readonly days: number;
  /** Customers each arm gets in a day. */
  readonly aDay: number;
  /** Shares of the repaired. */
  readonly control: number;
  readonly arm: number;
  readonly rules: Rules;
  /** Goes on although no difference worth it is left: whoever does so has the most looks at which to be fooled. */
  readonly isStubborn?: boolean;
  readonly seed: number;
}

export interface TrialResult {
  /** Shares of all pairs by the verdict at which they stopped; `go_on` for those that never did. */
  readonly real: number;
  readonly tooSmall: number;
  readonly goOn: number;
  /** Real, and the wrong way round. */
  readonly wrongSide: number;
  /** Shares of all pairs that were called real within so many customers an arm. */
  readonly realWithin: (customers: number) => number;
  /** Customers an arm had when half of the pairs were decided either way; null where fewer were. */
  readonly median: number | null;
  /** What is stated in advance. */
  readonly needed: number;
}

interface Stop {
  readonly verdict: "real" | "too_small" | "go_on";
  readonly customers: number;
  readonly isWrong: boolean;
}

const sums = (customers: number, repaired: number): ArmSums => ({
  customers,
  repaired,
  messages: 0,
  messagesSquared: 0,
  messagesOfRepaired: 0,
});

function drawn(chance: Chance, count: number, share: number): number {
  let hits = 0;
  for (let nth = 0; nth < count; nth++) if (chance.next() < share) hits++;
  return hits;
}

function runPair({ days, aDay, control, arm, rules, isStubborn = false, seed }: Trial, pair: number): Stop {
  const chance = chanceOf(seed, pair);
  let [before, after] = [0, 0];
  for (let day = 1; day <= days; day++) {
    before += drawn(chance, aDay, control);
    after += drawn(chance, aDay, arm);
    const customers = day * aDay;
    const { verdict, difference } = compareArms(sums(customers, before), sums(customers, after), rules);
    const isWrong = verdict === "real" && (difference.value ?? 0) * (arm - control) < 0;
    if (verdict === "real" || (verdict === "too_small" && !isStubborn)) return { verdict, customers, isWrong };
  }
  return { verdict: "go_on", customers: days * aDay, isWrong: false };
}

/** Runs each pair to its verdict, or to the last day. The same seed gives the same. */
export function runPairs(trial: Trial): TrialResult {
  const stops = Array.from({ length: trial.pairs }, (_, pair) => runPair(trial, pair));
  const shareOf = (is: (it: Stop) => boolean): number => stops.filter(is).length / stops.length;
  const decided = stops.filter((it) => it.verdict !== "go_on").map((it) => it.customers);
  const half = decided.toSorted((a, b) => a - b)[Math.ceil(stops.length / 2) - 1];
  return {
    real: shareOf((it) => it.verdict === "real"),
    tooSmall: shareOf((it) => it.verdict === "too_small"),
    goOn: shareOf((it) => it.verdict === "go_on"),
    wrongSide: shareOf((it) => it.isWrong),
    realWithin: (customers) => shareOf((it) => it.verdict === "real" && it.customers <= customers),
    median: half ?? null,
    needed: customersNeeded(trial.control, trial.rules),
  };
}
