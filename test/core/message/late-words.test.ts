// What a provider says of an address, at once or late: it is about the address an attempt went to, and nothing else.

import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../src/core/time.ts";
import { problem, VirtualCustomer } from "../../support/virtual.ts";
import type { DeliveryOutcome } from "../../../src/core/message/outcome.ts";
import type { Input } from "../../../src/core/step.ts";

const DEAD = { kind: "failed", why: "bounced", scope: "recipient", address: "dead" } as const;
const stopped = (cause: "stop" | "reply" | "complaint") =>
  ({ kind: "failed", why: cause, scope: "recipient", address: "opted_out", cause }) as const;

/** Told by email, which the provider has taken, at the address with this digest. */
function taken(toDigest: string): VirtualCustomer {
  const customer = new VirtualCustomer({ channels: ["email", "sms"], keyless: ["sms"] });
  customer.deliver = () => ({ kind: "accepted", id: "email_1" });
  attemptsGoTo(customer, toDigest);
  customer.event(problem());
  customer.advance(10 * MINUTE);
  expect(customer.state.notifications).toMatchObject([
    { channel: "email", status: "accepted", toDigest, addressNo: 1, providerId: "email_1" },
  ]);
  return customer;
}

/** From now on, attempts go out to the address with this digest. */
function attemptsGoTo(customer: VirtualCustomer, toDigest: string): void {
  const real = VirtualCustomer.prototype.input.bind(customer);
  customer.input = (input: Input) => real(input.type === "delivery_starting" ? { ...input, toDigest } : input);
}

const says = (customer: VirtualCustomer, outcome: DeliveryOutcome, isFormer: boolean): void => {
  customer.input({ type: "delivery_settled", no: 1, attempt: null, channel: "email", outcome, isFormer });
};

describe("a late word on an address that the customer has no more (row 67)", () => {
  it("does not make the present one dead: the message goes to it, as another one to the provider", () => {
    const customer = taken("mistyped");
    attemptsGoTo(customer, "right");
    says(customer, DEAD, true);
    expect(customer.state.contact.dead).toEqual([]);
    customer.advance(MINUTE);
    expect(customer.told.map((it) => it.channel)).toEqual(["email", "email"]);
    expect(customer.state.notifications).toMatchObject([{ status: "accepted", toDigest: "right", addressNo: 2 }]);
    expect(customer.state.sentAt).toHaveLength(1);
  });

  it.each(["stop", "complaint"] as const)("does not silence the customer: %s", (cause) => {
    const customer = taken("of somebody else");
    attemptsGoTo(customer, "right");
    says(customer, stopped(cause), true);
    customer.advance(MINUTE);
    expect(customer.state.contact.stops).toEqual([]);
    expect(customer.told).toHaveLength(2);
  });

  it("sends nothing more when a later message has told it all", () => {
    const customer = taken("mistyped");
    customer.state = { ...customer.state, sentAt: [...customer.state.sentAt, customer.now] };
    says(customer, DEAD, true);
    customer.advance(HOUR);
    expect(customer.told).toHaveLength(1);
    expect(customer.whats()).toContain("message_failed");
  });
});

describe("an attempt whose answer was lost", () => {
  it("is not made again at another address, where nobody could tell the repeat (row 67)", () => {
    const customer = new VirtualCustomer({ channels: ["email"], keyless: [] });
    let calls = 0;
    customer.deliver = () => {
      calls += 1;
      return { kind: "retry", why: "lost", retryAfter: null, maybeArrived: true };
    };
    attemptsGoTo(customer, "old");
    customer.event(problem());
    customer.advance(6 * MINUTE);
    const before = calls;
    expect(before).toBeGreaterThan(0);
    attemptsGoTo(customer, "new");
    customer.advance(DAY);
    expect(calls).toBe(before);
    expect(customer.whats()).toContain("message_uncertain");
  });
});

describe("a word on the address of a message that is settled (row 52)", () => {
  const settled = (): VirtualCustomer => {
    const customer = taken("the address");
    says(customer, { kind: "sent" }, false);
    expect(customer.state.notifications).toEqual([]);
    return customer;
  };

  it("is remembered: a bounce after the delivery", () => {
    const customer = settled();
    customer.input({ type: "address_learnt", channel: "email", outcome: DEAD });
    expect(customer.state.contact.dead).toEqual(["email"]);
    customer.advance(4 * DAY);
    expect(customer.told.map((it) => it.channel)).toEqual(["email", "sms"]);
  });

  it.each([
    ["stop", "provider"],
    ["reply", "reply"],
    ["complaint", "complaint"],
  ] as const)("silences them, and keeps apart how it came: %s is %s (rows 37, 94)", (cause, by) => {
    const customer = settled();
    const outcome = { ...stopped(cause), ...(cause === "complaint" ? {} : { isOwn: true }) };
    customer.input({ type: "address_learnt", channel: "email", outcome, address: "digest" });
    expect(customer.state.contact.stops).toEqual([{ by, at: customer.now, about: "digest" }]);
    customer.advance(30 * DAY);
    expect(customer.told).toHaveLength(1);
  });
});

describe("a complaint (row 94)", () => {
  it("is one also before the provider says that the message arrived, which it shows by itself", () => {
    const customer = taken("the address");
    says(customer, stopped("complaint"), false);
    expect(customer.state.contact.stops).toEqual([{ by: "complaint", at: customer.now, about: "the address" }]);
    expect(customer.whats().slice(-2)).toEqual(["message_delivered", "opted_out"]);
    expect(customer.state.sentAt).toHaveLength(1);
    says(customer, { kind: "sent" }, false);
    customer.advance(30 * DAY);
    expect(customer.told).toHaveLength(1);
  });
});

describe("what the company's backend said of a customer", () => {
  it("is remembered as a language, and journalled once where it could not be read (rows 78, 80)", () => {
    const customer = new VirtualCustomer();
    const said = { type: "contact_looked_up", spoken: "de", unusable: "phone" } as const;
    for (let times = 0; times < 3; times++) customer.input(said);
    expect(customer.state.contact).toMatchObject({ spoken: "de", unusable: "phone" });
    expect(customer.whats().filter((it) => it === "contact_fields_unusable")).toHaveLength(1);
    customer.input({ type: "contact_looked_up", spoken: null, unusable: "" });
    expect(customer.state.contact).toMatchObject({ spoken: null, unusable: "" });
  });
});
