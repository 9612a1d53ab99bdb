// The search for the frontier: many policies on a small fleet, those beside the best of them and around the current one,
// then the best on all of it.

import { chanceOf } from "./chance.ts";
import { simulateFleet } from "./fleet.ts";
import { COSTS, excessOf, frontierOf, outcomeOf, thinned } from "./frontier.ts";
import { candidateOf, drawn, isIn, keyOf, neighboursOf, policyOf, spaceWithin } from "./space.ts";
import type { Policy } from "../../core/policy.ts";
import type { Assumptions } from "./assumptions.ts";
import type { Outcome } from "./frontier.ts";
import type { Candidate, Space } from "./space.ts";

/** How wide a search looks. */
export interface Width {
  /** Policies drawn from the space and as many again from the part within the current means; looked at beside the best in each further round. */
  readonly policies: number;
  /** Those around the current one, within its means, in each further round. */
  readonly around: number;
  /** Rounds beside the best. */
  readonly rounds: number;
  /** The small fleet is this share of the customers. */
  readonly small: number;
  /** Policies of each frontier that go on to all customers: for messages, cost and opt-outs, and for messages within the current means. */
  readonly finalists: readonly [number, number, number, number];
}

export const WIDTH: Width = { policies: 100, around: 60, rounds: 4, small: 0.06, finalists: [16, 10, 10, 24] };

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

export interface Found {
  /** Every policy that met all customers. */
  readonly points: readonly Point[];
  readonly current: Outcome;
  /** The part of the space within the means of the current policy. */
  readonly means: Space;
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

/** One for each cost, of all points; then the one for messages, of those within the means. */
function frontiersOf(points: readonly Point[], means: Space): readonly (readonly Point[])[] {
  const within = points.filter((it) => isIn(means, it.candidate));
  return [...COSTS.map((cost) => frontierOf(points, cost)), frontierOf(within, "messages")];
}

/** Those of the seen that lie on a frontier, or near one for messages. */
function promising(points: readonly Point[], means: Space): readonly Point[] {
  const frontiers = frontiersOf(points, means);
  const isNear = ({ outcome }: Point, frontier: readonly Point[] = []): boolean =>
    (excessOf(outcome, frontier, "messages") ?? 0) < 0.01;
  const near = points.filter(
    (it) => isNear(it, frontiers[0]) || (isIn(means, it.candidate) && isNear(it, frontiers.at(-1))),
  );
  return [...new Set([...frontiers.flat(), ...near])];
}

/** Nearer than this to the current policy in messages is around it. */
const AROUND = 0.12;

/** Of the promising, those that stand for what the current policy could be instead: within its means, for about as many messages. */
function aroundOf(promisingOnes: readonly Point[], means: Space, current: Outcome): readonly Point[] {
  return promisingOnes.filter(
    (it) => isIn(means, it.candidate) && Math.abs(it.outcome.messages / current.messages - 1) < AROUND,
  );
}

const distinct = (candidates: readonly Candidate[]): readonly Candidate[] => [
  ...new Map(candidates.map((it) => [keyOf(it), it])).values(),
];

/** Finds the frontier. The same for the same search, whatever the number of threads. */
export async function findFrontier(search: Search): Promise<Found> {
  const { width, seed } = search;
  const chance = chanceOf(seed, 2);
  const means = spaceWithin(search.current);
  const seen = new Map<string, Point>();
  const look = async (no: number, candidates: readonly Candidate[]): Promise<Outcome> => {
    const { points, current } = await pass(search, no, candidates);
    for (const it of points) seen.set(keyOf(it.candidate), it);
    return current;
  };
  const unseenBeside = (points: readonly Point[], most: number): readonly Candidate[] => {
    const beside = points.flatMap((it) => neighboursOf(it.candidate));
    const unseen = new Map(beside.map((it) => [keyOf(it), it] as const).filter(([key]) => !seen.has(key)));
    return thinned([...unseen.values()], most);
  };
  const own = candidateOf(search.current);
  const first = [
    ...drawn(chance, width.policies),
    ...drawn(chance, width.policies, means),
    ...(own === null ? [] : [own, ...neighboursOf(own)]),
  ];
  const current = await look(1, distinct(first));
  for (let round = 1; round <= width.rounds; round++) {
    const best = promising([...seen.values()], means);
    const around = unseenBeside(aroundOf(best, means, current), width.around);
    await look(1 + round, distinct([...around, ...unseenBeside(best, width.policies)]));
  }
  const finalists = frontiersOf([...seen.values()], means).flatMap((frontier, index) =>
    thinned(frontier, width.finalists[index] ?? 0),
  );
  const last = await pass(search, width.rounds + 2, distinct(finalists.map(({ candidate }) => candidate)));
  return { ...last, means, looked: seen.size };
}
