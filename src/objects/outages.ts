// Which suppliers have an outage: the index says which may, and each of those is asked, since only its own object knows.

import { brokenSuppliersIn } from "./fleet/figures.ts";
import { supplierAt } from "./rooms.ts";
import type { OutageReport } from "./supplier/contract.ts";
import type { Env } from "../setup/env.ts";

/** Asked at once: those of which the most customers cannot be read. */
const MOST_ASKED = 20;

export interface SupplierOutage extends OutageReport {
  readonly supplier: string;
}

/** The outages there are, of the most customers first; those of suppliers that few are with may be left out. */
export async function outagesNow(env: Env, database: D1Database): Promise<readonly SupplierOutage[]> {
  const broken = await brokenSuppliersIn(database, MOST_ASKED);
  const asked = await Promise.all(
    broken.map(async (supplier) => {
      const outage = await supplierAt(env, supplier).outage();
      return outage === null ? [] : [{ supplier, ...outage }];
    }),
  );
  return asked.flat().sort((a, b) => b.customers - a.customers);
}
