// An operator's word: on a message of which nobody could tell, and on a case.

import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../src/core/time.ts";
import { problem, VirtualCustomer } from "../../support/virtual.ts";

/** Told by SMS, whose provider's answer was lost: it may have arrived, and is not repeated by itself. */
function inDoubt(): VirtualCustomer {
  const customer = new VirtualCustomer({ channels: ["sms"], keyless: ["sms"] });
  customer.deliver = () => ({ kind: "uncertain", why: "timed out" });
  customer.event(problem());
  customer.advance(10 * MINUTE);
  expect(customer.state.notifications).toMatchObject([{ no: 1, status: "uncertain" }]);
  customer.deliver = () => ({ kind: "sent" });
  return customer;
}

const say = (customer: VirtualCustomer, arrived: boolean): void => {
  customer.input({ type: "delivery_resolved", no: 1, arrived });
};

describe("a message in doubt", () => {
  it("that arrived is settled, and counts as told", () => {
    const customer = inDoubt();
    say(customer, true);
    expect(customer.state.notifications).toEqual([]);
    expect(customer.whats()).toContain("message_sent");
    customer.advance(HOUR);
    expect(customer.told).toHaveLength(1);
    expect(customer.state.sentAt).toHaveLength(1);
  });

  it("that did not goes out again, once, and counts once", () => {
    const customer = inDoubt();
    say(customer, false);
    say(customer, false);
    expect(customer.whats().filter((it) => it === "message_undelivered")).toHaveLength(1);
    customer.advance(2 * HOUR);
    expect(customer.told).toHaveLength(2);
    expect(customer.state.sentAt).toHaveLength(1);
  });

  it("that did not is not sent to who has stopped, or whose case was closed meanwhile", () => {
    const stopped = inDoubt();
    stopped.input({ type: "opted_out", by: "page" });
    say(stopped, false);
    stopped.advance(DAY);
    expect(stopped.told).toHaveLength(1);
    const closed = inDoubt();
    closed.input({ type: "case_closed", caseNo: 1 });
    say(closed, false);
    closed.advance(DAY);
    expect(closed.told).toHaveLength(1);
  });
});

describe("a case", () => {
  it("that is closed takes its unsent message with it", () => {
    const customer = new VirtualCustomer();
    customer.event(problem());
    customer.input({ type: "case_closed", caseNo: 1 });
    customer.advance(40 * DAY);
    expect(customer.told).toEqual([]);
    expect(customer.whats().filter((it) => it === "case_closed")).toHaveLength(1);
    expect(customer.whats()).not.toContain("case_handed_over");
  });

  it("that is closed is not opened by what happened before and came late, and is by what came after or weighs more", () => {
    const customer = new VirtualCustomer();
    const at = (ms: number, reason: "expiring" | "expired" = "expiring") => problem({ reason, occurredAt: ms });
    customer.event(at(customer.now));
    customer.advance(HOUR);
    customer.input({ type: "case_closed", caseNo: 1 });
    const closed = customer.now;
    customer.advance(HOUR);
    customer.event(at(closed - 30 * MINUTE));
    expect(customer.state.cases).toEqual([]);
    expect(customer.silences()).toContain("older_than_the_closing");
    customer.event(at(closed - 30 * MINUTE, "expired"));
    expect(customer.state.cases).toMatchObject([{ no: 2, reason: "expired" }]);
    customer.input({ type: "case_closed", caseNo: 2 });
    customer.advance(HOUR);
    customer.event(at(customer.now));
    expect(customer.state.cases).toMatchObject([{ no: 3, reason: "expiring" }]);
  });

  it("has its next reminder due at once, behind all that keeps messages back", () => {
    const customer = new VirtualCustomer({ caps: [] });
    customer.event(problem());
    customer.advance(10 * MINUTE);
    expect(customer.told).toHaveLength(1);
    customer.input({ type: "case_advanced", caseNo: 1 });
    customer.advance(10 * MINUTE);
    expect(customer.told).toHaveLength(2);
    customer.input({ type: "snoozed", until: customer.now + 5 * DAY });
    customer.input({ type: "case_advanced", caseNo: 1 });
    customer.advance(4 * DAY);
    expect(customer.told).toHaveLength(2);
  });

  it("that is none, or has ended, is left alone", () => {
    const customer = new VirtualCustomer();
    customer.input({ type: "case_closed", caseNo: 7 });
    customer.input({ type: "case_advanced", caseNo: 7 });
    customer.input({ type: "delivery_resolved", no: 7, arrived: false });
    expect(customer.whats()).toEqual([]);
  });
});
