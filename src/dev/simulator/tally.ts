// What is counted. Whole numbers and lists that are sorted before use, so that adding up in any order gives the same.

import type { CaseEnd } from "../../core/case/problem.ts";
import type { ChannelName } from "../../core/policy.ts";
import type { FunnelCount } from "./funnel.ts";
import type { Leaning } from "./leans.ts";

/** What stands behind a problem: a contract that ends, one tariff that cannot be read, an outage of a supplier. */
export const CAUSES = ["contract", "failure", "outage"] as const;
export type Cause = (typeof CAUSES)[number];

/** Per cause: what happened to its problems and to the cases opened for them. */
export type CauseCount =
  | "problems"
  /** Problems that are over, however that came. */
  | "over"
  | "cases"
  | CaseEnd
  | "open"
  /** Over before a message told of it. */
  | "silent"
  /** Messages that covered a case, a message counted for each. */
  | "told"
  /** Milliseconds during which a tariff was wrong or unreadable. */
  | "wrongMs";

export type Count =
  | "customers"
  | "troubled"
  | "homes"
  | "tariffs"
  | "messages"
  | "taps"
  | "optOuts"
  | "snoozes"
  /** Messages by a channel that its provider refused for good. */
  | "refused"
  /** Connect sessions, and those of them that came to their end. */
  | "sessions"
  | "finished"
  /** How customers lean, in parts of one. */
  | `lean ${Leaning}`
  | FunnelCount
  | `channel ${ChannelName}`
  | `rung ${number}`
  | `${Cause} ${CauseCount}`;

export interface Tally {
  readonly counts: Partial<Record<Count, number>>;
  /** Milliseconds from the problem to its repair, one number per repaired case. */
  readonly repairMs: Readonly<Record<Cause, number[]>>;
  /** Over customers, the sum of a count times each lean of whom it is of; empty where that was not asked for. */
  readonly leaning: Map<string, readonly number[]>;
}

export const newTally = (): Tally => ({
  counts: {},
  repairMs: { contract: [], failure: [], outage: [] },
  leaning: new Map(),
});

/** Adds to a count. */
export function count(tally: Tally, what: Count, by = 1): void {
  tally.counts[what] = (tally.counts[what] ?? 0) + by;
}

/** Adds all of `other` to `tally`. */
export function merge(tally: Tally, other: Tally): void {
  for (const [what, by] of Object.entries(other.counts)) count(tally, what as Count, by);
  for (const [what, by] of other.leaning) {
    const sums = tally.leaning.get(what);
    tally.leaning.set(what, sums === undefined ? by : sums.map((it, index) => it + (by[index] ?? 0)));
  }
  for (const cause of CAUSES) for (const ms of other.repairMs[cause]) tally.repairMs[cause].push(ms);
}
