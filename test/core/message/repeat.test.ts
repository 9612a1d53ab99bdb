// A message said once more by an operator's order: never against what keeps messages back, and beside the ladder.

import { describe, expect, it } from "vitest";
import { NOTIFICATION } from "../../../src/core/blank.ts";
import { repeatOf } from "../../../src/core/message/repeat.ts";
import { withDead } from "../../../src/core/person/contact.ts";
import { DAY, HOUR, MINUTE } from "../../../src/core/time.ts";
import { MONDAY_10, VirtualCustomer, problem, slot } from "../../support/virtual.ts";
import type { DeliveryOutcome } from "../../../src/core/message/outcome.ts";
import type { Notification } from "../../../src/core/message/notification.ts";
import type { Policy } from "../../../src/core/policy.ts";

/** Somebody who was told once, or would have been, and what became of that message. */
class Customer extends VirtualCustomer {
  readonly settled: Notification[] = [];

  constructor(settings: Partial<Policy> = {}, outcome: DeliveryOutcome = { kind: "sent" }, now = MONDAY_10) {
    super({ caps: [], channels: ["sms", "email"], ...settings }, now);
    this.deliver = (it) => {
      this.settled.push(it);
      return outcome;
    };
    this.event(problem());
    this.advance(10 * MINUTE);
    this.deliver = () => ({ kind: "sent" });
  }

  /** The message as it stands by now: living, or as it was settled. */
  message(): Notification {
    const living = this.state.notifications.find(({ no }) => no === 1);
    const [first] = this.settled;
    if (first === undefined) throw new Error("nothing was sent");
    return living ?? { ...first, status: "sent", settledAt: this.now };
  }

  why(of = this.message()): string {
    const found = repeatOf({ state: this.state, now: this.now, policy: this.settings }, of);
    return found.kind === "refused" ? found.why : found.kind;
  }

  repeat(of = this.message()): void {
    this.input({ type: "message_repeated", of });
  }
}

describe("a message that was sent", () => {
  it("is said once more by the same channel as the same rung, and the ladder goes on as it would have", () => {
    const plain = new Customer();
    plain.advance(20 * DAY);
    const customer = new Customer();
    customer.repeat();
    customer.repeat();
    customer.advance(HOUR);
    expect(customer.told.map(({ channel, rung, cases }) => [channel, rung, cases])).toEqual([
      ["sms", 1, [1]],
      ["sms", 1, [1]],
    ]);
    expect(customer.told[1]?.id).not.toBe(customer.told[0]?.id);
    expect(customer.whats().filter((it) => it === "message_repeated")).toHaveLength(1);
    customer.advance(20 * DAY - HOUR);
    const reminders = (it: Customer): unknown =>
      it.told.filter(({ rung }) => rung > 1).map(({ at, rung }) => [at, rung]);
    expect(reminders(customer)).toEqual(reminders(plain));
  });

  it("is said again by another order once it is out, and not before", () => {
    const customer = new Customer();
    customer.repeat();
    expect(customer.why()).toBe("owed");
    customer.advance(HOUR);
    expect(customer.why()).toBe("new");
  });

  it("waits for the caps and the send window like any other", () => {
    const capped = new Customer({ caps: [{ count: 1, within: 2 * DAY }] });
    capped.repeat();
    capped.advance(DAY);
    expect(capped.told).toHaveLength(1);
    capped.advance(DAY + HOUR);
    expect(capped.told).toHaveLength(2);
    const night = new Customer();
    night.advance(12 * HOUR);
    night.repeat();
    night.advance(HOUR);
    expect(night.told).toHaveLength(1);
    night.advance(11 * HOUR);
    expect(night.told).toHaveLength(2);
  });

  it("is not said again to whoever has stopped, snoozes, or whose case is over", () => {
    const stopped = new Customer();
    stopped.input({ type: "opted_out", by: "page" });
    expect(stopped.why()).toBe("opted_out");
    const snoozing = new Customer();
    snoozing.input({ type: "snoozed", until: snoozing.now + 5 * DAY });
    expect(snoozing.why()).toBe("snoozed");
    const closed = new Customer();
    closed.input({ type: "case_closed", caseNo: 1 });
    expect(closed.why()).toBe("no_longer_true");
    for (const it of [stopped, snoozing, closed]) {
      it.repeat();
      it.advance(DAY);
      expect(it.told).toHaveLength(1);
    }
  });

  it("is not said again once FlatPeak says that it is repaired, though it was ordered before", () => {
    const customer = new Customer();
    customer.truth.set("loc_1", [slot()]);
    customer.advance(HOUR);
    customer.repeat();
    customer.advance(DAY);
    expect(customer.told).toHaveLength(1);
    expect(customer.openCases).toEqual([]);
    expect(customer.why()).toBe("no_longer_true");
  });

  it("is not said again of what is another problem by now", () => {
    const customer = new VirtualCustomer({ caps: [], channels: ["sms"] });
    const sent: Notification[] = [];
    customer.deliver = (it) => {
      sent.push(it);
      return { kind: "sent" };
    };
    customer.event(problem({ reason: "fetch_failed" }));
    customer.advance(3 * DAY);
    customer.event(problem({ reason: "expired", occurredAt: customer.now }));
    const [first] = sent;
    if (first === undefined) throw new Error("nothing was sent");
    const of: Notification = { ...first, status: "sent", settledAt: customer.now };
    const moment = { state: customer.state, now: customer.now, policy: customer.settings };
    expect(repeatOf(moment, of)).toEqual({ kind: "refused", why: "no_longer_true" });
  });

  it("goes by another channel where its own may bring no more, and by none where none may", () => {
    const customer = new Customer();
    customer.state = { ...customer.state, contact: withDead(customer.state.contact, "sms") };
    customer.repeat();
    customer.advance(HOUR);
    expect(customer.told.map(({ channel }) => channel)).toEqual(["sms", "email"]);
    customer.state = { ...customer.state, contact: withDead(customer.state.contact, "email") };
    expect(customer.why()).toBe("unreachable");
    const limited = new Customer({ channels: ["sms"], smsMax: 1 });
    expect(limited.why()).toBe("unreachable");
  });

  it("that is stopped while it waits is owed no second time when the stop is taken back", () => {
    const customer = new Customer({ caps: [{ count: 1, within: 2 * DAY }] });
    const before = customer.state.cases;
    customer.repeat();
    customer.input({ type: "opted_out", by: "page" });
    expect(customer.state.notifications).toEqual([]);
    expect(customer.state.cases).toEqual(before);
    customer.repeat();
    customer.input({ type: "opted_in", by: "page" });
    expect(customer.state.cases).toEqual(before);
  });

  it("that is snoozed while it waits is taken back, and its case keeps its rung", () => {
    const customer = new Customer({ caps: [{ count: 1, within: 2 * DAY }] });
    customer.repeat();
    customer.input({ type: "snoozed", until: customer.now + 2 * DAY });
    customer.advance(HOUR);
    expect(customer.state.notifications).toEqual([]);
    expect(customer.state.cases).toMatchObject([{ rung: 1, told: 1 }]);
  });
});

describe("a message of which the provider said nothing more", () => {
  it("is said again, and not a third time when the first turns out not to have arrived", () => {
    const customer = new Customer({}, { kind: "accepted" });
    customer.repeat();
    customer.advance(HOUR);
    expect(customer.told).toHaveLength(2);
    customer.input({
      type: "delivery_settled",
      no: 1,
      attempt: null,
      outcome: { kind: "retry", why: "undelivered", retryAfter: null },
    });
    customer.advance(2 * HOUR);
    expect(customer.told).toHaveLength(2);
  });

  it("is not said again while it is in doubt", () => {
    const customer = new Customer({ channels: ["sms"], keyless: ["sms"] }, { kind: "uncertain", why: "timed out" });
    expect(customer.why()).toBe("in_doubt");
  });
});

describe("a message that went nowhere", () => {
  it("is said once more by the first channel that may", () => {
    const customer = new Customer({}, { kind: "failed", why: "refused", scope: "platform" });
    const [first] = customer.settled;
    if (first === undefined) throw new Error("nothing was tried");
    customer.repeat({ ...first, channel: "email", status: "failed", settledAt: customer.now });
    customer.advance(HOUR);
    expect(customer.told.at(-1)).toMatchObject({ channel: "sms", rung: 1 });
  });

  it("was taken back, and is owed by itself: not once more", () => {
    const customer = new Customer();
    expect(customer.why({ ...customer.message(), status: "cancelled" })).toBe("taken_back");
  });
});

describe("a word to the company", () => {
  it("is said once more while what was handed over is not repaired", () => {
    const customer = new VirtualCustomer({ channels: ["handoff"], publishTo: "handoff" });
    customer.event(problem());
    customer.advance(60 * DAY);
    expect(customer.published).toHaveLength(1);
    const about = { no: customer.state.lastNotificationNo, kind: "publish", channel: "handoff", caseNos: [1] } as const;
    const of: Notification = { ...NOTIFICATION, ...about, status: "failed", settledAt: customer.now };
    customer.input({ type: "message_repeated", of });
    customer.advance(HOUR);
    expect(customer.published).toHaveLength(2);
    const tariffs = customer.state.tariffs.map((it) => ({ ...it, handedOver: null }));
    const repaired = { state: { ...customer.state, tariffs }, now: customer.now, policy: customer.settings };
    expect(repeatOf(repaired, of)).toEqual({ kind: "refused", why: "no_longer_true" });
  });
});
