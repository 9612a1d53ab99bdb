// A month and a half of the default settings, message by message and look by look, for every reason and in five zones: what
// a company that sets nothing gets. All times are those on the wall at the home.

import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "../../src/core/time.ts";
import { Street } from "../support/street.ts";
import { VirtualCustomer, problem, slot } from "../support/virtual.ts";
import type { Reason } from "../../src/core/case/reason.ts";

/** Month, day and time of day on the wall in a zone. */
const wall = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" }).format(at).slice(5);

interface Month {
  readonly told: readonly string[];
  readonly looks: readonly string[];
  readonly handedOver: readonly string[];
}

/** What becomes of one problem that nobody ever answers. Monday 2 February 2026, ten in the morning in London. */
function ignored(reason: Exclude<Reason, "invitation">, zone: string): Month {
  const customer = new VirtualCustomer({ channels: ["push", "email", "sms", "handoff"] });
  const contractEndDate = { expiring: "2026-02-11", expired: "2026-02-01", fetch_failed: null, upgrade: null }[reason];
  const status = reason === "fetch_failed" ? "ERROR" : "CONNECTED";
  const slots = [slot({ status, contractEndDate, connectionType: reason === "upgrade" ? "MANUAL" : "DIRECT" })];
  const looks: string[] = [];
  customer.probeAnswer = () => {
    looks.push(wall(customer.now, zone));
    return { kind: "status", slots, timezone: zone };
  };
  customer.event(problem({ reason, contractEndDate }));
  customer.advance(45 * DAY);
  return {
    told: customer.told.map((it) => `${wall(it.at, zone)} ${it.channel} ${it.reason} ${it.rung}`),
    looks,
    handedOver: customer.journal.filter((it) => it.what === "publication_sent").map((it) => wall(it.at, zone)),
  };
}

/** The messages by their channels in order, and the rungs they stand on. */
const by = (times: readonly string[], words: readonly string[]): readonly string[] =>
  times.map((time, index) => `${time} ${words[index] ?? "nothing"}`);

const EXPIRED = ["push expired 1", "email expired 2", "sms expired 3", "handoff expired 4"];
const FAILED = ["push fetch_failed 1", "email fetch_failed 2", "sms fetch_failed 3"];
const EXPIRING = [
  "push expiring 1",
  "email expiring 2",
  "sms expiring 3",
  "handoff expired 1",
  "handoff expired 2",
  "handoff expired 4",
];

interface Expected {
  readonly reason: Exclude<Reason, "invitation">;
  readonly zone: string;
  readonly words: readonly string[];
  readonly told: readonly string[];
  /** Beside one with each message and one before the hand-over. */
  readonly looksAhead: readonly string[];
  readonly handedOver: string;
}

const EVENT_AT: Readonly<Record<string, string>> = {
  "Pacific/Auckland": "23:00",
  "Asia/Kolkata": "15:30",
  "Europe/Berlin": "11:00",
  "Europe/London": "10:00",
  "America/Los_Angeles": "02:00",
};

const months: readonly Expected[] = [
  {
    reason: "expiring",
    zone: "Pacific/Auckland",
    words: EXPIRING,
    told: ["02-03 09:00", "02-08 09:00", "02-11 09:00", "02-13 09:00", "03-03 09:00", "03-08 09:00"],
    looksAhead: ["02-02 23:05"],
    handedOver: "03-15 09:00",
  },
  {
    reason: "expiring",
    zone: "Asia/Kolkata",
    words: EXPIRING,
    told: ["02-02 15:35", "02-07 15:30", "02-11 09:00", "02-13 09:00", "03-02 15:35", "03-07 15:30"],
    looksAhead: [],
    handedOver: "03-14 15:30",
  },
  {
    reason: "expiring",
    zone: "Europe/Berlin",
    words: EXPIRING,
    told: ["02-02 11:05", "02-07 11:00", "02-11 09:00", "02-13 09:00", "03-02 11:05", "03-07 11:00"],
    looksAhead: [],
    handedOver: "03-14 11:00",
  },
  {
    reason: "expiring",
    zone: "Europe/London",
    words: EXPIRING,
    told: ["02-02 10:05", "02-07 10:00", "02-11 09:00", "02-13 09:00", "03-02 10:05", "03-07 10:00"],
    looksAhead: [],
    handedOver: "03-14 10:00",
  },
  {
    reason: "expiring",
    zone: "America/Los_Angeles",
    words: EXPIRING,
    told: ["02-02 09:00", "02-07 09:00", "02-11 09:00", "02-13 09:00", "03-02 09:00", "03-07 09:00"],
    looksAhead: ["02-02 02:05"],
    handedOver: "03-14 10:00",
  },
  {
    reason: "expired",
    zone: "Pacific/Auckland",
    words: EXPIRED,
    told: ["02-03 09:00", "02-06 09:00", "02-13 09:00", "02-24 09:00"],
    looksAhead: ["02-02 23:05"],
    handedOver: "03-03 09:00",
  },
  {
    reason: "expired",
    zone: "Asia/Kolkata",
    words: EXPIRED,
    told: ["02-02 15:35", "02-05 15:30", "02-12 15:30", "02-23 15:30"],
    looksAhead: [],
    handedOver: "03-02 15:30",
  },
  {
    reason: "expired",
    zone: "Europe/Berlin",
    words: EXPIRED,
    told: ["02-02 11:05", "02-05 11:00", "02-12 11:00", "02-23 11:00"],
    looksAhead: [],
    handedOver: "03-02 11:00",
  },
  {
    reason: "expired",
    zone: "Europe/London",
    words: EXPIRED,
    told: ["02-02 10:05", "02-05 10:00", "02-12 10:00", "02-23 10:00"],
    looksAhead: [],
    handedOver: "03-02 10:00",
  },
  {
    reason: "expired",
    zone: "America/Los_Angeles",
    words: EXPIRED,
    told: ["02-02 09:00", "02-05 09:00", "02-12 09:00", "02-23 09:00"],
    looksAhead: ["02-02 02:05"],
    handedOver: "03-02 09:00",
  },
  {
    reason: "fetch_failed",
    zone: "Pacific/Auckland",
    words: FAILED,
    told: ["02-03 09:00", "02-06 09:00", "02-13 09:00"],
    looksAhead: ["02-03 00:26"],
    handedOver: "02-20 09:00",
  },
  {
    reason: "fetch_failed",
    zone: "Asia/Kolkata",
    words: FAILED,
    told: ["02-02 17:30", "02-05 15:30", "02-12 15:30"],
    looksAhead: ["02-02 16:56"],
    handedOver: "02-19 15:30",
  },
  {
    reason: "fetch_failed",
    zone: "Europe/Berlin",
    words: FAILED,
    told: ["02-02 13:00", "02-05 11:00", "02-12 11:00"],
    looksAhead: ["02-02 12:26"],
    handedOver: "02-19 11:00",
  },
  {
    reason: "fetch_failed",
    zone: "Europe/London",
    words: FAILED,
    told: ["02-02 12:00", "02-05 10:00", "02-12 10:00"],
    looksAhead: ["02-02 11:26"],
    handedOver: "02-19 10:00",
  },
  {
    reason: "fetch_failed",
    zone: "America/Los_Angeles",
    words: FAILED,
    told: ["02-02 09:00", "02-05 09:00", "02-12 09:00"],
    looksAhead: ["02-02 03:26"],
    handedOver: "02-19 09:00",
  },
];

describe("a month of the defaults", () => {
  it.each(months)("$reason in $zone", ({ reason, zone, words, told, looksAhead, handedOver }) => {
    const month = ignored(reason, zone);
    expect(month.told).toEqual(by(told, words));
    expect(month.looks).toEqual([...looksAhead, ...told, handedOver]);
    expect(month.handedOver).toEqual([handedOver]);
  });

  it("covers five zones, the event coming at five times of day", () => {
    expect(new Set(months.map((it) => it.zone))).toEqual(new Set(Object.keys(EVENT_AT)));
    for (const [zone, time] of Object.entries(EVENT_AT)) {
      expect(wall(Date.UTC(2026, 1, 2, 10), zone).slice(6)).toBe(time);
    }
  });

  it("says nothing of an upgrade, and asks nothing about it", () => {
    expect(ignored("upgrade", "Europe/London")).toEqual({ told: [], looks: [], handedOver: [] });
  });

  it("brings one customer with five homes in five zones each message once, when it is day at all of them or at the first", () => {
    const customer = new VirtualCustomer({ channels: ["email"] });
    const zones = Object.keys(EVENT_AT);
    for (const [no, zone] of zones.entries()) {
      customer.truth.set(`loc_${no}`, [slot({ tariffId: `trf_${no}`, contractEndDate: "2026-02-01" })]);
      customer.event(problem({ tariffId: `trf_${no}`, locationId: `loc_${no}`, contractEndDate: "2026-02-01" }));
      expect(zone).not.toBe("");
    }
    customer.probeAnswer = (id) => ({
      kind: "status",
      slots: customer.truth.get(id) ?? [],
      timezone: zones[Number(id.slice(4))] ?? null,
    });
    customer.advance(45 * DAY);
    expect(customer.told.map((it) => it.cases.length)).toEqual([5, 5, 5, 5]);
    expect(customer.published).toHaveLength(5);
  });
});

describe("an outage of one supplier over two nights, with the defaults", () => {
  it("holds forty customers for a day, tells each once on the second day, and the company once", () => {
    const street = new Street(40, Date.UTC(2026, 1, 6, 17));
    street.advance(24 * HOUR);
    expect(street.told).toBe(0);
    street.advance(24 * HOUR);
    expect(street.told).toBe(40);
    expect(street.supplier.notices).toBe(1);
    for (const { told } of street.customers)
      expect(told.map((it) => wall(it.at, "Europe/London").slice(0, 5))).toEqual(["02-07"]);
  });

  it("tells nobody where it is over by the second evening", () => {
    const street = new Street(40, Date.UTC(2026, 1, 6, 17));
    street.advance(20 * HOUR);
    for (const [no, it] of street.customers.entries()) it.truth.set("loc_1", [slot({ tariffId: `trf_${no}` })]);
    street.advance(28 * HOUR);
    expect(street.told).toBe(0);
    expect(street.customers.flatMap((it) => it.openCases)).toEqual([]);
  });
});
