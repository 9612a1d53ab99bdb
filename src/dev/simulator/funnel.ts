// The funnel of a simulated fleet, in the shape in which a deployment answers GET /v1/fleet/funnel.

import type { Reason } from "../../core/case/reason.ts";
import type { ChannelName } from "../../core/policy.ts";

/** How customers of simulated cases are told apart. */
export const FUNNEL_BY = ["all", "reason", "channel", "rung"] as const;
export type FunnelBy = (typeof FUNNEL_BY)[number];

export const STEPS = ["cases", "told", "tapped", "sessions", "repaired", "repaired_otherwise"] as const;
export type Step = (typeof STEPS)[number];

export type FunnelCount = `funnel ${FunnelBy} ${string} ${Step}`;

/** What a case leaves behind. */
export interface CaseTrail {
  /** Messages that told of it; the channel and the rung of the latest. */
  told: number;
  channel: ChannelName | null;
  rung: number | null;
  isTapped: boolean;
  hasSession: boolean;
}

/** How far the customers of some cases came; each step is of those who took the one before it. */
export type FunnelStep = Readonly<Record<Step, number>> & { readonly key: string | number | null };

/** An answer of GET /v1/fleet/funnel, as far as it is read here. */
export interface Funnel {
  readonly by: string;
  readonly data: readonly FunnelStep[];
}

/** What a case counts as, the way the index of a deployment would say it. */
export function funnelCounts(trail: CaseTrail, reason: Reason, isRepaired: boolean): readonly FunnelCount[] {
  const { told, isTapped, hasSession, channel, rung } = trail;
  const tapped = told > 0 && isTapped;
  const taken: Readonly<Record<Step, boolean>> = {
    cases: true,
    told: told > 0,
    tapped,
    sessions: tapped && (hasSession || isRepaired),
    repaired: tapped && isRepaired,
    repaired_otherwise: !tapped && isRepaired,
  };
  const keys: Readonly<Record<FunnelBy, string | number | null>> = { all: "all", reason, channel, rung };
  const steps = STEPS.filter((it) => taken[it]);
  return FUNNEL_BY.flatMap((by) => steps.map((step): FunnelCount => `funnel ${by} ${keys[by] ?? ""} ${step}`));
}

/** The funnels that counts make, one for each way to tell cases apart. */
export function funnelsOf(counts: Readonly<Partial<Record<string, number>>>): readonly Funnel[] {
  const names = Object.keys(counts).filter((it) => it.startsWith("funnel "));
  return FUNNEL_BY.map((by) => {
    const keys = new Set(names.filter((it) => it.startsWith(`funnel ${by} `)).map((it) => it.split(" ")[2] ?? ""));
    const stepOf = (key: string): FunnelStep => {
      const counted = STEPS.map((it) => [it, counts[`funnel ${by} ${key} ${it}`] ?? 0] as const);
      const steps = Object.fromEntries(counted) as Readonly<Record<Step, number>>;
      return { key: key === "" ? null : by === "rung" ? Number(key) : key, ...steps };
    };
    return { by, data: [...keys].sort().map(stepOf) };
  });
}
