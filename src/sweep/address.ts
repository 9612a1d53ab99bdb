// Where the sweep lives: one object, woken by cron, on no request's path.

import type { Env } from "../env.ts";
import type { Sweep } from "./object.ts";

/** A fresh stub. */
export const theSweep = (env: Env): DurableObjectStub<Sweep> => env.SWEEP.get(env.SWEEP.idFromName("sweep"));
