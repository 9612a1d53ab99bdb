import { describe, expect, it } from "vitest";
import { nextAlarm } from "../../src/core/duties.ts";
import { step } from "../../src/core/step.ts";
import { MINUTE } from "../../src/core/time.ts";
import { MONDAY_10, VirtualCustomer, problem, slot } from "../support/virtual.ts";
import type { CustomerState } from "../../src/core/state.ts";

/** A customer with so many homes, each with a case; told of them where `told`. */
function landlord(homes: number, told: boolean): VirtualCustomer {
  const customer = new VirtualCustomer({ channels: ["sms"] });
  for (let no = 0; no < homes; no++) {
    customer.truth.set(`loc_${no}`, [slot({ tariffId: `trf_${no}`, status: "ERROR" })]);
    customer.event(problem({ tariffId: `trf_${no}`, locationId: `loc_${no}` }));
  }
  if (told) customer.advance(20 * MINUTE);
  return customer;
}

/** How often an item of the state's lists is read while one event is taken in and the alarm is found. */
function readsOf({ state, now, settings }: VirtualCustomer): number {
  let reads = 0;
  const counted = <T extends object>(list: readonly T[]): readonly T[] =>
    new Proxy(list, {
      get(target, key, receiver) {
        if (typeof key === "string" && /^\d+$/.test(key)) reads += 1;
        return Reflect.get(target, key, receiver);
      },
    });
  const watched: CustomerState = {
    ...state,
    cases: counted(state.cases),
    locations: counted(state.locations),
    tariffs: counted(state.tariffs),
  };
  const event = problem({ tariffId: "trf_new", locationId: "loc_new", occurredAt: now });
  const after = step(watched, { type: "event", event }, now, settings);
  const next = { ...after.state, cases: counted(after.state.cases), locations: counted(after.state.locations) };
  nextAlarm(next, now, settings);
  return reads;
}

describe("an event of a customer with many homes (row 32)", () => {
  it.each([
    ["who was not told yet", false],
    ["who was told", true],
  ])("costs about as much more as there are more homes, %s", (_, told) => {
    const few = readsOf(landlord(100, told));
    const many = readsOf(landlord(400, told));
    expect(few).toBeGreaterThan(100);
    expect(many / few).toBeLessThan(5);
  });

  it("is one message about all of them", () => {
    const customer = landlord(60, true);
    expect(customer.told.map((it) => it.cases.length)).toEqual([60]);
    expect(customer.told[0]?.at).toBeLessThan(MONDAY_10 + 20 * MINUTE);
  });
});
