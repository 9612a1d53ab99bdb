// GET /healthz: alive, which version, whether the settings are complete, and whether FlatPeak takes us. Names only, never a
// value.

import { compose } from "../compose.ts";
import { gateOf } from "../gate/address.ts";
import { VERSION } from "../version.ts";
import type { RouteContext } from "./context.ts";

export async function showHealth(c: RouteContext): Promise<Response> {
  const composed = compose(c.env);
  const refused = composed.ok ? (await gateOf(c.env, "flatpeak").report()).closed : null;
  return c.json({
    status: "ok",
    version: VERSION,
    configuration: composed.ok ? "complete" : "incomplete",
    ...(composed.ok ? {} : { settings: composed.complaints }),
    ...(refused === null ? {} : { flatpeak: "refuses_us" }),
  });
}
