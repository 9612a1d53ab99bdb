// GET /healthz: alive, which version, and whether the settings are complete. Names only, never a value.

import { compose } from "../compose.ts";
import { VERSION } from "../version.ts";
import type { RouteContext } from "./context.ts";

export function showHealth(c: RouteContext): Response {
  const composed = compose(c.env);
  return c.json({
    status: "ok",
    version: VERSION,
    configuration: composed.ok ? "complete" : "incomplete",
    ...(composed.ok ? {} : { settings: composed.complaints }),
  });
}
