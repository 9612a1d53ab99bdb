// What a page says, by the names of its texts.

import { customTexts } from "./custom.ts";
import { TONGUES } from "./language.ts";
import { formOf, withCustom } from "./plural.ts";
import { fill } from "./template.ts";
import { readTexts } from "./tongue.ts";
import { unbroken } from "./unbroken.ts";
import type { CustomTexts } from "./custom.ts";
import type { Language } from "./language.ts";
import type { FactsOf } from "./template.ts";
import type { PageKey } from "./tongue.ts";

/**
 * The text of that name, with its facts filled in. Dates come as the language writes them, see dates.ts.
 * `say("page.snooze.until", { date: "12 March 2026" })`
 */
export type Say = <Key extends PageKey>(key: Key, ...facts: FactsOf<Key>) => string;

/** What a page is about, where it says the least there is: the title of the tab, the heading, and a sentence or two. */
export type Subject = {
  [Key in PageKey]: Key extends `${infer About}.heading` ? (`${About}.text` extends PageKey ? About : never) : never;
}[PageKey];

/** How pages speak a language. `custom` are the texts a company put in place of ours, checked before (see lint.ts). */
export function sayIn(language: Language, custom: CustomTexts = customTexts): Say {
  const texts = withCustom(readTexts(TONGUES[language].pages), custom[language]);
  return (key, ...[given]) => {
    const facts = unbroken(given ?? {});
    return fill(formOf(language, texts, key, facts["count"]), facts);
  };
}
