// Windows of time, by generated windows, zones and prices: nothing is lost or counted twice by splitting, and a day has the hours
// that the clocks of its zone give it.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { msOf } from "../../../src/flatpeak/energy/shapes/common.ts";
import { priceAnswer } from "../../../src/flatpeak/energy/shapes/price.ts";
import {
  MAX_WINDOW_MS,
  dayWindow,
  joinAnswers,
  splitWindow,
  todayWindow,
  writeInstant,
} from "../../../src/flatpeak/energy/window.ts";
import { runsFrom } from "../../support/runs.ts";
import { PRICES } from "./examples.ts";
import type { PriceAnswer } from "../../../src/flatpeak/energy/shapes/price.ts";
import type { Window } from "../../../src/flatpeak/energy/window.ts";
import * as z from "zod/mini";

const RUNS = runsFrom("MODEL_RUNS", 200);
const HOUR = 3_600_000;
const QUARTER = HOUR / 4;

const lengthOf = ({ start_time, end_time }: Window): number => msOf(end_time) - msOf(start_time);

describe("the day of a home", () => {
  it.each([
    ["2026-03-29", "Europe/London", 23, "2026-03-29T01:00:00+01:00", "2026-03-30T00:00:00+01:00"],
    ["2026-10-25", "Europe/Berlin", 25, "2026-10-24T23:00:00+01:00", "2026-10-26T00:00:00+01:00"],
    ["2026-06-15", "Asia/Kolkata", 24, "2026-06-15T00:00:00+05:30", "2026-06-16T00:00:00+05:30"],
    ["2026-03-08", "America/New_York", 23, "2026-03-08T01:00:00-04:00", "2026-03-09T00:00:00-04:00"],
    ["2026-01-01", "UTC", 24, "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"],
  ])("%s in %s has %i hours", (date, zone, hours, start_time, end_time) => {
    const day = dayWindow(date, zone);
    expect(day).toEqual({ start_time, end_time });
    expect(lengthOf(day)).toBe(hours * HOUR);
  });

  it("is the one it is there now", () => {
    const now = Date.UTC(2026, 5, 14, 23, 30);
    expect(todayWindow(now, "Europe/London")).toEqual(dayWindow("2026-06-15", "Europe/London"));
    expect(todayWindow(now, "UTC")).toEqual(dayWindow("2026-06-14", "UTC"));
  });

  it("follows on the day before, in any zone", () => {
    const zones = fc.constantFrom(
      "Europe/London",
      "Europe/Madrid",
      "America/St_Johns",
      "Australia/Lord_Howe",
      "Asia/Tokyo",
    );
    const days = fc.integer({ min: 0, max: 365 * 5 });
    fc.assert(
      fc.property(zones, days, (zone, day) => {
        const date = (n: number): string => new Date(Date.UTC(2025, 0, 1 + n)).toISOString().slice(0, 10);
        const [today, tomorrow] = [dayWindow(date(day), zone), dayWindow(date(day + 1), zone)];
        expect(msOf(today.end_time)).toBe(msOf(tomorrow.start_time));
        expect([23, 23.5, 24, 24.5, 25]).toContain(lengthOf(today) / HOUR);
      }),
      { numRuns: RUNS },
    );
  });
});

const offsets = fc.integer({ min: -48, max: 56 }).map((quarters) => quarters * 15);

/** A window of up to so many days that begins and ends at a quarter of an hour. */
const windowsOf = (days: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: 200_000 }), fc.integer({ min: 1, max: days * 96 }), offsets, offsets)
    .map(([start, length, before, after]) => {
      const from = Date.UTC(2024, 0, 1) + start * QUARTER;
      return { start_time: writeInstant(from, before), end_time: writeInstant(from + length * QUARTER, after) };
    });

describe("a window that is split", () => {
  it("is the same time without a gap, in pieces that FlatPeak takes", () => {
    fc.assert(
      fc.property(windowsOf(730), (window) => {
        const pieces = splitWindow(window);
        expect(pieces[0]?.start_time).toBe(window.start_time);
        expect(pieces.at(-1)?.end_time).toBe(window.end_time);
        for (const [no, it] of pieces.entries()) {
          expect(lengthOf(it)).toBeGreaterThan(0);
          expect(lengthOf(it)).toBeLessThanOrEqual(MAX_WINDOW_MS);
          const next = pieces[no + 1];
          if (next === undefined) continue;
          expect(next.start_time).toBe(it.end_time);
          expect(it.end_time).toMatch(/T00:00:00(?:Z|[+-]\d{2}:\d{2})$/);
          expect(it.end_time.slice(19)).toBe(window.end_time.slice(19));
        }
        const fewest = Math.ceil(lengthOf(window) / MAX_WINDOW_MS);
        expect(pieces.length).toBeLessThanOrEqual(Math.ceil(lengthOf(window) / (MAX_WINDOW_MS - 24 * HOUR)));
        expect(pieces.length).toBeGreaterThanOrEqual(fewest);
      }),
      { numRuns: RUNS },
    );
  });

  it("of 90 days is one piece, of a second more two", () => {
    const ninety = { start_time: "2026-01-01T00:00:00Z", end_time: "2026-04-01T00:00:00Z" };
    expect(splitWindow(ninety)).toEqual([ninety]);
    expect(splitWindow({ ...ninety, end_time: "2026-04-01T00:00:01Z" })).toHaveLength(2);
  });

  it("is joined to what it would have been in one", () => {
    const steps = fc.constantFrom(QUARTER, HOUR, 24 * HOUR);
    fc.assert(
      fc.property(windowsOf(200), steps, fc.boolean(), (window, step, isWhole) => {
        const { answers, whole } = priced(window, step, isWhole);
        const [first, ...others] = answers;
        if (first === undefined) throw new Error("a window without pieces");
        const joined = joinAnswers(first, ...others);
        // A midnight of the window is not one of the prices where their clocks differ: then a price is cut there.
        const isCut = others.some(({ data: [head] }) => head !== undefined && msOf(head.valid_from) % step !== 0);
        expect(isCut ? [] : joined.data).toEqual(isCut ? [] : whole.data);
        expect(sumOf(joined)).toBeCloseTo(sumOf(whole), 3);
      }),
      { numRuns: Math.ceil(RUNS / 10) },
    );
  });
});

/** The price of the step that begins at `at`: never twice the same in a row. */
const priceAt = (at: number): number => Math.round(Math.sin(at / HOUR) * 100_000) / 100_000;

/** The prices of a window, at once and in pieces; `isWhole`: an entry is never cut by the end of its window. */
function priced(window: Window, step: number, isWhole: boolean) {
  const answer = ({ start_time, end_time }: Window): PriceAnswer => {
    const [from, to] = [msOf(start_time), msOf(end_time)];
    const data = [];
    for (let at = Math.floor(from / step) * step; at < to; at += step) {
      const [begin, end] = isWhole ? [at, at + step] : [Math.max(at, from), Math.min(at + step, to)];
      const times = { valid_from: writeInstant(begin, 0), valid_to: writeInstant(end, 0) };
      data.push({ ...times, price: { value: priceAt(at), confidence: 1 } });
    }
    return z.parse(priceAnswer, { ...PRICES, data });
  };
  return { answers: splitWindow(window).map(answer), whole: answer(window) };
}

/** Price times time. */
const sumOf = ({ data }: PriceAnswer): number =>
  data.reduce((sum, it) => sum + (it.price.value * (msOf(it.valid_to) - msOf(it.valid_from))) / HOUR, 0);
