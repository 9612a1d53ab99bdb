// A deploy as callers see it: the first call into every object breaks, and the platform says that it may be made again.

import { OBJECTS } from "../../src/setup/env.ts";
import type { Env } from "../../src/setup/env.ts";

const broken = (): Error => Object.assign(new Error("the object is being moved"), { retryable: true });

/** A namespace whose every stub is broken on first use; `calls` counts what was asked of which. */
function moving<T extends Rpc.DurableObjectBranded>(
  namespace: DurableObjectNamespace<T>,
  noted: (method: string) => void,
): DurableObjectNamespace<T> {
  const seen = new Set<string>();
  const get = (id: DurableObjectId): unknown => {
    const stub = namespace.get(id) as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
    return new Proxy(
      {},
      {
        get:
          (_, method: string) =>
          (...args: unknown[]) => {
            const call = `${id.toString()} ${method}`;
            if (seen.has(call)) return stub[method]?.(...args);
            seen.add(call);
            noted(method);
            return Promise.reject(broken());
          },
      },
    );
  };
  return { idFromName: (name: string) => namespace.idFromName(name), get } as unknown as DurableObjectNamespace<T>;
}

/** The bindings in the middle of a deploy, and the methods whose first call broke so far. */
export function duringDeploy(bindings: Env): { readonly env: Env; readonly broken: readonly string[] } {
  const broke: string[] = [];
  const moved = Object.fromEntries(
    OBJECTS.map((name) => [
      name,
      moving(
        bindings[name] as unknown as DurableObjectNamespace<Rpc.DurableObjectBranded>,
        (method) => void broke.push(`${name}.${method}`),
      ),
    ]),
  );
  return { env: { ...bindings, ...moved }, broken: broke };
}
