import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { ASSUMPTIONS } from "../../../src/dev/simulator/assumptions.ts";
import { simulateFleet } from "../../../src/dev/simulator/fleet.ts";
import { excessOf, frontierOf, outcomeOf } from "../../../src/dev/simulator/frontier.ts";
import { policyFrom } from "../../../src/dev/simulator/policy-file.ts";
import { variedOf } from "../../../src/dev/simulator/stored.ts";
import { readPolicySettings } from "../../../src/setup/policy.ts";
import type { Policy } from "../../../src/core/policy.ts";
import type { Stored } from "../../../src/dev/simulator/stored.ts";

// `npm run simulate -- --search --customers 20000 --days 120 --out docs` writes it anew.
const stored = JSON.parse(readFileSync(new URL("../../../docs/frontier.json", import.meta.url), "utf8")) as Stored;
const defaults = policyFrom(null);

/** Beside what the search found, with as many customers: policies that differ from the defaults in one line or a few. */
const BESIDE = [
  [{ LADDER_EXPIRING: "0,end" }, { messages: 160.9, hours: 314.7 }],
  [
    { LADDER_EXPIRING: "0,end", LADDER_EXPIRED: "0,4d,14d,30d,60d" },
    { messages: 167.9, hours: 309.7 },
  ],
  [
    { LADDER_EXPIRED: "0,4d,14d,30d,60d", LADDER_FETCH_FAILED: "24h,4d", CAPS: "1/48h,6/28d" },
    { messages: 165.5, hours: 311.6 },
  ],
  [
    { LADDER_EXPIRING: "0,end", LADDER_EXPIRED: "0,4d,14d,30d,60d", LADDER_FETCH_FAILED: "24h,4d" },
    { messages: 147.4, hours: 318.7 },
  ],
] as const;

function policyWith(settings: Readonly<Record<string, string>>): Policy {
  const read = readPolicySettings(settings);
  if (!read.ok) throw new Error("no policy");
  return read.policy;
}

it("the defaults are the policy whose place was measured, under the assumptions that stand", () => {
  expect(stored.current.policy).toEqual(variedOf(defaults));
  expect(stored.assumptions).toEqual(ASSUMPTIONS);
});

it("the defaults lie within 3 % of the frontier within their means, at their number of messages", () => {
  const beside = BESIDE.map(([, figures]) => ({ outcome: { ...stored.current.outcome, ...figures } }));
  for (const more of [[], beside]) {
    const frontier = frontierOf([...stored.withinMeans, ...more], "messages");
    const excess = excessOf(stored.current.outcome, frontier, "messages");
    expect(excess).toBeGreaterThan(0);
    expect(excess).toBeLessThan(0.03);
  }
});

it("the defaults, simulated anew in a small fleet, stand to those beside them as they did in a large one", async () => {
  const trials = [defaults, ...BESIDE.slice(0, 2).map(([settings]) => policyWith(settings))];
  const fleet = { seed: stored.seed, customers: 700, days: stored.days };
  const tallies = await simulateFleet(
    { ...fleet, trials: trials.map((policy) => ({ policy, assumed: ASSUMPTIONS })) },
    1,
  );
  const [now = 0, ...beside] = tallies.map((it) => outcomeOf(it, ASSUMPTIONS).hours);
  for (const [index, hours] of beside.entries()) {
    const large = stored.current.outcome.hours / (BESIDE[index]?.[1].hours ?? NaN);
    // So few customers may be some percent off by chance.
    expect(Math.abs(now / hours / large - 1)).toBeLessThan(0.04);
  }
});
