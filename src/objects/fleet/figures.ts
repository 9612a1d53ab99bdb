// What the fleet's index says of the whole: how many cases stand how, what waits to leave, and how far customers came.

import { DAY } from "../../core/time.ts";
import { withTables } from "./tables.ts";

export interface Counted {
  readonly [value: string]: number;
}

/** Times in ms. */
export interface Figures {
  /** Cases by how they stand, and those that need somebody by why. */
  readonly cases: Counted;
  readonly needs: Counted;
  /** Open cases by reason. */
  readonly open: Counted;
  /** Notifications that are not settled, and those that failed or stayed uncertain within a week. */
  readonly notifications: Counted;
  /** What should have left and has not: how many, and the oldest. */
  readonly waiting: { readonly count: number; readonly since: number | null };
  /** Of the last day's messages, how long they took from being owed to being handed over (ms): half of them, and the slowest. */
  readonly lateness: { readonly median: number | null; readonly most: number | null };
}

/** What the funnel is told apart by. Dates are those of UTC, and of the opening of the case; a week begins on Monday. */
export const FUNNEL_BY = {
  reason: "reason",
  channel: "channel",
  rung: "rung",
  language: "language",
  supplier: "supplier",
  arm: "experiment || '/' || arm",
  day: "date(opened_at / 1000, 'unixepoch')",
  week: "date(opened_at / 1000, 'unixepoch', 'weekday 0', '-6 days')",
  month: "strftime('%Y-%m', opened_at / 1000, 'unixepoch')",
  all: "'all'",
} as const;
export type FunnelBy = keyof typeof FUNNEL_BY;

/** How far the customers of some cases came; each step is of those who took the one before it. */
export interface FunnelStep {
  /** What they have in common; null where that is not known, or has not come about. */
  readonly key: string | number | null;
  readonly cases: number;
  readonly told: number;
  readonly tapped: number;
  /** Of those who tapped: they were shown the page before Connect, went on from it, or said on it that the contract continues. */
  readonly pages: number;
  readonly onward: number;
  readonly continues: number;
  /** A session ended, or a repair shows that one did. */
  readonly sessions: number;
  readonly repaired: number;
  /** Repaired without a message, or without a tap on it: not by us. */
  readonly repairedOtherwise: number;
}

interface Count {
  readonly key: string | null;
  readonly count: number;
}

const counted = (results: readonly Count[]): Counted =>
  Object.fromEntries(results.map(({ key, count }) => [key ?? "unknown", count]));

const WEEK_MS = 7 * DAY;

/** The figures at `now` (ms). */
export async function figuresOf(database: D1Database, now: number): Promise<Figures> {
  const spans =
    "SELECT called_at - created_at AS ms FROM notifications WHERE created_at >= ?1 AND called_at IS NOT NULL";
  const sql = [
    "SELECT state AS key, COUNT(*) AS count FROM cases GROUP BY state",
    "SELECT needs AS key, COUNT(*) AS count FROM cases WHERE needs IS NOT NULL GROUP BY needs",
    "SELECT reason AS key, COUNT(*) AS count FROM cases WHERE state = 'open' GROUP BY reason",
    `SELECT status AS key, COUNT(*) AS count FROM notifications WHERE status IN ('due', 'accepted')
     OR (status IN ('failed', 'uncertain') AND created_at >= ?1) GROUP BY status`,
    "SELECT COUNT(*) AS count, MIN(created_at) AS since FROM notifications WHERE status = 'due'",
    `SELECT MAX(ms) AS most, (SELECT ms FROM (${spans}) ORDER BY ms
     LIMIT 1 OFFSET (SELECT COUNT(*) / 2 FROM (${spans}))) AS median FROM (${spans})`,
  ];
  const values = [[], [], [], [now - WEEK_MS], [], [now - DAY]];
  const answers = await withTables(database, () =>
    database.batch(sql.map((it, nth) => database.prepare(it).bind(...(values[nth] ?? [])))),
  );
  const countsOf = (nth: number): Counted => counted((answers[nth]?.results ?? []) as readonly Count[]);
  const [waiting = { count: 0, since: null }] = (answers[4]?.results ?? []) as readonly Figures["waiting"][];
  const [lateness = { median: null, most: null }] = (answers[5]?.results ?? []) as readonly Figures["lateness"][];
  return {
    cases: countsOf(0),
    needs: countsOf(1),
    open: countsOf(2),
    notifications: countsOf(3),
    waiting,
    lateness,
  };
}

const countIf = (condition: string): string => `SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END)`;
const REPAIRED = "state = 'repaired'";
/** Cases of a funnel: opened at or after the first instant, and before the second. */
const COUNTED = "state <> 'moved' AND opened_at >= ?1 AND opened_at < ?2";

/** What counts as each step, given what counts as told, as tapped, and as the tap that whatever came of it goes to. */
const stepsBy = (told: string, tapped: string, latest = tapped): string =>
  `COUNT(*) AS cases, ${countIf(told)} AS told, ${countIf(tapped)} AS tapped,
    ${countIf(`${latest} AND page_at IS NOT NULL`)} AS pages,
    ${countIf(`${latest} AND page_at IS NOT NULL AND onward_at IS NOT NULL`)} AS onward,
    ${countIf(`${latest} AND continues_at IS NOT NULL`)} AS continues,
    ${countIf(`${latest} AND (session_at IS NOT NULL OR ${REPAIRED})`)} AS sessions,
    ${countIf(`${latest} AND ${REPAIRED}`)} AS repaired`;

const CASE_STEPS = stepsBy("told_at IS NOT NULL", "told_at IS NOT NULL AND tapped_at IS NOT NULL");
const OTHERWISE = countIf(`${REPAIRED} AND NOT (told_at IS NOT NULL AND tapped_at IS NOT NULL)`);
const casesSql = (by: FunnelBy): string =>
  `SELECT ${FUNNEL_BY[by]} AS key, ${CASE_STEPS}, ${OTHERWISE} AS repairedOtherwise FROM cases WHERE ${COUNTED} GROUP BY key ORDER BY key`;

/** A message brought a tap that came after it and before the next one about the case. */
const broughtBy = (tap: string): string => `${tap} >= called_at AND (next_at IS NULL OR ${tap} < next_at)`;
const BROUGHT_LATEST = broughtBy("tapped_at");
// A line that was written before all taps were has the latest one alone.
const BROUGHT_ANY = `(${BROUGHT_LATEST} OR EXISTS (SELECT 1 FROM json_each('[' || taps || ']') AS tap WHERE ${broughtBy("tap.value")}))`;

/** What messages are told apart by. */
const MESSAGES_BY = {
  message: "sent.channel || ':' || sent.rung",
  message_reason: "sent.channel || ':' || sent.rung || ':' || cases.reason",
} as const;
type MessagesBy = keyof typeof MESSAGES_BY;

/** A message stands once for each case that it told of. */
const messagesSql = (
  by: MessagesBy,
): string => `SELECT key, ${stepsBy("1", BROUGHT_ANY, BROUGHT_LATEST)}, 0 AS repairedOtherwise
  FROM (SELECT cases.*, ${MESSAGES_BY[by]} AS key, sent.called_at,
    LEAD(sent.called_at) OVER (PARTITION BY sent.customer, told.value ORDER BY sent.called_at, sent.no) AS next_at
    FROM notifications AS sent, json_each('[' || trim(sent.cases, ',') || ']') AS told
    JOIN cases ON cases.customer = sent.customer AND cases.no = told.value
    WHERE sent.created_at >= ?1 AND sent.kind = 'notify' AND sent.status IN ('accepted', 'sent') AND sent.called_at IS NOT NULL)
  WHERE ${COUNTED} GROUP BY key ORDER BY key`;

/**
 * The funnel of the cases that were opened at or after `from`, and before `to` (ms). A case that moved to another customer goes on
 * there, and counts there. By `message` it counts messages instead: `cases` and `told` are those sent by a channel and rung, like
 * `push:1`, once for each case, `tapped` those that brought a tap, and the steps after it those that brought the latest. By
 * `message_reason` those of cases of one reason.
 */
export async function funnelOf(
  database: D1Database,
  by: FunnelBy | MessagesBy,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly FunnelStep[]> {
  const sql = by === "message" || by === "message_reason" ? messagesSql(by) : casesSql(by);
  const { results } = await withTables(database, () =>
    database.prepare(sql).bind(from, to).all<FunnelStep & Record<string, unknown>>(),
  );
  return results;
}

/** The suppliers with open cases that cannot be read, those of the most customers first; `most` of them. */
export async function brokenSuppliersIn(database: D1Database, most: number): Promise<readonly string[]> {
  const sql = `SELECT supplier FROM cases WHERE state = 'open' AND reason = 'fetch_failed' AND supplier IS NOT NULL
    GROUP BY supplier ORDER BY COUNT(DISTINCT customer) DESC, supplier LIMIT ?`;
  const { results } = await withTables(database, () => database.prepare(sql).bind(most).all<{ supplier: string }>());
  return results.map(({ supplier }) => supplier);
}
