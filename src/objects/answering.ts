// An object that can be asked whether it answers.

import { DurableObject } from "cloudflare:workers";
import { loadExperiment } from "../setup/experiment/load.ts";
import type { Env } from "../setup/env.ts";

export class Answering extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    // Settings are read without waiting for anything, and what reads this one must be there by then.
    const loading = loadExperiment(env);
    if (loading !== null) void ctx.blockConcurrencyWhile(() => loading);
  }

  /** Reads and writes nothing: that the call comes back is the answer. */
  ping(): true {
    return true;
  }
}
