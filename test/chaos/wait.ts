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

/** Looks again and again until `look` finds nothing left to wait for; gives what is left when the time is over. */
export async function untilNothing(
  look: () => Promise<readonly string[]>,
  limitMs: number,
  everyMs: number,
): Promise<readonly string[]> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const left = await look();
    if (left.length === 0 || Date.now() > deadline) return left;
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
