// Who stands at the door of a link: a person, a plain HTTP client, or something that looks before anybody asked it to.

import { createIsbotFromList, list } from "isbot";
import type { RouteContext, Visitor } from "../http/context.ts";

/**
 * Programs that fetch what a person tells them to. The list counts them among the bots; here they are let through, since a
 * developer with curl, or an app that opens the link itself, is who the link is for.
 */
const PLAIN_CLIENTS =
  /^(curl|wget|httpie|xh|postman|insomnia|bruno|node|undici|axios|got|okhttp|dart|python|go-http|java|ruby|php|guzzle|perl|libwww|rust|reqwest|cfnetwork|alamofire|powershell|mozilla\/5\.0 \(windows nt.*powershell)/i;
/** A browser driven by a program: scanners of mail use them, and so do people's own tools. */
const DRIVEN = /headless|phantomjs|puppeteer|playwright|selenium|webdriver|electron\/|slimerjs/i;
/** Previewers and scanners that are on no list, or only under names their makers change. */
const MORE_BOTS = [
  "whatsapp",
  "skypeuripreview",
  "microsoft office",
  "ms-?office",
  "safelinks",
  "proofpoint",
  "mimecast",
  "barracuda",
  "urldefense",
  "trendmicro",
  "symantec",
  "forcepoint",
  "fortinet",
  "zscaler",
  "googleimageproxy",
  "yahoomailproxy",
  "linkcheck",
  "viber",
  "snapchat ?preview",
  "preview",
];

const isListed = createIsbotFromList([...list, ...MORE_BOTS]);

/** Browsers send two hundred characters; what comes after so many is read by nobody. */
const MAX_AGENT_LENGTH = 1_000;
const agentOf = (c: RouteContext): string => (c.req.header("User-Agent") ?? "").slice(0, MAX_AGENT_LENGTH);

/** Browsers that fetch a page before anyone asked for it say so in one of these. */
function isPrefetch(c: RouteContext): boolean {
  const purposes = ["Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"].map((name) => c.req.header(name) ?? "");
  return purposes.some((purpose) => /prefetch|prerender|preview/i.test(purpose));
}

/** True where nobody sees the answer, or not yet. */
export const looksAhead = (c: RouteContext): boolean => c.req.method === "HEAD" || isPrefetch(c);

/** Judged by the request alone, once. Cheap, and never sure: whoever is misjudged still finds a button. */
export function visitorOf(c: RouteContext): Visitor {
  const visitor = c.get("visitor") ?? judge(c);
  c.set("visitor", visitor);
  return visitor;
}

function judge(c: RouteContext): Visitor {
  if (looksAhead(c)) return "automatic";
  const agent = agentOf(c);
  if (agent === "" || PLAIN_CLIENTS.test(agent)) return "person";
  if (DRIVEN.test(agent)) return "suspicious";
  return isListed(agent) ? "automatic" : "person";
}

/** True for the browsers of desks and laptops, where an app's own links lead nowhere. */
export function isAtDesk(c: RouteContext): boolean {
  const agent = agentOf(c);
  return /Windows NT|Macintosh|X11|CrOS/.test(agent) && !/Mobile|Android|iPhone|iPad/.test(agent);
}
