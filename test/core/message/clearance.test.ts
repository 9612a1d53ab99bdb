// The one gate of every send: whatever rule comes into force after a message was planned still holds when it leaves.

import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "../../../src/core/time.ts";
import { clear } from "../../../src/core/message/clearance.ts";
import { MONDAY_10, VirtualCustomer, change, problem, slot } from "../../support/virtual.ts";
import type { Clearance } from "../../../src/core/message/clearance.ts";
import type { Case, CustomerState, Location } from "../../../src/core/state.ts";
import type { DeliveryOutcome } from "../../../src/core/message/outcome.ts";
import type { ChannelName } from "../../../src/core/policy.ts";

const UNDELIVERED: DeliveryOutcome = { kind: "retry", why: "twilio 30003", retryAfter: null };
const BOUNCED: DeliveryOutcome = { kind: "failed", why: "bounced", scope: "recipient", address: "dead" };
const DOWN: DeliveryOutcome = { kind: "retry", why: "503", retryAfter: null };

function customerBy(...channels: readonly ChannelName[]): VirtualCustomer {
  const customer = new VirtualCustomer({ channels });
  customer.event(problem());
  return customer;
}

/** A customer whose first message was accepted by its provider. */
function accepted(...channels: readonly ChannelName[]): VirtualCustomer {
  const customer = customerBy(...channels);
  customer.deliver = () => ({ kind: "accepted" });
  customer.advance(HOUR);
  expect(customer.told).toHaveLength(1);
  return customer;
}

const word = (customer: VirtualCustomer, outcome: DeliveryOutcome): void =>
  void customer.input({ type: "delivery_settled", no: customer.state.lastNotificationNo, attempt: 1, outcome });

describe("while an operator holds a customer (row 1)", () => {
  it("a message that turns out not to have arrived is not sent again until the release", () => {
    const customer = accepted("sms");
    customer.input({ type: "messages_held" });
    word(customer, UNDELIVERED);
    customer.advance(2 * DAY);
    expect(customer.told).toHaveLength(1);
    customer.input({ type: "messages_released" });
    customer.advance(DAY);
    expect(customer.told).toHaveLength(2);
  });

  it("a bounce does not go by the next channel until the release", () => {
    const customer = accepted("email", "sms");
    customer.input({ type: "messages_held" });
    word(customer, BOUNCED);
    customer.advance(2 * DAY);
    expect(customer.told).toHaveLength(1);
    customer.input({ type: "messages_released" });
    customer.advance(HOUR);
    expect(customer.told.map((it) => it.channel)).toEqual(["email", "sms"]);
  });

  it("an attempt in flight that fails is not made again until the release", () => {
    const customer = customerBy("email");
    customer.deliver = () => {
      customer.input({ type: "messages_held" });
      return DOWN;
    };
    customer.advance(HOUR);
    customer.deliver = () => ({ kind: "sent" });
    customer.advance(2 * DAY);
    expect(customer.told).toEqual([]);
    customer.input({ type: "messages_released" });
    customer.advance(DAY);
    expect(customer.told).toHaveLength(1);
  });

  it("a row that was leased when the storage was copied is not handed out", () => {
    const customer = customerBy("email");
    customer.beforeHandOut = () => {
      customer.beforeHandOut = () => {};
      customer.input({ type: "messages_held" });
    };
    customer.advance(DAY);
    expect(customer.told).toEqual([]);
    customer.input({ type: "messages_released" });
    customer.advance(HOUR);
    expect(customer.told).toHaveLength(1);
  });

  it("no case is handed over, and what was to be published waits", () => {
    const customer = customerBy("email");
    customer.advance(22 * DAY);
    customer.input({ type: "messages_held" });
    customer.advance(30 * DAY);
    expect(customer.published).toEqual([]);
    customer.input({ type: "messages_released" });
    customer.advance(HOUR);
    expect(customer.published).toHaveLength(1);
  });

  it("a publication under way waits too", () => {
    const customer = customerBy("email");
    customer.deliver = (it) => (it.kind === "publish" ? DOWN : { kind: "sent" });
    customer.advance(28 * DAY + 5 * SECOND);
    customer.input({ type: "messages_held" });
    customer.deliver = () => ({ kind: "sent" });
    customer.advance(4 * DAY);
    expect(customer.published).toEqual([]);
    customer.input({ type: "messages_released" });
    customer.advance(MINUTE);
    expect(customer.published).toHaveLength(1);
  });
});

describe("a message that is prepared or tried again (row 2)", () => {
  it("obeys a snooze that came after it", () => {
    const customer = accepted("sms");
    const until = Date.UTC(2026, 3, 1);
    customer.input({ type: "snoozed", until });
    word(customer, UNDELIVERED);
    customer.advance(until - customer.now - SECOND);
    expect(customer.told).toHaveLength(1);
    customer.advance(3 * DAY);
    expect(customer.told).toHaveLength(2);
    expect(customer.told[1]?.at).toBeGreaterThanOrEqual(until);
  });

  it("obeys a snooze while it is in back-off", () => {
    const customer = customerBy("email");
    customer.deliver = () => DOWN;
    customer.advance(20 * MINUTE);
    customer.input({ type: "snoozed", until: MONDAY_10 + 10 * DAY });
    customer.deliver = () => ({ kind: "sent" });
    customer.advance(10 * DAY - HOUR);
    expect(customer.told).toEqual([]);
    customer.advance(2 * DAY);
    // One message, and not the two reminders that were missed behind it.
    expect(customer.told).toHaveLength(1);
  });

  it("obeys the hold after a tap", () => {
    const customer = customerBy("email");
    customer.deliver = () => DOWN;
    customer.advance(20 * MINUTE);
    customer.input({ type: "link_opened", caseNo: 1 });
    customer.deliver = () => ({ kind: "sent" });
    customer.advance(29 * MINUTE);
    expect(customer.told).toEqual([]);
    customer.advance(HOUR);
    expect(customer.told).toHaveLength(1);
  });

  it("obeys the caps and the send window when it leaves late", () => {
    const customer = customerBy("email");
    customer.deliver = () => ({ kind: "put_off", why: "the channel is busy", wait: 10 * HOUR + 15 * MINUTE });
    customer.advance(6 * MINUTE);
    customer.deliver = () => ({ kind: "sent" });
    customer.advance(DAY);
    // Ten hours later it is past eight in the evening, and nothing was called yet: new messages leave from nine on.
    expect(new Date(customer.told[0]?.at ?? 0).toISOString()).toBe("2026-02-03T09:00:00.000Z");
  });
});

describe("a message about two cases (row 3)", () => {
  function twoCases(): VirtualCustomer {
    const customer = customerBy("email");
    customer.truth.set("loc_2", [slot({ tariffId: "trf_2", status: "ERROR" })]);
    customer.event(problem({ tariffId: "trf_2", locationId: "loc_2" }));
    return customer;
  }
  const repair = (customer: VirtualCustomer): void => {
    customer.truth.set("loc_2", [slot({ tariffId: "trf_2", contractEndDate: "2027-02-01" })]);
    customer.event(change("session_complete", "loc_2"));
    customer.input({ type: "time_passed" });
    const probe = customer.state.locations.find((it) => it.id === "loc_2")?.probe;
    customer.input({
      type: "probe_answered",
      locationId: "loc_2",
      attempt: probe?.attempt ?? 0,
      answer: { kind: "status", slots: customer.truth.get("loc_2") ?? [], timezone: "Europe/London" },
    });
  };

  it("speaks of what is still broken when it leaves, not of what was when it was planned", () => {
    const customer = twoCases();
    customer.beforeHandOut = () => {
      customer.beforeHandOut = () => {};
      repair(customer);
    };
    customer.advance(HOUR);
    expect(customer.told.map((it) => it.cases)).toEqual([[1]]);
  });

  it("speaks so after a 429 as well", () => {
    const customer = twoCases();
    customer.deliver = () => ({ kind: "retry", why: "429", retryAfter: HOUR });
    customer.advance(10 * MINUTE);
    repair(customer);
    customer.deliver = () => ({ kind: "sent" });
    customer.advance(2 * HOUR);
    expect(customer.told.map((it) => it.cases)).toEqual([[1]]);
  });

  it("is not repeated where it may have arrived and would speak of what is repaired", () => {
    const customer = twoCases();
    customer.deliver = () => ({ kind: "retry", why: "no answer", retryAfter: HOUR, maybeArrived: true });
    customer.advance(10 * MINUTE);
    repair(customer);
    customer.deliver = () => ({ kind: "sent" });
    customer.advance(DAY);
    expect(customer.told).toEqual([]);
    expect(customer.whats()).toContain("message_uncertain");
  });
});

describe("the limit of text messages per case (row 4)", () => {
  it("leaves out the cases that are over it, and lets the others go at once", () => {
    const customer = customerBy("sms");
    customer.advance(9 * DAY + 23 * HOUR);
    customer.truth.set("loc_2", [slot({ tariffId: "trf_2", status: "ERROR" })]);
    customer.event(problem({ tariffId: "trf_2", locationId: "loc_2", occurredAt: customer.now }));
    customer.advance(2 * HOUR);
    expect(customer.told.map((it) => it.cases)).toEqual([[1], [1], [2]]);
    expect(customer.silences()).toContain("sms_limit");
  });
});

describe("the gate", () => {
  /** A customer with a message about two cases that may leave now, but for what is changed of the state. */
  function asked(change: (state: CustomerState) => CustomerState): Clearance {
    const customer = new VirtualCustomer({ channels: ["sms"] });
    customer.truth.set("loc_2", [slot({ tariffId: "trf_2", status: "ERROR" })]);
    customer.event(problem());
    customer.event(problem({ tariffId: "trf_2", locationId: "loc_2" }));
    let answer: Clearance | null = null;
    customer.beforeHandOut = () => {
      const state = change(customer.state);
      const [it] = state.notifications;
      if (it !== undefined) answer ??= clear({ state, now: customer.now, policy: customer.settings }, it);
    };
    customer.advance(10 * MINUTE);
    if (answer === null) throw new Error("nothing was handed out");
    return answer;
  }
  const at = MONDAY_10 + 5 * MINUTE;
  const both = (how: Partial<Case>) => (state: CustomerState) => ({
    ...state,
    cases: state.cases.map((it) => ({ ...it, ...how })),
  });
  const first = (how: Partial<Case>) => (state: CustomerState) => ({
    ...state,
    cases: state.cases.map((it) => (it.no === 1 ? { ...it, ...how } : it)),
  });
  const location = (how: Partial<Location>) => (state: CustomerState) => ({
    ...state,
    locations: state.locations.map((it) => ({ ...it, ...how })),
  });
  const nos = (clearance: Clearance): unknown =>
    clearance.kind === "go" ? clearance.cases.map((it) => it.no) : clearance;

  it("lets go what nothing speaks against", () => {
    expect(nos(asked((state) => state))).toEqual([1, 2]);
  });

  it.each<[string, (state: CustomerState) => CustomerState, Clearance]>([
    [
      "a customer who opted out",
      (state) => ({ ...state, contact: { ...state.contact, stops: [{ by: "page", at }] } }),
      { kind: "never", why: "opted_out" },
    ],
    [
      "a customer who is held",
      (state) => ({ ...state, keptBackSince: at }),
      { kind: "wait", why: "held_by_operator", until: Infinity },
    ],
    ["cases that are all repaired", both({ end: { how: "repaired", at } }), { kind: "never", why: "no longer true" }],
    ["cases with another reason since", both({ reasonSince: at + 1 }), { kind: "never", why: "no longer true" }],
    [
      "a customer who snoozed",
      (state) => ({ ...state, snooze: { until: at + DAY, day: "2026-02-03" } }),
      { kind: "wait", why: "snoozed", until: at + DAY },
    ],
    [
      "homes whose supplier has an outage",
      both({ outageUntil: at + HOUR }),
      { kind: "wait", why: "supplier_outage", until: at + HOUR },
    ],
    [
      "a session that may be open",
      (state) => ({ ...state, tapHoldUntil: at + MINUTE }),
      { kind: "wait", why: "tap_hold", until: at + MINUTE },
    ],
    [
      "a cap that is full",
      (state) => ({ ...state, sentAt: [at - DAY] }),
      { kind: "wait", why: "cap", until: at + DAY },
    ],
    ["cases over the limit of text messages", both({ toldBySms: 2 }), { kind: "no_way", why: "sms_limit" }],
    [
      "a night",
      location({ timezone: "America/Los_Angeles" }),
      { kind: "wait", why: "send_window", until: Date.UTC(2026, 1, 2, 17) },
    ],
  ])("keeps back a message about %s", (_, change, expected) => {
    expect(asked(change)).toEqual(expected);
  });

  it.each<[string, (state: CustomerState) => CustomerState]>([
    ["is repaired", first({ end: { how: "repaired", at } })],
    ["waits for an outage to end", first({ outageUntil: at + HOUR })],
    ["is over the limit of text messages", first({ toldBySms: 2 })],
  ])("lets the message go without a case that %s", (_, change) => {
    expect(nos(asked(change))).toEqual([2]);
  });

  it.each([
    ["was never asked for", { answeredAt: null }],
    ["is older than the reason", { answeredAt: MONDAY_10 - 1 }],
    ["is older than five minutes", { answeredAt: at - 5 * MINUTE - 1 }],
  ])("has FlatPeak asked first where the truth %s", (_, how) => {
    expect(asked(location(how)).kind).toBe("ask");
  });
});
