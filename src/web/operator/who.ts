// Who makes a call, and whether they may: the holder of a key, or whoever Cloudflare Access let in.

import { problem, requestIdOf } from "../http/respond.ts";
import { senderOf } from "../http/sender.ts";
import { whoByAccess } from "./access.ts";
import { noteForbidden, noteForeignForm, noteWrongKey } from "./change.ts";
import { mayDo } from "./shapes/call.ts";
import type { OperatorKey } from "../../setup/operator.ts";
import type { RouteContext } from "../http/context.ts";
import type { Who } from "./route.ts";
import type { Role } from "./shapes/call.ts";

/** The longest key there may be, and what stands before it. */
const MAX_LENGTH = 600;
/** As RFC 6750 writes it, in any case (RFC 9110, 11.1). */
const FORM = /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i;
export const LIMIT_RETRY_S = 60;

const encoder = new TextEncoder();
const digestOf = (text: string): Promise<ArrayBuffer> => crypto.subtle.digest("SHA-256", encoder.encode(text));

/**
 * Whose key this is; null where it is nobody's. Compares digests, and with every key there is, so that neither the time it takes nor
 * a length tells anything of them.
 */
export async function holderOf(keys: readonly OperatorKey[], given: string): Promise<Who | null> {
  const digest = await digestOf(given);
  const digests = await Promise.all(keys.map(({ key }) => digestOf(key)));
  const same = digests.map((it) => crypto.subtle.timingSafeEqual(it, digest));
  const holder = keys[same.indexOf(true)];
  return holder === undefined ? null : { name: holder.name, role: holder.role, by: "key" };
}

/** What somebody shows of who they are: `nothing` at all, something that proves nobody, or what cannot be checked at the moment. */
type Shown = Who | "nothing" | "unreadable" | "nobody" | "cannot_tell";

export async function shownBy(c: RouteContext): Promise<Shown> {
  const { config, accessKeys, now } = c.get("deps");
  const header = c.req.header("Authorization");
  if (header !== undefined) {
    const given = header.length > MAX_LENGTH ? undefined : FORM.exec(header)?.[1];
    return given === undefined ? "unreadable" : ((await holderOf(config.operator.keys, given)) ?? "nobody");
  }
  const token = c.req.header("Cf-Access-Jwt-Assertion");
  const { access } = config.operator;
  if (token === undefined || access === null || accessKeys === null) return "nothing";
  return whoByAccess(token, access, accessKeys, now());
}

/** One wrong key too many from this sender? */
export const isGuessing = (c: RouteContext): Promise<boolean> => isOverLimit(c, senderOf(c) ?? "unknown");

/** Once too often what is counted under this key? A limiter out of order turns nobody away. */
export async function isOverLimit(c: RouteContext, key: string): Promise<boolean> {
  try {
    return (await c.env.KEY_LIMITER?.limit({ key }))?.success === false;
  } catch (error) {
    c.get("deps").log.error("limiter_broke", error);
    return false;
  }
}

/** Counts a key that nobody has, and notes it unless there were too many of them; says whether there were. */
export async function isOneTooMany(c: RouteContext): Promise<boolean> {
  if (await isGuessing(c)) return true;
  await noteWrongKey(c);
  return false;
}

/** The answer to a sender of too many wrong keys. */
function tooMany(c: RouteContext): Response {
  c.header("Retry-After", String(LIMIT_RETRY_S));
  return problem(c, "too_many_requests", "too many attempts with a wrong key; please wait a minute");
}

async function turnAway(c: RouteContext, shown: Exclude<Shown, Who>): Promise<Response> {
  if (shown === "cannot_tell")
    return problem(c, "unavailable", "the keys of Cloudflare Access cannot be had at the moment");
  // What cannot be read as a key was not guessed at.
  const isTooMany = shown === "nobody" ? await isOneTooMany(c) : shown !== "nothing" && (await isGuessing(c));
  if (isTooMany) return tooMany(c);
  c.header("WWW-Authenticate", 'Bearer realm="operator"');
  return problem(c, "unauthorized", "a valid bearer token is needed");
}

/** A browser sends what Access goes by along with any page's form: only our own pages may have it change something. */
export function isFromElsewhere(c: RouteContext): boolean {
  if (c.req.method === "GET" || c.req.method === "HEAD") return false;
  const [site, origin] = [c.req.header("Sec-Fetch-Site"), c.req.header("Origin")];
  // Of our own pages, which tell nobody where they are, a browser names no origin; it says all the same whose site they are of.
  if (site !== undefined) return site !== "same-origin" && site !== "none";
  return origin !== undefined && origin !== new URL(c.req.url).origin;
}

/** What somebody wants to do, for the audit trail: the call, and what its address names. */
export interface Wanted {
  readonly what: string;
  readonly about: string | null;
}

/** Whoever may act in this role; or the answer to whoever may not. A right key is never held up by the wrong ones of others. */
export async function admit(c: RouteContext, role: Role, wanted?: Wanted): Promise<Who | Response> {
  const who = await shownBy(c);
  if (typeof who === "string") return turnAway(c, who);
  const { what, about } = wanted ?? { what: `${c.req.method} ${c.req.routePath}`, about: null };
  if (who.by === "access" && isFromElsewhere(c)) {
    await noteForeignForm(c, who, what, about);
    return problem(c, "forbidden", "this was sent by another site's page");
  }
  if (mayDo(who.role, role)) return who;
  await noteForbidden(c, who, what, about);
  return problem(c, "forbidden", `this is for the role ${role}`);
}

/**
 * What an address names, as far as a log or the trail may hold it: what stands in place of an id may be anything that somebody typed, an
 * email address too.
 */
export const notedName = (named: string | null): string | null =>
  named !== null && /^[\w-]{1,200}$/.test(named) ? named : null;

/** Leaves a trace of a call, reading included: when, what, about whom, and as whom. The log's own line has the time. */
export function noteCall(c: RouteContext, { name }: Who, about: string | null, status: number): void {
  const { method } = c.req;
  const path = /^[\w./-]{1,400}$/.test(c.req.path) ? c.req.path : null;
  c.get("deps").log.info("operator_called", { as: name, method, path, about, status, request_id: requestIdOf(c) });
}
