// The tables of the fleet's index in D1. They are made when they are missed, so that neither a deploy nor a dropped database needs
// anything done by hand. A column that an older table lacks is added to it when it is first missed; what should stand there of cases
// that are over comes with a rebuild.

/** Columns, and the field of a line that each takes; `no` and the customer are the key. */
const CASE_FIELDS = {
  tariff: "tariff TEXT NOT NULL",
  location: "location TEXT NOT NULL",
  supplier: "supplier TEXT",
  slot: "slot TEXT",
  reason: "reason TEXT NOT NULL",
  state: "state TEXT NOT NULL",
  needs: "needs TEXT",
  contractEnd: "contract_end TEXT",
  openedAt: "opened_at INTEGER NOT NULL",
  endedAt: "ended_at INTEGER",
  dueAt: "due_at INTEGER",
  toldAt: "told_at INTEGER",
  rung: "rung INTEGER",
  channel: "channel TEXT",
  language: "language TEXT",
  tappedAt: "tapped_at INTEGER",
  taps: "taps TEXT",
  pageAt: "page_at INTEGER",
  onwardAt: "onward_at INTEGER",
  continuesAt: "continues_at INTEGER",
  sessionAt: "session_at INTEGER",
  experiment: "experiment TEXT",
  arm: "arm TEXT",
} as const;

const NOTIFICATION_FIELDS = {
  id: "id TEXT NOT NULL",
  kind: "kind TEXT NOT NULL",
  status: "status TEXT NOT NULL",
  channel: "channel TEXT NOT NULL",
  reason: "reason TEXT NOT NULL",
  rung: "rung INTEGER NOT NULL",
  language: "language TEXT",
  cases: "cases TEXT NOT NULL",
  attempts: "attempts INTEGER NOT NULL",
  createdAt: "created_at INTEGER NOT NULL",
  calledAt: "called_at INTEGER",
  settledAt: "settled_at INTEGER",
  experiment: "experiment TEXT",
  arm: "arm TEXT",
} as const;

/** A table of lines: a row for each number of each customer. */
export interface Table {
  readonly name: "cases" | "notifications";
  readonly fields: Readonly<Record<string, string>>;
}

export const CASES: Table = { name: "cases", fields: CASE_FIELDS };
export const NOTIFICATIONS: Table = { name: "notifications", fields: NOTIFICATION_FIELDS };

/** The name of the column that a field stands in. */
export const columnOf = (definition: string): string => definition.split(" ")[0] ?? "";

const create = ({ name, fields }: Table): string =>
  `CREATE TABLE IF NOT EXISTS ${name} (customer TEXT NOT NULL, no INTEGER NOT NULL, version INTEGER NOT NULL,
   written_at INTEGER NOT NULL, ${Object.values(fields).join(", ")}, PRIMARY KEY (customer, no)) WITHOUT ROWID`;

/** Each list and each look-up has an index it can be read from; what is rarely so is in a partial one. */
const INDEXES = [
  "cases_opened ON cases (opened_at, customer, no)",
  "cases_state ON cases (state, opened_at, customer, no)",
  "cases_needs ON cases (opened_at, customer, no, needs) WHERE needs IS NOT NULL",
  "cases_tariff ON cases (tariff)",
  "cases_location ON cases (location)",
  "cases_ended ON cases (ended_at) WHERE ended_at IS NOT NULL",
  "cases_funnel ON cases (opened_at, state, reason, channel, rung, language, supplier, told_at, tapped_at, page_at, onward_at, continues_at, session_at)",
  "cases_arm ON cases (experiment, customer, opened_at, arm, state, ended_at, reason) WHERE experiment IS NOT NULL",
  "notifications_arm ON notifications (experiment, customer, created_at, kind, called_at) WHERE experiment IS NOT NULL",
  "notifications_created ON notifications (created_at, customer, no)",
  "notifications_status ON notifications (status, created_at, customer, no)",
  "notifications_id ON notifications (id)",
  "notifications_settled ON notifications (settled_at) WHERE settled_at IS NOT NULL",
];

/** What makes all that is missing. */
export const SCHEMA: readonly string[] = [
  create(CASES),
  create(NOTIFICATIONS),
  ...INDEXES.map((it) => `CREATE INDEX IF NOT EXISTS ${it}`),
];

/** Adds what a table lacks that was made before a column was thought of. */
async function addColumns(database: D1Database, { name, fields }: Table): Promise<void> {
  const { results } = await database.prepare(`SELECT name FROM pragma_table_info('${name}')`).all<{ name: string }>();
  const present = new Set(results.map((it) => it.name));
  if (present.size === 0) return;
  const lacking = Object.values(fields).filter((it) => !present.has(columnOf(it)));
  if (lacking.length === 0) return;
  await database.batch(lacking.map((it) => database.prepare(`ALTER TABLE ${name} ADD COLUMN ${it}`)));
}

/**
 * Does something with the database; where that fails the tables are made and mended, in case they were missing or old, and it is done
 * once more. Throws what the second try threw.
 */
export async function withTables<T>(database: D1Database, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch {
    for (const table of [CASES, NOTIFICATIONS]) await addColumns(database, table);
    await database.batch(SCHEMA.map((it) => database.prepare(it)));
    return work();
  }
}
