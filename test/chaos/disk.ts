// Reads the databases of the objects after workerd has ended: what is really on disk, by no code of the product.

import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { folderOf } from "./config.ts";

/** A customer's database. */
export interface CustomerOnDisk {
  readonly customerId: string;
  readonly clockOffset: number;
  /** Event id -> when it was received (ms). */
  readonly events: ReadonlyMap<string, number>;
  readonly notifications: readonly NotificationOnDisk[];
  /** When workerd will wake the object (ms); null when never. */
  readonly alarm: number | null;
}

export interface NotificationOnDisk {
  readonly id: string;
  readonly status: string;
  readonly attempt: number;
  readonly leasedUntil: number | null;
}

/** A location's database, if it still holds anything. */
export interface HeldOnDisk {
  readonly eventId: string;
  readonly alarm: number | null;
}

type Row = Readonly<Record<string, unknown>>;

function rowsOf(file: string, sql: string): readonly Row[] {
  const database = new DatabaseSync(file);
  try {
    const statement = database.prepare(sql);
    statement.setReadBigInts(true);
    return statement.all();
  } finally {
    database.close();
  }
}

const has = (file: string, table: string): boolean =>
  rowsOf(file, `SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '${table}'`).length > 0;

/** Object id -> alarm in ms; workerd keeps nanoseconds. */
function alarmsIn(folder: string): ReadonlyMap<string, number> {
  const rows = rowsOf(join(folder, "metadata.sqlite"), "SELECT actor_id, scheduled_time FROM _cf_ALARM");
  return new Map(
    rows.map((row) => [String(row["actor_id"]), Number(BigInt(String(row["scheduled_time"])) / 1_000_000n)]),
  );
}

function databasesIn(folder: string): readonly { readonly file: string; readonly object: string }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".sqlite") && name !== "metadata.sqlite")
    .map((name) => ({ file: join(folder, name), object: basename(name, ".sqlite") }));
}

/** Every customer on disk. An object that was made and never written to is left out. */
export function customersOn(disk: string): readonly CustomerOnDisk[] {
  const folder = folderOf(disk, "Customer");
  const alarms = alarmsIn(folder);
  return databasesIn(folder).flatMap(({ file, object }) => {
    if (!has(file, "customer")) return [];
    const [row] = rowsOf(file, "SELECT id, clock_offset FROM customer");
    if (row === undefined) return [];
    const events = rowsOf(file, "SELECT id, received_at FROM events");
    const notifications = rowsOf(file, "SELECT body FROM notifications");
    return {
      customerId: String(row["id"]),
      clockOffset: Number(row["clock_offset"]),
      events: new Map(events.map((it) => [String(it["id"]), Number(it["received_at"])])),
      notifications: notifications.map((it) => JSON.parse(String(it["body"])) as NotificationOnDisk),
      alarm: alarms.get(object) ?? null,
    };
  });
}

/** Every event that a location still holds. */
export function heldOn(disk: string): readonly HeldOnDisk[] {
  const folder = folderOf(disk, "Location");
  const alarms = alarmsIn(folder);
  return databasesIn(folder).flatMap(({ file, object }) => {
    if (!has(file, "held")) return [];
    const rows = rowsOf(file, "SELECT event_id FROM held");
    return rows.map((row) => ({ eventId: String(row["event_id"]), alarm: alarms.get(object) ?? null }));
  });
}

/** How many events are in quarantine. */
export function quarantinedOn(disk: string): number {
  return databasesIn(folderOf(disk, "Quarantine"))
    .filter(({ file }) => has(file, "quarantine"))
    .reduce((sum, { file }) => sum + rowsOf(file, "SELECT digest FROM quarantine").length, 0);
}
