// A fleet over several threads. Customers depend on nothing but the seed and their number, so any split gives the same.

import { Worker } from "node:worker_threads";
import { Life } from "./life.ts";
import { takeLeans } from "./luck.ts";
import { merge, newTally } from "./tally.ts";
import { outagesOf } from "./world.ts";
import type { Policy } from "../../core/policy.ts";
import type { Assumptions } from "./assumptions.ts";
import type { Tally } from "./tally.ts";
import type { Surroundings } from "./world.ts";

export interface Fleet {
  readonly seed: number;
  readonly customers: number;
  readonly days: number;
  /** One or more; each meets the same customers and the same days, as far as it assumes the same of them. */
  readonly trials: readonly Trial[];
  /** The tallies are taken with how customers lean. */
  readonly takesLeans?: boolean;
}

/** A policy, and what is assumed of those who meet it. */
export interface Trial {
  readonly policy: Policy;
  readonly assumed: Assumptions;
}

/** What a thread starts from. */
export interface ThreadData {
  readonly fleet: Fleet;
  /** Shared by all threads: the number of the first customer that nobody has taken yet. */
  readonly next: Int32Array<SharedArrayBuffer>;
}

/** What a thread has to say: how many more customers are done, and one tally of them for each trial. */
export interface Done {
  readonly customers: number;
  readonly tallies: readonly Tally[];
}

/** Small enough that all threads have something to do, and the progress shows. */
const shareOf = (customers: number): number => Math.min(500, Math.ceil(customers / 40));

interface World {
  readonly around: Surroundings;
  readonly policy: Policy;
}

/** Lets a customer of this number live, and counts what they do. */
const live = ({ around, policy }: World, number: number, tally: Tally): void =>
  new Life(around, policy, number, tally).live();

/** The same, with how they lean. */
function liveLeaning({ around, policy }: World, number: number, tally: Tally): void {
  const own = newTally();
  const life = new Life(around, policy, number, own);
  life.live();
  takeLeans(own, life.leans);
  merge(tally, own);
}

/** Simulates customers share by share until every one of the fleet is taken. */
export function simulateShares({ fleet, next }: ThreadData, report: (done: Done) => void): void {
  const { seed, days, trials, customers, takesLeans = false } = fleet;
  const worlds = trials.map(({ policy, assumed }) => {
    const around = { seed, days, assumed, outages: outagesOf(seed, days, assumed) };
    return { policy, around };
  });
  const share = shareOf(customers);
  for (let from = 0; (from = Atomics.add(next, 0, share)) < customers;) {
    const to = Math.min(from + share, customers);
    const tallies = worlds.map((world) => {
      const tally = newTally();
      for (let number = from; number < to; number++) (takesLeans ? liveLeaning : live)(world, number, tally);
      return tally;
    });
    report({ customers: to - from, tallies });
  }
}

/**
 * Simulates the whole fleet in so many threads. Gives one tally for each trial, the same for any number of threads.
 * `progress` hears how many customers are done. Rejects when a thread breaks: that is a bug.
 */
export async function simulateFleet(
  fleet: Fleet,
  threads: number,
  progress: (done: number) => void = () => {},
): Promise<readonly Tally[]> {
  const totals = fleet.trials.map(newTally);
  const next = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  let done = 0;
  const add = ({ customers, tallies }: Done): void => {
    for (const [index, total] of totals.entries()) merge(total, tallies[index] ?? newTally());
    done += customers;
    progress(done);
  };
  const thread = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const workerData: ThreadData = { fleet, next };
      const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData });
      worker.on("message", add);
      worker.once("error", reject);
      worker.once("exit", () => resolve());
    });
  try {
    // A thread of its own takes a while to start, and one alone gains nothing by it.
    if (threads === 1) simulateShares({ fleet, next }, add);
    else await Promise.all(Array.from({ length: threads }, thread));
  } finally {
    // Where one broke, the others need not go on.
    Atomics.store(next, 0, fleet.customers);
  }
  if (done !== fleet.customers) throw new Error(`${fleet.customers - done} customers were lost`);
  return totals;
}
