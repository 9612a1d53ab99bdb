// The company's own backend: it brings messages to customers its way, hears what an operator must hear of, and may be asked for
// a customer's addresses.

import * as z from "zod/mini";
import { webUrl, whsec } from "../../platform/fields.ts";
import { describeProvider } from "../provider.ts";
import { createContactLookup } from "./lookup.ts";
import { createBackend, createHandoff } from "./send.ts";
import type { CallDeps } from "../../platform/http.ts";
import type { ContactLookup } from "./lookup.ts";
import type { Outfit, Whole } from "../provider.ts";

interface HandoffSettings {
  readonly HANDOFF_URL: string;
  readonly HANDOFF_SECRET: string;
}
const signed = ({ HANDOFF_URL: url, HANDOFF_SECRET: secret }: HandoffSettings) => ({ url, secret });

export const backend = describeProvider({
  name: "backend",
  channel: "handoff",
  settings: { HANDOFF_URL: z.optional(webUrl), HANDOFF_SECRET: z.optional(whsec) },
  needs: ["HANDOFF_URL", "HANDOFF_SECRET"],
  secrets: { chosen: ["HANDOFF_SECRET"] },
  isKeyless: false,
  pace: 100,
  create: (whole, { fetch, now }) => createHandoff({ ...signed(whole), fetch, now }),
  createBackend: (whole, { fetch, now }) => createBackend({ ...signed(whole), fetch, now }),
});

const lookupSettings = { CONTACT_LOOKUP_URL: z.optional(webUrl), CONTACT_LOOKUP_SECRET: z.optional(whsec) };
const lookupNeeds = ["CONTACT_LOOKUP_URL", "CONTACT_LOOKUP_SECRET"] as const;
type LookupWhole = Whole<typeof lookupSettings, (typeof lookupNeeds)[number]>;

interface Lookup extends Outfit {
  /** Questions a second, over all customers. */
  readonly pace: number;
  create(whole: Readonly<Record<string, unknown>>, deps: CallDeps): ContactLookup;
}

/** The contact lookup: no way to a customer, but an outside with settings of its own. */
export const contactLookup: Lookup = {
  settings: lookupSettings,
  needs: lookupNeeds,
  secrets: { chosen: ["CONTACT_LOOKUP_SECRET"] },
  pace: 100,
  create: ({ CONTACT_LOOKUP_URL: url, CONTACT_LOOKUP_SECRET: secret }: LookupWhole, { fetch, now }) =>
    createContactLookup({ url, secret, fetch, now }),
};
