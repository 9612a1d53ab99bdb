// Writes every message as it will be sent and every text of the pages, a sheet for each language, for a person to read: `npm run
// messages`, with the brand and the links of `BRAND_NAME` and `PUBLIC_URL` where the shell has them. Names what a text has wrong
// and then ends with 1. With `--templates` the wordings for WhatsApp instead, as Twilio's Content API takes them.
// Runs in Node, loads nothing and sends nothing.

import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { LANGUAGES } from "../../text/language.ts";
import { SAMPLE, sampleOf } from "./all.ts";
import { contents, entriesOf, sheetOf } from "./sheet.ts";
import { telegramsIn } from "./telegrams.ts";
import { BRAND_MAX, brandComplaint } from "../../text/brand.ts";
import { connectTexts } from "../../text/connect.ts";
import { complaintsOf, customComplaints } from "../../text/lint.ts";
import { allTemplates, writeTemplates } from "./write-templates.ts";

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
  const sample = sampleOf(brand, origin);
  const inEnglish = entriesOf("en", sample);
  await mkdir(folder, { recursive: true });
  let count = 0;
  for (const language of LANGUAGES) {
    const entries = entriesOf(language, sample);
    count += entries.length;
    for (const { name, message } of entries) {
      await writeFile(join(folder, `${name}.txt`), `${message.subject}\n\n${message.text}\n`);
      if (message.html !== null) await writeFile(join(folder, `${name}.html`), message.html);
    }
    await writeFile(join(folder, `${language}.html`), await sheetOf(language, entries, inEnglish));
  }
  const place = join(folder, "index.html");
  await writeFile(place, await contents(brand));
  const telegrams = LANGUAGES.map((language) => telegramsIn(language));
  const [all, short] = [telegrams.map((it) => it.all), telegrams.map((it) => it.short.length)].map((it) =>
    it.reduce((sum, one) => sum + one, 0),
  );
  process.stdout.write(`${short} of ${all} SMS are in their short form with a brand of 11 letters and a link of 60\n`);
  process.stdout.write(`${count} messages of ${brand}, with links at ${origin}: open ${place}\n`);
} else {
  process.stderr.write(`${complaints.join("\n")}\n`);
  process.exitCode = 1;
}
