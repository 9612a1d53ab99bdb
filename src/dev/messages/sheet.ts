// What a person reads who is asked whether a language sounds right: every message as it is sent and every text of the pages, each beside
// what it says in English, with room for a better one. One file, which opens anywhere and can be sent to somebody.

import { html } from "hono/html";
import { confirmationFor } from "../../text/confirmation.ts";
import { connectTexts } from "../../text/connect.ts";
import { customTexts } from "../../text/custom.ts";
import { LANGUAGES, TONGUES, habitsOf } from "../../text/language.ts";
import { wordsFor } from "../../text/message.ts";
import { withCustom } from "../../text/plural.ts";
import { segmentsOf } from "../../text/sms.ts";
import { readTexts } from "../../text/tongue.ts";
import { allWordings } from "./all.ts";
import type { Language } from "../../text/language.ts";
import type { Message, Wording } from "../../text/message.ts";
import type { Sample } from "./all.ts";

export interface Entry {
  readonly name: string;
  readonly wording: Wording;
  readonly message: Message;
}

type Markup = ReturnType<typeof html>;

function nameOf(it: Wording): string {
  const facts = [
    it.channel,
    it.reason,
    it.rung === 1 ? "first" : "again",
    it.homes > 1 ? "homes" : it.count > 1 ? "several" : "one",
    it.endDateTrap ? "trap" : "",
    it.contractEndDate === null ? "undated" : it.endsToday ? "today" : "",
    it.slot === "commodity_export" ? "export" : "",
    it.channel === "sms" ? `stop-by-${it.stopBy}` : "",
  ];
  return facts.filter((fact) => fact !== "").join(".");
}

/** The word that a repair was seen, which goes by push and by email alone. */
const confirmations = (all: readonly Wording[]): readonly Entry[] =>
  all
    .filter(({ channel, reason, rung }) => ["push", "email"].includes(channel) && reason === "expired" && rung === 1)
    .filter(({ homes }) => homes === 1)
    .map((wording) => ({
      name: `${wording.language}.${nameOf(wording).replace("expired.first", "repaired")}`,
      wording,
      message: confirmationFor(wording),
    }));

/** Every message of a language, under the name its files have. */
export function entriesOf(language: Language, sample: Sample): readonly Entry[] {
  const all = allWordings(language, sample);
  const messages = all.map((wording) => ({
    name: `${language}.${nameOf(wording)}`,
    wording,
    message: wordsFor(wording),
  }));
  return [...messages, ...confirmations(all)];
}

function costOf({ wording, message }: Entry): string {
  if (wording.channel !== "sms") return `${message.text.length} characters`;
  const { encoding, units, segments } = segmentsOf(message.text);
  return `${segments} × ${encoding}, ${(encoding === "GSM-7" ? 160 : 70) - units} left`;
}

const whole = ({ subject, text }: Message): string => `${subject}\n\n${text}`;
/** The subject of an SMS is sent to nobody. */
const shown = ({ wording, message }: Entry): string => (wording.channel === "sms" ? message.text : whole(message));

/** The messages that say something of their own: what is worded alike is read once, and what goes to the log is a handoff's. */
function distinct(entries: readonly Entry[]): readonly Entry[] {
  const sent = entries.filter(({ wording }) => wording.channel !== "log").toReversed();
  return [...new Map(sent.map((it) => [`${it.wording.channel} ${shown(it)}`, it])).values()].toReversed();
}

/** The names of those that say of sold energy what they say of bought energy: a text that names one is wrong of the other. */
function saidOfBoth(entries: readonly Entry[]): ReadonlySet<string> {
  const all = new Map(entries.map((it) => [it.name, shown(it)]));
  const alike = entries.filter(({ wording }) => {
    const other = `${wording.language}.${nameOf({ ...wording, slot: "commodity_export" })}`;
    return wording.slot === "commodity_import" && all.get(other) === all.get(`${wording.language}.${nameOf(wording)}`);
  });
  return new Set(alike.map(({ name }) => name));
}

/** What a text is called, what it says in English, what it says here, and room for what it should say. */
function row(language: Language, about: Markup, english: string | undefined, text: string) {
  return html`<tr>
    <td>${about}</td>
    ${language === "en" ? "" : html`<td lang="en">${english}</td>`}
    <td lang="${language}">${text}</td>
    <td class="room"></td>
  </tr> `;
}

function messageRows(language: Language, entries: readonly Entry[], inEnglish: readonly Entry[]): Markup[] {
  const english = new Map(inEnglish.map((it) => [it.name.slice("en.".length), shown(it)]));
  const both = saidOfBoth(entries);
  return distinct(entries).map((entry) => {
    const as = entry.message.html === null ? "" : html`<br /><a href="${entry.name}.html">as it looks</a>`;
    const of = both.has(entry.name) ? html`<br />also of an export tariff` : "";
    const about = html`<code id="${entry.name}">${entry.name}</code><br />${costOf(entry)}${of}${as}`;
    return row(language, about, english.get(entry.name.slice(language.length + 1)), shown(entry));
  });
}

const pageTexts = (it: Language): Readonly<Record<string, string>> =>
  withCustom({ ...readTexts(TONGUES[it].pages), ...connectTexts(it) }, customTexts[it]);

function pageRows(language: Language): Markup[] {
  const english = pageTexts("en");
  return Object.entries(pageTexts(language))
    .filter(([key]) => /^(?:page|connect)\./.test(key))
    .map(([key, text]) => row(language, html`<code>${key}</code>`, english[key.split("#")[0] ?? ""], text));
}

const STYLE = html`<style>
  body {
    font:
      15px/1.5 system-ui,
      sans-serif;
    color-scheme: light dark;
    margin: 16px;
  }
  table {
    border-collapse: collapse;
    width: 100%;
  }
  td,
  th {
    vertical-align: top;
    text-align: start;
    padding: 8px;
    border: 1px solid #8888;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .room {
    width: 25%;
  }
</style>`;

function page(language: Language, title: string, inside: Markup) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        ${STYLE}
      </head>
      <body dir="${habitsOf(language).direction}">
        ${inside}
      </body>
    </html>`;
}

function table(language: Language, rows: readonly Markup[]) {
  return html`<table>
    <tr>
      <th>Name</th>
      ${language === "en" ? "" : html`<th>In English</th>`}
      <th>${habitsOf(language).name}</th>
      <th>Better</th>
    </tr>
    ${rows}
  </table>`;
}

/** The sheet of a language as a whole document. `inEnglish`: the same messages in English. */
export async function sheetOf(
  language: Language,
  entries: readonly Entry[],
  inEnglish: readonly Entry[],
): Promise<string> {
  const { name } = habitsOf(language);
  return String(
    await page(
      language,
      `${name}: every text`,
      html`
        <h1>${name} (${language})</h1>
        <p>
          No native reader has seen these texts yet. Thank you for being the first. Please ask of each, as somebody who
          gets it from their energy company and knows nothing of us: Is it right? Would anybody say it so? What do I do
          now? Write what you would say under Better, or leave it empty.
        </p>
        <ul>
          <li>
            Text messages have 160 characters with their link, and an alphabet without some accents: these are left out
            on purpose.
          </li>
          <li>On pages, {date} and the like stand for what is filled in, as it is: nothing bends it.</li>
          <li>
            Which words we chose for a contract, a supplier and the like, and why, stands in docs/GLOSSARY.md. Please
            start there.
          </li>
        </ul>
        <h2>Messages</h2>
        ${table(language, messageRows(language, entries, inEnglish))}
        <h2>Pages</h2>
        ${table(language, pageRows(language))}
      `,
    ),
  );
}

const listed = (languages: readonly Language[]): Markup =>
  html`<ul>
    ${languages.map((it) => html`<li><a href="${it}.html" lang="${it}">${habitsOf(it).name}</a> ${it}.html</li>`)}
  </ul>`;

/** The page that leads to every sheet. `spoken`: the languages that customers are written to in. */
export async function contents(brand: string, spoken: readonly Language[]): Promise<string> {
  const others = LANGUAGES.filter((it) => !spoken.includes(it));
  return String(
    await page(
      "en",
      "Every text",
      html`
        <h1>Every text of ${brand}</h1>
        <p>A file for each language, to read or to send to somebody whose language it is.</p>
        ${listed(spoken)}
        ${others.length === 0 ? "" : html`<p>LANGUAGES does not name these; nobody is sent any of them.</p>`}
        ${others.length === 0 ? "" : listed(others)}
      `,
    ),
  );
}
