// Fits assumptions to a funnel: simulates the fleet under the policy that made the funnel, and moves what was assumed until the
// simulated shares are those of the funnel (the likeliest, by Fisher scoring: each share weighted by how exactly it is known). What each assumption changes is
// read from how customers lean, and the simulated fleet's own luck is taken out.

import { simulateFleet } from "./fleet.ts";
import { funnelsOf } from "./funnel.ts";
import { LEANING } from "./leans.ts";
import { countsAt, luckOf } from "./luck.ts";
import { allMomentsOf, LEAST, momentsOf } from "./moments.ts";
import { errorsOf, solved } from "./solve.ts";
import { newTally } from "./tally.ts";
import type { Policy } from "../../core/policy.ts";
import type { Assumptions } from "./assumptions.ts";
import type { Export } from "./funnel-file.ts";
import type { Moment } from "./moments.ts";
import type { Row } from "./solve.ts";
import type { Tally } from "./tally.ts";
import type { Leaning } from "./leans.ts";
import type { Counts } from "./luck.ts";

/** What can be fitted, and the share without which it cannot: part of its name. */
const FITTED: readonly (readonly [name: Leaning, needs: string])[] = [
  ["tapPush", "tapped by push"],
  ["tapEmail", "tapped by email"],
  ["tapSms", "tapped by sms"],
  ["tapHandoff", "tapped by handoff"],
  ["tapFade", "on rung 2"],
  ["repairAfterTap", "finished"],
  ["selfRepair", "contracts repaired otherwise"],
  ["optOut", "opt-outs"],
];

export interface Calibration {
  readonly seed: number;
  readonly customers: number;
  readonly days: number;
  readonly threads: number;
  /** The policy that the funnel comes from. */
  readonly policy: Policy;
  /** Where the fit begins; what is not fitted stays. */
  readonly assumed: Assumptions;
  /** Rounds to come near, each with a fleet of a part of the customers. */
  readonly rounds: number;
  /** Of how many whole fleets the fit is the mean. */
  readonly fleets: number;
  readonly progress: (round: number, done: number, of: number) => void;
}

export interface Fit {
  readonly assumed: Assumptions;
  readonly fitted: readonly Leaning[];
  /** By what share chance alone moves each fitted one (one standard error): that in the funnel, and that in fleets as large as its own. */
  readonly errors: readonly number[];
  /** What the funnel did not tell, with the share it lacks. */
  readonly unfitted: readonly (readonly [name: Leaning, lacks: string])[];
  /** Each share of the funnel beside that of the last simulated fleet, without its luck. */
  readonly shares: readonly { readonly name: string; readonly told: number; readonly simulated: number }[];
}

/** The seed of the fleet of a round. */
export const seedOf = (seed: number, round: number): number => (seed + round * 7_919) % 0x1_0000_0000;

/** Of the customers, those who are simulated where it is enough to come near. */
const PART = 0.25;
/** Fewer tell too little to come near. */
const LEAST_CUSTOMERS = 500;
/** A step in the logarithm of an assumption, to see what it changes. */
const NUDGE = 0.01;
/** No round moves an assumption further (logarithm). */
const STRIDE = 0.7;
/** Keeps an assumption that hardly any share depends on near where it was. */
const INERTIA = 0.5;

/** What a deployment would tell of a simulated fleet. */
export const exportOf = ({ counts }: { readonly counts: Counts }): Export => ({
  funnels: funnelsOf(counts),
  optOuts: { messages: counts.messages ?? 0, opt_outs: counts.optOuts ?? 0 },
});

const moved = (it: Assumptions, name: Leaning, by: number): Assumptions => ({
  ...it,
  [name]: Math.min(1, it[name] * Math.exp(by)),
});

const sharesIn = (counts: Counts): ReadonlyMap<string, number> =>
  new Map(allMomentsOf(exportOf({ counts })).flatMap(({ name, share }) => (share > 0 ? [[name, share]] : [])));

/** How exactly the logarithm of a share is known, where so much is expected: by what came about, luck would have a say in its own weight. */
const weightOf = (share: number, of: number): number => (of * share) / Math.max(1 - share, 0.02);

/** By how much a share moves with each assumption (both as logarithms), as so many customers tell. */
interface Slopes {
  readonly customers: number;
  readonly of: readonly number[];
}

function meanOf(before: Slopes, now: Slopes): Slopes {
  const customers = before.customers + now.customers;
  const of = now.of.map((it, index) => (it * now.customers + (before.of[index] ?? 0) * before.customers) / customers);
  return { customers, of };
}

/** A share of the funnel beside that of a simulated fleet without its luck. */
interface Pair {
  readonly told: Moment;
  readonly expected: number;
  readonly slopes: Slopes;
}

/** Those that a fleet of so many customers has too. The slopes are much the same all the way: every fleet so far tells of them. */
function compared(told: readonly Moment[], tally: Tally, customers: number, before: readonly Pair[]): readonly Pair[] {
  const luck = luckOf(tally);
  const here = sharesIn(tally.counts);
  const there = LEANING.map((name) => sharesIn(countsAt(tally, name, NUDGE)));
  return told.flatMap((it) => {
    const share = here.get(it.name);
    if (share === undefined) return [];
    const of = there.map((moved) => Math.log((moved.get(it.name) ?? share) / share) / NUDGE);
    const earlier = before.find(({ told: { name } }) => name === it.name)?.slopes;
    const slopes = meanOf(earlier ?? { customers: 0, of: [] }, { customers, of });
    const lucky = slopes.of.reduce((sum, slope, index) => sum + slope * (luck[index] ?? 0), 0);
    return [{ told: it, expected: Math.min(1, share * Math.exp(-lucky)), slopes }];
  });
}

const rowsFor = (pairs: readonly Pair[], fitted: readonly Leaning[]): readonly Row[] =>
  pairs.map(({ told, expected, slopes }) => ({
    weight: weightOf(expected, told.of),
    miss: told.share / expected - 1,
    slopes: fitted.map((it) => slopes.of[LEANING.indexOf(it)] ?? 0),
  }));

const partOf = (customers: number): number =>
  Math.min(customers, Math.max(LEAST_CUSTOMERS, Math.ceil(customers * PART)));

/** Fits what the export tells of. The same for the same numbers, whatever the number of threads. */
export async function calibrate(told: Export, calibration: Calibration): Promise<Fit> {
  const { rounds, fleets, policy, threads, progress, seed, days } = calibration;
  const moments = momentsOf(told, LEAST);
  const isTold = (share: string): boolean => moments.some((it) => it.name.includes(share) && it.share > 0);
  const fitted = FITTED.flatMap(([name, needs]) => (isTold(needs) ? [name] : []));
  const unfitted = FITTED.filter(([, needs]) => !isTold(needs));
  let { assumed } = calibration;
  let pairs: readonly Pair[] = [];
  for (let round = 1; round <= rounds + fleets; round++) {
    // Once the fit is near, each fleet counts as much as every one before it: it is the mean of theirs.
    const whole = Math.max(0, round - rounds);
    const customers = whole > 0 ? calibration.customers : partOf(calibration.customers);
    const trials = [{ policy, assumed }];
    const fleet = { seed: seedOf(seed, round), customers, days, trials, takesLeans: true };
    const [tally = newTally()] = await simulateFleet(fleet, threads, (done) => progress(round, done, customers));
    pairs = compared(moments, tally, customers, pairs);
    const steps = solved(rowsFor(pairs, fitted), fitted.length, INERTIA);
    for (const [index, name] of fitted.entries()) {
      const step = (steps[index] ?? 0) / Math.max(1, whole);
      assumed = moved(assumed, name, Math.max(-STRIDE, Math.min(STRIDE, step)));
    }
  }
  const expected = new Map(pairs.map((it) => [it.told.name, it.expected]));
  const shares = moments.map(({ name, share }) => ({ name, told: share, simulated: expected.get(name) ?? 0 }));
  const alone = errorsOf(rowsFor(pairs, fitted), fitted.length, INERTIA);
  return { assumed, fitted, errors: alone.map((it) => it * Math.sqrt(1 + 1 / fleets)), unfitted, shares };
}

const row = (name: string, a: number, b: number): string =>
  `  ${name.padEnd(30)}${a.toFixed(4).padStart(10)}${b.toFixed(4).padStart(10)}`;

const chanceIn = (error: number): string => `+-${(error * 100).toFixed(1)} %`.padStart(11);

/** What came of a fit, as lines. */
export function fitLines(before: Assumptions, { assumed, fitted, errors, unfitted, shares }: Fit): readonly string[] {
  return [
    "Fitted to the funnel                assumed    fitted  by chance",
    ...fitted.map((name, index) => row(name, before[name], assumed[name]) + chanceIn(errors[index] ?? 0)),
    "",
    "Not fitted, for the export does not tell",
    ...unfitted.map(([name, lacks]) => `  ${name.padEnd(30)} ${lacks}`),
    "  everything else                of which no funnel tells",
    "",
    "Shares                           in funnel simulated",
    ...shares.map((it) => row(it.name, it.told, it.simulated)),
    "",
  ];
}
