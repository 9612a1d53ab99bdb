// Calls into Durable Objects. A deploy or a move breaks a call that is on its way; those that may be made again are made
// again here. No other file gets at a stub, so that no call can be made without this.

/** First try included. */
const MAX_TRIES = 3;
const MIN_WAIT_MS = 50;
const MAX_WAIT_MS = 400;

/** What the platform calls an object by itself. */
type Handler = "fetch" | "alarm" | "connect" | "webSocketMessage" | "webSocketClose" | "webSocketError";

/** All that can be asked of an object, each with a promise for its answer. What is asked must be idempotent: a call may be made twice. */
export type Calls<T> = {
  readonly [K in Exclude<keyof T, Handler> as T[K] extends (...args: never) => unknown ? K : never]: T[K] extends (
    ...args: infer Args
  ) => infer Answer
    ? (...args: Args) => Promise<Awaited<Answer>>
    : never;
};

/** What the platform notes on an error of a call. Its message is never read: it changes. */
function mayRetry(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { retryable, overloaded } = error as Error & { retryable?: unknown; overloaded?: unknown };
  return retryable === true && overloaded !== true;
}

/**
 * Calls an object with a fresh stub for every try, since a stub that broke stays broken. Tries again only what the
 * platform calls retryable, never on an overloaded object, which that would make worse. Throws what the last try threw.
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

const narrowed = new WeakMap<DurableObjectNamespace, DurableObjectNamespace>();

/** The objects of a namespace that are kept within a jurisdiction: others than those of the same names elsewhere. */
export function within(namespace: DurableObjectNamespace, jurisdiction: "eu"): DurableObjectNamespace {
  const known = narrowed.get(namespace) ?? namespace.jurisdiction(jurisdiction);
  narrowed.set(namespace, known);
  return known;
}

type Method = (...args: readonly unknown[]) => Promise<unknown>;

/**
 * The object of this name, to be asked through `callObject` alone. Only `objects/rooms.ts` calls this: it knows
 * where a name may come from.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the contract of what lives there
export function objectAt<T>(namespace: DurableObjectNamespace, name: string): Calls<T> {
  const id = namespace.idFromName(name);
  const stub = (): Readonly<Record<string, unknown>> => namespace.get(id);
  const methodOf = (method: string) =>
    function ask(...args: readonly unknown[]): Promise<unknown> {
      return callObject(stub, async (it) => (it[method] as Method)(...args));
    };
  return new Proxy({} as Calls<T>, {
    // Whoever awaits a value asks it for `then` first, and this is no promise.
    get: (_, method) => (typeof method === "symbol" || method === "then" ? undefined : methodOf(method)),
  });
}
