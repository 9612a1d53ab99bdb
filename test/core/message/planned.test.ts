// What an operator is told of a case's next reminder is when it then leaves.

import { expect, it } from "vitest";
import { plannedReminders } from "../../../src/core/message/planned.ts";
import { readyAt } from "../../../src/core/read.ts";
import { DAY, HOUR } from "../../../src/core/time.ts";
import { MONDAY_10, VirtualCustomer, problem, slot } from "../../support/virtual.ts";

function twoTariffs(): VirtualCustomer {
  const it = new VirtualCustomer();
  const broken = [slot({ status: "ERROR" }), slot({ slot: "commodity_export", tariffId: "trf_2", status: "ERROR" })];
  it.truth.set("loc_1", broken);
  it.event(problem({}));
  it.advance(5 * HOUR);
  it.event(problem({ tariffId: "trf_2", occurredAt: it.now }));
  return it;
}

const plannedIn = ({ state, now, settings: policy }: VirtualCustomer): ReadonlyMap<number, number> =>
  plannedReminders({ state, now, policy });

it("is held by the caps: a case of today, when another was told of today already", () => {
  const it = twoTariffs();
  const [, second] = it.state.cases;
  if (second === undefined) throw new Error("there is no second case");
  expect(readyAt(it.state, second)).toBe(MONDAY_10 + 5 * HOUR);
  // One message in 48 hours.
  const planned = plannedIn(it).get(2);
  expect(planned).toBe((it.told[0]?.at ?? 0) + 2 * DAY);
  it.advance(3 * DAY);
  expect(it.told[1]?.at).toBe(planned);
});

it("is when the message leaves, looked at in any hour of a month", () => {
  const it = twoTariffs();
  const said: { readonly no: number; readonly now: number; readonly at: number }[] = [];
  for (let hour = 0; hour < 30 * 24; hour++) {
    for (const [no, at] of plannedIn(it)) said.push({ no, now: it.now, at });
    it.advance(HOUR);
  }
  const leftAt = ({ no, now }: { readonly no: number; readonly now: number }) =>
    it.told.find(({ at, cases }) => at > now && cases.includes(no))?.at;
  expect(said.filter((one) => leftAt(one) !== one.at)).toEqual([]);
  expect(it.told.length).toBeGreaterThan(3);
});

it("is the instant at which it fell due, for one that nothing holds and that has not left", () => {
  const it = new VirtualCustomer();
  it.event(problem({ occurredAt: MONDAY_10 }));
  it.probeAnswer = () => ({ kind: "unavailable", why: "down", retryAfter: null });
  it.advance(HOUR);
  expect([it.told.length, plannedIn(it).get(1)]).toEqual([0, MONDAY_10]);
});
