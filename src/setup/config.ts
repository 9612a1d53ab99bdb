// Settings: the environment of the Worker, parsed once into a Config, or the names of what is missing or wrong.
// Values never appear in a complaint, since any of them may be a secret.

import * as z from "zod/mini";
import { channelComplaints, channelShape, configured, keyless, toChannels, unreachable } from "./channels.ts";
import {
  baseUrl,
  bearer,
  connectWeb,
  count,
  destination,
  duration,
  isLocalUrl,
  originUrl,
  secret,
  text,
} from "./fields.ts";
import { nearMisses } from "./near.ts";
import { complaintsOf, policyComplaints, policyShape, toPolicy } from "./policy.ts";
import { secretComplaints } from "./secrets.ts";
import { BRAND_MAX, brandComplaint } from "../text/brand.ts";
import { customComplaints } from "../text/lint.ts";
import type { ChannelConfig } from "./channels.ts";
import type { Complaint } from "./fields.ts";
import type { Cap, Settings } from "../core/policy.ts";

export interface Config {
  readonly flatpeak: {
    readonly apiUrl: string;
    readonly apiVersion: string;
    readonly accountId: string;
    readonly apiKey: string;
    /** The mode of the deployment, by the prefix of its key. */
    readonly liveMode: boolean;
  };
  readonly webhook: {
    readonly tolerance: number;
    readonly maxAge: number;
    readonly fetchBackPerMinute: number;
  };
  readonly link: {
    readonly publicUrl: string;
    readonly connectWebUrl: string;
    /** Null: our own `/c/:code/done`. */
    readonly callbackUrl: string | null;
    readonly appUrl: string | null;
    /** When a page with a button stands between the tap and Connect. */
    readonly confirm: "suspicious" | "always" | "never";
    /** The first signs; all verify. */
    readonly keys: readonly string[];
  };
  readonly policy: Settings;
  readonly outage: {
    /** So many homes of one supplier that cannot be read within so long are an outage. */
    readonly at: Cap;
    /** Messages are held no longer than this (ms), outage or not. */
    readonly holdMax: number;
  };
  readonly brand: {
    readonly name: string;
    /** `#rrggbb`; null for ours. */
    readonly colour: string | null;
    /** A `data:image/...` URL, so that no page loads anything. */
    readonly logo: string | null;
  };
  readonly channels: ChannelConfig;
  readonly operatorToken: string;
  /** How long it is known how to reach a customer with whom nothing happens (ms). */
  readonly contactKept: number;
  /** How long FlatPeak may say nothing before that is remarkable (ms). */
  readonly silenceAfter: number;
}

export type ConfigResult =
  { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly complaints: readonly Complaint[] };

/** Ten years: longer than anybody has a use for. */
const MAX_KEPT_MS = 3_650 * 86_400_000;

/** Every setting by its name, with what it may hold and what it is where it is left out. */
export const shape = z.object({
  FLATPEAK_API_URL: baseUrl("https://api.flatpeak.com"),
  FLATPEAK_API_VERSION: z._default(
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
  SIGNATURE_TOLERANCE: z.prefault(duration(), "5m"),
  SIGNATURE_MAX_AGE: z.prefault(duration(), "7d"),
  FETCH_BACK_PER_MINUTE: z.prefault(count(0, 9_999), "60"),
  PUBLIC_URL: originUrl,
  CONNECT_WEB_URL: connectWeb,
  CALLBACK_URL: z.optional(destination),
  APP_URL: z.optional(destination),
  LINK_CONFIRM: z._default(
    z.enum(["suspicious", "always", "never"], "must be suspicious, always or never"),
    "suspicious",
  ),
  LINK_KEYS: z.pipe(
    z.pipe(
      text,
      z.transform((keys) => keys.split(",").map((key) => key.trim())),
    ),
    z.array(secret),
  ),
  ...policyShape,
  TEST_MODE_DELIVERY: z._default(z.enum(["log", "all"], "must be log or all"), "log"),
  BRAND_NAME: text.check(z.maxLength(BRAND_MAX, `must have at most ${BRAND_MAX} characters`)),
  BRAND_COLOR: z.optional(text.check(z.regex(/^#[0-9a-fA-F]{6}$/, "must be like #0b6b4b"))),
  BRAND_LOGO: z.optional(
    text.check(
      z.maxLength(8_192, "must have at most 8192 characters"),
      z.regex(
        /^data:image\/(?:svg\+xml|png|webp|jpeg);base64,[A-Za-z0-9+/]+=*$/,
        "must be a data:image/...;base64 URL",
      ),
    ),
  ),
  ...channelShape,
  OPERATOR_TOKEN: bearer,
  CONTACT_KEPT: z.prefault(duration(MAX_KEPT_MS), "400d"),
  SILENCE_AFTER: z.prefault(duration(), "7d"),
});

type Read = z.infer<typeof shape>;

/** The secrets that whoever deploys makes up, and those that a provider gave out. */
const CHOSEN = ["LINK_KEYS", "OPERATOR_TOKEN", "HANDOFF_SECRET", "CONTACT_LOOKUP_SECRET"] as const;
const GIVEN = ["FLATPEAK_API_KEY", "TWILIO_AUTH_TOKEN", "RESEND_API_KEY", "RESEND_WEBHOOK_SECRET"] as const;

function badSecrets(read: Partial<Read>): readonly Complaint[] {
  const secrets = [...CHOSEN, ...GIVEN].map((name) => [name, [read[name] ?? []].flat()] as const);
  const isLocal = [read.FLATPEAK_API_URL, read.PUBLIC_URL].some((it) => it !== undefined && isLocalUrl(it));
  const isTest = read.FLATPEAK_API_KEY?.startsWith("sk_test_") === true;
  return secretComplaints(Object.fromEntries(secrets), { chosen: CHOSEN, isLocal: isTest && isLocal });
}

/**
 * What no single setting can tell: halves of a pair, secrets that are none, windows inside windows, a deployment that could tell no one, names that
 * are nearly a setting. Of `read` only what could be read is there; what cannot be told without the rest is left out.
 */
function crossChecks(read: Partial<Read>, env: Readonly<Record<string, unknown>>): readonly Complaint[] {
  const has = (name: string): boolean => env[name] !== undefined && env[name] !== "";
  const hasBinding = typeof env["EMAIL"] === "object";
  const complaints = [
    ...channelComplaints(has, hasBinding),
    ...policyComplaints(read),
    ...badSecrets(read),
    ...customComplaints(),
  ];
  const brand = read.BRAND_NAME === undefined ? null : brandComplaint(read.BRAND_NAME);
  if (brand !== null) complaints.push({ setting: "BRAND_NAME", problem: brand });
  if ((read.SIGNATURE_TOLERANCE ?? 0) > (read.SIGNATURE_MAX_AGE ?? Infinity))
    complaints.push({ setting: "SIGNATURE_MAX_AGE", problem: "must not be shorter than SIGNATURE_TOLERANCE" });
  const { CHANNEL_ORDER: order, FLATPEAK_API_KEY: key, TEST_MODE_DELIVERY: delivery } = read;
  if (order !== undefined && key !== undefined && delivery !== undefined && !isLogOnly(key, delivery)) {
    const problem = unreachable(order, has, hasBinding);
    if (problem !== null) complaints.push({ setting: "CHANNEL_ORDER", problem });
    if (read.SMS_MAX === 0 && order.every((it) => it === "sms"))
      complaints.push({
        setting: "SMS_MAX",
        problem: "must not be 0 while CHANNEL_ORDER names sms alone: nobody could be told",
      });
  }
  return [...complaints, ...nearMisses(env, Object.keys(shape.shape))];
}

/** With a test key, and unless told otherwise, nothing leaves. */
const isLogOnly = (apiKey: string, delivery: Read["TEST_MODE_DELIVERY"]): boolean =>
  apiKey.startsWith("sk_test_") && delivery === "log";

/** Each setting by itself: what can be read although others cannot. */
function readEach(present: Readonly<Record<string, unknown>>): Partial<Read> {
  const read: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(shape.shape)) {
    const parsed = field.safeParse(present[name]);
    if (parsed.success) read[name] = parsed.data;
  }
  return read;
}

/**
 * Parses the environment, or names all that is wrong with it, at once. An empty string counts as missing: that is what a
 * forgotten secret looks like.
 */
export function readConfig(env: Readonly<Record<string, unknown>>): ConfigResult {
  const present = Object.fromEntries(Object.keys(shape.shape).map((name) => [name, env[name]]));
  for (const [name, value] of Object.entries(present)) if (value === "") delete present[name];
  const parsed = shape.safeParse(present);
  const complaints = [
    ...(parsed.success ? [] : complaintsOf(parsed.error, present)),
    ...crossChecks(parsed.success ? parsed.data : readEach(present), env),
  ];
  if (!parsed.success || complaints.length > 0) return { ok: false, complaints };
  return { ok: true, config: toConfig(parsed.data) };
}

function toConfig(read: Read): Config {
  const channels = toChannels(read);
  const rehearses = isLogOnly(read.FLATPEAK_API_KEY, read.TEST_MODE_DELIVERY);
  return {
    flatpeak: {
      apiUrl: read.FLATPEAK_API_URL,
      apiVersion: read.FLATPEAK_API_VERSION,
      accountId: read.FLATPEAK_ACCOUNT_ID,
      apiKey: read.FLATPEAK_API_KEY,
      liveMode: read.FLATPEAK_API_KEY.startsWith("sk_live_"),
    },
    webhook: {
      tolerance: read.SIGNATURE_TOLERANCE,
      maxAge: read.SIGNATURE_MAX_AGE,
      fetchBackPerMinute: read.FETCH_BACK_PER_MINUTE,
    },
    link: {
      publicUrl: read.PUBLIC_URL,
      connectWebUrl: read.CONNECT_WEB_URL,
      callbackUrl: read.CALLBACK_URL ?? null,
      appUrl: read.APP_URL ?? null,
      confirm: read.LINK_CONFIRM,
      keys: read.LINK_KEYS,
    },
    policy: toPolicy(read, {
      channels: rehearses ? ["log"] : configured(read.CHANNEL_ORDER, channels),
      contactLookup: channels.contactLookup !== null,
      keyless: keyless(channels),
      hasBackend: channels.handoff !== null && !rehearses,
    }),
    outage: { at: read.OUTAGE_AT, holdMax: read.OUTAGE_HOLD_MAX },
    brand: { name: read.BRAND_NAME, colour: read.BRAND_COLOR ?? null, logo: read.BRAND_LOGO ?? null },
    channels,
    operatorToken: read.OPERATOR_TOKEN,
    contactKept: read.CONTACT_KEPT,
    silenceAfter: read.SILENCE_AFTER,
  };
}
