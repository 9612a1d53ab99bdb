// Is this text fit to be sent? The check that every text goes through before it is used, ours and those put in their place.

import { LANGUAGES } from "./language.ts";
import { customWords } from "./custom.ts";
import { fill, placeholdersOf } from "./copy.ts";
import { hasUnseen, segmentsOf, toGsm7 } from "./sms.ts";
import { COPY, textsOf } from "./message.ts";
import type { TextKey, Texts } from "./copy.ts";
import type { CustomWords } from "./custom.ts";
import type { Language } from "./language.ts";

export interface Complaint {
  readonly language: string;
  /** The name of the text, like `sms.expired.first`. */
  readonly text: string;
  readonly problem: string;
}

/** The longest values that settings and FlatPeak's usual ids allow: a brand of 30 characters, `PUBLIC_URL` of 32. */
export const LONGEST = { brand: "B".repeat(30), link: `https://${"g".repeat(24)}/c/${"x".repeat(30)}`, several: 99 };
/** What most messages have. A text that does not fit with these would hardly ever be sent. */
const USUAL = { brand: "B".repeat(10), link: `https://${"g".repeat(14)}/c/${"x".repeat(30)}`, several: 2 };

/** The subject of an email, the title of a push message: the brand and a title. */
const TITLE_MAX = 65;
const PUSH_MAX = 180;
const EMAIL_MAX = 400;
const LABEL_MAX = 40;

/** Whole words that promote or press. A service message has no use for them, and with them it may count as marketing. */
const PUSHY: Readonly<Record<Language, RegExp>> = {
  en: /(?<!\p{L})(save|saving|savings|offer|deal|discount|bonus|free|cheap(?:er|est)?|urgent|immediately|hurry|now or never|last chance|act now|today only)(?!\p{L})/iu,
  de: /(?<!\p{L})(sparen|spare|ersparnis|angebot|rabatt|bonus|gratis|kostenlos|billig(?:er)?|günstigste[rn]?|dringend|sofort|umgehend|letzte chance|nur heute)(?!\p{L})/iu,
  fr: /(?<!\p{L})(économisez|économies|offre|remise|promo|promotion|bonus|gratuit|moins cher|urgent|immédiatement|vite|dernière chance)(?!\p{L})/iu,
  nl: /(?<!\p{L})(bespaar|besparen|besparing|aanbieding|korting|bonus|gratis|goedkoop|goedkoper|goedkoopste|dringend|onmiddellijk|meteen|laatste kans|alleen vandaag)(?!\p{L})/iu,
  es: /(?<!\p{L})(ahorre|ahorrar|ahorro|oferta|descuento|promoción|bono|gratis|barat[oa]|urgente|inmediatamente|última oportunidad|solo hoy)(?!\p{L})/iu,
  it: /(?<!\p{L})(risparmi|risparmiare|risparmio|offerta|sconto|promozione|bonus|gratis|economico|urgente|subito|immediatamente|ultima occasione|solo oggi)(?!\p{L})/iu,
};

/** A scheme, a host, or two words with a dot between them, which phones underline. */
const ADDRESS = /:\/\/|www\.|@|[\p{L}\p{N}][.。]\p{L}{2}/iu;

const MONTHS = Array.from({ length: 12 }, (_, month) => month + 1);

function longestOf(texts: readonly string[]): string {
  return texts.reduce((longest, it) => (it.length > longest.length ? it : longest), "");
}

/** Values of every placeholder, each as long as it gets. */
function worst(language: Language, texts: Texts, values: typeof LONGEST, length: "short" | "long") {
  const counts = { count: String(values.several), homes: String(values.several) };
  const days = MONTHS.map((month) => COPY[language].onDay({ year: 2026, month, day: 28 }, length));
  return {
    ...counts,
    brand: values.brand,
    link: values.link,
    what: longestOf([fill(texts[`what.tariffs.${length}`], counts), fill(texts[`what.homes.${length}`], counts)]),
    when: longestOf([texts["when.soon"], ...days]),
    stop: longestOf([texts["stop.reply.short"], texts["stop.link.short"]]),
  };
}

function countOf(template: string, part: string): number {
  return template.split(part).length - 1;
}

/** What is wrong with a template as it stands, whatever will be filled in. */
function wrongInItself(language: Language, key: TextKey, template: string): readonly string[] {
  const kind = key.split(".")[0];
  const known = placeholdersOf(key);
  const used = Array.from(template.matchAll(/\{([^{}]*)\}/g), (it) => it[1] ?? "");
  const plain = template.replace(/\{[^{}]*\}/g, "");
  const wrong: (string | false)[] = [
    template.trim() === "" && "is empty",
    template.trim() !== template && "begins or ends with a space",
    hasUnseen(template) && "has a line end or a character that is not seen",
    /[{}]/.test(plain) && "has a brace that belongs to no placeholder",
    ...used.filter((it) => !known.includes(it)).map((it) => `has the unknown placeholder {${it}}`),
    ADDRESS.test(plain) && "has something like an address of its own",
    /[!¡]/.test(plain) && "has an exclamation mark",
    /[€$£]/.test(plain) && "speaks of a price",
    PUSHY[language].test(plain) && `promotes or presses: "${PUSHY[language].exec(plain)?.[0] ?? ""}"`,
    (kind === "subject" || kind === "sms") && !template.startsWith("{brand}") && "does not begin with {brand}",
    kind === "subject" && countOf(template, "{title}") !== 1 && "must have {title} once",
    kind === "sms" && countOf(template, " {stop} ") !== 1 && "must have {stop} once, between spaces",
    kind === "sms" && countOf(template, "{link}") !== 1 && "must have {link} once",
    kind === "sms" && !template.endsWith(" {link}") && "must end with {link}",
    kind === "what" && !template.includes("{count}") && "must have {count}",
    key.startsWith("what.homes") && !template.includes("{homes}") && "must have {homes}",
    key.startsWith("stop.reply") && !template.includes("STOP") && "must name the word STOP",
    key.startsWith("stop.link") && !template.includes("/stop") && "must name /stop",
  ];
  return wrong.filter((it) => it !== false);
}

function over(text: string, max: number): string | null {
  return text.length > max ? `may have ${text.length} characters, at most ${max} fit` : null;
}

/** What a subject leaves to its title beside the longest brand. */
function titleMax(texts: Texts, facts: Readonly<Record<string, string>>): number {
  return TITLE_MAX - fill(texts.subject, { ...facts, title: "" }).length;
}

/** Whether a template is too long once it is filled in. */
function tooLong(language: Language, key: TextKey, texts: Texts): string | null {
  const [kind = "", , part] = key.split(".");
  switch (kind) {
    case "sms": {
      const values = part === "short" ? LONGEST : USUAL;
      const { link, ...others } = worst(language, texts, values, "short");
      const { units, segments } = segmentsOf(`${toGsm7(fill(texts[key].replace(" {link}", ""), others))} ${link}`);
      return segments > 1 ? `may need ${units} characters, a text message has 160` : null;
    }
    case "title": {
      const facts = worst(language, texts, LONGEST, "long");
      return over(fill(texts[key], facts), titleMax(texts, facts));
    }
    case "push":
      return over(fill(texts[key], worst(language, texts, LONGEST, "long")), PUSH_MAX);
    case "email":
      return over(
        fill(texts[key], worst(language, texts, LONGEST, "long")),
        part === "button" || key === "email.stop" ? LABEL_MAX : EMAIL_MAX,
      );
    default:
      return null;
  }
}

/** What is wrong with the texts of a language, those a company replaced included. Empty when they may be sent. */
export function complaintsOf(language: Language, custom: CustomWords = customWords): readonly Complaint[] {
  const defaults = COPY[language].texts();
  const keys = Object.keys(defaults) as TextKey[];
  const unknown = Object.keys(custom[language] ?? {}).filter((it) => !Object.hasOwn(defaults, it));
  const texts = textsOf(language, custom);
  const complaints: Complaint[] = [
    ...unknown.map((text) => ({ language, text, problem: "is the name of no text" })),
    ...keys.flatMap((text) =>
      wrongInItself(language, text, texts[text]).map((problem) => ({ language, text, problem })),
    ),
  ];
  // Only what is whole can be filled in and measured.
  if (complaints.length > 0) return complaints;
  return keys.flatMap((text) => {
    const problem = tooLong(language, text, texts);
    return problem === null ? [] : [{ language, text, problem }];
  });
}

/** What is wrong with the texts a company put in the place of ours, in the form the configuration reports. */
export function customComplaints(
  custom: CustomWords = customWords,
): readonly { readonly setting: "src/text/custom.ts"; readonly problem: string }[] {
  const strange = Object.keys(custom).filter((it) => !LANGUAGES.some((language) => language === it));
  const complaints = [
    ...strange.map((language) => ({ language, text: "all", problem: "is none of our languages" })),
    ...LANGUAGES.filter((it) => custom[it] !== undefined).flatMap((it) => complaintsOf(it, custom)),
  ];
  return complaints.map(({ language, text, problem }) => ({
    setting: "src/text/custom.ts",
    problem: `${language} ${text} ${problem}`,
  }));
}
