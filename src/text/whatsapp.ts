// The wordings that WhatsApp takes. A message that a company begins is sent in a wording that Meta approved before: what is the same for
// all its customers stands in it, and what differs is a numbered variable (developers.facebook.com/docs/whatsapp, templates).

import { fill } from "./template.ts";
import type { Matter } from "./matter.ts";
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

/** `{when}` as it stands in the wording: with its preposition, so that the variable is the bare date. */
const DATE = "{date}";

const asVariable = (name: string): string => `{${name}}`;

/**
 * The wording of a matter, like `expiring` or `several`. `onDay` writes a date behind "your contract ends"; null where no date is
 * told, which is a wording of its own.
 */
export function templateText(
  texts: MessageTexts,
  matter: Matter,
  stage: "first" | "again",
  onDay: ((date: string) => string) | null,
): TemplateText {
  const isThanked = matter === "trap" && stage === "again";
  const what = isThanked ? texts["email.trap.again"] : texts[`email.${matter}.what`];
  const paragraphs = [
    [`{brand}: ${stage === "again" ? texts["email.again"] : what}`, ...(stage === "again" ? [what] : [])].join(" "),
    texts[`email.${matter}.meanwhile`],
    `${texts[`email.${matter}.ask`]}\n{link}`,
    texts["whatsapp.foot"],
  ];
  const body = paragraphs.join("\n\n");
  const isDated = body.includes("{when}");
  return {
    name: `${matter}_${stage}${isDated && onDay === null ? "_soon" : ""}`,
    body: body.replaceAll("{when}", () => (onDay === null ? texts["when.soon"] : onDay(DATE))),
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
