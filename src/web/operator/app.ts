// /v1: what holds for every call of it. Who asks, and whether they may; what they ask, read by the declaration of the call; a trace of
// it in the log. What is then done is the route's.

import { DATA, problem, requestIdOf } from "../http/respond.ts";
import { readAsked } from "./asked.ts";
import { matcherOf } from "./match.ts";
import { Problem, problemOf } from "./route.ts";
import { ROUTES } from "./routes.ts";
import { statusOf } from "./shapes/call.ts";
import { admit, noteCall } from "./who.ts";
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

/** Makes the call. */
async function run(c: RouteContext, { call, run: act }: Route, found: Found, who: Who): Promise<unknown> {
  const read = await readAsked(c, call, found.params);
  if (read instanceof Problem) return read;
  const { params, query, body } = read as { params: undefined; query: undefined; body: undefined };
  return act({ c, env: c.env, deps: c.get("deps"), params, query, body, who });
}

function answer(c: RouteContext, route: Route | undefined, outcome: unknown): Response {
  if (outcome instanceof Problem) return problem(c, outcome.code, outcome.message);
  if (outcome instanceof Response) return outcome;
  c.header("X-Request-Id", requestIdOf(c));
  return c.json(outcome, route === undefined ? 200 : statusOf(route.call), DATA);
}

/** Answers any request below `/v1`. */
export async function answerOperator(c: RouteContext): Promise<Response> {
  const found = find(addressOf(c));
  const route = routeIn(c, found);
  const role = route?.call.role ?? "read";
  const who = role === "anyone" ? ANYONE : await admit(c, role);
  if (who instanceof Response) return who;
  const outcome = route === undefined || found === null ? noRoute(c, found) : await run(c, route, found, who);
  const response = answer(c, route, outcome);
  if (who !== ANYONE) noteCall(c, who, Object.values(found?.params ?? {})[0] ?? null, response.status);
  return response;
}
