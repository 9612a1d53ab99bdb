// GET /c/:code and /c/:code/done: the tap, and the way back from Connect. MAC first; nothing is touched for a forged code.

import { customerAt, isCustomerId } from "../customer/address.ts";
import { decodeLink } from "../customer/code.ts";
import { allGood, choose, done, expired, preview, unavailable } from "../pages/link-pages.tsx";
import { page } from "../pages/page.tsx";
import type { LinkAddress } from "../customer/code.ts";
import type { RouteContext } from "./context.ts";

/** Seconds after which a customer may try again when FlatPeak is down. */
const RETRY_AFTER_S = 30;
/** How often the page after Connect looks again by itself, and how many times. */
const LOOK_AGAIN_S = 4;
const MAX_LOOKS = 6;

/** Browsers that fetch a page before anyone asked for it say so in one of these. */
function isPrefetch(c: RouteContext): boolean {
  const purposes = ["Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"].map((name) => c.req.header(name) ?? "");
  return purposes.some((purpose) => /prefetch|prerender|preview/i.test(purpose));
}

async function addressOf(c: RouteContext): Promise<LinkAddress | null> {
  const address = await decodeLink(c.req.param("code") ?? "", c.get("deps").config.link.keys);
  return address !== null && isCustomerId(address.customerId) ? address : null;
}

/** Where Connect is, with the token. Built from settings alone: no part of the request can change where it leads. */
function connectLocation(connectWebUrl: string, token: string): string {
  const target = new URL(connectWebUrl);
  target.searchParams.set("fp_cot", token);
  return target.toString();
}

/** The tap. HEAD and prefetch see a neutral page and mint nothing; a human is redirected to Connect. */
export async function openLink(c: RouteContext): Promise<Response> {
  const { brandName: brand, link } = c.get("deps").config;
  const { appUrl } = link;
  const address = await addressOf(c);
  if (address === null) return page(c, expired(appUrl), brand, 404);
  if (c.req.method === "HEAD" || isPrefetch(c)) return page(c, preview, brand, 200);

  const answer = await customerAt(c.env, address.customerId).openLink(address.no);
  switch (answer.kind) {
    case "redirect":
      return c.redirect(connectLocation(link.connectWebUrl, answer.token), 302);
    case "all_good":
      return page(c, allGood(appUrl), brand, 200);
    case "choose":
      return page(c, choose(answer.links), brand, 200);
    case "expired":
      return page(c, expired(appUrl), brand, 404);
    case "unavailable":
      c.header("Retry-After", String(RETRY_AFTER_S));
      return page(c, unavailable, brand, 503);
  }
}

/** Back from Connect: says how it really went, as FlatPeak tells it. */
export async function showDone(c: RouteContext): Promise<Response> {
  const { brandName: brand, link } = c.get("deps").config;
  const { appUrl } = link;
  const address = await addressOf(c);
  if (address === null) return page(c, expired(appUrl), brand, 404);
  if (c.req.method === "HEAD" || isPrefetch(c)) return page(c, preview, brand, 200);

  const answer = await customerAt(c.env, address.customerId).finishSession(address.no);
  if (answer === "expired") return page(c, expired(appUrl), brand, 404);
  const looks = Number(/^\d{1,2}$/.exec(c.req.query("look") ?? "")?.[0] ?? 0);
  if ((answer === "checking" || answer === "not_yet") && looks < MAX_LOOKS) {
    c.header("Refresh", `${LOOK_AGAIN_S}; url=?look=${looks + 1}`);
  }
  const code = c.req.param("code") ?? "";
  return page(c, done(answer, code, appUrl), brand, 200);
}
