// /c/:code, the tap: scanners see a neutral page, everybody else is led to Connect for the tariff the link was sent for.

import { WAYS_IN, customerOf, letIn, notHere, notes, readForm } from "./door.ts";
import { page, redirect } from "../http/respond.ts";
import { queryOf } from "../http/query.ts";
import { pathOfWish, wishFrom } from "./wish.ts";
import { isAtDesk, visitorOf } from "./visitor.ts";
import { isInvitationId } from "../../objects/rooms.ts";
import { sealLink } from "../../objects/journey-pass.ts";
import { LINK_COOKIE, cookieOf } from "../http/cookie.ts";
import type { LinkPass } from "../../objects/journey-pass.ts";
import type { RouteContext } from "../http/context.ts";
import type { GenuineLink } from "./door.ts";
import type { PageOf } from "../html/view.ts";
import type { TariffWish } from "../../core/link/overview.ts";
import type { LinkAnswer, LinkErrand } from "../../objects/customer/contract.ts";

/** Where Connect is, with the token. Built from settings alone: no part of the request can change where it leads. */
function connectLocation(connectWebUrl: string, token: string): string {
  const target = new URL(connectWebUrl);
  target.searchParams.set("fp_cot", token);
  return target.toString();
}

/** Leads into Connect. Where it is ours, the browser is given the link to renew an expired token by. */
async function leadToConnect(c: RouteContext, token: string, link: LinkPass, status: 302 | 303): Promise<Response> {
  const { config } = c.get("deps");
  const response = redirect(connectLocation(config.link.connectWebUrl, token), status);
  if (config.connect === null) return response;
  response.headers.append("Set-Cookie", cookieOf(LINK_COOKIE, await sealLink(link, token, config.link.keys)));
  return response;
}

/** Turns what the customer's object said into a redirect or a page. */
async function lead(c: RouteContext, answer: LinkAnswer, link: LinkPass, status: 302 | 303): Promise<Response> {
  if (answer.kind === "redirect") return leadToConnect(c, answer.token, link, status);
  return (await import("./led.tsx")).showLed(c, answer, link.code, status);
}

/** Whether a page with a button stands in between, for this visitor and these settings. */
function mustConfirm(c: RouteContext): boolean {
  const { confirm: mode } = c.get("deps").config.link;
  const visitor = visitorOf(c);
  return visitor === "automatic" || mode === "always" || (mode === "suspicious" && visitor === "suspicious");
}

/** What stands between this visitor and Connect: a button, a picture for the phone their app is on, or null for nothing. */
async function pageBetween(
  c: RouteContext,
  { code, address }: GenuineLink,
  wish: TariffWish | null,
): Promise<PageOf | null> {
  const { connectWebUrl, publicUrl } = c.get("deps").config.link;
  if (mustConfirm(c)) {
    const { confirm } = await notes();
    const isFirst = isInvitationId(address.customerId);
    return (view) => confirm(view, { code, wish, isFirst });
  }
  if (/^https?:/.test(connectWebUrl) || !isAtDesk(c)) return null;
  const link = `${publicUrl}/c/${code}${pathOfWish(wish)}`;
  const { phone } = await import("./phone.tsx");
  return (view) => phone(view, { link, code, wish });
}

/** Asks the customer's object where a tap leads: on the link itself (`wish` null), or by what is wanted of a tariff behind it. */
function askTheWay(
  c: RouteContext,
  link: GenuineLink,
  wish: TariffWish | null,
  errand: LinkErrand | undefined,
): Promise<LinkAnswer> {
  const customer = customerOf(c, link);
  return wish === null ? customer.openLink(link.address, null, errand) : customer.openTariff(link.address, wish);
}

/** Browsers ask for a page and are shown the one before Connect; a program, or an app that opens the link itself, is led on. */
const errandOf = (c: RouteContext): LinkErrand | undefined =>
  c.get("deps").config.link.hasPageBefore && (c.req.header("Accept") ?? "").includes("text/html") ? "page" : undefined;

async function open(c: RouteContext, wish: TariffWish | null): Promise<Response> {
  const link = await letIn(c, WAYS_IN);
  if (link instanceof Response) return link;
  const between = await pageBetween(c, link, wish);
  return between === null
    ? lead(c, await askTheWay(c, link, wish, errandOf(c)), { code: link.code, wish }, 302)
    : page(c, between, 200);
}

/** GET /c/:code. */
export const openLink = (c: RouteContext): Promise<Response> => open(c, null);

/** GET /c/:code/tariffs/:tariff: Connect for that tariff, be there a case or not. To disconnect one, a page asks first. */
export async function openTariff(c: RouteContext): Promise<Response> {
  const wish = wishFrom(c.req.param("tariff") ?? "", (name) => queryOf(c, name));
  if (wish === null) return notHere(c);
  return wish.errand === "disconnect" ? (await import("./disconnect.tsx")).askToDisconnect(c, wish) : open(c, wish);
}

/** POST /c/:code: the button of a page that stood in between; its fields say what is wanted of a tariff of the overview. */
export async function confirmLink(c: RouteContext): Promise<Response> {
  const link = await letIn(c, WAYS_IN);
  if (link instanceof Response) return link;
  const form = await readForm(c);
  const id = form.get("tariff");
  const wish = id === null ? null : wishFrom(id, (name) => form.get(name));
  if (id !== null && wish === null) return notHere(c);
  const errand = form.has("continues") ? "continues" : "onward";
  return lead(c, await askTheWay(c, link, wish, errand), { code: link.code, wish }, 303);
}
