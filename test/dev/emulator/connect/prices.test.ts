import { describe, expect, test } from "vitest";
import { pricesOf } from "../../../../src/dev/emulator/connect/prices.ts";
import { dayAndNight } from "../../../../src/dev/emulator/plan.ts";
import { noon } from "../support.ts";

const market = { structure: "MARKET", fixed: 0.02, percentage: 10, region: "DE-LU" } as const;
const day = (month: number, date: number) => Date.UTC(2026, month - 1, date, 12);

describe("the prices of a day", () => {
  test.each([
    ["Europe/Berlin", 3, 29, 23, "2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00"],
    ["Europe/Berlin", 10, 25, 25, "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00"],
    ["Europe/London", 11, 22, 24, "2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z"],
    ["America/New_York", 11, 1, 25, "2026-11-01T00:00:00-04:00", "2026-11-02T00:00:00-05:00"],
  ])("%s, %i/%i: %i hours, in the home's own time", (zone, month, date, hours, first, last) => {
    const entries = pricesOf(market, zone, day(month, date), 0);
    const length = entries.reduce((sum, it) => sum + Date.parse(it.valid_to) - Date.parse(it.valid_from), 0);
    expect([length / 3_600_000, entries[0]?.valid_from, entries.at(-1)?.valid_to]).toEqual([hours, first, last]);
    for (const [n, entry] of entries.entries()) expect(entries[n + 1]?.valid_from ?? last).toBe(entry.valid_to);
  });

  test("a fixed one is one entry, and hours by the clock of the home", () => {
    expect(pricesOf({ structure: "FIXED", cost: 0.3 }, "Europe/Berlin", noon, 1)).toEqual([
      { valid_from: "2026-11-23T00:00:00+01:00", valid_to: "2026-11-24T00:00:00+01:00", cost: 0.3, confidence: 1 },
    ]);
    const costs = pricesOf(dayAndNight(0.1, 0.4), "Europe/Berlin", noon, 0).map(({ cost }) => cost);
    expect([costs.slice(0, 7), costs.slice(7)]).toEqual([
      Array.from({ length: 7 }, () => 0.1),
      Array.from({ length: 17 }, () => 0.4),
    ]);
  });

  test("a market's is below zero now and then, and tomorrow's a forecast until one o'clock", () => {
    const lowest = Array.from({ length: 30 }, (_, date) =>
      Math.min(...pricesOf(market, "Europe/Berlin", day(6, date + 1), 0).map((it) => it.cost)),
    );
    expect(Math.min(...lowest)).toBeLessThan(0);
    expect(Math.max(...lowest)).toBeGreaterThan(0);
    const confidence = (at: number, days: number) => pricesOf(market, "Europe/Berlin", at, days)[0]?.confidence;
    const hour = 3_600_000;
    expect([confidence(noon - 2 * hour, 0), confidence(noon - 2 * hour, 1), confidence(noon + hour, 1)]).toEqual([
      1, 0.9, 1,
    ]);
    expect(pricesOf(market, "Europe/Berlin", noon, 0)).toEqual(pricesOf(market, "Europe/Berlin", noon + hour, 0));
  });
});
