// Reads the databases of the objects after workerd has ended: what is really on disk, by no code of the product.

import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { deserialize } from "node:v8";
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
  readonly no: number;
  readonly id: string;
  readonly status: string;
  readonly attempt: number;
  readonly leasedUntil: number | null;
  /** Of the word that repairs were seen: which. */
  readonly confirms?: readonly { readonly tariffId: string }[];
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

/** What an object keeps by key and value: workerd writes values as V8 does. */
function keysOf(file: string): ReadonlyMap<string, unknown> {
  const rows = has(file, "_cf_KV") ? rowsOf(file, "SELECT key, value FROM _cf_KV") : [];
  return new Map(rows.map(({ key, value }) => [String(key), JSON.parse(String(deserialize(value as Uint8Array)))]));
}

type Written = Pick<NotificationOnDisk, "no" | "id"> & Partial<NotificationOnDisk>;

/** A document leaves out what is as for somebody of whom nothing is known. */
interface DocumentOnDisk {
  readonly clockOffset?: number;
  readonly recent: { readonly notifications?: readonly Written[] };
  readonly state: { readonly customerId: string; readonly notifications?: readonly Written[] };
}

/** What is left out of a notification. */
const UNSAID = { status: "due", attempt: 0, leasedUntil: null } as const;

/** Every customer on disk. An object that was made and never written to is left out, and so is who was erased. */
export function customersOn(disk: string): readonly CustomerOnDisk[] {
  const folder = folderOf(disk, "Customer");
  const alarms = alarmsIn(folder);
  return databasesIn(folder).flatMap(({ file, object }) => {
    const keys = keysOf(file);
    const document = keys.get("document") as DocumentOnDisk | { readonly tombstone: unknown } | undefined;
    if (document === undefined || "tombstone" in document) return [];
    const below = (prefix: string): readonly unknown[] =>
      [...keys].flatMap(([key, value]) => (key.startsWith(prefix) ? [value] : []));
    const events = below("event/") as readonly { readonly id: string; readonly receivedAt: number }[];
    const past = below("past/") as readonly DocumentOnDisk["recent"][];
    const rows = [document.recent, ...past.toReversed()];
    const notifications = new Map<number, NotificationOnDisk>();
    for (const it of [document.state, ...rows].flatMap((row) => row.notifications ?? [])) {
      if (!notifications.has(it.no)) notifications.set(it.no, { ...UNSAID, ...it });
    }
    return {
      customerId: document.state.customerId,
      clockOffset: document.clockOffset ?? 0,
      events: new Map(events.map(({ id, receivedAt }) => [id, receivedAt])),
      notifications: [...notifications.values()],
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
