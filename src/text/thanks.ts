// What is said to whoever tapped a button below a message. Loaded with the first tap: most deployments have no such button.

import { customTexts } from "./custom.ts";
import { TONGUES, languageOf } from "./language.ts";
import { withCustom } from "./plural.ts";
import { readTexts } from "./tongue.ts";

/** The answer in the language of the button; null where that is none of ours. */
export function thanksFor(tag: string, wish: "later" | "stop"): string | null {
  const language = languageOf(tag);
  if (language === null) return null;
  return withCustom(readTexts(TONGUES[language].messages), customTexts[language])[`whatsapp.${wish}.answer`];
}
