// The language of someone we know nothing of but what their browser prefers.

import { parseAccept } from "hono/utils/accept";
import { languageOf } from "../core/language.ts";
import type { Language } from "../core/language.ts";

/** Browsers send a few dozen characters; what comes after so many is read by nobody. */
const MAX_LENGTH = 500;

/** The first language of ours that an `Accept-Language` header (RFC 9110, 12.5.4) asks for; English where none is. */
export function acceptedLanguage(header: string | undefined): Language {
  const wanted = parseAccept((header ?? "").slice(0, MAX_LENGTH)).filter(({ q }) => q > 0);
  for (const { type } of wanted) {
    const language = languageOf(type);
    if (language !== null) return language;
  }
  return "en";
}
