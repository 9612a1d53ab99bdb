// Proves at which hour a message leaves where its customer's usual one is known: on the day it would have left anyhow, never outside the
// window, and at once where waiting would cost more than it brings.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE, instantOf, wallClock } from "../../../src/core/time.ts";
import { usualMinute } from "../../../src/core/person/habit.ts";
import { runsFrom } from "../../support/runs.ts";
import { DEFAULT_POLICY } from "../../support/default-policy.ts";
import { LONDON, MONDAY_10, VirtualCustomer, problem, slot } from "../../support/virtual.ts";
import type { Policy } from "../../../src/core/policy.ts";

const WINDOW = { from: 9 * 60, to: 20 * 60 };
const EVENING = [19, 19];
const hourOf = (at: number, zone = LONDON): number => wallClock(at, zone).minuteOfDay / 60;

/** A customer whose taps came at these hours. */
function customer(tapHours: readonly number[], settings: Partial<Policy> = {}, now = MONDAY_10): VirtualCustomer {
  const it = new VirtualCustomer({ habitWait: DEFAULT_POLICY.habitWait, ...settings }, now);
  it.state = { ...it.state, tapHours };
  return it;
}

/** When the customer is told of a contract that is over. */
function toldAt(it: VirtualCustomer): number {
  it.event(problem({ occurredAt: it.now }));
  it.advance(2 * DAY);
  expect(it.told).toHaveLength(1);
  return it.told[0]?.at ?? NaN;
}

describe("the usual hour of a customer", () => {
  it.each([
    ["nothing known", [], null],
    ["one tap", [18], 18],
    ["most of them", [9, 18, 18, 10, 18], 18],
    ["neighbours count together", [9, 18, 19, 12, 17], 18],
    ["of several the earliest", [10, 18], 10],
    ["after the window closes: its last hour", [22, 23], 19],
    ["in the small hours: what is nearer", [2, 5], 9],
    ["before the window opens: its first hour", [6, 7, 19], 9],
  ])("is, with %s, in the window", (_, hours, expected) => {
    expect(usualMinute(hours, WINDOW)).toBe(expected === null ? null : expected * 60);
  });

  it("is none where the window leaves no choice", () => {
    expect(usualMinute([18], { from: 540, to: 600 })).toBeNull();
  });
});

describe("a message of which the usual hour is known", () => {
  it("waits for it, and the journal says so once", () => {
    const it = customer(EVENING);
    expect(hourOf(toldAt(it))).toBe(19);
    const silent = it.journal.flatMap((entry) => (entry.what === "silent" ? entry.detail : []));
    expect(silent).toEqual([{ why: "usual_hour", until: instantOf("2026-02-02", 19 * 60, LONDON), cases: "1" }]);
  });

  it("leaves at a moment of the customer's own in that hour, over the time that messages are spread", () => {
    const times = Array.from({ length: 300 }, (_, no) => {
      const it = customer(EVENING, { spread: 30 * MINUTE });
      it.state = { ...it.state, customerId: `cus_${(no * 2_654_435_761) % 2 ** 32}` };
      return hourOf(toldAt(it));
    });
    expect(Math.min(...times)).toBeGreaterThanOrEqual(19);
    expect(Math.max(...times)).toBeLessThan(19.5);
    expect(times.filter((at) => at < 19.25).length).toBeGreaterThan(100);
  });

  it("does not wait where nothing says that it should", () => {
    const now = MONDAY_10 + 5 * MINUTE;
    expect(toldAt(customer(EVENING, { habitWait: 0 }))).toBe(now);
    expect(toldAt(customer([]))).toBe(now);
    const always = { from: 0, to: 1440 };
    expect(toldAt(customer(EVENING, { sendWindow: always, sendWindowHard: always }))).toBe(now);
  });

  it("does not wait longer than it may, nor half of that", () => {
    expect(hourOf(toldAt(customer(EVENING, { habitWait: 9 * HOUR })))).toBe(19);
    expect(toldAt(customer(EVENING, { habitWait: 8 * HOUR }))).toBe(MONDAY_10 + 5 * MINUTE);
  });

  it("does not wait for the next day, nor where the hour is running", () => {
    expect(toldAt(customer([9, 9]))).toBe(MONDAY_10 + 5 * MINUTE);
    const running = customer([10], { spread: 50 * MINUTE });
    expect(toldAt(running)).toBe(MONDAY_10 + 5 * MINUTE);
    const night = customer([9, 9], {}, MONDAY_10 - 5 * HOUR);
    expect(hourOf(toldAt(night))).toBe(9);
  });

  it("does not wait on the last day of a contract", () => {
    const last = "2026-02-09";
    const it = customer(EVENING, { ladders: { ...customer([]).settings.ladders, expiring: [0, "end"] } });
    it.truth.set("loc_1", [slot({ contractEndDate: last })]);
    it.event(problem({ type: "tariff.expiring", reason: "expiring", contractEndDate: last }));
    it.advance(7 * DAY);
    expect(it.told.map(({ at }) => [wallClock(at, LONDON).date, hourOf(at)])).toEqual([
      ["2026-02-02", 19],
      [last, 9],
    ]);
  });

  it("does not wait for a second case that has to be told at once, and takes the first along", () => {
    const last = "2026-02-02";
    const it = customer(EVENING);
    it.truth.set("loc_1", [
      slot({ status: "ERROR" }),
      slot({ slot: "commodity_export", tariffId: "trf_2", contractEndDate: last }),
    ]);
    it.event(problem());
    it.advance(HOUR);
    expect(it.told).toEqual([]);
    it.event(problem({ type: "tariff.expiring", reason: "expiring", tariffId: "trf_2", contractEndDate: last }));
    it.advance(HOUR);
    expect(it.told.map(({ cases }) => cases)).toEqual([[1, 2]]);
  });

  it("does not wait where the customer tapped and could not be helped", () => {
    const it = customer(EVENING);
    toldAt(it);
    it.advance(DAY - 8 * HOUR);
    expect(hourOf(it.now)).toBe(2);
    it.advance(10 * HOUR);
    it.input({ type: "link_opened", caseNo: 1 });
    it.input({ type: "tap_failed", caseNo: 1 });
    it.advance(6 * HOUR);
    expect(it.told).toHaveLength(2);
    expect(hourOf(it.told[1]?.at ?? NaN)).toBeLessThan(13);
  });

  it("keeps to the window on the clock of every home, in any month, and to the day it would have left", () => {
    const zones = ["Europe/London", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.array(fc.integer({ min: 0, max: 23 }), { maxLength: 6 }),
        fc.integer({ min: 0, max: 366 * 24 * 60 }),
        fc.integer({ min: 0, max: 23 }),
        fc.constantFrom(0, 30 * MINUTE),
        (timezone, tapHours, minute, hours, spread) => {
          const now = Date.UTC(2026, 0, 1) + minute * MINUTE;
          const [it, plain] = [hours * HOUR, 0].map((habitWait) => {
            const one = customer(tapHours, { habitWait, spread }, now);
            one.timezone = timezone;
            return toldAt(one);
          });
          const [at = NaN, without = NaN] = [it, plain];
          expect(wallClock(at, timezone).date).toBe(wallClock(without, timezone).date);
          expect(at).toBeGreaterThanOrEqual(without);
          expect(at).toBeLessThanOrEqual(without + hours * HOUR);
          expect(hourOf(at, timezone)).toBeGreaterThanOrEqual(9);
          expect(hourOf(at, timezone)).toBeLessThan(20);
        },
      ),
      { numRuns: runsFrom("MODEL_RUNS", 300) },
    );
  });
});

describe("what is remembered of taps", () => {
  it("is the hour at the home of the latest six, each opening of a wait counted once", () => {
    const it = customer([1, 2, 3, 4, 5, 6], {}, Date.UTC(2026, 6, 6, 9, 40));
    toldAt(it);
    it.now = Date.UTC(2026, 6, 9, 17, 59);
    it.input({ type: "link_opened", caseNo: 1 });
    it.input({ type: "link_opened", caseNo: 1 });
    // Summer in London.
    expect(it.state.tapHours).toEqual([2, 3, 4, 5, 6, 18]);
  });

  it("is nothing where messages wait for no such hour, and nothing after the person is forgotten", () => {
    const off = customer([], { habitWait: 0 });
    toldAt(off);
    off.input({ type: "link_opened", caseNo: 1 });
    expect(off.state.tapHours).toEqual([]);

    const it = customer(EVENING);
    it.input({ type: "person_forgotten" });
    expect(it.state.tapHours).toEqual([]);
  });
});
