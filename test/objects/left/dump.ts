// What stands in the storage of an object and in the index of the fleet, as a fixture keeps it.

import { runInDurableObject } from "cloudflare:test";
import type { OBJECTS } from "../../../src/setup/env.ts";

type Value = string | number | null | { readonly bytes: string };
export type Row = Readonly<Record<string, Value>>;
export type ClassName = (typeof OBJECTS)[number];

/** One object. Blobs are text. */
export interface KeptObject {
  /** The binding of its class. */
  readonly of: ClassName;
  /** What makes its tables and their indexes. */
  readonly sql: readonly string[];
  readonly rows: Readonly<Record<string, readonly Row[]>>;
  readonly kv: Readonly<Record<string, unknown>>;
}

export interface KeptFleet {
  readonly sql: readonly string[];
  readonly rows: Readonly<Record<string, readonly Row[]>>;
}

/** What the platform keeps there for itself. */
const isOurs = (name: string): boolean =>
  !name.startsWith("_cf_") && !name.startsWith("sqlite_") && !name.startsWith("d1_");
const MADE = "SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, name";
interface Made extends Record<string, SqlStorageValue> {
  readonly name: string;
  readonly type: string;
  readonly sql: string;
}

const inOneLine = (sql: string): string => sql.replaceAll(/\s+/g, " ");
const ours = (all: readonly Made[]): readonly Made[] => all.filter(({ name }) => isOurs(name));
const namesOf = (all: readonly Made[]): readonly string[] =>
  all.filter((it) => it.type === "table").map((it) => it.name);

const valueOf = (value: unknown): Value =>
  value instanceof ArrayBuffer ? { bytes: new TextDecoder().decode(value) } : (value as string | number | null);

const rowOf = (row: Readonly<Record<string, unknown>>): Row =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, valueOf(value)]));

/** Everything that an object keeps. */
export function dumpOf(stub: DurableObjectStub, of: ClassName): Promise<KeptObject> {
  return runInDurableObject(stub, (_, { storage }) => {
    const made = ours(storage.sql.exec<Made>(MADE).toArray());
    const rows = namesOf(made).map((it) => [it, storage.sql.exec(`SELECT * FROM ${it}`).toArray().map(rowOf)] as const);
    const kv = [...storage.kv.list()];
    return {
      of,
      sql: made.map(({ sql }) => inOneLine(sql)),
      rows: Object.fromEntries(rows),
      kv: Object.fromEntries(kv),
    };
  });
}

/** The whole index. Rows were written at `at` (ms), whatever the database's own clock said. */
export async function fleetOf(database: D1Database, at: number): Promise<KeptFleet> {
  const made = ours((await database.prepare(MADE).all<Made>()).results);
  const rows = await Promise.all(
    namesOf(made).map(async (it) => {
      const { results } = await database.prepare(`SELECT * FROM ${it}`).all();
      return [it, results.map((row) => ({ ...rowOf(row), written_at: at }))] as const;
    }),
  );
  return { sql: made.map(({ sql }) => inOneLine(sql)), rows: Object.fromEntries(rows) };
}
