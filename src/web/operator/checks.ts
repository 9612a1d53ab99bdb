// /v1/checks: is everything outside set up right?

import { runChecks } from "./checks/all.ts";
import type { RouteContext } from "../http/context.ts";
import type { CheckReportShape } from "./shapes/checks.ts";

/** POST /v1/checks: tries everything outside, for real and harmlessly. Takes some seconds where something does not answer. */
export async function checkSetup(c: RouteContext): Promise<Response> {
  const { at, status, findings } = await runChecks(c.env, c.get("deps"), new URL(c.req.url).origin);
  const report: CheckReportShape = { checked_at: new Date(at).toISOString(), status, data: [...findings] };
  return c.json(report);
}
