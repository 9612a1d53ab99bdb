// What a customer's object forgets of its rows, and when the next of them is due. Never what is living.

import { PROBLEM_TYPES } from "../../../flatpeak/event/read.ts";

const DAY_MS = 86_400_000;

/** Bodies of events, for looking into what went wrong; and the ids of those that can bring no message. */
const EVENTS_MS = 45 * DAY_MS;
/** The ids of problems are the defence against telling twice: known for longer than FlatPeak lists an event, 90 days. */
const PROBLEM_IDS_MS = 100 * DAY_MS;
/** Words and links of a settled message: long enough to look into a complaint. */
const PAYLOADS_MS = 30 * DAY_MS;
/** Nothing that is written today is to be forgotten sooner, but tokens, which by then open nothing any more. */
export const SOONEST_MS = PAYLOADS_MS;
/** Journal, ended cases, settled notifications. */
const HISTORY_MS = 400 * DAY_MS;
const MAX_JOURNAL_ROWS = 5_000;
const MAX_BODIES = 20_000;

/** When the rows were last gone through, or made (real time, ms). */
export const tidiedAt = (sql: SqlStorage): number | null =>
  sql
    .exec<{ at: number | null }>(
      "SELECT COALESCE((SELECT NULLIF(tidied_at, 0) FROM customer), (SELECT MIN(at) FROM _migrations)) AS at",
    )
    .one().at;

/**
 * Forgets what is old. `now` is real time, `customerNow` the customer's; both in ms. The newest case and notification stay
 * whatever their age, until their numbers are noted elsewhere: these must not be given out again.
 */
export function tidy(storage: DurableObjectStorage, now: number, customerNow: number): void {
  const { sql } = storage;
  storage.transactionSync(() => {
    forgetEvents(sql, now);
    sql.exec(
      `UPDATE notifications SET body = json_set(body, '$.payload', NULL)
       WHERE settled_at < ? AND json_extract(body, '$.payload') IS NOT NULL`,
      customerNow - PAYLOADS_MS,
    );
    const old = customerNow - HISTORY_MS;
    sql.exec(
      `DELETE FROM notifications WHERE settled_at < ? AND ${isNoted("notifications", "lastNotificationNo")}`,
      old,
    );
    sql.exec(`DELETE FROM cases WHERE ended_at < ? AND ${isNoted("cases", "lastCaseNo")}`, old);
    sql.exec("DELETE FROM journal WHERE at < ? OR no <= (SELECT MAX(no) FROM journal) - ?", old, MAX_JOURNAL_ROWS);
    sql.exec("DELETE FROM tokens WHERE expires_at < ?", customerNow);
    sql.exec("UPDATE customer SET tidied_at = ?", now);
  });
}

/** True for rows whose number is known without them: by a later one, or by the customer's own row. */
const isNoted = (table: string, number: string): string =>
  `(no < (SELECT MAX(no) FROM ${table}) OR (no <= (SELECT json_extract(body, '$.${number}') FROM customer)
    AND NOT EXISTS (SELECT 1 FROM cases WHERE ended_at IS NULL)))`;

/** Instants by what they are and where they come from; without those there are none of. */
const instantsOf = (sql: SqlStorage, wanted: readonly (readonly [what: string, from: string])[]): readonly number[] =>
  wanted.flatMap(([what, from]) => sql.exec<{ at: number | null }>(`SELECT ${what} AS at FROM ${from}`).one().at ?? []);

/**
 * When something last happened with the customer, on their clock (ms), as the rows tell, and those that were there when they
 * were last gone through.
 */
export function noteActive(sql: SqlStorage): number {
  const last = Math.max(
    ...instantsOf(sql, [
      ["active_at", "customer"],
      ["MAX(received_at)", "events"],
      ["MAX(json_extract(line.value, '$.at'))", "events, json_each(events.said) AS line"],
      ["MAX(at)", "journal WHERE what != 'contact_forgotten'"],
      ["MAX(ended_at)", "cases"],
      ["MAX(settled_at)", "notifications"],
    ]),
  );
  sql.exec("UPDATE customer SET active_at = ?", last);
  return last;
}

/**
 * When the next of the rows is to be forgotten, on the customer's clock (ms), which is `ahead` of the real one; Infinity where
 * all that is kept is living.
 */
export function nextToForget(sql: SqlStorage, ahead: number): number {
  const problems = PROBLEM_TYPES.map((it) => `'${it}'`).join(", ");
  const times = instantsOf(sql, [
    [`MIN(received_at) + ${EVENTS_MS + ahead}`, `events WHERE body != '' OR type NOT IN (${problems})`],
    [`MIN(received_at) + ${PROBLEM_IDS_MS + ahead}`, `events`],
    [`MIN(settled_at) + ${PAYLOADS_MS}`, `notifications WHERE json_extract(body, '$.payload') IS NOT NULL`],
    [`MIN(settled_at) + ${HISTORY_MS}`, `notifications WHERE ${isNoted("notifications", "lastNotificationNo")}`],
    [`MIN(ended_at) + ${HISTORY_MS}`, `cases WHERE ${isNoted("cases", "lastCaseNo")}`],
    [`MIN(at) + ${HISTORY_MS}`, `journal`],
    ["MIN(expires_at)", "tokens"],
  ]);
  // What is forgotten is older than its time, by a millisecond at least.
  return Math.min(...times) + 1;
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
