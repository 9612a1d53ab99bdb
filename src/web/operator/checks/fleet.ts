// Is the database of the fleet there?

import { broken, fine, untried } from "../../../platform/finding.ts";
import type { Finding } from "../../../platform/finding.ts";

/** The part of a D1 binding that is used here. */
export interface Database {
  prepare(query: string): { first(): Promise<unknown> };
}

export async function checkFleet(database: Database | undefined): Promise<Finding> {
  if (database === undefined)
    return untried(
      "fleet_index",
      "there is no D1 database here: no list of cases, no search, no funnel; all else works",
      "Bind one as FLEET in wrangler.toml ([[d1_databases]]), and deploy.",
    );
  try {
    await database.prepare("SELECT 1 AS one").first();
    return fine("fleet_index", "the D1 database answers");
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return broken(
      "fleet_index",
      "the D1 database does not answer",
      "Look at D1 in Cloudflare's dashboard, and check again.",
    );
  }
}
