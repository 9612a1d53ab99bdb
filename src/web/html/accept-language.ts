// The language of someone we know nothing of but what their browser prefers.

import { firstSpoken, languageOf } from "../../text/language.ts";
import type { Language, Spoken } from "../../text/language.ts";

/** Browsers send a few dozen characters; what comes after so many is read by nobody. */
const MAX_LENGTH = 500;

/** A language and how much it is wanted, from 0 to 1. */
function readWish(part: string): { readonly tag: string; readonly weight: number } {
  const [tag = "", ...parameters] = part.split(";").map((field) => field.trim());
  const weight = parameters.find((parameter) => /^q=/i.test(parameter));
  return { tag, weight: weight === undefined ? 1 : Number(weight.slice(2)) };
}

/** The languages that an `Accept-Language` header (RFC 9110, 12.5.4) asks for, the most wanted first; null where we lack one. */
function wishesIn(header: string): readonly (Language | null)[] {
  const wishes = header.slice(0, MAX_LENGTH).split(",").map(readWish);
  const wanted = wishes.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
  return wanted.map(({ tag }) => languageOf(tag));
}

/** The language of a page: that of the customer, where it is `known` and spoken here; else the first that the browser asks for. */
export const visitorLanguage = (known: Language | null, header: string | undefined, spoken: Spoken): Language =>
  firstSpoken(spoken, known, ...wishesIn(header ?? ""));
