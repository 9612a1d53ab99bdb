// /zero: the calls of FlatPeak's API as Zero had them, answered by Anode. What is the same in both goes through as it is. Every
// call is made with the caller's own credentials, which go to FlatPeak and nowhere else, and nothing is kept.

import { findCall } from "../../flatpeak/zero/call.ts";
import { DIRECTORY } from "../../flatpeak/zero/calls.ts";
import { bridge } from "./bridge.ts";
import { passThrough } from "./pass.ts";
import { errorAnswer } from "./respond.ts";
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

/** Answers any request below `/zero`, in Zero's form. */
export function answerZero(c: RouteContext): Response | Promise<Response> {
  const below = pathBelow(c.req.url);
  const found = findCall(DIRECTORY, c.req.method, below.split("?", 1)[0] ?? "");
  const form = found?.call.zero.path === "/login" ? BASIC : BEARER;
  if (!hasCredentials(c.req.header("Authorization"), form)) {
    return errorAnswer(c, { status: 403, code: "bad_credentials", message: "Bad credentials" });
  }
  return found === null ? passThrough(c, below) : bridge(c, found);
}
