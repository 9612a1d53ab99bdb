// The settings of the contact lookup. It is no way to a customer, so it is no provider.

import * as z from "zod/mini";
import { webUrl, whsec } from "../../platform/fields.ts";
import { createContactLookup } from "./lookup.ts";
import type { Finding } from "../../platform/finding.ts";
import type { CallDeps } from "../../platform/http.ts";
import type { ContactLookup } from "./lookup.ts";
import type { Outside, Whole } from "../provider.ts";

const settings = { CONTACT_LOOKUP_URL: z.optional(webUrl), CONTACT_LOOKUP_SECRET: z.optional(whsec) };
const needs = ["CONTACT_LOOKUP_URL", "CONTACT_LOOKUP_SECRET"] as const;
type LookupWhole = Whole<typeof settings, (typeof needs)[number]>;

interface Lookup extends Outside {
  /** Questions a second, over all customers. */
  readonly pace: number;
  create(whole: Readonly<Record<string, unknown>>, deps: CallDeps): ContactLookup;
  /** Asks it about nobody. */
  check(whole: Readonly<Record<string, unknown>>, deps: CallDeps): Promise<readonly Finding[]>;
}

export const contactLookup: Lookup = {
  settings,
  needs,
  secrets: { chosen: ["CONTACT_LOOKUP_SECRET"] },
  pace: 100,
  create: ({ CONTACT_LOOKUP_URL: url, CONTACT_LOOKUP_SECRET: secret }: LookupWhole, { fetch, now }) =>
    createContactLookup({ url, secret, fetch, now }),
  check: async ({ CONTACT_LOOKUP_URL: url, CONTACT_LOOKUP_SECRET: secret }: LookupWhole, { fetch, now }) =>
    (await import("./check.ts")).checkContactLookup({ url, secret, fetch, now }),
};
