// A repair is verified to the price: connected without prices is not called repaired for a while, and nobody is told anything.

import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../src/core/time.ts";
import { MONDAY_10, problem, slot, VirtualCustomer } from "../../support/virtual.ts";
import type { PricesLack, SlotFacts } from "../../../src/core/case/truth.ts";

/** A customer who was told, and has reconnected; what FlatPeak says of the prices can be changed. */
function reconnected(lack: PricesLack | null, facts: Partial<SlotFacts> = {}) {
  const customer = new VirtualCustomer();
  customer.event(problem());
  customer.advance(HOUR);
  const prices = { lack };
  customer.truth.set("loc_1", [slot(facts)]);
  customer.probeAnswer = (id) => ({
    kind: "status",
    slots: customer.truth.get(id) ?? [],
    timezone: customer.timezone,
    ...(prices.lack === null ? {} : { prices: prices.lack }),
  });
  customer.input({ type: "probe_wanted", locationId: "loc_1" });
  customer.work();
  return { customer, prices };
}

describe("a tariff that is connected and has no prices yet", () => {
  it.each(["missing", "pending"] as const)("is not called repaired, and its customer is told nothing: %s", (lack) => {
    const { customer } = reconnected(lack);
    expect(customer.openCases).toEqual(["trf_1 expired"]);
    expect(customer.silences()).toContain(`prices_${lack}`);
    customer.advance(46 * HOUR);
    expect(customer.openCases).toEqual(["trf_1 expired"]);
    expect(customer.told).toHaveLength(1);
  });

  it("is repaired when the prices come, at the next look", () => {
    const { customer, prices } = reconnected("pending");
    prices.lack = null;
    customer.advance(16 * MINUTE);
    expect(customer.openCases).toEqual([]);
    expect(customer.whats()).toContain("case_repaired");
  });

  it("is believed after two days, and was asked about no more often than every quarter of an hour", () => {
    const { customer } = reconnected("missing");
    const before = customer.probes;
    customer.advance(49 * HOUR);
    expect(customer.whats()).toContain("case_repaired");
    expect(customer.probes - before).toBeGreaterThan(5);
    expect(customer.probes - before).toBeLessThan(30);
    customer.advance(60 * DAY);
    expect(customer.told).toHaveLength(1);
  });

  it.each([
    ["its status", { kind: "status", slots: [slot({ status: "UNKNOWN" })], timezone: null }],
    ["its home", { kind: "untold", timezone: null }],
  ] as const)("is told of no more where FlatPeak cannot tell of %s any longer", (_, answer) => {
    const { customer } = reconnected("missing");
    customer.advance(HOUR);
    customer.probeAnswer = () => answer;
    customer.advance(20 * DAY);
    expect([customer.told.length, customer.published, customer.openCases]).toEqual([1, [], []]);
  });

  it("takes back what was not out, so that nobody else's message waits behind it", () => {
    const customer = new VirtualCustomer();
    customer.event(problem());
    customer.deliver = () => ({ kind: "retry", why: "busy", retryAfter: 5 * MINUTE });
    customer.advance(6 * MINUTE);
    const isThere = (id: string): boolean => id === "loc_1";
    customer.probeAnswer = (id) => ({
      kind: "status",
      slots: [isThere(id) ? slot() : slot({ tariffId: "trf_2", status: "ERROR" })],
      timezone: customer.timezone,
      ...(isThere(id) ? { prices: "missing" as const } : {}),
    });
    customer.deliver = () => ({ kind: "sent" });
    customer.input({ type: "probe_wanted", locationId: "loc_1" });
    customer.work();
    expect(customer.whats()).toContain("message_cancelled");
    customer.event(problem({ tariffId: "trf_2", locationId: "loc_2", occurredAt: customer.now }));
    customer.advance(HOUR);
    expect(customer.told.map(({ cases }) => cases)).toEqual([[2]]);
  });

  it("is told of as before when it breaks again", () => {
    const { customer } = reconnected("missing");
    customer.truth.set("loc_1", [slot({ status: "ERROR" })]);
    customer.advance(4 * DAY);
    expect(customer.told).toHaveLength(2);
    expect(customer.state.cases[0]?.pricesAwaited).toBeNull();
  });

  it("waits no longer for being looked at often, by a customer who reloads the page", () => {
    const { customer } = reconnected("missing");
    const [before] = customer.state.cases;
    for (let times = 0; times < 5; times++) {
      customer.advance(MINUTE);
      customer.input({ type: "probe_wanted", locationId: "loc_1" });
      customer.work();
    }
    expect(customer.state.cases[0]).toEqual(before);
  });

  it("is repaired at once where what lacks prices is not what was imported", () => {
    expect(reconnected("missing", { slot: "commodity_export" }).customer.openCases).toEqual([]);
    expect(reconnected("missing", { slot: "non_commodity_import" }).customer.openCases).toEqual([]);
  });

  it("begins anew with a stronger problem", () => {
    const customer = new VirtualCustomer();
    customer.event(problem({ reason: "fetch_failed" }));
    customer.truth.set("loc_1", [slot()]);
    customer.probeAnswer = () => ({ kind: "status", slots: [slot()], timezone: null, prices: "missing" });
    customer.input({ type: "probe_wanted", locationId: "loc_1" });
    customer.work();
    expect(customer.state.cases[0]?.pricesAwaited).toEqual({ since: MONDAY_10, why: "missing" });
    customer.event(problem({ occurredAt: customer.now }));
    expect(customer.state.cases[0]).toMatchObject({ reason: "expired", pricesAwaited: null, settlingUntil: null });
  });
});
