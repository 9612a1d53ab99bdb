// A call of /v1 as the dashboard makes it: the same declaration, the same function and the same trail, without HTTP to itself.

import { withTrail } from "../operator/change.ts";
import { STATUS } from "../http/problems.ts";
import { Problem } from "../operator/route.ts";
import { ROUTES } from "../operator/routes.ts";
import { isInTrail, statusOf } from "../operator/shapes/call.ts";
import type { Form } from "../operator/change.ts";
import type { Who } from "../operator/route.ts";
import type { AnswerOf, Call, GivenBody, GivenParams, GivenQuery } from "../operator/shapes/call.ts";
import type { RouteContext } from "../http/context.ts";

/** What a call is given; what it has no place for is left out. */
interface Given<C extends Call> {
  readonly params?: GivenParams<C>;
  readonly query?: GivenQuery<C>;
  readonly body?: GivenBody<C>;
}

const encoder = new TextEncoder();

/** As the answer of a change goes into the trail and is kept for the same form sent again; of a problem its status alone. */
const asResponse = (call: Call, outcome: unknown): Response =>
  outcome instanceof Problem
    ? new Response(null, { status: STATUS[outcome.code] })
    : Response.json(outcome, { status: statusOf(call, outcome) });

/** Makes a call for somebody who may. What it is given is read by the declaration; `form` is what a form says besides. */
export async function make<const C extends Call>(
  c: RouteContext,
  who: Who,
  call: C,
  given: Given<C> = {},
  form?: Form,
): Promise<AnswerOf<C> | Problem> {
  const route = ROUTES.find((it) => it.call === call);
  if (route === undefined) throw new TypeError(`no route makes ${call.method} ${call.path}`);
  const [params, query] = [call.params?.safeParse(given.params), call.query?.safeParse(given.query ?? {})];
  const body = call.body?.safeParse(given.body);
  if (params?.success === false) return new Problem("not_found", "there is nothing here");
  if (query?.success === false) return new Problem("bad_request", "this cannot be asked");
  if (body?.success === false)
    return new Problem("bad_request", body.error.issues[0]?.message ?? "this cannot be asked");
  // The declaration says what the function takes and answers; that it does is what its tests hold.
  const read = { params: params?.data, query: query?.data, body: body?.data } as Record<
    "params" | "query" | "body",
    undefined
  >;
  const run = async (): Promise<AnswerOf<C> | Problem> =>
    (await route.run({ c, env: c.env, deps: c.get("deps"), who, ...read })) as AnswerOf<C> | Problem;
  if (!isInTrail(call)) return run();
  const done: { outcome: AnswerOf<C> | Problem | null } = { outcome: null };
  const [about = null] = Object.values(params?.data ?? {});
  const asking = {
    call,
    who,
    about: typeof about === "string" ? about : null,
    body: body?.data,
    bytes: new Uint8Array(encoder.encode(JSON.stringify(given))),
    ...(form === undefined ? {} : { form }),
  };
  const noted = await withTrail(c, asking, async () => {
    done.outcome = await run();
    return asResponse(call, done.outcome);
  });
  if (noted instanceof Problem) return noted;
  // Nothing was run: the same form was answered before, by what `asResponse` made of it.
  return done.outcome ?? ((await noted.json()) as AnswerOf<C>);
}
