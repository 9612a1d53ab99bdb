// What is in a fixture, by kinds, and what it should have something of.

import { OBJECTS } from "../../../src/setup/env.ts";
import { keysIn, tablesIn } from "../../stable/stored.ts";
import type { Sources } from "../../stable/stored.ts";
import type { KeptFleet, KeptObject } from "./dump.ts";

/** What stands in objects and in the index. */
export interface Stored {
  readonly objects: Readonly<Record<string, KeptObject>>;
  readonly fleet: KeptFleet;
}

interface Class {
  readonly keys: Set<string>;
  /** Columns, each with whether something stands there in some row. Of a table without rows there are none. */
  readonly columns: Map<string, boolean>;
  readonly tables: Set<string>;
}

function noteRows({ columns, tables }: Class, rows: KeptObject["rows"]): void {
  for (const [table, all] of Object.entries(rows)) {
    tables.add(table);
    for (const row of all) {
      for (const [column, value] of Object.entries(row)) {
        const name = `${table}.${column}`;
        columns.set(name, columns.get(name) === true || value !== null);
      }
    }
  }
}

const newClass = (): Class => ({ keys: new Set(), columns: new Map(), tables: new Set() });

function classesIn({ objects, fleet }: Stored): Map<string, Class> {
  const classes = new Map<string, Class>([["FLEET", newClass()]]);
  for (const { of, rows, kv } of Object.values(objects)) {
    const known = classes.get(of) ?? newClass();
    classes.set(of, known);
    noteRows(known, rows);
    for (const key of Object.keys(kv)) known.keys.add(key);
  }
  noteRows(classes.get("FLEET") ?? newClass(), fleet.rows);
  return classes;
}

/** What more than one class keeps, each for itself. */
const SHARED: readonly string[] = ["alerts", "notices"];
const isKeptBy = (of: string, folder: string): boolean => SHARED.includes(folder) || folder.toUpperCase() === of;

/** In words, what a fixture has nothing of although the sources store it; and what it has although none of them does. */
export function lackingIn(stored: Stored, sources: Sources): readonly string[] {
  const classes = classesIn(stored);
  const kinds = keysIn(sources);
  const all = [...classes];
  const lacking = OBJECTS.filter((it) => !classes.has(it)).map((it) => `no object of ${it}`);
  for (const { folder, name } of tablesIn(sources))
    if (!all.some(([of, { tables }]) => isKeptBy(of, folder) && tables.has(name)))
      lacking.push(`no ${folder} makes the table ${name}`);
  for (const { folder, name } of kinds)
    if (!all.some(([of, { keys }]) => isKeptBy(of, folder) && [...keys].some((it) => it.startsWith(name))))
      lacking.push(`no ${folder} has a key ${name}`);
  for (const [of, { tables, columns, keys }] of classes) {
    for (const table of tables)
      if (![...columns.keys()].some((it) => it.startsWith(`${table}.`))) lacking.push(`no ${of} has a row in ${table}`);
    for (const [column, isFull] of columns) if (!isFull) lacking.push(`no ${of} has anything in ${column}`);
    for (const key of keys)
      if (!kinds.some(({ folder, name }) => isKeptBy(of, folder) && key.startsWith(name)))
        lacking.push(`a ${of} has a key ${key}, which no source writes`);
  }
  return lacking;
}

/** What a fixture has something of, a line for each kind: two of the same shape may differ in what stands there. */
export function shapeOf(stored: Stored, sources: Sources): readonly string[] {
  const kinds = keysIn(sources);
  const lines = [...classesIn(stored)].flatMap(([of, { columns, keys }]) => [
    ...[...columns].flatMap(([column, isFull]) => (isFull ? `${of} ${column}` : [])),
    ...[...keys].map(
      (key) => `${of} ${kinds.find(({ folder, name }) => isKeptBy(of, folder) && key.startsWith(name))?.name ?? key}`,
    ),
  ]);
  return [...new Set(lines)].toSorted();
}
