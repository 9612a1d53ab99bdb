// Currencies as electricity bills write them: the large unit FlatPeak counts in and the small one most people know their price in.

/** What a price per kWh usually is, in the large unit, both ends included. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

export interface Currency {
  /** ISO 4217. */
  readonly code: string;
  /** A hundredth of the large unit as bills write it, like `p`; null where nobody counts in it. */
  readonly minor: string | null;
  /** How people write the units, in small letters without stops. */
  readonly minorWords: readonly string[];
  readonly majorWords: readonly string[];
  /** Null where nothing is known of prices in it. */
  readonly usual: Range | null;
}

const CENTS = ["c", "ct", "cts", "cent", "cents", "¢"];
const EURO_CENTS = [
  ...CENTS,
  "eurocent",
  "eurocents",
  "centime",
  "centimes",
  "céntimo",
  "céntimos",
  "centimo",
  "centimos",
  "cêntimo",
  "cêntimos",
  "snt",
  "sentti",
  "senttiä",
];
const ITALIAN_CENTS = ["centesimo", "centesimi", "c€", "€c", "ct€", "€ct"];
const DEAR: Range = { low: 0.02, high: 1 };
const NORDIC: Range = { low: 0.1, high: 10 };

const currency = (
  code: string,
  minor: string | null,
  usual: Range | null,
  majorWords: readonly string[],
  minorWords: readonly string[] = [],
): readonly [string, Currency] => [
  code,
  { code, minor, usual, majorWords: [code.toLowerCase(), ...majorWords], minorWords },
];

const CURRENCIES = new Map([
  currency("EUR", "ct", DEAR, ["€", "euro", "euros", "euroa"], [...EURO_CENTS, ...ITALIAN_CENTS]),
  currency("GBP", "p", DEAR, ["£", "pound", "pounds"], ["p", "pence", "penny"]),
  currency("USD", "¢", DEAR, ["$", "us$", "dollar", "dollars"], CENTS),
  currency("CAD", "¢", DEAR, ["$", "c$", "ca$", "dollar", "dollars"], CENTS),
  currency("AUD", "c", DEAR, ["$", "a$", "au$", "dollar", "dollars"], CENTS),
  currency("NZD", "c", DEAR, ["$", "nz$", "dollar", "dollars"], CENTS),
  currency("CHF", "Rp.", DEAR, ["fr", "sfr", "franken", "francs"], ["rp", "rappen", "ct", "centime", "centimes"]),
  currency("NOK", "øre", NORDIC, ["kr", "krone", "kroner"], ["øre", "ore"]),
  currency("SEK", "öre", NORDIC, ["kr", "krona", "kronor"], ["öre", "ore"]),
  currency("DKK", "øre", NORDIC, ["kr", "krone", "kroner"], ["øre", "ore"]),
  currency(
    "PLN",
    "gr",
    { low: 0.1, high: 5 },
    ["zł", "zl", "złoty", "złote", "złotych"],
    ["gr", "grosz", "grosze", "groszy"],
  ),
  currency("CZK", "h", { low: 0.5, high: 25 }, ["kč", "kc"], ["h", "hal"]),
  currency("RON", "bani", { low: 0.1, high: 5 }, ["lei", "leu"], ["bani", "ban"]),
  currency("BGN", "st.", { low: 0.05, high: 2 }, ["lv", "leva", "лв"], ["st", "stotinki", "ст"]),
  currency("HUF", null, { low: 5, high: 500 }, ["ft", "forint"]),
  currency("JPY", null, { low: 2, high: 200 }, ["¥", "円", "yen"]),
]);

/** Everything by which any currency is known, to tell a foreign one from a slip of the pen. */
const WORDS = new Set([...CURRENCIES.values()].flatMap((it) => [...it.majorWords, ...it.minorWords]));

/**
 * What is known of a currency. Of one that is not in the list, its code alone. Null means that FlatPeak named none: then a price is
 * judged as in euros and pounds, in which most are.
 */
export function currencyOf(code: string | null): Currency {
  const known = CURRENCIES.get(code ?? "");
  if (known !== undefined) return known;
  return {
    code: code ?? "",
    minor: null,
    usual: code === null ? DEAR : null,
    majorWords: code === null ? [] : [code.toLowerCase()],
    minorWords: [],
  };
}

/** True of a word that names a unit of some currency. */
export const isCurrencyWord = (word: string): boolean => WORDS.has(word);
