// The verdict of an experiment: seldom fooled at daily looks, and quick enough where there is something to find.

import { describe, expect, it } from "vitest";
import {
  FEWEST,
  compareArms,
  customersNeeded,
  estimatePerCustomer,
  estimatePerMessage,
  sharedAmong,
} from "../../../src/core/experiment/compare.ts";
import { reportOn } from "../../../src/core/experiment/report.ts";
import { runPairs } from "../../../src/dev/simulator/pairs.ts";
import type { ArmSums, Rules } from "../../../src/core/experiment/compare.ts";

const RULES: Rules = { alpha: 0.05, worth: 0.05 };
const TRIAL = { pairs: 1_000, days: 120, aDay: 50, control: 0.53, rules: RULES, seed: 7 };

const arm = (customers: number, repaired: number, messages = 2 * customers): ArmSums => ({
  customers,
  repaired,
  messages,
  messagesSquared: 5 * customers,
  messagesOfRepaired: 1.5 * repaired,
});

describe("an experiment that is looked at every day", () => {
  it("is called real at most one time in twenty where there is no difference, also by who never gives up", () => {
    const none = runPairs({ ...TRIAL, arm: 0.53 });
    expect(none.real).toBeLessThan(0.05);
    expect(none.tooSmall).toBeGreaterThan(0.9);
    const stubborn = runPairs({ ...TRIAL, arm: 0.53, isStubborn: true });
    expect(stubborn.real).toBeGreaterThan(0);
    expect(stubborn.real).toBeLessThan(0.05);
  });

  it("finds five points within the stated number of customers in four cases of five, the right way round", () => {
    const found = runPairs({ ...TRIAL, arm: 0.58 });
    expect(found.needed).toBe(2_998);
    expect(found.realWithin(found.needed)).toBeGreaterThan(0.8);
    expect(found.real).toBeGreaterThan(0.97);
    expect(found.wrongSide).toBe(0);
    expect(runPairs({ ...TRIAL, arm: 0.48 }).real).toBeGreaterThan(0.97);
  });

  it("is fooled more often by a usual interval, which is why this one is wider", () => {
    const { low } = compareArms(arm(1_000, 530), arm(1_000, 580), RULES).difference;
    const usual = 0.05 - 1.96 * Math.sqrt((0.53 * 0.47 + 0.58 * 0.42) / 1_000);
    expect(usual).toBeGreaterThan(0);
    expect(low).toBeLessThan(0);
  });
});

describe("the comparison of two arms", () => {
  it("says nothing of few", () => {
    expect(compareArms(arm(0, 0), arm(0, 0), RULES)).toEqual({
      difference: { value: null, low: null, high: null },
      verdict: "go_on",
    });
    const early = compareArms(arm(FEWEST - 1, 0), arm(FEWEST, FEWEST), RULES);
    expect(early.verdict).toBe("go_on");
    expect(early.difference.low).toBeNull();
  });

  it("is the same the other way round", () => {
    const [one, other] = [arm(1_400, 700), arm(3_000, 1_700)];
    const there = compareArms(one, other, RULES);
    const back = compareArms(other, one, RULES);
    expect(there.verdict).toBe(back.verdict);
    expect(there.difference.low).toBeCloseTo(-(back.difference.high ?? Infinity), 12);
  });

  it("needs more where several arms are compared, or less is worth knowing", () => {
    const shared = sharedAmong(RULES, 3);
    expect(shared.alpha).toBeCloseTo(0.05 / 3, 12);
    expect(customersNeeded(0.53, shared)).toBeGreaterThan(customersNeeded(0.53, RULES));
    expect(customersNeeded(0.53, { ...RULES, worth: 0.02 })).toBeGreaterThan(5 * customersNeeded(0.53, RULES));
    expect(sharedAmong(RULES, 0)).toEqual(RULES);
  });

  it("takes a share of none or of all for as uncertain as it is", () => {
    expect(compareArms(arm(100, 0), arm(100, 0), { ...RULES, worth: 0.01 }).verdict).toBe("go_on");
    const none = estimatePerCustomer(arm(200, 0), RULES);
    expect(none.value).toBe(0);
    expect(none.low).toBe(0);
    expect(none.high).toBeGreaterThan(0.01);
    expect(estimatePerCustomer(arm(200, 200), RULES).high).toBe(1);
  });
});

describe("repairs for each message", () => {
  it("have an interval that narrows with more customers", () => {
    const few = estimatePerMessage(arm(400, 200), RULES);
    const many = estimatePerMessage(arm(40_000, 20_000), RULES);
    expect(few.value).toBe(0.25);
    expect(many.value).toBe(0.25);
    expect((many.high ?? 0) - (many.low ?? 0)).toBeLessThan(((few.high ?? 0) - (few.low ?? 0)) / 5);
  });

  it("are unknown where none was sent, and a point where none was repaired", () => {
    expect(estimatePerMessage(arm(400, 200, 0), RULES)).toEqual({ value: null, low: null, high: null });
    expect(estimatePerMessage(arm(400, 0), RULES)).toEqual({ value: 0, low: null, high: null });
  });
});

describe("a report", () => {
  const sums = (repaired: number): ArmSums => arm(1_000, repaired);

  it("is over once every arm is decided against the control, which several share", () => {
    const two = reportOn(
      ["control", "b"],
      new Map([
        ["control", sums(500)],
        ["b", sums(610)],
      ]),
      RULES,
    );
    expect(two.arms.map(({ verdict }) => verdict)).toEqual([null, "real"]);
    expect(two.isOver).toBe(true);
    const three = reportOn(
      ["control", "b", "c"],
      new Map([
        ["control", sums(500)],
        ["b", sums(610)],
      ]),
      RULES,
    );
    expect(three.arms.map(({ verdict }) => verdict)).toEqual([null, "real", "go_on"]);
    expect(three.isOver).toBe(false);
    expect(three.needed).toBeGreaterThan(two.needed);
    expect(three.arms[1]?.difference.low).toBeLessThan(two.arms[1]?.difference.low ?? 0);
  });

  it("says of nobody that nothing is known, and how many are needed at the worst", () => {
    const { arms, isOver, needed } = reportOn(["control", "b"], new Map(), RULES);
    expect(isOver).toBe(false);
    expect(needed).toBe(customersNeeded(0.5, RULES));
    expect(arms[1]?.perCustomer).toEqual({ value: null, low: null, high: null });
  });
});
