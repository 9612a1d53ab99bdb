// How a turn of the conversation is answered: a page, a redirect, the end. It keeps where the session stands, and the way back.
import type { WorldState } from "../world.ts";
import { actionsOf, dataOf } from "./pages.ts";
import { countryOf } from "./places.ts";
import { routeName } from "./routes.ts";
import { tariffOf } from "./saving.ts";
import type { ConnectToken, Page } from "./session.ts";
import { changes, type Scene } from "./summary.ts";

export interface Turn {
  /** What FlatPeak answers. */
  body: object;
  /** What FlatPeak says of this turn by webhook: that the session is complete, that the home has changed. */
  reports: readonly Report[];
}

export type Report = "complete" | "update";

export interface Talk {
  world: WorldState;
  token: ConnectToken;
  now: number;
  /** Where the emulated providers' own pages are. */
  providersUrl: string;
}

/** The end of a Zero session, which Anode no longer has. */
export function finishZero(token: ConnectToken, reports: readonly Report[]): Turn {
  token.page = "ended";
  return { body: envelope(token, "session_complete", { callback_uri: callback(token) }), reports };
}

/** On to a page, from which BACK leads here. */
export function advance(talk: Talk, page: Page): Turn {
  talk.token.trail.push(talk.token.page);
  return show(talk, page);
}

/** To the page before, or out where there is none. */
export function back(talk: Talk): Turn {
  const page = talk.token.trail.pop();
  return page === undefined ? leave(talk.token) : show(talk, page);
}

/** The turn that shows a page. */
export function show(talk: Talk, page: Page): Turn {
  const { token } = talk;
  token.page = page;
  if (!token.shown.includes(page)) token.shown.push(page);
  const generation = token.flavour === "anode" ? { type: typeOf(token) } : {};
  const direction = token.slot === "commodity_export" ? "EXPORT" : "IMPORT";
  const head = { connect_token: token.id, route: nameOf(talk, page), direction, ...generation };
  const data = dataOf(page, sceneOf(talk));
  return { body: { ...head, live_mode: false, actions: actionsOf(page, token), data }, reports: [] };
}

function typeOf(token: ConnectToken): string {
  return token.slot === "non_commodity_import" ? "NON_COMMODITY" : "COMMODITY";
}

function sceneOf({ world, token, now }: Talk): Scene {
  const tariff = tariffOf(world, token);
  const home = world.homes.find(({ id }) => id === token.homeId);
  return { token, tariff, timezone: home?.timezone ?? countryOf(token.address).timezone, now };
}

/** What a page of this session is called. */
export function nameOf(talk: Talk, page: Page): string {
  const { flavour } = talk.token;
  return routeName(page, flavour, page === "summary" && changes(sceneOf(talk)));
}

/** Back to the company, whose callback gets the token. */
export function leave(token: ConnectToken): Turn {
  token.page = "ended";
  return { body: redirect(token, callback(token)), reports: [] };
}

/** Off to another address; which one it is, only the address says. */
export function redirect(token: ConnectToken, url: string): object {
  return envelope(token, "session_redirect", token.flavour === "zero" ? { redirect_uri: url } : { redirect_url: url });
}

function envelope(token: ConnectToken, route: string, data: object): object {
  return { connect_token: token.id, route, live_mode: false, data };
}

function callback(token: ConnectToken): string {
  const separator = token.callbackUrl.includes("?") ? "&" : "?";
  return `${token.callbackUrl}${separator}fp_cot=${token.id}`;
}
