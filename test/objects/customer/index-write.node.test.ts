// What the index was told of a customer is waited for by whoever forgets them, however late it comes back.

import { afterEach, expect, it, vi } from "vitest";
import { indexAtRest, runIndex } from "../../../src/objects/customer/effects/index-write.ts";
import { newDocument } from "../../../src/objects/customer/rows/document.ts";
import { CASE } from "../../../src/core/blank.ts";
import { DEFAULT_POLICY } from "../../support/default-policy.ts";
import type { CustomerStore } from "../../../src/objects/customer/rows/store.ts";
import type { Turns, Workplace } from "../../../src/objects/customer/workplace.ts";

afterEach(() => {
  vi.useRealTimers();
});

it("a write that outlives its time limit is still out, and at rest only when the database has answered", async () => {
  vi.useFakeTimers();
  const { state } = newDocument("cus_1", 0);
  const owed = { ...state, unindexed: { cases: [1], notifications: [], dueAt: 0, failures: 0 } };
  const store = { load: () => owed, past: { caseOf: () => CASE, notificationOf: () => null } };
  const answered = Promise.withResolvers<[]>();
  const database = { prepare: () => ({ bind: () => ({}) }), batch: () => answered.promise };
  const heard: unknown[] = [];
  const errors: string[] = [];
  const place = {
    customerId: "cus_1",
    env: { FLEET: database },
    deps: { log: { error: (name: string) => errors.push(name) }, config: { policy: DEFAULT_POLICY, experiment: null } },
  } as unknown as Workplace;
  const turns = { apply: (_: Workplace, input: unknown) => Promise.resolve(heard.push(input)) } as unknown as Turns;
  const asStore = store as unknown as CustomerStore;
  const running = runIndex(place, asStore, turns, { type: "index", upTo: 3 });
  await vi.advanceTimersByTimeAsync(10_000);
  await running;
  expect([heard, errors]).toEqual([[{ type: "lines_written", upTo: 3, isWritten: false }], ["index_not_written"]]);

  let isAtRest = false;
  const resting = indexAtRest(asStore).then(() => (isAtRest = true));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(isAtRest).toBe(false);
  answered.resolve([]);
  await resting;
  expect(isAtRest).toBe(true);
});
