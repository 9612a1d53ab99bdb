// /v1/customers/:id/restore: one customer, back to an earlier instant, with their messages held.

import { deskOf } from "../../objects/desks.ts";
import { noSuchCustomer } from "./known.ts";
import { problemOf, route } from "./route.ts";
import { AT_PROBLEM, restoreCustomer as shape } from "./shapes/restore.ts";
import { iso } from "./shapes/ids.ts";
import type { RestoreDone } from "../../objects/desk/contract.ts";
import type { ErrorCode } from "../http/problems.ts";

const REFUSALS: Readonly<
  Record<Exclude<RestoreDone["kind"], "restored" | "under_way" | "unknown">, readonly [ErrorCode, string]>
> = {
  erased: ["erased", "this customer was erased, and stays so"],
  not_yet_known: ["conflict", "at: nothing was known of this customer then, or they were erased since"],
  out_of_reach: ["bad_request", "at: must be ten minutes ago at least, and thirty days at most"],
  unreadable: ["conflict", "what is kept of this customer does not say since when they are known"],
  no_history: ["unavailable", "this runtime keeps no history: it is there at Cloudflare, not on a developer's machine"],
};

/** ISO 8601 in UTC as milliseconds; null for what is none. */
function instantIn(given: string): number | null {
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?Z$/.test(given) ? Date.parse(given) : NaN;
  return Number.isNaN(at) ? null : at;
}

const restoreCustomer = route(shape, async ({ env, deps, params: { id }, body }) => {
  const at = instantIn(body.at);
  if (at === null) return problemOf("bad_request", AT_PROBLEM);
  const done = await (await deskOf(env, id)).restore(id, at);
  const release = `POST ${deps.config.link.publicUrl}/v1/customers/${id}/release`;
  switch (done.kind) {
    case "restored":
      return { customer_id: id, status: "restored", at: iso(done.at), since_known: done.isKnown, release };
    case "under_way":
      return { customer_id: id, status: "restoring", at: iso(at), since_known: true, release };
    case "unknown":
      return noSuchCustomer();
    case "erased":
    case "not_yet_known":
    case "out_of_reach":
    case "unreadable":
    case "no_history":
      return problemOf(...REFUSALS[done.kind]);
  }
});

export const RESTORE_ROUTES = [restoreCustomer];
