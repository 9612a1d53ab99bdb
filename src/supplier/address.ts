// Where a supplier's trouble is counted. Named only by what FlatPeak's own API says.

import { objectAt } from "../platform/calls.ts";
import type { Env } from "../env.ts";
import type { Calls } from "../platform/calls.ts";
import type { Supplier } from "./object.ts";

export const supplierAt = (env: Env, supplier: string): Calls<Supplier> =>
  objectAt(env.SUPPLIER, supplier.slice(0, 200));
