// Fits assumptions to a funnel: simulates the fleet under the policy that made the funnel, and moves what was assumed until the
// simulated shares are those of the funnel (Gauss-Newton, each share weighted by how exactly it is known).

import { simulateFleet } from "./fleet.ts";
import { funnelsOf } from "./funnel.ts";
import { allMomentsOf, LEAST, momentsOf } from "./moments.ts";
import { errorsOf, solved } from "./solve.ts";
import type { Policy } from "../../core/policy.ts";
import type { AssumptionName, Assumptions } from "./assumptions.ts";
import type { Export } from "./funnel-file.ts";
import type { Moment } from "./moments.ts";
import type { Row } from "./solve.ts";
import type { Tally } from "./tally.ts";

/** What can be fitted, and the share without which it cannot: part of its name. */
const FITTED: readonly (readonly [name: AssumptionName, needs: string])[] = [
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
  /** Rounds with one fleet. */
  readonly rounds: number;
  /** How many fleets are simulated: chance in the simulated shares shrinks as if one had so many times the customers. */
  readonly fleets: number;
  readonly progress: (round: number, done: number) => void;
}

export interface Fit {
  readonly assumed: Assumptions;
  readonly fitted: readonly AssumptionName[];
  /** By what share chance alone moves each fitted one (one standard error): that in the funnel, and that in fleets as large as its own. */
  readonly errors: readonly number[];
  /** What the funnel did not tell, with the share it lacks. */
  readonly unfitted: readonly (readonly [name: AssumptionName, lacks: string])[];
  /** Each share of the funnel beside the simulated one. */
  readonly shares: readonly { readonly name: string; readonly told: number; readonly simulated: number }[];
}

/** The seeds of further fleets lie so far apart. */
const SEED_STEP = 7_919;
/** A step in the logarithm of an assumption, to see what it changes: wide, for in a small fleet a narrow one changes two or three cases. */
const NUDGE = 0.4;
/** In how many rounds it is looked at what each assumption changes. */
const ROUNDS_WITH_SLOPES = 1;
/** No round moves an assumption further (logarithm). */
const STRIDE = 0.7;
/** Keeps an assumption that hardly any share depends on near where it was. */
const INERTIA = 0.5;

/** What a deployment would tell of a simulated fleet. */
export const exportOf = ({ counts }: Tally): Export => ({
  funnels: funnelsOf(counts),
  optOuts: { messages: counts.messages ?? 0, opt_outs: counts.optOuts ?? 0 },
});

const moved = (it: Assumptions, name: AssumptionName, by: number): Assumptions => ({
  ...it,
  [name]: Math.min(1, it[name] * Math.exp(by)),
});

const sharesIn = (tally: Tally | undefined): ReadonlyMap<string, number> =>
  new Map(tally === undefined ? [] : allMomentsOf(exportOf(tally)).map((it) => [it.name, it.share]));

/** How exactly the logarithm of a share is known. */
const weightOf = ({ share, of }: Moment): number => (of * share) / Math.max(1 - share, 0.02);

/** Fits what the export tells of. The same for the same numbers, whatever the number of threads. */
export async function calibrate(told: Export, calibration: Calibration): Promise<Fit> {
  const { rounds, fleets, policy, threads, progress, seed, customers, days } = calibration;
  const moments = momentsOf(told, LEAST);
  const isTold = (share: string): boolean => moments.some((it) => it.name.includes(share));
  const fitted = FITTED.flatMap(([name, needs]) => (isTold(needs) ? [name] : []));
  const unfitted = FITTED.filter(([, needs]) => !isTold(needs));
  const simulate = async (round: number, fleet: number, all: readonly Assumptions[]): Promise<readonly Tally[]> => {
    const trials = all.map((assumed) => ({ policy, assumed }));
    const seedOf = (seed + (fleet - 1) * SEED_STEP) % 0x1_0000_0000;
    return simulateFleet({ seed: seedOf, customers, days, trials }, threads, (done) => progress(round, done));
  };
  let { assumed } = calibration;
  // How much each assumption moves each share changes little from round to round, and costs most to find out.
  let slopesOf: ReadonlyMap<string, readonly number[]> = new Map();
  let rows: readonly Row[] = [];
  for (let round = 1; round < rounds + fleets; round++) {
    const at = assumed;
    // Once one fleet is fitted, each further one counts as much as every fleet before it: the fit is the mean of theirs.
    const fleet = Math.max(1, round - rounds + 1);
    const nudged = round <= ROUNDS_WITH_SLOPES ? fitted.map((name) => moved(at, name, -NUDGE)) : [];
    const [here, ...there] = (await simulate(round, fleet, [at, ...nudged])).map(sharesIn);
    if (there.length > 0)
      slopesOf = new Map(
        [...(here ?? [])].map(([name, share]) => [
          name,
          there.map((it) => Math.log((it.get(name) ?? share) / share) / -NUDGE),
        ]),
      );
    rows = moments.flatMap((moment) => {
      const share = here?.get(moment.name);
      if (share === undefined) return [];
      const slopes = slopesOf.get(moment.name) ?? [];
      return [{ weight: weightOf(moment), miss: Math.log(moment.share / share), slopes }];
    });
    const steps = solved(rows, fitted.length, INERTIA);
    for (const [index, name] of fitted.entries()) {
      const step = (steps[index] ?? 0) / fleet;
      assumed = moved(assumed, name, Math.max(-STRIDE, Math.min(STRIDE, step)));
    }
  }
  const [last] = await simulate(rounds + fleets, 1, [assumed]);
  const simulated = sharesIn(last);
  const shares = moments.map(({ name, share }) => ({ name, told: share, simulated: simulated.get(name) ?? 0 }));
  const errors = errorsOf(rows, fitted.length, INERTIA).map((it) => it * Math.sqrt(1 + 1 / fleets));
  return { assumed, fitted, errors, unfitted, shares };
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
