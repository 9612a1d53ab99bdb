// From the measurements to the figures that are reported, and the bars they have to reach.

import { middleOf } from "./measure.ts";
import type { Actions } from "./actions.ts";
import type { Middle, Sample, Samples } from "./measure.ts";

/** Something that was measured, over the rounds. */
export interface Figure {
  readonly name: string;
  readonly rate: Middle;
  readonly cpu: Middle | null;
  /** Microseconds. */
  readonly p50: Middle;
  readonly p99: Middle;
}

/**
 * A bar and where we are. Every bar is a ratio of processor times or a count: requests a second are those of a machine and of
 * its disk. They stand beside the bars, as a ratio to the floor's, and no bar is held against them.
 */
export interface Bar {
  readonly what: string;
  readonly value: Middle;
  readonly bar: number;
  /** True where the value must not be above the bar; it must not be below it otherwise. */
  readonly atMost: boolean;
  readonly reached: boolean;
}

/** What is called what in a table. */
export const LABELS: Readonly<Record<string, string>> = {
  "ingest.1": "new event, 1 customer",
  "ingest.few": "new event, 100 customers",
  "ingest.many": "new event, many customers, awake",
  "ingest.cold": "new event, many customers, asleep",
  first: "first event of a new customer",
  "duplicate.1": "duplicate event, 1 customer",
  "duplicate.few": "duplicate event, 100 customers",
  "redirect.few": "tap, token reused",
  history: "new event of one customer with a past",
  through: "a call of Zero's that goes through the bridge",
  long: "90 days of prices in quarter hours, handed through",
  bridged: "90 days of prices in quarter hours, bridged",
};

/** The figures, in the order they were measured. */
export function figuresOf(samples: Samples): readonly Figure[] {
  return [...samples].flatMap(([name, list]) => {
    const [rate, p50, p99] = [
      middleOf(list.map(rateOf)),
      middleOf(list.map((it) => it.p50)),
      middleOf(list.map((it) => it.p99)),
    ];
    if (rate === null || p50 === null || p99 === null) return [];
    return [{ name, rate, cpu: middleOf(list.map(cpuOf).filter((it) => it !== null)), p50, p99 }];
  });
}

export const rateOf = (it: Sample): number => it.rate;
export const cpuOf = (it: Sample): number | null => it.cpu;

/** A ratio taken within each round, for what slows a round down slows both; null where one of the two was not measured. */
export function ratioOf(
  samples: Samples,
  above: string,
  below: string,
  pick: (sample: Sample) => number | null,
): Middle | null {
  const under = samples.get(below) ?? [];
  const ratios = (samples.get(above) ?? []).flatMap((it, round) => {
    const other = under[round];
    const [a, b] = [pick(it), other === undefined ? null : pick(other)];
    return a === null || b === null ? [] : [a / b];
  });
  return middleOf(ratios);
}

/** What one takes more of the processor than another, within each round (microseconds). */
function differenceOf(samples: Samples, more: string, less: string): Middle | null {
  const other = samples.get(less) ?? [];
  return middleOf(
    (samples.get(more) ?? []).flatMap(({ cpu }, round) => {
      const under = other[round]?.cpu ?? null;
      return cpu === null || under === null ? [] : [cpu - under];
    }),
  );
}

/** Milliseconds of what is counted in microseconds. */
const inMs = ({ median, low, high }: Middle): Middle => ({
  median: median / 1_000,
  low: low / 1_000,
  high: high / 1_000,
});

/** Parts, and how much of the floor's speed they must have; those that production meets most come first. */
const BARS: readonly (readonly [part: string, bar: number])[] = [
  ["first", 1],
  ["ingest.cold", 0.85],
  ["ingest.1", 0.9],
  ["ingest.few", 0.95],
  ["ingest.many", 0.85],
  ["redirect.few", 0.9],
  ["through", 0.9],
];

/** What was weighed besides. */
export interface Weights {
  /** Bytes on disk of a customer with one case, told of it. */
  readonly customerBytes: number;
  /** What is loaded before the first request, compressed; bytes. */
  readonly bundleBytes: number;
  /** Processor time until the first request can be taken (ms). */
  readonly startMs: number;
}

/** Every bar that something was measured for. */
export function barsOf(samples: Samples, actions: Actions | null, weights: Weights | null = null): readonly Bar[] {
  const bars: Bar[] = [];
  const add = (what: string, value: Middle | null, bar: number, atMost = false): void => {
    if (value === null) return;
    bars.push({ what, value, bar, atMost, reached: atMost ? value.median <= bar : value.median >= bar });
  };
  const cpuRatio = (above: string, below: string): Middle | null => ratioOf(samples, above, below, cpuOf);
  for (const [part, bar] of BARS) {
    add(`${LABELS[part] ?? part}: the floor's CPU of ours`, cpuRatio(`${part}.floor`, `${part}.product`), bar);
  }
  const floor = cpuRatio("ingest.few.express", "ingest.few.floor");
  const ours = cpuRatio("ingest.few.express", "ingest.few.product");
  if (floor !== null) add("new event: CPU of Express with better-sqlite3 of ours", ours, floor.median * 0.85);
  add("a new event's CPU of a duplicate's", cpuRatio("ingest.few.product", "duplicate.few.product"), 1.2);
  add("10,000 past events: CPU of one with none", cpuRatio("history.long", "history.none"), 1.1, true);
  const bridging = differenceOf(samples, "bridged.product", "long.product");
  if (bridging !== null) {
    add("90 days of prices: ms of CPU to bridge them, more than to hand them through", inMs(bridging), 15, true);
  }
  if (actions !== null) {
    const count = (what: string, value: number, bar: number): void => add(what, middleOf([value]), bar, true);
    count("rows written by an event that opens a case", actions.opensCase.rowsWritten, 4);
    count("rows written from the alarm to the message being sent", actions.message.rowsWritten, 6);
    count("rows written by a tap that mints", actions.tap.rowsWritten, 2);
    count("rows written by a repair", actions.repair.rowsWritten, 4);
    count("rows written by a duplicate", actions.duplicate.rowsWritten, 1);
    const { workerRequests, objectRequests, alarms, rowsRead, rowsWritten } = actions.idleDayHealthy;
    const idle = workerRequests + objectRequests + alarms + rowsRead + rowsWritten;
    count("idle day without an open case: requests, rows, alarms", idle, 0);
  }
  if (weights !== null) {
    const most = (what: string, value: number, bar: number): void => add(what, middleOf([value]), bar, true);
    most("kB on disk of a customer with one case", weights.customerBytes / 1_024, 16);
    most("kB of the bundle, compressed", weights.bundleBytes / 1_000, 120);
    most("ms of processor time to start", weights.startMs, 25);
  }
  return bars;
}
