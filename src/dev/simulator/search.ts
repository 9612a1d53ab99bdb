// The search for the frontier: many policies on a small fleet, those beside the best of them, then the best on all of it.

import { chanceOf } from "./chance.ts";
import { simulateFleet } from "./fleet.ts";
import { COSTS, excessOf, frontierOf, outcomeOf, thinned } from "./frontier.ts";
import { drawn, keyOf, neighboursOf, policyOf } from "./space.ts";
import type { Policy } from "../../core/policy.ts";
import type { Assumptions } from "./assumptions.ts";
import type { Outcome } from "./frontier.ts";
import type { Candidate } from "./space.ts";

/** How wide a search looks. */
export interface Width {
  /** Policies drawn from the space, and looked at beside the best in each further round. */
  readonly policies: number;
  /** Rounds beside the best. */
  readonly rounds: number;
  /** The small fleet is this share of the customers. */
  readonly small: number;
  /** Policies of each frontier that go on to all customers, for messages, cost and opt-outs. */
  readonly finalists: readonly [number, number, number];
}

export const WIDTH: Width = { policies: 120, rounds: 2, small: 0.08, finalists: [22, 6, 6] };

export interface Search {
  readonly seed: number;
  readonly customers: number;
  readonly days: number;
  readonly assumed: Assumptions;
  /** The policy that is compared with the frontier. */
  readonly current: Policy;
  readonly threads: number;
  readonly width: Width;
  /** Hears of each pass how many policies it is about, and the customers it has simulated of those it has to. */
  readonly progress: (pass: Pass, done: number) => void;
}

export interface Pass {
  readonly no: number;
  readonly of: number;
  readonly policies: number;
  readonly customers: number;
}

export interface Point {
  readonly candidate: Candidate;
  readonly outcome: Outcome;
}

/** A point with the name of its settings file. */
export interface Named extends Point {
  readonly name: string;
}

export interface Found {
  /** Every policy that met all customers. */
  readonly points: readonly Point[];
  readonly current: Outcome;
  /** How many policies were looked at, on however many customers. */
  readonly looked: number;
}

/** Runs the policies of one pass, the current one with them. */
async function pass(
  search: Search,
  no: number,
  candidates: readonly Candidate[],
): Promise<{ readonly points: readonly Point[]; readonly current: Outcome }> {
  const { seed, days, assumed, current, threads, width, progress } = search;
  const passes = width.rounds + 2;
  const customers = no === passes ? search.customers : Math.max(1, Math.ceil(search.customers * width.small));
  const trials = [current, ...candidates.map(policyOf)].map((policy) => ({ policy, assumed }));
  const about: Pass = { no, of: passes, policies: trials.length, customers };
  const tallies = await simulateFleet({ seed, customers, days, trials }, threads, (done) => progress(about, done));
  const [first, ...outcomes] = tallies.map((it) => outcomeOf(it, assumed));
  if (first === undefined) throw new Error("a pass without a policy");
  const points = candidates.flatMap((candidate, index) => {
    const outcome = outcomes[index];
    return outcome === undefined ? [] : [{ candidate, outcome }];
  });
  return { points, current: first };
}

/** Those of the seen that lie on a frontier, or near the one for messages. */
function promising(points: readonly Point[]): readonly Point[] {
  const frontiers = COSTS.map((cost) => frontierOf(points, cost));
  const near = points.filter((it) => (excessOf(it.outcome, frontiers[0] ?? [], "messages") ?? 0) < 0.01);
  return [...new Set([...frontiers.flat(), ...near])];
}

/** Finds the frontier. The same for the same search, whatever the number of threads. */
export async function findFrontier(search: Search): Promise<Found> {
  const { width, seed } = search;
  const chance = chanceOf(seed, 2);
  const seen = new Map<string, Point>();
  const look = async (no: number, candidates: readonly Candidate[]): Promise<void> => {
    for (const it of (await pass(search, no, candidates)).points) seen.set(keyOf(it.candidate), it);
  };
  await look(1, drawn(chance, width.policies));
  for (let round = 1; round <= width.rounds; round++) {
    const beside = promising([...seen.values()]).flatMap((it) => neighboursOf(it.candidate));
    const unseen = new Map(beside.map((it) => [keyOf(it), it] as const).filter(([key]) => !seen.has(key)));
    await look(1 + round, thinned([...unseen.values()], width.policies));
  }
  const finalists = COSTS.flatMap((cost, index) =>
    thinned(frontierOf([...seen.values()], cost), width.finalists[index] ?? 0),
  );
  const unique = new Map(finalists.map(({ candidate }) => [keyOf(candidate), candidate]));
  const { points, current } = await pass(search, width.rounds + 2, [...unique.values()]);
  return { points, current, looked: seen.size };
}
