// A call that changes something: it stands in the audit trail before it is made, with what came of it after, and one that is asked for
// again under the same key is made once.

import { pseudonymOf } from "../../objects/pseudonym.ts";
import { allDesks, customerAt, deskFor, isCustomerId } from "../../objects/rooms.ts";
import { digestOf } from "../../platform/digest.ts";
import { DATA, requestIdOf } from "../http/respond.ts";
import { senderOf } from "../http/sender.ts";
import { problemOf } from "./route.ts";
import type { ChangeKey, Change, TrailEntry, TrailQuery } from "../../objects/desk/contract.ts";
import type { Env } from "../../setup/env.ts";
import type { RouteContext } from "../http/context.ts";
import type { Problem, Who } from "./route.ts";
import { hasKeys } from "./shapes/call.ts";
import type { Call } from "./shapes/call.ts";

export const MAX_REASON = 500;
/** What an answer to a change holds is far shorter; a longer one is not kept, and its call made again. */
const MAX_KEPT = 64 * 1_024;
const HOUR_MS = 3_600_000;

const encoder = new TextEncoder();
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(encoder.encode(text));
/** A digest of several texts, none of which can pass for the end of another. */
const digestOfAll = (...parts: readonly string[]): Promise<string> => digestOf(bytesOf(JSON.stringify(parts)));

/** What somebody asks to be changed. */
export interface Asking {
  readonly call: Call;
  readonly who: Who;
  /** What the path names. */
  readonly about: string | null;
  readonly body: unknown;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of a change that a form of the dashboard asks for: it says what a program would in headers. */
  readonly form?: Form;
}

/** What every form of the dashboard that changes something carries. */
export interface Form {
  readonly why: string;
  /** Differs with each form that is shown: one that is sent twice changes once. */
  readonly once: string;
}

/** Why, in the words of whoever asks: in a header, or in a body that has a field for it. */
function reasonIn(c: RouteContext, { body, form }: Asking): string | null {
  const inBody = typeof body === "object" && body !== null && "reason" in body ? body.reason : null;
  const given = form?.why ?? c.req.header("X-Reason") ?? (typeof inBody === "string" ? inBody : "");
  const reason = given.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  return reason === "" ? null : reason;
}

/** The key of a change; null where none is given, or the call is one that may be made again as it is. */
async function keyIn(c: RouteContext, { call, who, bytes, form }: Asking): Promise<ChangeKey | Problem | null> {
  const given = form?.once ?? c.req.header("Idempotency-Key");
  if (given === undefined || !hasKeys(call)) return null;
  if (!/^[\x21-\x7e]{1,255}$/.test(given))
    return problemOf("bad_request", "Idempotency-Key: must be 1 to 255 characters without blanks");
  const name = await digestOfAll(who.by, who.name, given);
  const url = new URL(c.req.url);
  const print = await digestOfAll(c.req.method, url.pathname, url.search, await digestOf(bytes));
  return { name, print };
}

const ANSWERED = { ...DATA, "Content-Type": "application/json", "Idempotency-Replayed": "true" } as const;

const isProblem = (it: ChangeKey | Problem | null): it is Problem => it !== null && "code" in it;

/** A response that was given before, once more. */
const again = (c: RouteContext, status: number, body: string): Response =>
  new Response(body, { status, headers: { ...ANSWERED, "X-Request-Id": requestIdOf(c) } });

/**
 * What is kept of an answer for the same key; null where the call is to be made again. A refusal changed nothing, and what was refused
 * today ("ask again in a minute") may be done tomorrow.
 */
async function keptOf(response: Response): Promise<string | null> {
  if (!response.ok || !(response.headers.get("Content-Type") ?? "").includes("json")) return null;
  const body = await response.clone().text();
  return body.length > MAX_KEPT ? null : body;
}

/** Whether this names somebody who was erased. Where that cannot be told the entry is made all the same: no change goes without one. */
async function isErased(c: RouteContext, about: string | null): Promise<boolean> {
  if (about === null || !isCustomerId(about)) return false;
  try {
    return await customerAt(c.env, about).isErased();
  } catch (error) {
    c.get("deps").log.error("erasure_not_known", error);
    return false;
  }
}

/** Whom an entry is about: who was erased by a name that does not lead back to them. */
async function nameInTrail(c: RouteContext, about: string | null): Promise<string | null> {
  if (about === null || !(await isErased(c, about))) return about;
  return pseudonymOf(about, c.get("deps").config.link.keys);
}

/** Makes a change by `make`, with its entry in the trail; or says why it is not made, or not again. */
export async function withTrail(
  c: RouteContext,
  asking: Asking,
  make: () => Promise<Response>,
): Promise<Response | Problem> {
  const why = reasonIn(c, asking);
  if (why !== null && why.length > MAX_REASON)
    return problemOf("bad_request", `X-Reason: must have at most ${MAX_REASON} characters`);
  const key = await keyIn(c, asking);
  if (isProblem(key)) return key;
  const about = await nameInTrail(c, asking.about);
  const change = changeOf(c, { ...asking, about }, why);
  const desk = deskFor(c.env, key?.name ?? (await digestOfAll(change.about ?? change.id)));
  const begun = await desk.begin(change, key);
  switch (begun.kind) {
    case "answered":
      return again(c, begun.status, begun.body);
    case "running":
      c.header("Retry-After", "1");
      return problemOf("conflict", "this change is being made: ask again for what came of it");
    case "other":
      return problemOf("key_reused", "another change was asked for with this Idempotency-Key");
    case "go": {
      const settle = (status: number, answer: string | null): Promise<void> =>
        desk.settle(change.id, status, key, answer);
      try {
        const response = await make();
        // An answer about somebody who was erased names them: it is given anew instead.
        const isNameless = about !== asking.about && (await isErased(c, asking.about));
        await settle(response.status, key === null || isNameless ? null : await keptOf(response));
        return response;
      } catch (error) {
        await settle(503, null);
        throw error;
      }
    }
  }
}

const changeOf = (c: RouteContext, { call, who, about }: Asking, why: string | null): Change => ({
  id: crypto.randomUUID(),
  at: c.get("deps").now(),
  who: who.name,
  role: who.role,
  what: `${call.method} ${call.path}`,
  about,
  why,
  requestId: requestIdOf(c),
});

/** Notes a wrong key, by the hour and the sender. */
export async function noteWrongKey(c: RouteContext): Promise<void> {
  const { now } = c.get("deps");
  const sender = senderOf(c) ?? "unknown";
  const hour = Math.floor(now() / HOUR_MS);
  const what: Change = {
    id: `wrong-key ${sender} ${hour}`,
    at: now(),
    who: sender,
    role: "none",
    what: "wrong key",
    about: null,
    why: null,
    requestId: requestIdOf(c),
  };
  await deskFor(c.env, await digestOfAll(sender)).count(what, 401);
}

/** Notes that somebody asked for what their role may not do. */
export async function noteForbidden(c: RouteContext, who: Who, what: string, named: string | null): Promise<void> {
  const { now } = c.get("deps");
  const about = await nameInTrail(c, named);
  const id = crypto.randomUUID();
  const entry: Change = {
    id,
    at: now(),
    who: who.name,
    role: who.role,
    what,
    about,
    why: null,
    requestId: requestIdOf(c),
  };
  const desk = deskFor(c.env, await digestOfAll(about ?? id));
  await desk.begin(entry, null);
  await desk.settle(id, 403, null, null);
}

/** Notes, by the hour and the address, a form that none of our pages had shown to whoever it was sent in the name of. */
export async function noteForeignForm(c: RouteContext, who: Who, what: string, named: string | null): Promise<void> {
  const at = c.get("deps").now();
  const about = await nameInTrail(c, named);
  const told = `${what} by a form of another site`;
  const entry: Change = {
    id: `foreign-form ${who.name} ${about ?? ""} ${what} ${Math.floor(at / HOUR_MS)}`,
    at,
    who: who.name,
    role: who.role,
    what: told,
    about,
    why: null,
    requestId: requestIdOf(c),
  };
  await deskFor(c.env, await digestOfAll(about ?? who.name)).count(entry, 403);
}

const isNewer = (one: TrailEntry, other: TrailEntry): number => other.at - one.at || (one.id < other.id ? 1 : -1);

/** The trail over all desks, newest first. */
export async function readTrail(env: Env, query: TrailQuery): Promise<readonly TrailEntry[]> {
  const found = await Promise.all(allDesks(env).map((desk) => desk.list(query)));
  return found.flat().sort(isNewer).slice(0, query.limit);
}
