// Who may use /v1: whoever has the operator's token.

import { problem, requestIdOf } from "./respond.ts";
import type { MiddlewareHandler } from "hono";
import type { RouteContext, RouteEnv } from "./context.ts";

/** The longest token there may be, and what stands before it. */
const MAX_LENGTH = 600;
/** As RFC 6750 writes it, in any case (RFC 9110, 11.1). */
const FORM = /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i;

const encoder = new TextEncoder();

/** Compares digests, so that neither the time it takes nor a length tells anything of the token. */
async function isSame(given: string, token: string): Promise<boolean> {
  const [one, other] = await Promise.all(
    [given, token].map((text) => crypto.subtle.digest("SHA-256", encoder.encode(text))),
  );
  return one !== undefined && other !== undefined && crypto.subtle.timingSafeEqual(one, other);
}

/** Leaves a trace of every call, reading included: when, what, about whom, and as whom. The log's own line has the time. */
function noteCall(c: RouteContext): void {
  const { method, path } = c.req;
  c.get("deps").log.info("operator_called", {
    as: "operator",
    method,
    path,
    about: c.req.param("id") ?? c.req.param("digest") ?? null,
    status: c.res.status,
    request_id: requestIdOf(c),
  });
}

/** Lets nobody through without `Authorization: Bearer` and the operator's token. */
export const operatorOnly: MiddlewareHandler<RouteEnv> = async function operatorOnly(c, next) {
  const header = c.req.header("Authorization") ?? "";
  const given = header.length > MAX_LENGTH ? undefined : FORM.exec(header)?.[1];
  if (given !== undefined && (await isSame(given, c.get("deps").config.operatorToken))) {
    await next();
    return noteCall(c);
  }
  c.header("WWW-Authenticate", 'Bearer realm="operator"');
  return problem(c, "unauthorized", "a valid bearer token is needed");
};
