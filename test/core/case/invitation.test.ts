// The case that stands for an invitation to connect, over days.

import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../../src/core/time.ts";
import { DEFAULT_POLICY } from "../../support/default-policy.ts";
import { LONDON, MONDAY_10, VirtualCustomer, slot } from "../../support/virtual.ts";
import type { Policy } from "../../../src/core/policy.ts";

const ID = "inv_661677a19018beef00a29fae";
const LADDER = { ...DEFAULT_POLICY.ladders, invitation: [0, 3 * DAY, 10 * DAY] };
const REMINDED: Partial<Policy> = { ladders: LADDER };

/** Somebody who is invited for `days`, and has connected nothing. */
function invited(settings: Partial<Policy>, days = 30, tells = true): VirtualCustomer {
  const customer = new VirtualCustomer(settings);
  customer.state = { ...customer.state, contact: { ...customer.state.contact, timezone: LONDON } };
  customer.truth.set(ID, [slot({ slot: "unknown", tariffId: ID, status: "ERROR", connectionType: null })]);
  customer.input({ type: "invited", id: ID, invited: { tells, until: MONDAY_10 + days * DAY } });
  return customer;
}

const connected = (customer: VirtualCustomer): void =>
  void customer.truth.set(ID, [slot({ slot: "unknown", tariffId: ID, status: "CONNECTED", connectionType: null })]);

const hoursOf = (customer: VirtualCustomer): readonly number[] =>
  customer.told.map(({ at }) => Math.round((at - MONDAY_10) / HOUR));

describe("an invitation that is sent", () => {
  it("is sent once with the defaults, and told of as over on its last day", () => {
    const customer = invited({});
    customer.advance(29 * DAY);
    expect([hoursOf(customer), customer.published.length]).toEqual([[0], 0]);
    customer.advance(60 * DAY);
    expect([hoursOf(customer), customer.published.length, customer.openCases]).toEqual([[0], 1, []]);
  });

  it("is reminded of by its ladder, each in the hours for messages", () => {
    const customer = invited(REMINDED);
    customer.advance(90 * DAY);
    expect(hoursOf(customer)).toEqual([0, 72, 240]);
    expect(customer.told.map(({ rung, reason }) => `${rung} ${reason}`)).toEqual([
      "1 invitation",
      "2 invitation",
      "3 invitation",
    ]);
    expect(customer.published).toHaveLength(1);
  });

  it("has no reminder on or after its last day, whatever delays it", () => {
    for (const days of [1, 3, 9, 10]) {
      const customer = invited(REMINDED, days);
      customer.advance(60 * DAY);
      expect(customer.told.every(({ at }) => at < MONDAY_10 + days * DAY)).toBe(true);
      expect(customer.published).toHaveLength(1);
    }
    const snoozed = invited(REMINDED, 12);
    snoozed.input({ type: "snoozed", until: MONDAY_10 + 40 * DAY });
    snoozed.advance(13 * DAY);
    expect([snoozed.told.length, snoozed.published.length, snoozed.openCases]).toEqual([0, 1, []]);
  });

  it("is never reminded of once it is completed, and the company hears of that once", () => {
    const customer = invited(REMINDED);
    customer.advance(DAY);
    connected(customer);
    customer.advance(90 * DAY);
    expect([hoursOf(customer), customer.published.length, customer.openCases]).toEqual([[0], 1, []]);
  });

  it("is never reminded of once it is taken back", () => {
    const customer = invited(REMINDED);
    customer.advance(DAY);
    customer.input({ type: "invitation_withdrawn" });
    customer.advance(90 * DAY);
    expect([hoursOf(customer), customer.published.length, customer.openCases]).toEqual([[0], 0, []]);
  });
});

describe("an invitation that is only handed over", () => {
  it("is written about to nobody, with any ladder", () => {
    const customer = invited(REMINDED, 30, false);
    customer.advance(90 * DAY);
    expect([customer.told.length, customer.published.length]).toEqual([0, 1]);
  });

  it("is asked about after a tap, less and less often, for two days", () => {
    const customer = invited({}, 30, false);
    customer.input({ type: "link_opened", caseNo: 1 });
    customer.advance(20 * DAY);
    expect(customer.probes).toBeGreaterThan(4);
    expect(customer.probes).toBeLessThan(12);
    const early = invited({}, 30, false);
    early.input({ type: "link_opened", caseNo: 1 });
    connected(early);
    early.advance(16 * MINUTE);
    expect(early.openCases).toEqual([]);
  });

  it("is begun once", () => {
    const customer = invited({});
    customer.input({ type: "invited", id: ID, invited: { tells: true, until: MONDAY_10 } });
    expect(customer.state.lastCaseNo).toBe(1);
  });
});
