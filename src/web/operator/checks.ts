// /v1/checks: is everything outside set up right?

import { runChecks } from "./checks/all.ts";
import { route } from "./route.ts";
import { checkSetup } from "./shapes/checks.ts";
import { iso } from "./shapes/ids.ts";

export const CHECK_ROUTES = [
  route(checkSetup, async ({ c, env, deps }) => {
    const { at, status, findings } = await runChecks(env, deps, new URL(c.req.url).origin);
    return { checked_at: iso(at), status, data: findings };
  }),
];
