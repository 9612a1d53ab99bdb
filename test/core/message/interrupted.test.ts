// What comes between a reminder and its going out, or between two of them: nothing is told again, and nothing is lost.

import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../src/core/time.ts";
import { VirtualCustomer, change, problem, slot } from "../../support/virtual.ts";
import type { DeliveryOutcome } from "../../../src/core/message/outcome.ts";

const down: DeliveryOutcome = { kind: "retry", why: "down", retryAfter: null };

describe("a problem that a passing failure held", () => {
  it("is not told of again from the start", () => {
    const cus = new VirtualCustomer();
    const expiring = problem({ reason: "expiring", type: "tariff.expiring", contractEndDate: "2026-02-11" });
    cus.truth.set("loc_1", [slot({ contractEndDate: "2026-02-11" })]);
    cus.event(expiring);
    cus.advance(HOUR);
    expect(cus.told).toHaveLength(1);
    cus.advance(2 * DAY);
    cus.truth.set("loc_1", [slot({ status: "ERROR" })]);
    cus.event(problem({ reason: "fetch_failed", type: "tariff.fetch_failed", occurredAt: cus.now }));
    cus.advance(HOUR);
    cus.truth.set("loc_1", [slot({ contractEndDate: "2026-02-11" })]);
    cus.event(change("location_update"));
    cus.advance(2 * DAY);
    expect(cus.openCases).toEqual(["trf_1 expiring"]);
    expect(cus.told.map((t) => `${t.reason} ${t.rung}`)).toEqual(["expiring 1"]);
    cus.advance(2 * DAY);
    expect(cus.told.map((t) => `${t.reason} ${t.rung}`)).toEqual(["expiring 1", "expiring 2"]);
  });
});

describe("a message in back-off", () => {
  function inBackoff(): VirtualCustomer {
    const cus = new VirtualCustomer({ caps: [] });
    cus.event(problem());
    cus.advance(HOUR);
    expect(cus.told).toHaveLength(1);
    cus.deliver = () => down;
    cus.advance(3 * DAY - 30 * MINUTE);
    expect(cus.state.notifications).toHaveLength(1);
    cus.input({ type: "link_opened", caseNo: 1 });
    return cus;
  }
  it("is not sent to who has just disconnected in the middle of reconnecting", () => {
    const cus = inBackoff();
    cus.truth.set("loc_1", []);
    cus.event(change("session_complete"));
    cus.work();
    cus.deliver = () => ({ kind: "sent" });
    cus.advance(2 * DAY);
    expect(cus.told).toHaveLength(1);
    cus.advance(2 * DAY);
    expect(cus.told).toHaveLength(2);
    cus.advance(20 * DAY);
    expect(cus.told).toHaveLength(2);
  });
  it("is not sent while the connection is being made", () => {
    const cus = inBackoff();
    cus.truth.set("loc_1", [slot({ status: "PENDING" })]);
    cus.event(change("session_complete"));
    cus.work();
    cus.deliver = () => ({ kind: "sent" });
    cus.advance(DAY);
    expect(cus.told).toHaveLength(1);
    cus.truth.set("loc_1", [slot({ status: "ERROR" })]);
    cus.advance(2 * DAY);
    expect(cus.told).toHaveLength(2);
  });
});

describe("the last message of a case, kept back by an operator for longer than the hand-over", () => {
  it("goes out on release, and the company hears of the case a week after it", () => {
    const cus = new VirtualCustomer({
      ladders: { expiring: [0], expired: [0], fetch_failed: [0], upgrade: [], invitation: [] },
    });
    cus.deliver = () => down;
    cus.event(problem());
    cus.advance(7 * MINUTE);
    cus.input({ type: "messages_held" });
    cus.advance(8 * DAY);
    cus.deliver = () => ({ kind: "sent" });
    cus.input({ type: "messages_released" });
    cus.advance(DAY);
    expect(cus.told).toHaveLength(1);
    expect(cus.published).toHaveLength(0);
    cus.advance(7 * DAY);
    expect(cus.published).toHaveLength(1);
  });
});

describe("the hold after a tap", () => {
  it("does not end because something else was repaired by itself", () => {
    const cus = new VirtualCustomer({ caps: [], groupWait: 0 });
    cus.truth.set("loc_2", [slot({ tariffId: "trf_2", status: "ERROR" })]);
    cus.event(problem());
    cus.advance(MINUTE);
    cus.input({ type: "link_opened", caseNo: 1 });
    cus.advance(HOUR);
    cus.event(problem({ tariffId: "trf_2", locationId: "loc_2", occurredAt: cus.now }));
    cus.advance(MINUTE);
    expect(cus.told).toHaveLength(2);
    cus.advance(3 * DAY - 5 * MINUTE);
    const told = cus.told.length;
    cus.input({ type: "link_opened", caseNo: 2 });
    const until = cus.state.tapHoldUntil;
    cus.truth.set("loc_1", [slot()]);
    cus.event(change("location_update"));
    cus.advance(20 * MINUTE);
    expect(cus.state.tapHoldUntil).toBe(until);
    expect(cus.told).toHaveLength(told);
  });
});

describe("a tariff that is there again", () => {
  it.each(["ask", "end"] as const)("goes on by its own ladder (%s)", (disconnected) => {
    const cus = new VirtualCustomer({ disconnected });
    cus.event(problem());
    cus.advance(DAY);
    cus.input({ type: "link_opened", caseNo: 1 });
    cus.truth.set("loc_1", []);
    cus.event(change("session_complete"));
    cus.advance(DAY);
    cus.truth.set("loc_1", [slot({ status: "ERROR" })]);
    cus.event(change("location_update"));
    cus.advance(DAY + HOUR);
    expect(cus.told).toHaveLength(2);
  });
});

describe("a case that goes on with another tariff", () => {
  it("is told of, though its first message had not left", () => {
    const cus = new VirtualCustomer({ groupWait: 0, groupWaitMax: 0 });
    cus.deliver = () => down;
    cus.event(problem());
    cus.advance(MINUTE);
    expect(cus.state.notifications).toHaveLength(1);
    cus.truth.set("loc_1", [slot({ status: "ERROR", tariffId: "trf_9" })]);
    cus.event(problem({ tariffId: "trf_9", occurredAt: cus.now }));
    cus.advance(MINUTE);
    cus.deliver = () => ({ kind: "sent" });
    cus.advance(2 * HOUR);
    expect(cus.openCases).toEqual(["trf_9 expired"]);
    expect(cus.told).toHaveLength(1);
  });
});

it("asks once, though FlatPeak cannot always tell", () => {
  const cus = new VirtualCustomer();
  cus.event(problem());
  cus.advance(DAY);
  cus.input({ type: "link_opened", caseNo: 1 });
  cus.truth.set("loc_1", []);
  cus.event(change("session_complete"));
  cus.advance(4 * DAY);
  expect(cus.told).toHaveLength(2);
  for (let day = 0; day < 6; day++) {
    cus.truth.set("loc_1", [slot({ status: "UNKNOWN", tariffId: null })]);
    cus.event(change("location_update"));
    cus.advance(12 * HOUR);
    cus.truth.set("loc_1", []);
    cus.event(change("location_update"));
    cus.advance(12 * HOUR);
  }
  cus.advance(30 * DAY);
  expect(cus.told).toHaveLength(2);
  expect(cus.openCases).toEqual([]);
});

it("ends in silence with a message in back-off where DISCONNECTED=end", () => {
  const cus = new VirtualCustomer({ caps: [], disconnected: "end" });
  cus.event(problem());
  cus.advance(HOUR);
  cus.deliver = () => down;
  cus.advance(3 * DAY - 30 * MINUTE);
  cus.input({ type: "link_opened", caseNo: 1 });
  cus.truth.set("loc_1", []);
  cus.event(change("session_complete"));
  cus.work();
  cus.deliver = () => ({ kind: "sent" });
  cus.advance(5 * DAY);
  expect(cus.told).toHaveLength(1);
  expect(cus.openCases).toEqual([]);
});

it("an attempt in flight when the tariff is disconnected is not repeated at once", () => {
  const cus = new VirtualCustomer({ caps: [] });
  cus.event(problem());
  cus.advance(HOUR);
  cus.advance(3 * DAY - 2 * HOUR);
  cus.input({ type: "link_opened", caseNo: 1 });
  let fails = 0;
  cus.deliver = () => {
    fails += 1;
    if (fails > 1) return { kind: "sent" };
    cus.truth.set("loc_1", []);
    cus.event(change("session_complete"));
    return down;
  };
  cus.advance(2 * HOUR);
  expect(fails).toBeGreaterThan(0);
  cus.advance(DAY);
  expect(cus.told.length).toBe(1);
});

it("gives the text back where no cap remembers it", () => {
  const cus = new VirtualCustomer({ caps: [], channels: ["sms"], keyless: ["sms"] });
  cus.deliver = () => ({ kind: "accepted" });
  cus.truth.set("loc_2", [slot({ tariffId: "trf_2", status: "ERROR" })]);
  cus.event(problem());
  cus.advance(10 * MINUTE);
  cus.event(problem({ tariffId: "trf_2", locationId: "loc_2", occurredAt: cus.now }));
  cus.advance(10 * MINUTE);
  cus.input({
    type: "delivery_settled",
    no: 1,
    attempt: 1,
    channel: "sms",
    outcome: { kind: "failed", why: "gone", scope: "recipient" },
  });
  expect(cus.state.cases[0]?.toldBySms).toBe(0);
});

it("opt out and in again within a minute, while the message waits", () => {
  const cus = new VirtualCustomer();
  cus.deliver = () => down;
  cus.event(problem());
  cus.advance(6 * MINUTE);
  cus.input({ type: "opted_out", by: "page" });
  cus.input({ type: "opted_in", by: "page" });
  cus.deliver = () => ({ kind: "sent" });
  cus.advance(DAY);
  expect(cus.told).toHaveLength(1);
});

it("pending flaps", () => {
  const cus = new VirtualCustomer();
  cus.event(problem({ reason: "fetch_failed" }));
  cus.truth.set("loc_1", [slot({ status: "PENDING" })]);
  cus.input({ type: "link_opened", caseNo: 1 });
  cus.event(change("session_complete"));
  for (let i = 0; i < 40; i++) {
    cus.advance(HOUR);
    cus.event(change("location_update"));
  }
  expect(cus.told).toHaveLength(0);
  expect(cus.silences().filter((w) => w === "connection_pending").length).toBeLessThan(3);
});

it("two zones that share no minute: waits are said once and the message leaves", () => {
  const cus = new VirtualCustomer({ caps: [] });
  cus.truth.set("loc_2", [slot({ tariffId: "trf_2", status: "ERROR" })]);
  cus.probeAnswer = (id) => ({
    kind: "status",
    slots: cus.truth.get(id) ?? [],
    timezone: id === "loc_1" ? "Pacific/Auckland" : "Atlantic/Azores",
  });
  let n = 0;
  cus.deliver = () => (++n < 4 ? down : { kind: "sent" });
  cus.event(problem());
  cus.event(problem({ tariffId: "trf_2", locationId: "loc_2" }));
  cus.advance(3 * DAY);
  expect(cus.told).toHaveLength(1);
  expect(cus.journal.length).toBeLessThan(15);
});

it("counts a message under the caps from the last attempt that may have brought it", () => {
  const cus = new VirtualCustomer();
  cus.deliver = () => ({ kind: "retry", why: "no answer", retryAfter: null, maybeArrived: true });
  cus.event(problem());
  cus.advance(4 * HOUR);
  const last = cus.state.notifications[0]?.mayHaveArrivedLast ?? 0;
  cus.input({ type: "opted_out", by: "page" });
  expect(last).toBeGreaterThan((cus.state.notifications[0]?.mayHaveArrivedAt ?? 0) + HOUR);
  expect(cus.state.sentAt).toEqual([last]);
});

describe("a message about two tariffs that went nowhere, and one of them repaired while it was with its provider", () => {
  const outcomes: readonly DeliveryOutcome[] = [
    { kind: "misconfigured", why: "401", scope: "account" },
    { kind: "put_off", why: "the channel is busy", wait: HOUR },
    { kind: "retry", why: "429", retryAfter: null },
  ];

  it.each(outcomes)("names the other one alone from then on, and not only when it leaves: $kind", (outcome) => {
    const cus = new VirtualCustomer({ ladders: { ...new VirtualCustomer().settings.ladders, fetch_failed: [0] } });
    const other = slot({ slot: "commodity_export", tariffId: "trf_2", status: "ERROR" });
    cus.truth.set("loc_1", [slot({ status: "ERROR" }), other]);
    cus.event(problem({ reason: "fetch_failed", type: "tariff.fetch.failed" }));
    cus.event(problem({ tariffId: "trf_2" }));
    const tried: number[] = [];
    cus.deliver = () => {
      tried.push(cus.now);
      cus.deliver = () => ({ kind: "sent" });
      cus.truth.set("loc_1", [slot(), other]);
      cus.event(change("session_complete"));
      cus.advance(30_000);
      expect(cus.openCases).toEqual(["trf_2 expired"]);
      return outcome;
    };
    for (let second = 0; tried.length === 0 && second < 3_600; second++) cus.advance(1_000);
    expect(cus.state.notifications.map((it) => it.caseNos)).toEqual([[2]]);
    cus.advance(6 * HOUR);
    expect(cus.told).toMatchObject([{ cases: [2] }]);
  });
});

describe("caps that change", () => {
  it("count what went out under shorter ones", () => {
    const cus = new VirtualCustomer({ caps: [{ count: 1, within: HOUR }] });
    const { settings } = cus;
    cus.event(problem());
    cus.advance(8 * DAY);
    const before = cus.told.length;
    expect(before).toBeGreaterThan(1);
    cus.policyOf = () => ({ ...settings, caps: [{ count: before, within: 28 * DAY }] });
    cus.event(problem({ tariffId: "trf_2", locationId: "loc_2" }));
    cus.truth.set("loc_2", [slot({ tariffId: "trf_2", status: "ERROR" })]);
    cus.advance(15 * DAY);
    expect(cus.told).toHaveLength(before);
  });
});
