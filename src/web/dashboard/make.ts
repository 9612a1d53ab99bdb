// A call of /v1 as the dashboard makes it: the same declaration and the same function, without HTTP to itself.

import { Problem } from "../operator/route.ts";
import { ROUTES } from "../operator/routes.ts";
import type { Who } from "../operator/route.ts";
import type { AnswerOf, Call, GivenParams } from "../operator/shapes/call.ts";
import type { RouteContext } from "../http/context.ts";

/** Makes a call without query and body, for somebody who may. What the path names is read by the declaration. */
export async function make<const C extends Call>(
  c: RouteContext,
  who: Who,
  call: C,
  params: GivenParams<C>,
): Promise<AnswerOf<C> | Problem> {
  const route = ROUTES.find((it) => it.call === call);
  if (route === undefined) throw new TypeError(`no route makes ${call.method} ${call.path}`);
  const read = call.params?.safeParse(params);
  if (read?.success === false) return new Problem("not_found", "there is nothing here");
  const asked = { c, env: c.env, deps: c.get("deps"), params: read?.data, query: undefined, body: undefined, who };
  // The declaration says what the function answers; that it does is what its tests hold.
  return (await route.run(asked)) as AnswerOf<C> | Problem;
}
