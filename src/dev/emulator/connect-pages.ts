// What each Connect page carries: its route name in either generation, its actions and its data.
// It never changes a session.
import { suppliers } from "./suppliers.ts";
import { tariffName } from "./tariffs.ts";
import type { PageViews, SummaryView } from "./views.ts";
import type { ConnectToken, Page, Tariff } from "./world.ts";
import { dayFrom } from "./world.ts";

type Flavour = ConnectToken["flavour"];

const routes = {
  failed: { zero: "summary_tariff_failed", anode: "tariff_connection_failed" },
  pending: { zero: "summary_tariff_inprogress", anode: "tariff_connection_pending" },
  provider: { zero: "provider_select", anode: "provider_select" },
  providerName: { zero: "provider_name_capture", anode: "provider_name_capture" },
  structure: { zero: "tariff_structure_select", anode: "tariff_structure_select" },
  rate: { zero: "rate_fixed_capture", anode: "rate_fixed_capture" },
  term: { zero: "contract_term_capture", anode: "contract_term_capture" },
  summary: { zero: "summary_fixed_confirm", anode: "tariff_summary" },
  ended: { zero: "session_complete", anode: "session_redirect" },
} as const satisfies Record<Page, { zero: string; anode: string }>;

/** What a page is called in either generation. */
export type RouteName<P extends Page> = (typeof routes)[P][Flavour];

const address = { city: "London", post_code: "WC2N 5EH", country_code: "GB" };

/** The route name of a page in one generation. */
export function routeName(page: Page, flavour: Flavour): string {
  return routes[page][flavour];
}

/** What can be done on the summary: Zero saves by a button, Anode has saved already. */
function summaryActions(flavour: Flavour): string[] {
  const common = ["EDIT", "DISCONNECT"];
  return flavour === "zero" ? ["SAVE", ...common] : [...common, "WRONG_TARIFF", "BACK", "CLOSE"];
}

/** Actions and data of a page. Prices are in large currency units, `now` is world time. */
export function pageData(
  page: Page,
  token: ConnectToken,
  tariff: Tariff,
  now: number,
): { actions: string[]; data: PageViews[Page] } {
  const provider = token.draft.provider ?? tariff.provider;
  const leaving = ["BACK", "CLOSE"];
  switch (page) {
    case "failed":
      return {
        actions: token.flavour === "zero" ? ["RECONNECT", "DISCONNECT"] : ["EDIT", "DISCONNECT", ...leaving],
        data: { connection_type: tariff.connectionType, provider: tariff.provider },
      };
    case "pending":
      return {
        actions:
          token.flavour === "zero" ? ["SAVE", "DISCONNECT", "DISMISS_DIRECT"] : ["EDIT", "DISCONNECT", ...leaving],
        data: { connection_type: "DIRECT", provider: tariff.pending?.draft.provider ?? tariff.provider },
      };
    case "provider":
      return {
        actions: ["PROVIDER_MISSING", ...leaving],
        data: { providers: suppliers.map((choice) => choice.provider), postal_address: address },
      };
    case "providerName":
      return { actions: leaving, data: { provider: { name: "" }, postal_address: address } };
    case "structure":
      return { actions: leaving, data: { provider, options: ["FIXED"] } };
    case "rate":
      return { actions: leaving, data: { currency_code: "GBP", provider, cost: 0 } };
    case "term":
      return {
        actions: leaving,
        data: {
          provider,
          contract_start_date: written(dayFrom(now, 0), token.flavour),
          contract_end_date: written(dayFrom(now, 365), token.flavour),
          contract_term_type: "",
        },
      };
    case "summary":
      return { actions: summaryActions(token.flavour), data: summary(token, tariff, now) };
    case "ended":
      return { actions: [], data: {} };
  }
}

// The pages and the client of FlatPeak disagree on the name of the price list; both names are given.
function summary(token: ConnectToken, tariff: Tariff, now: number): SummaryView {
  const drafted = token.draft.provider !== null;
  const end = drafted ? token.draft.contractEndDate : tariff.contractEndDate;
  const provider = token.draft.provider ?? tariff.provider;
  const today = dayFrom(now, 0);
  const span = { valid_from: `${today}T00:00:00Z`, valid_to: `${dayFrom(now, 1)}T00:00:00Z` };
  const price = { cost: token.draft.cost ?? (drafted ? undefined : tariff.cost) ?? 0.2486, confidence: 1 };
  return {
    connection_type: drafted ? token.draft.connectionType : tariff.connectionType,
    currency_code: "GBP",
    market_rates_source: false,
    provider,
    // Zero's client reads the price of a fixed tariff here.
    ...(token.flavour === "zero" ? { cost: price.cost } : {}),
    tariff: {
      status: drafted ? "CONNECTED" : tariff.status,
      name: drafted ? tariffName(provider) : tariff.displayName,
      structure_type: tariff.structureType,
      contract_start_date: written(today, token.flavour),
      contract_end_date: end === null ? null : written(end, token.flavour),
      contract_term_type: end === null ? "UNTIL_TERMINATED" : "FIXED",
      tiered: false,
    },
    prices: { today: [{ ...span, price }] },
    rates: { today: [{ ...span, tariff: price }] },
  };
}

/** A day as a generation's client reads it: Zero's takes days alone, Anode's date-times. */
function written(day: string, flavour: Flavour): string {
  return flavour === "zero" ? day : `${day}T00:00:00Z`;
}
