// /v1/invitations: short links for any Connect session, one by one or a list at a time, and what became of each.

import type * as z from "zod/mini";
import { speaksZero } from "../../flatpeak/version.ts";
import { customerAt } from "../../objects/rooms.ts";
import { DATA, requestIdOf } from "../http/respond.ts";
import { invitationIdOf, readOrder } from "./invitation-order.ts";
import { Problem, problemOf, route } from "./route.ts";
import { complaintOf } from "./shapes/complaint.ts";
import * as calls from "./shapes/invitations.ts";
import type { RouteContext } from "../http/context.ts";
import type { AnswerOf } from "./shapes/call.ts";

/** As much as any other body of an operator's; of a list that holds for each line. */
const MAX_LINE = 64 * 1_024;
/** Lines that are worked on side by side. */
const AT_ONCE = 16;

type Made = AnswerOf<typeof calls.makeInvitation>;

/** Makes one. `key`: what it is called where it has no reference of its own; null where nobody named it. */
async function make(
  c: RouteContext,
  asked: z.output<typeof calls.orderShape>,
  key: string | null,
): Promise<Made | Problem> {
  const { accountId, apiVersion } = c.get("deps").config.flatpeak;
  const read = await readOrder(asked, speaksZero(apiVersion));
  if (!read.ok) return problemOf("bad_request", read.problem);
  const named = key === null ? null : `key ${key}`;
  const name = read.reference === null ? named : `reference ${read.reference}`;
  const id = await invitationIdOf(accountId, name);
  const made = await customerAt(c.env, id).invite(id, read.order);
  if (made.kind === "conflict")
    return problemOf("conflict", "an invitation was made under this name with other fields: nothing was changed");
  if (made.kind === "erased") return problemOf("erased", "who was invited under this name was erased");
  return {
    status: made.kind,
    invitation_id: id,
    reference: read.reference,
    link: made.link,
    expires_at: new Date(made.expiresAt).toISOString(),
  };
}

/** The lines of a body as they come, each without its end; null for one that is longer than a line may be. */
async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string | null> {
  const decoder = new TextDecoder();
  let rest = "";
  let isTooLong = false;
  for await (const piece of body) {
    const parts = (rest + decoder.decode(piece, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      yield isTooLong || part.length > MAX_LINE ? null : part;
      isTooLong = false;
    }
    if (rest.length > MAX_LINE) [rest, isTooLong] = ["", true];
  }
  if (rest !== "" || isTooLong) yield isTooLong ? null : rest + decoder.decode();
}

/** What becomes of a line. What breaks costs that line alone, and is tried again by whoever sends the list again. */
async function takeLine(c: RouteContext, line: string | null, key: string | null): Promise<Made | Problem> {
  if (line === null) return problemOf("bad_request", `the line is longer than ${MAX_LINE} characters`);
  let body: unknown;
  try {
    body = JSON.parse(line);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return problemOf("bad_request", "the line is not JSON");
  }
  const read = calls.orderShape.safeParse(body);
  if (!read.success) return problemOf("bad_request", complaintOf(read.error, body));
  try {
    return await make(c, read.data, key);
  } catch (error) {
    c.get("deps").log.error("invitation_not_made", error, { request_id: requestIdOf(c) });
    return problemOf("unavailable", "something went wrong on our side; please send this line again");
  }
}

/** The line of answer for a line. */
const answerOf = (line: number, it: Made | Problem): object =>
  it instanceof Problem ? { line, error: { code: it.code, message: it.message } } : { line, ...it };

/** NDJSON in, NDJSON out, in the order of the lines: links, and an error for each line that has one. */
function takeList(c: RouteContext, body: ReadableStream<Uint8Array>, key: string | null): Response {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const encoder = new TextEncoder();
  const work = async (): Promise<void> => {
    const writer = writable.getWriter();
    let waiting: Promise<object>[] = [];
    const flush = async (): Promise<void> => {
      for (const answer of await Promise.all(waiting))
        await writer.write(encoder.encode(`${JSON.stringify(answer)}\n`));
      waiting = [];
    };
    try {
      let no = 0;
      for await (const line of linesOf(body)) {
        no += 1;
        if (line?.trim() === "") continue;
        const own = no;
        waiting.push(takeLine(c, line, key === null ? null : `${key} ${own}`).then((it) => answerOf(own, it)));
        if (waiting.length >= AT_ONCE) await flush();
      }
      await flush();
      await writer.close();
    } catch (error) {
      // Whoever sent the list has gone away, or sees an answer that breaks off: sent again, none of it is made twice.
      c.get("deps").log.error("invitations_broke_off", error, { request_id: requestIdOf(c) });
      await writer.abort(error).catch(() => undefined);
    }
  };
  c.executionCtx.waitUntil(work());
  return c.body(readable, 200, { ...DATA, "Content-Type": "application/x-ndjson; charset=utf-8" });
}

/** What a call is called by who makes it, so that it may be made again; null where it has no name. */
function keyOf(c: RouteContext): string | null | Problem {
  const key = c.req.header("Idempotency-Key") ?? null;
  return key !== null && !calls.nameShape.safeParse(key).success
    ? problemOf("bad_request", "Idempotency-Key: must be 1 to 200 printable characters")
    : key;
}

const makeInvitation = route(calls.makeInvitation, async ({ c, body }) => {
  const key = keyOf(c);
  return key instanceof Problem ? key : make(c, body, key);
});

const makeInvitations = route(calls.makeInvitations, async ({ c }) => {
  const key = keyOf(c);
  if (key instanceof Problem) return key;
  const { body } = c.req.raw;
  return body === null ? problemOf("bad_request", "there is no list") : takeList(c, body, key);
});

const noSuch = (): Problem => problemOf("not_found", "no such invitation is known here");

const showInvitation = route(calls.showInvitation, async ({ env, params: { id } }) => {
  return (await customerAt(env, id).invitationStory()) ?? noSuch();
});

const revokeInvitation = route(calls.revokeInvitation, async ({ env, params: { id } }) => {
  const wasOpen = await customerAt(env, id).revokeInvitation();
  return wasOpen === null ? noSuch() : { invitation_id: id, status: wasOpen ? "revoked" : "over" };
});

export const INVITATION_ROUTES = [makeInvitation, makeInvitations, showInvitation, revokeInvitation];
