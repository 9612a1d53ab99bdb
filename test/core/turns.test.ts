// Proves what a probe and a message do whose turn before a gate has not come: they wait without having tried, keep their place,
// come when they are called, and are let go when nobody waits for them any more.

import { describe, expect, it } from "vitest";
import { HOUR, MINUTE, SECOND } from "../../src/core/time.ts";
import { VirtualCustomer, problem } from "../support/virtual.ts";
import type { ProbeEffect } from "../../src/core/effect.ts";
import type { ProbeAnswer } from "../../src/core/case/truth.ts";

const away = (wait: number): ProbeAnswer => ({ kind: "put_off", wait });
const probeOf = (customer: VirtualCustomer) => customer.state.locations.find((it) => it.id === "loc_1")?.probe;
const said = (customer: VirtualCustomer, what: string) => customer.journal.filter((it) => it.what === what).length;

function broken(): VirtualCustomer {
  const customer = new VirtualCustomer();
  customer.event(problem());
  return customer;
}

/** What goes out at this instant, not run. */
const leased = (customer: VirtualCustomer): readonly ProbeEffect[] =>
  customer.input({ type: "time_passed" }).filter((it) => it.type === "probe");

describe("a probe whose turn has not come", () => {
  it("has tried nothing, and tells once and in the journal why the message waits (row 90)", () => {
    const customer = broken();
    let turns = 30;
    const { probeAnswer } = customer;
    customer.probeAnswer = () => {
      turns -= 1;
      if (turns === 0) customer.probeAnswer = probeAnswer;
      return away(10 * SECOND);
    };
    customer.advance(6 * MINUTE);
    expect(probeOf(customer)).toMatchObject({ failures: 0, isPutOff: true });
    expect(said(customer, "flatpeak_busy")).toBe(1);
    expect(said(customer, "flatpeak_unavailable")).toBe(0);
    customer.advance(HOUR);
    expect(customer.told).toHaveLength(1);
    expect(probeOf(customer)).toBeNull();
  });

  it("keeps the place of its due time, whatever else comes meanwhile (row 90)", () => {
    const customer = broken();
    customer.probeAnswer = () => away(MINUTE);
    customer.advance(5 * MINUTE);
    const since = probeOf(customer)?.since;
    customer.advance(30 * SECOND);
    customer.event(problem({ id: "evt_again", tariffId: "trf_1" }));
    const place = probeOf(customer);
    expect(place?.since).toBe(since);
    expect(place?.dueAt).toBeGreaterThan(customer.now);
    customer.advance(MINUTE);
    expect(leased(customer)).toEqual([]);
    expect(probeOf(customer)?.since).toBe(since);
  });

  it("is asked for at once where somebody looks at a page, or is called (row 90)", () => {
    const customer = broken();
    customer.probeAnswer = () => away(HOUR);
    customer.advance(5 * MINUTE);
    customer.input({ type: "turn_came", key: "loc_other" });
    expect(leased(customer)).toEqual([]);
    customer.input({ type: "turn_came", key: "loc_1" });
    expect(leased(customer)).toMatchObject([{ locationId: "loc_1", by: "message", isRetry: false }]);
    const attempt = probeOf(customer)?.attempt ?? 0;
    customer.input({ type: "probe_answered", locationId: "loc_1", attempt, answer: away(HOUR) });
    customer.input({ type: "probe_wanted", locationId: "loc_1" });
    expect(leased(customer)).toMatchObject([{ locationId: "loc_1", by: "person" }]);
  });

  it("is let go when no message waits for it by then (row 90)", () => {
    const customer = broken();
    customer.probeAnswer = () => away(10 * MINUTE);
    customer.advance(6 * MINUTE);
    customer.input({ type: "opted_out", by: "page" });
    customer.input({ type: "snoozed", until: customer.now + 72 * HOUR });
    const before = customer.probes;
    customer.advance(HOUR);
    expect(customer.probes).toBe(before);
    expect(probeOf(customer)).toBeNull();
  });
});

describe("a message whose turn has not come", () => {
  it("comes back when it was told to, however long it has waited, or when it is called (row 90)", () => {
    const customer = broken();
    let tries = 0;
    customer.deliver = () => {
      tries += 1;
      return { kind: "put_off", why: "the channel is busy", wait: 10 * SECOND, isTurn: true };
    };
    customer.advance(15 * MINUTE);
    expect(tries).toBeGreaterThan(50);
    customer.deliver = () => ({ kind: "put_off", why: "the channel is busy", wait: HOUR, isTurn: true });
    customer.advance(10 * SECOND);
    customer.deliver = () => ({ kind: "sent" });
    const [it] = customer.state.notifications;
    expect(it?.channelCalls).toBe(0);
    customer.advance(MINUTE);
    expect(customer.told).toHaveLength(0);
    customer.input({ type: "turn_came", key: it?.id ?? "" });
    customer.advance(SECOND);
    expect(customer.told).toHaveLength(1);
  });
});
