// Each duty keeps its own clock: what is looked at, tried, given up or handed over does not depend on what else may happen.

import { describe, expect, it } from "vitest";
import { outageOf } from "../../src/core/case/outage.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../src/core/time.ts";
import { Street } from "../support/street.ts";
import { LONDON, MONDAY_10, VirtualCustomer, change, problem, slot } from "../support/virtual.ts";
import type { Outage } from "../../src/core/case/outage.ts";
import type { DeliveryOutcome } from "../../src/core/message/outcome.ts";
import type { ProbeAnswer } from "../../src/core/case/truth.ts";

describe("an outage over a night (row 5)", () => {
  it.each<[string, ConstructorParameters<typeof VirtualCustomer>[0]]>([
    ["with the default settings", {}],
    ["with a cap that is full", { caps: [{ count: 1, within: 48 * HOUR }] }],
  ])("holds everybody for a day from its beginning, and tells the company once, %s", (_, settings) => {
    const street = new Street(40, Date.UTC(2026, 1, 2, 17), settings);
    street.advance(23 * HOUR);
    expect(street.told).toBe(0);
    expect(street.supplier.notices).toBe(1);
    const began = street.supplier.outage?.since ?? 0;
    street.advance(began + DAY + HOUR + 5 * MINUTE - street.now);
    // Spent after a day: what is still broken is told, though it goes on.
    expect(street.told).toBe(40);
    expect(street.supplier.notices).toBe(1);
  });

  it("looks at each held home about once an hour, all night long", () => {
    const street = new Street(40, Date.UTC(2026, 1, 2, 17));
    street.advance(4 * HOUR);
    const before = street.customers.map((it) => it.probes);
    street.advance(10 * HOUR);
    for (const [no, it] of street.customers.entries()) {
      const looks = it.probes - (before[no] ?? 0);
      expect(looks).toBeGreaterThanOrEqual(9);
      expect(looks).toBeLessThanOrEqual(21);
    }
  });
});

describe("an outage that is spent (row 31)", () => {
  const settings = (count: number) => ({ at: { count, within: HOUR }, holdMax: DAY });
  const spent: Outage = { since: MONDAY_10, isSpent: true };

  it("ends while single homes go on failing", () => {
    expect(outageOf(spent, 11, MONDAY_10 + 2 * DAY, settings(20))).toBeNull();
    expect(outageOf(spent, 1, MONDAY_10 + 2 * DAY, settings(2))).toBeNull();
  });

  it("and the next one is one of its own", () => {
    expect(outageOf(null, 20, MONDAY_10 + 3 * DAY, settings(20))).toEqual({
      since: MONDAY_10 + 3 * DAY,
      isSpent: false,
    });
  });
});

describe("giving up (row 6)", () => {
  const REFUSED: DeliveryOutcome = { kind: "misconfigured", why: "401", scope: "account" };
  const DOWN: DeliveryOutcome = { kind: "retry", why: "503", retryAfter: null };

  it("starts with the first real try: a hand-over outlives twelve days of a wrong secret and one 503", () => {
    const customer = new VirtualCustomer({ channels: ["email"] });
    const started = MONDAY_10 + 28 * DAY;
    let refusals = 0;
    customer.deliver = (it) => {
      if (it.kind === "notify") return { kind: "sent" };
      if (customer.now < started + 12 * DAY) return REFUSED;
      refusals += 1;
      return refusals === 1 ? DOWN : { kind: "sent" };
    };
    customer.event(problem());
    customer.advance(45 * DAY);
    expect(customer.published).toHaveLength(1);
  });

  it("does not count two days of refusals before a 429", () => {
    const customer = new VirtualCustomer({ channels: ["email"] });
    let afterwards = 0;
    customer.deliver = () => {
      if (customer.now < MONDAY_10 + 2 * DAY) return REFUSED;
      afterwards += 1;
      return afterwards === 1 ? { kind: "retry", why: "429", retryAfter: null } : { kind: "sent" };
    };
    customer.event(problem());
    customer.advance(5 * DAY);
    expect(customer.told.map((it) => it.rung)[0]).toBe(1);
  });

  it("does not count an operator's hold of four days", () => {
    const customer = new VirtualCustomer({ channels: ["email"] });
    customer.deliver = () => DOWN;
    customer.event(problem());
    customer.advance(10 * MINUTE);
    customer.input({ type: "messages_held" });
    customer.advance(4 * DAY);
    customer.input({ type: "messages_released" });
    customer.advance(SECOND);
    customer.deliver = () => ({ kind: "sent" });
    customer.advance(2 * HOUR);
    expect(customer.told.map((it) => it.rung)).toEqual([1]);
  });

  it("gives an email a second try where the hard window is one hour long (row 8)", () => {
    const window = { from: 12 * 60, to: 13 * 60 };
    const customer = new VirtualCustomer({ channels: ["email"], sendWindow: window, sendWindowHard: window });
    const tries: number[] = [];
    customer.deliver = () => {
      tries.push(customer.now);
      return tries.length < 2 ? { kind: "retry", why: "503", retryAfter: 2 * HOUR } : { kind: "sent" };
    };
    customer.event(problem());
    customer.advance(3 * DAY);
    expect(tries).toEqual([MONDAY_10 + 2 * HOUR, MONDAY_10 + 26 * HOUR]);
    expect(customer.told).toHaveLength(1);
  });
});

describe("a customer whom no provider can reach", () => {
  const outcomes: readonly [string, DeliveryOutcome][] = [
    ["is down", { kind: "retry", why: "503", retryAfter: null }],
    ["gives no answer", { kind: "retry", why: "no answer", retryAfter: null, maybeArrived: true }],
    ["refuses the recipient", { kind: "failed", why: "21408", scope: "recipient" }],
    ["refuses the account", { kind: "misconfigured", why: "20003", scope: "account" }],
    ["refuses for a reason nobody knows", { kind: "retry", why: "?", retryAfter: null, tries: 3, scope: "unproven" }],
  ];
  it.each(outcomes)("is the cause of at most 60 calls in 120 days where it %s", (_, outcome) => {
    for (const channels of [["sms"], ["email"], ["push", "email", "sms", "handoff"]] as const) {
      const customer = new VirtualCustomer({ channels });
      let calls = 0;
      customer.deliver = () => {
        calls += 1;
        return outcome;
      };
      customer.event(problem());
      customer.advance(120 * DAY);
      expect(calls).toBeGreaterThan(0);
      expect(calls).toBeLessThanOrEqual(60);
      expect(customer.openCases).toEqual([]);
    }
  });

  it.each<[string, DeliveryOutcome]>([
    ["not registered", { kind: "misconfigured", why: "twilio 30034", scope: "sender" }],
    ["filtered", { kind: "failed", why: "twilio 30007", scope: "us" }],
    ["switched off", { kind: "retry", why: "twilio 30003", retryAfter: null }],
  ])("is sent few text messages where each is accepted and then reported as %s (row 23)", (_, word) => {
    const customer = new VirtualCustomer({ channels: ["sms"] });
    let calls = 0;
    customer.deliver = () => {
      calls += 1;
      return { kind: "accepted" };
    };
    customer.event(problem());
    for (let hour = 0; hour < 120 * 24; hour++) {
      customer.advance(HOUR);
      const it = customer.state.notifications.find((other) => other.status === "accepted");
      if (it !== undefined) {
        const { no, attempt } = it;
        customer.input({ type: "delivery_settled", no, attempt, channel: "sms", outcome: word });
      }
    }
    expect(calls).toBeLessThanOrEqual(13);
    expect(customer.published).toHaveLength(1);
  });
});

describe("a home that changes all the time (row 74)", () => {
  it("is told of a little later, and not never", () => {
    const customer = new VirtualCustomer();
    customer.event(problem());
    // FlatPeak takes a second and a half to answer, and something changes every second.
    const out: { readonly answerAt: number; readonly locationId: string; readonly attempt: number }[] = [];
    for (let second = 0; second < 15 * 60; second++) {
      customer.event(change("location_update"));
      for (const { locationId, attempt } of out.filter((it) => it.answerAt <= customer.now)) {
        const slots = customer.truth.get(locationId) ?? [];
        const answer: ProbeAnswer = { kind: "status", slots, timezone: LONDON };
        customer.input({ type: "probe_answered", locationId, attempt, answer });
      }
      for (const effect of customer.input({ type: "time_passed" })) {
        if (effect.type === "probe") out.push({ answerAt: customer.now + 1_500, ...effect });
        if (effect.type === "deliver") {
          const { no, attempt } = effect;
          customer.input({ type: "delivery_starting", no, attempt, payload: "words" });
          customer.input({ type: "delivery_settled", no, attempt, outcome: { kind: "sent" } });
        }
      }
      customer.now += SECOND;
    }
    expect(customer.whats()).toContain("message_sent");
    expect(out.length).toBeLessThan(15 * 60);
  });

  it("is not told of once a session has finished there, until that was looked into", () => {
    const customer = new VirtualCustomer();
    customer.event(problem());
    customer.advance(4 * MINUTE);
    customer.probeAnswer = () => ({ kind: "unavailable", why: "down", retryAfter: null });
    customer.event(change("session_complete"));
    customer.advance(4 * HOUR);
    expect(customer.told).toEqual([]);
  });
});

describe("a ladder that waits for the last day (row 22)", () => {
  it("is due on it once FlatPeak has told the date that the event lacked", () => {
    const { ladders } = new VirtualCustomer().settings;
    const customer = new VirtualCustomer({ ladders: { ...ladders, expiring: ["end"] } });
    customer.truth.set("loc_1", [slot({ contractEndDate: "2026-02-10" })]);
    customer.event(problem({ reason: "expiring" }));
    customer.advance(20 * DAY);
    expect(customer.told.map((it) => `${new Date(it.at).toISOString()} ${it.reason}`)[0]).toBe(
      "2026-02-10T09:00:00.000Z expiring",
    );
  });
});

describe("a problem that comes back every week (row 33)", () => {
  const everyWeek = (customer: VirtualCustomer, weeks: number): void => {
    for (let week = 0; week < weeks; week++) {
      customer.event(problem({ reason: "fetch_failed", occurredAt: customer.now }));
      customer.advance(7 * DAY);
    }
  };

  it("is not begged for again once it was handed over", () => {
    const customer = new VirtualCustomer();
    everyWeek(customer, 26);
    expect(customer.told).toHaveLength(3);
    expect(customer.published).toHaveLength(1);
    expect(customer.silences()).toContain("already_handed_over");
  });

  it("is told of again after a repair that FlatPeak confirmed", () => {
    const customer = new VirtualCustomer();
    everyWeek(customer, 4);
    expect(customer.openCases).toEqual([]);
    const { length } = customer.told;
    customer.truth.set("loc_1", [slot()]);
    customer.event(change("location_update"));
    customer.advance(DAY);
    customer.truth.set("loc_1", [slot({ status: "ERROR" })]);
    customer.event(problem({ reason: "fetch_failed", occurredAt: customer.now }));
    customer.advance(DAY);
    expect(customer.told).toHaveLength(length + 1);
  });

  it("is told of where it became a stronger one", () => {
    const customer = new VirtualCustomer();
    everyWeek(customer, 4);
    customer.event(problem({ reason: "expired", occurredAt: customer.now }));
    customer.advance(DAY);
    expect(customer.told).toHaveLength(4);
  });
});

describe("two or three tariffs that break seconds apart (row 68)", () => {
  it.each([2, 3])("are told together and reminded together: %d", (count) => {
    const customer = new VirtualCustomer();
    for (let no = 1; no <= count; no++) {
      customer.truth.set(`loc_${no}`, [slot({ tariffId: `trf_${no}`, status: "ERROR" })]);
      customer.event(problem({ tariffId: `trf_${no}`, locationId: `loc_${no}`, occurredAt: customer.now }));
      customer.advance(2 * SECOND);
    }
    customer.advance(60 * DAY);
    const all = Array.from({ length: count }, (_, index) => index + 1);
    expect(customer.told.map((it) => it.cases)).toEqual([all, all, all, all]);
    expect(customer.published).toHaveLength(count);
  });

  it("does not tell of a new failure before its time because another reminder leaves", () => {
    const customer = new VirtualCustomer();
    customer.event(problem());
    customer.advance(3 * DAY - MINUTE);
    customer.truth.set("loc_2", [slot({ tariffId: "trf_2", status: "ERROR" })]);
    customer.event(
      problem({ reason: "fetch_failed", tariffId: "trf_2", locationId: "loc_2", occurredAt: customer.now }),
    );
    customer.advance(HOUR);
    expect(customer.told.map((it) => it.cases)).toEqual([[1], [1]]);
  });
});
