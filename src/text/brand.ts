// The brand as a message may show it: on one line, nothing unseen, nothing that a phone would make a link of.

import { isLikeAddress, isReadable } from "../core/legible.ts";
import { onOneLine, segmentsOf, toGsm7 } from "./sms.ts";

/** Characters of the longest brand there may be. */
export const BRAND_MAX = 30;
/** What a company calls the devices of its customers, in characters. */
export const DEVICES_MAX = 24;
/** Septets of the brand in an SMS: the longest brand there is, in plain letters. */
const SMS_BRAND_SEPTETS = BRAND_MAX;

function unlinked(text: string): string {
  const words = text.split(" ").map((word) => {
    if (!isLikeAddress(word)) return word;
    return word
      .normalize("NFKC")
      .replace(/[^\p{L}\p{M}\p{N}&'+-]+/gu, " ")
      .trim();
  });
  return words.filter((word) => word !== "").join(" ");
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
