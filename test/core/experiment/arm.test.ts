// Who is in which arm: evenly, always the same, one experiment saying nothing of another; and for good once a case is open.

import { describe, expect, it } from "vitest";
import { drawArm, lotOf, standingOf } from "../../../src/core/experiment/arm.ts";
import { DAY, HOUR } from "../../../src/core/time.ts";
import { VirtualCustomer, problem } from "../../support/virtual.ts";
import type { Division } from "../../../src/core/experiment/arm.ts";
import type { Policy } from "../../../src/core/policy.ts";

const TRY: Division = {
  name: "try",
  isOn: true,
  arms: [
    { name: "control", weight: 1 },
    { name: "eager", weight: 1 },
  ],
};

const CUSTOMERS = 20_000;
/** As FlatPeak's, whose ids made after one another are alike but for their ends; and as close to one another as ids can be. */
const IDS: Readonly<Record<string, (no: number) => string>> = {
  "FlatPeak's": (no) => `cus_${(0x66167791 + Math.floor(no / 40)).toString(16)}${no.toString(16).padStart(16, "0")}`,
  counted: (no) => `c${no}`,
};

/** How far counts are from what they should be, as the sum of squares that has the chi-square distribution. */
const chiSquare = (counts: readonly number[], shares: readonly number[]): number => {
  const all = counts.reduce((sum, it) => sum + it, 0);
  return counts.reduce(
    (sum, it, index) => sum + (it - all * (shares[index] ?? 0)) ** 2 / (all * (shares[index] ?? 0)),
    0,
  );
};

/** How many of `lots`, whole numbers from 0, are each. */
const counted = (lots: readonly number[], below: number): readonly number[] =>
  Array.from({ length: below }, (_, value) => lots.filter((it) => it === value).length);

describe.each(Object.entries(IDS))("customers with %s ids", (_, idOf) => {
  const ids = Array.from({ length: CUSTOMERS }, (_, no) => idOf(no));

  it.each(["try", "words", "two-reminders"])("are spread evenly by the name %s", (name) => {
    const counts = counted(
      ids.map((id) => Math.floor(20 * lotOf(name, id))),
      20,
    );
    // 19 degrees of freedom: above 43.8 one time in a thousand.
    expect(
      chiSquare(
        counts,
        counts.map(() => 0.05),
      ),
    ).toBeLessThan(43.8);
  });

  it.each([
    ["a", "b"],
    ["try", "try2"],
    ["two-reminders", "three-reminders"],
  ])("are split by %s as if %s were not there", (one, other) => {
    const counts = counted(
      ids.map((id) => 2 * Math.floor(2 * lotOf(one, id)) + Math.floor(2 * lotOf(other, id))),
      4,
    );
    expect(chiSquare(counts, [0.25, 0.25, 0.25, 0.25])).toBeLessThan(16.3);
  });

  it("are split by the weights", () => {
    const arms = [3, 0, 1].map((weight, index) => ({ name: `arm-${index}`, weight }));
    const counts = new Map<string | null, number>();
    for (const id of ids) {
      const drawn = drawArm({ name: "try", isOn: true, arms }, id);
      counts.set(drawn, (counts.get(drawn) ?? 0) + 1);
    }
    expect(new Set(counts.keys())).toEqual(new Set(["arm-0", "arm-2"]));
    expect(chiSquare([counts.get("arm-0") ?? 0, counts.get("arm-2") ?? 0], [0.75, 0.25])).toBeLessThan(10.8);
  });
});

/** A customer who is treated as an experiment says, which a test may change. The arm `eager` reminds after a day, `afterwards` never. */
class Tried extends VirtualCustomer {
  division: Division | null = TRY;

  constructor(arm: "control" | "eager") {
    super();
    const settings = this.policyOf(this.state);
    const eager: Policy = { ...settings, caps: [], ladders: { ...settings.ladders, expired: [0, DAY] } };
    const afterwards: Policy = { ...settings, ladders: { ...settings.ladders, expired: [0] } };
    this.policyOf = (state) => {
      const standing = this.division === null ? null : standingOf(state, this.division);
      if (standing === null || standing.kind === "settings") return settings;
      if (standing.kind === "afterwards") return afterwards;
      return { ...(standing.name === "eager" ? eager : settings), arm: { experiment: "try", name: standing.name } };
    };
    const id = Array.from({ length: 50 }, (_, no) => `cus_${no}`).find((it) => drawArm(TRY, it) === arm);
    this.state = { ...this.state, customerId: id ?? "" };
  }
}

const expired = (id: string, tariffId = "trf_1") => problem({ id, tariffId, reason: "expired" });
const armsOf = ({ state }: VirtualCustomer): readonly (string | undefined)[] => state.cases.map(({ arm }) => arm?.name);

describe("the arm of a case", () => {
  it("is that of its customer when it is opened, and its messages carry it", () => {
    const customer = new Tried("eager");
    customer.event(expired("evt_1"));
    expect(customer.state.cases[0]?.arm).toEqual({ experiment: "try", name: "eager" });
    const arms: unknown[] = [];
    customer.deliver = ({ arm }) => {
      arms.push(arm);
      return { kind: "sent" };
    };
    customer.advance(26 * HOUR);
    expect(arms).toEqual([1, 2].map(() => ({ experiment: "try", name: "eager" })));
  });

  it("stays when the weights change, and the next case of the customer is opened in it", () => {
    const customer = new Tried("eager");
    customer.event(expired("evt_1"));
    customer.division = {
      ...TRY,
      arms: [
        { name: "control", weight: 1 },
        { name: "eager", weight: 0 },
      ],
    };
    customer.event(expired("evt_2", "trf_2"));
    expect(armsOf(customer)).toEqual(["eager", "eager"]);
    expect(standingOf(customer.state, customer.division)).toEqual({ kind: "arm", name: "eager" });
  });

  it("goes on under what was stated where the experiment is switched off, and under the settings where it is gone", () => {
    const customer = new Tried("eager");
    customer.event(expired("evt_1"));
    customer.advance(HOUR);
    expect(customer.told).toHaveLength(1);
    customer.division = { ...TRY, isOn: false };
    expect(standingOf(customer.state, customer.division)).toEqual({ kind: "afterwards" });
    expect(armsOf(customer)).toEqual(["eager"]);
    // The reminder that was planned is no more: when it would have been due, the case is handed over.
    customer.advance(3 * DAY);
    expect(customer.told).toHaveLength(1);
    expect(customer.published).toHaveLength(1);
    const other = new Tried("eager");
    other.event(expired("evt_1"));
    other.division = null;
    other.advance(2 * DAY);
    expect(other.told).toHaveLength(1);
    other.advance(2 * DAY);
    expect(other.told).toHaveLength(2);
  });

  it("goes on under the settings where another experiment has taken its place, and under what follows where its arm is gone", () => {
    const customer = new Tried("eager");
    customer.event(expired("evt_1"));
    expect(standingOf(customer.state, { ...TRY, name: "other" })).toEqual({ kind: "settings" });
    expect(standingOf(customer.state, { ...TRY, arms: TRY.arms.slice(0, 1) })).toEqual({ kind: "afterwards" });
  });

  it("is none where the case was open before the experiment, nor has a later one of that customer any meanwhile", () => {
    const customer = new Tried("eager");
    customer.division = null;
    customer.event(expired("evt_1"));
    customer.division = TRY;
    customer.event(expired("evt_2", "trf_2"));
    expect(armsOf(customer)).toEqual([undefined, undefined]);
    expect(customer.state.cases.every((it) => !("arm" in it))).toBe(true);
    expect(standingOf(customer.state, TRY)).toEqual({ kind: "settings" });
  });

  it("is none where no arm has a weight, or the experiment is off", () => {
    const { state } = new Tried("eager");
    expect(standingOf(state, { ...TRY, isOn: false })).toEqual({ kind: "settings" });
    expect(standingOf(state, { ...TRY, arms: [{ name: "control", weight: 0 }] })).toEqual({ kind: "settings" });
  });
});
