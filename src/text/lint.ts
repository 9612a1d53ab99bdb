// Is this text fit to be sent or shown? The check that every text of messages and pages goes through before it is used, ours
// and those put in their place.

import { customTexts, customTextsName } from "./custom.ts";
import { longDate, longTime, onDate } from "./dates.ts";
import { LANGUAGES, TONGUES, habitsOf } from "./language.ts";
import { longWinded, wrongWords } from "./plain.ts";
import { furtherCategories, plainName, withCustom } from "./plural.ts";
import { hasUnseen, segmentsOf, toGsm7 } from "./sms.ts";
import { DEVICES_MAX, plainBrand, smsBrand } from "./brand.ts";
import { FACT_MAX, fill, placeholdersOf } from "./template.ts";
import { readTexts } from "./tongue.ts";
import { LONGEST, USUAL, valuesOf } from "./own-facts.ts";
import type { CustomTexts } from "./custom.ts";
import type { OwnFacts, Room, Values } from "./own-facts.ts";
import type { Facts } from "./template.ts";
import type { Language } from "./language.ts";
import type { ConnectKey, MessageKey, PageKey, TextKey, Texts } from "./tongue.ts";

export interface Flaw {
  readonly language: string;
  /** The name of the text, like `sms.expired.first`. */
  readonly text: string;
  readonly problem: string;
}

/** The subject of an email, the title of a push message: the brand and a title. */
const TITLE_MAX = 65;
const PUSH_MAX = 180;
/** A paragraph of an email or of a page. */
const PARAGRAPH_MAX = 400;
/** A heading of a page, and its title in the tab. */
const HEADING_MAX = 60;
/** What a button says. */
const LABEL_MAX = 40;

/** Of the names of page texts, the ends of those that stand on a button. */
const LABELS = ["button", "undo", "here", "open_app", "back_to_app", "try_again", "next", "previous"];

/** The one text that may raise its voice: it thanks who has repaired what we asked for. */
const THANKS = "page.done.repaired.heading";

/** A scheme, a host, or two words with a dot between them, which phones underline. */
const ADDRESS = /:\/\/|www\.|@|[\p{L}\p{N}][.。]\p{L}{2}/iu;

/** A long day of every month. */
const DAYS = Array.from({ length: 12 }, (_, month) => `2026-${String(month + 1).padStart(2, "0")}-28`);

/** What a quick reply says, in characters: WhatsApp shows 25, and who carries it takes fewer. */
const QUICK_REPLY_MAX = 20;
/** What a quick reply is answered with. */
const REPLY_MAX = 160;

const NOUNS = ["import", "export", "network"] as const;

function longestOf(texts: readonly string[]): string {
  return texts.reduce((longest, it) => (it.length > longest.length ? it : longest), "");
}

/** All texts of a language; those of Connect pages are left out where nobody shows such a page. */
type Stock = Texts<MessageKey | PageKey> & Partial<Texts<ConnectKey>>;

/** The dates of pages, as long as they get. */
function longestDates(language: Language): Facts {
  const date = longestOf(DAYS.map((it) => longDate(language, it)));
  const time = longestOf(DAYS.map((it) => longTime(language, Date.parse(`${it}T22:22:00Z`), "UTC")));
  return { date, from: date, to: date, time };
}

/** Values of the other placeholders, each as long as it gets. */
function longestFacts(
  language: Language,
  texts: Stock,
  { own, assumed }: { readonly own: OwnFacts; readonly assumed: Values },
  length: "short" | "long",
): Facts {
  const values = valuesOf(own, assumed);
  const ours = texts["noun.devices.short"];
  const count = String(values.several);
  const counts = { count, homes: count, number: count, page: count, pages: count };
  return {
    ...counts,
    brand: length === "short" ? smsBrand(values.brand) : plainBrand(values.brand),
    link: values.link,
    what: longestOf(
      Object.entries(texts)
        .filter(([name]) => name.startsWith("what.") && plainName(name).endsWith(length))
        .map(([, text]) => fill(text, counts)),
    ),
    when: longestOf([texts["when.soon"], texts["when.today"], ...DAYS.map((it) => onDate(language, it, length))]),
    devices: own.devices === undefined ? longestOf([ours, "N".repeat(DEVICES_MAX)]) : (own.devices[language] ?? ours),
    contract: longestOf(NOUNS.map((it) => texts[`noun.contract.${it}`])),
    tariff: longestOf(NOUNS.map((it) => texts[`noun.tariff.${it}`])),
    stop: longestOf([texts["stop.reply.short"], texts["stop.link.short"]]),
  };
}

/** The facts of Connect pages, as long as they get. */
const CONNECT_FACTS: Facts = {
  ...Object.fromEntries(["name", "typed"].map((it) => [it, "N".repeat(FACT_MAX)])),
  ...Object.fromEntries(["price", "small", "large", "low", "high", "market"].map((it) => [it, "0".repeat(16)])),
  currency: "EUR",
  shown: "10000",
};

/** The text that a form is of; what stands under unknown names was left out before. */
const keyOf = (name: string): TextKey => plainName(name) as TextKey;

function countOf(template: string, part: string): number {
  return template.split(part).length - 1;
}

/** What is wrong with the forms of a text: what it counts must be sayable of every number, and no form may be of none. */
function wrongForms(language: Language, name: string, template: string, texts: Facts): readonly string[] {
  const wanted = furtherCategories(habitsOf(language).locale);
  const [key, form] = name.split("#");
  if (form !== undefined)
    return wanted.some((it) => it === form) ? [] : [`is of no number, by the plural rules of ${language}`];
  const missing = wanted.filter((it) => template.includes("{count}") && texts[`${key ?? ""}#${it}`] === undefined);
  return missing.map((it) => `counts, and needs a form for "${it}": ${name}#${it}`);
}

/** What is wrong with a template as it stands, whatever will be filled in. */
function wrongInItself(language: Language, key: TextKey, template: string): readonly string[] {
  const pushy = new RegExp(`(?<!\\p{L})(?:${habitsOf(language).pushy})(?!\\p{L})`, "iu");
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
    key !== THANKS && /[!¡]/.test(plain) && "has an exclamation mark",
    /[€$£]/.test(plain) && "speaks of a price",
    ...wrongWords(language, key, plain),
    pushy.test(plain) && `promotes or presses: "${pushy.exec(plain)?.[0] ?? ""}"`,
    (kind === "subject" || kind === "sms") && !template.startsWith("{brand}") && "does not begin with {brand}",
    kind === "subject" && countOf(template, "{title}") !== 1 && "must have {title} once",
    kind === "sms" && countOf(template, "{stop}") !== 1 && "must have {stop} once",
    kind === "sms" && countOf(template, "{link}") !== 1 && "must have {link} once",
    kind === "sms" && !template.endsWith(" {link} {stop}") && "must end with {link} {stop}",
    ...known
      .filter((it) => (kind === "page" || kind === "connect") && !used.includes(it))
      .map((it) => `must have {${it}}`),
    kind === "what" && !template.includes("{count}") && "must have {count}",
    key.startsWith("what.homes") && !template.includes("{homes}") && "must have {homes}",
    key.startsWith("stop.reply") && !template.includes("STOP") && "must name the word STOP",
    (key === "page.stop.back.reply" || key === "whatsapp.stop.answer") &&
      !template.includes("START") &&
      "must name the word START",
    key.startsWith("stop.link") && !template.includes("/stop") && "must name /stop",
  ];
  return wrong.filter((it) => it !== false);
}

function over(text: string, max: number): string | null {
  return text.length > max ? `may have ${text.length} characters, at most ${max} fit` : null;
}

/** The room of an SMS: what is wrong with a template that needs a second segment with these facts, or null. */
function overSegment(template: string, { link = "", stop = "", ...others }: Facts): string | null {
  const words = toGsm7(fill(template.replace(" {link} {stop}", ""), others));
  const { units, segments } = segmentsOf(`${words} ${link} ${toGsm7(stop)}`);
  return segments > 1 ? `may need ${units} characters, a text message has 160` : null;
}

/** The room an email or a page has for a text, in characters. */
function roomOf(key: TextKey): number {
  const last = key.slice(key.lastIndexOf(".") + 1);
  if (LABELS.includes(last) || key === "email.stop" || key.startsWith("connect.actions.")) return LABEL_MAX;
  return last === "title" || last === "heading" ? HEADING_MAX : PARAGRAPH_MAX;
}

/** What is too long once it is filled in, text by text. */
function measure(language: Language, texts: Stock, own: OwnFacts): (key: TextKey, text: string) => string | null {
  const long = {
    ...longestFacts(language, texts, { own, assumed: LONGEST }, "long"),
    ...longestDates(language),
    ...CONNECT_FACTS,
  };
  const short = longestFacts(language, texts, { own, assumed: LONGEST }, "short");
  const usual = longestFacts(language, texts, { own, assumed: USUAL }, "short");
  // What a subject leaves to its title beside the brand.
  const titleMax = TITLE_MAX - fill(texts.subject, { ...long, title: "" }).length;
  return (key, text) => {
    const [kind = "", , part] = key.split(".");
    switch (kind) {
      case "sms":
        return overSegment(text, part === "short" ? short : usual);
      case "title":
        return over(fill(text, long), titleMax);
      case "push":
        return over(fill(text, long), PUSH_MAX);
      case "email":
      case "page":
        return over(fill(text, long), roomOf(key));
      case "whatsapp":
        return over(
          fill(text, long),
          key === "whatsapp.later" || key === "whatsapp.stop" ? QUICK_REPLY_MAX : REPLY_MAX,
        );
      // What others name ends where it must; what is measured is ours.
      case "connect":
        return over(fill(text, key.endsWith(".heading") ? { ...long, name: "" } : long), roomOf(key));
      default:
        return null;
    }
  };
}

/**
 * What is wrong with the texts of a language, those a company replaced included. Empty when they may be used. `connect` are the
 * texts of Connect pages; without them only the replaced ones are looked at, whose names the compiler has checked. Lengths are
 * those with the company's `own` facts. Ours have shorter forms for where they do not fit, and need fit a usual company only; with
 * `room` "either" the replaced ones as well: what is in use already is not refused for a longer brand.
 */
export function complaintsOf(
  language: Language,
  custom: CustomTexts = customTexts,
  connect: Partial<Texts<ConnectKey>> = {},
  own: OwnFacts = {},
  room: Room = "own",
): readonly Flaw[] {
  const { messages, pages } = TONGUES[language];
  const defaults: Stock = { ...readTexts(messages), ...readTexts(pages), ...connect };
  const isKnown = (name: string): boolean => {
    const key = plainName(name);
    return Object.hasOwn(defaults, key) || (key.startsWith("connect.") && Object.keys(connect).length === 0);
  };
  const unknown = Object.keys(custom[language] ?? {}).filter((it) => !isKnown(it));
  const texts: Stock = withCustom(defaults, custom[language]);
  const stock = Object.entries(texts).filter(([key]) => isKnown(key));
  const complaints: Flaw[] = [
    ...unknown.map((text) => ({ language, text, problem: "is the name of no text" })),
    ...stock.flatMap(([name, text]) =>
      [...wrongInItself(language, keyOf(name), text), ...wrongForms(language, name, text, texts)].map((problem) => ({
        language,
        text: name,
        problem,
      })),
    ),
  ];
  const windy = longWinded(texts);
  if (windy !== null) complaints.push({ language, text: "all", problem: windy });
  // Only what is whole can be filled in and measured.
  if (complaints.length > 0) return complaints;
  const [here, usually] = [measure(language, texts, own), measure(language, texts, {})];
  const isReplaced = (name: string): boolean => Object.hasOwn(custom[language] ?? {}, name);
  return stock.flatMap(([name, text]) => {
    const problem = here(keyOf(name), text);
    const isFlaw = problem !== null && ((room === "own" && isReplaced(name)) || usually(keyOf(name), text) !== null);
    return isFlaw ? [{ language, text: name, problem }] : [];
  });
}

/** What is wrong with the texts a company put in the place of ours, in the form the configuration reports: under the name they were given by. */
export function customComplaints(
  custom: CustomTexts = customTexts,
  own: OwnFacts = {},
  room: Room = "own",
): readonly { readonly setting: string; readonly problem: string }[] {
  const strange = Object.keys(custom).filter((it) => !LANGUAGES.some((language) => language === it));
  const complaints = [
    ...strange.map((language) => ({ language, text: "all", problem: "is none of our languages" })),
    ...LANGUAGES.filter((it) => custom[it] !== undefined).flatMap((it) => complaintsOf(it, custom, {}, own, room)),
  ];
  return complaints.map(({ language, text, problem }) => ({
    setting: customTextsName,
    problem: `${language} ${text} ${problem}`,
  }));
}
