// Lists of the fleet's index, newest first, a page at a time. A page begins after the last row of the one before it, so that what
// comes in meanwhile shifts nothing.

import { withTables } from "./fleet/tables.ts";

/** A row as it stands in the index: its columns by name. */
export type Row = Readonly<Record<string, string | number | null>>;

/** What a list is narrowed down to. */
export interface CaseFilter {
  readonly state?: string | undefined;
  /** `any`: all that needs somebody; else for this reason. */
  readonly needs?: string | undefined;
  readonly reason?: string | undefined;
  readonly supplier?: string | undefined;
  readonly channel?: string | undefined;
  readonly customer?: string | undefined;
  readonly tariff?: string | undefined;
  readonly location?: string | undefined;
  /** The beginning of an id, of a customer, a tariff or a location. */
  readonly search?: string | undefined;
  /** Opened at or after, and before (ms). */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

export interface NotificationFilter {
  readonly status?: string | undefined;
  readonly kind?: string | undefined;
  readonly channel?: string | undefined;
  readonly customer?: string | undefined;
  readonly id?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

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

const is = (column: string, value: string | undefined): readonly Condition[] =>
  value === undefined ? [] : [{ sql: `${column} = ?`, values: [value] }];

const between = (column: string, from: number | undefined, to: number | undefined): readonly Condition[] => [
  ...(from === undefined ? [] : [{ sql: `${column} >= ?`, values: [from] }]),
  ...(to === undefined ? [] : [{ sql: `${column} < ?`, values: [to] }]),
];

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
  { table, at }: { readonly table: string; readonly at: string },
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

/** A page of cases by when they were opened. */
export function listCases(database: D1Database, filter: CaseFilter, after: Place | null, limit: number): Promise<Page> {
  const { needs } = filter;
  return pageOf(
    database,
    { table: "cases", at: "opened_at" },
    [
      ...is("state", filter.state),
      ...(needs === undefined ? [] : [{ sql: "needs IS NOT NULL", values: [] }]),
      ...is("needs", needs === "any" ? undefined : needs),
      ...is("reason", filter.reason),
      ...is("supplier", filter.supplier),
      ...is("channel", filter.channel),
      ...is("customer", filter.customer),
      ...is("tariff", filter.tariff),
      ...is("location", filter.location),
      ...searched(["customer", "tariff", "location"], filter.search),
      ...between("opened_at", filter.from, filter.to),
    ],
    after,
    limit,
  );
}

/** A page of notifications by when they were owed. */
export function listNotifications(
  database: D1Database,
  filter: NotificationFilter,
  after: Place | null,
  limit: number,
): Promise<Page> {
  return pageOf(
    database,
    { table: "notifications", at: "created_at" },
    [
      ...is("status", filter.status),
      ...is("kind", filter.kind),
      ...is("channel", filter.channel),
      ...is("customer", filter.customer),
      ...is("id", filter.id),
      ...between("created_at", filter.from, filter.to),
    ],
    after,
    limit,
  );
}
