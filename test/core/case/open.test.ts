import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../src/core/time.ts";
import { MONDAY_10, VirtualCustomer, change, problem, slot } from "../../support/virtual.ts";

const healthy = [slot({ contractEndDate: "2027-02-01" })];

describe("one case per tariff", () => {
  it("lets a stronger reason take the case over and only writes down a weaker one", () => {
    const customer = new VirtualCustomer();
    customer.event(problem({ reason: "expiring", contractEndDate: "2026-02-09" }));
    customer.event(problem({ reason: "expired", contractEndDate: "2026-02-01" }));
    customer.event(problem({ reason: "fetch_failed" }));
    customer.advance(HOUR);
    expect(customer.told.map((it) => it.reason)).toEqual(["expired"]);
    expect(customer.whats().slice(0, 3)).toEqual(["case_opened", "case_taken_over", "silent"]);
    expect(customer.silences()).toEqual(["inhibited_by_a_stronger_reason"]);
  });

  it("makes one message of fifty events for the same need", () => {
    const customer = new VirtualCustomer();
    for (let no = 0; no < 50; no++) {
      customer.event(problem());
      customer.advance(MINUTE);
    }
    expect(customer.told).toHaveLength(1);
  });

  it("takes back a message about the weaker reason that is not out yet", () => {
    const customer = new VirtualCustomer();
    customer.truth.set("loc_1", [slot({ contractEndDate: "2026-02-09" })]);
    customer.deliver = () => ({ kind: "retry", why: "down", retryAfter: HOUR });
    customer.event(problem({ reason: "expiring", contractEndDate: "2026-02-09" }));
    customer.advance(10 * MINUTE);
    customer.deliver = () => ({ kind: "sent" });
    customer.truth.set("loc_1", [slot({ contractEndDate: "2026-02-01" })]);
    customer.event(problem({ reason: "expired", contractEndDate: "2026-02-01", occurredAt: customer.now }));
    customer.advance(DAY);
    expect(customer.told.map((it) => it.reason)).toEqual(["expired"]);
  });
});

describe("repair wins", () => {
  it("closes in silence what FlatPeak says is healthy before the message goes out", () => {
    const customer = new VirtualCustomer();
    customer.truth.set("loc_1", healthy);
    customer.event(problem());
    customer.advance(30 * DAY);
    expect(customer.told).toEqual([]);
    expect(customer.whats()).toEqual(["case_opened", "case_repaired"]);
  });

  it("cancels a message that was prepared and not yet handed out", () => {
    const customer = new VirtualCustomer();
    customer.event(problem());
    customer.beforeHandOut = () => {
      customer.truth.set("loc_1", healthy);
      customer.event(change("session_complete"));
    };
    customer.advance(30 * DAY);
    expect(customer.told).toEqual([]);
    expect(customer.openCases).toEqual([]);
    expect(customer.whats()).toContain("message_cancelled");
  });

  it("does not hand out what was cancelled between its lease and its sending", () => {
    const customer = new VirtualCustomer();
    customer.event(problem());
    customer.beforeHandOut = () => {
      customer.input({ type: "probe_wanted", locationId: "loc_1" });
      const [probe] = customer.input({ type: "time_passed" });
      const answer = { kind: "status" as const, slots: healthy, timezone: null };
      customer.input({
        type: "probe_answered",
        locationId: "loc_1",
        attempt: probe?.type === "probe" ? probe.attempt : 0,
        answer,
      });
    };
    customer.advance(DAY);
    expect(customer.told).toEqual([]);
    expect(customer.whats()).toEqual(["case_opened", "message_prepared", "case_repaired", "message_cancelled"]);
  });

  it("does not retry a message whose case was repaired while the provider was down", () => {
    const customer = new VirtualCustomer();
    customer.deliver = () => ({ kind: "retry", why: "down", retryAfter: HOUR });
    customer.event(problem());
    customer.advance(10 * MINUTE);
    customer.truth.set("loc_1", healthy);
    customer.deliver = () => ({ kind: "sent" });
    customer.advance(DAY);
    expect(customer.told).toEqual([]);
  });

  it("opens nothing for a late event that is older than the verified repair", () => {
    const customer = new VirtualCustomer();
    customer.event(problem());
    customer.advance(DAY);
    customer.truth.set("loc_1", healthy);
    customer.event(change("session_complete"));
    customer.advance(HOUR);
    customer.event(problem({ occurredAt: MONDAY_10 + HOUR }));
    customer.event(problem({ reason: "fetch_failed", occurredAt: MONDAY_10 + HOUR }));
    expect(customer.openCases).toEqual([]);
    expect(customer.silences()).toEqual(["older_than_the_repair", "older_than_the_repair"]);
  });

  it("still hears of an expiring contract that the repair of a failed fetch has not renewed", () => {
    const customer = new VirtualCustomer();
    customer.event(problem({ reason: "fetch_failed" }));
    customer.advance(DAY);
    customer.truth.set("loc_1", [slot({ contractEndDate: "2026-02-09" })]);
    customer.event(change("session_complete"));
    customer.advance(HOUR);
    customer.event(problem({ reason: "expiring", contractEndDate: "2026-02-09" }));
    expect(customer.openCases).toEqual(["trf_1 expiring"]);
  });

  it("repairs an expiring case only by a later end date, an expired one by none or one ahead", () => {
    const ends = (reason: "expiring" | "expired", contractEndDate: string | null): boolean => {
      const customer = new VirtualCustomer();
      customer.event(problem({ reason, contractEndDate: "2026-02-09" }));
      customer.truth.set("loc_1", [slot({ contractEndDate })]);
      customer.event(change("location_update"));
      customer.work();
      return customer.openCases.length === 0;
    };
    expect(ends("expiring", "2026-02-09")).toBe(false);
    expect(ends("expiring", "2027-02-09")).toBe(true);
    expect(ends("expiring", null)).toBe(true);
    expect(ends("expired", "2026-02-01")).toBe(false);
    expect(ends("expired", "2026-03-01")).toBe(true);
    expect(ends("expired", null)).toBe(true);
  });

  it("does not believe a probe that looked before the session finished", () => {
    const customer = new VirtualCustomer();
    customer.event(problem());
    let asked = 0;
    customer.probeAnswer = () => {
      asked += 1;
      if (asked === 1) customer.event(change("session_complete"));
      const slots = asked === 1 ? [slot({ status: "ERROR" })] : healthy;
      return { kind: "status", slots, timezone: null };
    };
    customer.advance(DAY);
    expect(customer.told).toEqual([]);
    expect(asked).toBe(2);
  });
});

describe("what FlatPeak cannot say", () => {
  it("holds the message while FlatPeak is down, and sends it once it is back", () => {
    const customer = new VirtualCustomer();
    customer.probeAnswer = () => ({ kind: "unavailable", why: "down", retryAfter: null });
    customer.event(problem());
    customer.advance(6 * HOUR);
    expect(customer.told).toEqual([]);
    customer.probeAnswer = null;
    customer.advance(HOUR);
    expect(customer.told).toHaveLength(1);
    expect(customer.probes).toBeLessThan(100);
  });

  it("takes FlatPeak's event at its word where the status of a location cannot be read", () => {
    const customer = new VirtualCustomer();
    customer.probeAnswer = () => ({ kind: "untold", timezone: "Europe/London" });
    customer.event(problem());
    customer.advance(HOUR);
    expect(customer.told).toHaveLength(1);
  });

  it("ends the cases of a location that is gone, and of a tariff that was taken out", () => {
    const gone = new VirtualCustomer();
    gone.probeAnswer = () => ({ kind: "gone" });
    gone.event(problem());
    gone.advance(DAY);
    const removed = new VirtualCustomer();
    removed.truth.set("loc_1", [slot({ tariffId: null, status: "NOT_CONNECTED" })]);
    removed.event(problem());
    removed.advance(DAY);
    for (const customer of [gone, removed]) {
      expect(customer.told).toEqual([]);
      expect(customer.whats()).toContain("case_disconnected");
    }
  });

  it("does not take a tariff for gone while a slot in error could be hiding it", () => {
    const customer = new VirtualCustomer();
    customer.truth.set("loc_1", [slot({ tariffId: null, status: "ERROR" })]);
    customer.event(problem());
    customer.advance(HOUR);
    expect(customer.told).toHaveLength(1);
  });
});

describe("the end-date trap", () => {
  it("words the next message for it when a session ended with the same end date", () => {
    const customer = new VirtualCustomer();
    customer.truth.set("loc_1", [slot({ contractEndDate: "2026-02-09" })]);
    customer.event(problem({ reason: "expiring", contractEndDate: "2026-02-09" }));
    customer.advance(DAY);
    customer.event(change("session_complete"));
    customer.advance(5 * DAY);
    expect(customer.told.map((it) => it.trap)).toEqual([false, true]);
    expect(customer.whats()).toContain("end_date_trap");
  });

  it("remembers the end date of a closed case when the same one comes back", () => {
    const customer = new VirtualCustomer();
    customer.truth.set("loc_1", [slot({ contractEndDate: "2027-01-01" })]);
    customer.event(problem({ reason: "expiring", contractEndDate: "2026-02-09" }));
    customer.advance(HOUR);
    expect(customer.openCases).toEqual([]);
    customer.truth.set("loc_1", [slot({ contractEndDate: "2026-02-09" })]);
    customer.event(problem({ reason: "expiring", contractEndDate: "2026-02-09", occurredAt: customer.now + 1 }));
    customer.advance(HOUR);
    expect(customer.told.map((it) => it.trap)).toEqual([true]);
  });
});

describe("an operator's hold", () => {
  it("keeps back what is not out yet until it is released", () => {
    const customer = new VirtualCustomer();
    customer.deliver = () => ({ kind: "retry", why: "down", retryAfter: HOUR });
    customer.event(problem());
    customer.advance(10 * MINUTE);
    customer.input({ type: "messages_held" });
    customer.deliver = () => ({ kind: "sent" });
    customer.advance(5 * HOUR);
    expect(customer.told).toEqual([]);
    customer.input({ type: "messages_released" });
    customer.advance(MINUTE);
    expect(customer.told).toHaveLength(1);
  });

  it("does not outlive the repair", () => {
    const customer = new VirtualCustomer();
    customer.deliver = () => ({ kind: "retry", why: "down", retryAfter: HOUR });
    customer.event(problem());
    customer.advance(10 * MINUTE);
    customer.input({ type: "messages_held" });
    customer.truth.set("loc_1", healthy);
    customer.event(change("session_complete"));
    customer.advance(HOUR);
    customer.input({ type: "messages_released" });
    customer.deliver = () => ({ kind: "sent" });
    customer.advance(DAY);
    expect(customer.told).toEqual([]);
    expect(customer.whats()).toContain("message_cancelled");
  });
});

/** A customer whose first text message is prepared and due, FlatPeak having confirmed that it is needed. */
function aboutToTellBySms(): VirtualCustomer {
  const customer = new VirtualCustomer({ channels: ["sms"] });
  customer.event(problem());
  customer.now += 5 * MINUTE;
  customer.input({ type: "time_passed" });
  const answer = { kind: "status" as const, slots: [slot({ status: "ERROR" })], timezone: "Europe/London" };
  customer.input({ type: "probe_answered", locationId: "loc_1", attempt: 1, answer });
  return customer;
}

describe("leases", () => {
  it("repeats a delivery under the same id and the same bytes when its isolate was lost", () => {
    const customer = new VirtualCustomer();
    customer.event(problem());
    customer.now += 5 * MINUTE;
    const [probe] = customer.input({ type: "time_passed" });
    expect(probe?.type).toBe("probe");
    // The probe's answer never comes; after its lease it is asked again, and this time the delivery's answer is lost.
    customer.now += 31_000;
    const [again] = customer.input({ type: "time_passed" });
    expect(again).toMatchObject({ type: "probe", attempt: 2 });
    const answer = { kind: "status" as const, slots: [slot({ status: "ERROR" })], timezone: null };
    customer.input({ type: "probe_answered", locationId: "loc_1", attempt: 2, answer });
    expect(customer.input({ type: "time_passed" })).toEqual([{ type: "deliver", no: 1, attempt: 1 }]);
    expect(customer.input({ type: "time_passed" })).toEqual([]);
    customer.input({ type: "delivery_starting", no: 1, attempt: 1, payload: "first words" });
    customer.now += 61_000;
    expect(customer.input({ type: "time_passed" })).toEqual([{ type: "deliver", no: 1, attempt: 2 }]);
    customer.input({ type: "delivery_starting", no: 1, attempt: 2, payload: "other words" });
    expect(customer.state.notifications[0]).toMatchObject({ id: "ntf_cus_1_1", payload: "first words" });
    // The lost answer arrives after all: it settles the message, and the second attempt adds nothing.
    customer.input({ type: "delivery_settled", no: 1, attempt: 1, outcome: { kind: "sent" } });
    customer.input({ type: "delivery_settled", no: 1, attempt: 2, outcome: { kind: "sent" } });
    expect(customer.state.sentAt).toHaveLength(1);
  });

  it("gives a delivery up after twelve tries in three days of passing trouble", () => {
    const customer = new VirtualCustomer({ ladders: { ...new VirtualCustomer().settings.ladders, expired: [0] } });
    let attempts = 0;
    customer.deliver = () => {
      attempts += 1;
      return { kind: "retry", why: "down", retryAfter: null };
    };
    customer.event(problem());
    customer.advance(6 * DAY);
    expect(customer.whats()).toContain("message_failed");
    expect(attempts).toBe(12);
  });

  it("leaves a text message whose answer was lost as uncertain, and does not send it again by itself", () => {
    const customer = aboutToTellBySms();
    expect(customer.input({ type: "time_passed" })).toEqual([{ type: "deliver", no: 1, attempt: 1 }]);
    customer.input({ type: "delivery_starting", no: 1, attempt: 1, payload: "words" });
    customer.advance(2 * DAY);
    expect(customer.told).toEqual([]);
    expect(customer.whats()).toContain("message_uncertain");
    // The cap counts it: the customer may have read it.
    expect(customer.state.sentAt).toHaveLength(1);
    customer.advance(2 * DAY);
    expect(customer.told.map((it) => it.rung)).toEqual([2]);
    // The provider's word, days later, settles it; the cap does not count it again.
    expect(customer.state.notifications).toMatchObject([{ no: 1, status: "uncertain", settledAt: null }]);
    customer.input({ type: "delivery_settled", no: 1, attempt: 1, outcome: { kind: "sent" } });
    expect(customer.state.notifications).toEqual([]);
    expect(customer.state.sentAt).toHaveLength(2);
  });

  it("stops waiting for the provider's word on an uncertain message after a week", () => {
    const customer = new VirtualCustomer({ channels: ["sms"] });
    customer.deliver = () => ({ kind: "uncertain", why: "the answer was cut off" });
    customer.event(problem());
    customer.advance(2 * DAY);
    expect(customer.state.notifications).toMatchObject([{ status: "uncertain" }]);
    customer.advance(9 * DAY);
    expect(customer.state.notifications.filter((it) => it.no === 1)).toEqual([]);
  });

  it("sends a text message again whose isolate was lost before it was handed out", () => {
    const customer = aboutToTellBySms();
    expect(customer.input({ type: "time_passed" })).toHaveLength(1);
    customer.advance(HOUR);
    expect(customer.told.map((it) => it.rung)).toEqual([1]);
  });

  it("makes the last keyed attempt of an email before the provider forgets its key", () => {
    const customer = new VirtualCustomer({
      channels: ["email"],
      ladders: { ...new VirtualCustomer().settings.ladders, expired: [0] },
    });
    const attempts: number[] = [];
    customer.deliver = () => {
      attempts.push(customer.now);
      return { kind: "retry", why: "no answer", retryAfter: null, maybeArrived: true };
    };
    customer.event(problem());
    customer.advance(5 * DAY);
    expect((attempts.at(-1) ?? 0) - (attempts[0] ?? 0)).toBeLessThanOrEqual(23 * HOUR);
    expect(attempts.length).toBeGreaterThan(5);
    expect(customer.whats()).toContain("message_uncertain");
  });
});
