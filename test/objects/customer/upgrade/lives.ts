// Customers in every state there is, each left in the middle of it, as the fixture of a released version keeps them.

import { CUSTOMER_EVENTS } from "../../../../src/core/announce/events.ts";
import { tidy } from "../../../../src/objects/customer/rows/retention.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../../../src/core/time.ts";
import { KeptCustomer } from "../../../support/kept.ts";
import { Disk } from "../../../support/memory-disk.ts";
import { MONDAY_10, change, problem, slot, type Told } from "../../../support/virtual.ts";
import type { Policy } from "../../../../src/core/policy.ts";
import type { SlotFacts } from "../../../../src/core/case/truth.ts";

/** The customer of a life in a fixture; whoever opens it gives them another id. */
export const SOMEBODY = "cus_000000000000000000000000";

/** A deployment that uses what there is. */
export const POLICY: Partial<Policy> = {
  channels: ["sms", "email", "push"],
  announces: CUSTOMER_EVENTS,
  hasIndex: true,
  confirmsRepair: true,
};

/** How long what is kept, where the settings say nothing else. */
const KEPT = {
  contact: 400 * DAY,
  history: 400 * DAY,
  events: 45 * DAY,
  words: 30 * DAY,
  quarantine: 400 * DAY,
  phone: 400 * DAY,
};

/** One life as it stands in a fixture. Times in ms. */
export interface KeptLife {
  readonly name: string;
  /** When it was left: the real time. */
  readonly leftAt: number;
  /** What is on the disk of the object, by its keys. */
  readonly disk: readonly (readonly [string, string])[];
  /** What FlatPeak says of their homes. */
  readonly truth: readonly (readonly [string, readonly SlotFacts[]])[];
  /** What they were told so far. */
  readonly told: readonly Pick<Told, "id" | "reason" | "rung" | "channel" | "cases">[];
  /** What was owed: messages that are not settled, and cases that are open, by their numbers. */
  readonly owed: readonly number[];
  readonly open: readonly number[];
  /** Messages that a provider was handed and whose answer never came: they may have arrived. */
  readonly inTheAir: readonly string[];
  /** They must be told nothing any more, whatever comes. */
  readonly isDone: boolean;
}

/** The isolate died. */
class Died extends Error {}

function dying(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Died)) throw error;
  }
}

const down = { kind: "retry", why: "down", retryAfter: null } as const;

/** Told of one expired tariff, once. */
function told(it: KeptCustomer): void {
  it.event(problem());
  it.advance(10 * MINUTE);
}

function repaired(it: KeptCustomer): void {
  told(it);
  it.truth.set("loc_1", [slot()]);
  it.event(change("session_complete"));
  it.advance(2 * HOUR);
}

/** Forgets what had its time, as the object does once a day. */
function forgetOld(it: KeptCustomer): void {
  const { document, keys } = it.store;
  if (document === null) throw new Error("nobody is known");
  const { nextAt: _, heardAt: __, ...left } = tidy(keys, document, { now: it.now, customerNow: it.now }, KEPT);
  it.store.transact(() => it.store.note({ ...left, tidiedAt: it.now }));
}

/** A home of their own for each, with a tariff that has expired. */
function homes(it: KeptCustomer, count: number): void {
  for (let no = 1; no <= count; no++) {
    const [locationId, tariffId] = [`loc_${no}`, `trf_${no}`];
    it.truth.set(locationId, [slot({ status: "ERROR", tariffId })]);
    it.event(problem({ locationId, tariffId }));
  }
}

/** What happens in each life, up to where it is left. */
export const LIVES: Readonly<Record<string, (it: KeptCustomer) => void>> = {
  "heard of, and nothing more": (it) => it.event(change("location_update")),
  "waits for others of the same kind": (it) => it.event(problem()),
  "was told once": told,
  "was told twice": (it) => {
    told(it);
    it.advance(4 * DAY);
  },
  "was told all there is, and handed over": (it) => {
    told(it);
    it.advance(40 * DAY);
  },
  "waits for the morning": (it) => {
    it.advance(13 * HOUR);
    told(it);
  },
  "has a message due that no provider took": (it) => {
    it.deliver = () => down;
    told(it);
  },
  "has a message leased that was not handed out": (it) => {
    it.beforeHandOut = () => {
      throw new Died();
    };
    dying(() => told(it));
  },
  "has a message in the air": (it) => {
    it.deliver = () => {
      throw new Died();
    };
    dying(() => told(it));
  },
  "has a message that a provider accepted": (it) => {
    it.deliver = () => ({ kind: "accepted", id: "SM1" });
    told(it);
  },
  "has an address that is dead": (it) => {
    it.deliver = (to) =>
      to.channel === "sms"
        ? { kind: "failed", why: "unknown subscriber", scope: "recipient", address: "dead" }
        : { kind: "sent" };
    told(it);
  },
  "has no address": (it) => {
    it.input({ type: "contact_changed", contact: { phone: null, email: null, pushToken: null } });
    told(it);
  },
  "is being asked about at FlatPeak": (it) => {
    it.probeAnswer = () => {
      throw new Died();
    };
    dying(() => told(it));
  },
  "cannot be asked about": (it) => {
    it.probeAnswer = () => ({ kind: "unavailable", why: "502", retryAfter: null });
    told(it);
  },
  "has an outage at their supplier": (it) => {
    it.probeAnswer = () => ({
      kind: "status",
      slots: [slot({ status: "ERROR", supplier: "prv_1" })],
      timezone: it.timezone,
      outages: ["prv_1"],
    });
    it.event(problem({ reason: "fetch_failed", type: "tariff.fetch.failed" }));
    it.advance(5 * HOUR);
  },
  "has tapped": (it) => {
    told(it);
    it.advance(3 * DAY - 11 * MINUTE);
    it.input({ type: "link_opened", caseNo: 1 });
    it.advance(5 * MINUTE);
  },
  "came back from Connect with nothing done": (it) => {
    told(it);
    it.input({ type: "link_opened", caseNo: 1 });
    it.event(change("session_complete"));
    it.advance(HOUR);
  },
  "has repaired it": repaired,
  "has repaired it long ago": (it) => {
    repaired(it);
    it.advance(60 * DAY);
  },
  "has it broken again after a repair": (it) => {
    repaired(it);
    it.advance(20 * DAY);
    it.truth.set("loc_1", [slot({ status: "ERROR" })]);
    it.event(problem({ occurredAt: it.now }));
    it.advance(10 * MINUTE);
  },
  "has repaired it, and prices are awaited": (it) => {
    told(it);
    it.probeAnswer = () => ({
      kind: "status",
      slots: [slot()],
      timezone: it.timezone,
      prices: { kind: "lacking", why: "pending" },
    });
    it.event(change("session_complete"));
    it.advance(10 * MINUTE);
  },
  "has disconnected in the middle": (it) => {
    told(it);
    it.input({ type: "link_opened", caseNo: 1 });
    it.truth.set("loc_1", []);
    it.event(change("session_complete"));
    it.advance(DAY);
  },
  "has a contract that ends": (it) => {
    it.truth.set("loc_1", [slot({ contractEndDate: "2026-02-14" })]);
    it.event(problem({ reason: "expiring", type: "tariff.expiring", contractEndDate: "2026-02-14" }));
    it.advance(DAY);
  },
  "has entered the end that was there": (it) => {
    it.truth.set("loc_1", [slot({ contractEndDate: "2026-02-14" })]);
    it.event(problem({ reason: "expiring", type: "tariff.expiring", contractEndDate: "2026-02-14" }));
    it.advance(DAY);
    it.input({ type: "link_opened", caseNo: 1 });
    it.event(change("session_complete"));
    it.advance(DAY);
  },
  "says that the contract goes on": (it) => {
    it.truth.set("loc_1", [slot({ contractEndDate: "2026-02-14" })]);
    it.event(problem({ reason: "expiring", type: "tariff.expiring", contractEndDate: "2026-02-14" }));
    it.advance(DAY);
    it.input({ type: "contract_continues", caseNo: 1 });
  },
  "wants it later": (it) => {
    told(it);
    it.input({ type: "snoozed", until: it.now + 9 * DAY });
  },
  "wants nothing about one tariff of two": (it) => {
    homes(it, 2);
    it.advance(10 * MINUTE);
    it.input({ type: "tariff_quieted", tariffId: "trf_1", wish: "stopped", link: null });
  },
  "wants no messages": (it) => {
    told(it);
    it.input({ type: "opted_out", by: "page", link: "stop 3" });
  },
  "said STOP, and then START": (it) => {
    told(it);
    it.input({ type: "opted_out", by: "reply", address: "5f2b" });
    it.input({ type: "opted_in", by: "reply", address: "5f2b" });
  },
  "is held back by an operator": (it) => {
    it.event(problem());
    it.input({ type: "messages_held" });
    it.advance(DAY);
  },
  "was closed by an operator": (it) => {
    told(it);
    it.input({ type: "case_closed", caseNo: 1 });
  },
  "has links that were ended": (it) => {
    told(it);
    it.input({ type: "links_ended" });
  },
  "has moved": (it) => {
    told(it);
    it.input({ type: "location_left", locationId: "loc_1" });
  },
  "has four homes": (it) => {
    homes(it, 4);
    it.advance(10 * MINUTE);
  },
  "has so many homes that they stand apart": (it) => {
    it.input({ type: "contact_changed", contact: { labels: { loc_1: "Flat 1", loc_2: "Flat 2" } } });
    homes(it, 41);
    it.advance(10 * MINUTE);
  },
  "has a long history": (it) => {
    for (let round = 0; round < 6; round++) {
      it.truth.set("loc_1", [slot({ status: "ERROR" })]);
      it.event(problem({ occurredAt: it.now }));
      it.advance(DAY);
      it.truth.set("loc_1", [slot()]);
      it.event(change("session_complete"));
      it.advance(30 * DAY);
    }
  },
  "was handed over, and their events are forgotten": (it) => {
    told(it);
    it.advance(50 * DAY);
    forgetOld(it);
  },
  "lives by a test clock": (it) => {
    told(it);
    it.store.note({ clockOffset: 5 * DAY });
    it.now += 5 * DAY;
    it.work();
  },
  "owes the index and the backend what happened": (it) => {
    it.writeIndex = () => false;
    it.takeEvents = () => ({ upTo: 0, isWhole: false, wait: HOUR });
    told(it);
  },
  "is invited": (it) => {
    it.input({
      type: "invited",
      id: "inv_1",
      invited: { tells: true, until: MONDAY_10 + 30 * DAY },
    });
    it.advance(10 * MINUTE);
  },
  "had their person forgotten": (it) => {
    repaired(it);
    it.input({ type: "person_forgotten" });
  },
};

/** They must be told nothing any more. */
const DONE = [
  "has repaired it",
  "has repaired it long ago",
  "wants no messages",
  "was closed by an operator",
  "has moved",
  "had their person forgotten",
  "heard of, and nothing more",
  "was told all there is, and handed over",
  "was handed over, and their events are forgotten",
];

/** Lives it up to where it is left. */
export function live(name: string, happens: (it: KeptCustomer) => void): KeptLife {
  const disk = new Disk();
  const customer = new KeptCustomer(SOMEBODY, disk, POLICY, MONDAY_10);
  happens(customer);
  const inTheAir = customer.state.notifications.filter((it) => it.status === "leased" && it.calledAt !== null);
  return {
    name,
    leftAt: customer.now - customer.store.clockOffset() + SECOND,
    disk: disk.entries(),
    truth: [...customer.truth],
    told: customer.told.map(({ id, reason, rung, channel, cases }) => ({ id, reason, rung, channel, cases })),
    owed: customer.state.notifications.map(({ no }) => no),
    open: customer.state.cases.map(({ no }) => no),
    inTheAir: inTheAir.map(({ id }) => id),
    isDone: DONE.includes(name),
  };
}
