import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, instantOf, isZone, parseDuration, wallClock } from "../../src/core/time.ts";

describe("durations", () => {
  it.each([
    ["0", 0],
    ["90s", 90_000],
    ["5m", 300_000],
    ["72h", 259_200_000],
    ["3d", 259_200_000],
  ])("reads %s", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(["", "5", "5 m", "m", "-5m", "1.5h", "5M", "5w", "1234567m", "0x5m"])("refuses %j", (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});

describe("wall clocks", () => {
  const zones = ["Europe/London", "America/New_York", "America/Phoenix", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"];

  it("finds the instant of every wall time that exists, in zones with odd offsets", () => {
    const minutes = fc.integer({ min: Date.UTC(2024, 0) / 60_000, max: Date.UTC(2029, 0) / 60_000 });
    fc.assert(
      fc.property(minutes, fc.constantFrom(...zones), (minute, zone) => {
        const { date, minuteOfDay } = wallClock(minute * 60_000, zone);
        expect(wallClock(instantOf(date, minuteOfDay, zone), zone)).toEqual({ date, minuteOfDay });
      }),
    );
  });

  it("lands after the gap when the clocks go forward, and on the first of two when they go back", () => {
    expect(new Date(instantOf("2026-03-29", 90, "Europe/London")).toISOString()).toBe("2026-03-29T01:30:00.000Z");
    expect(new Date(instantOf("2026-10-25", 90, "Europe/London")).toISOString()).toBe("2026-10-25T00:30:00.000Z");
  });

  it("counts calendar days over months, leap days and years", () => {
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
    expect(addDays("2026-03-01", -1)).toBe("2026-02-28");
  });

  it("knows a zone when it sees one", () => {
    expect(isZone("Europe/London")).toBe(true);
    expect(isZone("Europe/Nowhere")).toBe(false);
  });
});
