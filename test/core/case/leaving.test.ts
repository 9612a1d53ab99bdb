// A customer who wants a tariff disconnected is not asked whether they meant it: not once, whatever FlatPeak tells afterwards.

import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../src/core/time.ts";
import { VirtualCustomer, change, problem, slot } from "../../support/virtual.ts";
import type { SlotFacts } from "../../../src/core/case/truth.ts";

const GONE: Readonly<Record<string, readonly SlotFacts[]>> = {
  "shown as not connected": [slot({ status: "NOT_CONNECTED" })],
  "shown in an empty slot": [slot({ status: "NOT_CONNECTED", tariffId: null })],
  "nowhere to be seen": [],
};

/** Told once; taps, and confirms in Connect that the tariff is to go. */
function leaving(): VirtualCustomer {
  const customer = new VirtualCustomer();
  customer.event(problem());
  customer.advance(HOUR);
  expect(customer.told).toHaveLength(1);
  customer.input({ type: "link_opened", caseNo: 1 });
  customer.advance(2 * MINUTE);
  customer.input({ type: "tariff_disconnecting", tariffId: "trf_1" });
  return customer;
}

describe("a tariff that the customer wanted disconnected", () => {
  describe.each(Object.entries(GONE))("and that is %s", (_, slots) => {
    const gone = (customer: VirtualCustomer): void => void customer.truth.set("loc_1", slots);

    it("brings no message in sixty days, though nobody tells that the session is over", () => {
      const customer = leaving();
      gone(customer);
      customer.advance(60 * DAY);
      expect(customer.told).toHaveLength(1);
      expect(customer.openCases).toEqual([]);
      expect(customer.published).toEqual([]);
    });

    it("brings none where FlatPeak tells of the session", () => {
      const customer = leaving();
      gone(customer);
      customer.event(change("session_complete"));
      customer.work();
      expect(customer.openCases).toEqual([]);
      customer.advance(60 * DAY);
      expect(customer.told).toHaveLength(1);
    });

    it.each([5 * MINUTE, HOUR, DAY, 3 * DAY, 20 * DAY])(
      "brings none where a problem of it comes %d ms later",
      (late) => {
        const customer = leaving();
        gone(customer);
        customer.event(change("session_complete"));
        customer.advance(late);
        customer.event(problem({ reason: "fetch_failed", occurredAt: customer.now }));
        customer.advance(60 * DAY);
        expect(customer.told).toHaveLength(1);
        expect(customer.openCases).toEqual([]);
      },
    );

    it("brings none where it had no problem before, and one is told of afterwards", () => {
      const customer = new VirtualCustomer();
      customer.input({ type: "tariff_disconnecting", tariffId: "trf_1" });
      gone(customer);
      customer.event(change("session_complete"));
      customer.advance(HOUR);
      customer.event(problem({ occurredAt: customer.now }));
      customer.advance(60 * DAY);
      expect(customer.told).toHaveLength(0);
    });

    it("is asked about once more where they tapped for it again, since they may be reconnecting it", () => {
      const customer = leaving();
      customer.advance(HOUR);
      customer.input({ type: "link_opened", caseNo: 1 });
      gone(customer);
      customer.advance(60 * DAY);
      expect(customer.told).toHaveLength(2);
    });
  });

  it("and that is still there after two days is told of as before", () => {
    const customer = leaving();
    customer.advance(60 * DAY);
    expect(customer.told.length).toBeGreaterThan(1);
  });

  it("and that was seen to stay is gone by another's hand when it goes later", () => {
    const customer = leaving();
    customer.advance(6 * DAY);
    const told = customer.told.length;
    expect(told).toBeGreaterThan(1);
    customer.truth.set("loc_1", []);
    customer.input({ type: "probe_wanted", locationId: "loc_1" });
    customer.advance(10 * DAY);
    expect(customer.told).toHaveLength(told + 1);
  });
});
