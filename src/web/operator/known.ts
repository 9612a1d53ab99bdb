// What an operator asks about and is not there: a customer, or the index of the fleet.

import { problemOf } from "./route.ts";
import type { Problem } from "./route.ts";

export const noSuchCustomer = (): Problem => problemOf("not_found", "no such customer is known here");

export const noIndex = (): Problem =>
  problemOf(
    "fleet_index_missing",
    "there is no index of the fleet: bind a D1 database as FLEET in wrangler.toml, deploy, and start POST /v1/fleet/rebuild",
  );
