// Writes every wording for WhatsApp into files, one for each request that Twilio's Content API takes.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LANGUAGES } from "../../text/language.ts";
import { templateComplaints, templatesOf } from "./templates.ts";
import type { Sample } from "./all.ts";
import type { TemplateFile } from "./templates.ts";

/** Every wording of every language for a company, and what keeps them from being handed in. */
export function allTemplates(sample: Sample): {
  readonly templates: readonly TemplateFile[];
  readonly complaints: readonly string[];
} {
  const templates = LANGUAGES.flatMap((language) => templatesOf(language, sample));
  return { templates, complaints: templates.flatMap(templateComplaints) };
}

const asJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/**
 * Writes them below `folder`: a body for `POST /v1/Content` in a file of each language and name, and `index.json`, which says of each
 * what approval it is to be handed in for. Gives the path of that.
 */
export async function writeTemplates(folder: string, templates: readonly TemplateFile[]): Promise<string> {
  for (const { language, name, content } of templates) {
    await mkdir(join(folder, language), { recursive: true });
    await writeFile(join(folder, language, `${name}.json`), asJson(content));
  }
  const index = join(folder, "index.json");
  const lines = templates.map(({ language, name, approval }) => ({
    file: `${language}/${name}.json`,
    language,
    template: name,
    approval,
  }));
  await writeFile(index, asJson(lines));
  return index;
}
