import fc from "fast-check";
import { expect, it } from "vitest";
import { wallClock } from "../../src/core/time.ts";

it("agrees with the runtime's own calendar, on days that change the clocks and in years far off as well", () => {
  const zones = ["Europe/London", "Africa/Casablanca", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "UTC"];
  const instants = fc.oneof(
    fc.integer({ min: Date.UTC(1890, 0), max: Date.UTC(2190, 0) }),
    fc.integer({ min: Date.UTC(2026, 2, 28), max: Date.UTC(2026, 2, 30) }),
  );
  fc.assert(
    fc.property(instants, fc.constantFrom(...zones), (at, timeZone) => {
      const asked = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" }).format(at);
      const { date, minuteOfDay } = wallClock(at, timeZone);
      const two = (n: number): string => String(n).padStart(2, "0");
      expect(`${date} ${two(Math.floor(minuteOfDay / 60))}:${two(minuteOfDay % 60)}`).toBe(asked);
    }),
    { numRuns: 2_000 },
  );
});
