// Settings: the environment of the Worker, parsed once into a Config, or the names of what is missing or wrong.
// Values never appear in a complaint, since any of them may be a secret.

import { alertComplaints, toAlerts } from "./alerts.ts";
import { carriersOf, channelComplaints, givenIn, keylessOf, toChannels, unreachable } from "./channels.ts";
import { nearMisses } from "./near.ts";
import { operatorComplaints, toOperator } from "./operator.ts";
import { policyComplaints, toPolicy } from "./policy.ts";
import { readFields } from "./read.ts";
import { brandComplaints, toBrand } from "./brand.ts";
import { retentionComplaints, toRetention } from "./retention.ts";
import { badSecrets } from "./secret-settings.ts";
import { allSettings } from "./settings.ts";
import { textComplaints } from "./own.ts";
import { readExperiment } from "./experiment/read.ts";
import type { ChannelConfig } from "./channels.ts";
import type { OutwardEvent } from "../core/announce/events.ts";
import type { AlertConfig } from "./alerts.ts";
import type { Experiment, ExperimentRead } from "./experiment/experiment.ts";
import type { BrandConfig } from "./brand.ts";
import type { Retention } from "./retention.ts";
import type { OperatorConfig } from "./operator.ts";
import type { Read } from "./settings.ts";
import type { Spoken } from "../text/language.ts";
import type { Complaint } from "../platform/fields.ts";
import type { Given } from "./channels.ts";
import type { Cap, ChannelName, Policy } from "../core/policy.ts";

export interface Config {
  readonly flatpeak: {
    readonly apiUrl: string;
    readonly apiVersion: string;
    readonly accountId: string;
    readonly apiKey: string;
    /** The mode of the deployment, by the prefix of its key. */
    readonly liveMode: boolean;
    /** A repair counts once FlatPeak has prices for it. */
    readonly verifiesPrices: boolean;
  };
  readonly languages: Spoken;
  /** The conversation behind Connect pages, where they are ours; null where the company has a client of its own. */
  readonly connect: {
    readonly url: string;
    /** A supplier's sign-in stands on it, or below. */
    readonly domain: string;
  } | null;
  readonly webhook: {
    readonly tolerance: number;
    readonly maxAge: number;
    readonly fetchBackPerMinute: number;
  };
  readonly link: {
    readonly publicUrl: string;
    /** Where a tap leads and a sign-in comes back to; our own pages where the company names none. */
    readonly connectWebUrl: string;
    /** Null: our own `/c/:code/done`. */
    readonly callbackUrl: string | null;
    readonly appUrl: string | null;
    /** When a page with a button stands between the tap and Connect. */
    readonly confirm: "suspicious" | "always" | "never";
    /** Whether a page says what to have ready before Connect asks for a contract that is to follow one that ends, in whatever arm. */
    readonly hasPageBefore: boolean;
    /** The first signs; all verify. */
    readonly keys: readonly string[];
  };
  /** What holds for customers who are in no arm of an experiment; see `policyFor`. */
  readonly policy: Policy;
  readonly experiment: Experiment | null;
  /** The channels that messages may go by, in whatever arm. */
  readonly waysOut: readonly ChannelName[];
  readonly outage: {
    /** So many homes of one supplier that cannot be read within so long are an outage. */
    readonly at: Cap;
    /** Messages are held no longer than this (ms), outage or not. */
    readonly holdMax: number;
  };
  readonly brand: BrandConfig;
  readonly channels: ChannelConfig;
  readonly kept: Retention;
  /** What of all that happens goes to the company's backend, where there is one. */
  readonly eventsOut: readonly OutwardEvent[];
  readonly operator: OperatorConfig;
  /** Where the company is told of trouble; null for nowhere. */
  readonly alerts: AlertConfig | null;
  /** How long FlatPeak may say nothing before that is remarkable (ms). */
  readonly silenceAfter: number;
  /** Whether the calls of Zero are answered below `/zero`. */
  readonly zeroBridge: boolean;
}

export type ConfigResult =
  { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly complaints: readonly Complaint[] };

/**
 * What can only be seen by looking at several settings: half of a pair, secrets that protect nothing, windows that do not fit, a
 * deployment that could tell nobody, names that are nearly a setting. `read` holds what could be read; what needs more is left out.
 */
function crossChecks(read: Partial<Read>, env: Readonly<Record<string, unknown>>, given: Given): readonly Complaint[] {
  const complaints = [
    ...channelComplaints(given),
    ...retentionComplaints(read),
    ...brandComplaints(read),
    ...operatorComplaints(read),
    ...alertComplaints(read, carriersOf(toChannels(read, given).providers).has("email")),
    ...badSecrets(read),
    ...textComplaints(read),
  ];
  if ((read.SIGNATURE_TOLERANCE ?? 0) > (read.SIGNATURE_MAX_AGE ?? Infinity))
    complaints.push({ setting: "SIGNATURE_MAX_AGE", problem: "must not be shorter than SIGNATURE_TOLERANCE" });
  return [...complaints, ...nearMisses(env, Object.keys(allSettings()))];
}

/** The same of those settings that an arm of an experiment can have as well. */
function customerChecks(read: Partial<Read>, given: Given): readonly Complaint[] {
  const complaints = [...policyComplaints(read)];
  const { CHANNEL_ORDER: order, FLATPEAK_API_KEY: key, TEST_MODE_DELIVERY: delivery } = read;
  if (order !== undefined && key !== undefined && delivery !== undefined && !isLogOnly(key, delivery)) {
    const problem = unreachable(order, given);
    if (problem !== null) complaints.push({ setting: "CHANNEL_ORDER", problem });
    if (read.SMS_MAX === 0 && order.every((it) => it === "sms"))
      complaints.push({
        setting: "SMS_MAX",
        problem: "must not be 0 while CHANNEL_ORDER names sms alone: nobody could be told",
      });
  }
  return complaints;
}

/** EXPERIMENT as it was read; null where there is none. */
const experimentIn = (read: Partial<Read>, given: Given): ExperimentRead | null =>
  read.EXPERIMENT === undefined
    ? null
    : readExperiment(read.EXPERIMENT, { read, complaintsOf: (mixed) => customerChecks(mixed, given) });

/** With a test key, and unless told otherwise, nothing leaves. */
const isLogOnly = (apiKey: string, delivery: Read["TEST_MODE_DELIVERY"]): boolean =>
  apiKey.startsWith("sk_test_") && delivery === "log";

/** Parses the environment, or names all that is wrong with it, at once. */
export function readConfig(env: Readonly<Record<string, unknown>>): ConfigResult {
  const { values, complaints: unread } = readFields(allSettings(), env);
  const given = givenIn(env);
  const experiment = experimentIn(values, given);
  const complaints = [
    ...unread,
    ...crossChecks(values, env, given),
    ...customerChecks(values, given),
    ...(experiment?.ok === false ? experiment.complaints : []),
  ];
  if (complaints.length > 0) return { ok: false, complaints };
  // Each was read by its own field, and none is left out.
  return { ok: true, config: toConfig(values as Read, toChannels(values, given), given, experiment) };
}

function toConfig(read: Read, channels: ChannelConfig, given: Given, reading: ExperimentRead | null): Config {
  const carriers = carriersOf(channels.providers);
  const rehearses = isLogOnly(read.FLATPEAK_API_KEY, read.TEST_MODE_DELIVERY);
  const policyIn = (of: Read): Policy =>
    toPolicy(of, {
      channels: rehearses ? ["log"] : of.CHANNEL_ORDER.filter((it) => carriers.has(it)),
      contactLookup: channels.hasContactLookup,
      keyless: keylessOf(channels.providers),
      hasBackend: channels.providers.some((it) => it.createBackend !== undefined) && !rehearses,
      hasIndex: given.isBound("FLEET"),
      eventsOut: of.EVENTS_OUT,
    });
  const policy = policyIn(read);
  const experiment = reading?.ok === true ? reading.make(read, policyIn) : null;
  return {
    flatpeak: {
      apiUrl: read.FLATPEAK_API_URL,
      apiVersion: read.FLATPEAK_API_VERSION,
      accountId: read.FLATPEAK_ACCOUNT_ID,
      apiKey: read.FLATPEAK_API_KEY,
      liveMode: read.FLATPEAK_API_KEY.startsWith("sk_live_"),
      verifiesPrices: read.VERIFY_PRICES === "on",
    },
    connect:
      read.CONNECT_WEB_URL === undefined
        ? { url: read.FLATPEAK_CONNECT_URL, domain: read.FLATPEAK_CONNECT_DOMAIN }
        : null,
    webhook: {
      tolerance: read.SIGNATURE_TOLERANCE,
      maxAge: read.SIGNATURE_MAX_AGE,
      fetchBackPerMinute: read.FETCH_BACK_PER_MINUTE,
    },
    link: {
      publicUrl: read.PUBLIC_URL,
      connectWebUrl: read.CONNECT_WEB_URL ?? `${read.PUBLIC_URL}/connect`,
      callbackUrl: read.CALLBACK_URL ?? null,
      appUrl: read.APP_URL ?? null,
      confirm: read.LINK_CONFIRM,
      hasPageBefore: experiment?.hasPageBefore ?? read.PAGE_BEFORE_CONNECT === "expiring",
      keys: read.LINK_KEYS,
    },
    policy,
    experiment,
    waysOut: experiment?.channels ?? policy.channels,
    languages: { on: read.LANGUAGES, otherwise: read.DEFAULT_LOCALE },
    outage: { at: read.OUTAGE_AT, holdMax: read.OUTAGE_HOLD_MAX },
    brand: toBrand(read),
    channels,
    kept: toRetention(read),
    eventsOut: read.EVENTS_OUT,
    operator: toOperator(read),
    alerts: toAlerts(read),
    silenceAfter: read.SILENCE_AFTER,
    zeroBridge: read.ZERO_BRIDGE === "on",
  };
}
