// The languages every message and page exists in, and which one a customer gets.

import { da } from "./da/language.ts";
import { de } from "./de/language.ts";
import { en } from "./en/language.ts";
import { es } from "./es/language.ts";
import { fi } from "./fi/language.ts";
import { fr } from "./fr/language.ts";
import { it } from "./it/language.ts";
import { nb } from "./nb/language.ts";
import { nl } from "./nl/language.ts";
import { pl } from "./pl/language.ts";
import { pt } from "./pt/language.ts";
import { sv } from "./sv/language.ts";
import { readFile } from "./tongue.ts";
import type { Habits, Tongue } from "./tongue.ts";

/** A language is a folder and a line here; the compiler then names the one that the pages of Connect want. */
export const TONGUES = { en, de, fr, nl, es, it, sv, da, nb, fi, pt, pl } as const satisfies Readonly<
  Record<string, Tongue>
>;

export type Language = keyof typeof TONGUES;

const isLanguage = (tag: string): tag is Language => Object.hasOwn(TONGUES, tag);

/** All there are. Which of them a deployment speaks is a setting. */
export const LANGUAGES: readonly Language[] = Object.keys(TONGUES).filter(isLanguage);

/** What a language does in its own way. */
export const habitsOf = (language: Language): Habits => readFile(TONGUES[language].habits);

/** What people say in any of the languages, spoken here or not: words with spaces between them. */
export const saidAnywhere = (what: "stop" | "start" | "courtesy"): string =>
  LANGUAGES.map((it) => habitsOf(it)[what])
    .filter((words) => words !== "")
    .join(" ");

/** What a deployment speaks. */
export interface Spoken {
  readonly on: readonly Language[];
  /** One of these, for whoever none of them is known to be for. */
  readonly otherwise: Language;
}

/** What there is to speak where no setting can be read. */
export const PLAIN: Spoken = { on: ["en"], otherwise: "en" };

/** The first of the languages somebody may be spoken to in, best first, that a deployment speaks. */
export const firstSpoken = ({ on, otherwise }: Spoken, ...wanted: readonly (Language | null)[]): Language =>
  wanted.find((it) => it !== null && on.includes(it)) ?? otherwise;

/** The language of a locale as it is written, `de` of `de-AT`. */
export const primaryOf = (locale: string): string => locale.toLowerCase().split(/[-_]/)[0] ?? "";

/** The language of a locale like `de-AT`, or null where it is none of ours or nothing was said. Who reads it gets it too: `nb` for `nn`. */
export function languageOf(locale: string | null): Language | null {
  const primary = primaryOf(locale ?? "");
  if (isLanguage(primary)) return primary;
  return LANGUAGES.find((it) => habitsOf(it).also.includes(primary)) ?? null;
}

/** The part of a contact that says how to address them. */
interface Addressed {
  readonly locale: string | null;
  readonly spoken: string | null;
}

/** The locale of a customer: the language their company's backend last said, where it did, else what was pushed. */
export const localeFor = ({ locale, spoken }: Addressed): string | null => spoken ?? locale;

/** The language of a customer, whether or not a deployment speaks it; null where it is none of ours. */
export const languageFor = (contact: Addressed): Language | null => languageOf(localeFor(contact));

/** The language that is spoken where a home is, told by its time zone; null where that is none of ours, or several are. */
export const languageIn = (zone: string): Language | null =>
  LANGUAGES.find((it) => habitsOf(it).zones.some((known) => known === zone)) ?? null;
