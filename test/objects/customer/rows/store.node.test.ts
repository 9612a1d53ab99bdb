// What the core knows is what is on disk: every field comes back as it was written, from one piece or from many, and no turn writes
// more than it changed.

import { describe, expect, it } from "vitest";
import { UNKNOWN_CONTACT, newCustomer } from "../../../../src/core/state.ts";
import { NOTHING_ENDED } from "../../../../src/core/ended.ts";
import { DOCUMENT, payloadKey } from "../../../../src/objects/customer/rows/keys.ts";
import { NOW, everything, landlord, message, openCase } from "./samples.ts";
import { Disk } from "../../../support/memory-disk.ts";
import type { CustomerStore } from "../../../../src/objects/customer/rows/store.ts";
import type { Case, CustomerState } from "../../../../src/core/state.ts";

function keep(store: CustomerStore, state: CustomerState, ended = NOTHING_ENDED): void {
  store.load(state.customerId);
  store.transact(() => store.save({ state, ended, journal: [], effects: [] }, [], NOW, 30 * 86_400_000));
}

describe("a customer on disk", () => {
  it("has every field that the core knows", () => {
    const disk = new Disk();
    keep(disk.store(), everything);
    expect(disk.store().load("cus_1")).toEqual(everything);
    // So that this says something of each: nothing in here is what a new customer has anyway.
    const fresh = newCustomer("cus_1");
    const known = (Object.keys(fresh) as (keyof CustomerState)[]).filter((key) => key !== "customerId");
    for (const key of known) expect(everything[key]).not.toEqual(fresh[key]);
    for (const key of Object.keys(UNKNOWN_CONTACT) as (keyof typeof UNKNOWN_CONTACT)[]) {
      expect(everything.contact[key]).not.toEqual(UNKNOWN_CONTACT[key]);
    }
  });

  it("has every field where the homes are kept apart", () => {
    const disk = new Disk();
    const state = landlord(50);
    keep(disk.store(), state);
    expect(disk.store().load("cus_1")).toEqual(state);
  });

  it("writes the words of a message once, and not with every turn", () => {
    const disk = new Disk();
    const store = disk.store();
    keep(store, everything);
    disk.written = [];
    keep(store, { ...everything, notifications: [{ ...message(1, "the words"), attempt: 2 }] });
    expect(disk.written).toEqual([DOCUMENT]);
    expect(disk.store().load("cus_1").notifications).toMatchObject([{ attempt: 2, payload: "the words" }]);
  });

  it("keeps the words of a message that was over in the step that wrote them", () => {
    const store = new Disk().store();
    keep(
      store,
      { ...everything, notifications: [] },
      { cases: [], notifications: [{ ...message(3, "short-lived words"), status: "sent", settledAt: NOW }] },
    );
    expect(store.keys.get(payloadKey(3))).toEqual({ at: NOW, words: "short-lived words" });
  });

  it("is nobody before something is written", () => {
    const store = new Disk().store();
    expect(store.load("cus_1")).toEqual(newCustomer("cus_1"));
    expect(store.customerId()).toBeNull();
    expect(store.load("cus_2").customerId).toBe("cus_2");
  });

  it("is looked for once where nobody is known, however often they are asked for", () => {
    const disk = new Disk();
    const store = disk.store();
    expect([store.customerId(), store.clockOffset(), store.document]).toEqual([null, 0, null]);
    keep(store, everything);
    expect(disk.read).toEqual([DOCUMENT]);
    expect(store.customerId()).toBe("cus_1");
  });

  it("writes nothing where nothing changed", () => {
    const disk = new Disk();
    const store = disk.store();
    keep(store, everything);
    disk.written = [];
    keep(store, everything);
    expect(disk.written).toEqual([]);
  });

  it("of 2,000 homes writes those that changed", () => {
    const disk = new Disk();
    const store = disk.store();
    const state = landlord(2_000);
    keep(store, state);
    disk.written = [];
    const [first, ...others] = state.cases;
    if (first === undefined) throw new Error("nobody is there");
    keep(store, { ...state, cases: [{ ...first, rung: 2 }, ...others] });
    expect(disk.written).toHaveLength(1);
    expect(disk.size(DOCUMENT)).toBeLessThan(10_000);
    keep(
      store,
      { ...state, tapHoldUntil: 77, cases: others },
      { cases: [{ ...first, end: { how: "repaired", at: NOW } }], notifications: [] },
    );
    const again = disk.store();
    expect(again.load("cus_1").cases).toHaveLength(1_999);
    expect(again.past.caseOf(1)).toMatchObject({ end: { how: "repaired" } });
  });

  it("writes a home's new name, and forgets all names with the customer", () => {
    const disk = new Disk();
    const store = disk.store();
    const state = landlord(50);
    keep(store, state);
    const { loc_00001: gone, ...names } = state.contact.labels;
    expect(gone).toBeDefined();
    const labels = { ...names, loc_00002: "Mill" };
    disk.written = [];
    keep(store, { ...state, contact: { ...state.contact, labels } });
    expect(disk.written).toHaveLength(2);
    expect(disk.store().load("cus_1").contact.labels).toEqual(labels);
    keep(store, { ...state, contact: UNKNOWN_CONTACT });
    expect(disk.store().load("cus_1").contact.labels).toEqual({});
    expect(disk.text()).not.toContain("Mill");
  });

  it("keeps many names apart, however few homes are known", () => {
    const disk = new Disk();
    const { contact } = landlord(500);
    keep(disk.store(), { ...everything, contact });
    expect(disk.size(DOCUMENT)).toBeLessThan(10_000);
    expect(disk.store().load("cus_1")).toEqual({ ...everything, contact });
  });

  it("finds what ended long ago, and as it stands by now", () => {
    const disk = new Disk();
    const store = disk.store();
    keep(store, everything);
    const ended = (no: number, how: "repaired" | "disconnected"): Case => ({
      ...openCase(no),
      end: { how, at: NOW + no },
    });
    for (let no = 2; no < 60; no++)
      keep(store, { ...everything, lastCaseNo: no }, { cases: [ended(no, "repaired")], notifications: [] });
    expect(store.past.caseOf(2)).toMatchObject({ end: { how: "repaired" } });
    keep(store, { ...everything, lastCaseNo: 60 }, { cases: [ended(2, "disconnected")], notifications: [] });
    const again = disk.store();
    expect(again.past.caseOf(2)).toMatchObject({ end: { how: "disconnected" } });
    expect(again.past.caseOf(59)).toMatchObject({ no: 59 });
    expect(again.past.latestCaseUpTo(0)).toBeNull();
    expect(again.past.disconnectedSince(NOW)).toMatchObject([{ no: 2 }]);
    expect(again.past.disconnectedSince(NOW + 59)).toEqual([]);
  });
});
