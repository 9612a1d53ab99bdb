// The emulated Connect conversation: which page follows which, and what the customer's answers do to the tariff.
// It never renders anything and never sends a webhook; it says what there is to report and the caller does the rest.
import { emptyDraft } from "./connect-token.ts";
import { pageData, routeName } from "./connect-pages.ts";
import { takeFault } from "./faults.ts";
import { beginPending } from "./pending.ts";
import { suppliers } from "./suppliers.ts";
import { asRecord, asText, isExpired, saveDraft } from "./tariffs.ts";
import type { WireError } from "./wire-error.ts";
import type { ConnectToken, Page, Tariff, WorldState } from "./world.ts";
import { dayFrom, findTariff, newId } from "./world.ts";

export interface Turn {
  /** What FlatPeak answers. */
  body: object;
  /** What FlatPeak says of this turn by webhook: that the session is complete, that the home has changed. */
  reports: readonly Report[];
}

export type Report = "complete" | "update";

interface Talk {
  world: WorldState;
  token: ConnectToken;
  tariff: Tariff;
  now: number;
}

/** One turn: the client's request in, the next page out. `now` is world time in milliseconds. */
export function converse(world: WorldState, request: unknown, now: number): Turn | WireError {
  const { connect_token: tokenId, route, action, data } = asRecord(request);
  const token = world.tokens.find((candidate) => candidate.id === tokenId);
  if (token === undefined) return wrong("connect.session", "connect_token_invalid", "Unknown connect token", 404);
  if (token.expiresAt <= now) return wrong("connect.session", "connect_token_expired", "Connect token expired");
  const tariff = findTariff(world, token.tariffId)?.tariff;
  if (tariff === undefined) return wrong("connect.session", "tariff_not_found", "The tariff is gone", 404);
  const talk = { world, token, tariff, now };

  if (route === "session_start" || route === "session_restore") return start(talk);
  if (action === "CLOSE") return leave(token);
  if (action === "BACK") return back(talk);
  const expected = routeName(token.page, token.flavour);
  if (route !== expected) {
    return wrong(`connect.${asText(route) ?? "unknown"}`, "route_invalid", `The session stands at ${expected}`);
  }
  if (typeof action === "string") return act(talk, action);
  return answer(talk, data);
}

function start(talk: Talk): Turn {
  const { token, tariff, now } = talk;
  token.trail = [];
  token.draft = emptyDraft();
  if (token.startWith === "disconnect") return disconnect(talk);
  if (tariff.pending !== undefined) return show(talk, "pending");
  if (token.startWith === "edit" || tariff.status === "NOT_CONNECTED") return show(talk, "provider");
  if (tariff.status === "ERROR" || isExpired(tariff, now)) return show(talk, "failed");
  // In Anode there is nothing left to save once the summary is shown: whoever came to change something is done.
  return { ...show(talk, "summary"), reports: token.flavour === "anode" ? completed(token) : [] };
}

/** A session is reported once, unless something changes in it. */
function completed(token: ConnectToken): readonly Report[] {
  if (token.isReported) return [];
  token.isReported = true;
  return ["complete"];
}

function act(talk: Talk, action: string): Turn | WireError {
  const { token } = talk;
  const { page, flavour } = token;
  const isStanding = page === "summary" || page === "failed" || page === "pending";
  if ((action === "EDIT" || action === "RECONNECT") && isStanding) return advance(talk, "provider");
  if (action === "DISCONNECT" && isStanding) return disconnect(talk);
  if (action === "DISMISS_DIRECT" && page === "pending") return disconnect(talk);
  if (action === "PROVIDER_MISSING" && page === "provider") return advance(talk, "providerName");
  // The report goes to FlatPeak's people; the customer stays where they are.
  if (action === "WRONG_TARIFF" && page === "summary" && flavour === "anode") return show(talk, "summary");
  if (action === "SAVE" && flavour === "zero" && page === "summary") return save(talk);
  if (action === "SAVE" && flavour === "zero" && page === "pending") return finishZero(token, []);
  return wrong(`connect.${routeName(page, flavour)}`, "action_invalid", `No action ${action} on this page`);
}

function answer(talk: Talk, data: unknown): Turn | WireError {
  const { token, now } = talk;
  const fields = asRecord(data);
  const context = `connect.${routeName(token.page, token.flavour)}`;
  switch (token.page) {
    case "provider": {
      const id = asRecord(fields["provider"])["id"];
      const choice = suppliers.find((candidate) => candidate.provider.id === id);
      if (choice === undefined) return wrong(context, "provider_not_found", "Choose one of the providers");
      const { provider, connectionType } = choice;
      // A supplier that is read directly tells the end of its contract itself.
      const contractEndDate = connectionType === "DIRECT" ? dayFrom(now, 365) : null;
      token.draft = { ...token.draft, provider, connectionType, contractEndDate };
      return afterTariff(talk);
    }
    case "providerName": {
      const name = asText(asRecord(fields["provider"])["name"])?.trim();
      if (name === undefined || name === "")
        return wrong(context, "provider_name_missing", "The provider needs a name");
      const provider = { id: newId("prv"), display_name: name, logo_url: "" };
      token.draft = { ...token.draft, provider, connectionType: "MANUAL", contractEndDate: null };
      return advance(talk, "structure");
    }
    case "structure": {
      const options: unknown = fields["options"];
      const structure: unknown = Array.isArray(options) ? options[0] : options;
      if (structure === "FIXED") return advance(talk, "rate");
      return wrong(context, "option_not_emulated", "The emulator captures FIXED prices only");
    }
    case "rate": {
      const cost = fields["cost"];
      if (typeof cost !== "number") return wrong(context, "data_json_invalid", "cost must be a number");
      if (cost === 0) return wrong(context, "cost_value_zero", "cost must not be zero");
      if (cost < 0) return wrong(context, "cost_value_negative", "cost must not be negative");
      token.draft = { ...token.draft, cost };
      return afterTariff(talk);
    }
    case "term": {
      const end = termEnd(data, now);
      if (end === undefined) return wrong(context, "contract_end_date_invalid", "Give a date that is not in the past");
      token.draft = { ...token.draft, contractEndDate: end };
      return finish(talk);
    }
    case "failed":
    case "pending":
    case "summary":
    case "ended":
      return wrong(context, "action_missing", "This page takes an action");
  }
}

// No data at all means "until terminated"; an object without a date takes the proposal of one year.
function termEnd(data: unknown, now: number): string | null | undefined {
  if (data === undefined || data === null) return null;
  const fields = asRecord(data);
  const typed = fields["contract_end_date"];
  if (typed === null || fields["contract_term_type"] === "UNTIL_TERMINATED") return null;
  if (typed === undefined) return dayFrom(now, 365);
  const time = typeof typed === "string" ? Date.parse(typed) : Number.NaN;
  if (Number.isNaN(time)) return undefined;
  const day = dayFrom(time, 0);
  return day < dayFrom(now, 0) ? undefined : day;
}

function afterTariff(talk: Talk): Turn {
  return talk.token.capturesTerm ? advance(talk, "term") : finish(talk);
}

// Anode saves by showing the summary; Zero shows it first and waits for SAVE.
function finish(talk: Talk): Turn {
  const { world, token } = talk;
  const fault = token.draft.connectionType === "DIRECT" ? takeFault(world, ["direct"]) : null;
  if (fault !== null) return wait(talk, fault.mode !== "lost");
  return token.flavour === "zero" ? advance(talk, "summary") : save(talk);
}

/** The supplier cannot be read yet: the session is over, and what becomes of it shows later. */
function wait(talk: Talk, connects: boolean): Turn {
  const { token, tariff, now } = talk;
  beginPending(tariff, token.draft, connects, now);
  token.completeAction = "SAVE";
  token.draft = emptyDraft();
  token.trail = [];
  return { ...show(talk, "pending"), reports: token.flavour === "anode" ? completed(token) : [] };
}

function save(talk: Talk): Turn {
  const { token, tariff, now } = talk;
  const edited = token.draft.provider !== null;
  if (edited) saveDraft(tariff, token.draft, now);
  token.completeAction = "SAVE";
  token.isReported = true;
  token.draft = emptyDraft();
  token.trail = [];
  const reports: readonly Report[] = edited ? ["complete", "update"] : [];
  return token.flavour === "zero" ? finishZero(token, reports) : { ...show(talk, "summary"), reports };
}

function disconnect({ token, tariff }: Talk): Turn {
  tariff.status = "NOT_CONNECTED";
  delete tariff.pending;
  token.completeAction = "DISCONNECT";
  token.isReported = true;
  const reports = ["complete", "update"] as const;
  return token.flavour === "zero" ? finishZero(token, reports) : { ...leave(token), reports };
}

/** The end of a Zero session, which Anode no longer has. */
function finishZero(token: ConnectToken, reports: readonly Report[]): Turn {
  token.page = "ended";
  return { body: envelope(token, "session_complete", { callback_uri: callback(token) }), reports };
}

function advance(talk: Talk, page: Page): Turn {
  talk.token.trail.push(talk.token.page);
  return show(talk, page);
}

function back(talk: Talk): Turn {
  const page = talk.token.trail.pop();
  return page === undefined ? leave(talk.token) : show(talk, page);
}

function show(talk: Talk, page: Page): Turn {
  const { token, tariff, now } = talk;
  token.page = page;
  const { actions, data } = pageData(page, token, tariff, now);
  const direction = tariff.slot === "commodity_export" ? "EXPORT" : "IMPORT";
  const type = tariff.slot === "non_commodity_import" ? "NON_COMMODITY" : "COMMODITY";
  const generation = token.flavour === "anode" ? { type } : {};
  const head = { connect_token: token.id, route: routeName(page, token.flavour), direction, ...generation };
  return { body: { ...head, live_mode: false, actions, data }, reports: [] };
}

function leave(token: ConnectToken): Turn {
  token.page = "ended";
  const url = callback(token);
  const data = token.flavour === "zero" ? { redirect_uri: url } : { redirect_url: url };
  return { body: envelope(token, "session_redirect", data), reports: [] };
}

function envelope(token: ConnectToken, route: string, data: object): object {
  return { connect_token: token.id, route, live_mode: false, data };
}

function callback(token: ConnectToken): string {
  const separator = token.callbackUrl.includes("?") ? "&" : "?";
  return `${token.callbackUrl}${separator}fp_cot=${token.id}`;
}

function wrong(context: string, code: string, message: string, status: WireError["status"] = 422): WireError {
  return { status, context, code, message };
}
