// Writes every message as it will be sent and every text of the pages, a sheet for each language, for a person to read: `npm run
// messages`, of the company whose settings the shell has, or wrangler.toml, `--env` of it. Names what a text has wrong
// and then ends with 1. With `--templates` the wordings for WhatsApp instead, as Twilio's Content API takes them.
// Runs in Node, loads nothing and sends nothing.

import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { PRODUCTION, TomlTrouble, deploymentIn } from "../setup/toml.ts";
import { LANGUAGES } from "../../text/language.ts";
import { companyOf } from "./company.ts";
import { contents, entriesOf, sheetOf } from "./sheet.ts";
import { telegramsIn } from "./telegrams.ts";
import { connectTexts } from "../../text/connect.ts";
import { complaintsOf, customComplaints } from "../../text/lint.ts";
import { allTemplates, writeTemplates } from "./write-templates.ts";

function readArguments():
  { readonly out: string; readonly templates: boolean; readonly env: string } | { readonly complaint: string } {
  try {
    return parseArgs({
      options: {
        out: { type: "string", default: "dist/messages" },
        templates: { type: "boolean", default: false },
        env: { type: "string", default: PRODUCTION },
      },
    }).values;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { complaint: `${problem}\nUsage: npm run messages -- [--out FOLDER] [--templates] [--env NAME]` };
  }
}

/** The settings that stand in wrangler.toml. One that cannot be read is wrangler's to complain about. */
function varsOf(environment: string): Readonly<Record<string, unknown>> {
  if (!existsSync("wrangler.toml")) return {};
  try {
    return deploymentIn(readFileSync("wrangler.toml", "utf8"), environment).vars;
  } catch (error) {
    if (!(error instanceof TomlTrouble)) throw error;
    process.stderr.write(`${error.message}\n`);
    return {};
  }
}

const given = readArguments();
const folder = resolve("out" in given ? given.out : ".");
const company = companyOf(varsOf("env" in given ? given.env : PRODUCTION), process.env);
const { sample } = company;
const { brand, devices } = sample;
const { origin } = new URL(sample.link);
const complaints = [
  ...("complaint" in given ? [given.complaint] : []),
  ...company.complaints,
  ...customComplaints(undefined, { brand, origin, devices }).map(({ setting, problem }) => `${setting}: ${problem}`),
  ...LANGUAGES.flatMap((it) => complaintsOf(it, {}, connectTexts(it))).map(
    (it) => `${it.language} ${it.text} ${it.problem}`,
  ),
];
const isAboutTemplates = "templates" in given && given.templates;
const whatsapp = complaints.length === 0 && isAboutTemplates ? allTemplates(sample) : null;
complaints.push(...(whatsapp?.complaints ?? []));
if (whatsapp !== null && complaints.length === 0) {
  const index = await writeTemplates(join(folder, "templates"), whatsapp.templates);
  process.stdout.write(`${whatsapp.templates.length} WhatsApp templates of ${brand}: see ${index}\n`);
} else if (complaints.length === 0) {
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
  await writeFile(place, await contents(brand, company.spoken));
  const telegrams = LANGUAGES.map((language) => telegramsIn(language, sample));
  const [all, short] = [telegrams.map((it) => it.all), telegrams.map((it) => it.short.length)].map((it) =>
    it.reduce((sum, one) => sum + one, 0),
  );
  process.stdout.write(
    `SMS of ${brand} that are too long for one text message, and sent in their short form: ${short} of ${all}\n`,
  );
  process.stdout.write(`${count} messages of ${brand}, with links at ${origin}: open ${place}\n`);
} else {
  process.stderr.write(`${complaints.join("\n")}\n`);
  process.exitCode = 1;
}
