// FlatPeak's refusals in words, at the field they are about (FlatPeak's documentation: the error codes of the Connect pages).

import type { PageRoute } from "../../../flatpeak/connect/page.ts";
import type { Note } from "../../../text/connect.ts";
import type { Mistake } from "./form.ts";

const PRICE = "price";

/** The field and the text of a code. A field that the page does not have is the page's own matter. */
const CODES: Readonly<Partial<Record<string, { readonly field: string | null; readonly note: Note }>>> = {
  address_line1_missing: { field: "address_line1", note: { key: "connect.errors.address_line1" } },
  city_missing: { field: "city", note: { key: "connect.errors.city" } },
  post_code_missing: { field: "post_code", note: { key: "connect.errors.post_code" } },
  country_code_missing: { field: "country_code", note: { key: "connect.errors.country" } },
  country_code_invalid: { field: "country_code", note: { key: "connect.errors.country_invalid" } },
  state_missing: { field: "state", note: { key: "connect.errors.state" } },
  // Zero's word for the same.
  timezone_not_found: { field: null, note: { key: "connect.errors.place" } },
  geo_location_not_found: { field: null, note: { key: "connect.errors.place" } },
  provider_id_missing: { field: "provider", note: { key: "connect.errors.choose" } },
  provider_id_invalid: { field: "provider", note: { key: "connect.errors.choose" } },
  provider_name_missing: { field: "name", note: { key: "connect.errors.provider_name" } },
  tariff_id_missing: { field: "tariff", note: { key: "connect.errors.choose" } },
  tariff_id_invalid: { field: "tariff", note: { key: "connect.errors.tariff_gone" } },
  tariff_not_found: { field: "tariff", note: { key: "connect.errors.tariff_gone" } },
  tariff_name_missing: { field: "name", note: { key: "connect.errors.tariff_name" } },
  cost_value_zero: { field: PRICE, note: { key: "connect.errors.price_zero" } },
  cost_value_negative: { field: PRICE, note: { key: "connect.errors.price_negative" } },
  valid_from_invalid: { field: null, note: { key: "connect.errors.from" } },
  valid_to_invalid: { field: null, note: { key: "connect.errors.to" } },
  gap_in_time_period: { field: null, note: { key: "connect.errors.day" } },
  incomplete_time_period: { field: null, note: { key: "connect.errors.day" } },
  surcharge_percentage_invalid: {
    field: "percentage",
    note: { key: "connect.errors.percentage", facts: { number: "10" } },
  },
  market_region_invalid: { field: "region", note: { key: "connect.errors.region" } },
};

const OTHER: Note = { key: "connect.errors.other" };

/** The fields that a refusal can point at, by page. */
const FIELDS: Readonly<Partial<Record<PageRoute, readonly string[]>>> = {
  postal_address: ["address_line1", "city", "post_code", "country_code", "state"],
  provider_select: ["provider"],
  provider_name: ["name"],
  tariff_select: ["tariff"],
  tariff_name: ["name"],
  rate_fixed: [PRICE],
  surcharge: ["percentage", "region"],
  region: ["region"],
};

/** What FlatPeak refused about a page, in words. A code that nobody knows says that it was not accepted, and no more. */
export function mistakeOf(route: PageRoute, code: string): Mistake {
  const known = Object.hasOwn(CODES, code) ? CODES[code] : undefined;
  if (known === undefined) return { ...OTHER, field: null };
  const isHere = known.field !== null && FIELDS[route]?.includes(known.field) === true;
  return { ...known.note, field: isHere ? known.field : null };
}
