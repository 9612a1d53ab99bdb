// Waiting for what comes about by itself.

import { vi } from "vitest";

/** Far above any wait: it ends a test that hangs, and says nothing of how quick a machine is. */
const LIMIT_MS = 120_000;

/** Waits until `work` throws no more, and gives what it gives. */
export const eventually = <T>(work: () => T | Promise<T>): Promise<T> => vi.waitFor(work, { timeout: LIMIT_MS });
