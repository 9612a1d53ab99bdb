// Runs before each file of tests in workerd: what one test did to the clock, to the outside or to an object is gone before the
// next. A file whose tests build on one another says so by `keepBetweenTests`.

import { listDurableObjectIds, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, vi } from "vitest";
import { OBJECTS } from "../../src/setup/env.ts";
import type { Env } from "../../src/setup/env.ts";

/** The bindings of the Worker under test. */
export const bindings = env as unknown as Env;

let isKept = false;

/** The tests of this file share one world: what is set up before all of them stands until the last. */
export function keepBetweenTests(): void {
  isKept = true;
}

afterEach(async () => {
  if (isKept) return;
  vi.useRealTimers();
  vi.restoreAllMocks();
  await reset();
  // A busy machine may not be done with an object yet, which then writes once more: the next test would find what it knows.
  for (let times = 0; times < MOST_RESETS && (await isAnybodyLeft()); times++) await reset();
});

/** How often what is left is reset again; what is still there then, the next test will say. */
const MOST_RESETS = 5;

/** True where an object has a storage of its own. */
async function isAnybodyLeft(): Promise<boolean> {
  const left = await Promise.all(OBJECTS.map((name) => listDurableObjectIds(bindings[name])));
  return left.some((ids) => ids.length > 0);
}
