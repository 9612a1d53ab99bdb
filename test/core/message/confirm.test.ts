// The word that a repair was seen: only where the operator wants it, to whom the problem was told, once, while it is so, and never beside
// another message.

import { describe, expect, it } from "vitest";
import { repeatOf } from "../../../src/core/message/repeat.ts";
import { DAY, HOUR, MINUTE } from "../../../src/core/time.ts";
import { MONDAY_10, VirtualCustomer, change, problem, slot } from "../../support/virtual.ts";
import type { Policy } from "../../../src/core/policy.ts";

/** Somebody who was told of `trf_1` by push. */
class Customer extends VirtualCustomer {
  readonly kinds: string[] = [];

  constructor(settings: Partial<Policy> = {}) {
    super({ channels: ["push", "email", "sms"], confirmsRepair: true, ...settings });
    this.deliver = (it) => {
      this.kinds.push(`${it.kind} ${it.channel} ${it.caseNos.join(",")}`);
      return { kind: "sent" };
    };
    this.event(problem());
    this.advance(HOUR);
  }

  /** FlatPeak shows it connected, and is asked. */
  repair(location = "loc_1", tariffId = "trf_1"): void {
    this.truth.set(location, [slot({ tariffId })]);
    this.event(change("session_complete", location));
    this.work();
  }
}

const TOLD = "notify push 1";
const CONFIRMED = [TOLD, "confirm push 1"];

describe("a repair that was seen", () => {
  it("is not confirmed unless the operator wants it", () => {
    const customer = new Customer({ confirmsRepair: false });
    customer.repair();
    customer.advance(10 * DAY);
    expect(customer.kinds).toEqual([TOLD]);
  });

  it("is confirmed once, under no cap and taking no place there", () => {
    const customer = new Customer();
    const sentAt = customer.state.sentAt;
    customer.repair();
    customer.advance(10 * DAY);
    expect(customer.kinds).toEqual(CONFIRMED);
    expect(customer.told.at(-1)).toMatchObject({ rung: 0, at: MONDAY_10 + HOUR + customer.settings.groupWait });
    expect(customer.state.sentAt).toEqual(sentAt);
    expect(customer.state.notifications).toEqual([]);
  });

  it("is confirmed by no text message", () => {
    const customer = new Customer({ channels: ["sms", "whatsapp", "handoff"] });
    customer.repair();
    customer.advance(10 * DAY);
    expect(customer.kinds).toEqual(["notify sms 1"]);
  });

  it("is confirmed by email where the push message cannot be brought, and by nothing else after that", () => {
    const customer = new Customer();
    customer.deliver = ({ kind, channel }) => {
      customer.kinds.push(`${kind} ${channel}`);
      return { kind: "no_address" };
    };
    customer.repair();
    customer.advance(10 * DAY);
    expect(customer.kinds).toEqual([TOLD, "confirm push", "confirm email"]);
  });

  it("is confirmed in the send window, the next morning", () => {
    const customer = new Customer();
    customer.advance(11 * HOUR);
    customer.repair();
    customer.advance(10 * DAY);
    expect(customer.kinds).toEqual(CONFIRMED);
    expect(customer.told.at(-1)?.at).toBe(MONDAY_10 + DAY - HOUR);
  });

  it("is not confirmed where nobody was told, where the session is merely believed, or where the message never arrived", () => {
    const untold = new Customer({ groupWait: 2 * HOUR, groupWaitMax: 2 * HOUR });
    untold.repair();
    const believed = new Customer();
    believed.probeAnswer = () => ({ kind: "untold", timezone: null });
    believed.event(change("session_complete"));
    const undelivered = new VirtualCustomer({ channels: ["push"], confirmsRepair: true });
    undelivered.deliver = () => ({ kind: "failed", why: "gone", scope: "recipient" });
    undelivered.event(problem());
    undelivered.advance(HOUR);
    undelivered.truth.set("loc_1", [slot()]);
    undelivered.event(change("session_complete"));
    for (const it of [untold, believed, undelivered]) it.advance(2 * DAY);
    expect(untold.kinds).toEqual([]);
    expect(believed.state.cases).toEqual([]);
    expect(believed.kinds).toEqual([TOLD]);
    expect(undelivered.told).toEqual([]);
  });
});

describe("a confirmation that is not out yet", () => {
  const settled = (spoil: (customer: Customer) => void): readonly string[] => {
    const customer = new Customer();
    customer.repair();
    customer.now += MINUTE;
    spoil(customer);
    customer.advance(2 * HOUR);
    expect(customer.state.notifications.filter((it) => it.kind === "confirm")).toEqual([]);
    return customer.kinds;
  };

  it("is taken back when the tariff breaks again, which is told as ever", () => {
    expect(
      settled((it) => {
        it.truth.set("loc_1", [slot({ status: "ERROR" })]);
        it.event(problem({ occurredAt: it.now }));
      }),
    ).toEqual([TOLD]);
  });

  it("is taken back when the customer stops the messages, all or those of the tariff, or wants none before a day", () => {
    expect(settled((it) => it.input({ type: "opted_out", by: "page" }))).toEqual([TOLD]);
    expect(
      settled((it) => it.input({ type: "tariff_quieted", tariffId: "trf_1", wish: "stopped", link: null })),
    ).toEqual([TOLD]);
    expect(settled((it) => it.input({ type: "snoozed", until: it.now + 3 * DAY }))).toEqual([TOLD]);
  });

  it("waits while an operator keeps messages back, until it is no news any more", () => {
    const [soon, late] = [new Customer(), new Customer()];
    for (const [it, hours] of [
      [soon, 3],
      [late, 40],
    ] as const) {
      it.repair();
      it.input({ type: "messages_held" });
      it.advance(hours * HOUR);
      expect(it.kinds).toEqual([TOLD]);
      it.input({ type: "messages_released" });
      it.advance(DAY);
    }
    expect(soon.kinds).toEqual(CONFIRMED);
    expect(late.kinds).toEqual([TOLD]);
    expect(late.state.notifications).toEqual([]);
  });

  it("is taken back in the very turn that would hand it out", () => {
    const customer = new Customer();
    customer.repair();
    customer.beforeHandOut = () => customer.input({ type: "opted_out", by: "page" });
    customer.advance(HOUR);
    expect(customer.kinds).toEqual([TOLD]);
  });
});

describe("a confirmation that waits for the morning", () => {
  const inTheEvening = (): Customer => {
    const customer = new Customer();
    customer.advance(11 * HOUR);
    customer.repair();
    return customer;
  };

  it("is not said of what FlatPeak shows broken by then, or not at all, or as somebody else's", () => {
    const slots = [[slot({ status: "ERROR" })], [slot({ status: "NOT_CONNECTED" })], [slot({ tariffId: "trf_9" })], []];
    for (const there of slots) {
      const customer = inTheEvening();
      customer.truth.set("loc_1", there);
      customer.advance(10 * DAY);
      expect(customer.kinds).toEqual([TOLD]);
      expect(customer.state.notifications).toEqual([]);
    }
    const moved = inTheEvening();
    moved.probeAnswer = () => ({ kind: "status", slots: [slot()], timezone: null, owner: "cus_2" });
    moved.advance(10 * DAY);
    expect(moved.kinds).toEqual([TOLD]);
    const left = inTheEvening();
    left.input({ type: "location_left", locationId: "loc_1" });
    left.advance(10 * DAY);
    expect([left.kinds, left.probes]).toEqual([[TOLD], 2]);
  });

  it("waits for FlatPeak to answer, for as long as it is news", () => {
    const [back, silent] = [inTheEvening(), inTheEvening()];
    for (const it of [back, silent]) {
      it.probeAnswer = () => ({ kind: "unavailable", why: "down", retryAfter: null });
      it.advance(14 * HOUR);
      expect(it.kinds).toEqual([TOLD]);
    }
    back.probeAnswer = null;
    back.advance(10 * HOUR);
    expect(back.kinds).toEqual(CONFIRMED);
    silent.advance(10 * DAY);
    expect([silent.kinds, silent.state.notifications]).toEqual([[TOLD], []]);
  });

  it("is of the tariff that stands there by now: where that breaks and its message has to wait, nothing is said", () => {
    const customer = new Customer();
    customer.state = {
      ...customer.state,
      cases: customer.state.cases.map((it) => ({ ...it, slot: "commodity_import" })),
    };
    customer.repair("loc_1", "trf_new");
    customer.now += MINUTE;
    customer.truth.set("loc_1", [slot({ tariffId: "trf_new", status: "ERROR" })]);
    const ladders = { ...customer.settings.ladders, fetch_failed: [3 * DAY] };
    const settings = { ...customer.settings, ladders };
    customer.policyOf = () => settings;
    customer.event(
      problem({ type: "tariff.fetch_failed", reason: "fetch_failed", tariffId: "trf_new", occurredAt: customer.now }),
    );
    customer.advance(2 * DAY);
    expect(customer.kinds).toEqual([TOLD]);
  });
});

describe("several repairs", () => {
  const withTwo = (settings: Partial<Policy> = {}): Customer => {
    const customer = new Customer({ caps: [], ...settings });
    customer.truth.set("loc_2", [slot({ tariffId: "trf_2", status: "ERROR" })]);
    customer.event(problem({ tariffId: "trf_2", locationId: "loc_2", occurredAt: customer.now }));
    customer.advance(HOUR);
    return customer;
  };

  it("are confirmed together where they are seen together", () => {
    const customer = withTwo();
    customer.repair();
    customer.repair("loc_2", "trf_2");
    customer.advance(DAY);
    expect(customer.kinds.slice(2)).toEqual(["confirm push 1,2"]);
  });

  it("of which one is left: the reminder of the other is not followed or led by a confirmation", () => {
    const ladders = { ...withTwo().settings.ladders, expired: [0, 6 * HOUR] };
    const customer = withTwo({ ladders });
    customer.repair();
    customer.advance(HOUR);
    expect(customer.kinds).toHaveLength(2);
    const [weeks] = [withTwo()];
    weeks.repair();
    weeks.advance(HOUR);
    expect(weeks.kinds.at(-1)).toBe("confirm push 1");
  });

  it("of which one is left, whose message is still on its way: it is not led by a confirmation", () => {
    const customer = new Customer({ caps: [] });
    customer.deliver = ({ kind }) => {
      customer.kinds.push(kind);
      return kind === "notify" ? { kind: "retry", why: "busy", retryAfter: null } : { kind: "sent" };
    };
    customer.truth.set("loc_2", [slot({ tariffId: "trf_2", status: "ERROR" })]);
    customer.event(problem({ tariffId: "trf_2", locationId: "loc_2", occurredAt: customer.now }));
    customer.advance(10 * MINUTE);
    customer.repair();
    customer.advance(HOUR);
    expect(customer.kinds).toContain("notify");
    expect(customer.kinds).not.toContain("confirm");
  });

  it("a wait of the other tariff's reminder is written down once, and nothing spins", () => {
    const customer = withTwo({ caps: [{ count: 2, within: 20 * DAY }] });
    customer.advance(9 * HOUR);
    customer.repair();
    customer.advance(3 * DAY);
    expect(customer.silences().filter((why) => why === "cap").length).toBeLessThanOrEqual(1);
  });
});

it("a confirmation is not said once more by an order, and is counted as no message in the story of the company", () => {
  const customer = new Customer({ announces: ["notification.sent"] });
  customer.repair();
  const [confirmation] = customer.state.notifications;
  if (confirmation === undefined) throw new Error("nothing is owed");
  customer.advance(DAY);
  const settled = { ...confirmation, status: "sent", settledAt: customer.now } as const;
  const { state, now, settings: policy } = customer;
  expect(repeatOf({ state, now, policy }, settled)).toEqual({ kind: "refused", why: "no_longer_true" });
  expect(customer.announced.map(({ data }) => [data.kind, data.rung])).toEqual([
    ["notify", 1],
    ["confirm", 0],
  ]);
});
