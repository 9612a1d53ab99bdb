// The schema of the Customer object: an append-only list. A step, once released, is never changed.
// Kept in a table of its own: the platform refuses `PRAGMA user_version`.

const STEPS: readonly string[] = [
  `CREATE TABLE customer (one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL, clock_offset INTEGER NOT NULL, tidied_at INTEGER NOT NULL DEFAULT 0, forget_at INTEGER, active_at INTEGER NOT NULL DEFAULT 0, body TEXT NOT NULL);
   CREATE TABLE events (id TEXT PRIMARY KEY, type TEXT NOT NULL, received_at INTEGER NOT NULL, late INTEGER NOT NULL, source TEXT NOT NULL, body TEXT NOT NULL, said TEXT NOT NULL) WITHOUT ROWID;
   CREATE TABLE cases (no INTEGER PRIMARY KEY, ended_at INTEGER, body TEXT NOT NULL);
   CREATE TABLE locations (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
   CREATE TABLE tariffs (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
   CREATE TABLE notifications (no INTEGER PRIMARY KEY, settled_at INTEGER, body TEXT NOT NULL);
   CREATE TABLE journal (no INTEGER PRIMARY KEY, at INTEGER NOT NULL, what TEXT NOT NULL, detail TEXT NOT NULL);
   CREATE TABLE consent (no INTEGER PRIMARY KEY, body TEXT NOT NULL);
   CREATE TABLE tokens (case_no INTEGER PRIMARY KEY, token TEXT NOT NULL, minted_at INTEGER NOT NULL, expires_at INTEGER NOT NULL);`,
];

/** How many steps this object has taken; 0 when nothing was ever written to it. */
export function schemaVersion(sql: SqlStorage): number {
  const table = sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_migrations'").toArray();
  if (table.length === 0) return 0;
  return sql.exec<{ version: number }>("SELECT COALESCE(MAX(id), 0) AS version FROM _migrations").one().version;
}

/**
 * Takes the steps that are missing, each in a transaction of its own. Throws when the object was written by newer code
 * than this: it must not be touched then.
 */
export function migrate(storage: DurableObjectStorage, now: number, upTo = STEPS.length): void {
  const version = schemaVersion(storage.sql);
  if (version > STEPS.length) throw new Error(`schema ${version} is newer than this code, which knows ${STEPS.length}`);
  for (const [index, step] of STEPS.entries()) {
    if (index < version || index >= upTo) continue;
    storage.transactionSync(() => {
      storage.sql.exec("CREATE TABLE IF NOT EXISTS _migrations (id INTEGER PRIMARY KEY, at INTEGER NOT NULL)");
      storage.sql.exec(step);
      storage.sql.exec("INSERT INTO _migrations (id, at) VALUES (?, ?)", index + 1, now);
    });
  }
}
