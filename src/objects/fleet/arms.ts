// What the fleet's index says of the arms of an experiment: sums over customers, each by their first case in it.

import { withTables } from "./tables.ts";
import type { ArmSums } from "../../core/experiment/compare.ts";

/** All of an arm so far, whether or not its outcome is known. Times in ms. */
export interface ArmSoFar {
  readonly arm: string;
  readonly cases: number;
  readonly customers: number;
  /** When its first case was opened. */
  readonly since: number;
}

export interface ArmKnown extends ArmSums {
  readonly arm: string;
}

/** A case that moved goes on with another customer, and somebody who is invited has nothing to repair. */
const COUNTED = "experiment = ?1 AND state <> 'moved' AND reason <> 'invitation'";

const SO_FAR = `SELECT arm, COUNT(*) AS cases, COUNT(DISTINCT customer) AS customers, MIN(opened_at) AS since
  FROM cases WHERE ${COUNTED} GROUP BY arm`;

// Of the columns beside MIN, SQLite gives those of the row that has it (its documentation: "Bare columns in an aggregate query").
const KNOWN = `WITH firsts AS (
    SELECT customer, arm, MIN(opened_at) AS opened, state, ended_at FROM cases WHERE ${COUNTED} GROUP BY customer
  ), known AS (
    SELECT customer, arm, opened, state = 'repaired' AND ended_at <= opened + ?3 AS repaired
    FROM firsts WHERE opened <= ?2 - ?3
  ), told AS (
    SELECT known.customer AS customer, COUNT(*) AS messages FROM known
    JOIN notifications AS n ON n.experiment = ?1 AND n.customer = known.customer
    WHERE n.kind = 'notify' AND n.called_at IS NOT NULL AND n.created_at >= opened AND n.created_at < opened + ?3
    GROUP BY known.customer
  ), per_customer AS (SELECT arm, repaired, COALESCE(messages, 0) AS m FROM known LEFT JOIN told USING (customer))
  SELECT arm, COUNT(*) AS customers, SUM(repaired) AS repaired, SUM(m) AS messages, SUM(m * m) AS messagesSquared,
    SUM(m * repaired) AS messagesOfRepaired FROM per_customer GROUP BY arm`;

/**
 * The arms of an experiment at `now` (ms), those that have any case. An outcome is known `within` (ms) after the first case was opened, and
 * cannot change any more: a repair counts that came by then, and messages that were owed by then.
 */
export async function armsOf(
  database: D1Database,
  experiment: string,
  { now, within }: { readonly now: number; readonly within: number },
): Promise<{ readonly soFar: readonly ArmSoFar[]; readonly known: readonly ArmKnown[] }> {
  const [soFar, known] = await withTables(database, () =>
    Promise.all([
      database.prepare(SO_FAR).bind(experiment).all<ArmSoFar & Record<string, unknown>>(),
      database.prepare(KNOWN).bind(experiment, now, within).all<ArmKnown & Record<string, unknown>>(),
    ]),
  );
  return { soFar: soFar.results, known: known.results };
}
