// The summary: one page in five shapes, by what FlatPeak's guides, release notes and own clients print of it.

import { fieldsOf, textOf } from "../truth/facts.ts";
import { currencyOf, dayOf, isTrue, listOf, numberOf, pricesOf, providerOf, shortText } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { structureOf } from "./structure.ts";
import type { Price, Summary } from "./page.ts";

/** One price for the whole day, on the clock of the home. */
const allDay = (cost: number | null): readonly Price[] =>
  cost === null ? [] : [{ from: "2000-01-01T00:00:00", to: "2000-01-02T00:00:00", cost, confidence: null }];

function dailyPrices(data: Fields, tariff: Fields): Summary["prices"] {
  const days = fieldsOf(data["prices"] ?? data["rates"] ?? tariff["prices"] ?? tariff["rates"]);
  const today = pricesOf(days["today"]);
  return {
    yesterday: pricesOf(days["yesterday"]),
    today: today.length > 0 ? today : allDay(numberOf(data["cost"])),
    tomorrow: pricesOf(days["tomorrow"]),
  };
}

/** Reads a summary. `outer`: the whole answer, which in the newest documentation has the currency. */
export function readSummary(wireRoute: string, data: Fields, outer: Fields, zone: string | null): Summary {
  // Later versions list the tariffs of a home; the first is the one the session was for.
  const [listed] = listOf(data["tariffs"] ?? outer["tariffs"]);
  const tariff = fieldsOf(listed ?? data["tariff"]);
  const of = (name: string): unknown => tariff[name] ?? data[name];
  return {
    route: "summary",
    wireRoute,
    isSaved: !wireRoute.endsWith("_confirm"),
    provider: providerOf(of("provider")),
    currency: currencyOf(data["currency_code"] ?? outer["currency_code"]),
    name: shortText(tariff["name"] ?? tariff["display_name"]),
    status: shortText(tariff["status"]),
    connectionType: shortText(of("connection_type")),
    structure: structureOf(tariff["structure_type"]) ?? (wireRoute === "summary_fixed_confirm" ? "FIXED" : null),
    isMarket: isTrue(of("market_rates_source")),
    isTiered: isTrue(tariff["tiered"]),
    contractStart: dayOf(tariff["contract_start_date"], zone),
    contractEnd: dayOf(tariff["contract_end_date"], zone),
    isUntilTerminated: textOf(tariff["contract_term_type"]) === "UNTIL_TERMINATED",
    prices: dailyPrices(data, tariff),
  };
}
