// Where the sweep lives: one object, woken by cron, on no request's path.

import { objectAt } from "../../platform/objects.ts";
import type { Env } from "../../setup/env.ts";
import type { Calls } from "../../platform/objects.ts";
import type { Sweep } from "./object.ts";

export const theSweep = (env: Env): Calls<Sweep> => objectAt(env.SWEEP, "sweep");
