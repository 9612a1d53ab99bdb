// A price per kWh as it stands on a bill, read: 27.5, 27,5, 0.275, £0.275, 27.5p and "0,275 €/kWh" are all one price. Whoever
// leaves the unit out means the one in which it is a usual price; where that is neither or both, the person is asked.
// Everything is counted in decimal digits, so that what is sent is what was typed.

import { currencyOf, isCurrencyWord } from "./currency.ts";
import type { Currency, Range } from "./currency.ts";

/** What was read. Amounts are per kWh in the currency's large unit. */
export type PriceReading =
  | { readonly kind: "price"; readonly cost: number }
  /** It can be meant in these ways, the likeliest first; one alone is unusual. */
  | { readonly kind: "question"; readonly choices: readonly number[] }
  | { readonly kind: "missing" }
  | { readonly kind: "unreadable" }
  /** Another currency than the one that is asked for. */
  | { readonly kind: "foreign" };

/** The price of energy, or what a supplier adds to the market's, which is less and may be nothing or less than nothing. */
export type PriceKind = "rate" | "surcharge";

const MAX_TYPED = 40;

/** A decimal number in plain digits, like `-0.275`; null of what is none. Spaces, apostrophes, points or commas may group by three. */
export function readDecimal(text: string): string | null {
  const plain = text
    .trim()
    .replace(/[−–—‒]/g, "-")
    .replace(/^\+/, "");
  const [, sign = "", rest = ""] = /^(-?)\s*(.*)$/.exec(plain) ?? [];
  const digits = rest.replace(/(?<=\d)[\s'’](?=\d{3}(?!\d))/g, "");
  const marks = [...digits.matchAll(/[.,]/g)].map((it) => it[0]);
  const isMixed = new Set(marks).size > 1;
  const last = marks.at(-1) ?? ".";
  // One mark alone is a decimal one: nobody pays a thousand for a kilowatt-hour. Several of a kind, or the first of two kinds, group.
  const decimal = isMixed || marks.length === 1 ? last : null;
  const [whole = "", ...fractions] = decimal === null ? [digits] : digits.split(decimal);
  const isGrouped = /^\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$/.test(whole);
  const integer = isGrouped ? whole.replace(/[.,]/g, "") : whole;
  const fraction = fractions[0] ?? "";
  if (fractions.length > 1 || !/^\d{0,9}$/.test(integer) || !/^\d{0,6}$/.test(fraction)) return null;
  if (integer === "" && fraction === "") return null;
  return tidy(sign, integer, fraction);
}

/** A decimal number without zeros that say nothing. */
function tidy(sign: string, integer: string, fraction: string): string {
  const shown = fraction.replace(/0+$/, "");
  const number = `${integer.replace(/^0+(?=\d)/, "") || "0"}${shown === "" ? "" : `.${shown}`}`;
  return number === "0" ? "0" : `${sign}${number}`;
}

/** A decimal number with its point moved to the right by so many places; to the left where they are negative. */
export function movePoint(decimal: string, places: number): string {
  const [, sign = "", whole = "", fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? [];
  const padded = places < 0 ? [whole.padStart(1 - places, "0"), fraction] : [whole, fraction.padEnd(places, "0")];
  const [left = "", right = ""] = padded;
  const at = left.length + places;
  const digits = left + right;
  return tidy(sign, digits.slice(0, at), digits.slice(at));
}

const TAX = "(?:vat|gst|tax|mwst|mehrwertsteuer|ust|tva|btw|iva|moms|mva|alv|arvonlisävero)\\.?";
const WITH =
  "(?:incl?|included|including|inclusive(?: of)?|with|inkl|inklusive|einschl|einschließlich|mit|avec|comprise?|inclusief|met|con|incluíd[ao]|incluid[ao]|inclus[ao]|compres[ao]|com|c\\/|sis|sisältää|z)\\.?";
const SHARE = "\\d+(?:[.,]\\d+)?\\s*%";
/** That the price has its tax in it, which is how bills to homes are written. A price without it is another price, and stays unread. */
const WITH_TAX = new RegExp(
  `[(,;]?\\s*(?<!\\p{L})(?:${WITH}\\s*(?:${SHARE}\\s*)?${TAX}(?:\\s*${SHARE})?|${TAX}\\s*${WITH}|ttc|t\\.t\\.c\\.?|brutto)(?!\\p{L})\\s*\\)?`,
  "gu",
);

/** The unit that was written beside a number, "" where none was, and the number. */
function splitUnit(text: string): { readonly number: string; readonly unit: string } | null {
  const lower = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[−–—‒]|\bminus\b/g, "-")
    .replace(WITH_TAX, " ");
  const bare = lower.replace(/(?:\/|\b(?:per|pro|par|por|je|al|a)\b)?\s*(?:kwh|kilowatt-?(?:hour|stunde|uur)?)\b/g, "");
  const match = /^([^\d.,]*)((?:\d[\d\s.,'’]*|[.,]\d+))(.*)$/u.exec(bare.trim());
  if (match === null) return null;
  const [, before = "", middle = "", after = ""] = match;
  // A stop behind the number is the sentence's.
  const number = `${before.includes("-") ? "-" : ""}${middle.trim().replace(/[.,]$/, "")}`;
  return { number, unit: `${before}${after}`.replace(/[-+.\s]/g, "") };
}

/** The price ranges to judge by. What is added to a market price is a tenth of a price, give or take. */
function rangeOf({ usual }: Currency, kind: PriceKind): Range | null {
  if (usual === null || kind === "rate") return usual;
  return { low: usual.low / 20, high: usual.high / 5 };
}

const isWithin = ({ low, high }: Range, cost: number): boolean => Math.abs(cost) >= low && Math.abs(cost) <= high;

/** Of the amounts that can be meant, which is. A rate of zero or below is asked for even where the digits are clear. */
function decide(candidates: readonly number[], range: Range | null, kind: PriceKind): PriceReading {
  if (candidates.every((it) => it === 0)) {
    return kind === "surcharge" ? { kind: "price", cost: 0 } : { kind: "question", choices: [0] };
  }
  const usual = range === null ? candidates.slice(0, 1) : candidates.filter((it) => isWithin(range, it));
  const [only, ...others] = usual;
  if (only === undefined || others.length > 0)
    return { kind: "question", choices: usual.length > 0 ? usual : candidates };
  return kind === "rate" && only < 0 ? { kind: "question", choices: [only] } : { kind: "price", cost: only };
}

/**
 * What was typed as a price, in the currency FlatPeak asks for. `answered` is what was chosen when the same text was asked about
 * before: the amount in the large unit.
 */
export function readPrice(
  text: string,
  currencyCode: string | null,
  kind: PriceKind,
  answered: number | null = null,
): PriceReading {
  if (text.trim() === "") return { kind: "missing" };
  const currency = currencyOf(currencyCode);
  const split = text.length > MAX_TYPED ? null : splitUnit(text);
  const number = split === null ? null : readDecimal(split.number);
  if (split === null || number === null) return { kind: "unreadable" };
  const { unit } = split;
  const isMinor = currency.minor !== null && currency.minorWords.includes(unit);
  const isMajor = currency.majorWords.includes(unit);
  if (unit !== "" && !isMinor && !isMajor) return { kind: isCurrencyWord(unit) ? "foreign" : "unreadable" };
  const large = Number(number);
  const small = Number(movePoint(number, -2));
  const range = rangeOf(currency, kind);
  const meant = isMinor ? [small] : isMajor || currency.minor === null ? [large] : [large, small];
  const reading = decide(meant, range, kind);
  if (reading.kind !== "question") return reading;
  // With the unit that was written the price is strange: the other one may have been meant.
  const isOdd =
    unit !== "" && currency.minor !== null && range !== null && large !== 0 && !meant.some((it) => isWithin(range, it));
  const other = [large, small].filter((it) => !meant.includes(it));
  const choices = isOdd ? [...other.filter((it) => isWithin(range, it)), ...meant] : reading.choices;
  return answered !== null && choices.includes(answered)
    ? { kind: "price", cost: answered }
    : { kind: "question", choices };
}

/** A number as plain digits, never as `1e-7`, and no finer than what can be typed in the small unit. */
export function plainDigits(value: number): string {
  const [, sign = "", integer = "", fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value.toFixed(8)) ?? [];
  return tidy(sign, integer, fraction);
}

/** An amount in the small unit, in plain digits. */
export const inSmallUnit = (cost: number): string => movePoint(plainDigits(cost), 2);
