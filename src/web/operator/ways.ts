// /v1/channels and /v1/sweep: how the ways out stand, and how far the sweep is.

import { reportWays } from "../../objects/ways.ts";

import { gateOf, theSweep } from "../../objects/rooms.ts";

import type { RouteContext } from "../http/context.ts";

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/**
 * GET /v1/channels: the ways out, in order; the backend that is published to and the contact lookup among them. Which of
 * them are closed to our account, and what keeps some recipients from being reached.
 */
export async function showChannels(c: RouteContext): Promise<Response> {
  const ways = await reportWays(c.env, c.get("deps").config);
  const data = ways.map(({ way, closed, impaired }) => ({
    channel: way,
    open: closed === null,
    closed_at: iso(closed?.since ?? null),
    why: closed?.why ?? null,
    impaired: impaired.map(({ why, at }) => ({ why, last_at: iso(at) })),
  }));
  return c.json({ data });
}

/** GET /v1/sweep: how far the sweep is, what the webhooks missed, and whether FlatPeak has fallen silent, or refuses us. */
export async function showSweep(c: RouteContext): Promise<Response> {
  const report = await theSweep(c.env).report(c.get("deps").config.silenceAfter);
  const { closed: refused } = await gateOf(c.env, "flatpeak").report();
  return c.json({
    refuses_us_since: iso(refused?.since ?? null),
    refuses_us_why: refused?.why ?? null,
    last_event_at: iso(report.lastEventAt),
    silent: report.silent,
    missed_by_webhooks: report.missed,
    last_missed_at: iso(report.missedAt),
    failing_since: iso(report.failingSince),
    put_aside: report.aside,
    passes: report.passes.map(({ name, cursors, position, doneAt, failing }) => ({
      name,
      cursor: cursors[0] ?? null,
      under_way: position !== null,
      done_at: iso(doneAt),
      failing_since: iso(failing?.since ?? null),
      why: failing?.why ?? null,
    })),
  });
}

/** POST /v1/sweep: runs one now instead of waiting for cron. */
export async function runSweep(c: RouteContext): Promise<Response> {
  await theSweep(c.env).run();
  return showSweep(c);
}
