// Your own words, in place of the ones that come with the project, in messages and on pages. Edit this file and run
// `npm run messages`: it writes every text as it will be shown and names what one has wrong. See docs/MESSAGES.md.

import type { Language } from "./language.ts";
import type { FormKey, Texts } from "./tongue.ts";

/** Texts by language and name; what is left out keeps its default. */
export type CustomTexts = Readonly<Partial<Record<Language, Readonly<Partial<Texts & Record<FormKey, string>>>>>>;

// For instance: { en: { "title.expired": "Your electricity tariff has ended" } }
export let customTexts: CustomTexts = {};

/** What whoever gave these words calls them: what is wrong with one is said under this name. */
export let customTextsName = "src/text/custom.ts";

/** Speaks in these words from now on: those of a project of its own, before anything is said (see src/reconnect.ts). */
export function speakIn(words: CustomTexts, name: string): void {
  customTexts = words;
  customTextsName = name;
}
