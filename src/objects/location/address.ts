// Where a location lives. The only place that turns a location id into an object.

import { objectAt } from "../../platform/objects.ts";
import type { Env } from "../../setup/env.ts";
import type { Calls } from "../../platform/objects.ts";
import type { Location } from "./object.ts";

/** `locationId` must come from a verified event. */
export const locationAt = (env: Env, locationId: string): Calls<Location> => objectAt(env.LOCATION, locationId);
