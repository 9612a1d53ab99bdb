// Calls into Durable Objects. A deploy or a move breaks a call that is on its way; some of those may be made again.

/** First try included. */
const MAX_TRIES = 3;
const MIN_WAIT_MS = 50;
const MAX_WAIT_MS = 400;

/** What the platform notes on an error of a call. Its message is never read: it changes. */
function mayRetry(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { retryable, overloaded } = error as Error & { retryable?: unknown; overloaded?: unknown };
  return retryable === true && overloaded !== true;
}

/**
 * Calls an object with a fresh stub for every try, since a stub that broke stays broken. Tries again only what the
 * platform calls retryable, never on an overloaded object, which that would make worse. `call` must be idempotent.
 */
export async function callObject<Stub, Answer>(
  stub: () => Stub,
  call: (stub: Stub) => Promise<Answer>,
): Promise<Awaited<Answer>> {
  for (let tries = 1; ; tries++) {
    try {
      return await call(stub());
    } catch (error) {
      if (tries === MAX_TRIES || !mayRetry(error)) throw error;
      const wait = MIN_WAIT_MS + Math.random() * (MAX_WAIT_MS - MIN_WAIT_MS);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
