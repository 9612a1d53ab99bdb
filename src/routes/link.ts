// GET /c/:code and /c/:code/done: the tap, and the way back from Connect. MAC first; nothing is touched for a forged code.

import { customerAt, isCustomerId } from "../customer/address.ts";
import { decodeLink } from "../customer/code.ts";
import { allGood, choose, done, expired, preview, unavailable } from "../pages/link-pages.tsx";
import { callObject } from "../platform/calls.ts";
import { page } from "./respond.ts";
import type { Customer } from "../customer/object.ts";
import type { LinkAddress } from "../customer/code.ts";
import type { RouteContext } from "./context.ts";

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

function atCustomer<T>(
  c: RouteContext,
  { customerId }: LinkAddress,
  call: (customer: DurableObjectStub<Customer>) => Promise<T>,
): Promise<Awaited<T>> {
  return callObject(() => customerAt(c.env, customerId), call);
}

/** Where Connect is, with the token. Built from settings alone: no part of the request can change where it leads. */
function connectLocation(connectWebUrl: string, token: string): string {
  const target = new URL(connectWebUrl);
  target.searchParams.set("fp_cot", token);
  return target.toString();
}

/** The tap. HEAD and prefetch see a neutral page and mint nothing; a human is redirected to Connect. */
export async function openLink(c: RouteContext): Promise<Response> {
  const { appUrl, connectWebUrl } = c.get("deps").config.link;
  const address = await addressOf(c);
  if (address === null) return page(c, expired(appUrl), 404);
  if (c.req.method === "HEAD" || isPrefetch(c)) return page(c, preview, 200);

  const answer = await atCustomer(c, address, async (customer) => customer.openLink(address.no));
  switch (answer.kind) {
    case "redirect":
      return c.redirect(connectLocation(connectWebUrl, answer.token), 302);
    case "all_good":
      return page(c, allGood(appUrl), 200);
    case "choose":
      return page(c, choose(answer.links), 200);
    case "expired":
      return page(c, expired(appUrl), 404);
    case "unavailable":
      return page(c, unavailable, 503);
  }
}

/** Back from Connect: says how it really went, as FlatPeak tells it. */
export async function showDone(c: RouteContext): Promise<Response> {
  const { appUrl } = c.get("deps").config.link;
  const address = await addressOf(c);
  if (address === null) return page(c, expired(appUrl), 404);
  if (c.req.method === "HEAD" || isPrefetch(c)) return page(c, preview, 200);

  const answer = await atCustomer(c, address, async (customer) => customer.finishSession(address.no));
  const looks = Number(/^\d{1,2}$/.exec(c.req.query("look") ?? "")?.[0] ?? 0);
  const unsettled = answer.outcome === "checking" || answer.outcome === "not_yet";
  if (unsettled && looks < MAX_LOOKS) c.header("Refresh", `${LOOK_AGAIN_S}; url=?look=${looks + 1}`);
  const code = c.req.param("code") ?? "";
  return page(c, done(answer, code, appUrl), answer.outcome === "expired" ? 404 : 200);
}
