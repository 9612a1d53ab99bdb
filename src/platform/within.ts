// Waiting with a limit.

/** Waits for `work`, at most `ms`. True when it was done in time; the work itself goes on either way. Its error is thrown. */
export const within = (work: Promise<unknown>, ms: number): Promise<boolean> =>
  orLate(
    work.then(() => true),
    ms,
    false,
  );

/** What `work` gives, or `late` where that takes longer than `ms`; the work itself goes on either way. Its error is thrown. */
export async function orLate<T, Late>(work: Promise<T>, ms: number, late: Late): Promise<T | Late> {
  const { promise: limit, resolve } = Promise.withResolvers<Late>();
  const timer = setTimeout(() => resolve(late), ms);
  try {
    return await Promise.race([work, limit]);
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
