// Waiting for facts, always with a limit.

import { setTimeout as pause } from "node:timers/promises";

/** Lets a planned while pass: it is drawn by the seed and part of the chaos, and waits for nothing. */
export const lapse = (ms: number): Promise<void> => pause(ms);

/** The result of `work`, or an error naming `what` when it takes longer. */
export async function within<T>(limitMs: number, what: string, work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${what}: not within ${limitMs} ms`)), limitMs);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** How long something is waited for (ms). */
export interface Patience {
  /** While no less is left than was before: a slow machine gets on, and what is lost stays. */
  readonly still: number;
  /** In all. */
  readonly most: number;
}

/** Looks again and again until `look` finds nothing left to wait for; gives what is left when the time is over. */
export async function untilNothing(
  look: () => Promise<readonly string[]>,
  limit: number | Patience,
  everyMs: number,
  now: () => number = Date.now,
): Promise<readonly string[]> {
  const { still, most } = typeof limit === "number" ? { still: limit, most: limit } : limit;
  const last = now() + most;
  let deadline = now() + still;
  let least = Infinity;
  for (;;) {
    const left = await look();
    if (left.length < least) {
      // The first look shows only where it begins.
      if (least < Infinity) deadline = now() + still;
      least = left.length;
    }
    if (left.length === 0 || now() > Math.min(deadline, last)) return left;
    await pause(everyMs);
  }
}

/** Watches how late this process is woken: what a busy machine does to the rig it does to workerd too. */
export function watchStalls(): { readonly longestMs: () => number; readonly stop: () => void } {
  const everyMs = 50;
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - everyMs);
    last = now;
  }, everyMs);
  timer.unref();
  return { longestMs: () => longest, stop: () => clearInterval(timer) };
}
