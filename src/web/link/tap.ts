// /c/:code, the tap: scanners see a neutral page, everybody else is led to Connect for the tariff the link was sent for.

import { allGood, confirm, unavailable } from "./link-pages.tsx";
import { phone } from "./phone-page.tsx";
import { WAYS_IN, behind, customerOf, notHere } from "./door.ts";
import { queryOf } from "../http/query.ts";
import { page, redirect } from "../http/respond.ts";
import { isAtDesk, visitorOf } from "./visitor.ts";
import type { RouteContext } from "../http/context.ts";
import type { Knock } from "./door.ts";
import type { LinkAnswer } from "../../objects/customer/contract.ts";

/** How often the page for when FlatPeak is down tries again by itself, and how many times: ten minutes. */
const LOOK_AGAIN_S = 30;
const MAX_LOOKS = 20;

/** Where Connect is, with the token. Built from settings alone: no part of the request can change where it leads. */
function connectLocation(connectWebUrl: string, token: string): string {
  const target = new URL(connectWebUrl);
  target.searchParams.set("fp_cot", token);
  return target.toString();
}

/** Turns what the customer's object said into a redirect or a page. */
function lead(c: RouteContext, answer: LinkAnswer, { code }: Knock, status: 302 | 303): Response | Promise<Response> {
  switch (answer.kind) {
    case "redirect":
      return redirect(connectLocation(c.get("deps").config.link.connectWebUrl, answer.token), status);
    case "overview":
      return redirect(`/c/${code}/tariffs`, status);
    case "all_good":
      return page(c, allGood, 200, answer.language);
    case "expired":
      return notHere(c);
    case "unavailable":
      waitHere(c);
      return page(c, unavailable, 503, answer.language);
  }
}

/** Who waits on the page is led on by it as soon as it works again; a forgotten tab stops asking after a while. */
function waitHere(c: RouteContext): void {
  const looks = Number(/^\d{1,2}$/.exec(queryOf(c, "look") ?? "")?.[0] ?? 0);
  if (c.req.method === "GET" && looks < MAX_LOOKS) c.header("Refresh", `${LOOK_AGAIN_S}; url=?look=${looks + 1}`);
}

/** Whether a page with a button stands in between, for this visitor and these settings. */
function isStopped(c: RouteContext): boolean {
  const { confirm: mode } = c.get("deps").config.link;
  const visitor = visitorOf(c);
  return visitor === "automatic" || mode === "always" || (mode === "suspicious" && visitor === "suspicious");
}

/** The fields of the form that was sent; by its bytes, since the runtime warns of a form that is read as text. */
export async function formOf(c: RouteContext): Promise<URLSearchParams> {
  return new URLSearchParams(new TextDecoder().decode(await c.req.arrayBuffer()));
}

function ask(c: RouteContext, { address }: Knock, tariffId: string | null): Promise<LinkAnswer> {
  const customer = customerOf(c, address);
  return tariffId === null ? customer.openLink(address) : customer.openTariff(address, tariffId);
}

/** A tap by GET, on the link itself (`tariffId` null) or on one tariff of the overview behind it. */
export async function open(c: RouteContext, knock: Knock, tariffId: string | null): Promise<Response> {
  const { code } = knock;
  const { connectWebUrl, publicUrl } = c.get("deps").config.link;
  if (isStopped(c)) return page(c, (view) => confirm(view, { code, tariffId }), 200);
  if (!/^https?:/.test(connectWebUrl) && isAtDesk(c)) {
    const link = `${publicUrl}/c/${code}${tariffId === null ? "" : `/tariffs/${encodeURIComponent(tariffId)}`}`;
    return page(c, (view) => phone(view, { link, code, tariffId }), 200);
  }
  return lead(c, await ask(c, knock, tariffId), knock, 302);
}

/** GET /c/:code. */
export const openLink = (c: RouteContext): Promise<Response> => behind(c, WAYS_IN, (knock) => open(c, knock, null));

/** POST /c/:code: the button of a page that stood in between; its field `tariff` names one tariff of the overview. */
export const confirmLink = (c: RouteContext): Promise<Response> =>
  behind(c, WAYS_IN, async (knock) => lead(c, await ask(c, knock, (await formOf(c)).get("tariff")), knock, 303));
