// /zero: the calls of FlatPeak's API as Zero had them, answered by Anode. What is the same in both goes through as it is. Every
// call is made with the caller's own credentials, which go to FlatPeak and nowhere else, and nothing is kept.

import { findCall, methodsAt } from "../../flatpeak/zero/call.ts";
import { DIRECTORY } from "../../flatpeak/zero/calls.ts";
import { bridge } from "./bridge.ts";
import { passThrough } from "./pass.ts";
import { errorAnswer } from "./respond.ts";
import type { Method } from "../../flatpeak/zero/call.ts";
import type { RouteContext } from "../http/context.ts";

const BELOW = "/zero";
/** FlatPeak's bearers are some hundred characters. */
const MAX_CREDENTIALS = 8_192;
const BASIC = /^Basic +[A-Za-z0-9+/]+={0,2} *$/i;
const BEARER = /^Bearer +[A-Za-z0-9._~+/-]+=* *$/i;

/** Who has no credentials is sent away before anything is read or made for them. */
const hasCredentials = (header: string | undefined, form: RegExp): boolean =>
  header !== undefined && header.length <= MAX_CREDENTIALS && form.test(header);

/** What stands behind `/zero` in an address, as it was written, with what is behind the question mark. */
function pathBelow(url: string): string {
  const path = url.slice(url.indexOf("/", url.indexOf("//") + 2) + BELOW.length);
  return path.startsWith("/") ? path : `/${path}`;
}

/** What stands at the address of a call and is none is no call of Anode's either: FlatPeak would only say that it has no such address. */
function notAllowed(c: RouteContext, methods: readonly Method[]): Response {
  const message = `this address takes ${methods.join(" and ")} only`;
  const refused = errorAnswer(c, { status: 405, code: "method_not_allowed", message });
  refused.headers.set("Allow", methods.join(", "));
  return refused;
}

/** Answers any request below `/zero`, in Zero's form. */
export function answerZero(c: RouteContext): Response | Promise<Response> {
  const below = pathBelow(c.req.url);
  const [path = ""] = below.split("?", 1);
  const found = findCall(DIRECTORY, c.req.method, path);
  if (found === null) {
    const methods = methodsAt(DIRECTORY, path);
    if (methods.length > 0) return notAllowed(c, methods);
  }
  const form = found?.call.zero.path === "/login" ? BASIC : BEARER;
  if (!hasCredentials(c.req.header("Authorization"), form)) {
    return errorAnswer(c, { status: 403, code: "bad_credentials", message: "Bad credentials" });
  }
  return found === null ? passThrough(c, below) : bridge(c, found);
}
