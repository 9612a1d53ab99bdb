// Whose messages are written: the company's as its settings have it, in the shell, else in wrangler.toml, else an example.

import * as z from "zod/mini";
import { originUrl } from "../../platform/fields.ts";
import { BRAND_SETTINGS, brandComplaints } from "../../setup/brand.ts";
import { destination } from "../../setup/fields.ts";
import { readFields } from "../../setup/read.ts";
import { SAMPLE, sampleOf } from "./all.ts";
import type { Language } from "../../text/language.ts";
import type { Sample } from "./all.ts";

const { BRAND_NAME, BRAND_DEVICES, BRAND_LEGAL, HELP_URL, PRIVACY_URL, LANGUAGES, DEFAULT_LOCALE } = BRAND_SETTINGS;
const fields = {
  BRAND_NAME: z.prefault(BRAND_NAME, SAMPLE.brand),
  PUBLIC_URL: z.prefault(originUrl, new URL(SAMPLE.link).origin),
  BRAND_DEVICES,
  LANGUAGES,
  DEFAULT_LOCALE,
  BRAND_LEGAL,
  HELP_URL,
  PRIVACY_URL,
  APP_URL: z.optional(destination),
};
type Read = { readonly [K in keyof typeof fields]: z.output<(typeof fields)[K]> };

export interface Company {
  readonly sample: Sample;
  /** The languages its customers are written to in. */
  readonly spoken: readonly Language[];
  /** What is wrong with its settings, as the product would say it. */
  readonly complaints: readonly string[];
}

/** `vars` are the settings in wrangler.toml, `shell` those of whoever asks, which win. */
export function companyOf(
  vars: Readonly<Record<string, unknown>>,
  shell: Readonly<Record<string, string | undefined>>,
): Company {
  const names = Object.keys(fields);
  const given = Object.fromEntries(names.map((name) => [name, shell[name] ?? vars[name]]));
  const { values, complaints: unread } = readFields(fields, given);
  const wrong = [...unread, ...brandComplaints(values)];
  const complaints = wrong.map(({ setting, problem }) => `${setting} ${problem}`);
  if (wrong.length > 0) return { sample: SAMPLE, spoken: [], complaints };
  // Each was read by its own field, and none is left out.
  const read = values as Read;
  const foot = {
    legal: read.BRAND_LEGAL ?? null,
    helpUrl: read.HELP_URL ?? null,
    privacyUrl: read.PRIVACY_URL ?? null,
  };
  return {
    sample: {
      ...sampleOf(read.BRAND_NAME, read.PUBLIC_URL),
      devices: read.BRAND_DEVICES,
      foot,
      hasApp: read.APP_URL !== undefined,
    },
    spoken: read.LANGUAGES,
    complaints,
  };
}
