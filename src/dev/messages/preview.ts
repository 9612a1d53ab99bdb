// Writes every message as it will be sent and every text of the pages, in every language, for a person to read: `npm run
// messages`, with the brand and the links of `BRAND_NAME` and `PUBLIC_URL` where the shell has them. Names what a text has wrong
// and then ends with 1. With `--templates` the wordings for WhatsApp instead, as Twilio's Content API takes them.
// Runs in Node, loads nothing and sends nothing.

import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { html } from "hono/html";
import { customTexts } from "../../text/custom.ts";
import { LANGUAGES, TONGUES, habitsOf } from "../../text/language.ts";
import { SAMPLE, allWordings, sampleOf } from "./all.ts";
import { telegramsIn } from "./telegrams.ts";
import { BRAND_MAX, brandComplaint } from "../../text/brand.ts";
import { connectTexts } from "../../text/connect.ts";
import { complaintsOf, customComplaints } from "../../text/lint.ts";
import { segmentsOf } from "../../text/sms.ts";
import { wordsFor } from "../../text/message.ts";
import { readTexts } from "../../text/tongue.ts";
import { allTemplates, writeTemplates } from "./write-templates.ts";
import type { Message, Wording } from "../../text/message.ts";
import type { Language } from "../../text/language.ts";
import type { ConnectKey, PageKey } from "../../text/tongue.ts";
import type { Sample } from "./all.ts";

interface Entry {
  readonly name: string;
  readonly wording: Wording;
  readonly message: Message;
}

function nameOf(it: Wording): string {
  const facts = [
    it.language,
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

function entriesOf(language: Language, sample: Sample): readonly Entry[] {
  return allWordings(language, sample).map((wording) => ({
    name: nameOf(wording),
    wording,
    message: wordsFor(wording),
  }));
}

function rowOf({ name, wording, message }: Entry) {
  const { encoding, units, segments } = segmentsOf(message.text);
  const cost = `${segments} × ${encoding}, ${(encoding === "GSM-7" ? 160 : 70) - units} left`;
  return html`<tr id="${name}">
    <td><code>${name}</code><br />${wording.channel === "sms" ? cost : `${message.text.length} characters`}</td>
    <td>
      <b>${message.subject}</b>
      <pre>${message.text}</pre>
      ${message.html === null ? "" : html`<a href="${name}.html">as HTML</a>`}
    </td>
  </tr> `;
}

/** The texts of all pages in a language. */
const textsOf = (it: Language) => ({ ...readTexts(TONGUES[it].pages), ...connectTexts(it) });

/** The texts of the pages side by side, with the ones of the company in place; facts stand in them as placeholders. */
function pageTextsOf() {
  const tables = LANGUAGES.map((it) => ({ ...textsOf(it), ...customTexts[it] }));
  const keys = Object.keys(textsOf("en")) as (PageKey | ConnectKey)[];
  return html`<table>
    <tr>
      <th></th>
      ${LANGUAGES.map((it) => html`<th lang="${it}">${habitsOf(it).name}</th>`)}
    </tr>
    ${keys.map(
      (key) =>
        html`<tr>
          <td><code>${key}</code></td>
          ${tables.map((texts) => html`<td>${texts[key]}</td>`)}
        </tr>`,
    )}
  </table>`;
}

function overviewOf(entries: readonly Entry[]) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Every message</title>
        <style>
          body {
            font:
              15px/1.5 system-ui,
              sans-serif;
            color-scheme: light dark;
          }
          td {
            vertical-align: top;
            padding: 8px 16px;
            border-top: 1px solid #8888;
          }
          pre {
            white-space: pre-wrap;
            max-width: 60ch;
          }
        </style>
      </head>
      <body>
        <h1>${entries.length} messages</h1>
        <table>
          ${entries.map(rowOf)}
        </table>
        <h1 id="pages">The texts of the pages</h1>
        ${pageTextsOf()}
      </body>
    </html>`;
}

/** What is wrong with the two settings, as the product would say it. */
function settingComplaints(brand: string, publicUrl: string): readonly string[] {
  const complaint = brand.length > BRAND_MAX ? `must have at most ${BRAND_MAX} characters` : brandComplaint(brand);
  return [
    ...(complaint === null ? [] : [`BRAND_NAME ${complaint}`]),
    ...(URL.canParse(publicUrl) && new URL(publicUrl).pathname === "/" ? [] : ["PUBLIC_URL must be an origin"]),
  ];
}

function readArguments(): { readonly out: string; readonly templates: boolean } | { readonly complaint: string } {
  try {
    return parseArgs({
      options: { out: { type: "string", default: "dist/messages" }, templates: { type: "boolean", default: false } },
    }).values;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { complaint: `${problem}\nUsage: npm run messages -- [--out FOLDER] [--templates]` };
  }
}

const given = readArguments();
const folder = resolve("out" in given ? given.out : ".");
const { BRAND_NAME: brand = SAMPLE.brand, PUBLIC_URL: publicUrl = new URL(SAMPLE.link).origin } = process.env;
const complaints = [
  ...("complaint" in given ? [given.complaint] : []),
  ...settingComplaints(brand, publicUrl),
  ...customComplaints().map((it) => `${it.setting}: ${it.problem}`),
  ...LANGUAGES.flatMap((it) => complaintsOf(it, {}, connectTexts(it))).map(
    (it) => `${it.language} ${it.text} ${it.problem}`,
  ),
];
const isAboutTemplates = "templates" in given && given.templates;
const whatsapp = complaints.length === 0 && isAboutTemplates ? allTemplates(sampleOf(brand, publicUrl)) : null;
complaints.push(...(whatsapp?.complaints ?? []));
if (whatsapp !== null && complaints.length === 0) {
  const index = await writeTemplates(join(folder, "templates"), whatsapp.templates);
  process.stdout.write(`${whatsapp.templates.length} WhatsApp templates of ${brand}: see ${index}\n`);
} else if (complaints.length === 0) {
  const { origin } = new URL(publicUrl);
  const entries = LANGUAGES.flatMap((language) => entriesOf(language, sampleOf(brand, origin)));
  await mkdir(folder, { recursive: true });
  for (const { name, message } of entries) {
    await writeFile(join(folder, `${name}.txt`), `${message.subject}\n\n${message.text}\n`);
    if (message.html !== null) await writeFile(join(folder, `${name}.html`), message.html);
  }
  await writeFile(join(folder, "index.html"), String(await overviewOf(entries)));
  const place = join(folder, "index.html");
  const telegrams = LANGUAGES.map((language) => telegramsIn(language));
  const [all, short] = [telegrams.map((it) => it.all), telegrams.map((it) => it.short.length)].map((it) =>
    it.reduce((sum, one) => sum + one, 0),
  );
  process.stdout.write(`${short} of ${all} SMS are in their short form with a brand of 11 letters and a link of 60\n`);
  process.stdout.write(`${entries.length} messages of ${brand}, with links at ${origin}: open ${place}\n`);
} else {
  process.stderr.write(`${complaints.join("\n")}\n`);
  process.exitCode = 1;
}
