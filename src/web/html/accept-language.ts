// The language of someone we know nothing of but what their browser prefers.

import { languageOf } from "../../text/language.ts";
import type { Language } from "../../text/language.ts";

/** Browsers send a few dozen characters; what comes after so many is read by nobody. */
const MAX_LENGTH = 500;

/** A language and how much it is wanted, from 0 to 1. */
function readWish(part: string): { readonly tag: string; readonly weight: number } {
  const [tag = "", ...parameters] = part.split(";").map((field) => field.trim());
  const weight = parameters.find((parameter) => /^q=/i.test(parameter));
  return { tag, weight: weight === undefined ? 1 : Number(weight.slice(2)) };
}

/** The first language of ours that an `Accept-Language` header (RFC 9110, 12.5.4) asks for; `otherwise` where none is. */
export function acceptedLanguage(header: string | undefined, otherwise: Language): Language {
  const wanted = (header ?? "").slice(0, MAX_LENGTH).split(",").map(readWish);
  for (const { tag } of wanted.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight)) {
    const language = languageOf(tag);
    if (language !== null) return language;
  }
  return otherwise;
}
