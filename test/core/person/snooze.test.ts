// The days a customer may choose for "later" are days of their own.

import { describe, expect, it } from "vitest";
import { snoozeEnd, snoozeRange, snoozingOf } from "../../../src/core/person/snooze.ts";
import { locationOf, withLocation } from "../../../src/core/read.ts";
import { newCustomer } from "../../../src/core/state.ts";
import { addDays, DAY, HOUR, wallClock } from "../../../src/core/time.ts";
import { DEFAULT_POLICY } from "../../support/default-policy.ts";
import { MONDAY_10, problem, slot, VirtualCustomer } from "../../support/virtual.ts";
import type { CustomerState } from "../../../src/core/state.ts";

const at = (text: string): number => Date.parse(text);
const living = (timezone: string | null): CustomerState => {
  const state = newCustomer("cus_1");
  return withLocation(state, { ...locationOf(state, "loc_1"), timezone });
};

describe("the days that can be chosen", () => {
  it.each([
    ["Pacific/Auckland", "2026-01-14T20:00:00Z", "2026-01-16"],
    ["Pacific/Kiritimati", "2026-01-14T11:00:00Z", "2026-01-16"],
    ["America/Los_Angeles", "2026-01-15T01:00:00Z", "2026-01-15"],
    ["Europe/London", "2026-01-14T23:59:59Z", "2026-01-15"],
    ["Europe/Berlin", "2026-01-14T23:00:00Z", "2026-01-16"],
  ])("begin tomorrow in %s at %s (row 46)", (zone, now, first) => {
    const state = living(zone);
    expect(snoozeRange(state, at(now))).toEqual({ first, last: addDays(first, 89) });
  });

  it("begin after now, in every zone and at every hour of a year (row 46)", () => {
    for (const zone of Intl.supportedValuesOf("timeZone").filter((_, index) => index % 20 === 0)) {
      for (let hour = 0; hour < 24 * 365; hour += 101) {
        const now = at("2026-01-01T00:30:00Z") + hour * HOUR;
        const state = living(zone);
        const { first, last } = snoozeRange(state, now);
        const end = snoozeEnd(state, first, now) ?? 0;
        expect({ zone, now, after: end > now, soon: end - now <= 25 * HOUR }).toEqual({
          zone,
          now,
          after: true,
          soon: true,
        });
        expect(wallClock(end, zone).date).toBe(first);
        expect(snoozeEnd(state, last, now)).not.toBeNull();
        expect([snoozeEnd(state, addDays(first, -1), now), snoozeEnd(state, addDays(last, 1), now)]).toEqual([
          null,
          null,
        ]);
      }
    }
  });

  it.each(["", "soon", "2026-02-30", "2026-02-31", "2026-13-01", "2026-2-1", "2026-02-01T00:00", "٢٠٢٦-٠٢-٠١"])(
    "are no %j",
    (day) => {
      expect(snoozeEnd(living("Europe/London"), day, at("2026-01-14T12:00:00Z"))).toBeNull();
    },
  );

  it("are counted by what the company said where no home is known, and else by UTC", () => {
    const now = at("2026-01-14T20:00:00Z");
    const state = living(null);
    expect(snoozeRange(state, now).first).toBe("2026-01-15");
    const told = { ...state, contact: { ...state.contact, timezone: "Pacific/Auckland" } };
    expect(snoozeRange(told, now).first).toBe("2026-01-16");
  });
});

describe("the day that was chosen", () => {
  it("is told as it was chosen, whatever the zone", () => {
    const customer = new VirtualCustomer();
    customer.event(problem());
    const zoned = withLocation(customer.state, {
      ...locationOf(customer.state, customer.state.cases[0]?.locationId ?? ""),
      timezone: "Pacific/Auckland",
    });
    customer.state = zoned;
    const { first } = snoozeRange(customer.state, customer.now);
    const until = snoozeEnd(customer.state, first, customer.now);
    customer.input({ type: "snoozed", until });
    expect(snoozingOf(customer.state, customer.now).until).toBe(first);
    expect(snoozingOf(customer.state, until ?? 0).until).toBeNull();
    customer.input({ type: "snoozed", until: null });
    expect(snoozingOf(customer.state, customer.now).until).toBeNull();
    expect((until ?? 0) - customer.now).toBeLessThanOrEqual(DAY);
  });
});

describe("a wait", () => {
  const DAYS = 20;
  const waiting = (): VirtualCustomer => {
    const customer = new VirtualCustomer();
    customer.truth.set("loc_2", [slot({ status: "ERROR", tariffId: "trf_2" })]);
    customer.event(problem());
    customer.advance(HOUR);
    expect(customer.told).toHaveLength(1);
    customer.input({ type: "snoozed", until: MONDAY_10 - 10 * HOUR + DAYS * DAY });
    return customer;
  };

  it("holds for what comes meanwhile, at the same home and at another, until its day", () => {
    const customer = waiting();
    customer.advance(DAY);
    customer.event(problem({ tariffId: "trf_2", locationId: "loc_2" }));
    customer.advance((DAYS - 2) * DAY);
    expect(customer.told).toHaveLength(1);
    customer.advance(2 * DAY);
    expect(customer.told[1]?.cases).toEqual([1, 2]);
  });

  it("is told by the day that was chosen, also where the clock of another home would call it another", () => {
    const customer = waiting();
    const { until } = snoozingOf(customer.state, customer.now);
    customer.state = {
      ...customer.state,
      locations: customer.state.locations.map((it) => ({ ...it, timezone: "America/Los_Angeles" })),
    };
    expect(snoozingOf(customer.state, customer.now).until).toBe(until);
  });

  it("outlasts the repair of all that was open when it was asked for", () => {
    const customer = waiting();
    customer.truth.set("loc_1", [slot()]);
    customer.input({ type: "probe_wanted", locationId: "loc_1" });
    customer.work();
    expect(customer.state.cases).toEqual([]);
    customer.advance(DAY);
    customer.truth.set("loc_1", [slot({ status: "ERROR" })]);
    customer.event(problem({ reason: "fetch_failed", occurredAt: customer.now }));
    customer.advance((DAYS - 2) * DAY);
    expect(customer.told).toHaveLength(1);
    expect(customer.openCases).toEqual(["trf_1 fetch_failed"]);
    customer.advance(4 * DAY);
    expect(customer.told).toHaveLength(2);
  });

  it("takes back a message that is not out yet: after it one message tells of that and of what came meanwhile", () => {
    const customer = new VirtualCustomer();
    customer.truth.set("loc_2", [slot({ status: "ERROR", tariffId: "trf_2" })]);
    customer.event(problem());
    const until = MONDAY_10 - 10 * HOUR + DAYS * DAY;
    customer.beforeHandOut = () => void customer.input({ type: "snoozed", until });
    customer.advance(DAY);
    expect(customer.whats()).toContain("message_prepared");
    customer.beforeHandOut = () => undefined;
    customer.event(problem({ tariffId: "trf_2", locationId: "loc_2" }));
    customer.advance(2 * DAYS * DAY);
    expect(customer.told[0]).toMatchObject({ cases: [1, 2] });
    expect(customer.told.filter(({ at }) => at < until + DAY)).toHaveLength(1);
    expect(customer.told[0]?.at).toBeGreaterThanOrEqual(until);
    expect(customer.silences().filter((it) => it === "snoozed")).toHaveLength(1);
  });

  it("leaves a message that may have arrived as it is: its repeat says the same", () => {
    const customer = new VirtualCustomer();
    customer.event(problem());
    customer.deliver = () => ({ kind: "retry", why: "no answer", retryAfter: null, maybeArrived: true });
    customer.advance(10 * 60_000);
    expect(customer.state.notifications).toMatchObject([{ status: "due" }]);
    customer.input({ type: "snoozed", until: MONDAY_10 + DAYS * DAY });
    customer.advance(HOUR);
    expect(customer.whats()).not.toContain("message_cancelled");
  });

  it("keeps back the hand-over as well", () => {
    const customer = new VirtualCustomer({ ladders: { ...DEFAULT_POLICY.ladders, expired: [0] } });
    customer.event(problem());
    customer.advance(HOUR);
    customer.input({ type: "snoozed", until: MONDAY_10 - 10 * HOUR + DAYS * DAY });
    customer.advance((DAYS - 1) * DAY);
    expect(customer.openCases).toEqual(["trf_1 expired"]);
    customer.advance(DAY);
    expect(customer.whats()).toContain("case_handed_over");
  });

  it("that is taken back lets everything go on that was due", () => {
    const customer = waiting();
    customer.advance((DAYS - 1) * DAY);
    customer.event(problem({ tariffId: "trf_2", locationId: "loc_2" }));
    customer.input({ type: "snoozed", until: null });
    customer.advance(HOUR);
    expect(customer.told[1]?.cases).toEqual([1, 2]);
  });

  it("is worth offering only where something could be reminded of", () => {
    const customer = new VirtualCustomer();
    expect(snoozingOf(customer.state, customer.now)).toMatchObject({ until: null, isWorthwhile: false });
    customer.event(problem());
    expect(snoozingOf(customer.state, customer.now)).toMatchObject({ until: null, isWorthwhile: true });
  });
});
