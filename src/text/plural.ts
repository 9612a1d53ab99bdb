// The forms of a text by how many it speaks of. Ours that count speak of two or more. A language that bends its words by the number
// brings further forms, `title.several#few` beside `title.several`, in the categories of Unicode's plural rules (Intl.PluralRules).

import { habitsOf } from "./language.ts";
import type { Language } from "./language.ts";
import type { CustomTexts } from "./custom.ts";
import type { Category, TextKey, Texts } from "./tongue.ts";

const rules = new Map<string, Intl.PluralRules>();

/** The category of a number in a language. */
export function categoryOf(locale: string, count: number): Category {
  const known = rules.get(locale) ?? new Intl.PluralRules(locale);
  rules.set(locale, known);
  return known.select(count);
}

/** Of all numbers from two on, each category once: the plural rules of no language tell hundreds apart. */
const COUNTS = Array.from({ length: 199 }, (_, index) => index + 2);

/** The category whose form stands under the plain name: that of five, which most languages say of most numbers. */
const plainCategory = (locale: string): Category => categoryOf(locale, 5);

/** The categories for which a text that counts must bring a form of its own: none in most languages, `few` in Polish. */
export function furtherCategories(locale: string): readonly Category[] {
  const all = new Set(COUNTS.map((it) => categoryOf(locale, it)));
  return [...all].filter((it) => it !== plainCategory(locale));
}

/** The name of a text without that of its form. */
export const plainName = (name: string): string => name.split("#")[0] ?? name;

/** The text of a name as it is said of so many; `count` undefined where it counts nothing. */
export function formOf<Key extends TextKey>(
  language: Language,
  texts: Texts<Key>,
  key: Key,
  count: number | string | undefined,
): string {
  if (count === undefined) return texts[key];
  const forms: Readonly<Record<string, string | undefined>> = texts;
  return forms[`${key}#${categoryOf(habitsOf(language).locale, Number(count))}`] ?? texts[key];
}

/** Texts with a company's own in their place. Whoever replaces a text replaces all its forms. */
export function withCustom<Stock extends Partial<Texts>>(texts: Stock, own: CustomTexts[Language] | undefined): Stock {
  if (own === undefined) return texts;
  const replaced = new Set(Object.keys(own).map(plainName));
  const outdated = Object.keys(texts).filter((name) => name.includes("#") && replaced.has(plainName(name)));
  return Object.fromEntries(
    Object.entries({ ...texts, ...own }).filter(([name]) => Object.hasOwn(own, name) || !outdated.includes(name)),
  ) as Stock;
}
