// Proves what FlatPeak's answers do to a case: what cannot be read is unknown and not gone, dates may be a day off, a
// replaced tariff is one problem, and who disconnects in the middle of reconnecting is neither begged nor forgotten.

import { describe, expect, it } from "vitest";
import { judge } from "../../../src/core/case/truth.ts";
import { DAY, HOUR, MINUTE } from "../../../src/core/time.ts";
import { MONDAY_10, VirtualCustomer, change, problem, slot } from "../../support/virtual.ts";
import type { Question, SlotFacts } from "../../../src/core/case/truth.ts";

const unreadable = slot({ slot: "unknown", status: "UNKNOWN", tariffId: null });

const question = (overrides: Partial<Question> = {}): Question => ({
  reason: "fetch_failed",
  tariffId: "trf_1",
  slot: null,
  contractEndDate: null,
  occurredAt: MONDAY_10,
  ...overrides,
});

function customerSeeing(slots: readonly SlotFacts[], settings = {}): VirtualCustomer {
  const customer = new VirtualCustomer(settings);
  customer.truth.set("loc_1", slots);
  return customer;
}

describe("what cannot be read", () => {
  it.each<[string, SlotFacts[], string]>([
    ["nothing at all", [unreadable], "unknown"],
    ["a healthy tariff beside something unreadable", [slot({ tariffId: "trf_b" }), unreadable], "unknown"],
    ["the tariff, with a status nobody knows", [slot({ status: "UNKNOWN" })], "unknown"],
    ["a slot in error without an id", [slot({ status: "ERROR", tariffId: null })], "broken"],
    ["a slot whose connection is pending", [slot({ status: "PENDING", tariffId: null })], "pending"],
    ["another tariff, and all can be read", [slot({ tariffId: "trf_b" })], "disconnected"],
    ["a slot that holds nothing", [slot({ status: "NOT_CONNECTED", tariffId: null })], "disconnected"],
  ])("is unknown and not gone: %s (row 13)", (_, slots, verdict) => {
    expect(judge(question(), slots, "2026-02-02")).toBe(verdict);
  });

  it("does not silence the event: the customer is told (row 13)", () => {
    const customer = customerSeeing([slot({ tariffId: "trf_b" }), slot({ status: "UNKNOWN" })]);
    customer.event(problem());
    customer.advance(HOUR);
    expect(customer.told).toHaveLength(1);
    expect(customer.openCases).toEqual(["trf_1 expired"]);
  });

  it.each(["expired", "expiring"] as const)("is not an end date that is fine: %s (row 13)", (reason) => {
    const unread = slot({ contractEndDate: null, endDateUnread: true });
    expect(judge(question({ reason }), [unread], "2026-02-02")).toBe("unknown");
  });

  it("keeps a weaker problem alive beneath a repaired one when its end date cannot be read (row 13)", () => {
    const customer = customerSeeing([slot({ status: "ERROR" })]);
    customer.event(problem({ reason: "fetch_failed" }));
    customer.event(problem({ reason: "expiring", contractEndDate: "2026-02-09" }));
    customer.truth.set("loc_1", [slot({ endDateUnread: true })]);
    customer.event(change("location_update"));
    customer.work();
    expect(customer.openCases).toEqual(["trf_1 expiring"]);
  });

  it("is quieted by a finished session: both are FlatPeak's own word (row 10)", () => {
    const customer = new VirtualCustomer();
    customer.probeAnswer = () => ({ kind: "untold", timezone: "Europe/London" });
    customer.event(problem());
    customer.advance(DAY);
    expect(customer.told).toHaveLength(1);
    customer.event(change("session_complete"));
    customer.advance(60 * DAY);
    expect(customer.told).toHaveLength(1);
    expect(customer.published).toEqual([]);
    expect(customer.whats()).toContain("session_believed");
  });

  it("is quieted for the tariff that was tapped for, where a home has several cases (row 10)", () => {
    const customer = customerSeeing([slot({ status: "UNKNOWN" }), slot({ status: "UNKNOWN", tariffId: "trf_2" })]);
    customer.event(problem());
    customer.event(problem({ tariffId: "trf_2" }));
    customer.advance(DAY);
    customer.input({ type: "link_opened", caseNo: 2 });
    customer.event(change("session_complete"));
    customer.work();
    expect(customer.openCases).toEqual(["trf_1 expired"]);
  });

  it("is not quieted by a session from before the problem (row 10)", () => {
    const customer = new VirtualCustomer();
    customer.probeAnswer = () => ({ kind: "untold", timezone: "Europe/London" });
    customer.event(change("session_complete"));
    customer.now += MINUTE;
    customer.event(problem({ occurredAt: customer.now }));
    customer.advance(DAY);
    expect(customer.told).toHaveLength(1);
    expect(customer.openCases).toHaveLength(1);
  });
});

describe("end dates", () => {
  it("an expired contract is not renewed by the day it ended on, whatever the event leaves out (row 14)", () => {
    const half_past_midnight = Date.UTC(2026, 1, 1, 0, 30);
    const expired = question({ reason: "expired", occurredAt: half_past_midnight });
    // In Los Angeles it is still the last day of January.
    for (const end of ["2026-01-31", "2026-02-01", "2026-02-02"]) {
      expect(judge(expired, [slot({ contractEndDate: end })], "2026-01-31")).toBe("broken");
    }
    expect(judge(expired, [slot({ contractEndDate: "2026-02-03" })], "2026-01-31")).toBe("healthy");
  });

  it("an expiring contract is not renewed by a date one day off (rows 15 and 63)", () => {
    const expiring = question({ reason: "expiring", contractEndDate: "2026-01-31" });
    const verdict = (contractEndDate: string): string => judge(expiring, [slot({ contractEndDate })], "2026-01-25");
    expect([verdict("2026-01-30"), verdict("2026-01-31"), verdict("2026-02-01")]).toEqual([
      "broken",
      "broken",
      "broken",
    ]);
    expect(verdict("2026-02-02")).toBe("healthy");
  });

  it.each(["2026-02-08", "2026-02-09", "2026-02-10", "2025-12-01"])(
    "the end-date trap is a session that leaves an end on or before the old one, or one day off: %s (row 63)",
    (given) => {
      const customer = customerSeeing([slot({ contractEndDate: "2026-02-09" })]);
      customer.event(problem({ reason: "expiring", contractEndDate: "2026-02-09" }));
      customer.advance(DAY);
      customer.truth.set("loc_1", [slot({ contractEndDate: given })]);
      customer.event(change("session_complete"));
      customer.advance(5 * DAY);
      expect(customer.told.map((it) => it.trap)).toEqual([false, true]);
    },
  );

  it("a session from before the event is no trap (row 63)", () => {
    const customer = customerSeeing([slot({ contractEndDate: "2026-02-09" })]);
    customer.event(change("session_complete"));
    customer.now += 1;
    customer.event(problem({ reason: "expiring", contractEndDate: "2026-02-09", occurredAt: customer.now }));
    customer.advance(HOUR);
    expect(customer.told.map((it) => it.trap)).toEqual([false]);
  });
});

describe("a replaced tariff", () => {
  const broken = (tariffId: string): SlotFacts => slot({ tariffId, status: "ERROR" });

  it("is one problem, though FlatPeak tells of the old one and of the new one (row 20)", () => {
    const customer = customerSeeing([broken("trf_1")]);
    customer.event(problem({ reason: "fetch_failed" }));
    customer.event(change("location_update"));
    customer.work();
    customer.truth.set("loc_1", [broken("trf_9")]);
    customer.event(problem({ reason: "fetch_failed", tariffId: "trf_9" }));
    customer.advance(DAY);
    expect(customer.told.map((it) => it.cases.length)).toEqual([1]);
    expect(customer.openCases).toEqual(["trf_9 fetch_failed"]);
  });

  it("is followed by its case where only the old one was told of (row 20)", () => {
    const customer = customerSeeing([broken("trf_1")]);
    customer.event(problem({ reason: "fetch_failed" }));
    customer.event(change("location_update"));
    customer.work();
    customer.truth.set("loc_1", [broken("trf_9")]);
    customer.advance(DAY);
    expect(customer.openCases).toEqual(["trf_9 fetch_failed"]);
    customer.event(problem({ reason: "fetch_failed", tariffId: "trf_9", occurredAt: customer.now }));
    customer.advance(DAY);
    expect(customer.told).toHaveLength(1);
  });

  it("is told of as one that the customer has heard of already (row 20)", () => {
    const customer = customerSeeing([broken("trf_1")]);
    customer.event(problem({ reason: "fetch_failed" }));
    customer.advance(DAY);
    expect(customer.told).toHaveLength(1);
    customer.truth.set("loc_1", [broken("trf_9")]);
    customer.event(problem({ reason: "fetch_failed", tariffId: "trf_9", occurredAt: customer.now }));
    customer.advance(1.5 * DAY);
    expect(customer.told).toHaveLength(1);
    customer.advance(DAY);
    expect(customer.told.map((it) => it.rung)).toEqual([1, 2]);
  });

  it("is repaired where it is healthy under its new id (row 13)", () => {
    const customer = customerSeeing([broken("trf_1")]);
    customer.event(problem({ reason: "fetch_failed" }));
    customer.event(change("location_update"));
    customer.work();
    customer.truth.set("loc_1", [slot({ tariffId: "trf_9" })]);
    customer.advance(DAY);
    expect(customer.told).toEqual([]);
    expect(customer.whats()).toContain("case_repaired");
  });
});

describe("disconnected in the middle of reconnecting", () => {
  const nothing = [slot({ status: "NOT_CONNECTED", tariffId: null })];

  /** Told, tapped, and then gone from its slot. */
  function parted(settings = {}, slots = nothing): VirtualCustomer {
    const customer = customerSeeing([slot({ status: "ERROR" })], settings);
    customer.event(problem({ reason: "fetch_failed" }));
    customer.advance(DAY);
    customer.input({ type: "link_opened", caseNo: 1 });
    customer.truth.set("loc_1", slots);
    customer.input({ type: "probe_wanted", locationId: "loc_1" });
    customer.work();
    return customer;
  }

  it.each<[string, SlotFacts[]]>([
    ["its slot is empty", nothing],
    ["it is shown as not connected", [slot({ status: "NOT_CONNECTED" })]],
  ])("brings one more message after three days, then the case ends as disconnected: %s (row 60)", (_, slots) => {
    const customer = parted({}, slots);
    expect(customer.openCases).toEqual(["trf_1 fetch_failed"]);
    expect(customer.silences()).toContain("disconnected_while_reconnecting");
    customer.advance(3 * DAY - HOUR);
    expect(customer.told).toHaveLength(1);
    customer.advance(2 * HOUR);
    expect(customer.told).toHaveLength(2);
    customer.advance(60 * DAY);
    expect(customer.told).toHaveLength(2);
    expect(customer.published).toEqual([]);
    expect(customer.whats().at(-1)).toBe("case_disconnected");
    expect(customer.openCases).toEqual([]);
  });

  it("brings none where the setting says so, but not before a connection could be there (rows 60 and 65)", () => {
    const customer = parted({ disconnected: "end" });
    customer.advance(47 * HOUR);
    expect(customer.openCases).toEqual(["trf_1 fetch_failed"]);
    customer.advance(2 * HOUR);
    expect(customer.openCases).toEqual([]);
    expect(customer.told).toHaveLength(1);
    expect(customer.whats()).toContain("case_disconnected");
  });

  it("is repaired as ever when the connection comes after all (row 65)", () => {
    const customer = parted();
    customer.advance(40 * HOUR);
    customer.truth.set("loc_1", [slot()]);
    customer.event(change("location_update"));
    customer.advance(30 * DAY);
    expect(customer.whats().at(-1)).toBe("case_repaired");
    expect(customer.told).toHaveLength(1);
  });

  it("goes on with its ladder when the tariff is there again and broken (row 60)", () => {
    const customer = parted();
    customer.advance(HOUR);
    customer.truth.set("loc_1", [slot({ status: "ERROR" })]);
    customer.event(change("location_update"));
    customer.advance(30 * DAY);
    expect(customer.told.map((it) => it.rung)).toEqual([1, 2, 3]);
    expect(customer.whats().at(-1)).toBe("publication_sent");
  });

  it("is not called gone within two days of a finished session, tapped or not (row 65)", () => {
    const customer = customerSeeing(nothing);
    customer.event(change("session_complete"));
    customer.now += HOUR;
    customer.event(problem({ reason: "fetch_failed", occurredAt: customer.now }));
    customer.advance(20 * HOUR);
    expect(customer.openCases).toEqual(["trf_1 fetch_failed"]);
    expect(customer.told).toEqual([]);
    customer.advance(30 * DAY);
    expect(customer.told).toHaveLength(1);
  });

  it("waits two days for a connection that FlatPeak calls pending (row 65)", () => {
    const customer = customerSeeing([slot({ status: "PENDING" })]);
    customer.event(problem({ reason: "fetch_failed" }));
    customer.advance(47 * HOUR);
    expect(customer.told).toEqual([]);
    expect(customer.silences()).toContain("connection_pending");
    customer.advance(2 * HOUR);
    expect(customer.told).toHaveLength(1);
  });

  it("ends at once, in silence, where nobody was reconnecting (row 60)", () => {
    const customer = customerSeeing(nothing);
    customer.event(problem());
    customer.advance(30 * DAY);
    expect(customer.told).toEqual([]);
    expect(customer.whats()).toEqual(["case_opened", "case_disconnected"]);
  });
});

describe("a home that FlatPeak will not tell of", () => {
  const refusing = (refusesUs: boolean): VirtualCustomer => {
    const customer = new VirtualCustomer();
    customer.probeAnswer = () => ({ kind: "unavailable", why: "FlatPeak answered 500", retryAfter: null, refusesUs });
    customer.event(problem());
    return customer;
  };

  it("is asked about less and less, and becomes the operator's business, once (row 29)", () => {
    const customer = refusing(false);
    const asked: number[] = [];
    for (let day = 0; day < 60; day++) {
      customer.advance(DAY);
      asked.push(customer.probes);
    }
    const perDay = (from: number, to: number): number => ((asked[to] ?? 0) - (asked[from] ?? 0)) / (to - from);
    expect(perDay(0, 3)).toBeLessThan(60);
    expect(perDay(10, 20)).toBeLessThan(8);
    expect(perDay(30, 59)).toBeLessThan(3);
    expect(perDay(30, 59)).toBeGreaterThan(0.5);
    expect(customer.whats().filter((what) => what === "home_unanswered")).toHaveLength(1);
    expect(customer.told).toEqual([]);
    expect(customer.published).toEqual([]);
  });

  it("is asked about at once when something happens there, and told of soon after FlatPeak tells again (row 29)", () => {
    const customer = refusing(false);
    customer.advance(20 * DAY);
    customer.probeAnswer = null;
    customer.event(change("location_update"));
    customer.advance(HOUR);
    expect(customer.told).toHaveLength(1);
  });

  it("is not asked about at one moment by all who are told when somebody may find out whether FlatPeak takes us again", () => {
    const asked = Array.from({ length: 40 }, (_, no) => {
      const customer = new VirtualCustomer();
      const times = new Set<number>();
      customer.probeAnswer = () => {
        times.add(customer.now);
        const retryAfter = MINUTE - (customer.now % MINUTE);
        return { kind: "unavailable", why: "FlatPeak refuses us", retryAfter, refusesUs: true };
      };
      customer.event(problem({ locationId: `loc_${(no + 1) * 2_654_435}` }));
      customer.advance(20 * MINUTE);
      return times;
    });
    const first = Math.min(...asked.flatMap((times) => [...times]));
    const later = asked.flatMap((times) => [...times]).filter((at) => at > first + MINUTE);
    const together = later.map((at) => later.filter((other) => Math.abs(other - at) < 100).length);
    expect(Math.max(...together)).toBeLessThan(asked.length / 4);
  });

  it("waits no longer than a quarter of an hour where it is us that FlatPeak refuses, and is nobody's fault (rows 9 and 29)", () => {
    const customer = refusing(true);
    customer.advance(10 * DAY);
    expect(customer.whats()).not.toContain("home_unanswered");
    customer.probeAnswer = null;
    customer.advance(16 * MINUTE);
    expect(customer.told).toHaveLength(1);
  });
});
