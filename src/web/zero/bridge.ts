// One call of Zero's: read, asked of Anode with the caller's own credentials, and answered in Zero's form.

import { answerZero } from "../../flatpeak/zero/answer.ts";
import { askAnode } from "../../flatpeak/zero/ask.ts";
import { errorOfStatus, isFlatPeaks } from "../../flatpeak/zero/error.ts";
import { ANODE_VERSION, speaksZero } from "../../flatpeak/version.ts";
import { TooLong, call, isOk, readStart } from "../../platform/http.ts";
import { jsonOf } from "../../platform/json.ts";
import { answer, errorAnswer } from "./respond.ts";
import type { Asked, Request as Question } from "../../flatpeak/zero/ask.ts";
import type { Found } from "../../flatpeak/zero/call.ts";
import type { ZeroError } from "../../flatpeak/zero/error.ts";
import type { HttpAnswer, HttpRequest, Lost } from "../../platform/http.ts";
import type { RouteContext } from "../http/context.ts";

/** A batch of meter records in the size that FlatPeak's documentation has as its example (18,379) is some six million bytes. */
const MAX_BODY_BYTES = 16 * 1_024 * 1_024;
/** Ninety days of an audit in quarter hours are some four million. */
const MAX_ANSWER_BYTES = 16 * 1_024 * 1_024;
/** A schedule takes FlatPeak a while. */
const LIMITS = { ms: 30_000, bytes: MAX_ANSWER_BYTES };

type Body = { readonly kind: "read"; readonly body: unknown } | { readonly kind: "refused"; readonly error: ZeroError };

async function readBody(c: RouteContext, { call: { body } }: Found): Promise<Body> {
  if (body === null) return { kind: "read", body: undefined };
  const { pieces, cut } = await readStart(c.req.raw.body, MAX_BODY_BYTES);
  if (cut?.by instanceof TooLong) {
    const message = `the body is larger than ${MAX_BODY_BYTES} bytes`;
    return { kind: "refused", error: { status: 413, code: "body_too_large", message } };
  }
  if (cut !== null) throw cut.by;
  const text = await new Blob([...pieces]).text();
  // Of a call whose body may say nothing, none is as good.
  const read = text.trim() === "" ? {} : jsonOf(text);
  return read === undefined
    ? { kind: "refused", error: { status: 400, code: "body_invalid", message: "the body must be JSON" } }
    : { kind: "read", body: read };
}

/** What the caller says of who they are, and which version to speak. */
function headersOf(c: RouteContext, hasBody: boolean): Record<string, string> {
  const { apiVersion } = c.get("deps").config.flatpeak;
  return {
    Authorization: c.req.header("Authorization") ?? "",
    Accept: "application/json",
    "Flatpeak-Version": speaksZero(apiVersion) ? ANODE_VERSION : apiVersion,
    ...(hasBody ? { "Content-Type": "application/json" } : {}),
  };
}

/** No such address, or not for this method. Only a call that may be made twice has another one to try. */
const isElsewhere = (asked: HttpAnswer | Lost): boolean =>
  asked.kind === "answered" && (asked.status === 404 || asked.status === 405);

async function askFlatPeak(c: RouteContext, { method, paths, body }: Question): Promise<HttpAnswer | Lost> {
  const { config, outside } = c.get("deps");
  const headers = headersOf(c, body !== undefined);
  const request: HttpRequest =
    body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
  let answered: HttpAnswer | Lost = { kind: "lost", why: "not reached" };
  for (const path of paths) {
    answered = await call(outside, `${config.flatpeak.apiUrl}${path}`, request, LIMITS);
    if (!isElsewhere(answered)) break;
  }
  return answered;
}

/** FlatPeak did not do it: its own words, or ours where it has none. */
function refused(c: RouteContext, { status, text, retryAfter, cut }: HttpAnswer): Response {
  const body = cut === null ? jsonOf(text) : undefined;
  if (status >= 400 && isFlatPeaks(body)) return answer(c, body, { status, retryAfter });
  return errorAnswer(c, errorOfStatus(status), retryAfter);
}

const UNREADABLE = { status: 502, code: "unreadable_answer" } as const;

function inZero(
  c: RouteContext,
  { call: it }: Found,
  asked: Extract<Asked, { kind: "asked" }>,
  text: string,
): Response {
  const { log, now } = c.get("deps");
  const read = answerZero(it, jsonOf(text), { question: asked.question, gone: asked.gone, now: now() });
  if (read.kind === "answered") return answer(c, read.body, { status: 200, gone: read.gone });
  const missing = read.missing.slice(0, 3).join(", ");
  log.info("bridge_answer_unreadable", { call: it.zero.path, missing });
  return errorAnswer(c, {
    ...UNREADABLE,
    message: `FlatPeak's answer cannot be said in the form of Zero: it lacks ${missing}`,
  });
}

/** Answers a call that `found` declares. */
export async function bridge(c: RouteContext, found: Found): Promise<Response> {
  const read = await readBody(c, found);
  if (read.kind === "refused") return errorAnswer(c, read.error);
  const given = { path: found.path, query: c.req.query(), body: read.body };
  const asked = askAnode(found.call, given, c.get("deps").now());
  if (asked.kind === "refused") return errorAnswer(c, asked.complaint);
  const answered = await askFlatPeak(c, asked.request);
  if (answered.kind === "lost") {
    const isLate = answered.why === "timed out";
    const message = isLate ? "FlatPeak did not answer in time" : "FlatPeak cannot be reached";
    return errorAnswer(c, { status: isLate ? 504 : 502, code: isLate ? "timed_out" : "unavailable", message });
  }
  if (!isOk(answered.status)) return refused(c, answered);
  if (answered.cut !== null)
    return errorAnswer(c, { ...UNREADABLE, message: "FlatPeak's answer broke off, or is too long" });
  return inZero(c, found, asked, answered.text);
}
