// GET /healthz: alive, which version, whether the settings are complete, whether FlatPeak takes us, and which ways out are
// closed. Names only, never a value.

import { compose } from "../compose.ts";
import { gateOf } from "../gate/address.ts";
import { reportWays } from "../gate/ways.ts";
import { VERSION } from "../version.ts";
import type { RouteContext } from "./context.ts";

export async function showHealth(c: RouteContext): Promise<Response> {
  const composed = compose(c.env);
  const refused = composed.ok ? (await gateOf(c.env, "flatpeak").report()).closed : null;
  const ways = composed.ok ? await reportWays(c.env, composed.deps.config) : [];
  const closed = ways.flatMap((it) => (it.closed === null ? [] : [it.way]));
  return c.json({
    status: "ok",
    version: VERSION,
    configuration: composed.ok ? "complete" : "incomplete",
    ...(composed.ok ? {} : { settings: composed.complaints }),
    ...(refused === null ? {} : { flatpeak: "refuses_us" }),
    ...(closed.length === 0 ? {} : { closed_channels: closed }),
  });
}
