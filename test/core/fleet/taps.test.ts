// What a case keeps of its taps, so that each message can be asked whether it brought one.

import { expect, it } from "vitest";
import { caseLine } from "../../../src/core/fleet/line.ts";
import { DAY, HOUR } from "../../../src/core/time.ts";
import { problem, VirtualCustomer } from "../../support/virtual.ts";

const lineOf = (customer: VirtualCustomer) => {
  const [it] = customer.state.cases;
  if (it === undefined) throw new Error("no case");
  return caseLine(it, customer.state, customer.settings);
};

it("a line tells the first tap after each message, and the latest of all", () => {
  const customer = new VirtualCustomer();
  const tap = (): void => void customer.input({ type: "link_opened", caseNo: 1 });
  customer.event(problem());
  expect(lineOf(customer)).toMatchObject({ taps: null, tappedAt: null });
  customer.advance(DAY);
  expect(customer.told).toHaveLength(1);
  const first = customer.now;
  tap();
  customer.advance(4 * HOUR);
  tap();
  expect(lineOf(customer)).toMatchObject({ taps: `${first}`, tappedAt: customer.now });
  while (customer.told.length < 2) customer.advance(HOUR);
  tap();
  expect(lineOf(customer)).toMatchObject({ taps: `${first},${customer.now}`, tappedAt: customer.now });
});

it("a tap that no message brought is none of a message", () => {
  const customer = new VirtualCustomer();
  customer.event(problem());
  customer.input({ type: "link_opened", caseNo: 1 });
  expect(lineOf(customer)).toMatchObject({ taps: null, tappedAt: customer.now });
});
