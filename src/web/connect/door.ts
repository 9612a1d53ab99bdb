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

/** Two taps make two journeys, in two tabs of one browser; whoever has more begins one of them again by its link. */
const MAX_JOURNEYS = 3;
/** Of a journey's name, so much tells it from the others of a browser. */
const WAY_LENGTH = 8;

/** The journeys that the browser's cookie names, the latest first. */
async function journeysOf(c: RouteContext): Promise<readonly string[]> {
  const passes = (readCookie(c, JOURNEY_COOKIE) ?? "").split(":").slice(0, MAX_JOURNEYS);
  const names = await Promise.all(passes.map((it) => openPass("journey", it, keysOf(c))));
  return names.filter((it) => it !== null);
}

/** Of the journeys that the browser's cookie names the one this address is of, else the latest; null where there is none. */
export async function journeyOf(c: RouteContext): Promise<string | null> {
  const way = queryOf(c, "way");
  const names = await journeysOf(c);
  return (way === undefined ? names[0] : names.find((it) => it.slice(0, WAY_LENGTH) === way)) ?? null;
}

/** Whether the browser is on this journey. */
export const isOn = async (c: RouteContext, name: string): Promise<boolean> => (await journeysOf(c)).includes(name);

/** What an address of this journey says after its question mark; nothing where the browser is on no other. */
export async function queryFor(c: RouteContext, name: string): Promise<string> {
  const isAlone = (await journeysOf(c)).every((it) => it === name);
  return isAlone ? "" : `way=${name.slice(0, WAY_LENGTH)}`;
}

/** The journey that a form names, and whether the browser takes cookies. */
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

/** The answer with a cookie that names the journey, and the others of this browser. */
export async function withJourney(c: RouteContext, name: string, response: Response): Promise<Response> {
  const names = [name, ...(await journeysOf(c)).filter((it) => it !== name)].slice(0, MAX_JOURNEYS);
  const passes = await Promise.all(names.map((it) => passOf(c, it)));
  response.headers.append("Set-Cookie", cookieOf(JOURNEY_COOKIE, passes.join(":")));
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
