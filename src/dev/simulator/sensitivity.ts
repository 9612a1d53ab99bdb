// Which assumption turns the order of policies around: each of them low and high, all others as they are.

import { ASSUMPTION_NAMES } from "./assumptions.ts";
import { simulateFleet } from "./fleet.ts";
import { outcomeOf } from "./frontier.ts";
import { policyOf } from "./space.ts";
import type { Policy } from "../../core/policy.ts";
import type { AssumptionName, Assumptions } from "./assumptions.ts";
import type { Outcome } from "./frontier.ts";
import type { Frontiers, Named } from "./named.ts";

type Range = readonly [low: number, high: number];

/** Where half and half as much again would make no sense, or say too little. */
const RANGES: Partial<Readonly<Record<AssumptionName, Range>>> = {
  contractDays: [180, 730],
  fixedTerm: [0.4, 1],
  suppliers: [10, 90],
  hasEmail: [0.6, 1],
  hasPhone: [0.4, 1],
  tapFade: [0.7, 1],
  eveningTaps: [0.9, 1.4],
  hasHabit: [0, 1],
  habitEvening: [0.4, 1],
  habitKept: [0.4, 1],
  habitTaps: [1, 1.6],
  nightFrom: [21, 23],
  nightTo: [6, 8],
  fatigueDays: [14, 56],
  tapFatigue: [0.76, 1],
  optOutFatigue: [1, 2.2],
  repairAfterTap: [0.5, 0.9],
  pageBefore: [0, 1],
  pageGoesOn: [0.8, 1],
};

/** A price changes what text messages cost, and neither hours nor messages. */
const VARIED = ASSUMPTION_NAMES.filter((it) => it !== "smsPrice");

/** Low and high for an assumption: of the table, else half of it and half as much again. */
export function rangeOf(name: AssumptionName, assumed: Assumptions): Range {
  return RANGES[name] ?? [assumed[name] / 2, assumed[name] * 1.5];
}

/** Hours that differ by less than this share say nothing. */
const APART = 0.02;
/** Who sends this much more than the current settings still counts as sending no more. */
const AS_MANY = 1.02;

export interface Compared {
  readonly name: string;
  readonly outcome: Outcome;
}

/** What comes of another value of an assumption. */
export interface Variation {
  readonly assumption: AssumptionName;
  readonly value: number;
  /** In the order of all that are compared, the current settings first. */
  readonly compared: readonly Compared[];
}

export interface Sensitivity {
  readonly customers: number;
  /** With every assumption as it is. */
  readonly base: readonly Compared[];
  readonly variations: readonly Variation[];
}

/** The points of both frontiers for messages that lie next to the current settings, on either side. */
export function nearestTo(current: Outcome, { messages, withinMeans }: Frontiers): readonly Named[] {
  const beside = [messages, withinMeans].flatMap((frontier) => [
    frontier.findLast((it) => it.outcome.messages <= current.messages),
    frontier.find((it) => it.outcome.messages > current.messages),
  ]);
  const near = new Set(beside.flatMap((it) => it ?? []));
  return [...near].sort((a, b) => a.outcome.messages - b.outcome.messages);
}

/** Of those that send no more messages than the first, the one with the fewest hours. */
export function takenOf(compared: readonly Compared[]): string {
  const most = (compared[0]?.outcome.messages ?? 0) * AS_MANY;
  const fit = compared.filter((it) => it.outcome.messages <= most);
  return [...fit].sort((a, b) => a.outcome.hours - b.outcome.hours)[0]?.name ?? "";
}

/** The pairs of which the one had fewer hours at first, and the other has now. */
export function turnedIn(base: readonly Compared[], now: readonly Compared[]): readonly string[] {
  const lead = (all: readonly Compared[], a: number, b: number): number => {
    const [one, other] = [all[a]?.outcome.hours ?? 0, all[b]?.outcome.hours ?? 0];
    return Math.abs(one - other) < APART * Math.min(one, other) ? 0 : Math.sign(one - other);
  };
  return base.flatMap(({ name }, a) =>
    base.slice(a + 1).flatMap((it, index) => {
      const b = a + 1 + index;
      return lead(base, a, b) * lead(now, a, b) < 0 ? [`${name}/${it.name}`] : [];
    }),
  );
}

/** Simulates the current policy and some points with each assumption low and high. The same for any number of threads. */
export async function sensitivityOf(
  fleet: { readonly seed: number; readonly customers: number; readonly days: number },
  {
    current,
    points,
    assumed,
  }: { readonly current: Policy; readonly points: readonly Named[]; readonly assumed: Assumptions },
  threads: number,
  progress: (done: number) => void,
): Promise<Sensitivity> {
  const policies = [
    { name: "current", policy: current },
    ...points.map(({ name, candidate }) => ({ name, policy: policyOf(candidate) })),
  ];
  const varied = VARIED.flatMap((assumption) =>
    rangeOf(assumption, assumed)
      .filter((value) => value !== assumed[assumption])
      .map((value) => ({ assumption, value, assumed: { ...assumed, [assumption]: value } })),
  );
  const worlds = [assumed, ...varied.map((it) => it.assumed)];
  const trials = worlds.flatMap((it) => policies.map(({ policy }) => ({ policy, assumed: it })));
  const tallies = await simulateFleet({ ...fleet, trials }, threads, progress);
  const comparedIn = (world: number): readonly Compared[] =>
    policies.flatMap(({ name }, index) => {
      const tally = tallies[world * policies.length + index];
      return tally === undefined ? [] : [{ name, outcome: outcomeOf(tally, assumed) }];
    });
  const variations = varied.map(({ assumption, value }, index) => ({
    assumption,
    value,
    compared: comparedIn(index + 1),
  }));
  return { customers: fleet.customers, base: comparedIn(0), variations };
}

const round = (value: number): string => String(Math.round(value * 1e4) / 1e4);

const line = (cells: readonly string[]): string =>
  `  ${(cells[0] ?? "").padEnd(20)}${(cells[1] ?? "").padEnd(10)}${(cells[2] ?? "").padEnd(10)}${cells[3] ?? ""}`.trimEnd();

/** What a sensitivity says, as lines: what turns around, or would be taken instead; then what changes neither. */
export function sensitivityLines({ customers, base, variations }: Sensitivity): readonly string[] {
  const taken = takenOf(base);
  const rows = variations.map((it) => ({
    ...it,
    taken: takenOf(it.compared),
    turned: turnedIn(base, it.compared),
  }));
  const telling = rows.filter((it) => it.taken !== taken || it.turned.length > 0);
  const silent = VARIED.filter((name) => !telling.some((it) => it.assumption === name)).map((name) => {
    const values = rows.filter((it) => it.assumption === name).map((it) => round(it.value));
    return line([name, values.join(", ")]);
  });
  return [
    "",
    `Sensitivity, with ${customers.toLocaleString("en-GB")} customers: the current settings and the points next to them`,
    `(${base
      .slice(1)
      .map((it) => it.name)
      .join(" ")}), each assumption low and high. Taken is who has the fewest hours for no more messages`,
    `than the current settings; with every assumption as it is: ${taken}.`,
    "",
    line(["assumption", "value", "taken", "hours turn around between"]),
    ...telling.map((it) => line([it.assumption, round(it.value), it.taken, it.turned.join(" ")])),
    "",
    "Change neither, low or high",
    ...(silent.length === 0 ? ["  none"] : silent),
  ];
}
