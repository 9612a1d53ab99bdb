// What came of a change is told on the page that it leads to, and there once: loading that page anew tells it no second time.

import { readCookie } from "../http/cookie.ts";
import { redirect } from "../http/respond.ts";
import type { RouteContext } from "../http/context.ts";

const COOKIE = "operator-done";
/** The way to the page takes no longer. */
const LIFE_S = 60;

/** The name is the cookie's value, and goes along to this page alone. */
const cookieOf = (path: string, name: string, seconds: number): string =>
  `${COOKIE}=${name}; Path=${path}; Max-Age=${seconds}; Secure; HttpOnly; SameSite=Strict`;

/** Leads to a page, which is told the name of what was done. */
export function led(path: string, name: string): Response {
  const response = redirect(path, 303);
  response.headers.append("Set-Cookie", cookieOf(path, name, LIFE_S));
  return response;
}

/** The name of what led to this page; null where nothing did. */
export const doneIn = (c: RouteContext): string | null => readCookie(c, COOKIE);

/** The page that has told it. */
export function toldOnce(response: Response, path: string): Response {
  response.headers.append("Set-Cookie", cookieOf(path, "", 0));
  return response;
}
