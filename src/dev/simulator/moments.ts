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
/** What cases are of. Failures may heal before a message is read, whole suppliers at a time: they tell of taps less exactly. */
const REASONS: readonly (readonly [name: string, reasons: readonly string[]])[] = [
  ["contracts", ["expiring", "expired"]],
  ["failures", ["fetch_failed"]],
];

function momentOf(name: string, steps: readonly FunnelStep[], part: Step, whole: Step): Moment {
  const sum = (step: Step): number => steps.reduce((total, it) => total + it[step], 0);
  return { name, share: sum(whole) === 0 ? 0 : sum(part) / sum(whole), of: sum(whole) };
}

function stepsBy(funnels: readonly Funnel[], by: string, keys?: readonly string[]): readonly FunnelStep[] {
  const data = funnels.find((it) => it.by === by)?.data ?? [];
  return keys === undefined ? data : data.filter(({ key }) => key !== null && keys.includes(String(key)));
}

/** The shares that were tapped: of the messages by each channel and rung, for each reason or not, and of the cases by either. */
function tapMoments(funnels: readonly Funnel[]): Record<"byReason" | "ofMessages" | "ofCases", readonly Moment[]> {
  const tapped = (name: string, by: string, keys: readonly string[]): Moment =>
    momentOf(`tapped ${name}`, stepsBy(funnels, by, keys), "tapped", "told");
  const messages = CHANNEL_KEYS.flatMap(([name, keys]) =>
    RUNGS.map((rung) => ({ name: `by ${name} on rung ${rung}`, keys: keys.map((key) => `${key}:${rung}`) })),
  );
  const ofMessages = messages.map(({ name, keys }) => tapped(name, "message", keys));
  const byReason = messages.flatMap(({ name, keys }) =>
    REASONS.map(([of, reasons]) => {
      const all = keys.flatMap((key) => reasons.map((it) => `${key}:${it}`));
      return tapped(`${name} of ${of}`, "message_reason", all);
    }),
  );
  const ofCases = [
    ...CHANNEL_KEYS.map(([name, keys]) => tapped(`by ${name}`, "channel", keys)),
    ...RUNGS.map((rung) => tapped(`on rung ${rung}`, "rung", [rung])),
  ];
  return { byReason, ofMessages, ofCases };
}

/** The shares that tell most of what is fitted, of those with at least so many cases; the others where those are missing. */
const known = (best: readonly Moment[], others: readonly Moment[], least: number): readonly Moment[] =>
  best.some((it) => it.of >= least) ? best : others;

/** What an export tells, each thing by one share, where at least so many cases stand behind it. */
export const momentsOf = (told: Export, least: number): readonly Moment[] =>
  momentsBy(told, least, (best, others) => known(best, others, least));

/** Every share of a simulated funnel, whichever of them the other one tells. */
export const allMomentsOf = (simulated: Export): readonly Moment[] =>
  momentsBy(simulated, 1, (best, others) => [...best, ...others]);

function momentsBy(
  { funnels, optOuts }: Export,
  least: number,
  choose: (best: readonly Moment[], others: readonly Moment[]) => readonly Moment[],
): readonly Moment[] {
  // Any funnel of cases has all of them.
  const all =
    funnels.find((it) => !it.by.startsWith("message") && it.data.length > 0)?.data ?? stepsBy(funnels, "message");
  const contracts = stepsBy(funnels, "reason", ["expiring", "expired"]);
  const { byReason, ofMessages, ofCases } = tapMoments(funnels);
  const finished = (name: string, steps: readonly FunnelStep[]): Moment => momentOf(name, steps, "sessions", "tapped");
  const moments = [
    ...choose(byReason, choose(ofMessages, ofCases)),
    // An outage that ends after a tap looks like a finished session: contracts alone tell more than all cases.
    ...choose([finished("contracts finished", contracts)], [finished("finished", all)]),
    momentOf("contracts repaired otherwise", contracts, "repaired_otherwise", "cases"),
    {
      name: "opt-outs",
      share: optOuts === null || optOuts.messages === 0 ? 0 : optOuts.opt_outs / optOuts.messages,
      of: optOuts?.messages ?? 0,
    },
  ];
  return moments.filter((it) => it.of >= least);
}
