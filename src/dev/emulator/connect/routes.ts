// What each page of the conversation is called in either generation. FlatPeak's documentation: the Connect pages of Zero
// and of Anode; the contract's table of route names.
import type { ConnectToken, Generation, Page } from "./session.ts";

const both = (name: string) => ({ zero: name, anode: name });

const routes: Record<Page, Record<Generation, string>> = {
  address: both("postal_address_capture"),
  provider: both("provider_select"),
  login: both("session_redirect"),
  providerName: both("provider_name_capture"),
  libraryTariff: both("tariff_select"),
  structure: both("tariff_structure_select"),
  rate: both("rate_fixed_capture"),
  hours: both("rate_tod_capture"),
  // Zero asks for the region on the page of the surcharge.
  region: both("region_select"),
  surcharge: { zero: "market_surcharge_capture", anode: "surcharge_capture" },
  // The option is documented and its page is not: whatever it is called, no client knows it.
  advanced: both("tariff_advanced_capture"),
  name: both("tariff_name_capture"),
  term: both("contract_term_capture"),
  pending: { zero: "summary_tariff_inprogress", anode: "tariff_connection_pending" },
  failed: { zero: "summary_tariff_failed", anode: "tariff_connection_failed" },
  summary: { zero: "summary_fixed_confirm", anode: "tariff_summary" },
  ended: { zero: "session_complete", anode: "session_redirect" },
};

/** Spellings beside the table: Zero's summary of a price that changes over the day, and another of Anode's documentation. */
const others: Record<string, Page> = { summary_tou_confirm: "summary", tariffs_summary: "summary" };

/** The route name of a page for a session. `changes` says that the price summed up is not the same all day. */
export function routeName(page: Page, flavour: Generation, changes = false): string {
  return page === "summary" && flavour === "zero" && changes ? "summary_tou_confirm" : routes[page][flavour];
}

/** The page a client means by a route, or null for a name that is none of this generation's. */
export function pageOf(route: unknown, { flavour }: ConnectToken): Page | null {
  if (typeof route !== "string") return null;
  const known = Object.entries(routes).find(([, names]) => names[flavour] === route)?.[0];
  return (known as Page | undefined) ?? others[route] ?? null;
}
