// Runs before each file of tests in workerd: what one test did to the clock, to the outside or to an object is gone before the
// next. A file whose tests build on one another says so by `keepBetweenTests`.

import { listDurableObjectIds, reset, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, vi } from "vitest";
import { OBJECTS } from "../../src/setup/env.ts";
import type { Env } from "../../src/setup/env.ts";

/** The bindings of the Worker under test. */
export const bindings = env as unknown as Env;

let isKept = false;

/** The tests of this file share one world: what is set up before all of them stands until the last. */
export function keepBetweenTests(): void {
  isKept = true;
}

let startedAt = 0;
beforeEach(() => {
  startedAt = performance.now();
});

afterEach(async () => {
  if (isKept) return;
  vi.useRealTimers();
  vi.restoreAllMocks();
  if (performance.now() - startedAt > SOME_MAY_SLEEP_MS) await wakeAll();
  await reset();
});

/** The platform puts an object that is left alone to sleep after ten seconds. */
const SOME_MAY_SLEEP_MS = 5_000;

/** What sleeps is passed over by the reset, and the next test would find what it knows. */
async function wakeAll(): Promise<void> {
  for (const name of OBJECTS) {
    const space = bindings[name];
    const ids = await listDurableObjectIds(space);
    await Promise.all(ids.map((id) => runInDurableObject(space.get(id), () => undefined)));
  }
}
