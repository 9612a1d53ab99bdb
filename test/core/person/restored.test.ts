// A customer whose storage went back: what was told, wished and decided since stays so, whatever else is as it was then.

import { describe, expect, it } from "vitest";
import { indexedIn } from "../../../src/objects/customer/operator/indexed.ts";
import { restored } from "../../../src/core/person/restored.ts";
import { nextAlarm } from "../../../src/core/duties.ts";
import { caseLine } from "../../../src/core/fleet/line.ts";
import { clear } from "../../../src/core/message/clearance.ts";
import { step } from "../../../src/core/step.ts";
import { DAY, HOUR } from "../../../src/core/time.ts";
import { Rewound } from "../../support/rewound.ts";
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
  const indexed = indexedIn({ cases: [], notifications: rows });
  expect(indexed).toEqual({ sentAt: [to + HOUR, to + 2], rungs: { 1: 2, 2: 1 }, ends: {}, trails: {}, open: [] });
  const { state } = restored(earlier, null, { to, at: customer.now, indexed });
  expect(state.cases).toMatchObject([{ no: 1, rung: 2, told: 2 }]);
  expect(state.sentAt).toEqual([to + 2, to + HOUR, customer.now]);
});

it("what only the index knows stays so: what was decided about a case, and that its repair was confirmed", () => {
  const { customer, earlier, to } = twice(4);
  const endedAs = (cases: readonly object[], notifications: readonly object[] = []) => {
    const indexed = indexedIn({
      cases: cases.map((it) => ({ ...it })),
      notifications: notifications.map((it) => ({ ...it })),
    });
    const { state, ended } = restored(earlier, null, { to, at: customer.now, indexed });
    return { open: state.cases.length, ended: ended.cases.map(({ end }) => end), tariff: state.tariffs[0] };
  };
  const at = to + HOUR;
  expect(endedAs([{ no: 1, state: "repaired", ended_at: at }])).toMatchObject({ open: 1, ended: [] });
  const confirmation = { kind: "confirm", cases: ",1,", rung: 0, called_at: at };
  expect(endedAs([], [confirmation])).toMatchObject({ open: 0, ended: [{ how: "repaired", at }] });
  expect(endedAs([], [{ ...confirmation, called_at: null }])).toMatchObject({ open: 1, ended: [] });
  expect(endedAs([{ no: 1, state: "closed", ended_at: at }])).toMatchObject({
    open: 0,
    ended: [{ how: "closed", at }],
    tariff: { id: "trf_1", closed: { at, reason: "expired" } },
  });
  expect(endedAs([{ no: 1, state: "handed_over", ended_at: at }])).toMatchObject({
    open: 0,
    tariff: { handedOver: { at, caseNo: 1, reason: "expired" } },
  });
});

it("what only the index knows is not told again: a case that was opened and told of since", () => {
  const customer = new VirtualCustomer({ channels: ["email"], caps: [] });
  customer.event(problem({ tariffId: "trf_9", locationId: "loc_9" }));
  const earlier = customer.state;
  const to = customer.now;
  customer.truth.set("loc_9", [slot({ tariffId: "trf_9" })]);
  customer.event(change("session_complete", "loc_9"));
  customer.advance(HOUR);
  const event = problem({ occurredAt: customer.now });
  customer.event(event);
  customer.advance(HOUR);
  expect(customer.told).toHaveLength(1);
  customer.input({ type: "link_opened", caseNo: 2, stage: "onward" });
  const trail = customer.state.cases.find(({ no }) => no === 2)?.trail;
  const lines = customer.state.cases.map((it) => caseLine(it, customer.state, customer.settings));
  const cases = lines.map((it) => ({
    ...it,
    contract_end: it.contractEnd,
    opened_at: it.openedAt,
    due_at: it.dueAt,
    told_at: it.toldAt,
    tapped_at: it.tappedAt,
    onward_at: it.onwardAt,
  }));
  const notifications = [{ kind: "notify", cases: ",2,", rung: 1, called_at: customer.now - HOUR }];
  const indexed = indexedIn({ cases, notifications });
  customer.state = restored(earlier, null, { to, at: customer.now, indexed }).state;
  expect(trail?.taps).toHaveLength(1);
  expect(customer.state.cases.find(({ no }) => no === 2)).toMatchObject({ trail, tappedAt: customer.now });
  customer.input({ type: "messages_released" });
  // By the sweep.
  customer.event({ ...event, late: true });
  customer.advance(DAY);
  expect(customer.told).toHaveLength(1);
  customer.advance(30 * DAY);
  expect(customer.told.map(({ rung }) => rung)).toEqual([...new Set(customer.told.map(({ rung }) => rung))]);
  expect(customer.told.length).toBeGreaterThan(1);
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

describe("what happened since", () => {
  it("stays so: a stronger reason that was told of since is told of once", () => {
    const customer = new Rewound({ channels: ["email"], caps: [] });
    customer.truth.set("loc_1", [slot({ contractEndDate: "2026-02-08" })]);
    customer.event(problem({ type: "tariff.expiring", reason: "expiring", contractEndDate: "2026-02-08" }));
    customer.advance(HOUR);
    customer.remember();
    customer.advance(14 * DAY);
    const reasons = () => customer.told.map(({ reason, rung }) => `${reason} ${rung}`);
    const before = reasons();
    expect(before.filter((it) => it === "expired 1")).toHaveLength(1);
    customer.putBack();
    customer.release();
    expect(customer.openCases).toEqual(["trf_1 expired"]);
    customer.advance(30 * DAY);
    expect(new Set(reasons()).size).toBe(reasons().length);
  });

  it("is not lost: a weaker problem that an event brought since comes up when the stronger one is repaired", () => {
    const customer = new Rewound({ channels: ["sms"], caps: [] });
    customer.event(problem({ type: "tariff.fetch_failed", reason: "fetch_failed" }));
    customer.advance(DAY);
    customer.remember();
    customer.event(problem({ type: "tariff.expiring", reason: "expiring", contractEndDate: "2026-02-10" }));
    customer.putBack();
    customer.release();
    customer.truth.set("loc_1", [slot({ contractEndDate: "2026-02-10" })]);
    customer.event(change("session_complete"));
    customer.advance(2 * DAY);
    expect(customer.openCases).toEqual(["trf_1 expiring"]);
  });

  it("stays so where FlatPeak cannot tell: a session that repaired it is believed once more", () => {
    const customer = new Rewound({ channels: ["sms"] });
    customer.probeAnswer = () => ({ kind: "untold", timezone: null });
    customer.event(problem());
    customer.advance(HOUR);
    customer.remember();
    customer.event(change("session_complete"));
    customer.advance(HOUR);
    expect(customer.openCases).toEqual([]);
    customer.putBack();
    customer.release();
    customer.advance(40 * DAY);
    expect(customer.told).toHaveLength(1);
    expect(customer.published).toEqual([]);
  });

  it("stays so: that the contract goes on, that a tariff is to be left, and that this was asked", () => {
    const goesOn = new Rewound({ channels: ["sms"] });
    goesOn.truth.set("loc_1", [slot({ contractEndDate: "2026-02-10" })]);
    goesOn.event(problem({ type: "tariff.expiring", reason: "expiring", contractEndDate: "2026-02-10" }));
    goesOn.advance(HOUR);
    goesOn.remember();
    goesOn.input({ type: "contract_continues", caseNo: 1 });
    const { continuesUntil } = goesOn.state.cases[0] ?? {};
    goesOn.putBack();
    goesOn.release();
    expect(continuesUntil).toBeDefined();
    expect(goesOn.state.cases[0]?.continuesUntil).toBe(continuesUntil);

    const leaving = new Rewound({ channels: ["sms"] });
    leaving.event(problem());
    leaving.advance(HOUR);
    leaving.remember();
    leaving.input({ type: "link_opened", caseNo: 1, stage: "onward" });
    leaving.input({ type: "tariff_disconnecting", tariffId: "trf_1" });
    leaving.putBack();
    leaving.release();
    leaving.truth.set("loc_1", []);
    leaving.event(change("location_update"));
    leaving.advance(20 * DAY);
    expect(leaving.told).toHaveLength(1);

    const asked = new Rewound({ channels: ["sms"] });
    asked.event(problem());
    asked.advance(HOUR);
    asked.input({ type: "link_opened", caseNo: 1, stage: "onward" });
    asked.remember();
    asked.truth.set("loc_1", []);
    asked.event(change("location_update"));
    asked.advance(4 * DAY);
    expect(asked.told).toHaveLength(2);
    asked.putBack();
    asked.release();
    asked.advance(20 * DAY);
    expect(asked.told).toHaveLength(2);
  });

  it("stays so: what was handed over, and seen repaired since, is news when it breaks again", () => {
    const customer = new Rewound({ channels: ["sms"], publishTo: "handoff" });
    customer.event(problem());
    customer.advance(40 * DAY);
    expect(customer.published).toHaveLength(1);
    customer.remember();
    customer.truth.set("loc_1", [slot()]);
    customer.event(change("location_update"));
    customer.advance(DAY);
    customer.putBack();
    customer.release();
    const told = customer.told.length;
    customer.truth.set("loc_1", [slot({ status: "ERROR" })]);
    customer.event(problem({ occurredAt: customer.now }));
    customer.advance(2 * DAY);
    expect(customer.told.length).toBeGreaterThan(told);
  });
});

describe("what comes while nobody knows yet that storage went back", () => {
  const other = { tariffId: "trf_2", locationId: "loc_2" };
  const later = { tariffId: "trf_3", locationId: "loc_3" };

  it("is met anew: a case that got the number of one that was opened since, or whose tariff was seen repaired since", () => {
    const customer = new Rewound({ channels: ["email"], caps: [] });
    for (const it of [other, later])
      customer.truth.set(it.locationId, [slot({ tariffId: it.tariffId, status: "ERROR" })]);
    customer.event(problem());
    customer.advance(HOUR);
    customer.remember();
    customer.truth.set("loc_1", [slot()]);
    customer.event(change("session_complete"));
    customer.event(problem({ ...other, occurredAt: customer.now }));
    customer.advance(DAY);
    expect(customer.openCases).toEqual(["trf_2 expired"]);
    const told = customer.told.length;
    customer.truth.set("loc_1", [slot({ status: "ERROR" })]);
    customer.putBack(0, () => {
      customer.event(problem({ occurredAt: customer.now }));
      customer.event(problem({ ...later, occurredAt: customer.now }));
      customer.advance(HOUR);
      expect(customer.told).toHaveLength(told);
    });
    expect(customer.openCases.toSorted()).toEqual(["trf_1 expired", "trf_2 expired", "trf_3 expired"]);
    expect(new Set(customer.state.cases.map(({ no }) => no)).size).toBe(3);
    customer.release();
    customer.advance(HOUR);
    expect(customer.told.slice(told).flatMap(({ cases }) => cases)).toContain(3);
  });

  it("stays so: a tap, and a session that ended", () => {
    const customer = new Rewound({ channels: ["email"] });
    customer.probeAnswer = () => ({ kind: "untold", timezone: null });
    customer.event(problem());
    customer.advance(HOUR);
    customer.remember();
    customer.advance(DAY);
    const told = customer.told.length;
    customer.putBack(0, () => {
      customer.input({ type: "link_opened", caseNo: 1 });
    });
    const tap = { told: 1, at: customer.now };
    expect(customer.state.cases).toMatchObject([{ tappedAt: tap.at, trail: { taps: [tap] } }]);
    customer.putBack(0, () => {
      customer.event(change("session_complete"));
      customer.work();
    });
    customer.release();
    customer.advance(40 * DAY);
    expect(customer.told).toHaveLength(told);
  });
});

describe("a customer whose experiment has ended since", () => {
  const arm = { experiment: "tone", name: "short" };
  const inArm = () => {
    const customer = new Rewound({ channels: ["email"], caps: [] });
    customer.event(problem());
    customer.state = { ...customer.state, cases: customer.state.cases.map((it) => ({ ...it, arm })) };
    return customer;
  };

  it("goes on as everybody does, and the case stays counted with its arm", () => {
    const customer = inArm();
    const inExperiment = customer.settings;
    customer.policyOf = () => ({ ...inExperiment, channels: ["push"] });
    customer.remember();
    customer.advance(HOUR);
    customer.policyOf = () => inExperiment;
    customer.putBack();
    customer.release();
    customer.advance(8 * DAY);
    expect(customer.state.cases).toMatchObject([{ arm }]);
    expect(customer.told.map(({ channel }) => channel).slice(0, 2)).toEqual(["push", "email"]);
    expect(new Set(customer.told.map(({ rung }) => rung)).size).toBe(customer.told.length);
  });

  it("has it from the index where that alone knows of the case", () => {
    const customer = inArm();
    const lines = customer.state.cases.map((it) => caseLine(it, customer.state, customer.settings));
    const cases = lines.map((it) => ({ ...it, opened_at: it.openedAt, due_at: it.dueAt }));
    const indexed = indexedIn({ cases, notifications: [] });
    const { state } = restored(newCustomer("cus_1"), null, { to: 0, at: customer.now, indexed });
    expect(state.cases).toMatchObject([{ tariffId: "trf_1", arm }]);
  });
});
