// What one customer hears in a month, message by message, held against the policy table.

import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "../../src/core/time.ts";
import { MONDAY_10, VirtualCustomer, change, problem, slot } from "../support/virtual.ts";

const heard = (customer: VirtualCustomer): readonly string[] =>
  customer.told.map((it) => `${new Date(it.at).toISOString().slice(0, 16)} ${it.channel} ${it.reason} ${it.rung}`);

const ignoring = (): VirtualCustomer => {
  const customer = new VirtualCustomer({ channels: ["push", "email", "sms", "handoff"] });
  customer.event(problem());
  return customer;
};

describe("thirty days", () => {
  it("of one ignored case are four messages, each by the next channel, then the company is told", () => {
    const customer = ignoring();
    customer.advance(30 * DAY);
    expect(heard(customer)).toEqual([
      "2026-02-02T10:05 push expired 1",
      "2026-02-05T10:00 email expired 2",
      "2026-02-12T10:00 sms expired 3",
      "2026-02-23T10:00 handoff expired 4",
    ]);
    expect(customer.published).toEqual(["ntf_cus_1_5"]);
    expect(customer.journal.find((it) => it.what === "publication_sent")?.at).toBe(MONDAY_10 + 28 * DAY);
  });

  it("with a tap on the fourth day: no message while a session may be open, then the ladder goes on", () => {
    const customer = new VirtualCustomer({ ladders: { ...ignoring().settings.ladders, expired: [0, 4 * DAY] } });
    customer.event(problem());
    customer.advance(4 * DAY - SECOND);
    customer.input({ type: "link_opened", caseNo: 1 });
    customer.advance(30 * MINUTE - SECOND);
    expect(customer.told).toHaveLength(1);
    customer.advance(SECOND);
    expect(customer.told).toHaveLength(2);
    expect(customer.told[1]?.at).toBe(MONDAY_10 + 4 * DAY - SECOND + 30 * MINUTE);
  });

  it("with an opt-out on the fifth day: silent from that very second", () => {
    const customer = new VirtualCustomer({
      ladders: { ...ignoring().settings.ladders, expired: [0, 5 * DAY, 10 * DAY] },
    });
    customer.event(problem());
    customer.deliver = (it) => (it.no === 1 ? { kind: "sent" } : { kind: "retry", why: "down", retryAfter: null });
    customer.advance(5 * DAY);
    expect(customer.state.notifications).toMatchObject([{ no: 2, status: "due" }]);
    customer.input({ type: "opted_out", by: "page" });
    expect(customer.state.notifications).toEqual([]);
    customer.deliver = () => ({ kind: "sent" });
    customer.advance(25 * DAY);
    expect(customer.told).toHaveLength(1);
  });
});

describe("snooze", () => {
  it("keeps quiet until the day, whatever falls due, and takes the ladder up again on it", () => {
    const customer = ignoring();
    customer.advance(DAY);
    customer.input({ type: "snoozed", until: Date.UTC(2026, 1, 20) });
    customer.advance(30 * DAY);
    expect(heard(customer)).toEqual([
      "2026-02-02T10:05 push expired 1",
      "2026-02-20T09:00 email expired 2",
      "2026-02-23T10:00 sms expired 4",
    ]);
  });

  it("is taken back", () => {
    const customer = ignoring();
    customer.input({ type: "snoozed", until: Date.UTC(2026, 1, 20) });
    customer.input({ type: "snoozed", until: null });
    customer.advance(HOUR);
    expect(customer.told).toHaveLength(1);
  });
});

describe("a tap that led nowhere", () => {
  it("brings the next reminder forward, to when FlatPeak answers and the caps allow it", () => {
    const customer = ignoring();
    customer.advance(HOUR);
    customer.input({ type: "link_opened", caseNo: 1 });
    customer.input({ type: "tap_failed", caseNo: 1 });
    customer.probeAnswer = () => ({ kind: "unavailable", why: "down", retryAfter: null });
    customer.advance(60 * HOUR);
    expect(customer.told).toHaveLength(1);
    customer.probeAnswer = null;
    // It is eleven at night: nine in the morning is ten hours away.
    customer.advance(10 * HOUR);
    expect(customer.told).toHaveLength(2);
  });
});

describe("a tap", () => {
  it("in vain after the last reminder does not hand the case over early", () => {
    const customer = new VirtualCustomer({ ladders: { ...ignoring().settings.ladders, expired: [0] } });
    customer.event(problem());
    customer.advance(DAY);
    customer.input({ type: "tap_failed", caseNo: 1 });
    customer.advance(5 * DAY);
    expect(customer.published).toEqual([]);
    customer.advance(2 * DAY);
    expect(customer.published).toHaveLength(1);
  });

  it("on a message about several tariffs is a tap on each of them", () => {
    const customer = ignoring();
    customer.truth.set("loc_2", [slot({ tariffId: "trf_2", status: "ERROR" })]);
    customer.event(problem({ tariffId: "trf_2", locationId: "loc_2" }));
    customer.advance(HOUR);
    customer.input({ type: "link_opened", caseNo: null });
    customer.input({ type: "link_opened", caseNo: null });
    expect(customer.state.cases.map((it) => it.tappedAt)).toEqual([customer.now, customer.now]);
    expect(customer.whats().filter((it) => it === "link_opened")).toHaveLength(2);
    customer.advance(4 * DAY);
    expect(customer.told.map((it) => it.channel)).toEqual(["push", "push"]);
  });

  it("holds nothing back once what it was for is repaired", () => {
    const customer = ignoring();
    customer.advance(HOUR);
    customer.input({ type: "link_opened", caseNo: 1 });
    customer.truth.set("loc_1", [slot({ contractEndDate: "2027-02-01" })]);
    customer.event(change("session_complete"));
    customer.advance(MINUTE);
    expect(customer.openCases).toEqual([]);
    expect(customer.state.tapHoldUntil).toBeNull();
  });
});

describe("an outage of the supplier", () => {
  const failing = (): VirtualCustomer => {
    const customer = new VirtualCustomer();
    customer.truth.set("loc_1", [slot({ status: "ERROR", supplier: "prv_1" })]);
    customer.event(problem({ reason: "fetch_failed" }));
    return customer;
  };
  const during = (customer: VirtualCustomer): void => {
    customer.probeAnswer = (id) => ({
      kind: "status",
      slots: customer.truth.get(id) ?? [],
      timezone: customer.timezone,
      outages: ["prv_1"],
    });
  };

  it("looks ahead of the first reminder, so that an outage is known before anybody is told", () => {
    const customer = failing();
    customer.advance(HOUR - SECOND);
    expect(customer.probes).toBe(0);
    customer.advance(31 * MINUTE);
    expect(customer.probes).toBe(1);
  });

  it("holds the messages, says so once, and sends nothing to whom the outage healed", () => {
    const customer = failing();
    during(customer);
    customer.advance(6 * HOUR);
    expect(customer.told).toEqual([]);
    expect(customer.silences()).toEqual(["supplier_outage"]);
    customer.truth.set("loc_1", [slot()]);
    customer.advance(30 * DAY);
    expect(customer.told).toEqual([]);
    expect(customer.openCases).toEqual([]);
  });

  it("tells whoever is still broken when it is over", () => {
    const customer = failing();
    during(customer);
    customer.advance(6 * HOUR);
    customer.probeAnswer = null;
    customer.advance(2 * HOUR);
    expect(customer.told).toHaveLength(1);
    expect(customer.whats()).toContain("released");
  });

  it("keeps nobody from hearing of a tariff that has ended", () => {
    const customer = failing();
    during(customer);
    customer.truth.set("loc_2", [slot({ tariffId: "trf_2", status: "ERROR", supplier: "prv_1" })]);
    customer.advance(3 * HOUR);
    customer.event(problem({ tariffId: "trf_2", locationId: "loc_2" }));
    customer.advance(HOUR);
    expect(customer.told.map((it) => it.cases)).toEqual([[2]]);
  });
});
