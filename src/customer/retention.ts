// What a customer's object forgets, so that it stays small: once a day, with whatever wakes it. Never what is living.

const DAY_MS = 86_400_000;

/** Event ids are the defence against repeats. FlatPeak repeats for two days, the sweep looks back for five weeks. */
const EVENTS_MS = 45 * DAY_MS;
/** Words and links of a settled message: long enough to look into a complaint. */
const PAYLOADS_MS = 30 * DAY_MS;
/** Journal, ended cases, settled notifications. */
const HISTORY_MS = 400 * DAY_MS;
const MAX_JOURNAL_ROWS = 5_000;
const MAX_EVENT_ROWS = 20_000;

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
    // What an event did is kept as long as the journal; of those that did nothing nobody will ask any more.
    sql.exec(
      `INSERT INTO journal (at, what, detail)
       SELECT json_extract(line.value, '$.at'), json_extract(line.value, '$.what'), json_extract(line.value, '$.detail')
       FROM events, json_each(events.said) AS line
       WHERE received_at < ? AND json_extract(line.value, '$.what') != 'silent' ORDER BY received_at`,
      now - EVENTS_MS,
    );
    sql.exec("DELETE FROM events WHERE received_at < ?", now - EVENTS_MS);
    sql.exec(
      `DELETE FROM events WHERE (SELECT COUNT(*) FROM events) > ? AND received_at <
       (SELECT received_at FROM events ORDER BY received_at DESC LIMIT 1 OFFSET ?)`,
      MAX_EVENT_ROWS,
      MAX_EVENT_ROWS,
    );
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
