// What a customer's object forgets, so that it stays small: once a day, with whatever wakes it. Never what is living.

import { PROBLEM_TYPES } from "../flatpeak/events.ts";

const DAY_MS = 86_400_000;

/** Bodies of events, for looking into what went wrong; and the ids of those that can bring no message. */
const EVENTS_MS = 45 * DAY_MS;
/** The ids of problems are the defence against telling twice: known for longer than FlatPeak lists an event, 90 days. */
const PROBLEM_IDS_MS = 100 * DAY_MS;
/** Words and links of a settled message: long enough to look into a complaint. */
const PAYLOADS_MS = 30 * DAY_MS;
/** Journal, ended cases, settled notifications. */
const HISTORY_MS = 400 * DAY_MS;
const MAX_JOURNAL_ROWS = 5_000;
const MAX_BODIES = 20_000;

/**
 * Forgets what is old, at most once a day. `now` is real time, `customerNow` the customer's; both in ms. True when it ran.
 * The newest case and notification stay whatever their age: their numbers must not be given out again.
 */
export function tidy(storage: DurableObjectStorage, now: number, customerNow: number): boolean {
  const { sql } = storage;
  const since = sql
    .exec<{ at: number | null }>(
      "SELECT COALESCE((SELECT NULLIF(tidied_at, 0) FROM customer), (SELECT MIN(at) FROM _migrations)) AS at",
    )
    .one().at;
  if (since === null || now - since < DAY_MS) return false;
  storage.transactionSync(() => {
    forgetEvents(sql, now);
    sql.exec(
      `UPDATE notifications SET body = json_set(body, '$.payload', NULL)
       WHERE settled_at < ? AND json_extract(body, '$.payload') IS NOT NULL`,
      customerNow - PAYLOADS_MS,
    );
    const old = customerNow - HISTORY_MS;
    sql.exec("DELETE FROM notifications WHERE settled_at < ? AND no < (SELECT MAX(no) FROM notifications)", old);
    sql.exec("DELETE FROM cases WHERE ended_at < ? AND no < (SELECT MAX(no) FROM cases)", old);
    sql.exec("DELETE FROM journal WHERE at < ? OR no <= (SELECT MAX(no) FROM journal) - ?", old, MAX_JOURNAL_ROWS);
    sql.exec("DELETE FROM tokens WHERE expires_at < ?", customerNow);
    sql.exec("UPDATE customer SET tidied_at = ?", now);
  });
  return true;
}

/** Forgets bodies by age and number, but the id of a problem by age alone: what may still come again is still known. */
function forgetEvents(sql: SqlStorage, now: number): void {
  const [last] = sql
    .exec<{
      at: number;
    }>("SELECT received_at AS at FROM events WHERE body != '' ORDER BY received_at DESC LIMIT 1 OFFSET ?", MAX_BODIES)
    .toArray();
  const before = Math.max(now - EVENTS_MS, last?.at ?? 0);
  // What an event did is kept as long as the journal; of those that did nothing nobody will ask any more.
  sql.exec(
    `INSERT INTO journal (at, what, detail)
     SELECT json_extract(line.value, '$.at'), json_extract(line.value, '$.what'), json_extract(line.value, '$.detail')
     FROM events, json_each(events.said) AS line
     WHERE received_at < ? AND json_extract(line.value, '$.what') != 'silent' ORDER BY received_at`,
    before,
  );
  const problems = PROBLEM_TYPES.map(() => "?").join(", ");
  sql.exec(`DELETE FROM events WHERE received_at < ? AND type NOT IN (${problems})`, before, ...PROBLEM_TYPES);
  // Without a body it is known by its id alone, as FlatPeak's own copy is.
  sql.exec("UPDATE events SET body = '', said = '[]', source = 'copy' WHERE received_at < ? AND body != ''", before);
  sql.exec("DELETE FROM events WHERE received_at < ?", now - PROBLEM_IDS_MS);
}
