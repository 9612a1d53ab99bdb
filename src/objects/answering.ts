// An object that can be asked whether it answers.

import { DurableObject } from "cloudflare:workers";
import type { Env } from "../setup/env.ts";

export class Answering extends DurableObject<Env> {
  /** Reads and writes nothing: that the call comes back is the answer. */
  ping(): true {
    return true;
  }
}
