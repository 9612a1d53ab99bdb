import { expect, it } from "vitest";
import { ASSUMPTION_NAMES, ASSUMPTIONS } from "../../../src/dev/simulator/assumptions.ts";
import { policyFrom } from "../../../src/dev/simulator/policy-file.ts";
import {
  nearestTo,
  rangeOf,
  sensitivityLines,
  sensitivityOf,
  takenOf,
  turnedIn,
} from "../../../src/dev/simulator/sensitivity.ts";
import { chanceOf } from "../../../src/dev/simulator/chance.ts";
import { drawn } from "../../../src/dev/simulator/space.ts";
import type { AssumptionName } from "../../../src/dev/simulator/assumptions.ts";
import type { Outcome } from "../../../src/dev/simulator/frontier.ts";
import type { Named } from "../../../src/dev/simulator/named.ts";

const outcome = (messages: number, hours: number): Outcome => ({
  messages,
  hours,
  smsCost: 0,
  optOuts: 0,
  contractsOver: 0,
});
const [candidate] = drawn(chanceOf(1), 1);
const point = (name: string, messages: number, hours: number): Named => {
  if (candidate === undefined) throw new Error("nothing drawn");
  return { name, candidate, outcome: outcome(messages, hours) };
};

const isShare = (name: AssumptionName): boolean =>
  ASSUMPTIONS[name] <= 1 && !["failuresPerYear", "outageNoticedHours"].includes(name);

it("compares the points that lie next to the current settings on either frontier", () => {
  const both = point("p2", 20, 70);
  const messages = [point("p1", 10, 90), both, point("p4", 40, 50)];
  const withinMeans = [both, point("p3", 31, 60), point("p5", 50, 40)];
  const near = nearestTo(outcome(30, 80), { messages, withinMeans, smsCost: [], optOuts: [] });
  expect(near.map((it) => it.name)).toEqual(["p2", "p3", "p4"]);
});

it("takes who has the fewest hours for no more messages, and sees who turned around", () => {
  const base = [point("current", 30, 80), point("a", 20, 70), point("b", 40, 50)];
  const now = [point("current", 30, 60), point("a", 20, 70), point("b", 30.5, 70.5)];
  expect([takenOf(base), takenOf(now)]).toEqual(["a", "current"]);
  // a and b are too near to each other to say anything.
  expect(turnedIn(base, now)).toEqual(["current/a", "current/b"]);
});

it("varies every assumption that can turn something, within what it can be", async () => {
  for (const name of ASSUMPTION_NAMES) {
    const [low, high] = rangeOf(name, ASSUMPTIONS);
    expect(low).toBeGreaterThanOrEqual(0);
    expect(low).toBeLessThanOrEqual(ASSUMPTIONS[name]);
    expect(high).toBeGreaterThanOrEqual(ASSUMPTIONS[name]);
    expect(high).toBeLessThanOrEqual(isShare(name) ? 1 : Infinity);
  }
  const fleet = { seed: 1, customers: 4, days: 30 };
  const trials = { current: policyFrom(null), points: [point("p1", 1, 1)], assumed: ASSUMPTIONS };
  const found = await sensitivityOf(fleet, trials, 1, () => {});
  const lines = sensitivityLines(found).join("\n");
  const missing = ASSUMPTION_NAMES.filter((name) => !new RegExp(`^ {2}${name} `, "m").test(lines));
  expect(missing).toEqual(["smsPrice"]);
  expect(found.variations.every((it) => it.compared.length === 2)).toBe(true);
});
