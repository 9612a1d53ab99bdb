// The figures as text: tables in Markdown, for the terminal and for the docs alike.

import { ASSUMED, billOf, listPrice, monthOf, monthly, total } from "./cost.ts";
import { LABELS, cpuOf, rateOf, ratioOf } from "./figures.ts";
import { middleOf } from "./measure.ts";
import type { Actions } from "./actions.ts";
import type { Bar, Figure } from "./figures.ts";
import type { Middle, Samples } from "./measure.ts";
import type { Usage } from "./metered.ts";

const KINDS: Readonly<Record<string, string>> = {
  floor: "floor",
  product: "**product**",
  express: "Express + better-sqlite3",
  node: "node:http + node:sqlite",
  none: "**product**, no past events",
  short: "**product**, 100 past events",
  long: "**product**, 10,000 past events",
};

const row = (...cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const head = (...cells: readonly string[]): readonly string[] => [
  row(...cells),
  row(...cells.map((_, nth) => (nth === 0 ? "---" : "---:"))),
];
const whole = (value: number): string => Math.round(value).toLocaleString("en");

/** A middle value, and behind it how far the rounds lay apart. */
function spread({ median, low, high }: Middle, text: (value: number) => string): string {
  const [middle, from, to] = [text(median), text(low), text(high)];
  return from === to ? middle : `${middle} (${from} to ${to})`;
}
const ratio = (value: number): string => Number(value.toFixed(2)).toString();
const milliseconds = (micros: number): string => (micros / 1_000).toFixed(1);

/** What every measurement gave, beside its floor. */
export function figureTable(figures: readonly Figure[], samples: Samples): readonly string[] {
  const lines = figures.map(({ name, rate, cpu, p50, p99 }) => {
    const [part, kind] = [name.slice(0, name.lastIndexOf(".")), name.slice(name.lastIndexOf(".") + 1)];
    const base = part === "history" ? "history.none" : part === "bridged" ? "long.product" : `${part}.floor`;
    const byCpu = ratioOf(samples, base, name, cpuOf);
    const byRate = ratioOf(samples, name, base, rateOf);
    return row(
      LABELS[part] ?? part,
      KINDS[kind] ?? kind,
      cpu === null ? "?" : spread(cpu, whole),
      name === base || byCpu === null ? "1" : spread(byCpu, ratio),
      spread(rate, whole),
      name === base || byRate === null ? "1" : spread(byRate, ratio),
      spread(p50, milliseconds),
      spread(p99, milliseconds),
    );
  });
  return [
    ...head("what", "by", "CPU µs each", "floor's CPU of it", "requests/s", "of the floor's", "p50 ms", "p99 ms"),
    ...lines,
  ];
}

/** What the disk alone takes for one durable write, round by round: the machine's share of every new event's time. */
export function diskLine(writes: readonly number[]): string {
  const each = middleOf(writes);
  if (each === null) return "The disk was not measured.";
  return `One durable write of 4 kB by itself took ${spread(each, (ms) => ms.toFixed(2))} ms on this disk.`;
}

/** Bars and where we are. */
export const barTable = (bars: readonly Bar[]): readonly string[] => [
  ...head("what", "value", "bar", ""),
  ...bars.map(({ what, value, bar, atMost, reached }) =>
    row(what, spread(value, ratio), `${atMost ? "≤" : "≥"} ${bar.toFixed(2)}`, reached ? "reached" : "**missed**"),
  ),
];

const ACTIONS: Readonly<Record<keyof Actions, string>> = {
  firstEvent: "event opens a case of a customer never heard of (the object is made)",
  opensCase: "event opens a case of a known customer",
  sameProblem: "another event about the same problem",
  duplicate: "duplicate event",
  message: "message: from the alarm to being sent",
  tap: "tap, a token is minted",
  tapAgain: "tap, token reused",
  repair: "repair: from FlatPeak's event to the closed case",
  idleDayOpen: "idle day of an open case",
  idleDayHealthy: "idle day of a customer without one",
  sweep: "a sweep that finds nothing",
  sweptEvent: "an event met again by the sweep",
};

/** What each action uses, and what a million of it costs at list price. */
export function actionTable(actions: Actions): readonly string[] {
  const line = ([name, label]: readonly [string, string]): string => {
    const it: Usage = actions[name as keyof Actions];
    const counts = [
      it.workerRequests,
      it.objectRequests,
      it.alarms,
      it.rowsWritten,
      it.alarmsSet,
      it.rowsRead,
      it.upstreamCalls,
    ];
    return row(label, ...counts.map(String), total(listPrice(billOf(it, 1_000_000))).toFixed(2));
  };
  return [
    ...head(
      "action",
      "Worker requests",
      "object requests",
      "alarms",
      "rows written",
      "alarms set",
      "rows read",
      "calls upstream",
      "$ per million",
    ),
    ...Object.entries(ACTIONS).map(line),
  ];
}

/** What fleets of a million customers and more cost in a month. */
export function fleetTable(actions: Actions): readonly string[] {
  const line = (customers: number): string => {
    const bill = monthOf(actions, customers);
    const events =
      ((ASSUMED.troubled + ASSUMED.repeatedEvents + ASSUMED.repairs + ASSUMED.duplicates) * customers) / 1_000;
    return row(
      whole(customers),
      whole(events),
      (events / (30 * 86_400)).toFixed(2),
      whole(bill.objectRequests / 1e6),
      whole(bill.rowsWritten / 1e6),
      whole(bill.storedGb),
      whole(monthly(bill)),
    );
  };
  return [
    ...head(
      "customers",
      "events a month",
      "a second",
      "million object requests",
      "million rows written",
      "GB stored",
      "$ a month",
    ),
    ...[1e6, 1e7, 1e8].map(line),
  ];
}
