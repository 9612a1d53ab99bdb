// The record of consent, and stops that are no more than a number's.

import { describe, expect, it } from "vitest";
import { isOwnReply } from "../../../src/core/person/optout.ts";
import { DAY, HOUR, MINUTE } from "../../../src/core/time.ts";
import { problem, VirtualCustomer } from "../../support/virtual.ts";
import type { Input } from "../../../src/core/step.ts";
import type { Consent } from "../../../src/core/person/optout.ts";

const recordOf = ({ journal }: VirtualCustomer): readonly Consent[] =>
  journal.flatMap(({ consent }) => (consent === undefined ? [] : [consent]));

const closed = { type: "opted_out", by: "reply", only: "sms", address: "digest" } as const satisfies Input;
const own = { type: "opted_out", by: "reply", address: "digest" } as const satisfies Input;

/** Broken, and to be told by SMS first. */
function broken(): VirtualCustomer {
  const customer = new VirtualCustomer({ channels: ["sms", "email"] });
  customer.event(problem());
  return customer;
}

describe("the record of consent (row 101)", () => {
  it.each<[Input, Partial<Consent>]>([
    [
      { type: "opted_out", by: "page", link: "stop 3" },
      { by: "page", door: "link", link: "stop 3", only: null, standing: ["page"] },
    ],
    [
      { type: "opted_out", by: "one_click", link: "unsubscribe 3" },
      { by: "one_click", door: "email" },
    ],
    [own, { by: "reply", door: "sms", address: "digest", only: null, standing: ["reply"] }],
    [closed, { by: "reply", door: "sms", address: "digest", only: "sms", standing: ["reply (sms)"] }],
    [
      { type: "opted_out", by: "company" },
      { by: "company", door: "api", address: null, link: null },
    ],
  ])("says who, when, by which door and link, and about which address: %j", (input, expected) => {
    const customer = new VirtualCustomer();
    customer.input(input);
    expect(recordOf(customer)).toMatchObject([{ at: customer.now, to: "stopped", ...expected }]);
    for (let times = 0; times < 3; times++) customer.input(input);
    expect(customer.journal).toHaveLength(1);
  });

  it.each<[Input, Input, Partial<Consent>]>([
    [
      { type: "opted_out", by: "page" },
      { type: "opted_in", by: "page", link: "open 1" },
      { by: "page", link: "open 1" },
    ],
    [own, { type: "opted_in", by: "reply", address: "digest" }, { by: "reply", door: "sms", only: null }],
    [closed, { type: "opted_in", by: "reply", address: "digest" }, { by: "reply", only: "sms" }],
    [closed, { type: "replies_ended", heardAt: 1 }, { by: "operator", door: "api", only: "sms" }],
    [closed, { type: "contact_changed", contact: { phone: "+447700900124" } }, { by: "address", only: "sms" }],
    [
      { type: "opted_out", by: "company" },
      { type: "opted_in", by: "company" },
      { by: "company", door: "api" },
    ],
  ])("says the same of its end: %j, %j", (stop, end, expected) => {
    const customer = new VirtualCustomer();
    customer.input(stop);
    for (let times = 0; times < 3; times++) customer.input(end);
    expect(recordOf(customer).slice(1)).toMatchObject([{ to: "resumed", standing: [], ...expected }]);
    expect(customer.state.contact.stops).toEqual([]);
  });

  it("names what else keeps messages back", () => {
    const customer = new VirtualCustomer();
    for (const input of [{ type: "opted_out", by: "company" }, closed, own] as const) customer.input(input);
    customer.input({ type: "opted_in", by: "reply" });
    expect(recordOf(customer).map((it) => it.standing)).toEqual([
      ["company"],
      ["company", "reply (sms)"],
      ["company", "reply (sms)", "reply"],
      ["company"],
    ]);
  });

  it("is not written over by wishes that change nothing: equal snoozes, the same stop again", () => {
    const customer = broken();
    customer.advance(10 * MINUTE);
    customer.input({ type: "opted_out", by: "page" });
    const lines = customer.journal.length;
    const until = customer.now + 9 * DAY;
    for (let times = 0; times < 220; times++) customer.input({ type: "snoozed", until });
    for (let times = 0; times < 220; times++) customer.input({ type: "opted_out", by: "page", link: "open 1" });
    expect(customer.journal).toHaveLength(lines + 1);
  });
});

describe("a STOP that is the number's, and not the customer's (row 104)", () => {
  it("closes SMS alone: the next channel brings the message", () => {
    const customer = broken();
    customer.input(closed);
    customer.advance(30 * DAY);
    expect(new Set(customer.told.map((it) => it.channel))).toEqual(new Set(["email"]));
    expect(customer.told.length).toBeGreaterThan(2);
  });

  it("takes back nothing that goes another way, and lets what waits for SMS go there", () => {
    const customer = broken();
    customer.beforeHandOut = () => {
      customer.beforeHandOut = () => {};
      customer.input(closed);
    };
    customer.deliver = (it) =>
      it.channel === "sms"
        ? { kind: "failed", why: "stop", scope: "recipient", address: "opted_out", cause: "reply" }
        : { kind: "sent" };
    customer.advance(HOUR);
    expect(customer.told.map((it) => it.channel)).toEqual(["email"]);
  });

  it("is void once the customer has another number, or the operator ends it", () => {
    for (const end of [
      { type: "contact_changed", contact: { phone: "+447700900124" } },
      { type: "replies_ended", heardAt: 1 },
    ] as const) {
      const customer = broken();
      customer.input(closed);
      customer.input(end);
      customer.advance(HOUR);
      expect(customer.told.map((it) => it.channel)).toEqual(["sms"]);
    }
  });

  it("outlasts every change that leaves the number alone", () => {
    const customer = broken();
    customer.input(closed);
    customer.input({ type: "contact_changed", contact: { email: "new@example.com", locale: "de" } });
    expect(customer.state.contact.stops).toHaveLength(1);
  });

  it("is no news where nothing of it is new", () => {
    const customer = broken();
    const change = { type: "contact_changed", contact: { email: "new@example.com", locale: "de" } } as const;
    customer.input(change);
    const before = customer.state;
    customer.input(change);
    expect(customer.state).toEqual(before);
    expect(customer.journal.filter(({ what }) => what === "contact_changed")).toHaveLength(1);
  });

  it("does not hide the customer's own, which silences them whatever number they have", () => {
    const customer = broken();
    for (const input of [closed, own] as const) customer.input(input);
    customer.input({ type: "contact_changed", contact: { phone: "+447700900124" } });
    customer.advance(30 * DAY);
    expect(customer.told).toEqual([]);
    expect(customer.state.contact.stops).toMatchObject([{ by: "reply", about: "digest" }]);
  });

  it.each([
    ["reply", 100, null, false, true],
    ["reply", 100, 99, false, true],
    // In the same millisecond: in doubt it is the number's.
    ["reply", 100, 100, false, false],
    ["reply", 100, 101, true, false],
    ["provider", 100, null, false, false],
    ["provider", 100, 1, true, true],
  ] as const)(
    "by %s, heard at %d, the number theirs since %s, reached before %s: own %s",
    (by, at, since, hasArrived, is) => {
      expect(isOwnReply({ by, at, since, hasArrived })).toBe(is);
    },
  );
});

describe("a reply while nobody can say whose number it is (row 96)", () => {
  const doubted = { ...own, isDoubted: true } as const satisfies Input;

  it("is heeded, and no more than a doubt: it ends when the number turns out to be somebody else's", () => {
    const customer = broken();
    customer.input(doubted);
    customer.advance(HOUR);
    expect(customer.told).toEqual([]);
    customer.input({ type: "reply_disowned", address: "another" });
    expect(customer.state.contact.stops).toHaveLength(1);
    customer.input({ type: "reply_disowned", address: "digest" });
    expect(recordOf(customer)).toMatchObject([{ to: "stopped" }, { to: "resumed", by: "address" }]);
    expect(customer.state.contact.stops).toEqual([]);
  });

  it("stands for good once it is known to be the customer's; and a stop that was known is not disowned", () => {
    const customer = broken();
    customer.input(doubted);
    customer.input(own);
    customer.input(doubted);
    customer.input({ type: "reply_disowned", address: "digest" });
    expect(customer.state.contact.stops).toEqual([{ by: "reply", at: customer.now, about: "digest" }]);
    expect(recordOf(customer)).toHaveLength(1);
  });
});
