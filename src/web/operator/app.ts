// /v1: what holds for every call of it. Who asks, and whether they may; what they ask, read by the declaration of the call; a trace of
// it in the log. What is then done is the route's.

import { DATA, problem, requestIdOf } from "../http/respond.ts";
import { readAsked } from "./asked.ts";
import { matcherOf } from "./match.ts";
import { Problem, problemOf } from "./route.ts";
import { ROUTES } from "./routes.ts";
import { isInTrail, statusOf } from "./shapes/call.ts";
import { withTrail } from "./change.ts";
import { admit, noteCall, notedName } from "./who.ts";
import type { RouteContext } from "../http/context.ts";
import type { Found } from "./match.ts";
import type { Route, Who } from "./route.ts";

const find = matcherOf(ROUTES);
const LIST = /^application\/x-ndjson\b/i;

/** What nobody has to prove anything for is read by nobody in particular. */
const ANYONE: Who = { name: "anyone", role: "read", by: "nobody" };

/** The route that a request means; the runtime answers a HEAD by what GET would say. */
const routeIn = (c: RouteContext, found: Found | null): Route | undefined =>
  found?.byMethod.get(c.req.method === "HEAD" ? "GET" : c.req.method);

/** The address that is asked at; a list is taken where one of its kind is, by a route of its own. */
function addressOf(c: RouteContext): string {
  const { path } = c.req;
  const isList = c.req.method === "POST" && LIST.test(c.req.header("Content-Type") ?? "");
  return isList && find(`${path}/import`) !== null ? `${path}/import` : path;
}

function noRoute(c: RouteContext, found: Found | null): Problem {
  if (found === null) return problemOf("not_found", "there is nothing here");
  const methods = [...found.byMethod.keys()].join(", ");
  c.header("Allow", methods);
  return problemOf("method_not_allowed", `this address takes ${methods} only`);
}

function answer(c: RouteContext, route: Route | undefined, outcome: unknown): Response {
  if (outcome instanceof Problem) return problem(c, outcome.code, outcome.message);
  if (outcome instanceof Response) return outcome;
  c.header("X-Request-Id", requestIdOf(c));
  return c.json(outcome, route === undefined ? 200 : statusOf(route.call, outcome), DATA);
}

/** What a call is about: what its address names. */
const aboutOf = ({ params }: Found): string | null => Object.values(params)[0] ?? null;

/** The customer in a body, where the address names nobody. */
const customerIn = (body: unknown): string | null =>
  typeof body === "object" && body !== null && "customer_id" in body && typeof body.customer_id === "string"
    ? body.customer_id
    : null;

/** Makes the call; what changes something is in the audit trail before it is done. */
async function respond(c: RouteContext, route: Route, found: Found, who: Who): Promise<Response> {
  const { call, run } = route;
  const read = await readAsked(c, call, found.params);
  if (read instanceof Problem) return answer(c, route, read);
  const { params, query, body } = read as { params: undefined; query: undefined; body: undefined };
  const make = async (): Promise<Response> =>
    answer(c, route, await run({ c, env: c.env, deps: c.get("deps"), params, query, body, who }));
  if (!isInTrail(call) || who === ANYONE) return make();
  const asking = { call, who, about: aboutOf(found) ?? customerIn(read.body), body: read.body, bytes: read.bytes };
  return answer(c, route, await withTrail(c, asking, make));
}

/** Answers any request below `/v1`. */
export async function answerOperator(c: RouteContext): Promise<Response> {
  const found = find(addressOf(c));
  const route = routeIn(c, found);
  const role = route?.call.role ?? "read";
  const about = found === null ? null : notedName(aboutOf(found));
  const wanted = route === undefined ? undefined : { what: `${route.call.method} ${route.call.path}`, about };
  const who = role === "anyone" ? ANYONE : await admit(c, role, wanted);
  if (who instanceof Response) return who;
  const response =
    route === undefined || found === null ? answer(c, route, noRoute(c, found)) : await respond(c, route, found, who);
  if (who !== ANYONE) noteCall(c, who, about, response.status);
  return response;
}
