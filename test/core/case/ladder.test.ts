import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../src/core/time.ts";
import { MONDAY_10, VirtualCustomer, change, problem, slot } from "../../support/virtual.ts";

const hoursAfter = (customer: VirtualCustomer): readonly number[] =>
  customer.told.map((it) => (it.at - MONDAY_10) / HOUR);

describe("the ladder", () => {
  it("tells of an expired tariff after the group wait, then at 3, 10 and 21 days, then hands over", () => {
    const customer = new VirtualCustomer();
    customer.event(problem());
    customer.advance(60 * DAY);
    expect(hoursAfter(customer)).toEqual([5 / 60, 72, 240, 504]);
    expect(customer.told.map((it) => it.rung)).toEqual([1, 2, 3, 4]);
    expect(customer.openCases).toEqual([]);
    expect(customer.whats()).toContain("case_handed_over");
    expect(customer.published).toHaveLength(1);
  });

  it("waits two hours with a failed fetch, since suppliers have outages", () => {
    const customer = new VirtualCustomer();
    customer.event(problem({ reason: "fetch_failed" }));
    customer.advance(3 * HOUR);
    expect(hoursAfter(customer)).toEqual([2]);
  });

  it("tells of an expiring contract at once, after 5 days, on its last day, and turns it expired the day after", () => {
    const customer = new VirtualCustomer();
    customer.truth.set("loc_1", [slot({ contractEndDate: "2026-02-09" })]);
    customer.event(problem({ reason: "expiring", contractEndDate: "2026-02-09" }));
    customer.advance(9 * DAY + 12 * HOUR);
    // The cap of one in 48 hours moves the last day's message to ten, and "expired", turned at midnight, to the eleventh.
    expect(customer.told.map((it) => `${new Date(it.at).toISOString().slice(0, 16)} ${it.reason}`)).toEqual([
      "2026-02-02T10:05 expiring",
      "2026-02-07T10:00 expiring",
      "2026-02-09T10:00 expiring",
      "2026-02-11T10:00 expired",
    ]);
  });

  it("does not make up for rungs that passed while a message was held back", () => {
    const customer = new VirtualCustomer({ caps: [{ count: 1, within: 12 * DAY }] });
    customer.event(problem());
    customer.advance(60 * DAY);
    expect(hoursAfter(customer)).toEqual([5 / 60, 12 * 24 + 5 / 60, 24 * 24 + 5 / 60]);
  });

  it("says nothing of an upgrade unless its ladder is switched on", () => {
    const off = new VirtualCustomer();
    off.truth.set("loc_1", [slot({ connectionType: "MANUAL" })]);
    off.event(problem({ reason: "upgrade" }));
    off.advance(10 * DAY);
    expect(off.told).toEqual([]);
    expect(off.silences()).toEqual(["reason_switched_off"]);

    const on = new VirtualCustomer({ ladders: { ...off.settings.ladders, upgrade: [0] } });
    on.truth.set("loc_1", [slot({ connectionType: "MANUAL" })]);
    on.event(problem({ reason: "upgrade" }));
    on.advance(10 * DAY);
    expect(on.told.map((it) => it.reason)).toEqual(["upgrade"]);
  });
});

describe("group wait", () => {
  it("puts two homes and three tariffs that fail within ten minutes into one message", () => {
    const customer = new VirtualCustomer();
    customer.truth.set("loc_2", [
      slot({ tariffId: "trf_2", status: "ERROR" }),
      slot({ tariffId: "trf_3", status: "ERROR" }),
    ]);
    customer.event(problem());
    customer.advance(4 * MINUTE);
    customer.event(problem({ tariffId: "trf_2", locationId: "loc_2" }));
    customer.advance(4 * MINUTE);
    customer.event(problem({ tariffId: "trf_3", locationId: "loc_2" }));
    customer.advance(DAY);
    expect(customer.told).toHaveLength(1);
    expect(customer.told[0]?.cases).toEqual([1, 2, 3]);
    expect(hoursAfter(customer)).toEqual([13 / 60]);
  });

  it("never waits longer than its maximum, however steadily new cases arrive", () => {
    const customer = new VirtualCustomer();
    for (let no = 1; no <= 8; no++) {
      customer.truth.set(`loc_${no}`, [slot({ tariffId: `trf_${no}`, status: "ERROR" })]);
      customer.event(problem({ tariffId: `trf_${no}`, locationId: `loc_${no}` }));
      customer.advance(3 * MINUTE);
    }
    expect(hoursAfter(customer)[0]).toBe(15 / 60);
    expect(customer.told[0]?.cases).toEqual([1, 2, 3, 4, 5]);
  });
});

describe("send window", () => {
  it("holds a night's message until nine at the location and says why", () => {
    const customer = new VirtualCustomer({}, Date.UTC(2026, 6, 1, 21, 30));
    customer.timezone = "America/New_York";
    customer.event(problem({ occurredAt: customer.now }));
    customer.now = Date.UTC(2026, 6, 2, 2);
    customer.advance(DAY);
    expect(customer.told.map((it) => new Date(it.at).toISOString())).toEqual(["2026-07-02T13:00:00.000Z"]);
    expect(customer.silences()).toEqual(["send_window"]);
  });

  it("keeps to wall time when the clocks change", () => {
    // London goes to summer time on 29 March 2026: 09:00 is 09:00Z the day before and 08:00Z on the day.
    const customer = new VirtualCustomer({}, Date.UTC(2026, 2, 28, 22));
    customer.event(problem({ occurredAt: customer.now }));
    customer.advance(DAY);
    expect(customer.told.map((it) => new Date(it.at).toISOString())).toEqual(["2026-03-29T08:00:00.000Z"]);
  });

  it("moves a retry that came too late into the next day", () => {
    const customer = new VirtualCustomer({}, Date.UTC(2026, 1, 2, 19, 50));
    customer.deliver = (it) =>
      it.attempt === 1 ? { kind: "retry", why: "down", retryAfter: 2 * HOUR } : { kind: "sent" };
    customer.event(problem({ occurredAt: customer.now }));
    customer.advance(DAY);
    expect(customer.told.map((it) => new Date(it.at).toISOString())).toEqual(["2026-02-03T08:00:00.000Z"]);
  });
});

describe("holds and caps", () => {
  it("keeps quiet for half an hour after a tap", () => {
    const customer = new VirtualCustomer();
    customer.event(problem());
    customer.advance(3 * DAY - 10 * MINUTE);
    customer.input({ type: "link_opened", caseNo: 1 });
    customer.advance(DAY);
    expect(hoursAfter(customer)).toEqual([5 / 60, 72 + 20 / 60]);
    expect(customer.silences()).toEqual(["tap_hold"]);
  });

  it("stays silent for a customer who opted out, and still hands the case over", () => {
    const customer = new VirtualCustomer();
    customer.input({ type: "opted_out", by: "page" });
    customer.event(problem());
    customer.advance(40 * DAY);
    expect(customer.told).toEqual([]);
    expect(new Set(customer.silences())).toEqual(new Set(["opted_out"]));
    expect(customer.published).toHaveLength(1);
  });

  it("cancels a message already prepared when the customer opts out", () => {
    const customer = new VirtualCustomer();
    customer.deliver = () => ({ kind: "retry", why: "down", retryAfter: HOUR });
    customer.event(problem());
    customer.advance(10 * MINUTE);
    customer.input({ type: "opted_out", by: "page" });
    customer.deliver = () => ({ kind: "sent" });
    customer.advance(2 * HOUR);
    expect(customer.told).toEqual([]);
    expect(customer.whats()).toContain("message_cancelled");
  });
});

describe("sixty days of events", () => {
  it("tells a customer whose tariff keeps failing at most four times in any four weeks", () => {
    const customer = new VirtualCustomer();
    for (let day = 0; day < 60; day++) {
      customer.event(problem({ reason: "fetch_failed", occurredAt: customer.now }));
      customer.event(problem({ reason: "fetch_failed", occurredAt: customer.now }));
      if (day % 7 === 3) customer.event(problem({ reason: "expiring", occurredAt: customer.now }));
      // Repaired for an hour every two weeks, so that what fails afterwards is news.
      const isWell = day % 14 === 13;
      customer.truth.set("loc_1", [slot({ status: isWell ? "CONNECTED" : "ERROR" })]);
      customer.event(change("location_update"));
      customer.advance(DAY);
    }
    for (const { at } of customer.told) {
      expect(customer.told.filter((it) => it.at > at - 28 * DAY && it.at <= at).length).toBeLessThanOrEqual(4);
      expect(customer.told.filter((it) => it.at > at - 48 * HOUR && it.at <= at)).toHaveLength(1);
    }
    expect(customer.told).toHaveLength(10);
  });

  it("tells once and never again when the customer repairs on the second day", () => {
    const customer = new VirtualCustomer();
    customer.event(problem());
    customer.advance(DAY);
    customer.truth.set("loc_1", [slot({ contractEndDate: "2027-02-01" })]);
    customer.event(change("session_complete"));
    for (let day = 0; day < 59; day++) {
      customer.event(problem({ occurredAt: MONDAY_10 }));
      customer.advance(DAY);
    }
    expect(customer.told).toHaveLength(1);
    expect(customer.openCases).toEqual([]);
  });
});
