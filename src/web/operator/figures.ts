// How the machine is, in figures: what `/metrics` tells programs and the health page tells people.

import { armsOf } from "../../objects/fleet/arms.ts";
import { figuresOf } from "../../objects/fleet/figures.ts";
import { allQuarantines, gateOf, theSweep } from "../../objects/rooms.ts";
import { reportBacklogs, reportWays } from "../../objects/ways.ts";
import { VERSION } from "../../setup/version.ts";
import type { Figures as FleetFigures } from "../../objects/fleet/figures.ts";
import type { GateReport } from "../../objects/gate/contract.ts";
import type { SweepReport } from "../../objects/sweep/contract.ts";
import type { WayBacklog, WayReport } from "../../objects/ways.ts";
import type { Deps } from "../../setup/compose.ts";
import type { Env } from "../../setup/env.ts";

export interface Figures {
  readonly version: string;
  readonly liveMode: boolean;
  readonly sweep: SweepReport;
  /** Whether FlatPeak takes our account. */
  readonly flatpeak: GateReport;
  /** The ways out of this deployment, in their order. */
  readonly ways: readonly WayReport[];
  /** FlatPeak's first, then those of the ways. */
  readonly backlogs: readonly WayBacklog[];
  readonly quarantine: { readonly kept: number; readonly ever: Readonly<Record<string, number>> };
  /** What the index says of all cases and messages; null where there is none, or where it does not answer. */
  readonly fleet: FleetFigures | null;
  /** The arms of the experiment that is set, so far; none where there is none, or no index. */
  readonly arms: readonly ArmFigures[];
}

export interface ArmFigures {
  readonly experiment: string;
  readonly arm: string;
  readonly customers: number;
  /** Customers with a known outcome, and those of them who were repaired. */
  readonly known: number;
  readonly repaired: number;
}

async function readArms(
  { FLEET: database }: Env,
  { config: { experiment }, log, now }: Pick<Deps, "config" | "log" | "now">,
): Promise<readonly ArmFigures[]> {
  if (database === undefined || experiment === null) return [];
  try {
    const { soFar, known } = await armsOf(database, experiment.name, { now: now(), within: experiment.within });
    return soFar.map(({ arm, customers }) => {
      const its = known.find((it) => it.arm === arm);
      return { experiment: experiment.name, arm, customers, known: its?.customers ?? 0, repaired: its?.repaired ?? 0 };
    });
  } catch (error) {
    log.error("experiment_not_read", error);
    return [];
  }
}

/** What the index says; one that breaks takes no other figure with it. */
async function readFleet(
  { FLEET: database }: Env,
  { log, now }: Pick<Deps, "log" | "now">,
): Promise<FleetFigures | null> {
  if (database === undefined) return null;
  try {
    return await figuresOf(database, now());
  } catch (error) {
    log.error("fleet_not_read", error);
    return null;
  }
}

async function countQuarantine(env: Env): Promise<Figures["quarantine"]> {
  const counts = await Promise.all(allQuarantines(env).map((shard) => shard.count()));
  const ever = new Map<string, number>();
  for (const [reason, count] of counts.flatMap((it) => Object.entries(it.ever)))
    ever.set(reason, (ever.get(reason) ?? 0) + count);
  return { kept: counts.reduce((sum, { kept }) => sum + kept, 0), ever: Object.fromEntries(ever) };
}

/** Asks each object once; none of them writes anything. */
export async function readFigures(env: Env, deps: Pick<Deps, "config" | "log" | "now">): Promise<Figures> {
  const { config } = deps;
  const [sweep, flatpeak, ways, backlogs, quarantine, fleet, arms] = await Promise.all([
    theSweep(env).report(config.silenceAfter),
    gateOf(env, "flatpeak").report(),
    reportWays(env, config),
    reportBacklogs(env, config),
    countQuarantine(env),
    readFleet(env, deps),
    readArms(env, deps),
  ]);
  return {
    version: VERSION,
    liveMode: config.flatpeak.liveMode,
    sweep,
    flatpeak,
    ways,
    backlogs,
    quarantine,
    fleet,
    arms,
  };
}
