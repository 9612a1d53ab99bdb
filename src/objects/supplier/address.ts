// Where a supplier's trouble is counted. Named only by what FlatPeak's own API says.

import { objectAt } from "../../platform/objects.ts";
import type { Env } from "../../setup/env.ts";
import type { Calls } from "../../platform/objects.ts";
import type { Supplier } from "./object.ts";

export const supplierAt = (env: Env, supplier: string): Calls<Supplier> =>
  objectAt(env.SUPPLIER, supplier.slice(0, 200));
