// Waiting with a limit.

/** Waits for `work`, at most `ms`. True when it was done in time; the work itself goes on either way. Its error is thrown. */
export async function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  const { promise: limit, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => resolve(false), ms);
  try {
    return await Promise.race([work.then(() => true), limit]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Does `work` with a signal that aborts after `ms`. The timer ends with the work: one left running would keep a Durable
 * Object awake for nothing.
 */
export async function withSignal<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new DOMException("timed out", "TimeoutError")), ms);
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}
