// The product as a function, for a project of its own: the company's words and providers in, the Worker out.

import { door } from "./door.ts";
import { addOwn } from "./setup/own.ts";
import { tamed } from "./setup/tamed.ts";
import { customComplaints } from "./text/lint.ts";
import type { Own } from "./setup/own.ts";
import type { Env } from "./setup/env.ts";

export type { Env, Own };

/** What a Worker exports as its default. Its objects are the classes of `flatpeak-reconnect/objects`, exported beside it. */
export interface Reconnect {
  readonly fetch: (request: Request, env: Env, context: ExecutionContext) => Response | Promise<Response>;
  readonly scheduled: (controller: ScheduledController, env: Env) => Promise<void>;
}

/**
 * The Worker with what a company adds: `words` in place of ours, and `channels`, providers of its own. To be called once, where
 * the Worker is declared. Throws where a provider cannot be one; what is wrong with words is told like a wrong setting.
 */
export function createReconnect(own: Own = {}): Reconnect {
  const { words = {}, channels = [] } = own;
  addOwn({ words, channels: channels.map(tamed) }, customComplaints, "words");
  return door;
}
