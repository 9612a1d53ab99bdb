// Where a location lives. The only place that turns a location id into an object.

import type { Env } from "../env.ts";
import type { Location } from "./object.ts";

/** A fresh stub. `locationId` must come from a verified event. */
export const locationAt = (env: Env, locationId: string): DurableObjectStub<Location> =>
  env.LOCATION.get(env.LOCATION.idFromName(locationId));
