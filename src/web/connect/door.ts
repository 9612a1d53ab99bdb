// Who stands at the door of Connect: by a cookie of ours, by the same pass in a form where cookies are refused, or with a token that
// came from a tap, from a sign-in, or from a stranger.

import { openLinkPass, openPass, sealPass } from "../../objects/journey-pass.ts";
import { sharedBudget } from "../../platform/budget.ts";
import { JOURNEY_COOKIE, LINK_COOKIE, cookieOf, readCookie } from "../http/cookie.ts";
import { queryOf } from "../http/query.ts";
import { senderOf } from "../http/sender.ts";
import type { LinkPass } from "../../objects/journey-pass.ts";
import type { RouteContext } from "../http/context.ts";

/** Tokens of strangers that FlatPeak is asked about in a minute, by one isolate. */
const strangers = sharedBudget(120);

const keysOf = (c: RouteContext): readonly string[] => c.get("deps").config.link.keys;

/** The journey that the browser's cookie names; null where it names none. */
export async function journeyOf(c: RouteContext): Promise<string | null> {
  const pass = readCookie(c, JOURNEY_COOKIE);
  return pass === null ? null : openPass("journey", pass, keysOf(c));
}

/** The journey that a form names, and whether the browser's cookie names it as well. */
export async function journeyIn(
  c: RouteContext,
  form: URLSearchParams,
): Promise<{ readonly name: string; readonly hasCookies: boolean } | null> {
  const [named, known] = await Promise.all([openPass("journey", form.get("journey") ?? "", keysOf(c)), journeyOf(c)]);
  const name = named ?? known;
  return name === null ? null : { name, hasCookies: known !== null };
}

/** What a form carries of its journey. */
export const passOf = (c: RouteContext, name: string): Promise<string> => sealPass("journey", name, keysOf(c));

/** The answer with a cookie that names the journey. */
export async function withJourney(c: RouteContext, name: string, response: Response): Promise<Response> {
  response.headers.append("Set-Cookie", cookieOf(JOURNEY_COOKIE, await passOf(c, name)));
  return response;
}

/** The token in the address; undefined where there is none, null where what is there cannot be one. */
export function tokenOf(c: RouteContext): string | null | undefined {
  const token = queryOf(c, "fp_cot") ?? queryOf(c, "connect_session");
  return token === undefined || /^[\w-]{1,200}$/.test(token) ? token : null;
}

/** The link that led to this journey, by the cookie of the tap. */
export async function linkOf(c: RouteContext, name: string): Promise<LinkPass | null> {
  const pass = readCookie(c, LINK_COOKIE);
  return pass === null ? null : openLinkPass(pass, name, keysOf(c));
}

/** Counts a stranger's token; false where it is one too many to ask FlatPeak about. */
export const mayAsk = (c: RouteContext): boolean => strangers.take(senderOf(c), c.get("deps").now());

/** A form that another site sent. Browsers say so; one that says nothing has no cookies of ours to abuse. */
export const isFromElsewhere = (c: RouteContext): boolean => c.req.header("Sec-Fetch-Site") === "cross-site";
