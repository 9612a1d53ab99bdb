// All pages of the conversation that ask or tell something. Leaving, ending and what nobody knows are the shell's.

import { contractTerm } from "./contract-term.tsx";
import { providerName, tariffName } from "./names.tsx";
import { postalAddress } from "./postal-address.tsx";
import { providerSelect } from "./provider-select.tsx";
import { rateFixed } from "./rate-fixed.tsx";
import { rateTod } from "./rate-tod.tsx";
import { region } from "./region.tsx";
import { structure } from "./structure.tsx";
import { summary } from "./summary.tsx";
import { surcharge } from "./surcharge.tsx";
import { tariffSelect } from "./tariff-select.tsx";
import { failed, pending } from "./waiting.tsx";
import type { PageRoute } from "../../../flatpeak/connect/page.ts";
import type { ConnectPage } from "./form.ts";

export type ShownRoute = Exclude<PageRoute, "redirect" | "complete" | "unknown">;

const PAGES: { readonly [Route in ShownRoute]: ConnectPage<Route> } = {
  postal_address: postalAddress,
  provider_select: providerSelect,
  provider_name: providerName,
  tariff_select: tariffSelect,
  tariff_structure: structure,
  rate_fixed: rateFixed,
  rate_tod: rateTod,
  surcharge,
  region,
  tariff_name: tariffName,
  contract_term: contractTerm,
  pending,
  failed,
  summary,
};

export const SHOWN_ROUTES = Object.keys(PAGES) as readonly ShownRoute[];

const isShown = (route: PageRoute): route is ShownRoute => Object.hasOwn(PAGES, route);

/**
 * The page that asks for this, or null where the shell has to say it. It is to be given contexts of this very route: the table
 * pairs the two, which the compiler cannot follow through a lookup.
 */
export const pageFor = (route: PageRoute): ConnectPage<PageRoute> | null =>
  isShown(route) ? (PAGES[route] as unknown as ConnectPage<PageRoute>) : null;
