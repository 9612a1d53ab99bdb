// Every Connect page with something to show, in any language, and a browser small enough to fill in its form.

import { html } from "hono/html";
import { connectWords } from "../../../../src/text/connect.ts";
import { pageFor } from "../../../../src/web/connect/pages/pages.ts";
import type { Page, PageRoute, Provider, Turn } from "../../../../src/flatpeak/connect/page.ts";
import type { Language } from "../../../../src/text/language.ts";
import type { Home, PageContext, Reading } from "../../../../src/web/connect/pages/form.ts";

export const TODAY = "2026-11-26";

const LOGO = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')}`;

export const PROVIDER: Provider = { id: "prv_1", name: "Octopus Energy", logoUrl: LOGO };

export const HOME: Home = {
  timeZone: "Europe/London",
  country: "GB",
  supplierId: "prv_1",
  supplier: "Octopus Energy",
  oldContractEnd: null,
  since: null,
  cause: null,
};

const ADDRESS = {
  addressLine1: "",
  addressLine2: "",
  city: "London",
  state: "",
  postCode: "WC2N 5EH",
  countryCode: "GB",
};

const price = (hour: number, cost: number, confidence = 1) => ({
  from: `2026-11-26T${String(hour).padStart(2, "0")}:00:00Z`,
  to: hour === 23 ? "2026-11-27T00:00:00Z" : `2026-11-26T${String(hour + 1).padStart(2, "0")}:00:00Z`,
  cost,
  confidence,
});

export const SUMMARY: Extract<Page, { route: "summary" }> = {
  route: "summary",
  wireRoute: "tariff_summary",
  isSaved: true,
  provider: PROVIDER,
  currency: "GBP",
  name: "Agile",
  status: "CONNECTED",
  connectionType: "DIRECT",
  structure: "TIME_OF_DAY",
  isMarket: false,
  isTiered: false,
  contractStart: "2026-01-01",
  contractEnd: "2027-12-31",
  isUntilTerminated: false,
  prices: {
    yesterday: [],
    today: Array.from({ length: 24 }, (_, hour) => price(hour, hour < 7 ? 0.1 : 0.3)),
    tomorrow: [],
  },
};

/** A page of each route. */
export const PAGES: { readonly [Route in PageRoute]?: Extract<Page, { route: Route }> } = {
  postal_address: { route: "postal_address", address: ADDRESS },
  provider_select: {
    route: "provider_select",
    providers: [PROVIDER, { id: "prv_2", name: "EDF Énergie", logoUrl: null }],
    address: ADDRESS,
  },
  provider_name: { route: "provider_name", name: "Octopus", address: null },
  tariff_select: {
    route: "tariff_select",
    provider: PROVIDER,
    tariffs: [
      { id: "trt_1", name: "Agile", description: "Changes every half hour" },
      { id: "trt_2", name: "Go", description: "" },
    ],
  },
  tariff_structure: {
    route: "tariff_structure",
    provider: PROVIDER,
    options: ["FIXED", "TIME_OF_DAY", "SEASONAL_BLOCKS"],
  },
  rate_fixed: { route: "rate_fixed", provider: PROVIDER, currency: "GBP", cost: 0.2486 },
  rate_tod: { route: "rate_tod", provider: PROVIDER, currency: "GBP", hours: [] },
  surcharge: {
    route: "surcharge",
    provider: PROVIDER,
    currency: "EUR",
    fixed: 0.015,
    percentage: 2.5,
    regions: ["NO1", "NO2"],
    region: null,
  },
  region: { route: "region", provider: PROVIDER, regions: ["FR", "CORS", "NO2", "XX9"], region: null },
  tariff_name: { route: "tariff_name", provider: PROVIDER, name: null },
  contract_term: { route: "contract_term", provider: PROVIDER, start: null, end: null, isUntilTerminated: false },
  pending: { route: "pending", provider: PROVIDER },
  failed: { route: "failed", provider: PROVIDER },
  summary: SUMMARY,
};

export interface Given {
  readonly language?: Language;
  readonly typed?: URLSearchParams | null;
  readonly mistakes?: PageContext["mistakes"];
  readonly home?: Partial<Home>;
  readonly turn?: Partial<Turn>;
}

/** A page in a context. */
export function contextOf(
  page: Page,
  { language = "en", typed = null, mistakes = [], home, turn }: Given = {},
): PageContext {
  return {
    turn: {
      token: "cot_1",
      wireRoute: page.route,
      generation: "anode",
      direction: "IMPORT",
      type: "COMMODITY",
      actions: ["BACK", "CLOSE"],
      unknownActions: [],
      ...turn,
      page,
    },
    typed,
    mistakes,
    home: { ...HOME, ...home },
    today: TODAY,
    language,
    words: connectWords(language),
  };
}

export interface Drawn {
  readonly heading: string;
  readonly html: string;
  readonly button: string | null;
}

/** A page as it is drawn. */
export async function drawn(context: PageContext): Promise<Drawn> {
  const page = pageFor(context.turn.page.route);
  if (page === null) throw new Error(`${context.turn.page.route} is no page`);
  const inside = await html`${page.draw(context)}`;
  return { heading: page.heading(context), html: String(inside), button: page.button(context) };
}

const decoded = (text: string): string =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

function attributesOf(text: string): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(/([\w-]+)(?:="([^"]*)")?/g)].map((it) => [it[1] ?? "", decoded(it[2] ?? "")]));
}

/** What a browser sends of a form that nobody touched. */
export function fieldsOf(page: string): URLSearchParams {
  const fields = new URLSearchParams();
  for (const [, attributes = ""] of page.matchAll(/<input\b([^>]*)>/g)) {
    const found = attributesOf(attributes);
    const isChoice = found.get("type") === "radio";
    if (!isChoice || found.has("checked")) fields.append(found.get("name") ?? "", found.get("value") ?? "");
  }
  for (const [, attributes = "", inside = ""] of page.matchAll(/<select\b([^>]*)>(.*?)<\/select>/gs)) {
    const options = [...inside.matchAll(/<option\b([^>]*)>/g)].map((it) => attributesOf(it[1] ?? ""));
    const chosen = options.find((it) => it.has("selected")) ?? options[0];
    fields.append(attributesOf(attributes).get("name") ?? "", chosen?.get("value") ?? "");
  }
  return fields;
}

/** What a page makes of its form, filled in like this; the first button of a name presses it. */
export async function filledIn(context: PageContext, filled: Readonly<Record<string, string>>): Promise<Reading> {
  const typed = fieldsOf((await drawn(context)).html);
  for (const [name, value] of Object.entries(filled)) typed.set(name, value);
  const page = pageFor(context.turn.page.route);
  if (page === null) throw new Error("no page");
  return page.read(context, typed);
}

/** The data of a reply; fails where the reading is none. */
export function dataOf(reading: Reading): unknown {
  if (reading.kind !== "reply" || reading.reply.kind !== "data") throw new Error(JSON.stringify(reading));
  return reading.reply.data;
}
