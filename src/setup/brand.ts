// Who the company is to its customers: name, looks, words, and what stands at the foot of emails and pages.

import * as z from "zod/mini";
import { destination, languages, nounsByLanguage, spokenLanguage } from "./fields.ts";
import { isWeb, text } from "../platform/fields.ts";
import { BRAND_MAX, DEVICES_MAX, brandComplaint } from "../text/brand.ts";
import { hasUnseen } from "../text/sms.ts";
import type { Complaint } from "../platform/fields.ts";
import type { Language } from "../text/language.ts";

export const BRAND_SETTINGS = {
  BRAND_NAME: text.check(z.maxLength(BRAND_MAX, `must have at most ${BRAND_MAX} characters`)),
  LANGUAGES: z.prefault(languages, "en,de,fr,nl,es,it"),
  DEFAULT_LOCALE: z.prefault(spokenLanguage, "en"),
  BRAND_COLOR: z.optional(text.check(z.regex(/^#[0-9a-fA-F]{6}$/, "must be like #0b6b4b"))),
  BRAND_DEVICES: z.prefault(nounsByLanguage(DEVICES_MAX), ""),
  BRAND_LEGAL: z.optional(
    text.check(
      z.maxLength(300, "must have at most 300 characters"),
      z.refine((it) => !hasUnseen(it), "must be one line without characters that are not seen"),
    ),
  ),
  HELP_URL: z.optional(destination),
  PRIVACY_URL: z.optional(text.check(z.refine(isWeb, "must be an https URL"))),
  BRAND_LOGO: z.optional(
    text.check(
      z.maxLength(8_192, "must have at most 8192 characters"),
      z.regex(
        /^data:image\/(?:svg\+xml|png|webp|jpeg);base64,[A-Za-z0-9+/]+=*$/,
        "must be a data:image/...;base64 URL",
      ),
    ),
  ),
};

type BrandRead = { readonly [K in keyof typeof BRAND_SETTINGS]: z.output<(typeof BRAND_SETTINGS)[K]> };

export interface BrandConfig {
  readonly name: string;
  /** `#rrggbb`; null for ours. */
  readonly colour: string | null;
  /** A `data:image/...` URL, so that no page loads anything. */
  readonly logo: string | null;
  /** Who the company is, as its law wants it said, on one line. */
  readonly legal: string | null;
  /** What of the customers' goes by the prices, as the company calls it in a language, in the plural. */
  readonly devices: Readonly<Partial<Record<Language, string>>>;
  readonly helpUrl: string | null;
  readonly privacyUrl: string | null;
}

export const toBrand = (read: BrandRead): BrandConfig => ({
  name: read.BRAND_NAME,
  colour: read.BRAND_COLOR ?? null,
  logo: read.BRAND_LOGO ?? null,
  legal: read.BRAND_LEGAL ?? null,
  devices: read.BRAND_DEVICES,
  helpUrl: read.HELP_URL ?? null,
  privacyUrl: read.PRIVACY_URL ?? null,
});

/**
 * What is wrong with the brand as the first word of a message, and with the language of strangers, where they could be read. What
 * is wrong with each setting by itself is not looked for.
 */
export function brandComplaints({
  BRAND_NAME: name,
  LANGUAGES: on,
  DEFAULT_LOCALE: otherwise,
}: Partial<BrandRead>): readonly Complaint[] {
  const problem = name === undefined ? null : brandComplaint(name);
  const isSpoken = on === undefined || otherwise === undefined || on.includes(otherwise);
  return [
    ...(problem === null ? [] : [{ setting: "BRAND_NAME", problem }]),
    ...(isSpoken ? [] : [{ setting: "DEFAULT_LOCALE", problem: "must be of a language that LANGUAGES lists" }]),
  ];
}
