// The product with a meter around it: counts what Cloudflare would bill. It stands in front of the built Worker as its main
// module and changes nothing that ships. `GET /_meter` gives the counts, and starts anew once nothing is under way; `GET /_cron`
// does what the platform does when cron is due.

/** The built Worker's door. It is imported, and its classes are exported metered, by lines that the build adds. */
declare const product: {
  fetch(request: Request, env: unknown, ctx: unknown): Promise<Response>;
  scheduled(controller: null, env: unknown): Promise<void>;
};

/** What was counted since the last time it was asked for. */
const none = {
  workerRequests: 0,
  objectRequests: 0,
  alarms: 0,
  alarmsSet: 0,
  upstreamCalls: 0,
  keysRead: 0,
  keysWritten: 0,
};
let counts = { ...none };
/** Calls into objects that have not ended, alarms included. */
let underway = 0;
let cursors: { readonly rowsRead: number; readonly rowsWritten: number }[] = [];
let patched = false;

type Method = (...words: unknown[]) => unknown;
type Methods = Record<string, Method>;

/** Puts `before` in front of a method, wherever on the prototypes of `target` it is. */
function tap(target: object, name: string, after: (result: unknown) => void): void {
  let owner: object | null = target;
  while (owner !== null && !Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner) as object | null;
  if (owner === null) throw new Error(`no ${name} to count`);
  const original = (owner as Methods)[name];
  if (original === undefined) throw new Error(`no ${name} to count`);
  Object.defineProperty(owner, name, {
    configurable: true,
    writable: true,
    value(this: unknown, ...words: unknown[]) {
      const result = original.apply(this, words);
      after(result);
      return result;
    },
  });
}

/** The storage classes of the runtime are the same for all objects: once is enough. */
function patchStorage(storage: DurableObjectStorage): void {
  if (patched) return;
  patched = true;
  tap(storage.sql, "exec", (cursor) => cursors.push(cursor as (typeof cursors)[number]));
  tap(storage, "setAlarm", () => (counts.alarmsSet += 1));
  // By key and value, each key is a row.
  for (const target of [storage, storage.kv]) {
    for (const name of ["get", "list"]) tap(target, name, () => (counts.keysRead += 1));
    for (const name of ["put", "delete"]) tap(target, name, () => (counts.keysWritten += 1));
  }
}

type ObjectClass = abstract new (ctx: DurableObjectState, env: unknown) => object;

/** The same object, every call and alarm counted. */
export function metered(original: unknown): unknown {
  const Base = original as new (ctx: DurableObjectState, env: unknown) => object;
  class Metered extends Base {
    constructor(ctx: DurableObjectState, env: unknown) {
      patchStorage(ctx.storage);
      super(ctx, env);
    }
  }
  const { prototype } = original as ObjectClass;
  for (const name of Object.getOwnPropertyNames(prototype)) {
    if (name === "constructor") continue;
    const call = (prototype as Methods)[name];
    if (typeof call !== "function") continue;
    Object.defineProperty(Metered.prototype, name, {
      configurable: true,
      async value(this: object, ...words: unknown[]) {
        if (name === "alarm") counts.alarms += 1;
        else counts.objectRequests += 1;
        underway += 1;
        try {
          return await call.apply(this, words);
        } finally {
          underway -= 1;
        }
      },
    });
  }
  return Metered;
}

const outward = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  counts.upstreamCalls += 1;
  return outward(input, init);
};

// oxlint-disable-next-line import/no-default-export -- a Worker's door
export default {
  ...product,
  async fetch(request: Request, env: unknown, ctx: unknown): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === "/_cron") {
      counts.workerRequests += 1;
      await product.scheduled(null, env);
      return new Response(null, { status: 204 });
    }
    if (pathname !== "/_meter") {
      counts.workerRequests += 1;
      return product.fetch(request, env, ctx);
    }
    const { keysRead, keysWritten, ...calls } = counts;
    const rowsRead = cursors.reduce((sum, it) => sum + it.rowsRead, keysRead);
    const rowsWritten = cursors.reduce((sum, it) => sum + it.rowsWritten, keysWritten);
    const said = { ...calls, rowsRead, rowsWritten, underway };
    if (underway === 0) {
      counts = { ...none };
      cursors = [];
    }
    return Response.json(said);
  },
};
