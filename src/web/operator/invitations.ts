// /v1/invitations: short links for any Connect session, one by one or a list at a time, and what became of each.

import type * as z from "zod/mini";
import { speaksZero } from "../../flatpeak/version.ts";
import { customerAt } from "../../objects/rooms.ts";
import { requestIdOf } from "../http/respond.ts";
import { invitationIdOf, readOrder } from "./invitation-order.ts";
import { MAX_LINE, answerLines } from "./ndjson.ts";
import { Problem, problemOf, route } from "./route.ts";
import { complaintOf } from "./shapes/complaint.ts";
import * as calls from "./shapes/invitations.ts";
import type { RouteContext } from "../http/context.ts";
import type { AnswerOf } from "./shapes/call.ts";

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

/** Links, and an error for each line that has one. */
const takeList = (c: RouteContext, body: ReadableStream<Uint8Array>, key: string | null): Response =>
  answerLines(c, body, {
    take: (line, no) => takeLine(c, line, key === null ? null : `${key} ${no}`),
    brokeOff: "invitations_broke_off",
  });

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
