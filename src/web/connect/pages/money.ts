// Prices in the words of a language: "27.5 p per kWh, that is GBP 0.275".

import { habitsOf } from "../../../text/language.ts";
import { currencyOf } from "./currency.ts";
import { fill } from "../../../text/template.ts";
import { inSmallUnit, plainDigits } from "./price.ts";
import type { Note } from "../../../text/connect.ts";
import type { Language } from "../../../text/language.ts";

/** A number as the language writes it, with all its digits: `27.5` is "27,5" in German. `least`: how many stand behind the point at least. */
export const localNumber = (language: Language, digits: string, least = 0): string =>
  new Intl.NumberFormat(habitsOf(language).locale, { minimumFractionDigits: least, maximumFractionDigits: 8 }).format(
    Number(digits),
  );

/** An amount in the large unit, like "GBP 0.275" or "0,30 EUR"; the number alone where the currency is not known. */
export function largeAmount(language: Language, cost: number, currency: string | null): string {
  if (currency === null) return localNumber(language, plainDigits(cost));
  const number = localNumber(language, plainDigits(cost), currencyOf(currency).minor === null ? 0 : 2);
  return fill(habitsOf(language).amount, { currency, number });
}

/** An amount as most people know it: in the small unit where the currency has one, like "27.5 p". */
export function usualAmount(language: Language, cost: number, currency: string | null): string {
  const { minor } = currencyOf(currency);
  return minor === null
    ? largeAmount(language, cost, currency)
    : `${localNumber(language, inSmallUnit(cost))}\u00A0${minor}`;
}

/** An amount to be compared with others, as bills have them: to a hundredth of the small unit. FlatPeak reckons with more. */
export const shownAmount = (language: Language, cost: number, currency: string | null): string =>
  usualAmount(language, Number(cost.toFixed(4)), currency);

/** What was understood of a price, to be said back. */
export function priceNote(language: Language, cost: number, currency: string | null): Note {
  const large = largeAmount(language, cost, currency);
  if (currencyOf(currency).minor === null) return { key: "connect.price.said.plain", facts: { large } };
  return { key: "connect.price.said", facts: { small: usualAmount(language, cost, currency), large } };
}
