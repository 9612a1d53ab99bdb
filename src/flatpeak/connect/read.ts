// FlatPeak's answer in a Connect conversation, in the spellings of its generations, read into one. Lenient: what is missing on
// a page is missing, and a page without what it cannot do without is one that nobody here knows.

import { fieldsOf, textOf } from "../truth/facts.ts";
import { addressOf, currencyOf, dayOf, hoursOf, idText, listOf, numberOf, providerOf, shortText } from "./fields.ts";
import { readSummary } from "./summary.ts";
import { ACTIONS } from "./page.ts";
import type { Fields } from "./fields.ts";
import type { Action, Answered, Page, Provider, Turn } from "./page.ts";

/** More suppliers or tariffs than that are no list to choose from. */
const MAX_ITEMS = 10_000;
const MAX_FEW = 200;
/** A list that is longer is searched by name, and kept without pictures. */
const MANY = 1_000;
/** A page is kept as one value, of which the platform takes 2 MiB; what stands around it is small. */
const MAX_KEPT_BYTES = 1_800_000;

type Reader = (data: Fields, outer: Fields, wireRoute: string, zone: string | null) => Page;

const unknown = (why: string): Page => ({ route: "unknown", why });

/** Texts of a list, each once. */
const textsOf = (value: unknown): readonly string[] => [
  ...new Set(
    listOf(value)
      .slice(0, MAX_FEW)
      .flatMap((it) => idText(it) ?? []),
  ),
];

function providersOf(value: unknown): readonly Provider[] {
  const providers = listOf(value)
    .slice(0, MAX_ITEMS)
    .flatMap((it) => providerOf(it) ?? []);
  return providers.length <= MANY ? providers : providers.map((it) => ({ ...it, logoUrl: null }));
}

const tariffsOf = (value: unknown) =>
  listOf(value)
    .slice(0, MAX_ITEMS)
    .flatMap((it) => {
      const fields = fieldsOf(it);
      const id = idText(fields["id"]);
      const description = shortText(fields["description"], 1_000) ?? "";
      return id === null ? [] : { id, name: shortText(fields["name"]) ?? "", description };
    });

const known = (data: Fields) => ({ provider: providerOf(data["provider"]) });
const priced = (data: Fields) => ({ ...known(data), currency: currencyOf(data["currency_code"]) });
const addressIn = (data: Fields) =>
  data["postal_address"] === undefined || data["postal_address"] === null ? null : addressOf(data["postal_address"]);

function surcharge(data: Fields): Page {
  const { fixed, percentage } = fieldsOf(data["surcharge"]);
  return {
    route: "surcharge",
    ...priced(data),
    fixed: numberOf(fixed),
    percentage: numberOf(percentage),
    regions: textsOf(data["regions"]),
    region: idText(data["region"]),
  };
}

function redirect(data: Fields): Page {
  const url = textOf(data["redirect_url"]) ?? textOf(data["redirect_uri"]);
  return url === null || url.length > 4_000
    ? unknown("session_redirect without an address")
    : { route: "redirect", url };
}

/** What a page is called in all generations, without the ending that only says that something is to be entered. */
const READERS: Readonly<Partial<Record<string, Reader>>> = {
  postal_address: (data) => ({ route: "postal_address", address: addressOf(data["postal_address"]) }),
  provider_select: (data) => ({
    route: "provider_select",
    providers: providersOf(data["providers"]),
    address: addressIn(data),
  }),
  provider_name: (data) => ({
    route: "provider_name",
    name: shortText(fieldsOf(data["provider"])["name"]),
    address: addressIn(data),
  }),
  tariff_select: (data) => ({ route: "tariff_select", ...known(data), tariffs: tariffsOf(data["tariffs"]) }),
  tariff_structure_select: (data) => {
    const options = textsOf(data["options"]);
    if (options.length === 0) return unknown("tariff_structure_select without options");
    return { route: "tariff_structure", ...known(data), options };
  },
  rate_fixed: (data) => ({ route: "rate_fixed", ...priced(data), cost: numberOf(data["cost"]) }),
  rate_tod: (data) => ({ route: "rate_tod", ...priced(data), hours: hoursOf(data["hours"]) }),
  surcharge,
  market_surcharge: surcharge,
  region_select: (data) => {
    const regions = textsOf(data["regions"]);
    if (regions.length === 0) return unknown("region_select without regions");
    return { route: "region", ...known(data), regions, region: idText(data["region"]) };
  },
  tariff_name: (data) => ({
    route: "tariff_name",
    ...known(data),
    name: shortText(fieldsOf(data["tariff"])["name"]),
  }),
  contract_term: (data, _, __, zone) => ({
    route: "contract_term",
    ...known(data),
    start: dayOf(data["contract_start_date"], zone),
    end: dayOf(data["contract_end_date"], zone),
    isUntilTerminated: textOf(data["contract_term_type"]) === "UNTIL_TERMINATED",
  }),
  tariff_connection_pending: (data) => ({ route: "pending", ...known(data) }),
  connection_pending: (data) => ({ route: "pending", ...known(data) }),
  summary_tariff_inprogress: (data) => ({ route: "pending", ...known(data) }),
  tariff_connection_failed: (data) => ({ route: "failed", ...known(data) }),
  connection_failed: (data) => ({ route: "failed", ...known(data) }),
  summary_tariff_failed: (data) => ({ route: "failed", ...known(data) }),
  tariff_summary: (data, outer, wireRoute, zone) => readSummary(wireRoute, data, outer, zone),
  tariffs_summary: (data, outer, wireRoute, zone) => readSummary(wireRoute, data, outer, zone),
  summary_fixed_confirm: (data, outer, wireRoute, zone) => readSummary(wireRoute, data, outer, zone),
  summary_tou_confirm: (data, outer, wireRoute, zone) => readSummary(wireRoute, data, outer, zone),
  session_redirect: redirect,
  session_complete: (data) => ({
    route: "complete",
    url: textOf(data["callback_uri"]) ?? textOf(data["callback_url"]) ?? textOf(data["redirect_url"]),
  }),
  // FlatPeak's own client leaves by it when the session is closed.
  complete_tariff: () => ({ route: "complete", url: null }),
};

/** Whether a page can be kept. A text is kept in letters of two bytes where one of them needs it. */
function isKeepable(page: Page): boolean {
  const text = JSON.stringify(page);
  return text.length * (/[^\0-\xff]/.test(text) ? 2 : 1) <= MAX_KEPT_BYTES;
}

function pageOf(wireRoute: string, data: Fields, outer: Fields, zone: string | null): Page {
  const name = wireRoute.toLowerCase().replace(/_(?:capture|input)$/, "");
  const read = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
  if (read === undefined) return unknown(shortText(wireRoute, 60) ?? "");
  const page = read(data, outer, wireRoute, zone);
  return isKeepable(page) ? page : unknown(`${name} is too long to be kept`);
}

/** Pages that only one generation has. The others are of the generation we ask by. */
const ZERO_ONLY = /^(?:summary_|market_surcharge|session_complete)/;
const ANODE_ONLY = /^(?:tariffs?_summary|tariff_connection_|connection_|surcharge_|region_)/;

function generationOf(wireRoute: string, asked: Turn["generation"]): Turn["generation"] {
  if (ZERO_ONLY.test(wireRoute)) return "zero";
  return ANODE_ONLY.test(wireRoute) ? "anode" : asked;
}

function oneOf<Word extends string>(value: unknown, words: readonly Word[]): Word | null {
  const word = textOf(value)?.toUpperCase();
  return words.find((it) => it === word) ?? null;
}

/** What is known of the conversation when an answer comes. */
export interface Asked {
  readonly token: string;
  readonly generation: Turn["generation"];
  readonly zone: string | null;
}

function turnOf(body: Fields, wireRoute: string, { token, generation, zone }: Asked): Turn {
  const listed = textsOf(body["actions"] ?? fieldsOf(body["data"])["actions"]).map((it) => it.toUpperCase());
  return {
    token: idText(body["connect_token"]) ?? token,
    wireRoute,
    generation: generationOf(wireRoute, generation),
    direction: oneOf(body["direction"], ["IMPORT", "EXPORT", "LOCAL"]),
    type: oneOf(body["type"], ["COMMODITY", "NON_COMMODITY"]),
    actions: ACTIONS.filter((it): it is Action => listed.includes(it)),
    unknownActions: listed.filter((it) => !ACTIONS.some((action) => action === it)),
    page: pageOf(wireRoute, fieldsOf(body["data"]), body, zone),
  };
}

/** FlatPeak's words for a token that opens nothing any more; which of them are in use is not documented. */
const IS_OVER =
  /(?:token|session)_?(?:is_)?(?:expired|invalid|not_found|unknown|missing|used|claimed|completed?|closed|ended)/;

function refusalOf(status: number, body: Fields): Answered {
  const code = textOf(body["code"]) ?? textOf(body["error_code"]);
  const message = textOf(body["message"]) ?? textOf(body["error_message"]) ?? "";
  const type = textOf(body["type"]);
  if (status === 429 || type === "rate_limit") return { kind: "unavailable", why: "rate limit", mayBeTaken: false };
  if (status >= 500 || type === "api_error") {
    return { kind: "unavailable", why: `FlatPeak answered ${status}`, mayBeTaken: true };
  }
  const isOver =
    code === null ? /token.{0,20}(?:expired|invalid|not found)/i.test(message.slice(0, 200)) : IS_OVER.test(code);
  if (isOver || (code === null && [401, 403, 404, 410].includes(status))) return { kind: "ended" };
  const requestId = shortText(body["request_id"], 80);
  return { kind: "refused", code: shortText(code, 80) ?? "unknown", requestId };
}

/**
 * Reads an answer. FlatPeak's own client goes by the body alone (`object` is "error"), whatever the status; the status counts
 * here where the body says nothing.
 */
export function readAnswer(status: number, body: unknown, asked: Asked): Answered {
  const fields = fieldsOf(body);
  const wireRoute = idText(fields["route"]);
  if (textOf(fields["object"]) === "error" || wireRoute === "error") return refusalOf(status, fields);
  if (wireRoute !== null && status < 500) return { kind: "turn", turn: turnOf(fields, wireRoute, asked) };
  if (status >= 400) return refusalOf(status, fields);
  return { kind: "unavailable", why: `FlatPeak answered ${status} without a page`, mayBeTaken: true };
}
