// The languages every message and page exists in, and which one a customer gets.

export const LANGUAGES = ["en", "de", "fr", "nl", "es", "it"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language of a locale like `de-AT`, or null where it is none of ours or nothing was said. */
export function languageOf(locale: string | null): Language | null {
  const primary = (locale ?? "").toLowerCase().split(/[-_]/)[0];
  return LANGUAGES.find((it) => it === primary) ?? null;
}
