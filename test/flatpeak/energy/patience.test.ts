// What the client remembers and whom it waits for: a refusal of us is nobody's wish to wait, and nothing grows without end.

import { describe, expect, it } from "vitest";
import { createAsker } from "../../../src/flatpeak/energy/ask.ts";
import { createMemory, createPatience } from "../../../src/flatpeak/energy/patience.ts";
import { batchAnswer } from "../../../src/flatpeak/energy/shapes/meter.ts";
import type { Answer, Client } from "../../../src/flatpeak/client.ts";

const NOW = Date.UTC(2026, 5, 15, 7);

function rig(answer: Answer) {
  const slept: number[] = [];
  const calls: string[] = [];
  const client: Client = {
    call(method, path) {
      calls.push(`${method} ${path}`);
      return Promise.resolve(answer);
    },
  };
  const sleep = (ms: number): Promise<void> => Promise.resolve(void slept.push(ms));
  return { client, calls, slept, deps: { now: () => NOW, sleep, maxWaitMs: 60_000 } };
}

const REFUSES_US: Answer = { kind: "unavailable", why: "FlatPeak refuses us", retryAfter: 30_000, refusesUs: true };
const WRITE = { method: "PUT", path: "/meters/interval", isRead: false } as const;
const READ = { method: "GET", path: "/meters/batch", isRead: true } as const;

describe("an account that FlatPeak refuses", () => {
  it("waits for nothing and asks nothing twice", async () => {
    const { client, calls, slept, deps } = rig(REFUSES_US);
    const patience = createPatience(client, deps);
    expect(await patience.call(READ)).toEqual(REFUSES_US);
    expect(await patience.call(READ)).toEqual(REFUSES_US);
    expect([calls.length, slept]).toEqual([2, []]);
  });

  it("has recorded nothing", async () => {
    const { client, deps } = rig(REFUSES_US);
    const ask = createAsker(client, deps);
    const result = await ask({ given: {}, shapes: {}, request: () => WRITE, answer: batchAnswer });
    expect(result).toMatchObject({ kind: "unavailable", mayHaveCounted: false });
  });

  it("is told apart from a FlatPeak that does not answer, which may have recorded what was sent", async () => {
    const { client, deps } = rig({ kind: "unavailable", why: "down", retryAfter: null });
    const ask = createAsker(client, deps);
    const result = await ask({ given: {}, shapes: {}, request: () => WRITE, answer: batchAnswer });
    expect(result).toMatchObject({ kind: "unavailable", mayHaveCounted: true });
  });
});

describe("what is remembered of missing prices", () => {
  it("are ten thousand homes, of which the one that was asked about first is forgotten first", () => {
    const memory = createMemory(() => NOW);
    for (let no = 0; no <= 10_000; no++) memory.remember(`home ${no}`, "no_price_data");
    expect(memory.recall("home 0")).toBeNull();
    expect(memory.recall("home 1")).toEqual({ code: "no_price_data", until: NOW + 15 * 60_000 });
    expect(memory.recall("home 10000")).not.toBeNull();
  });
});
