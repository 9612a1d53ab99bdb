// /v1/fleet/experiment: each arm's cases, messages and repairs, whether a difference is real, and when to stop.

import { reportOn } from "../../core/experiment/report.ts";
import { DAY } from "../../core/time.ts";
import { armsOf } from "../../objects/fleet/arms.ts";
import { theRebuild } from "../../objects/rooms.ts";
import { noIndex } from "./known.ts";
import { route } from "./route.ts";
import { showExperiment } from "./shapes/experiment.ts";
import { isoOrNull } from "./shapes/ids.ts";
import type { ArmKnown, ArmSoFar } from "../../objects/fleet/arms.ts";

/** A pace is none before so many customers came. */
const FEWEST = 20;

/**
 * When the arm that fills slowest will have `needed` customers with a known outcome, at its pace so far (ms); null while that cannot be
 * told, or where an arm gets none.
 */
function enoughAt(
  soFar: readonly ArmSoFar[],
  arms: number,
  needed: number,
  now: number,
  within: number,
): number | null {
  const since = Math.min(...soFar.map((it) => it.since));
  const slowest = Math.min(...soFar.map(({ customers }) => customers));
  if (soFar.length < arms || slowest < FEWEST || since >= now) return null;
  return since + (needed / slowest) * (now - since) + within;
}

const show = route(showExperiment, async ({ env, deps }) => {
  const { FLEET: database } = env;
  if (database === undefined) return noIndex();
  const rebuilding = (await theRebuild(env).report()).state === "running";
  const { experiment } = deps.config;
  if (experiment === null) return { experiment: null, rebuilding };
  const { name, isOn, arms, within, rules } = experiment;
  const now = deps.now();
  const { soFar, known } = await armsOf(database, name, { now, within });
  const report = reportOn(
    arms.map((it) => it.name),
    new Map(known.map((it): [string, ArmKnown] => [it.arm, it])),
    rules,
  );
  // An arm that is taken out of the setting stays in the index, and in no comparison.
  const running = soFar.filter(({ arm }) => arms.some((it) => it.name === arm && it.weight > 0));
  const compared = arms.filter(({ weight }) => weight > 0).length;
  return {
    experiment: {
      name,
      state: isOn ? ("on" as const) : ("off" as const),
      since: soFar.length === 0 ? null : isoOrNull(Math.min(...soFar.map((it) => it.since))),
      within_days: within / DAY,
      worth: rules.worth,
      needed: report.needed,
      enough_at: report.isOver ? null : isoOrNull(enoughAt(running, compared, report.needed, now, within)),
      stop: report.isOver,
      arms: report.arms.map(({ arm, isControl, sums, perCustomer, perMessage, difference, verdict }) => {
        const all = soFar.find((it) => it.arm === arm);
        return {
          arm,
          control: isControl,
          weight: arms.find((it) => it.name === arm)?.weight ?? 0,
          cases: all?.cases ?? 0,
          customers: all?.customers ?? 0,
          known: sums.customers,
          repaired: sums.repaired,
          messages: sums.messages,
          repaired_per_customer: perCustomer,
          repaired_per_message: perMessage,
          difference,
          verdict,
        };
      }),
    },
    rebuilding,
  };
});

export const EXPERIMENT_ROUTES = [show];
