// /v1/channels, /v1/sweep and /v1/suppliers: how the ways out stand, how far the sweep is, and whose outages hold messages back.

import { reportWays } from "../../objects/ways.ts";
import { gateOf, theSweep } from "../../objects/rooms.ts";
import { noIndex } from "./known.ts";
import { outagesNow } from "../../objects/outages.ts";
import { route } from "./route.ts";
import { iso, isoOrNull } from "./shapes/ids.ts";
import * as calls from "./shapes/ways.ts";
import type { Deps } from "../../setup/compose.ts";
import type { Env } from "../../setup/env.ts";
import type { AnswerOf } from "./shapes/call.ts";

const showChannels = route(calls.showChannels, async ({ env, deps }) => {
  const ways = await reportWays(env, deps.config);
  const data = ways.map(({ way, closed, impaired }) => ({
    channel: way,
    open: closed === null,
    closed_at: isoOrNull(closed?.since ?? null),
    why: closed?.why ?? null,
    impaired: impaired.map(({ why, at }) => ({ why, last_at: iso(at) })),
  }));
  return { data };
});

async function reportSweep(env: Env, { config }: Deps): Promise<AnswerOf<typeof calls.showSweep>> {
  const report = await theSweep(env).report(config.silenceAfter);
  const { closed: refused } = await gateOf(env, "flatpeak").report();
  return {
    refuses_us_since: isoOrNull(refused?.since ?? null),
    refuses_us_why: refused?.why ?? null,
    cron_at: isoOrNull(report.cronAt),
    last_event_at: isoOrNull(report.lastEventAt),
    brought_at: isoOrNull(report.broughtAt),
    silent: report.silent,
    missed_by_webhooks: report.missed,
    last_missed_at: isoOrNull(report.missedAt),
    missed_event_at: isoOrNull(report.missedEventAt),
    failing_since: isoOrNull(report.failingSince),
    put_aside: report.aside,
    passes: report.passes.map(({ name, cursors, position, doneAt, failing }) => ({
      name,
      cursor: cursors[0] ?? null,
      under_way: position !== null,
      done_at: isoOrNull(doneAt),
      failing_since: isoOrNull(failing?.since ?? null),
      why: failing?.why ?? null,
    })),
  };
}

const showSweep = route(calls.showSweep, ({ env, deps }) => reportSweep(env, deps));

const runSweep = route(calls.runSweep, async ({ env, deps }) => {
  await theSweep(env).run();
  return reportSweep(env, deps);
});

const listSuppliers = route(calls.listSuppliers, async ({ env }) => {
  const { FLEET: database } = env;
  if (database === undefined) return noIndex();
  const outages = await outagesNow(env, database);
  return {
    data: outages.map(({ supplier, since, isHolding, customers }) => ({
      supplier,
      since: iso(since),
      holding: isHolding,
      customers,
    })),
  };
});

export const WAY_ROUTES = [showChannels, showSweep, runSweep, listSuppliers];
