// Ten thousand cases at random hours: nobody is written to at night, more often than the caps allow, or after the end.

import fc from "fast-check";
import { expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../src/core/time.ts";
import { VirtualCustomer, change, problem, slot } from "../../support/virtual.ts";
import { runsFrom } from "../../support/runs.ts";

const ZONES = [
  "Europe/London",
  "Europe/Lisbon",
  "America/New_York",
  "America/Phoenix",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
];
/** Days on which clocks change somewhere in these zones, and any other day of the year. */
const DAYS = [
  Date.UTC(2026, 2, 8),
  Date.UTC(2026, 2, 29),
  Date.UTC(2026, 3, 5),
  Date.UTC(2026, 9, 4),
  Date.UTC(2026, 9, 25),
  Date.UTC(2026, 10, 1),
];

/** The hour on the wall, by the runtime's own calendar and not by ours. */
const hourIn = (timeZone: string, at: number): number =>
  Number(new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", hourCycle: "h23" }).format(at));

const instants = fc.oneof(
  fc.tuple(fc.constantFrom(...DAYS), fc.integer({ min: -36 * 60, max: 36 * 60 })).map(([day, by]) => day + by * MINUTE),
  fc.integer({ min: Date.UTC(2026, 0, 1) / MINUTE, max: Date.UTC(2026, 11, 1) / MINUTE }).map((it) => it * MINUTE),
);

it("keeps to the hours of the home, the caps and the end of the case", () => {
  let sent = 0;
  let held = 0;
  fc.assert(
    fc.property(
      instants,
      fc.constantFrom(...ZONES),
      fc.integer({ min: 0, max: 6 * 60 }),
      fc.constantFrom("nothing", "opt_out", "repair"),
      fc.integer({ min: 0, max: 20 * 24 * 60 }),
      (start, zone, lateMinutes, ending, endsAfter) => {
        const customer = new VirtualCustomer({}, start);
        customer.timezone = zone;
        // A channel that is down for a while makes a message late.
        const upAt = start + lateMinutes * MINUTE;
        customer.deliver = () =>
          customer.now < upAt ? { kind: "retry", why: "down", retryAfter: 10 * MINUTE } : { kind: "sent" };
        customer.event(problem({ occurredAt: start }));
        customer.advance(endsAfter * MINUTE);
        const before = customer.told.length;
        if (ending === "opt_out") customer.input({ type: "opted_out", by: "page" });
        if (ending === "repair") {
          customer.truth.set("loc_1", [slot({ contractEndDate: "2030-01-01" })]);
          customer.event(change("session_complete"));
        }
        customer.advance(40 * DAY - endsAfter * MINUTE);
        const after = ending === "nothing" ? before : customer.told.length;
        expect(after).toBe(before);
        expect(customer.state.notifications).toEqual([]);
        for (const { at } of customer.told) {
          expect(hourIn(zone, at)).toBeGreaterThanOrEqual(8);
          expect(hourIn(zone, at)).toBeLessThan(21);
          expect(customer.told.filter((it) => it.at > at - 48 * HOUR && it.at <= at)).toHaveLength(1);
          expect(customer.told.filter((it) => it.at > at - 28 * DAY && it.at <= at).length).toBeLessThanOrEqual(4);
        }
        expect(new Set(customer.told.map((it) => it.rung)).size).toBe(customer.told.length);
        sent += customer.told.length;
        held += customer.silences().includes("send_window") ? 1 : 0;
      },
    ),
    { numRuns: runsFrom("MODEL_RUNS", 400) },
  );
  // A run in which nothing was held or sent would prove nothing.
  expect(sent).toBeGreaterThan(100);
  expect(held).toBeGreaterThan(20);
});
