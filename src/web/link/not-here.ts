// What a link is answered with that leads nowhere, or not now.

import { queryOf } from "../http/query.ts";
import { page, redirect } from "../http/respond.ts";
import { expired, tooMany } from "./notes.tsx";
import type { RouteContext } from "../http/context.ts";

/**
 * The page for a link that has ended, and for one that never was; in the browser's language, so that nobody can tell which. It knows no
 * link, so that it is the same for all: the stop that it offers by its own address is looked for here.
 */
export async function notHere(c: RouteContext): Promise<Response> {
  const code = c.req.param("code") ?? "";
  const asksToStop = queryOf(c, "stop") !== undefined && !c.req.path.endsWith("/stop");
  return asksToStop && /^[\w-]{1,500}$/.test(code) ? redirect(`/c/${code}/stop`, 302) : page(c, expired, 404);
}

/** The link was opened too often for now. */
export const askToWait = (c: RouteContext, code: string): Promise<Response> =>
  page(c, (view) => tooMany(view, code), 429);
