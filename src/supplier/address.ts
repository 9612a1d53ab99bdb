// Where a supplier's trouble is counted. Named only by what FlatPeak's own API says.

import type { Env } from "../env.ts";
import type { Supplier } from "./object.ts";

export const supplierAt = (env: Env, supplier: string): DurableObjectStub<Supplier> =>
  env.SUPPLIER.get(env.SUPPLIER.idFromName(supplier.slice(0, 200)));
