// What cases leave in the funnel of messages, and which shares of it are made use of.

import { expect, it } from "vitest";
import { funnelCounts, funnelsOf } from "../../../src/dev/simulator/funnel.ts";
import { momentsOf } from "../../../src/dev/simulator/moments.ts";
import type { CaseTrail, Funnel } from "../../../src/dev/simulator/funnel.ts";

const TRAIL: CaseTrail = {
  told: [
    { channel: "push", rung: 1 },
    { channel: "email", rung: 2 },
    { channel: "sms", rung: 3 },
  ],
  tappedAfter: [1, 2, 2],
  hasSession: false,
};

function funnelBy(by: string, cases: number): Funnel {
  const counts = funnelCounts(TRAIL, "expired", true);
  const all = Object.fromEntries(counts.map((it) => [it, cases]));
  return funnelsOf(all).find((it) => it.by === by) ?? { by, data: [] };
}

it("each message that brought a tap counts so, and what came of it goes to the one with the latest", () => {
  const stepsOf = ({ data }: Funnel): unknown => data.map((it) => [it.key, it.told, it.tapped, it.repaired]);
  expect(stepsOf(funnelBy("message", 1))).toEqual([
    ["email:2", 1, 1, 1],
    ["push:1", 1, 1, 0],
    ["sms:3", 1, 0, 0],
  ]);
  expect(stepsOf(funnelBy("message_reason", 1))).toEqual([
    ["email:2:expired", 1, 1, 1],
    ["push:1:expired", 1, 1, 0],
    ["sms:3:expired", 1, 0, 0],
  ]);
});

it("messages of each reason tell more than those of all, and those more than the latest of each case", () => {
  const namesOf = (...kinds: readonly string[]): readonly string[] =>
    momentsOf({ funnels: kinds.map((by) => funnelBy(by, 50)), optOuts: null }, 30).map(({ name }) => name);
  const cases = ["channel", "rung"];
  expect(namesOf(...cases)).toContain("tapped by sms");
  expect(namesOf("message", ...cases)).toContain("tapped by push on rung 1");
  expect(namesOf("message", ...cases)).not.toContain("tapped by sms");
  expect(namesOf("message_reason", "message", ...cases)).toContain("tapped by push on rung 1 of contracts");
  expect(namesOf("message_reason", "message", ...cases)).not.toContain("tapped by push on rung 1");
});
