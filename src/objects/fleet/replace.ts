// What is done to whole customers in the fleet's index: listed, replaced, forgotten.

import { CASES, NOTIFICATIONS, withTables } from "./tables.ts";
import { DATABASE_NOW, statementsFor } from "./write.ts";
import type { CustomerLines } from "./lines.ts";

/** A customer as their object tells them; `lines` is null where it knows nothing of them. */
export interface Told {
  readonly id: string;
  readonly lines: CustomerLines | null;
}

const TABLES = [CASES, NOTIFICATIONS];

/** Lower than the version of any line. */
const NO_VERSION = -1;

/**
 * A line goes that is no newer than what the object tells, or was there when the rebuild began. One that the object has written
 * meanwhile is newer than both.
 */
const replaced = (name: string): string =>
  `DELETE FROM ${name} WHERE customer IN (SELECT json_extract(value, '$.id') FROM json_each(?1)) AND (written_at < ?2
   OR version <= (SELECT json_extract(value, '$.version') FROM json_each(?1) WHERE json_extract(value, '$.id') = customer))`;

/** Writes some customers anew, all that is told of them in one transaction. `mark`: the database's time when that began (ms). */
export async function replaceLines(database: D1Database, all: readonly Told[], mark: number): Promise<void> {
  const versions = JSON.stringify(all.map(({ id, lines }) => ({ id, version: lines?.version ?? NO_VERSION })));
  const statements = [
    ...TABLES.map(({ name }) => database.prepare(replaced(name)).bind(versions, mark)),
    ...statementsFor(
      database,
      all.flatMap(({ lines }) => lines ?? []),
    ),
  ];
  await withTables(database, () => database.batch(statements));
}

/** Ids of customers in the index, in their order, from the one after `after`. */
export async function customersAfter(database: D1Database, after: string, limit: number): Promise<readonly string[]> {
  const lists = TABLES.map(
    ({ name }) =>
      `SELECT * FROM (SELECT DISTINCT customer FROM ${name} WHERE customer > ?1 ORDER BY customer LIMIT ?2)`,
  );
  const sql = `${lists.join(" UNION ")} ORDER BY customer LIMIT ?2`;
  const { results } = await withTables(database, () =>
    database.prepare(sql).bind(after, limit).all<{ customer: string }>(),
  );
  return results.map(({ customer }) => customer);
}

/** The database's own time (ms). */
export async function databaseTime(database: D1Database): Promise<number> {
  return (await database.prepare(`SELECT ${DATABASE_NOW} AS now`).first<number>("now")) ?? 0;
}

/** Forgets all lines of a customer, and says how many. Their object must be at rest: what it writes after this comes back. */
export async function forgetCustomer(database: D1Database, customerId: string): Promise<number> {
  const done = await withTables(database, () =>
    database.batch(
      TABLES.map(({ name }) =>
        database.prepare(`DELETE FROM ${name} WHERE customer = ? RETURNING no`).bind(customerId),
      ),
    ),
  );
  return done.reduce((sum, { results }) => sum + results.length, 0);
}

/** All that the index holds of a customer, as it stands there. */
export async function rowsOf(
  database: D1Database,
  customerId: string,
): Promise<Readonly<Record<"cases" | "notifications", readonly Readonly<Record<string, unknown>>[]>>> {
  const [cases, notifications] = await withTables(database, () =>
    database.batch<Record<string, unknown>>(
      TABLES.map(({ name }) =>
        database.prepare(`SELECT * FROM ${name} WHERE customer = ? ORDER BY no`).bind(customerId),
      ),
    ),
  );
  return { cases: cases?.results ?? [], notifications: notifications?.results ?? [] };
}

/** Forgets what ended before `before` (ms), as the customers' objects do. */
export async function forgetOld(database: D1Database, before: number): Promise<void> {
  await withTables(database, () =>
    database.batch([
      database.prepare("DELETE FROM cases WHERE ended_at < ?").bind(before),
      database.prepare("DELETE FROM notifications WHERE settled_at < ?").bind(before),
    ]),
  );
}
