// Every setting there is, by its name: what it may hold, and what it is where it is left out.

import * as z from "zod/mini";
import { ALERT_SETTINGS } from "./alerts.ts";
import { channelSettings } from "./channels.ts";
import { EVENTS_BY_DEFAULT, eventsOut } from "./events.ts";
import { BRAND_SETTINGS } from "./brand.ts";
import { RETENTION_SETTINGS } from "./retention.ts";
import { connectWeb, destination, domain, duration, secret } from "./fields.ts";
import { OPERATOR_SETTINGS } from "./operator.ts";
import { POLICY_SETTINGS } from "./policy.ts";
import { baseUrl, count, originUrl, text } from "../platform/fields.ts";
import type { Fields } from "../channels/provider.ts";

/** Also a setting of each arm of an experiment. */
export const PAGE_BEFORE_CONNECT = z.prefault(z.enum(["expiring", "off"], "must be expiring or off"), "expiring");

/** The settings that are no provider's. */
const OWN = {
  FLATPEAK_API_URL: baseUrl("https://api.flatpeak.com"),
  FLATPEAK_API_VERSION: z.prefault(
    text.check(
      z.regex(
        /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:\.zero|\.anode)?$/,
        "must be a version of Anode or Zero, like 2025-09-14.anode",
      ),
    ),
    "2025-09-14.anode",
  ),
  FLATPEAK_ACCOUNT_ID: text.check(z.regex(/^acc_[A-Za-z0-9]+$/, "must be like acc_...")),
  FLATPEAK_API_KEY: text.check(z.regex(/^sk_(live|test)_\S+$/, "must begin with sk_live_ or sk_test_")),
  VERIFY_PRICES: z.prefault(z.enum(["on", "off"], "must be on or off"), "on"),
  SIGNATURE_TOLERANCE: z.prefault(duration(), "5m"),
  SIGNATURE_MAX_AGE: z.prefault(duration(), "7d"),
  FETCH_BACK_PER_MINUTE: z.prefault(count(0, 9_999), "60"),
  PUBLIC_URL: originUrl,
  CONNECT_WEB_URL: z.optional(connectWeb),
  FLATPEAK_CONNECT_URL: baseUrl("https://connect.flatpeak.com"),
  FLATPEAK_CONNECT_DOMAIN: z.prefault(domain, "connect.flatpeak.com"),
  CALLBACK_URL: z.optional(destination),
  APP_URL: z.optional(destination),
  LINK_CONFIRM: z.prefault(
    z.enum(["suspicious", "always", "never"], "must be suspicious, always or never"),
    "suspicious",
  ),
  PAGE_BEFORE_CONNECT,
  LINK_KEYS: z.pipe(
    z.pipe(
      text,
      z.transform((keys) => keys.split(",").map((key) => key.trim())),
    ),
    z.array(secret),
  ),
  ...POLICY_SETTINGS,
  TEST_MODE_DELIVERY: z.prefault(z.enum(["log", "all"], "must be log or all"), "log"),
  ...BRAND_SETTINGS,
  ...RETENTION_SETTINGS,
  ...OPERATOR_SETTINGS,
  ...ALERT_SETTINGS,
  EVENTS_OUT: z.prefault(eventsOut, EVENTS_BY_DEFAULT.join(",")),
  JURISDICTION: z.optional(z.enum(["eu"], "must be eu, or be left out")),
  SILENCE_AFTER: z.prefault(duration(), "7d"),
  EXPERIMENT: z.optional(text),
  ZERO_BRIDGE: z.prefault(z.enum(["on", "off"], "must be on or off"), "off"),
};

/** Every setting by its name, those of a company's own providers included. */
export const allSettings = (): Fields => ({ ...OWN, ...channelSettings() });

/** What was read of them. Those of providers are known by their name alone: what they hold is the provider's to know. */
export type Read = { readonly [K in keyof typeof OWN]: z.output<(typeof OWN)[K]> } & Readonly<Record<string, unknown>>;
