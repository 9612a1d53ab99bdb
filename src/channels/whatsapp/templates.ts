// Which approved wording carries which message: a setting, since Twilio gives each an id of its own.

import * as z from "zod/mini";
import { jsonOf } from "../../platform/json.ts";
import { textAs } from "../../platform/fields.ts";

/** Twilio's ids of wordings, by language and our name of the wording. */
export type TemplateIds = Readonly<Record<string, Readonly<Record<string, string>>>>;

const shape = z.record(
  z.string().check(z.regex(/^[a-z]{2,3}$/)),
  z.record(z.string().check(z.regex(/^[a-z]+(?:_[a-z]+)*$/)), z.string().check(z.regex(/^HX[0-9a-fA-F]{32}$/))),
);

/** `{"en": {"expired_first": "HX..."}}`. */
export const templateIds = textAs(
  (given): TemplateIds | null => shape.safeParse(jsonOf(given)).data ?? null,
  'must be JSON of Twilio\'s ids by language and template, like {"en": {"expired_first": "HX..."}}',
);

/** Several such settings as one: a setting of Cloudflare's holds 5 kB, which is some four languages. */
export function joined(parts: readonly (TemplateIds | undefined)[]): TemplateIds {
  const all: Record<string, Readonly<Record<string, string>>> = {};
  for (const part of parts)
    for (const [language, ids] of Object.entries(part ?? {})) all[language] = { ...all[language], ...ids };
  return all;
}
