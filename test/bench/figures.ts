// From the measurements to the figures that are reported, and the bars they have to reach.

import { median } from "./measure.ts";
import type { Actions } from "./actions.ts";
import type { Sample, Samples } from "./measure.ts";

/** Something that was measured, medians over the rounds. */
export interface Figure {
  readonly name: string;
  readonly rate: number;
  readonly cpu: number | null;
  /** Microseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** A bar and where we are. */
export interface Bar {
  readonly what: string;
  readonly value: number;
  readonly bar: number;
  /** True where the value must not be above the bar; it must not be below it otherwise. */
  readonly atMost: boolean;
  readonly reached: boolean;
}

/** What is called what in a table. */
export const LABELS: Readonly<Record<string, string>> = {
  "ingest.1": "new event, 1 customer",
  "ingest.few": "new event, 100 customers",
  "ingest.many": "new event, 5,000 customers, awake",
  "ingest.cold": "new event, 5,000 customers, asleep",
  first: "first event of a new customer",
  "duplicate.1": "duplicate event, 1 customer",
  "duplicate.few": "duplicate event, 100 customers",
  "redirect.few": "tap, token reused",
  history: "new event of one customer with a past",
};

/** The figures, in the order they were measured. */
export function figuresOf(samples: Samples): readonly Figure[] {
  return [...samples].map(([name, list]) => {
    const cpu = list.map((it) => it.cpu).filter((it) => it !== null);
    return {
      name,
      rate: median(list.map((it) => it.rate)),
      cpu: cpu.length === 0 ? null : median(cpu),
      p50: median(list.map((it) => it.p50)),
      p99: median(list.map((it) => it.p99)),
    };
  });
}

/** The median over the rounds of a ratio taken within each round; null where one of the two was not measured. */
export function ratioOf(
  samples: Samples,
  above: string,
  below: string,
  pick: (sample: Sample) => number | null,
): number | null {
  const over = samples.get(above);
  const under = samples.get(below);
  if (over === undefined || under === undefined) return null;
  const ratios = over.flatMap((it, round) => {
    const other = under[round];
    const [a, b] = [pick(it), other === undefined ? null : pick(other)];
    return a === null || b === null ? [] : [a / b];
  });
  return ratios.length === 0 ? null : median(ratios);
}

const rate = (it: Sample): number => it.rate;
const cpu = (it: Sample): number | null => it.cpu;

/** Every bar that something was measured for. */
export function barsOf(samples: Samples, actions: Actions | null): readonly Bar[] {
  const bars: Bar[] = [];
  const add = (what: string, value: number | null, bar: number, atMost = false): void => {
    if (value !== null) bars.push({ what, value, bar, atMost, reached: atMost ? value <= bar : value >= bar });
  };
  for (const part of ["ingest.1", "ingest.few", "ingest.many", "redirect.few"]) {
    const label = LABELS[part] ?? part;
    add(`${label}: requests/s of the floor's`, ratioOf(samples, `${part}.product`, `${part}.floor`, rate), 0.85);
    add(`${label}: the floor's CPU of ours`, ratioOf(samples, `${part}.floor`, `${part}.product`, cpu), 0.85);
  }
  const floor = ratioOf(samples, "ingest.few.floor", "ingest.few.express", rate);
  const express = ratioOf(samples, "ingest.few.product", "ingest.few.express", rate);
  if (floor !== null) add("new event: requests/s of Express's with better-sqlite3", express, floor * 0.85);
  add(
    "duplicate: requests/s of a new event's",
    ratioOf(samples, "duplicate.few.product", "ingest.few.product", rate),
    1.2,
  );
  add("10,000 past events: CPU of one with none", ratioOf(samples, "history.long", "history.none", cpu), 1.1, true);
  if (actions !== null) {
    add("rows written by an event that opens a case", actions.opensCase.rowsWritten, 4, true);
    add("rows written by a duplicate", actions.duplicate.rowsWritten, 1, true);
    const { workerRequests, objectRequests, alarms, rowsRead, rowsWritten } = actions.idleDayHealthy;
    const idle = workerRequests + objectRequests + alarms + rowsRead + rowsWritten;
    add("idle day without an open case: requests, rows, alarms", idle, 0, true);
  }
  return bars;
}
