// A call of /v1 as the dashboard makes it: the same declaration, the same function and the same trail, without HTTP to itself.

import { withTrail } from "../operator/change.ts";
import { STATUS } from "../http/problems.ts";
import { Problem } from "../operator/route.ts";
import { ROUTES } from "../operator/routes.ts";
import { isChange } from "../operator/shapes/call.ts";
import type { Who } from "../operator/route.ts";
import type { AnswerOf, Call, GivenParams, GivenQuery } from "../operator/shapes/call.ts";
import type { RouteContext } from "../http/context.ts";

/** What a call is given; what it has no place for is left out. */
interface Given<C extends Call> {
  readonly params?: GivenParams<C>;
  readonly query?: GivenQuery<C>;
}

/** Makes a call without a body, for somebody who may. What it is given is read by the declaration. */
export async function make<const C extends Call>(
  c: RouteContext,
  who: Who,
  call: C,
  given: Given<C> = {},
): Promise<AnswerOf<C> | Problem> {
  const route = ROUTES.find((it) => it.call === call);
  if (route === undefined) throw new TypeError(`no route makes ${call.method} ${call.path}`);
  const [params, query] = [call.params?.safeParse(given.params), call.query?.safeParse(given.query ?? {})];
  if (params?.success === false) return new Problem("not_found", "there is nothing here");
  if (query?.success === false) return new Problem("bad_request", "this cannot be asked");
  const read = { params: params?.data, query: query?.data, body: undefined };
  // The declaration says what the function answers; that it does is what its tests hold.
  const run = async (): Promise<AnswerOf<C> | Problem> =>
    (await route.run({ c, env: c.env, deps: c.get("deps"), who, ...read })) as AnswerOf<C> | Problem;
  if (!isChange(call)) return run();
  const done: { outcome: AnswerOf<C> | Problem | null } = { outcome: null };
  const [about = null] = Object.values(params?.data ?? {});
  const asking = {
    call,
    who,
    about: typeof about === "string" ? about : null,
    body: undefined,
    bytes: new Uint8Array(),
  };
  const noted = await withTrail(c, asking, async () => {
    done.outcome = await run();
    return new Response(null, { status: done.outcome instanceof Problem ? STATUS[done.outcome.code] : 200 });
  });
  return noted instanceof Problem ? noted : (done.outcome ?? new Problem("unavailable", "it was not done"));
}
