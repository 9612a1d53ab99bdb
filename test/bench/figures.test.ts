// The bench's own arithmetic: medians with their spread, and bars that judge the product and never the machine.

import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { endWithUs } from "../support/children.ts";
import { barsOf, ratioOf } from "./figures.ts";
import { middleOf } from "./measure.ts";
import { barTable, diskLine } from "./table.ts";
import type { Sample, Samples } from "./measure.ts";

const MEASURED = [
  "first",
  "ingest.cold",
  "ingest.1",
  "ingest.few",
  "ingest.many",
  "redirect.few",
  "duplicate.few",
  "through",
  "long",
].flatMap((part) => [`${part}.floor`, `${part}.product`]);

/** Three rounds in which each request takes the product's `micros`, on a disk that is so many times as slow. */
function samplesOn(slowness: number): Samples {
  const round = (name: string, nth: number): Sample => {
    const micros =
      (name.startsWith("duplicate") ? 100 : 200) * (name.endsWith(".product") ? 0.95 : 1) * (1 + nth / 100);
    // Whoever writes more waits more.
    const waits = slowness * micros * (name.endsWith(".product") ? 2 : 1);
    return { rate: 1e6 / (micros + waits), cpu: micros, p50: waits, p99: waits * 3 };
  };
  const names = [...MEASURED, "ingest.few.express", "history.none", "history.long", "bridged.product"];
  return new Map(names.map((name) => [name, [0, 1, 2].map((nth) => round(name, nth))]));
}

describe("(row 57) the bench", () => {
  it("judges the same on a fast and on a slow disk", () => {
    const [fast, slow] = [barsOf(samplesOn(0), null), barsOf(samplesOn(50), null)];
    expect(fast).toHaveLength(11);
    expect(slow).toEqual(fast);
    expect(fast.every(({ reached }) => reached)).toBe(true);
  });

  it("would say so if the product took more of the processor", () => {
    const samples = samplesOn(0);
    const dear = samples.get("ingest.many.product")?.map((it) => ({ ...it, cpu: (it.cpu ?? 0) * 2 })) ?? [];
    const missed = barsOf(samples.set("ingest.many.product", dear), null).filter(({ reached }) => !reached);
    expect(missed.map(({ what }) => what)).toEqual(["new event, many customers, awake: the floor's CPU of ours"]);
    expect(barTable(missed).at(-1)).toContain("**missed**");
  });

  it("would say so if the bridge took more of the processor", () => {
    const samples = samplesOn(0);
    const dear = samples.get("long.product")?.map((it) => ({ ...it, cpu: (it.cpu ?? 0) + 15_001 })) ?? [];
    const missed = barsOf(samples.set("bridged.product", dear), null).filter(({ reached }) => !reached);
    expect(missed).toMatchObject([{ bar: 15, value: { median: 15.001 } }]);
  });

  it("gives the middle of the rounds and how far they lie apart", () => {
    expect(middleOf([])).toBeNull();
    expect(middleOf([3])).toEqual({ median: 3, low: 3, high: 3 });
    expect(middleOf([9, 1, 4])).toEqual({ median: 4, low: 1, high: 9 });
    expect(middleOf([8, 2, 4, 6])).toEqual({ median: 5, low: 2, high: 8 });
    expect(diskLine([0.4, 2, 0.5])).toContain("0.50 (0.40 to 2.00) ms");
    const [none, sample] = [
      { rate: 1, cpu: null, p50: 1, p99: 1 },
      { rate: 1, cpu: 2, p50: 1, p99: 1 },
    ];
    const samples: Samples = new Map([
      ["a", [sample, none]],
      ["b", [sample, sample]],
    ]);
    expect(ratioOf(samples, "a", "b", (it) => it.cpu)).toEqual({ median: 1, low: 1, high: 1 });
  });

  it("ends however many servers with one listener", () => {
    const before = process.listenerCount("exit");
    const children = Array.from({ length: 30 }, () => Object.assign(new EventEmitter(), { kill: () => true }));
    for (const child of children) endWithUs(child);
    expect(process.listenerCount("exit") - before).toBeLessThanOrEqual(1);
    for (const child of children) child.emit("exit");
  });
});
