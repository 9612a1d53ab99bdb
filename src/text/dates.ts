// Dates as people write them in each language, whatever the zone of this machine.

import { isZone } from "../core/time.ts";
import type { Language } from "./language.ts";
import type { CivilDate } from "../core/time.ts";

/** Which country's habits: day before month for English too, since FlatPeak's tariffs are European. */
const LOCALES: Readonly<Record<Language, string>> = {
  en: "en-GB",
  de: "de-DE",
  fr: "fr-FR",
  nl: "nl-NL",
  es: "es-ES",
  it: "it-IT",
};

function format(language: Language, options: Intl.DateTimeFormatOptions, at: number): string {
  const text = new Intl.DateTimeFormat(LOCALES[language], options).format(at);
  return language === "fr" ? text.replace(/^1 /, "1er ") : text;
}

/** `2026-11-29` as "29 November 2026". */
export const longDate = (language: Language, date: CivilDate): string =>
  format(language, { dateStyle: "long", timeZone: "UTC" }, Date.parse(`${date}T00:00:00Z`));

/** An instant (ms) as "29 November 2026 at 14:05" on the wall clock of `zone`; UTC, and said so, where that is no zone. */
export function longTime(language: Language, at: number, zone: string): string {
  const local = isZone(zone);
  const text = format(language, { dateStyle: "long", timeStyle: "short", timeZone: local ? zone : "UTC" }, at);
  return local ? text : `${text} UTC`;
}
