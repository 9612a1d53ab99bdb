// The emulated Connect conversation: which page follows which, and what the customer's answers do to the tariff.
// It never renders anything and never sends a webhook; it says what there is to report and the caller does the rest.
import { asRecord, asText, isExpired } from "../tariffs.ts";
import type { WireError } from "../wire-error.ts";
import type { WorldState } from "../world.ts";
import { type Asking, choiceOf, isAsking, readAnswer } from "./answers.ts";
import { loginAddress, signedIn } from "./login.ts";
import { actionsOf } from "./pages.ts";
import { countryOf, isWhole } from "./places.ts";
import { pageOf } from "./routes.ts";
import { connectSlowly, saveTariff, tariffOf } from "./saving.ts";
import type { ConnectToken, Page } from "./session.ts";
import { advance, back, finishZero, leave, nameOf, redirect, show, type Report, type Talk, type Turn } from "./turn.ts";

/**
 * One turn: the client's request in, the next page out. `now` is world time in milliseconds; `providersUrl` the address
 * below which the providers have their sign-in pages.
 */
export function converse(world: WorldState, request: unknown, now: number, providersUrl: string): Turn | WireError {
  const { connect_token: tokenId, route, action, data } = asRecord(request);
  const token = world.tokens.find((candidate) => candidate.id === tokenId);
  if (token === undefined) return wrong("connect.session", "connect_token_invalid", "Unknown connect token", 404);
  if (token.expiresAt <= now) return wrong("connect.session", "connect_token_expired", "Connect token expired");
  if (token.tariffId !== "" && tariffOf(world, token) === null)
    return wrong("connect.session", "tariff_not_found", "The tariff is gone", 404);
  const talk = { world, token, now, providersUrl };

  if (route === "session_start" || route === "session_restore") return start(talk);
  // FlatPeak's documentation shows Zero's way to disconnect without any page: no start, and at once the summary's action.
  if (token.shown.length === 0) {
    const begun = start(talk);
    if (action === "DISCONNECT" && pageOf(route, token) === "summary" && token.tariffId !== "") return disconnect(talk);
    if (token.page === "ended") return begun;
  }
  // The documentation leaves out the route of BACK and CLOSE.
  const page = route === undefined && typeof action === "string" ? token.page : pageOf(route, token);
  const context = `connect.${asText(route) ?? "unknown"}`;
  if (page === null || !(page === token.page || token.shown.includes(page)))
    return wrong(context, "route_invalid", `The session stands at ${nameOf(talk, token.page)}`);
  standAt(token, page);
  if (typeof action === "string") return act(talk, action);
  return answer(talk, data);
}

function start(talk: Talk): Turn {
  const { token, world, now } = talk;
  if (token.page === "login") return comeBack(talk);
  token.trail = [];
  token.isUnsaved = false;
  const tariff = tariffOf(world, token);
  if (token.startWith === "disconnect") return disconnect(talk);
  if (tariff === null || tariff.pending !== undefined) return tariff === null ? ask(talk) : show(talk, "pending");
  if (token.startWith === "edit" || tariff.status === "NOT_CONNECTED") return ask(talk);
  if (tariff.status === "ERROR" || isExpired(tariff, now)) return show(talk, "failed");
  // In Anode there is nothing left to save once the summary is shown: whoever came to change something is done.
  return { ...show(talk, "summary"), reports: token.flavour === "anode" ? completed(token) : [] };
}

/** The first page that asks for a tariff. */
function ask(talk: Talk): Turn {
  const { token } = talk;
  return show(talk, isWhole(token.address, token.flavour === "zero") ? "provider" : "address");
}

/** Back from the provider's own page, with what the customer did there. */
function comeBack(talk: Talk): Turn {
  const { token, now } = talk;
  const outcome = token.login;
  token.login = null;
  token.page = token.trail.pop() ?? "provider";
  switch (outcome) {
    case null:
      return show(talk, token.page);
    case "connected":
      token.draft = signedIn(token, now);
      return finish(talk);
    case "slow":
    case "lost":
      token.draft = signedIn(token, now);
      return wait(talk, outcome === "slow");
    case "failed":
      return advance(talk, "failed");
    case "skipped":
      token.draft = { ...token.draft, connectionType: "MANUAL" };
      return advance(talk, choiceOf(token)?.isListed === true ? "libraryTariff" : "structure");
  }
}

/** Any page that was shown may be answered again, as after the browser's own Back: the session then stands there. */
function standAt(token: ConnectToken, page: Page): void {
  if (page === token.page) return;
  const before = token.trail.lastIndexOf(page);
  token.trail = before < 0 ? [] : token.trail.slice(0, before);
  token.page = page;
  token.login = null;
}

/** A session is reported once, unless something changes in it. */
function completed(token: ConnectToken): readonly Report[] {
  if (token.isReported) return [];
  token.isReported = true;
  return ["complete"];
}

function act(talk: Talk, action: string): Turn | WireError {
  const { token, world } = talk;
  const { page, flavour } = token;
  const isStanding = page === "summary" || page === "failed" || page === "pending";
  const offered = actionsOf(page, token);
  if (action === "CLOSE") return leave(token);
  if (action === "BACK") return back(talk);
  // RECONNECT is Zero's name for EDIT where the connection failed, and a client of Anode's was seen to send it.
  if ((action === "EDIT" || action === "RECONNECT") && isStanding) return advance(talk, "provider");
  if (action === "DISCONNECT" && isStanding) return disconnect(talk);
  if (action === "DISMISS_DIRECT" && page === "pending") {
    const tariff = tariffOf(world, token);
    if (tariff !== null) tariff.isDirectDismissed = true;
    return disconnect(talk);
  }
  if (action === "PROVIDER_MISSING" && page === "provider") return advance(talk, "providerName");
  if (action === "TARIFF_MISSING" && page === "libraryTariff") return advance(talk, "structure");
  if (action === "ADDRESS_CHANGE" && offered.includes(action)) return advance(talk, "address");
  // The report goes to FlatPeak's people; the customer stays where they are.
  if ((action === "WRONG_TARIFF" || action === "WRONG_TARIFF_REPORT") && offered.includes("WRONG_TARIFF"))
    return show(talk, "summary");
  if (action === "SAVE" && flavour === "zero" && page === "summary") return save(talk);
  if (action === "SAVE" && flavour === "zero" && page === "pending") return finishZero(token, []);
  return wrong(`connect.${nameOf(talk, page)}`, "action_invalid", `No action ${action} on this page`);
}

function answer(talk: Talk, data: unknown): Turn | WireError {
  const { token, now } = talk;
  const { page } = token;
  const context = `connect.${nameOf(talk, page)}`;
  if (!isAsking(page)) return wrong(context, "action_missing", "This page takes an action");
  const read = readAnswer(page, token, data, now);
  if ("code" in read) return wrong(context, read.code, read.message);
  token.draft = { ...token.draft, ...read.draft };
  token.address = read.address ?? token.address;
  return follow(talk, page, read.choice);
}

/** What comes after a page that was answered well; `choice` is the structure that was chosen. */
function follow(talk: Talk, page: Asking, choice: string | undefined): Turn {
  const { token } = talk;
  const isZero = token.flavour === "zero";
  switch (page) {
    case "address":
      return advance(talk, "provider");
    case "provider":
      return afterProvider(talk);
    case "providerName":
      return advance(talk, "structure");
    case "structure":
      if (choice === "FIXED") return advance(talk, "rate");
      if (choice === "TIME_OF_DAY") return advance(talk, "hours");
      return choice === "MARKET" ? market(talk) : advance(talk, "advanced");
    case "region":
      return advance(talk, "surcharge");
    case "rate":
    case "hours":
    case "surcharge":
      return isZero || token.asks.name ? advance(talk, "name") : afterName(talk);
    case "term":
      return finish(talk);
    case "libraryTariff":
    case "name":
      return afterName(talk);
  }
}

function afterProvider(talk: Talk): Turn {
  const { token, world } = talk;
  const choice = choiceOf(token);
  const isDirect = choice?.connectionType === "DIRECT" && tariffOf(world, token)?.isDirectDismissed !== true;
  if (isDirect) {
    token.trail.push(token.page);
    token.page = "login";
    token.login = null;
    return { body: redirect(token, loginAddress(talk.providersUrl, choice, token)), reports: [] };
  }
  if (choice?.connectionType === "MARKET") return market(talk);
  return advance(talk, choice?.isListed === true ? "libraryTariff" : "structure");
}

/** Zero asks for the region with the surcharge, Anode before it, and only where there is more than one. */
function market(talk: Talk): Turn {
  const { token } = talk;
  const asksRegion = token.flavour === "anode" && countryOf(token.address).regions.length > 1;
  return advance(talk, asksRegion ? "region" : "surcharge");
}

function afterName(talk: Talk): Turn {
  const { flavour, asks } = talk.token;
  return flavour === "zero" || asks.term ? advance(talk, "term") : finish(talk);
}

// Anode saves by showing the summary; Zero shows it first and waits for SAVE.
function finish(talk: Talk): Turn {
  if (talk.token.flavour === "anode") return save(talk);
  talk.token.isUnsaved = true;
  return advance(talk, "summary");
}

/** The supplier cannot be read yet: the session is over, and what becomes of it shows later. */
function wait(talk: Talk, connects: boolean): Turn {
  const { token, world, now } = talk;
  connectSlowly(world, token, connects, now);
  token.completeAction = "SAVE";
  token.isUnsaved = false;
  token.trail = [];
  return { ...show(talk, "pending"), reports: token.flavour === "anode" ? completed(token) : [] };
}

function save(talk: Talk): Turn {
  const { token, world, now } = talk;
  const isZero = token.flavour === "zero";
  // Zero saves what is already saved without a change, and says nothing of it.
  const isEdited = !isZero || token.isUnsaved || token.tariffId === "";
  if (isEdited) saveTariff(world, token, now);
  token.isUnsaved = false;
  token.completeAction = "SAVE";
  token.isReported = true;
  token.trail = [];
  const reports: readonly Report[] = isEdited ? ["complete", "update"] : [];
  return isZero ? finishZero(token, reports) : { ...show(talk, "summary"), reports };
}

function disconnect({ token, world }: Talk): Turn {
  const tariff = tariffOf(world, token);
  token.completeAction = "DISCONNECT";
  token.isReported = true;
  token.isUnsaved = false;
  if (tariff !== null) {
    tariff.status = "NOT_CONNECTED";
    delete tariff.pending;
  }
  // What was never connected is nobody's news.
  const reports: readonly Report[] = tariff === null ? [] : ["complete", "update"];
  return token.flavour === "zero" ? finishZero(token, reports) : { ...leave(token), reports };
}

function wrong(context: string, code: string, message: string, status: WireError["status"] = 422): WireError {
  return { status, context, code, message };
}
