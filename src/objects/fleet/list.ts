// Lists of the fleet's index, newest first, a page at a time. A page begins after the last row of the one before it, so that what
// comes in meanwhile shifts nothing.

import { withTables } from "./tables.ts";

/** A row as it stands in the index: its columns by name. */
export type Row = Readonly<Record<string, string | number | null>>;

const CASE_COLUMNS = ["state", "reason", "supplier", "channel", "customer", "tariff", "location"] as const;
const NOTIFICATION_COLUMNS = ["status", "kind", "channel", "customer", "id"] as const;

/** What a list is narrowed down to: what stands in a column, and from when to when (ms, `to` left out itself). */
type Filter<Columns extends readonly string[]> = { readonly [name in Columns[number]]?: string | undefined } & {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
};

export type CaseFilter = Filter<typeof CASE_COLUMNS> & {
  /** `any`: all that needs somebody; else for this reason. */
  readonly needs?: string | undefined;
  /** The beginning of an id, of a customer, a tariff or a location. */
  readonly search?: string | undefined;
};

export type NotificationFilter = Filter<typeof NOTIFICATION_COLUMNS>;

/** Where a page ended. */
export type Place = readonly [at: number, customer: string, no: number];

export interface Page {
  readonly rows: readonly Row[];
  /** Where the next page begins; null where there is none. */
  readonly next: Place | null;
}

interface Condition {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/** A list, and what it can be narrowed down to and is ordered by. */
interface List<Columns extends readonly string[]> {
  readonly table: string;
  readonly at: string;
  readonly columns: Columns;
}

const BY_CASE: List<typeof CASE_COLUMNS> = { table: "cases", at: "opened_at", columns: CASE_COLUMNS };
const BY_NOTIFICATION: List<typeof NOTIFICATION_COLUMNS> = {
  table: "notifications",
  at: "created_at",
  columns: NOTIFICATION_COLUMNS,
};

/** What a filter says of columns and times. */
function conditionsOf<Columns extends readonly string[]>(
  { at, columns }: List<Columns>,
  filter: Filter<Columns>,
): readonly Condition[] {
  const { from, to } = filter;
  const named = columns.flatMap((column: Columns[number]) => {
    const value = filter[column];
    return value === undefined ? [] : [{ sql: `${column} = ?`, values: [value] }];
  });
  return [
    ...named,
    ...(from === undefined ? [] : [{ sql: `${at} >= ?`, values: [from] }]),
    ...(to === undefined ? [] : [{ sql: `${at} < ?`, values: [to] }]),
  ];
}

/** Higher than any character of an id. */
const LAST = "~";

/** A range, not LIKE: that is read from an index. */
function searched(columns: readonly string[], start: string | undefined): readonly Condition[] {
  if (start === undefined) return [];
  const sql = columns.map((it) => `(${it} >= ? AND ${it} < ?)`).join(" OR ");
  return [{ sql: `(${sql})`, values: columns.flatMap(() => [start, `${start}${LAST}`]) }];
}

async function pageOf(
  database: D1Database,
  { table, at }: List<readonly string[]>,
  conditions: readonly Condition[],
  after: Place | null,
  limit: number,
): Promise<Page> {
  const further = after === null ? [] : [{ sql: `(${at}, customer, no) < (?, ?, ?)`, values: after }];
  const all = [...conditions, ...further];
  const where = all.length === 0 ? "" : `WHERE ${all.map(({ sql }) => sql).join(" AND ")}`;
  const sql = `SELECT * FROM ${table} ${where} ORDER BY ${at} DESC, customer DESC, no DESC LIMIT ?`;
  const values = [...all.flatMap((it) => it.values), limit + 1];
  const { results } = await withTables(database, () =>
    database
      .prepare(sql)
      .bind(...values)
      .all<Record<string, string | number | null>>(),
  );
  const rows = results.slice(0, limit);
  const last = results.length > limit ? rows.at(-1) : undefined;
  return { rows, next: last === undefined ? null : [Number(last[at]), String(last["customer"]), Number(last["no"])] };
}

function needing(needs: string | undefined): readonly Condition[] {
  if (needs === undefined) return [];
  // Said in any case: by this the index of those few is known to serve.
  const any = { sql: "needs IS NOT NULL", values: [] };
  return needs === "any" ? [any] : [any, { sql: "needs = ?", values: [needs] }];
}

/** A page of cases by when they were opened. */
export function listCases(database: D1Database, filter: CaseFilter, after: Place | null, limit: number): Promise<Page> {
  const { needs, search } = filter;
  const conditions = [
    ...needing(needs),
    ...conditionsOf(BY_CASE, filter),
    ...searched(["customer", "tariff", "location"], search),
  ];
  return pageOf(database, BY_CASE, conditions, after, limit);
}

/** A page of notifications by when they were owed. */
export const listNotifications = (
  database: D1Database,
  filter: NotificationFilter,
  after: Place | null,
  limit: number,
): Promise<Page> => pageOf(database, BY_NOTIFICATION, conditionsOf(BY_NOTIFICATION, filter), after, limit);
