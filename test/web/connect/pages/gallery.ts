// Connect pages as a browser gets them, frame included: every page, and the states in which one looks otherwise.

import { connectWords } from "../../../../src/text/connect.ts";
import { sayIn } from "../../../../src/text/page.ts";
import { renderPage } from "../../../../src/web/html/page.tsx";
import { pageFor } from "../../../../src/web/connect/pages/pages.ts";
import { framed } from "../../../../src/web/connect/shell.tsx";
import { PAGES, SUMMARY, contextOf } from "./samples.ts";
import type { Page } from "../../../../src/flatpeak/connect/page.ts";
import type { Language } from "../../../../src/text/language.ts";
import type { Given } from "./samples.ts";

const half = (at: number): string => new Date(Date.UTC(2026, 10, 26, 0, at * 30)).toISOString();
const halves = Array.from({ length: 48 }, (_, at) => ({
  from: half(at),
  to: half(at + 1),
  cost: at % 11 === 5 ? -0.0213 : 0.1 + at / 200,
  confidence: at < 30 ? 1 : 0.5,
}));

/** A market that has a price for every quarter of an hour, none like the one before: the longest page there is. */
const quarters = (day: number) =>
  Array.from({ length: 96 }, (_, at) => ({
    from: new Date(Date.UTC(2026, 10, 26 + day, 0, at * 15)).toISOString(),
    to: new Date(Date.UTC(2026, 10, 26 + day, 0, (at + 1) * 15)).toISOString(),
    cost: 0.08123 + at / 333 + day / 77,
    confidence: day === 0 ? 1 : 0.9,
  }));

const many = Array.from({ length: 60 }, (_, at) => ({
  id: `prv_${at}`,
  name: `Stadtwerke Nummer ${at}`,
  logoUrl: null,
}));

const typed = (fields: Readonly<Record<string, string>>) => new URLSearchParams(fields);
const old = { oldContractEnd: "2026-12-02", since: "2026-11-20" };

const plainPages = Object.entries(PAGES).map(([name, page]) => [name, [page, {}]] as const);

/** Pages by what is seen on them. */
export const GALLERY: Readonly<Record<string, readonly [page: Page, given: Given]>> = {
  ...Object.fromEntries(plainPages),
  "address-refused": [
    {
      route: "postal_address",
      address: { addressLine1: "", addressLine2: "", city: "", state: "", postCode: "", countryCode: "" },
    },
    { typed: typed({ all: "1" }), mistakes: [{ field: "city", key: "connect.errors.city" }] },
  ],
  "address-wrong": [
    {
      route: "postal_address",
      address: { addressLine1: "", addressLine2: "", city: "", state: "", postCode: "", countryCode: "" },
    },
    {
      typed: typed({ all: "1", country_code: "" }),
      mistakes: [
        { field: "address_line1", key: "connect.errors.address_line1" },
        { field: "post_code", key: "connect.errors.post_code" },
        { field: "city", key: "connect.errors.city" },
        { field: "country_code", key: "connect.errors.country" },
      ],
    },
  ],
  "address-empty": [
    {
      route: "postal_address",
      address: { addressLine1: "", addressLine2: "", city: "", state: "", postCode: "", countryCode: "" },
    },
    { home: { country: null } },
  ],
  "provider-many": [
    { route: "provider_select", providers: many, address: null },
    { home: { supplier: "Stadtwerke Nummer 7" }, turn: { actions: ["PROVIDER_MISSING", "ADDRESS_CHANGE", "BACK"] } },
  ],
  "provider-none": [{ route: "provider_select", providers: many, address: null }, { typed: typed({ find: "Zzyzx" }) }],
  "price-asked": [
    { route: "rate_fixed", provider: null, currency: "EUR", cost: 0.31 },
    {
      typed: typed({ price: "27,5 €", "price-asked": "27,5 €" }),
      mistakes: [{ field: "price", key: "connect.price.ask", facts: { typed: "27,5 €" } }],
    },
  ],
  "price-refused": [
    { route: "rate_fixed", provider: null, currency: "EUR", cost: null },
    { typed: typed({ price: "abc" }), mistakes: [{ field: "price", key: "connect.errors.price_missing" }] },
  ],
  "day-of-three": [
    { route: "rate_tod", provider: null, currency: "EUR", hours: [] },
    {
      typed: typed({ rows: "3", "from-0": "07:00", "price-0": "30", "to-1": "19:00" }),
      mistakes: [{ field: "to-1", key: "connect.errors.gap", facts: { from: "19:00", to: "22:00" } }],
    },
  ],
  "region-many": [
    {
      route: "region",
      provider: null,
      regions: ["NO1", "NO2", "NO3", "SE1", "SE2", "SE3", "SE4", "DK1", "FR"],
      region: null,
    },
    {},
  ],
  "term-new": [
    { route: "contract_term", provider: null, start: null, end: null, isUntilTerminated: false },
    { home: { cause: "expiring", ...old } },
  ],
  "failed-expired": [
    { route: "failed", provider: null },
    { home: { cause: "expired", ...old }, turn: { actions: ["EDIT", "DISCONNECT"] } },
  ],
  "summary-market": [
    {
      ...SUMMARY,
      structure: "MARKET",
      isMarket: true,
      isTiered: true,
      prices: { yesterday: [], today: halves, tomorrow: halves.slice(0, 20) },
    },
    { turn: { actions: ["EDIT", "DISCONNECT", "WRONG_TARIFF", "BACK", "CLOSE"] } },
  ],
  "summary-quarters": [
    {
      ...SUMMARY,
      currency: "EUR",
      structure: "DYNAMIC",
      isMarket: true,
      prices: { yesterday: [], today: quarters(0), tomorrow: quarters(1) },
    },
    { home: { timeZone: "UTC" }, turn: { actions: ["EDIT", "DISCONNECT", "WRONG_TARIFF", "BACK", "CLOSE"] } },
  ],
  "summary-unsaved": [
    { ...SUMMARY, wireRoute: "summary_tou_confirm", isSaved: false },
    { turn: { generation: "zero", actions: ["EDIT", "DISCONNECT"] } },
  ],
  "summary-ending": [{ ...SUMMARY, contractEnd: "2026-12-02" }, { home: { cause: "expiring", ...old } }],
};

/** A page of the gallery as a whole document. */
export async function documentOf(name: string, language: Language, nonce: string): Promise<string> {
  const [page, given] = GALLERY[name] ?? [];
  if (page === undefined) throw new Error(`there is no page ${name}`);
  const context = contextOf(page, { ...given, language });
  const asked = pageFor(page.route);
  if (asked === null) throw new Error(`${page.route} is no page`);
  const { actions } = context.turn;
  const content = framed({
    ticket: { pass: "pass", no: 1 },
    words: connectWords(language),
    heading: asked.heading(context),
    inside: asked.draw(context),
    looks: asked.looks,
    button: asked.button(context),
    mistakes: context.mistakes,
    said: { key: "connect.price.said", facts: { small: "27,5 ct", large: "0,275 EUR" } },
    actions: actions.filter((it) => it !== "DISCONNECT"),
    canDisconnect: actions.includes("DISCONNECT"),
    leadsOut: false,
  });
  const brand = { name: "Example Energy", colour: null, logo: null, legal: null, helpUrl: null, privacyUrl: null };
  return String(await renderPage(content, { say: sayIn(language), language, brand, appUrl: null }, nonce));
}
