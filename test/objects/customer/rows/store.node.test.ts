// What the core knows is what is on disk: every field comes back as it was written, from one piece or from many, and no turn writes
// more than it changed.

import { describe, expect, it } from "vitest";
import { UNKNOWN_CONTACT, newCustomer } from "../../../../src/core/state.ts";
import { NOTHING_ENDED } from "../../../../src/core/ended.ts";
import { DOCUMENT } from "../../../../src/objects/customer/rows/keys.ts";
import { CustomerStore } from "../../../../src/objects/customer/rows/store.ts";
import type { Notification } from "../../../../src/core/message/notification.ts";
import type { Case, CustomerState, Location, Tariff } from "../../../../src/core/state.ts";

const NOW = Date.UTC(2026, 10, 26);

/** Keys and values in memory; what was put is remembered. */
class Disk {
  readonly #values = new Map<string, string>();
  written: string[] = [];

  readonly kv = {
    get: (key: string) => this.#values.get(key),
    put: (key: string, value: string) => {
      this.written.push(key);
      this.#values.set(key, value);
    },
    delete: (key: string) => {
      this.written.push(key);
      return this.#values.delete(key);
    },
    list: ({ prefix = "", reverse = false }) => {
      const found = [...this.#values].filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1));
      return reverse ? found.toReversed() : found;
    },
  };

  transactionSync<T>(work: () => T): T {
    return work();
  }

  store(): CustomerStore {
    return new CustomerStore(this as unknown as DurableObjectStorage);
  }

  size(key: string): number {
    return this.#values.get(key)?.length ?? 0;
  }
}

const problem = { reason: "expired", contractEndDate: "2026-05-01", occurredAt: NOW } as const;

const openCase = (no: number, locationId = "loc_1"): Case => ({
  ...problem,
  no,
  tariffId: `trf_${locationId}`,
  locationId,
  beneath: { ...problem, ladder: { since: 1, rung: 2, dueAt: 3 } },
  openedAt: 1,
  reasonSince: 2,
  ladderSince: 3,
  slot: "commodity_import",
  endDateTrap: true,
  rung: 1,
  dueAt: 4,
  told: 5,
  toldBySms: 6,
  probeAt: 7,
  outageUntil: 8,
  settlingUntil: 9,
  snoozedUntil: 10,
  tappedAt: 11,
  disconnected: { at: 12, rung: 1 },
  end: null,
});

const home = (id: string): Location => ({
  id,
  timezone: "Europe/London",
  answeredAt: 1,
  homeToldAt: 2,
  sessionFinishedAt: 3,
  lastSessionAt: 4,
  probe: {
    dueAt: 1,
    attempt: 2,
    failures: 3,
    askedAt: 4,
    leasedUntil: 5,
    since: 6,
    isTold: true,
    again: true,
    by: "message",
    isPutOff: true,
  },
});

const tariff = (id: string): Tariff => ({
  id,
  verified: {
    at: 1,
    facts: {
      slot: "commodity_import",
      status: "ERROR",
      connectionType: "DIRECT",
      tariffId: id,
      contractEndDate: "2026-05-01",
      endDateUnread: true,
      supplier: "prv_1",
      readAt: 2,
    },
  },
  askedForEndDate: "2026-05-01",
  connectedAt: 3,
  handedOver: { ...problem, locationId: "loc_1", at: 4 },
});

const message = (no: number, payload: string | null): Notification => ({
  no,
  id: `ntf_${no}`,
  kind: "notify",
  channel: "sms",
  tried: ["push"],
  reason: "expired",
  rung: 1,
  endDateTrap: true,
  caseNos: [1],
  status: "leased",
  attempt: 1,
  channelCalls: 1,
  calls: 2,
  waitedFor: 3,
  waitingSince: 4,
  dueAt: 5,
  leasedUntil: 6,
  calledAt: 7,
  toDigest: "digest",
  addressNo: 1,
  isWatched: true,
  providerId: "SM1",
  mayHaveArrivedAt: 8,
  mayHaveArrivedLast: 9,
  payload,
  createdAt: 10,
  settledAt: null,
});

/** A customer with something in every field there is: one that is new must be given here, or this does not compile. */
const everything: CustomerState = {
  customerId: "cus_1",
  contact: {
    ...UNKNOWN_CONTACT,
    locale: "de",
    timezone: "Europe/Berlin",
    phone: "+4915112345678",
    phoneSince: 1,
    email: "ann@example.com",
    pushToken: "token",
    preferred: ["sms"],
    dead: ["push"],
    labels: { loc_1: "Flat" },
    linkEpoch: 3,
    stops: [{ by: "reply", at: 1, only: "sms", about: "digest", isDoubted: true }],
    repliesEndedAt: 2,
    spoken: "de",
    unusable: "phone",
  },
  sentAt: [1, 2],
  tapHoldUntil: 3,
  keptBackSince: 4,
  waiting: "window",
  lastCaseNo: 5,
  lastNotificationNo: 6,
  cases: [openCase(1)],
  locations: [home("loc_1")],
  tariffs: [tariff("trf_loc_1")],
  notifications: [message(1, "the words"), message(2, null)],
};

function keep(store: CustomerStore, state: CustomerState, ended = NOTHING_ENDED): void {
  store.load(state.customerId);
  store.transact(() => store.save({ state, ended, journal: [], effects: [] }, [], NOW));
}

/** A customer with so many homes. */
function landlord(homes: number): CustomerState {
  const ids = Array.from({ length: homes }, (_, no) => `loc_${String(no).padStart(5, "0")}`);
  return {
    ...everything,
    cases: ids.map((id, no) => openCase(no + 1, id)),
    locations: ids.map(home),
    tariffs: ids.map((id) => tariff(`trf_${id}`)),
  };
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
    expect(again.caseOf(1)).toMatchObject({ end: { how: "repaired" } });
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
    expect(store.caseOf(2)).toMatchObject({ end: { how: "repaired" } });
    keep(store, { ...everything, lastCaseNo: 60 }, { cases: [ended(2, "disconnected")], notifications: [] });
    const again = disk.store();
    expect(again.caseOf(2)).toMatchObject({ end: { how: "disconnected" } });
    expect(again.caseOf(59)).toMatchObject({ no: 59 });
    expect(again.latestCaseUpTo(0)).toBeNull();
    expect(again.disconnectedSince(NOW)).toMatchObject([{ no: 2 }]);
    expect(again.disconnectedSince(NOW + 59)).toEqual([]);
  });
});
