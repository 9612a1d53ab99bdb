// What the fleet's index is told of a customer, and when: with whatever changes a line, after everything else, until it is taken.

import { describe, expect, it } from "vitest";
import { nextAlarm } from "../../../src/core/duties.ts";
import { caseLine } from "../../../src/core/fleet/line.ts";
import { DAY, HOUR, MINUTE } from "../../../src/core/time.ts";
import { newCustomer } from "../../../src/core/state.ts";
import { step } from "../../../src/core/step.ts";
import { DEFAULT_POLICY } from "../../support/default-policy.ts";
import { VirtualCustomer, change, problem, slot } from "../../support/virtual.ts";
import type { CustomerState } from "../../../src/core/state.ts";

/** A customer whose fleet has an index, and what that was told: the numbers, and what was done before it was told. */
function indexed(settings: ConstructorParameters<typeof VirtualCustomer>[0] = {}): VirtualCustomer {
  return new VirtualCustomer({ hasIndex: true, channels: ["sms"], ...settings });
}

const lineOf = (customer: VirtualCustomer, no: number, state: CustomerState = customer.state) => {
  const it = state.cases.find((c) => c.no === no);
  return it === undefined ? null : caseLine(it, state, customer.settings);
};

describe("the index", () => {
  it("is owed a line for a case that opens, and nothing where there is no index", () => {
    const customer = indexed();
    customer.event(problem());
    expect(customer.state).toMatchObject({ lineNo: 1, unindexed: { cases: [1], notifications: [] } });
    const without = new VirtualCustomer();
    without.event(problem());
    expect(without.state).toMatchObject({ lineNo: 0, unindexed: null });
  });

  it("wakes nobody sooner than the first message does, whatever the webhook told of", () => {
    for (const reason of ["expired", "expiring", "upgrade"] as const) {
      const event = problem({ reason, contractEndDate: "2026-02-09" });
      const ladders = { ...DEFAULT_POLICY.ladders, upgrade: [0] };
      const customers = [indexed({ ladders }), new VirtualCustomer({ ladders })];
      const alarms = customers.map((it) => {
        it.event(event);
        return nextAlarm(it.state, it.now, it.settings);
      });
      expect(alarms[0]).toBe(alarms[1]);
      expect(alarms[0]).not.toBeNull();
    }
  });

  it("is told after the message has gone out, and once of both", () => {
    const customer = indexed();
    const toldWhen: number[] = [];
    customer.writeIndex = () => toldWhen.push(customer.told.length) > 0;
    customer.event(problem());
    customer.advance(10 * MINUTE);
    expect(customer.told).toHaveLength(1);
    expect(toldWhen).toEqual([1]);
    expect(customer.state.unindexed).toBeNull();
  });

  it("is told of nothing that its lines do not say: an event that is no news, a probe that finds what is known", () => {
    const customer = indexed();
    let writes = 0;
    customer.writeIndex = () => (writes += 1) > 0;
    customer.event(problem());
    customer.advance(HOUR);
    const { lineNo } = customer.state;
    customer.event(problem());
    customer.event(change("location_update"));
    customer.advance(HOUR);
    expect(customer.state.lineNo).toBe(lineNo);
    expect(writes).toBe(1);
  });

  it("is tried again for ever while it cannot be reached, ever less often, and holds up no message", () => {
    const customer = indexed({ caps: [], channels: ["handoff"] });
    let writes = 0;
    customer.writeIndex = () => (writes += 1) < 0;
    customer.event(problem());
    customer.advance(11 * DAY);
    expect(customer.told.map(({ rung }) => rung)).toEqual([1, 2, 3]);
    expect(customer.state.unindexed).toMatchObject({ cases: [1], notifications: [1, 2, 3] });
    // Once an hour or so, in the end.
    expect(writes).toBeGreaterThan(11 * 24);
    expect(writes).toBeLessThan(5 * 11 * 24);
    customer.writeIndex = () => true;
    customer.advance(DAY);
    expect(customer.state.unindexed).toBeNull();
  });

  it("is told again of what changed while it was being told", () => {
    const customer = indexed();
    customer.event(problem());
    customer.writeIndex = () => {
      customer.writeIndex = () => true;
      customer.input({ type: "link_opened", caseNo: 1 });
      return true;
    };
    customer.advance(5 * MINUTE);
    expect(customer.state.unindexed).toBeNull();
    expect(lineOf(customer, 1)?.tappedAt).not.toBeNull();
  });

  it("lets go of what it was owed where the binding is taken away", () => {
    const customer = indexed();
    customer.event(problem());
    const policy = { ...customer.settings, hasIndex: false };
    expect(nextAlarm({ ...customer.state, cases: [] }, customer.now, policy)).toBeNull();
    const { state } = step(customer.state, { type: "time_passed" }, customer.now, policy);
    expect(state.unindexed).toBeNull();
  });

  it("has the last line of a case that ended", () => {
    const customer = indexed();
    customer.event(problem());
    customer.advance(HOUR);
    customer.truth.set("loc_1", [slot()]);
    customer.event(change("session_complete"));
    const owed: unknown[] = [];
    customer.writeIndex = () => {
      owed.push(customer.state.unindexed);
      return true;
    };
    customer.advance(HOUR);
    expect(customer.openCases).toEqual([]);
    expect(owed.at(-1)).toMatchObject({ cases: [1] });
  });
});

describe("a line", () => {
  it("says how the customer was told, that they tapped and finished, and who supplies them", () => {
    const customer = indexed();
    customer.truth.set("loc_1", [slot({ status: "ERROR", supplier: "prv_1" })]);
    customer.event(problem());
    expect(lineOf(customer, 1)).toMatchObject({ toldAt: null, tappedAt: null, sessionAt: null, supplier: null });
    customer.advance(HOUR);
    customer.input({ type: "link_opened", caseNo: 1 });
    customer.event(change("session_complete"));
    expect(lineOf(customer, 1)).toMatchObject({
      toldAt: customer.told[0]?.at,
      channel: "sms",
      rung: 1,
      supplier: "prv_1",
      tappedAt: customer.now,
      sessionAt: customer.now,
    });
  });

  it("does not say told where the provider takes it back", () => {
    const customer = indexed({ channels: ["email"] });
    customer.deliver = () => ({ kind: "accepted" });
    customer.event(problem());
    customer.advance(HOUR);
    expect(lineOf(customer, 1)?.toldAt).not.toBeNull();
    const outcome = { kind: "failed", why: "bounced", scope: "recipient", address: "dead" } as const;
    customer.input({ type: "delivery_settled", no: 1, attempt: 1, channel: "email", outcome });
    expect(lineOf(customer, 1)).toMatchObject({ toldAt: null, channel: null, rung: null, needs: "unreachable" });
  });

  it("says of every open case that nobody can be told, and takes it back", () => {
    const customer = indexed();
    customer.event(problem());
    const other = slot({ tariffId: "trf_2", slot: "commodity_export", status: "ERROR" });
    customer.truth.set("loc_1", [slot({ status: "ERROR" }), other]);
    customer.event(problem({ tariffId: "trf_2" }));
    customer.advance(HOUR);
    const needs = (): unknown => [1, 2].map((no) => lineOf(customer, no)?.needs);
    expect(needs()).toEqual([null, null]);
    customer.input({ type: "opted_out", by: "page" });
    expect(needs()).toEqual(["opted_out", "opted_out"]);
    expect(customer.state.unindexed?.cases).toEqual([1, 2]);
    customer.input({ type: "opted_in", by: "page" });
    customer.input({ type: "messages_held" });
    expect(needs()).toEqual(["held", "held"]);
  });

  it("asks for somebody once a case was handed over, and no more when it is repaired after all", () => {
    const customer = indexed({ handoverAfter: DAY, caps: [] });
    customer.event(problem());
    customer.advance(25 * DAY);
    expect(customer.openCases).toEqual([]);
    expect(customer.state.tariffs[0]?.handedOver?.caseNo).toBe(1);
    expect(customer.state.unindexed).toBeNull();
    customer.truth.set("loc_1", [slot()]);
    customer.event(change("session_complete"));
    customer.work();
    customer.advance(HOUR);
    expect(customer.state.tariffs[0]?.handedOver).toBeNull();
  });

  it("is one of nobody's where nothing happened", () => {
    const { unindexed, lineNo } = newCustomer("cus_1");
    expect([unindexed, lineNo]).toEqual([null, 0]);
  });
});
