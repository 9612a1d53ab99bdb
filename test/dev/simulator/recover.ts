// `npm run recover -- 14500 1 2 3`: how near a calibration comes to what was planted. So many customers (14,500 have 20,000
// cases), and the seeds; every fit simulates other customers than those the funnel comes from.

import { availableParallelism } from "node:os";
import { ASSUMPTIONS } from "../../../src/dev/simulator/assumptions.ts";
import { calibrate, exportOf } from "../../../src/dev/simulator/calibrate.ts";
import { simulateFleet } from "../../../src/dev/simulator/fleet.ts";
import { policyFrom } from "../../../src/dev/simulator/policy-file.ts";
import type { Assumptions } from "../../../src/dev/simulator/assumptions.ts";
import type { Fit } from "../../../src/dev/simulator/calibrate.ts";
import type { Export } from "../../../src/dev/simulator/funnel-file.ts";

/** Each far from what is assumed. */
export const PLANTED = {
  tapPush: 0.18,
  tapEmail: 0.24,
  tapSms: 0.4,
  tapHandoff: 0.18,
  tapFade: 0.75,
  repairAfterTap: 0.55,
  selfRepair: 0.22,
  optOut: 0.01,
} as const;

/** Of each customer more to learn from. */
export const EVENTFUL = { outagesPerYear: 0, failuresPerYear: 2, failureHeals: 0, hasHabit: 0 } as const;

export interface Size {
  readonly customers: number;
  readonly seed: number;
  readonly rounds: number;
  readonly fleets: number;
  readonly threads: number;
  /** What is assumed otherwise of all customers. */
  readonly world?: Partial<Assumptions>;
}

const DAYS = 120;
const policy = policyFrom(null);

/** The funnel of customers who are as planted. */
async function plantedFunnel({ customers, seed, threads, world }: Size): Promise<Export> {
  const trials = [{ policy, assumed: { ...ASSUMPTIONS, ...world, ...PLANTED } }];
  const [tally] = await simulateFleet({ seed: seed + 1_000, customers, days: DAYS, trials }, threads);
  if (tally === undefined) throw new Error("no tally");
  return exportOf(tally);
}

/** What a calibration makes of a funnel. */
export const fitTo = (told: Export, size: Size): Promise<Fit> =>
  calibrate(told, { ...size, days: DAYS, policy, assumed: { ...ASSUMPTIONS, ...size.world }, progress: () => {} });

/** By which share each fitted assumption misses what was planted. */
export const missesOf = ({ assumed, fitted }: Fit): ReadonlyMap<string, number> => {
  const planted: Readonly<Record<string, number>> = PLANTED;
  return new Map(fitted.map((name) => [name, assumed[name] / (planted[name] ?? NaN) - 1]));
};

const lineOf = (name: string, miss: number): string => `  ${name.padEnd(16)}${(miss * 100).toFixed(1).padStart(6)} %`;

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

if (import.meta.main) {
  const [customers = 14_500, ...seeds] = process.argv.slice(2).map(Number);
  const worst = new Map<string, number>();
  for (const seed of seeds.length > 0 ? seeds : [1, 2, 3]) {
    const size = { customers, seed, rounds: 4, fleets: 3, threads: availableParallelism() };
    const told = await plantedFunnel(size);
    const [all] = told.funnels[0]?.data ?? [];
    say(`seed ${seed}: ${all?.cases ?? 0} cases, ${all?.told ?? 0} told of, ${told.optOuts?.opt_outs ?? 0} opt-outs`);
    const fit = await fitTo(told, size);
    for (const [index, [name, miss]] of [...missesOf(fit)].entries()) {
      worst.set(name, Math.max(worst.get(name) ?? 0, Math.abs(miss)));
      say(`${lineOf(name, miss)}, by chance +-${((fit.errors[index] ?? NaN) * 100).toFixed(1)} %`);
    }
  }
  say("worst");
  for (const [name, miss] of worst) say(lineOf(name, miss));
}
