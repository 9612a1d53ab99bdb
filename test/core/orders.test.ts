import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../src/core/time.ts";
import { MONDAY_10, VirtualCustomer, change, problem, slot } from "../support/virtual.ts";
import type { FlatPeakEvent } from "../../src/core/case/event.ts";

/** What must be equal however the events arrived: what is open, what was verified, and what was said. */
function outcome(customer: VirtualCustomer): unknown {
  const verified = customer.state.tariffs.map(({ id, verified: it }) => ({ id, facts: it?.facts }));
  return { open: customer.openCases, verified, told: customer.told.length };
}

const history: readonly FlatPeakEvent[] = [
  problem({ reason: "expiring", contractEndDate: "2026-02-01", occurredAt: MONDAY_10 - 9 * DAY }),
  problem({ reason: "expired", contractEndDate: "2026-02-01", occurredAt: MONDAY_10 - DAY }),
  problem({ reason: "fetch_failed", occurredAt: MONDAY_10 - 5 * HOUR }),
  problem({ reason: "fetch_failed", occurredAt: MONDAY_10 - 4 * HOUR }),
  change("session_complete"),
  change("location_update"),
];

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length <= 1) return [items];
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  );
}

function live(events: readonly FlatPeakEvent[], gaps: readonly number[], repaired: boolean): VirtualCustomer {
  const customer = new VirtualCustomer();
  if (repaired) customer.truth.set("loc_1", [slot({ contractEndDate: "2027-02-01" })]);
  events.forEach((event, index) => {
    customer.event(event);
    customer.advance(gaps[index] ?? 0);
  });
  customer.advance(2 * DAY);
  return customer;
}

describe("arrival order", () => {
  it("ends all 720 orders of a repaired history in the same state, without a word", () => {
    const orders = permutations(history);
    expect(orders).toHaveLength(720);
    const outcomes = new Set(orders.map((events) => JSON.stringify(outcome(live(events, [], true)))));
    expect(outcomes.size).toBe(1);
    expect([...outcomes][0]).toContain('"open":[],');
    expect([...outcomes][0]).toContain('"told":0');
  });

  it("ends all orders, with duplicates and delays of up to 25 hours, in the same state", () => {
    const expected = JSON.stringify(outcome(live(history, [], true)));
    const arrivals = fc
      .tuple(
        fc.shuffledSubarray([...history], { minLength: 6 }),
        fc.array(fc.constantFrom(...history), { maxLength: 6 }),
      )
      .map(([all, extra]) => [...all, ...extra]);
    const gaps = fc.array(
      fc.integer({ min: 0, max: 25 * 60 }).map((minutes) => minutes * MINUTE),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(arrivals, gaps, (events, delays) => {
        expect(JSON.stringify(outcome(live(events, delays, true)))).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });

  it("tells of an unrepaired tariff once, by its strongest reason, in every order", () => {
    const problems = history.slice(0, 4);
    for (const events of permutations(problems)) {
      const customer = live(events, [], false);
      expect(customer.told.map((it) => it.reason)).toEqual(["expired"]);
      expect(customer.openCases).toEqual(["trf_1 expired"]);
    }
  });
});
