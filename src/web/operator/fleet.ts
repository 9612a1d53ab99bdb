// /v1/cases, /v1/notifications, /v1/fleet: what is known of all customers at once, read from the index.

import { DAY } from "../../core/time.ts";
import { figuresOf, funnelOf } from "../../objects/fleet/figures.ts";
import { listCases, listNotifications } from "../../objects/fleet/list.ts";
import { theRebuild } from "../../objects/rooms.ts";
import { cursorOf, positionIn } from "./cursor.ts";
import { noIndex } from "./known.ts";
import { Problem, problemOf, route } from "./route.ts";
import { iso, isoOrNull } from "./shapes/ids.ts";
import { PAGE_LENGTH } from "./shapes/list.ts";
import * as calls from "./shapes/fleet.ts";
import type { RebuildReport } from "../../objects/rebuild/contract.ts";
import type { Place, Row } from "../../objects/fleet/list.ts";
import type { Env } from "../../setup/env.ts";
import type { AnswerOf } from "./shapes/call.ts";

const FUNNEL_MS = 90 * DAY;

/** The place that a cursor stands for; null where it is none. */
function placeIn(cursor: string): Place | null {
  const [at, customer, no] = positionIn(cursor) ?? [];
  return typeof at === "number" && typeof customer === "string" && typeof no === "number" ? [at, customer, no] : null;
}

/** A page of a list as it is answered. */
const paged = <T>(data: T[], next: Place | null, { rebuilding }: Asked) => ({
  data,
  next_cursor: next === null ? null : cursorOf(next),
  rebuilding,
});

/** The index, and where its list is to go on. */
interface Asked {
  readonly database: D1Database;
  readonly after: Place | null;
  readonly rebuilding: boolean;
}

async function indexOf(env: Env, cursor?: string): Promise<Asked | Problem> {
  const { FLEET: database } = env;
  if (database === undefined) return noIndex();
  const after = cursor === undefined ? null : placeIn(cursor);
  if (cursor !== undefined && after === null) return problemOf("bad_request", "cursor: is none of this list's");
  return { database, after, rebuilding: (await theRebuild(env).report()).state === "running" };
}

const isThere = (row: Row, name: string): boolean => row[name] !== null && row[name] !== undefined;
const text = (row: Row, name: string): string => String(row[name] ?? "");
const textOrNull = (row: Row, name: string): string | null => (isThere(row, name) ? String(row[name]) : null);
const numberOf = (row: Row, name: string): number => Number(row[name] ?? 0);
const numberOrNull = (row: Row, name: string): number | null => (isThere(row, name) ? Number(row[name]) : null);
const timeOf = (row: Row, name: string): string | null => isoOrNull(numberOrNull(row, name));

const armOf = (row: Row) => ({ experiment: textOrNull(row, "experiment"), arm: textOrNull(row, "arm") });

const caseOf = (row: Row): AnswerOf<typeof calls.listCases>["data"][number] => ({
  customer_id: text(row, "customer"),
  case: numberOf(row, "no"),
  tariff_id: text(row, "tariff"),
  location_id: text(row, "location"),
  supplier: textOrNull(row, "supplier"),
  slot: textOrNull(row, "slot"),
  reason: text(row, "reason"),
  state: text(row, "state"),
  needs_action: textOrNull(row, "needs"),
  contract_end_date: textOrNull(row, "contract_end"),
  opened_at: iso(numberOf(row, "opened_at")),
  ended_at: timeOf(row, "ended_at"),
  next_step_at: timeOf(row, "due_at"),
  told_at: timeOf(row, "told_at"),
  rung: numberOrNull(row, "rung"),
  channel: textOrNull(row, "channel"),
  language: textOrNull(row, "language"),
  tapped_at: timeOf(row, "tapped_at"),
  session_at: timeOf(row, "session_at"),
  ...armOf(row),
});

const notificationOf = (row: Row): AnswerOf<typeof calls.listNotifications>["data"][number] => ({
  id: text(row, "id"),
  customer_id: text(row, "customer"),
  kind: text(row, "kind"),
  status: text(row, "status"),
  channel: text(row, "channel"),
  reason: text(row, "reason"),
  rung: numberOf(row, "rung"),
  language: textOrNull(row, "language"),
  cases: text(row, "cases")
    .split(",")
    .flatMap((no) => (no === "" ? [] : [Number(no)])),
  attempts: numberOf(row, "attempts"),
  created_at: iso(numberOf(row, "created_at")),
  sent_at: timeOf(row, "called_at"),
  settled_at: timeOf(row, "settled_at"),
  ...armOf(row),
});

const showCases = route(calls.listCases, async ({ env, query }) => {
  const {
    limit = PAGE_LENGTH,
    cursor,
    needs_action,
    customer_id: customer,
    tariff_id: tariff,
    location_id: location,
    ...rest
  } = query;
  const asked = await indexOf(env, cursor);
  if (asked instanceof Problem) return asked;
  const filter = { ...rest, needs: needs_action, customer, tariff, location };
  const { rows, next } = await listCases(asked.database, filter, asked.after, limit);
  return paged(rows.map(caseOf), next, asked);
});

const showNotifications = route(calls.listNotifications, async ({ env, query }) => {
  const { limit = PAGE_LENGTH, cursor, customer_id: customer, ...rest } = query;
  const asked = await indexOf(env, cursor);
  if (asked instanceof Problem) return asked;
  const { rows, next } = await listNotifications(asked.database, { ...rest, customer }, asked.after, limit);
  return paged(rows.map(notificationOf), next, asked);
});

const showFleet = route(calls.showFleet, async ({ env, deps }) => {
  const asked = await indexOf(env);
  if (asked instanceof Problem) return asked;
  const { cases, open, needs, notifications, waiting, lateness } = await figuresOf(asked.database, deps.now());
  return {
    cases,
    open,
    needs_action: needs,
    notifications,
    waiting: { count: waiting.count, since: isoOrNull(waiting.since) },
    lateness_ms: lateness,
    rebuilding: asked.rebuilding,
  };
});

const showFunnel = route(calls.showFunnel, async ({ env, deps, query: { by, from, to } }) => {
  const asked = await indexOf(env);
  if (asked instanceof Problem) return asked;
  // A customer's test clock may be ahead of the real one: what is open to the end is open.
  const until = to ?? deps.now() + FUNNEL_MS;
  const span = { from: from ?? deps.now() - FUNNEL_MS, to: until };
  const steps = await funnelOf(asked.database, by, span);
  const data = steps.map(({ repairedOtherwise, ...step }) => ({ ...step, repaired_otherwise: repairedOtherwise }));
  return { by, from: iso(span.from), to: iso(span.to), data, rebuilding: asked.rebuilding };
});

const rebuildOf = ({ state, startedAt, doneAt, found, written, failing }: RebuildReport) => ({
  status: state,
  started_at: isoOrNull(startedAt),
  done_at: isoOrNull(doneAt),
  found,
  written,
  why: failing,
});

const startRebuild = route(calls.startRebuild, async ({ env }) =>
  env.FLEET === undefined ? noIndex() : rebuildOf(await theRebuild(env).start()),
);

const showRebuild = route(calls.showRebuild, async ({ env }) =>
  env.FLEET === undefined ? noIndex() : rebuildOf(await theRebuild(env).report()),
);

export const FLEET_ROUTES = [showCases, showNotifications, showFleet, showFunnel, startRebuild, showRebuild];
