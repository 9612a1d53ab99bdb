// The brand as a message may show it: on one line, nothing unseen, nothing that a phone would make a link of.

import { onOneLine, segmentsOf, toGsm7 } from "./segments.ts";

/** Characters of the longest brand there may be. */
export const BRAND_MAX = 30;
/** Septets of the brand in an SMS: the longest brand there is, in plain letters. */
const SMS_BRAND_SEPTETS = BRAND_MAX;

/** What phones and mail programs underline: a scheme, an address, a dot with a word behind it, an IP address. */
const LIKE_AN_ADDRESS = /:\/|@|www\.|[\p{L}\p{N}-][.。][\p{L}]{2}|[.。]xn--|\d[.。]\d+[.。]\d/iu;
/** As in E.ON: single capitals with dots, two at the end at most. */
const ABBREVIATION = /^(?:\p{Lu}\.)+\p{Lu}{1,2}\.?$/u;

function unlinked(text: string): string {
  const words = text.split(" ").map((word) => {
    const folded = word.normalize("NFKC");
    if (ABBREVIATION.test(folded) || !LIKE_AN_ADDRESS.test(folded)) return word;
    return folded.replace(/[^\p{L}\p{M}\p{N}&'+-]+/gu, " ").trim();
  });
  return words.filter((word) => word !== "").join(" ");
}

function isReadable(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** The brand for push and email. Empty only where it had nothing to be seen. */
export function plainBrand(brand: string): string {
  return unlinked(onOneLine(brand.normalize("NFC")));
}

/**
 * The brand for an SMS, in the GSM alphabet and at most 30 septets of it. A brand that has no likeness there stays as it
 * is: a message that says who writes is worth its second segment.
 */
export function smsBrand(brand: string): string {
  const chars = Array.from(unlinked(toGsm7(plainBrand(brand))));
  while (segmentsOf(chars.join("")).units > SMS_BRAND_SEPTETS) chars.pop();
  const written = chars.join("").trim();
  const plain = plainBrand(brand);
  return written === "" || (isReadable(plain) && !isReadable(written)) ? plain : written;
}

/** What is wrong with a brand as the first word of a message, or null. */
export function brandComplaint(brand: string): string | null {
  return isReadable(plainBrand(brand)) ? null : "must have a letter or a digit";
}
