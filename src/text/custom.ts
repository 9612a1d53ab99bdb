// Your own words, in place of the ones that come with the project. Edit this file and run `npm run messages`:
// it writes every message as it will be sent and names what a text has wrong. See docs/MESSAGES.md.

import type { Language } from "./language.ts";
import type { Texts } from "./copy.ts";

/** Texts by language and name; what is left out keeps its default. */
export type CustomWords = Readonly<Partial<Record<Language, Readonly<Partial<Texts>>>>>;

// For instance: { en: { "title.expired": "Your electricity tariff has ended" } }
export const customWords: CustomWords = {};
