// Writes lines into the fleet's index. A line that is written twice, or after a newer one, changes nothing.

import { CASES, NOTIFICATIONS, columnOf, withTables } from "./tables.ts";
import type { CaseLine, NotificationLine } from "../../core/fleet/line.ts";
import type { CustomerLines } from "./lines.ts";
import type { Table } from "./tables.ts";

/** The database's own time (ms): whoever writes by another clock could not be told from whoever wrote before. */
export const DATABASE_NOW = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";
/** A statement may carry 2 MB (Cloudflare's documentation: "D1 limits"); a line is some 500 bytes. */
const LINES_AT_ONCE = 1_000;

/** One statement takes any number of lines, as JSON: D1 binds a hundred values at most. */
function upsert({ name, fields }: Table): string {
  const names = Object.keys(fields);
  const columns = Object.values(fields).map(columnOf);
  const values = names.map((it) => `json_extract(value, '$.${it}')`);
  const changes = ["version", "written_at", ...columns].map((it) => `${it} = excluded.${it}`);
  return `INSERT INTO ${name} (customer, no, version, written_at, ${columns.join(", ")})
    SELECT json_extract(value, '$.customer'), json_extract(value, '$.no'), json_extract(value, '$.version'),
      ${DATABASE_NOW}, ${values.join(", ")} FROM json_each(?) WHERE true
    ON CONFLICT (customer, no) DO UPDATE SET ${changes.join(", ")} WHERE excluded.version > ${name}.version`;
}

const UPSERT_CASES = upsert(CASES);
const UPSERT_NOTIFICATIONS = upsert(NOTIFICATIONS);

function puts(
  database: D1Database,
  sql: string,
  lines: readonly (CaseLine | NotificationLine)[],
): readonly D1PreparedStatement[] {
  const statements: D1PreparedStatement[] = [];
  for (let first = 0; first < lines.length; first += LINES_AT_ONCE) {
    statements.push(database.prepare(sql).bind(JSON.stringify(lines.slice(first, first + LINES_AT_ONCE))));
  }
  return statements;
}

/** The statements that write the lines of some customers. */
export function statementsFor(database: D1Database, all: readonly CustomerLines[]): readonly D1PreparedStatement[] {
  const marked = <T extends CaseLine | NotificationLine>(linesOf: (it: CustomerLines) => readonly T[]): readonly T[] =>
    all.flatMap((it) => {
      const { customerId: customer, version } = it;
      return linesOf(it).map((line) => ({ ...line, customer, version }));
    });
  return [
    ...puts(
      database,
      UPSERT_CASES,
      marked((it) => it.cases),
    ),
    ...puts(
      database,
      UPSERT_NOTIFICATIONS,
      marked((it) => it.notifications),
    ),
  ];
}

/** Writes what one customer has to tell, all of it or nothing. Throws where the database cannot be reached. */
export async function writeLines(database: D1Database, lines: CustomerLines): Promise<void> {
  const statements = statementsFor(database, [lines]);
  if (statements.length > 0) await withTables(database, () => database.batch([...statements]));
}
