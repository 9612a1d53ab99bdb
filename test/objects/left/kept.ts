// What released versions left, as their fixtures keep it, and how it is put where this code finds it.

import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import type { KeptFleet, KeptObject, Row } from "./dump.ts";
import type { KeptOutside } from "./people.ts";

const objectsOf = import.meta.glob<Readonly<Record<string, KeptObject>>>("../../fixtures/storage/*/objects.json", {
  eager: true,
  import: "default",
});
const fleetOf = import.meta.glob<KeptFleet>("../../fixtures/storage/*/fleet.json", {
  eager: true,
  import: "default",
});
const outsideOf = import.meta.glob<KeptOutside>("../../fixtures/storage/*/outside.json", {
  eager: true,
  import: "default",
});
/** The versions that left something. */
export const VERSIONS = Object.keys(objectsOf).flatMap((path) => /storage\/([^/]+)\//.exec(path)?.[1] ?? []);

function fileOf<T>(files: Readonly<Record<string, T>>, version: string, name: string): T {
  const file = files[`../../fixtures/storage/${version}/${name}.json`];
  if (file === undefined) throw new Error(`${version} has no ${name}.json`);
  return file;
}

/** What a version left. */
export const leftBy = (version: string) => ({
  objects: fileOf(objectsOf, version, "objects"),
  fleet: fileOf(fleetOf, version, "fleet"),
  outside: fileOf(outsideOf, version, "outside"),
});

/** The same as a newer version of the same form might leave it: with a key, a column and fields that this code does not know. */
export function withNews({ of, sql, rows, kv }: KeptObject): KeptObject {
  const fields = (value: unknown): unknown =>
    typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value, news: [1] } : value;
  const known = Object.entries(kv).map(([key, value]) => [key, fields(value)] as const);
  return {
    of,
    sql: [...sql, ...Object.keys(rows).map((it) => `ALTER TABLE ${it} ADD COLUMN news TEXT`)],
    rows,
    kv: { ...Object.fromEntries(known), news: "1" },
  };
}

/** The values of a row, as they are bound. */
export const bound = (row: Row): readonly (string | number | null | Uint8Array)[] =>
  Object.values(row).map((it) => (typeof it === "object" && it !== null ? new TextEncoder().encode(it.bytes) : it));

/** What puts a row into a table. */
export const insertInto = (table: string, row: Row): string =>
  `INSERT INTO ${table} (${Object.keys(row).join(", ")}) VALUES (${Object.keys(row)
    .map(() => "?")
    .join(", ")})`;

/** Puts an object's storage as a version left it, with an alarm at `alarmAt` (ms), and lets the object find it so. */
export async function put(stub: DurableObjectStub, { sql, rows, kv }: KeptObject, alarmAt: number): Promise<void> {
  await runInDurableObject(stub, (_, { storage }) => {
    for (const table of Object.keys(rows)) storage.sql.exec(`DROP TABLE IF EXISTS ${table}`);
    for (const it of sql) storage.sql.exec(it);
    for (const [table, all] of Object.entries(rows))
      for (const row of all) storage.sql.exec(insertInto(table, row), ...bound(row));
    for (const [key, value] of Object.entries(kv)) storage.kv.put(key, value);
    // It had an alarm, which a test rings.
    return storage.setAlarm(alarmAt);
  });
  await evictDurableObject(stub);
}
