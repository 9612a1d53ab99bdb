// The ways out of a deployment, and which of them are closed.

import { gateOf } from "./rooms.ts";
import type { BacklogReport } from "../core/gate/backlog.ts";
import type { Config } from "../setup/config.ts";
import type { Env } from "../setup/env.ts";
import type { Way, GateReport } from "./gate/contract.ts";

/** A way out and how it stands. */
export interface WayReport extends GateReport {
  readonly way: Way;
}

/** How far behind a way is. */
export interface WayBacklog extends BacklogReport {
  readonly way: Way;
}

/** The channels in their order, then the backend that is published to and the contact lookup, where there are such. */
export function waysOf({ policy, waysOut, channels }: Config): readonly Way[] {
  const { publishTo } = policy;
  const lookup = channels.hasContactLookup ? (["contact_lookup"] as const) : [];
  return [...new Set<Way>([...waysOut, ...(publishTo === null ? [] : [publishTo]), ...lookup])];
}

/** How every way out of this deployment stands. */
export function reportWays(env: Env, config: Config): Promise<readonly WayReport[]> {
  return Promise.all(waysOf(config).map(async (way) => ({ way, ...(await gateOf(env, way).report()) })));
}

/** How far behind every way of this deployment is, FlatPeak's first. */
export const reportBacklogs = (env: Env, config: Config): Promise<readonly WayBacklog[]> =>
  Promise.all(
    (["flatpeak", ...waysOf(config)] as const).map(async (way) => ({ way, ...(await gateOf(env, way).backlog()) })),
  );
