// The frontiers for messages as a file, so that a test can hold the defaults against them.

import { frontiersOf } from "./named.ts";
import type { Policy } from "../../core/policy.ts";
import type { Assumptions } from "./assumptions.ts";
import type { Outcome } from "./frontier.ts";
import type { Found } from "./search.ts";
import type { Candidate } from "./space.ts";

/** Of a policy, what the lines of the space say. */
export type Varied = Pick<Policy, "ladders" | "caps" | "channels" | "smsMax" | "sendWindow">;

export interface StoredPoint {
  readonly name: string;
  readonly settings: Candidate;
  readonly outcome: Outcome;
}

export interface Stored {
  readonly seed: number;
  readonly customers: number;
  readonly days: number;
  readonly assumptions: Assumptions;
  readonly current: { readonly policy: Varied; readonly outcome: Outcome };
  /** By name, from few messages to many. */
  readonly all: readonly StoredPoint[];
  readonly withinMeans: readonly StoredPoint[];
}

/** As exact as the report. */
const rounded = ({ messages, hours, smsCost, optOuts, contractsOver }: Outcome): Outcome => ({
  messages: Number(messages.toFixed(1)),
  hours: Number(hours.toFixed(1)),
  smsCost: Number(smsCost.toFixed(2)),
  optOuts: Number(optOuts.toFixed(2)),
  contractsOver: Number(contractsOver.toFixed(3)),
});

export const variedOf = ({ ladders, caps, channels, smsMax, sendWindow }: Policy): Varied => ({
  ladders,
  caps,
  channels,
  smsMax,
  sendWindow,
});

/** What is kept of a search. */
export function storedOf(
  search: Pick<Stored, "seed" | "customers" | "days"> & { readonly assumed: Assumptions; readonly current: Policy },
  found: Found,
): Stored {
  const { seed, customers, days, assumed, current } = search;
  const { messages, withinMeans } = frontiersOf(found);
  const points = (along: typeof messages): readonly StoredPoint[] =>
    along.map(({ name, candidate, outcome }) => ({ name, settings: candidate, outcome: rounded(outcome) }));
  return {
    seed,
    customers,
    days,
    assumptions: assumed,
    current: { policy: variedOf(current), outcome: rounded(found.current) },
    all: points(messages),
    withinMeans: points(withinMeans),
  };
}
