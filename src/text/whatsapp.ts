// The wordings that WhatsApp takes. A message that a company begins is sent in a wording that Meta approved before: what is the same for
// all its customers stands in it, and what differs is a numbered variable (developers.facebook.com/docs/whatsapp, templates).

import { habitsOf } from "./language.ts";
import { categoryOf, formOf } from "./plural.ts";
import { fill } from "./template.ts";
import type { Language } from "./language.ts";
import type { Matter, Stage } from "./matter.ts";
import type { MessageKey, Texts } from "./tongue.ts";

type MessageTexts = Texts<MessageKey>;

/** A wording: its name, and its text, in which `{brand}` and `{devices}` are the company's and all else is a variable. */
export interface TemplateText {
  readonly name: string;
  readonly body: string;
}

/** What a message says by one: which, in which language, and what stands for its variables, by their numbers. */
export interface FilledTemplate {
  readonly name: string;
  readonly language: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** What is the same in every message of a company, and is therefore no variable. */
const FIXED = ["brand", "devices"];

const asVariable = (name: string): string => `{${name}}`;

/** Which wording. */
export interface Asked {
  readonly matter: Matter;
  readonly stage: Stage;
  /** How many tariffs it speaks of; undefined where it counts none. */
  readonly count: number | undefined;
  /** How a date stands behind "your contract ends": `on {date}`, so that the variable is the bare date. Null where no date is told. */
  readonly onDay: string | null;
}

/** The wording of a matter. Where no date is told, and where the language bends its words by the number, it is one of its own. */
export function templateText(language: Language, texts: MessageTexts, asked: Asked): TemplateText {
  const { matter, stage, count, onDay } = asked;
  const isAgain = stage === "again";
  const whatKey = matter === "trap" && isAgain ? "email.trap.again" : (`email.${matter}.what` as const);
  const keys = [whatKey, `email.${matter}.meanwhile`, `email.${matter}.ask`] as const;
  const [what, meanwhile, ask] = keys.map((key) => formOf<MessageKey>(language, texts, key, count));
  const isBent = keys.some((key) => formOf<MessageKey>(language, texts, key, count) !== texts[key]);
  const { colon, locale } = habitsOf(language);
  const body = [
    `{brand}${colon} ${isAgain ? `${texts["email.again"]} ` : ""}${what}`,
    meanwhile,
    `${ask}\n{link}`,
    texts["whatsapp.foot"],
  ].join("\n\n");
  const ends = [
    ...(body.includes("{when}") && onDay === null ? ["soon"] : []),
    ...(isBent && count !== undefined ? [categoryOf(locale, count)] : []),
  ];
  return {
    name: [matter, stage, ...ends].join("_"),
    body: body.replaceAll("{when}", () => onDay ?? texts["when.soon"]),
  };
}

/** The names of the variables of a wording, in the order of their numbers: as they first come. */
export const variablesOf = (body: string): readonly string[] => [
  ...new Set(
    Array.from(body.matchAll(/\{([^{}]*)\}/g), ([, name = ""]) => name).filter((name) => !FIXED.includes(name)),
  ),
];

/** The wording as it is handed in for approval: the company's own words in place, each variable as `{{1}}`. */
export const numbered = (body: string, own: { readonly brand: string; readonly devices: string }): string =>
  fill(body, { ...Object.fromEntries(variablesOf(body).map((name, index) => [name, `{{${index + 1}}}`])), ...own });

/** The values of a wording's variables, by their numbers. A value that is missing is a bug and throws. */
export const valuesOf = (body: string, facts: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(variablesOf(body).map((name, index) => [String(index + 1), fill(asVariable(name), facts)]));

/** How WhatsApp names a language, where that is not by its primary tag (its documentation: supported languages). */
const CODES: Readonly<Record<string, string>> = { en: "en_GB", pt: "pt_PT" };

/** The code of a language at WhatsApp, `pt_PT` of `pt`. */
export const whatsappCode = (language: string): string => CODES[language] ?? language;
