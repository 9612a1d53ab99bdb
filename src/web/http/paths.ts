// The path of a request as it was meant. Links travel through sentences, phones and people: what hangs on to one is cut off,
// and what somebody types is read in any case. Costs nothing where a path is as our messages write it.

import { getPathNoStrict } from "hono/utils/url";

/** Below this, people look; everything else is for programs. */
const BELOW_LINK = /^\/+[csi](?:\/|$)/i;
const AS_WRITTEN = /^\/(?:s\/[\w-]+|c\/[\w-]+(?:\/(?:tariffs(?:\/[\w-]+)?|done|snooze|stop))?)$/;
/** A link with all that may hang on to it is shorter by far. */
const MAX_LENGTH = 2_000;
const PAGES = ["tariffs", "done", "snooze", "stop"];

/** The first of the characters a code or an id is made of, up to where they end: a full stop, a bracket, something unseen. */
const firstRun = (segment: string): string => /[\w-]+/.exec(segment)?.[0] ?? "";

/** A text without the characters of a kind at its end. In one pass: a stranger may send a long one. */
export function withoutTail(text: string, kind: RegExp): string {
  let end = text.length;
  while (end > 0 && kind.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function asMeant(path: string): string {
  const [below = "", code = "", page = "", item = "", ...more] = path
    .replaceAll(/%2f/gi, "/")
    .split("/")
    .filter((segment) => segment !== "");
  // An invitation is a link like any other, under a letter of its own.
  const root = below.toLowerCase() === "i" ? "c" : below.toLowerCase();
  const link = `/${root}/${firstRun(code)}`;
  const name = firstRun(page).toLowerCase();
  if (firstRun(code) === "" || more.length > 0 || (root === "s" && name !== "")) return path;
  if (name !== "" && !PAGES.includes(name)) return path;
  if (name === "") return link;
  const tariff = withoutTail(item, /[^\w-]/);
  return name === "tariffs" && tariff !== "" ? `${link}/tariffs/${encodeURIComponent(tariff)}` : `${link}/${name}`;
}

/** The path that routes are found by: of anything but a link the one that was asked for, without a slash at its end. */
export function pathOf(request: Request): string {
  const path = getPathNoStrict(request);
  // Nothing is there, and what answers is whoever answers for that below the same root.
  if (path.length > MAX_LENGTH) return /^\/\w{0,20}\//.exec(path)?.[0] ?? "/nothing";
  return AS_WRITTEN.test(path) || !BELOW_LINK.test(path) ? path : asMeant(path);
}
