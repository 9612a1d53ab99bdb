// Proves what becomes of those who find nobody at a gate: they sleep, and come back the less often the longer that lasts, so
// that they are not what keeps it from answering; a page does not wait for it; a turn that comes too late is given back.

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { standingAt } from "../../../src/objects/gate/standing.ts";
import { inTurn, overOf } from "../../../src/objects/gate/turn.ts";
import type { Over } from "../../../src/core/gate/pace.ts";
import type { Entry } from "../../../src/objects/gate/contract.ts";
import type { Env } from "../../../src/setup/env.ts";

const SECOND = 1_000;
const MINUTE = 60_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A gate that answers as `enter` does, and what was given back to it. */
function gateThat(enter: () => Promise<Entry>): { env: Pick<Env, "GATE">; left: Over[]; asked: number[] } {
  const left: Over[] = [];
  const asked: number[] = [];
  const stub = {
    enter: (): Promise<Entry> => {
      asked.push(Date.now());
      return enter();
    },
    leave: (_way: string, _permit: number, over: Over): Promise<void> => {
      left.push(over);
      return Promise.resolve();
    },
  };
  const env = { GATE: { idFromName: (name: string) => name, get: () => stub } } as unknown as Pick<Env, "GATE">;
  return { env, left, asked };
}

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const silence = (): Promise<Entry> => new Promise(() => undefined);

function comes(env: Pick<Env, "GATE">, key: string, dueAt: number, rank: "person" | "message" = "message") {
  const ask = { key, dueAt, rank, isRetry: false, back: null };
  const work = () => Promise.resolve({ result: "called", over: { went: "fine", rest: null } as const });
  return inTurn({ env, log, now: Date.now }, "flatpeak", { who: null, isAhead: false, ask }, work);
}

/** Comes again whenever it may, for so long; gives the waits. */
async function insists(env: Pick<Env, "GATE">, key: string, forMs: number): Promise<readonly number[]> {
  const dueAt = Date.now();
  const waits: number[] = [];
  while (Date.now() - dueAt < forMs) {
    const asked = comes(env, key, dueAt);
    await vi.advanceTimersByTimeAsync(5 * SECOND);
    const turn = await asked;
    if (turn.kind !== "away") throw new Error("nobody let it through");
    waits.push(turn.for);
    await vi.advanceTimersByTimeAsync(turn.for);
  }
  return waits;
}

it.each([
  [{}, { went: "refused", rest: null }],
  [{ retryAfter: 9_000 }, { went: "refused", rest: 9_000 }],
  [
    { isTooMuch: true, retryAfter: 9_000 },
    { went: "limited", rest: 9_000 },
  ],
  [{ timedOut: true }, { went: "late", rest: null }],
  // It says nothing of the load.
  [
    { refusesUs: true, retryAfter: 9_000 },
    { went: "fine", rest: null },
  ],
])("where FlatPeak gives no answer (%j), the pace hears of %j (row 90)", (answer, over) => {
  expect(overOf({ kind: "unavailable", ...answer })).toEqual(over);
  expect(overOf({ kind: "status" })).toEqual({ went: "fine", rest: null });
});

describe("a gate that does not answer", () => {
  it("is asked less and less often by everybody who waits, and every five minutes at least (row 91)", async () => {
    const { env, asked } = gateThat(silence);
    const waits = await insists(env, "loc_1", 60 * MINUTE);
    expect(waits[0]).toBeGreaterThanOrEqual(7.5 * SECOND);
    expect(waits[0]).toBeLessThanOrEqual(10 * SECOND);
    for (const [no, wait] of waits.entries()) expect(wait).toBeGreaterThanOrEqual(waits[no - 1] ?? 0);
    expect(Math.max(...waits)).toBeLessThanOrEqual(5 * MINUTE);
    expect(asked.filter((at) => at >= 10 * MINUTE + (asked[0] ?? 0))).not.toHaveLength(0);
    // It was 240 in the hour.
    expect(asked.length).toBeLessThan(25);
  });

  it("is not asked by all at one moment again (row 91)", async () => {
    const { env } = gateThat(silence);
    const all = Promise.all(Array.from({ length: 500 }, (_, no) => comes(env, `loc_${no}`, Date.now())));
    await vi.advanceTimersByTimeAsync(5 * SECOND);
    const waits = (await all).map((turn) => (turn.kind === "away" ? Math.floor(turn.for / 100) : 0));
    const mostAtOnce = Math.max(...waits.map((wait) => waits.filter((it) => it === wait).length));
    expect(mostAtOnce).toBeLessThan(60);
  });

  it("keeps nobody waiting who looks at a page (row 91)", async () => {
    const { env } = gateThat(silence);
    const seen = comes(env, "loc_1", Date.now(), "person");
    await vi.advanceTimersByTimeAsync(5 * SECOND);
    expect(await seen).toEqual({ kind: "done", result: "called" });
  });

  it("gets a turn back that it gives too late, as unused (row 91)", async () => {
    const { promise, resolve } = Promise.withResolvers<Entry>();
    const { env, left } = gateThat(() => promise);
    const asked = comes(env, "loc_1", Date.now());
    await vi.advanceTimersByTimeAsync(5 * SECOND);
    expect((await asked).kind).toBe("away");
    resolve({ kind: "go", permit: 7, isWatched: false });
    await vi.advanceTimersByTimeAsync(0);
    expect(left).toEqual([{ went: "unused", rest: null }]);
  });

  it("is left alone as long where it throws (row 91)", async () => {
    const { env } = gateThat(() => Promise.reject(new Error("overloaded")));
    const turn = await comes(env, "loc_1", Date.now() - 2 * MINUTE);
    expect(turn.kind === "away" ? turn.for : 0).toBeGreaterThanOrEqual(1.5 * MINUTE);
  });
});

describe("whether FlatPeak takes us, where the gate does not say", () => {
  const standing = (answer: () => Promise<never>) => {
    const env = { GATE: { idFromName: (name: string) => name, get: () => ({ knock: answer, hear: answer }) } };
    return standingAt(env as unknown as Pick<Env, "GATE">, log);
  };

  it.each<[string, () => Promise<never>]>([
    ["is silent", () => new Promise(() => undefined)],
    ["breaks", () => Promise.reject(new Error("overloaded"))],
  ])("is found out by the login, and what came of it is to be told again: it %s", async (_, answer) => {
    const it = standing(answer);
    const door = it.enter();
    const isHeard = it.taken();
    await vi.advanceTimersByTimeAsync(SECOND);
    expect([await door, await isHeard]).toEqual([{ kind: "go", trial: true }, false]);
  });
});
