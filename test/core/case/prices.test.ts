// A repair is verified to the price: connected without prices is not called repaired for a while, and nobody is told anything.

import { describe, expect, it } from "vitest";
import { pricesWanted } from "../../../src/core/case/prices.ts";
import { tariffsShown } from "../../../src/core/link/homes.ts";
import { DAY, HOUR, MINUTE, wallClock } from "../../../src/core/time.ts";
import { LONDON, MONDAY_10, problem, slot, VirtualCustomer } from "../../support/virtual.ts";
import type { PricesLack, SlotFacts } from "../../../src/core/case/truth.ts";

const MISSING = { kind: "lacking", why: "missing" } as const;

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
    ...(prices.lack === null ? {} : { prices: { kind: "lacking", why: prices.lack } }),
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

  it("stands in the journal once, however often it is asked about, and once more where FlatPeak says it in another way", () => {
    const { customer, prices } = reconnected("pending");
    const until = customer.now + 48 * HOUR;
    const waits = () =>
      customer.journal.flatMap((it) =>
        it.what === "silent" && it.detail.why.startsWith("prices_") ? [it.detail] : [],
      );
    customer.advance(20 * HOUR);
    expect(waits()).toEqual([{ why: "prices_pending", case: 1, until }]);
    prices.lack = "missing";
    customer.advance(20 * HOUR);
    expect(waits().map(({ why }) => why)).toEqual(["prices_pending", "prices_missing"]);
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
      ...(isThere(id) ? { prices: MISSING } : {}),
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

  it("is not asked for again while it rests: what was heard is heard again", () => {
    const { customer } = reconnected("pending");
    const told = { locationId: "loc_1", slots: [slot()], today: "2026-02-02" };
    expect(pricesWanted(customer.state, told, customer.now)).toEqual({ kind: "lacking", why: "pending" });
    expect(pricesWanted(customer.state, told, customer.now + 15 * MINUTE)).toBe("ask");
    expect(pricesWanted(customer.state, { ...told, locationId: "loc_2" }, customer.now)).toBeNull();
  });

  it("is repaired at once where what lacks prices is not what was imported", () => {
    expect(reconnected("missing", { slot: "commodity_export" }).customer.openCases).toEqual([]);
    expect(reconnected("missing", { slot: "non_commodity_import" }).customer.openCases).toEqual([]);
  });

  it("begins anew with a stronger problem", () => {
    const customer = new VirtualCustomer();
    customer.event(problem({ reason: "fetch_failed" }));
    customer.truth.set("loc_1", [slot()]);
    customer.probeAnswer = () => ({ kind: "status", slots: [slot()], timezone: null, prices: MISSING });
    customer.input({ type: "probe_wanted", locationId: "loc_1" });
    customer.work();
    expect(customer.state.cases[0]?.pricesAwaited).toEqual({ since: MONDAY_10, why: "missing" });
    customer.event(problem({ occurredAt: customer.now }));
    expect(customer.state.cases[0]).toMatchObject({ reason: "expired", pricesAwaited: null, settlingUntil: null });
  });
});

/** A customer whose contract is over, of whom FlatPeak says that the prices are what `estimated.from` tells. */
function expired() {
  const customer = new VirtualCustomer();
  const estimated: { from: number | null; asked: number[] } = { from: MONDAY_10 - 10 * HOUR, asked: [] };
  customer.truth.set("loc_1", [slot({ contractEndDate: "2026-01-31" })]);
  customer.probeAnswer = (id) => {
    const slots = customer.truth.get(id) ?? [];
    const { date: today } = wallClock(customer.now, LONDON);
    const wanted = pricesWanted(customer.state, { locationId: id, slots, today }, customer.now);
    if (wanted === "ask") estimated.asked.push(customer.now);
    const prices = wanted === "ask" ? ({ kind: "there", estimatedFrom: estimated.from } as const) : wanted;
    return { kind: "status", slots, timezone: customer.timezone, ...(prices === null ? {} : { prices }) };
  };
  customer.event(problem({ contractEndDate: "2026-01-31" }));
  customer.advance(HOUR);
  const prices = () => {
    const sources = { locationId: "loc_1", number: 1, asked: customer.truth.get("loc_1") ?? null, gone: [] };
    return tariffsShown(customer.state, sources, customer.now).map((it) => it.prices);
  };
  return { customer, estimated, prices };
}

describe("prices that are estimates", () => {
  it("are asked about where a contract is over, and shown for as long as it is", () => {
    const { customer, estimated, prices } = expired();
    expect(customer.told).toHaveLength(1);
    expect(prices()).toEqual([{ estimatedSince: MONDAY_10 - 10 * HOUR }]);
    estimated.from = MONDAY_10 + 3 * DAY;
    customer.advance(9 * DAY);
    expect(customer.told).toHaveLength(2);
    expect(prices()).toEqual([{ estimatedSince: MONDAY_10 - 10 * HOUR }]);
  });

  it("are asked about twice a day at most", () => {
    const { customer, estimated } = expired();
    for (let times = 0; times < 20; times++) {
      customer.input({ type: "probe_wanted", locationId: "loc_1" });
      customer.advance(HOUR);
    }
    expect(estimated.asked).toHaveLength(2);
  });

  it("are none any more where FlatPeak says so", () => {
    const { customer, estimated, prices } = expired();
    estimated.from = null;
    customer.advance(4 * DAY);
    expect(prices()).toEqual([null]);
  });

  it("do not keep a repaired tariff from being repaired, and are shown for two days", () => {
    const { customer, prices } = expired();
    customer.truth.set("loc_1", [slot()]);
    customer.input({ type: "probe_wanted", locationId: "loc_1" });
    customer.work();
    expect(customer.openCases).toEqual([]);
    expect(prices()).toEqual([{ estimatedSince: MONDAY_10 - 10 * HOUR }]);
    customer.advance(2 * DAY + HOUR);
    expect(prices()).toEqual([null]);
  });

  it.each<[string, Partial<SlotFacts>]>([
    ["is sold", { slot: "commodity_export", contractEndDate: "2026-01-31" }],
    ["cannot be read", { status: "ERROR", contractEndDate: "2026-01-31" }],
    ["ends one day", { contractEndDate: "2026-02-06" }],
    ["ends today", { contractEndDate: "2026-02-02" }],
  ])("are not asked about of a tariff that %s", (_, facts) => {
    const customer = new VirtualCustomer();
    customer.event(problem({ reason: "expiring", contractEndDate: "2026-02-06" }));
    const slots = [slot(facts)];
    expect(pricesWanted(customer.state, { locationId: "loc_1", slots, today: "2026-02-02" }, customer.now)).toBeNull();
  });
});

describe("prices that are yet to come", () => {
  it("are shown as such, and the tariff as connected", () => {
    const { customer } = reconnected("missing");
    const sources = { locationId: "loc_1", number: 1, asked: [slot()], gone: [] };
    const shown = tariffsShown(customer.state, sources, customer.now);
    expect(shown.map(({ state, prices }) => [state, prices])).toEqual([["connected", "awaited"]]);
  });
});
