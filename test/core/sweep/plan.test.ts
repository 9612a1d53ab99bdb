// The passes of a sweep: which are due, what they want, and when they are over.

import { describe, expect, it } from "vitest";
import { RECENT, finished, isSilent, isThrough, pastOne, plansOf } from "../../../src/core/sweep/plan.ts";
import { DAY } from "../../../src/core/time.ts";
import type { Pass } from "../../../src/core/sweep/plan.ts";

const NOW = 1_000 * DAY;
const pass = (name: string, more: Partial<Pass> = {}): Pass => ({
  name,
  cursors: [],
  top: null,
  position: null,
  below: null,
  past: 0,
  doneAt: null,
  failing: null,
  ...more,
});
const TYPES = ["tariff.expired", "tariff.expiring"];
const names = (passes: Readonly<Record<string, Partial<Pass>>>, started = NOW - 500 * DAY): readonly string[] =>
  plansOf(started, TYPES, (name) => pass(name, passes[name]), NOW).map((plan) => plan.pass.name);

describe("the passes", () => {
  it("over problems are due once a day, and until they have been gone through", () => {
    expect(names({})).toEqual([RECENT, ...TYPES]);
    const done = { doneAt: NOW - DAY + 1 };
    expect(names({ "tariff.expired": done, "tariff.expiring": done })).toEqual([RECENT]);
    expect(names({ "tariff.expired": { ...done, position: "evt_1" }, "tariff.expiring": done })).toEqual([
      RECENT,
      "tariff.expired",
    ]);
    expect(names({ "tariff.expired": { doneAt: NOW - DAY }, "tariff.expiring": done })).toEqual([
      RECENT,
      "tariff.expired",
    ]);
  });

  it("look back a day before the first sweep of all, and no further than FlatPeak lists", () => {
    const [recent, deep] = plansOf(NOW, TYPES, (name) => pass(name), NOW);
    expect(recent).toMatchObject({ horizon: NOW - DAY, undatedHorizon: NOW, stopsAtKnown: true, type: null });
    expect(deep).toMatchObject({ horizon: NOW - DAY, stopsAtKnown: false, type: "tariff.expired" });
    const [later, deeper] = plansOf(NOW - 500 * DAY, TYPES, (name) => pass(name), NOW);
    expect(later).toMatchObject({ horizon: NOW - 90 * DAY });
    expect(deeper).toMatchObject({ horizon: NOW - 36 * DAY });
  });
});

describe("a look back", () => {
  const depth = (doneAt: number | null, more: Partial<Pass> = {}): number => {
    const [, deep] = plansOf(NOW - 500 * DAY, TYPES, (name) => pass(name, { doneAt, ...more }), NOW);
    return (NOW - (deep?.horizon ?? NOW)) / DAY;
  };

  it("goes once a week as far as FlatPeak lists, which is as far as a customer may have our messages wait", () => {
    const week = Array.from({ length: 14 }, (_, days) => depth(NOW - (days + 1) * DAY));
    expect(week.filter((it) => it === 90)).toHaveLength(2);
    expect(week.filter((it) => it === 36)).toHaveLength(12);
  });

  it("goes as far in the runs it takes as it began to", () => {
    const wide = Array.from({ length: 7 }, (_, days) => NOW - (days + 1) * DAY).find((it) => depth(it) === 90) ?? 0;
    for (const at of [0, DAY, 3 * DAY]) {
      const [, deep] = plansOf(0, TYPES, (name) => pass(name, { doneAt: wide, position: "evt_1" }), NOW + at);
      expect((NOW + at - (deep?.horizon ?? 0)) / DAY).toBe(90);
    }
  });
});

describe("a pass", () => {
  const plan = { horizon: 100, undatedHorizon: 50 };

  it("tells what is too old by its date, and without one by the marks above it", () => {
    expect(pastOne({ ...plan, pass: pass(RECENT) }, { id: "evt_1", at: 99 }, null).isPast).toBe(true);
    expect(pastOne({ ...plan, pass: pass(RECENT) }, { id: "evt_1", at: 100 }, null).isPast).toBe(false);
    expect(pastOne({ ...plan, pass: pass(RECENT) }, { id: "evt_1", at: null }, null).isPast).toBe(false);
    expect(pastOne({ ...plan, pass: pass(RECENT) }, { id: "evt_1", at: null }, 50).isPast).toBe(true);
    expect(pastOne({ ...plan, pass: pass(RECENT, { below: 40 }) }, { id: "evt_1", at: null }, null).isPast).toBe(true);
  });

  it("is over after a hundred in a row that are too old, however one young one lies between them", () => {
    let it = pass(RECENT);
    const meet = (at: number): void => {
      it = pastOne({ ...plan, pass: it }, { id: `evt_${at}`, at }, null).pass;
    };
    for (let no = 0; no < 99; no++) meet(1);
    meet(200);
    for (let no = 0; no < 99; no++) meet(1);
    expect(isThrough(it)).toBe(false);
    meet(1);
    expect(isThrough(it)).toBe(true);
  });

  it("is known from its top on once it is finished, and goes on after where it stood", () => {
    const going = pass(RECENT, { top: "evt_9", position: "evt_3", cursors: ["evt_2"], past: 4, below: 7 });
    expect(finished(going, NOW)).toEqual(pass(RECENT, { cursors: ["evt_9", "evt_2"], doneAt: NOW }));
  });
});

describe("FlatPeak", () => {
  it("is silent only where it spoke before", () => {
    expect(isSilent(null, DAY, NOW)).toBe(false);
    expect(isSilent(NOW - DAY, DAY, NOW)).toBe(false);
    expect(isSilent(NOW - DAY - 1, DAY, NOW)).toBe(true);
  });
});
