// The two books of a customer: the journal, which is pruned, and the record of consent, which is not.

import type { JournalEntry } from "../../../core/journal.ts";

/** Writes lines of the journal; what one of them says of consent goes into its own record as well. */
export function writeBooks(sql: SqlStorage, journal: readonly JournalEntry[]): void {
  for (const { at, what, detail, consent } of journal) {
    sql.exec("INSERT INTO journal (at, what, detail) VALUES (?, ?, ?)", at, what, JSON.stringify(detail));
    if (consent !== undefined) sql.exec("INSERT INTO consent (body) VALUES (?)", JSON.stringify(consent));
  }
}
