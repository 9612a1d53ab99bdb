// Who may stop the messages to a customer, and who may take that back.

import { describe, expect, it } from "vitest";
import { waysBackBy } from "../../../src/core/link/links.ts";
import { isEnough, isStopped, waysBack, withStop } from "../../../src/core/person/optout.ts";
import { UNKNOWN_CONTACT } from "../../../src/core/state.ts";
import { DAY, HOUR, MINUTE } from "../../../src/core/time.ts";
import { problem, VirtualCustomer } from "../../support/virtual.ts";
import type { StartBy, StopBy } from "../../../src/core/person/optout.ts";

const STARTS = ["page", "reply", "company", "operator"] as const satisfies readonly StartBy[];
const WAYS_IN = ["page", "reply", "company"] as const satisfies readonly StartBy[];

/** What takes back what: yes, or no. Whatever ways there are, the compiler holds it complete. */
const TABLE_OF: Readonly<Record<StopBy, readonly StartBy[]>> = {
  page: ["page"],
  one_click: ["page"],
  reply: ["reply", "operator"],
  provider: ["reply", "operator"],
  company: ["company"],
  complaint: [],
};
const TABLE = Object.entries(TABLE_OF) as [stop: StopBy, takenBackBy: readonly StartBy[]][];

const takeBack = (customer: VirtualCustomer, by: StartBy): void => {
  if (by === "operator") customer.input({ type: "replies_ended", heardAt: 1 });
  else customer.input({ type: "opted_in", by });
};

const ROWS = TABLE.flatMap(([stop, good]) =>
  STARTS.map((start) => [stop, start, good.includes(start) ? "opens again" : "changes nothing"] as const),
);

const stopsOf = (customer: VirtualCustomer): readonly StopBy[] => customer.state.contact.stops.map((it) => it.by);

describe("who may take a stop back (row 37)", () => {
  it.each(ROWS)("a stop by %s, taken back by %s: %s", (stop, start, outcome) => {
    const customer = new VirtualCustomer();
    customer.event(problem());
    customer.input({ type: "opted_out", by: stop });
    const before = customer.state;
    takeBack(customer, start);
    customer.advance(30 * DAY);
    const kept = customer.state.contact.stops === before.contact.stops;
    expect({ kept, silent: customer.told.length === 0 }).toEqual({
      kept: outcome === "changes nothing",
      silent: outcome === "changes nothing",
    });
  });

  it.each(ROWS)("a word of the company changes nothing of that: %s, %s: %s", (stop, start, outcome) => {
    const customer = new VirtualCustomer();
    customer.input({ type: "opted_out", by: stop });
    // A backend that repeats all it knows, night after night.
    for (let night = 0; night < 3; night++) customer.input({ type: "contact_changed", contact: { locale: "en" } });
    takeBack(customer, start);
    expect(isStopped(customer.state.contact)).toBe(outcome === "changes nothing");
  });

  it("keeps each way's own stop: who stopped twice has two to take back, in any order", () => {
    for (const order of [
      ["company", "page", "reply"],
      ["reply", "page", "company"],
    ] as const) {
      const customer = new VirtualCustomer();
      for (const by of ["company", "page", "reply"] as const) customer.input({ type: "opted_out", by });
      const left = order.map((by) => {
        customer.input({ type: "opted_in", by });
        return customer.state.contact.stops.length;
      });
      expect(left).toEqual([2, 1, 0]);
    }
  });

  it("keeps when a stop first came, and says nothing of it twice", () => {
    const customer = new VirtualCustomer();
    customer.input({ type: "opted_out", by: "page" });
    const { state } = customer;
    const lines = customer.whats().length;
    customer.advance(HOUR);
    for (let times = 0; times < 3; times++) customer.input({ type: "opted_out", by: "page" });
    for (let times = 0; times < 3; times++) customer.input({ type: "opted_in", by: "company" });
    expect(customer.state.contact).toBe(state.contact);
    expect(customer.whats()).toHaveLength(lines);
  });

  it("names in the journal who stopped, who took it back, and what still stands", () => {
    const customer = new VirtualCustomer();
    customer.input({ type: "opted_out", by: "company" });
    customer.input({ type: "opted_out", by: "page" });
    customer.input({ type: "opted_in", by: "page" });
    expect(customer.journal.slice(-3).map(({ what, detail }) => ({ what, ...detail }))).toEqual([
      { what: "opted_out", by: "company" },
      { what: "opted_out", by: "page" },
      { what: "opted_in", by: "page", standing: "company" },
    ]);
    expect(stopsOf(customer)).toEqual(["company"]);
  });

  it("takes back what is prepared and not out, whoever stops", () => {
    for (const [by] of TABLE) {
      const customer = new VirtualCustomer();
      customer.deliver = () => ({ kind: "retry", why: "down", retryAfter: HOUR });
      customer.event(problem());
      customer.advance(10 * MINUTE);
      customer.input({ type: "opted_out", by });
      expect({ by, last: customer.whats().at(-1) }).toEqual({ by, last: "message_cancelled" });
    }
  });
});

describe("what is offered to somebody who is stopped (row 43)", () => {
  it.each(
    TABLE.flatMap(([stop, good]) =>
      WAYS_IN.map((way) => [stop, way, good.includes(way) ? "opens again" : "changes nothing"] as const),
    ),
  )("%s, by %s alone: %s", (stop, start, outcome) => {
    const ways = waysBack({ stops: [{ by: stop, at: 1 }] });
    expect(isEnough(start, ways)).toBe(outcome === "opens again");
  });

  it("is no button of a link that may no more, nor a word of a complaint nobody made", () => {
    const stopped = withStop(UNKNOWN_CONTACT, { by: "page", at: 0 });
    expect(waysBackBy(stopped, true, 60 * DAY)).toEqual(["page"]);
    expect(waysBackBy(stopped, true, 61 * DAY)).toEqual(["late"]);
    expect(waysBackBy(stopped, false, DAY)).toEqual(["late"]);
    expect(waysBackBy(withStop(stopped, { by: "complaint", at: 0 }), false, DAY)).toEqual(["late", null]);
  });

  it("is no button that would not do: where another stop stands beside", () => {
    const ways = waysBack({
      stops: [
        { by: "page", at: 1 },
        { by: "one_click", at: 2 },
        { by: "reply", at: 3 },
        { by: "provider", at: 4 },
      ],
    });
    expect(ways).toEqual(["page", "reply"]);
    expect(isEnough("page", ways)).toBe(false);
    expect(isEnough("page", waysBack({ stops: [] }))).toBe(false);
  });
});
