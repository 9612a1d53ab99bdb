// By how much chance alone makes simulated fleets differ, and what they tell of other assumptions.

import { beforeAll, describe, expect, it } from "vitest";
import { ASSUMPTIONS } from "../../../src/dev/simulator/assumptions.ts";
import { exportOf } from "../../../src/dev/simulator/calibrate.ts";
import { simulateFleet } from "../../../src/dev/simulator/fleet.ts";
import { LEANING, leanOf } from "../../../src/dev/simulator/leans.ts";
import { countsAt, luckOf } from "../../../src/dev/simulator/luck.ts";
import { allMomentsOf } from "../../../src/dev/simulator/moments.ts";
import { policyFrom } from "../../../src/dev/simulator/policy-file.ts";
import { merge, newTally } from "../../../src/dev/simulator/tally.ts";
import { EVENTFUL } from "./recover.ts";
import type { Counts } from "../../../src/dev/simulator/luck.ts";
import type { Tally } from "../../../src/dev/simulator/tally.ts";

const shareIn = (counts: Counts, name: string): number =>
  allMomentsOf(exportOf({ counts })).find((it) => it.name === name)?.share ?? NaN;

async function fleet(seed: number): Promise<Tally> {
  const trials = [{ policy: policyFrom(null), assumed: { ...ASSUMPTIONS, ...EVENTFUL } }];
  const [tally] = await simulateFleet({ seed, customers: 200, days: 60, trials, takesLeans: true }, 1);
  if (tally === undefined) throw new Error("no tally");
  return tally;
}

const FIRST_EMAILS = "tapped by email on rung 1 of failures";
const email = LEANING.indexOf("tapEmail");

const spreadOf = (all: readonly number[]): number => {
  const mean = all.reduce((sum, it) => sum + it, 0) / all.length;
  return all.reduce((sum, it) => sum + (it - mean) ** 2, 0);
};

it("what is drawn leans neither way on average, and what is certain not at all", () => {
  for (const share of [0.02, 0.3, 0.9]) {
    expect(share * leanOf(share, true) + (1 - share) * leanOf(share, false)).toBeCloseTo(0, 12);
  }
  expect([leanOf(1, true), leanOf(1.3, true)]).toEqual([0, 0]);
});

describe("six fleets that differ by chance alone", () => {
  let fleets: readonly Tally[] = [];
  beforeAll(async () => {
    fleets = await Promise.all([1, 2, 3, 4, 5, 6].map(fleet));
  });

  it("differ mostly by their luck", () => {
    const taps = fleets.map(({ counts }) => Math.log(shareIn(counts, FIRST_EMAILS)));
    const luck = fleets.map((it) => luckOf(it)[email] ?? NaN);
    const withoutLuck = taps.map((it, index) => it - (luck[index] ?? NaN));
    expect(spreadOf(withoutLuck)).toBeLessThan(spreadOf(taps) / 2);
  });

  it("tell together what they would be like under another assumption", () => {
    const all = newTally();
    for (const it of fleets) merge(all, it);
    const before = shareIn(all.counts, FIRST_EMAILS);
    const slope = Math.log(shareIn(countsAt(all, "tapEmail", 0.01), FIRST_EMAILS) / before) / 0.01;
    expect(Math.abs(slope - 1)).toBeLessThan(0.15);
    expect(shareIn(countsAt(all, "tapEmail", 0), FIRST_EMAILS)).toBe(before);
  });
});
