// What is kept of a customer for whoever reads their story: the newest rows, as they were written.

import { CASE_BEFORE, NOTIFICATION_BEFORE } from "./before.ts";
import { readAll } from "./rows.ts";
import type { Case } from "../../../core/state.ts";
import type { Notification } from "../../../core/message/notification.ts";
import type { History } from "../operator/story.ts";
import type { Consent } from "../../../core/person/optout.ts";
import type { JournalEntry } from "../../../core/journal.ts";

/** The newest `limit` rows of each kind, oldest first; of consent all there are. */
export function historyOf(sql: SqlStorage, limit: number): History {
  const written = sql
    .exec<{ at: number; what: string; detail: string }>(
      "SELECT at, what, detail FROM journal ORDER BY no DESC LIMIT ?",
      limit,
    )
    .toArray()
    .map(({ at, what, detail }) => ({ at, what, detail: JSON.parse(detail) as JournalEntry["detail"] }))
    .reverse();
  const said = sql
    .exec<{ said: string }>("SELECT said FROM events ORDER BY received_at DESC LIMIT ?", limit)
    .toArray()
    .flatMap((row) => JSON.parse(row.said) as JournalEntry[])
    .reverse();
  const newest = (table: "cases" | "notifications"): SqlStorageCursor<{ body: string }> =>
    sql.exec(`SELECT body FROM ${table} ORDER BY no DESC LIMIT ?`, limit);
  return {
    cases: [...readAll<Case>(newest("cases"), CASE_BEFORE)].reverse(),
    notifications: [...readAll<Notification>(newest("notifications"), NOTIFICATION_BEFORE)].reverse(),
    journal: [...said, ...written].sort((a, b) => a.at - b.at).slice(-limit),
    consent: readAll<Consent>(sql.exec("SELECT body FROM consent ORDER BY no")),
    events: sql.exec<{ events: number }>("SELECT COUNT(*) AS events FROM events").one().events,
  };
}
