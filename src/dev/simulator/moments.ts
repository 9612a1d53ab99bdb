// What a funnel says in shares, each of which depends on some assumption.

import type { Funnel, FunnelStep, Step } from "./funnel.ts";
import type { Export } from "./funnel-file.ts";

/** A share with what it is a share of. */
export interface Moment {
  readonly name: string;
  readonly share: number;
  readonly of: number;
}

/** Fewer cases than this tell nothing. */
export const LEAST = 30;

const CHANNEL_KEYS: readonly (readonly [name: string, keys: readonly string[]])[] = [
  ["push", ["push"]],
  ["email", ["email"]],
  ["sms", ["sms"]],
  ["handoff", ["handoff", "log"]],
];
const RUNGS = ["1", "2", "3", "4"];

function momentOf(name: string, steps: readonly FunnelStep[], part: Step, whole: Step): Moment {
  const sum = (step: Step): number => steps.reduce((total, it) => total + it[step], 0);
  return { name, share: sum(whole) === 0 ? 0 : sum(part) / sum(whole), of: sum(whole) };
}

function stepsBy(funnels: readonly Funnel[], by: string, keys?: readonly string[]): readonly FunnelStep[] {
  const data = funnels.find((it) => it.by === by)?.data ?? [];
  return keys === undefined ? data : data.filter(({ key }) => key !== null && keys.includes(String(key)));
}

/** The shares that were tapped: of the messages by each channel and rung where the export has them, else of the cases by either. */
function tapMoments(funnels: readonly Funnel[]): readonly Moment[] {
  const tapped = (name: string, by: string, keys: readonly string[]): Moment =>
    momentOf(`tapped ${name}`, stepsBy(funnels, by, keys), "tapped", "told");
  if (stepsBy(funnels, "message").length > 0)
    return CHANNEL_KEYS.flatMap(([name, keys]) =>
      RUNGS.map((rung) => {
        const both = keys.map((key) => `${key}:${rung}`);
        return tapped(`by ${name} on rung ${rung}`, "message", both);
      }),
    );
  return [
    ...CHANNEL_KEYS.map(([name, keys]) => tapped(`by ${name}`, "channel", keys)),
    ...RUNGS.map((rung) => tapped(`on rung ${rung}`, "rung", [rung])),
  ];
}

/** Every share that an export tells, where at least so many cases stand behind it. */
export function momentsOf({ funnels, optOuts }: Export, least: number): readonly Moment[] {
  // Any funnel of cases has all of them.
  const all = funnels.find((it) => it.by !== "message" && it.data.length > 0)?.data ?? stepsBy(funnels, "message");
  const contracts = stepsBy(funnels, "reason", ["expiring", "expired"]);
  const moments = [
    ...tapMoments(funnels),
    momentOf("finished", all, "sessions", "tapped"),
    momentOf("contracts repaired otherwise", contracts, "repaired_otherwise", "cases"),
    {
      name: "opt-outs",
      share: optOuts === null || optOuts.messages === 0 ? 0 : optOuts.opt_outs / optOuts.messages,
      of: optOuts?.messages ?? 0,
    },
  ];
  return moments.filter((it) => it.of >= least && it.share > 0);
}
