// The page before Connect, and the customer's word that a contract simply goes on: it ends nothing, and nobody is reminded until FlatPeak
// says otherwise.

import { beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../src/core/time.ts";
import { MONDAY_10, change, problem, slot, VirtualCustomer } from "../../support/virtual.ts";

const END = "2026-02-14";
let customer: VirtualCustomer;

beforeEach(() => {
  customer = new VirtualCustomer();
  customer.truth.set("loc_1", [slot({ contractEndDate: END })]);
  customer.event(problem({ reason: "expiring", type: "tariff.expiring", contractEndDate: END }));
});

const own = () => customer.state.cases[0];
const tap = (stage?: "page" | "onward") =>
  void customer.input({ type: "link_opened", caseNo: 1, ...(stage === undefined ? {} : { stage }) });
const continues = () => void customer.input({ type: "contract_continues", caseNo: 1 });

describe("a contract that goes on", () => {
  it("is not reminded of before it has ended on record, and then once FlatPeak says so", () => {
    customer.advance(HOUR);
    tap("page");
    continues();
    customer.advance(12 * DAY - 11 * HOUR);
    expect(customer.told).toHaveLength(1);
    customer.advance(2 * DAY);
    expect(customer.openCases).toEqual(["trf_1 expired"]);
    expect(customer.told[1]).toMatchObject({ reason: "expired", cases: [1] });
    expect(own()).not.toHaveProperty("continuesUntil");
  });

  it("is over when FlatPeak sees its new end, and nobody hears of it again", () => {
    customer.advance(HOUR);
    continues();
    customer.truth.set("loc_1", [slot({ contractEndDate: "2027-02-14" })]);
    customer.event(change("session_complete"));
    customer.advance(30 * DAY);
    expect(customer.openCases).toEqual([]);
    expect(customer.told).toHaveLength(1);
  });

  it("takes back a reminder that is not out yet, and holds no other up meanwhile", () => {
    customer.truth.set("loc_2", [slot({ status: "ERROR", tariffId: "trf_2" })]);
    customer.beforeHandOut = continues;
    customer.advance(HOUR);
    expect(customer.whats()).toContain("message_cancelled");
    expect(customer.told).toEqual([]);
    customer.beforeHandOut = () => undefined;
    customer.event(problem({ tariffId: "trf_2", locationId: "loc_2" }));
    customer.advance(DAY);
    expect(customer.told).toMatchObject([{ cases: [2] }]);
  });

  it("is asked for again where the old end is given for the new one: that is FlatPeak's word", () => {
    customer.advance(HOUR);
    tap("page");
    continues();
    tap("onward");
    customer.advance(10 * MINUTE);
    customer.event(change("session_complete"));
    customer.advance(10 * DAY);
    expect(own()?.endDateTrap).toBe(true);
    expect(customer.told[1]).toMatchObject({ reason: "expiring", trap: true });
  });

  it("where nobody knows when it ends, waits no longer than it may last", () => {
    customer = new VirtualCustomer();
    customer.event(problem({ reason: "expiring", type: "tariff.expiring" }));
    customer.truth.set("loc_1", [slot({ status: "PENDING" as "CONNECTED" })]);
    continues();
    expect(own()?.continuesUntil).toBe(MONDAY_10 + 14 * DAY);
  });

  it("is no word on any other trouble, and is noted once", () => {
    continues();
    continues();
    expect(customer.whats().filter((it) => it === "contract_continues")).toHaveLength(1);
    const other = new VirtualCustomer();
    other.event(problem());
    other.input({ type: "contract_continues", caseNo: 1 });
    other.input({ type: "contract_continues", caseNo: 7 });
    expect(other.state.cases[0]).not.toHaveProperty("continuesUntil");
  });
});

describe("the page before Connect", () => {
  it("counts as the tap, and going on from it gives the session its own time", () => {
    customer.advance(HOUR);
    tap("page");
    const { tapHold } = customer.settings;
    expect(customer.state.tapHoldUntil).toBe(customer.now + tapHold);
    customer.now += 20 * MINUTE;
    tap("onward");
    expect(customer.state.tapHoldUntil).toBe(customer.now + tapHold);
    expect(own()).toMatchObject({ tappedAt: customer.now, trail: { onwardAt: customer.now } });
    expect(customer.whats().filter((it) => ["link_opened", "page_seen", "went_on"].includes(it))).toEqual([
      "link_opened",
      "page_seen",
      "went_on",
    ]);
  });

  it("looked at or left over and over, puts no reminder off for ever, and says nothing twice", () => {
    customer.advance(HOUR);
    tap("page");
    const hold = customer.state.tapHoldUntil;
    for (let times = 0; times < 10; times++) {
      customer.now += MINUTE;
      tap("page");
    }
    expect(customer.state.tapHoldUntil).toBe(hold);
    for (let times = 0; times < 10; times++) {
      tap("onward");
      customer.now += MINUTE;
      tap("page");
    }
    expect(customer.state.tapHoldUntil).toBe((hold ?? 0) + 10 * MINUTE);
    expect(customer.whats().filter((it) => it === "page_seen" || it === "went_on")).toHaveLength(2);
  });

  it("leaves no trace of a stage on a plain tap", () => {
    tap();
    expect(own()).not.toHaveProperty("isAtPage");
    expect(own()?.trail?.pageAt).toBeUndefined();
  });
});
