// Every wording for WhatsApp, as it is handed in for approval: what Twilio's Content API takes, and under which name and category Meta is
// asked (twilio.com/docs/content/content-api-resources).

import { MATTERS } from "../../channels/whatsapp/names.ts";
import { customTexts } from "../../text/custom.ts";
import { longDate } from "../../text/dates.ts";
import { plainBrand } from "../../text/brand.ts";
import { habitsOf, TONGUES } from "../../text/language.ts";
import { formOf, withCustom } from "../../text/plural.ts";
import { fill } from "../../text/template.ts";
import { readTexts } from "../../text/tongue.ts";
import { numbered, templateText, variablesOf, whatsappCode } from "../../text/whatsapp.ts";
import type { Language } from "../../text/language.ts";
import type { Sample } from "./all.ts";

/** A quick reply: what it says, and what tapping it tells us. */
export interface QuickReply {
  readonly title: string;
  readonly id: string;
}

/** A wording as Twilio's `POST /v1/Content` takes it. */
export interface Content {
  readonly friendly_name: string;
  readonly language: string;
  /** What stands for each variable where Meta looks at the wording. */
  readonly variables: Readonly<Record<string, string>>;
  readonly types: { readonly "twilio/quick-reply": { readonly body: string; readonly actions: readonly QuickReply[] } };
}

export interface TemplateFile {
  readonly language: Language;
  /** As `WHATSAPP_TEMPLATES` calls it. */
  readonly name: string;
  readonly content: Content;
  /** What `POST /v1/Content/{sid}/ApprovalRequests/whatsapp` takes. */
  readonly approval: { readonly name: string; readonly category: "UTILITY" };
}

const STAGES = ["first", "again"] as const;
/** Numbers of every category that the plural rules of a language know above one. */
const COUNTS = [2, 5, 21, 22, 25];

/** Every wording of a language, with the company's own words in place. */
export function templatesOf(language: Language, sample: Sample): readonly TemplateFile[] {
  const texts = withCustom(readTexts(TONGUES[language].messages), customTexts[language]);
  const own = { brand: plainBrand(sample.brand), devices: sample.devices?.[language] ?? texts["noun.devices.short"] };
  const { onDay } = habitsOf(language);
  const wordings = MATTERS.flatMap((matter) =>
    STAGES.flatMap((stage) =>
      [onDay, null].flatMap((behind) =>
        COUNTS.map((several) => {
          const count = matter.startsWith("several") ? several : undefined;
          return templateText(language, texts, { matter, stage, count, onDay: behind });
        }),
      ),
    ),
  );
  // What tells no date is the same with one and without; what counts, for most numbers.
  const once = [...new Map(wordings.map((it) => [it.name, it])).values()];
  const facts: Readonly<Record<string, string>> = {
    link: sample.link,
    date: longDate(language, sample.contractEndDate),
    contract: texts["noun.contract.import"],
    tariff: texts["noun.tariff.import"],
    what: fill(formOf(language, texts, "what.tariffs.long", sample.several), {
      count: String(sample.several),
      homes: String(sample.homes),
    }),
  };
  return once.map(({ name, body }) => {
    const approved = `reconnect_${name}`;
    return {
      language,
      name,
      content: {
        friendly_name: `${approved}_${language}`,
        language: whatsappCode(language),
        variables: Object.fromEntries(variablesOf(body).map((it, index) => [String(index + 1), facts[it] ?? ""])),
        types: {
          "twilio/quick-reply": {
            body: numbered(body, own),
            actions: [
              { title: texts["whatsapp.later"], id: `reconnect_later_${language}` },
              { title: texts["whatsapp.stop"], id: `reconnect_stop_${language}` },
            ],
          },
        },
      },
      approval: { name: approved, category: "UTILITY" },
    };
  });
}

/** WhatsApp's limit on a body, and Twilio's on a quick reply. */
const BODY_MAX = 1_024;
const TITLE_MAX = 20;
/** A link, and the longest value of any other variable. */
const LINK_ROOM = 64;
const VALUE_ROOM = 60;

const VARIABLE = /\{\{(\d+)\}\}/g;

/**
 * What WhatsApp would refuse a wording for (twilio.com/docs/whatsapp/tutorial/message-template-approvals-statuses): empty where it may be
 * handed in.
 */
export function templateComplaints({ content, approval, language, name }: TemplateFile): readonly string[] {
  const { body, actions } = content.types["twilio/quick-reply"];
  const numbers = Array.from(body.matchAll(VARIABLE), ([, number]) => Number(number));
  const distinct = [...new Set(numbers)];
  const words = body
    .replace(VARIABLE, " ")
    .split(/\s+/)
    .filter((it) => /\p{L}/u.test(it)).length;
  const longest = body.replace(VARIABLE, (_, number: string) =>
    "x".repeat((content.variables[number] ?? "").startsWith("http") ? LINK_ROOM : VALUE_ROOM),
  );
  const wrong: (string | false)[] = [
    /^\s*\{\{/.test(body) && "begins with a variable",
    /\}\}[^\p{L}\p{N}]*$/u.test(body) && "ends with a variable",
    /\}\}[^\p{L}\p{N}]*\{\{/u.test(body) && "has two variables side by side",
    distinct.some((number, index) => number !== index + 1) && "has variables out of order",
    words < 2 * distinct.length + 1 && "has too few words for its variables",
    /[{}]/.test(body.replace(VARIABLE, "")) && "has a brace that belongs to no variable",
    /\n{3,}|\t| {2,}/.test(body) && "has more than two line ends, a tab, or several spaces in a row",
    longest.length > BODY_MAX && `may have ${longest.length} characters, at most ${BODY_MAX} fit`,
    ...distinct.map((it) => (content.variables[String(it)] ?? "") === "" && `has no sample for {{${it}}}`),
    ...Object.values(content.variables).map((it) => /[\n\t]| {4,}/.test(it) && "has a sample with a line end or a tab"),
    !/^[a-z0-9_]{1,512}$/.test(approval.name) && "has a name of other than small letters, digits and _",
    ...actions.flatMap(({ title }) => [
      title.length > TITLE_MAX && `has a button of ${title.length} characters, at most ${TITLE_MAX} fit`,
      VARIABLE.test(title) && "has a variable on a button",
    ]),
    new Set(actions.map(({ title }) => title)).size !== actions.length && "has two buttons that say the same",
  ];
  return wrong.flatMap((it) => (it === false ? [] : [`${language} ${name} ${it}`]));
}
