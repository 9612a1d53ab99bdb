// Where the sweep lives: one object, woken by cron, on no request's path.

import { objectAt } from "../platform/calls.ts";
import type { Env } from "../env.ts";
import type { Calls } from "../platform/calls.ts";
import type { Sweep } from "./object.ts";

export const theSweep = (env: Env): Calls<Sweep> => objectAt(env.SWEEP, "sweep");
