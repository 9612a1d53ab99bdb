// The languages every message and page exists in, and which one a customer gets.

export const LANGUAGES = ["en", "de", "fr", "nl", "es", "it"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language of a locale as it is written, `de` of `de-AT`. */
export const primaryOf = (locale: string): string => locale.toLowerCase().split(/[-_]/)[0] ?? "";

/** The language of a locale like `de-AT`, or null where it is none of ours or nothing was said. */
export function languageOf(locale: string | null): Language | null {
  const primary = primaryOf(locale ?? "");
  return LANGUAGES.find((it) => it === primary) ?? null;
}

/** Of a contact, what says how to address them. */
interface Addressed {
  readonly locale: string | null;
  readonly spoken: string | null;
}

/** The locale of a customer: the language their company's backend last said, where it did, else what was pushed. */
export const localeFor = ({ locale, spoken }: Addressed): string | null => spoken ?? locale;

/** The language a customer is spoken to in, on every page and in every message; null where it is none of ours. */
export const languageFor = (contact: Addressed): Language | null => languageOf(localeFor(contact));
