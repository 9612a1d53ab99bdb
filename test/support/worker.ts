// Runs before each file of tests in workerd: what one test did to the clock, to the outside or to an object is gone before the
// next. A file whose tests build on one another says so by `keepBetweenTests`.

import { reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, vi } from "vitest";
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
});
