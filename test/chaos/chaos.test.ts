// The short run of the chaos rig: kills and bad neighbours for some seconds, and every promise kept. And the rig itself:
// it notices a Worker that is broken on purpose.

import { describe, expect, it } from "vitest";
import { runChaos } from "./run.ts";
import { ACKNOWLEDGES_BEFORE_WRITING, NEW_ID_ON_EVERY_ATTEMPT } from "./spoils.ts";

const SEED = 7;
/** A broken Worker never comes to rest. */
const DRAIN_LIMIT_MS = 3_000;

describe("the Worker, killed again and again between a FlatPeak and a provider on a bad day", () => {
  it.concurrent("loses nothing that was acknowledged, and tells everybody once", async () => {
    const report = await runChaos({ seed: SEED, rounds: 6, hurry: true });
    expect(report.violations, `seed ${SEED}`).toEqual([]);
    expect(report.acknowledged).toBe(report.events);
    expect(report.acknowledged).toBeGreaterThan(150);
    expect(report.needs).toBeGreaterThan(10);
    expect(report.messages).toBeGreaterThan(10);
  });

  it.concurrent("would be seen to lose events if it acknowledged before it wrote", async () => {
    const spoils = [ACKNOWLEDGES_BEFORE_WRITING];
    const report = await runChaos({ seed: SEED, rounds: 6, hurry: true, spoils, drainLimitMs: DRAIN_LIMIT_MS });
    expect(report.counts["missing"], `seed ${SEED}`).toBeGreaterThan(0);
  });

  it.concurrent("would be seen to tell twice if it gave each attempt another id", async () => {
    const spoils = [NEW_ID_ON_EVERY_ATTEMPT];
    const report = await runChaos({ seed: SEED, rounds: 6, hurry: true, spoils, drainLimitMs: DRAIN_LIMIT_MS });
    expect(report.counts["doubled"], `seed ${SEED}`).toBeGreaterThan(0);
  });
});
