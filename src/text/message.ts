// What a message says. Neutral service wording: who writes, what is wrong, what to do. No name, address or price, since
// a phone number may have a new owner. The same facts always give the same words.

import { CHANNEL_TRAITS } from "../core/policy.ts";
import { plainBrand, smsBrand } from "./brand.ts";
import { customTexts } from "./custom.ts";
import { longDate, onDate } from "./dates.ts";
import { emailOf } from "./email.ts";
import { habitsOf, TONGUES } from "./language.ts";
import { formOf, withCustom } from "./plural.ts";
import { segmentsOf, toGsm7 } from "./sms.ts";
import { fill } from "./template.ts";
import { readTexts } from "./tongue.ts";
import { templateText, valuesOf } from "./whatsapp.ts";
import type { CustomTexts } from "./custom.ts";
import type { EmailParts } from "./email.ts";
import type { Language } from "./language.ts";
import type { Matter, Stage } from "./matter.ts";
import type { FilledTemplate } from "./whatsapp.ts";
import type { MessageKey, Texts } from "./tongue.ts";
import type { Reason } from "../core/case/reason.ts";
import type { SlotName } from "../core/case/truth.ts";
import type { ChannelName } from "../core/policy.ts";
import type { CivilDate } from "../core/time.ts";

type MessageTexts = Texts<MessageKey>;

export interface Wording {
  readonly brand: string;
  readonly language: Language;
  readonly channel: ChannelName;
  readonly reason: Reason;
  /** How many tariffs the message covers, and in how many homes they are. */
  readonly count: number;
  readonly homes: number;
  /** Counts from 1. */
  readonly rung: number;
  /** What of theirs goes by the prices, in the company's word; null for ours. */
  readonly devices: string | null;
  /** Of one tariff: what it is for. Null: not known. */
  readonly slot: SlotName | null;
  readonly endDateTrap: boolean;
  readonly contractEndDate: CivilDate | null;
  /** The contract ends on the day on which this is sent, where the home is. */
  readonly endsToday: boolean;
  readonly link: string;
  readonly stopLink: string;
  /** What stands at the foot of an email: who the company is, where help is, what becomes of personal data. */
  readonly foot: { readonly legal: string | null; readonly helpUrl: string | null; readonly privacyUrl: string | null };
  /** How the receiver of an SMS says that it is enough: by a reply, or by the link with `/stop` behind it. */
  readonly stopBy: "reply" | "link";
  /** The company has an app, in which a reader can look without the link. */
  readonly hasApp: boolean;
}

export interface Message {
  /** The subject of an email, the title of a push message. */
  readonly subject: string;
  /** Plain text. By handoff and log the link is whole and last, by SMS how to stop stands behind it; a push message carries it beside the text. */
  readonly text: string;
  /** Email only. */
  readonly html: string | null;
  /** By WhatsApp only: the wording that was approved, in which the text is sent. */
  readonly template?: FilledTemplate;
}

/** The texts of a language, with the ones a company put in their place. */
export function textsOf(language: Language, custom: CustomTexts): MessageTexts {
  return withCustom(readTexts(TONGUES[language].messages), custom[language]);
}

function matterOf({ reason, count, endDateTrap }: Wording): Matter {
  if (count <= 1) return reason === "expiring" && endDateTrap ? "trap" : reason;
  if (reason === "expiring") return "several_expiring";
  return reason === "upgrade" ? "several_upgrade" : "several";
}

type Length = "short" | "long";

/** What every text of an SMS ends with: opting out stands last, where people look for it, and never between a problem and what to do. */
const LINK_AND_STOP = " {link} {stop}";

/** A text as it is said of as many tariffs as there are. */
const said = (wording: Wording, texts: MessageTexts, key: MessageKey): string =>
  formOf(wording.language, texts, key, wording.count);

/** The values of the placeholders. `length` is that of dates and of how several tariffs are named. */
export function factsOf(
  wording: Wording,
  texts: MessageTexts,
  length: Length,
  datesAs: Length,
): Readonly<Record<string, string>> {
  const counts = { count: String(wording.count), homes: String(wording.homes) };
  return {
    ...counts,
    brand: wording.channel === "sms" ? smsBrand(wording.brand) : plainBrand(wording.brand),
    what: fill(said(wording, texts, `what.${wording.homes > 1 ? "homes" : "tariffs"}.${length}`), counts),
    when: whenOf(wording, texts, datesAs),
    devices: wording.devices ?? texts[`noun.devices.${wording.channel === "email" ? "long" : "short"}`],
    contract: texts[`noun.contract.${nounOf(wording)}`],
    tariff: texts[`noun.tariff.${nounOf(wording)}`],
  };
}

/** What the customer knows the tariff as. */
function nounOf({ slot }: Wording): "import" | "export" | "network" {
  if (slot === "commodity_export") return "export";
  return slot?.startsWith("non_commodity") === true ? "network" : "import";
}

/** What stands behind "your contract ends". */
function whenOf({ language, contractEndDate, endsToday }: Wording, texts: MessageTexts, datesAs: Length): string {
  if (contractEndDate === null) return texts["when.soon"];
  return endsToday ? texts["when.today"] : onDate(language, contractEndDate, datesAs);
}

/** The longest variant that is one segment, with the link as it is; else the shortest, over as many as it takes. */
function shortText(wording: Wording, texts: MessageTexts, matter: Matter, stage: Stage): string {
  const spoken = said(wording, texts, `sms.${matter}.${stage}`);
  const terse = said(wording, texts, `sms.${matter}.short`);
  const { long, short } = {
    long: texts[`stop.${wording.stopBy}.long`],
    short: texts[`stop.${wording.stopBy}.short`],
  };
  const variants: readonly (readonly [template: string, stop: string, length: Length])[] = [
    [spoken, long, "long"],
    [spoken, short, "long"],
    [spoken, short, "short"],
    [terse, long, "short"],
    [terse, short, "short"],
  ];
  let last = "";
  for (const [template, stop, length] of variants) {
    const words = fill(template.replace(LINK_AND_STOP, ""), factsOf(wording, texts, length, "short"));
    const plain = toGsm7(words);
    // Transliterated where the brand has a likeness at all; the link is never touched.
    const written = plain.startsWith(smsBrand(wording.brand)) ? plain : words;
    const sms = `${written} ${wording.link} ${plain === written ? toGsm7(stop) : stop}`;
    // Only an SMS says here how to stop: what a company sends by its own channel, it words itself.
    last = wording.channel === "sms" ? sms : `${words} ${wording.link}`;
    if (segmentsOf(sms).segments <= 1) return last;
  }
  return last;
}

/** The wording for WhatsApp, and its text as it arrives. */
function templateMessage(
  wording: Wording,
  texts: MessageTexts,
  matter: Matter,
  stage: Stage,
): Omit<Message, "subject"> {
  const { language, contractEndDate } = wording;
  const { onDay } = habitsOf(language);
  const date = contractEndDate === null ? null : longDate(language, contractEndDate);
  // A preposition that differs from day to day cannot stand in a wording: such a day is not told.
  const isTold =
    contractEndDate !== null &&
    date !== null &&
    onDate(language, contractEndDate, "long") === onDay.replace("{date}", date);
  const count = wording.count > 1 ? wording.count : undefined;
  const { name, body } = templateText(language, texts, { matter, stage, count, onDay: isTold ? onDay : null });
  const facts = { ...factsOf(wording, texts, "long", "long"), link: wording.link, date: date ?? "" };
  return { text: fill(body, facts), html: null, template: { name, language, variables: valuesOf(body, facts) } };
}

/** What is the same in all our emails: who writes, how they greet, and what stands at the foot. */
export const footOf = (
  { language, brand, stopLink, foot }: Wording,
  texts: MessageTexts,
): Pick<EmailParts, "language" | "brand" | "hello" | "stop" | "stopLink" | "ways" | "legal"> => ({
  language,
  brand: plainBrand(brand),
  hello: texts["email.hello"],
  stop: texts["email.stop"],
  stopLink,
  ways: [
    { label: texts["email.help"], url: foot.helpUrl },
    { label: texts["email.privacy"], url: foot.privacyUrl },
  ].flatMap(({ label, url }) => (url === null ? [] : { label, url })),
  legal: foot.legal ?? "",
});

/** The words of one message. `custom` are the texts a company put in place of ours, checked before (see lint.ts). */
export function wordsFor(wording: Wording, custom: CustomTexts = customTexts): Message {
  const texts = textsOf(wording.language, custom);
  const matter = matterOf(wording);
  const stage: Stage = wording.rung <= 1 ? "first" : "again";
  const facts = factsOf(wording, texts, "long", wording.channel === "email" ? "long" : "short");
  const say = (key: MessageKey): string => fill(said(wording, texts, key), facts);
  const title = say(`title.${matter}`);
  const subject = fill(texts.subject, { ...facts, title });
  switch (CHANNEL_TRAITS[wording.channel].words) {
    case "short":
      return { subject, text: shortText(wording, texts, matter, stage), html: null };
    case "template":
      return { subject, ...templateMessage(wording, texts, matter, stage) };
    case "push":
      return { subject, text: say(`push.${matter}.${stage}`), html: null };
    case "email": {
      // There is room for the date, which is what people look for in a list of emails.
      const heading = matter === "expiring" ? say("email.expiring.title") : title;
      const thanked = matter === "trap" && stage === "again";
      return {
        subject: fill(texts[stage === "again" ? "subject.again" : "subject"], { ...facts, title: heading }),
        ...emailOf({
          ...footOf(wording, texts),
          title: heading,
          preview: say(`email.${matter}.ask`),
          paragraphs: [
            ...(stage === "again" ? [say("email.again")] : []),
            say(thanked ? "email.trap.again" : `email.${matter}.what`),
            say(`email.${matter}.meanwhile`),
            say(`email.${matter}.ask`),
          ],
          way: { button: say(`email.${matter}.button`), line: texts["email.link"], link: wording.link },
          notes: [
            say(wording.hasApp ? "email.safety" : "email.safety.plain"),
            say(matter === "invitation" ? "email.why_invited" : "email.why"),
          ],
        }),
      };
    }
  }
}
