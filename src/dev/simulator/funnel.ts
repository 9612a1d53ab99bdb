// The funnel of a simulated fleet, in the shape in which a deployment answers GET /v1/fleet/funnel.

import type { Reason } from "../../core/case/reason.ts";
import type { ChannelName } from "../../core/policy.ts";

/** How customers of simulated cases are told apart. */
export const FUNNEL_BY = ["all", "reason", "channel", "rung", "message", "message_reason"] as const;
export type FunnelBy = (typeof FUNNEL_BY)[number];

export const STEPS = ["cases", "told", "tapped", "sessions", "repaired", "repaired_otherwise"] as const;
export type Step = (typeof STEPS)[number];

export type FunnelCount = `funnel ${FunnelBy} ${string} ${Step}`;

/** What a case leaves behind. */
export interface CaseTrail {
  /** The messages that told of it, in their order. */
  readonly told: { readonly channel: ChannelName; readonly rung: number }[];
  /** How many messages had told of it at each tap. */
  readonly tappedAfter: number[];
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
  const { told, tappedAfter, hasSession } = trail;
  const { channel = null, rung = null } = told.at(-1) ?? {};
  const latest = tappedAfter.at(-1);
  const tapped = told.length > 0 && latest !== undefined;
  const taken: Readonly<Record<Step, boolean>> = {
    cases: true,
    told: told.length > 0,
    tapped,
    sessions: tapped && (hasSession || isRepaired),
    repaired: tapped && isRepaired,
    repaired_otherwise: !tapped && isRepaired,
  };
  const steps = STEPS.filter((it) => taken[it]);
  const countsBy = (by: FunnelBy, key: string | number | null, some: readonly Step[] = steps): readonly FunnelCount[] =>
    some.map((step): FunnelCount => `funnel ${by} ${key ?? ""} ${step}`);
  // A message counts once for each case that it tells of, and as tapped where a tap came after it and before the next. What came of
  // the case goes to the message that brought the latest.
  const stepsAfter = (messages: number): readonly Step[] => {
    if (messages === latest) return steps;
    return tappedAfter.includes(messages) ? ["cases", "told", "tapped"] : ["cases", "told"];
  };
  const messages = told.flatMap((it, index) => {
    const key = `${it.channel}:${it.rung}`;
    const some = stepsAfter(index + 1);
    return [...countsBy("message", key, some), ...countsBy("message_reason", `${key}:${reason}`, some)];
  });
  return [
    ...countsBy("all", "all"),
    ...countsBy("reason", reason),
    ...countsBy("channel", channel),
    ...countsBy("rung", rung),
    ...messages,
  ];
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
