// Who makes a call: whoever has the operator's token.

import { problem, requestIdOf } from "../http/respond.ts";
import { mayDo } from "./shapes/call.ts";
import type { RouteContext } from "../http/context.ts";
import type { Who } from "./route.ts";
import type { Role } from "./shapes/call.ts";

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

/** Who asks, by what proves it; null where nothing does. */
export async function whoIs(c: RouteContext): Promise<Who | null> {
  const header = c.req.header("Authorization") ?? "";
  const given = header.length > MAX_LENGTH ? undefined : FORM.exec(header)?.[1];
  const isOperator = given !== undefined && (await isSame(given, c.get("deps").config.operatorToken));
  return isOperator ? { name: "operator", role: "admin" } : null;
}

/** Whoever may act in this role; or the answer to whoever may not. */
export async function admit(c: RouteContext, role: Role): Promise<Who | Response> {
  const who = await whoIs(c);
  if (who === null) {
    c.header("WWW-Authenticate", 'Bearer realm="operator"');
    return problem(c, "unauthorized", "a valid bearer token is needed");
  }
  return mayDo(who.role, role) ? who : problem(c, "forbidden", `this is for the role ${role}`);
}

/** Leaves a trace of a call, reading included: when, what, about whom, and as whom. The log's own line has the time. */
export function noteCall(c: RouteContext, { name }: Who, about: string | null, status: number): void {
  const { method, path } = c.req;
  c.get("deps").log.info("operator_called", { as: name, method, path, about, status, request_id: requestIdOf(c) });
}
