// A customer whose storage went back: what was told, wished and decided since stays so, whatever else is as it was then.

import { describe, expect, it } from "vitest";
import { indexedIn } from "../../../src/objects/customer/operator/restoring.ts";
import { restored } from "../../../src/core/person/restored.ts";
import { nextAlarm } from "../../../src/core/duties.ts";
import { clear } from "../../../src/core/message/clearance.ts";
import { step } from "../../../src/core/step.ts";
import { DAY, HOUR } from "../../../src/core/time.ts";
import { VirtualCustomer, change, problem, slot } from "../../support/virtual.ts";
import { DEFAULT_POLICY as policy } from "../../support/default-policy.ts";
import { newCustomer } from "../../../src/core/state.ts";
import type { Contact } from "../../../src/core/state.ts";
import type { Ended } from "../../../src/core/ended.ts";

const NOTHING: Ended = { cases: [], notifications: [] };

/** A customer, as they were before the first message and some days later. */
function twice(days: number) {
  const customer = new VirtualCustomer({ channels: ["sms"] });
  customer.event(problem());
  const earlier = customer.state;
  const to = customer.now;
  customer.advance(days * DAY);
  return { customer, earlier, to, now: customer.state };
}

describe("what was told since", () => {
  it("counts: the case stands on its rung, the caps know of it, numbers go on", () => {
    const { customer, earlier, to, now } = twice(4);
    expect(customer.told.length).toBeGreaterThan(0);
    const { state, journal } = restored(earlier, { state: now, ended: NOTHING }, { to, at: customer.now });
    expect(state.cases).toMatchObject([{ told: now.cases[0]?.told, rung: now.cases[0]?.rung }]);
    expect(state.sentAt).toEqual(now.sentAt);
    expect(state.lastNotificationNo).toBe(now.lastNotificationNo);
    expect(state.keptBackSince).toBe(customer.now);
    expect(state.lineNo).toBeGreaterThan(now.lineNo);
    expect(journal).toMatchObject([{ what: "restored", detail: { until: to, known: "yes" } }]);
  });

  it("is taken for told just now where nobody knows", () => {
    const { customer, earlier, to } = twice(4);
    const { state, ended } = restored(earlier, null, { to, at: customer.now });
    expect(state.sentAt.at(-1)).toBe(customer.now);
    expect(state.notifications).toEqual([]);
    expect(ended.notifications.every(({ status }) => status === "cancelled")).toBe(true);
    expect(state.lastNotificationNo).toBeGreaterThan(earlier.lastNotificationNo + 100);
  });
});

it("what only the index knows counts: when messages went out, and how far each case was told", () => {
  const { customer, earlier, to } = twice(4);
  const rows = [
    { kind: "notify", cases: ",1,", rung: 2, called_at: to + HOUR },
    { kind: "notify", cases: ",1,2,", rung: 1, called_at: to + 2 },
    { kind: "notify", cases: ",1,", rung: 3, called_at: null },
    { kind: "publish", cases: ",1,", rung: 4, called_at: to + 3 },
  ];
  const indexed = indexedIn(rows);
  expect(indexed).toEqual({ sentAt: [to + HOUR, to + 2], rungs: { 1: 2, 2: 1 } });
  const { state } = restored(earlier, null, { to, at: customer.now, indexed });
  expect(state.cases).toMatchObject([{ no: 1, rung: 2, told: 2 }]);
  expect(state.sentAt).toEqual([to + 2, to + HOUR, customer.now]);
});

describe("what was decided since", () => {
  const close = (how: "repaired" | "closed" | "handed_over") => {
    const { customer, earlier, to, now } = twice(1);
    const [it] = now.cases;
    if (it === undefined) throw new Error("there is no case");
    const ended = { ...NOTHING, cases: [{ ...it, end: { how, at: customer.now } }] };
    return restored(earlier, { state: { ...now, cases: [] }, ended }, { to, at: customer.now });
  };

  it("stays so: a case that an operator closed, or that was handed over, is over", () => {
    for (const how of ["closed", "handed_over"] as const) {
      const { state, ended } = close(how);
      expect(state.cases).toEqual([]);
      expect(ended.cases).toMatchObject([{ end: { how } }]);
    }
  });

  it("but for a repair, of which FlatPeak is asked again", () => {
    const { state } = close("repaired");
    expect(state.cases).toMatchObject([{ end: null }]);
    expect(state.locations.every(({ answeredAt, probe }) => answeredAt === null && probe === null)).toBe(true);
  });
});

it("a repair that was confirmed since, or is about to be, is confirmed no second time", () => {
  for (const isSent of [true, false]) {
    const customer = new VirtualCustomer({ channels: ["push"], confirmsRepair: true });
    customer.event(problem());
    customer.advance(HOUR);
    const earlier = customer.state;
    const to = customer.now;
    customer.truth.set("loc_1", [slot({ tariffId: "trf_1" })]);
    customer.event(change("session_complete", "loc_1"));
    customer.work();
    const confirming = customer.state.notifications.filter(({ kind }) => kind === "confirm");
    expect(confirming).toHaveLength(1);
    const told = customer.told.length;
    if (isSent) customer.advance(DAY);
    const ended = {
      cases: earlier.cases.map((it) => ({ ...it, end: { how: "repaired", at: customer.now } }) as const),
      notifications: isSent
        ? confirming.map((it) => ({ ...it, status: "sent", calls: 1, settledAt: customer.now }) as const)
        : [],
    };
    customer.state = {
      ...restored(earlier, { state: customer.state, ended }, { to, at: customer.now }).state,
      keptBackSince: null,
    };
    customer.event(change("session_complete", "loc_1"));
    customer.work();
    customer.advance(2 * DAY);
    expect(customer.told).toHaveLength(told + 1);
    expect(customer.told.at(-1)?.cases).toEqual([1]);
  }
});

describe("what was wished since", () => {
  const after = (then: Partial<Contact>, now: Partial<Contact>): Contact => {
    const state = newCustomer("cus_1");
    const withContact = (it: Partial<Contact>) => ({ ...state, contact: { ...state.contact, ...it } });
    return restored(withContact(then), { state: withContact(now), ended: NOTHING }, { to: 0, at: DAY }).state.contact;
  };

  it("stays so: stops of either time, an agreement taken back, channels chosen, links ended", () => {
    const phone = "+447700900123";
    const stop = (at: number) => ({ by: "page", at }) as const;
    expect(
      after(
        { phone, whatsapp: true, stops: [stop(1)], linkEpoch: 0 },
        { phone, whatsapp: false, stops: [stop(1), stop(5)], linkEpoch: 2, preferred: ["email"], dead: ["sms"] },
      ),
    ).toMatchObject({ whatsapp: false, stops: [stop(1), stop(5)], linkEpoch: 2, preferred: ["email"], dead: ["sms"] });
  });

  it("of another number says nothing of the one that is back", () => {
    expect(
      after({ phone: "+447700900123", whatsapp: true }, { phone: "+447700900124", whatsapp: true, dead: ["sms"] }),
    ).toMatchObject({ phone: "+447700900123", whatsapp: false, dead: [] });
  });
});

describe("messages", () => {
  it("wait for an operator, and then for FlatPeak", () => {
    const { customer, earlier, to, now } = twice(2);
    const at = customer.now + HOUR;
    const after = restored(earlier, { state: now, ended: NOTHING }, { to, at });
    const held = step(after.state, { type: "time_passed" }, at + 40 * DAY, policy);
    expect(held.effects.filter(({ type }) => type === "deliver")).toEqual([]);
    const free = step(after.state, { type: "messages_released" }, at + 5 * DAY, policy);
    const later = step(free.state, { type: "time_passed" }, at + 5 * DAY, policy);
    expect(later.effects.map(({ type }) => type)).toEqual(["probe"]);
    for (const it of later.state.notifications)
      expect(clear({ state: later.state, now: at + 5 * DAY, policy }, it).kind).not.toBe("go");
    expect(nextAlarm(later.state, at + 5 * DAY, policy)).not.toBeNull();
  });
});
