// The cookies of our Connect pages. No other page sets one.

import type { RouteContext } from "./context.ts";

/** Names the journeys a browser is on, the latest first. */
export const JOURNEY_COOKIE = "__Host-journey";
/** Names the link that led to it; the tap sets it. */
export const LINK_COOKIE = "__Host-link";

/** As long as a journey is kept. */
const COOKIE_S = 86_400;
/** Browsers send a few; what comes after so much is read by nobody. */
const MAX_COOKIES = 8_000;

/** A cookie for this host alone, which no script can read and no other site can send along with a form. */
export const cookieOf = (name: string, value: string): string =>
  `${name}=${value}; Path=/; Max-Age=${COOKIE_S}; Secure; HttpOnly; SameSite=Lax`;

/** What the browser sent of a cookie; null where it sent none. */
export function readCookie(c: RouteContext, name: string): string | null {
  const cookies = (c.req.header("Cookie") ?? "").slice(0, MAX_COOKIES).split(";");
  const found = cookies.map((it) => it.trim()).find((it) => it.startsWith(`${name}=`));
  return found === undefined ? null : found.slice(name.length + 1);
}
