// The settings the emulator needs, read once from its environment. They are the product's own, by the same names.
import { BRAND_SETTINGS } from "../../setup/brand.ts";
import { allSettings } from "../../setup/settings.ts";
import { PLAIN } from "../../text/language.ts";
import type { Spoken } from "../../text/language.ts";
import { asRecord, asText } from "./tariffs.ts";

/** A setting of the product that is not what it is where it is left out. */
export interface Difference {
  name: string;
  here: string;
  elsewhere: string;
}

export interface EmulatorSettings {
  accountId: string;
  apiKey: string;
  apiVersion: string;
  /** Origin of the dev server, without a slash at the end. */
  publicUrl: string;
  operatorToken: string;
  linkKeys: string[];
  handoffSecret: string;
  contactSecret: string;
  /** The company's own contact lookup; null where this server plays it. */
  ownLookup: string | null;
  brandName: string;
  /** The languages that the product speaks. */
  spoken: Spoken;
  /** Whom emails come from. */
  emailFrom: string;
  /** As the product has it, like `1/48h,4/28d`. */
  caps: string;
  /** What a deployment that sets nothing would do otherwise than this run. */
  differences: Difference[];
  twilio: { accountSid: string; authToken: string; from: string };
  /** The WhatsApp sender of the same account. */
  whatsappFrom: string;
  resend: { apiKey: string; webhookSecret: string };
  fcm: { projectId: string; clientEmail: string; tokenUri: string };
}

/** Reads the settings; throws with the name of the first one that is missing, which only a bad start can cause. */
export function readSettings(env: Record<string, unknown>): EmulatorSettings {
  const read = (name: string): string => {
    const value = asText(env[name]);
    if (value === null) throw new Error(`the emulator needs the setting ${name}`);
    return value;
  };
  const account = asRecord(JSON.parse(read("FCM_SERVICE_ACCOUNT")));
  return {
    accountId: read("FLATPEAK_ACCOUNT_ID"),
    apiKey: read("FLATPEAK_API_KEY"),
    apiVersion: read("FLATPEAK_API_VERSION"),
    publicUrl: read("PUBLIC_URL").replace(/\/$/, ""),
    operatorToken: read("OPERATOR_TOKEN"),
    linkKeys: read("LINK_KEYS")
      .split(",")
      .map((key) => key.trim()),
    handoffSecret: read("HANDOFF_SECRET"),
    contactSecret: read("CONTACT_LOOKUP_SECRET"),
    ownLookup: ownAddress(env, "CONTACT_LOOKUP_URL", PLAYED.CONTACT_LOOKUP_URL)?.href ?? null,
    brandName: read("BRAND_NAME"),
    spoken: spokenIn(env),
    emailFrom: read("EMAIL_FROM"),
    caps: asText(env["CAPS"]) ?? String(defaultOf("CAPS")),
    differences: differences(env),
    twilio: {
      accountSid: read("TWILIO_ACCOUNT_SID"),
      authToken: read("TWILIO_AUTH_TOKEN"),
      from: read("TWILIO_FROM"),
    },
    whatsappFrom: read("WHATSAPP_FROM"),
    resend: { apiKey: read("RESEND_API_KEY"), webhookSecret: read("RESEND_WEBHOOK_SECRET") },
    fcm: {
      projectId: asText(account["project_id"]) ?? "",
      clientEmail: asText(account["client_email"]) ?? "",
      tokenUri: asText(account["token_uri"]) ?? "",
    },
  };
}

/** What the product speaks; with a setting that cannot be read it speaks to nobody, and says so itself. */
function spokenIn(env: Record<string, unknown>): Spoken {
  const on = BRAND_SETTINGS.LANGUAGES.safeParse(asText(env["LANGUAGES"]) ?? undefined);
  const otherwise = BRAND_SETTINGS.DEFAULT_LOCALE.safeParse(asText(env["DEFAULT_LOCALE"]) ?? undefined);
  return on.success && otherwise.success ? { on: on.data, otherwise: otherwise.data } : PLAIN;
}

/** Where this server plays the company. */
const PLAYED = { HANDOFF_URL: "/_dev/handoff", CONTACT_LOOKUP_URL: "/_dev/contacts", ALERT_URL: "/_dev/alerts" };

/** The address of a part of the company that somebody else plays; null where this server does. */
function ownAddress(env: Record<string, unknown>, name: string, played: string): URL | null {
  const url = URL.parse(asText(env[name]) ?? "");
  return url === null || url.pathname === played ? null : url;
}

/** What of the company is played by somebody else, who is not seen here. Its host alone: the address of a chat is a secret. */
const elsewhereOf = (env: Record<string, unknown>): Difference[] =>
  Object.entries(PLAYED).flatMap(([name, elsewhere]) => {
    const url = ownAddress(env, name, elsewhere);
    return url === null ? [] : [{ name, here: url.host, elsewhere }];
  });

/** Every setting that has a default and something else here, addresses of the emulator aside: those must differ. */
function differences(env: Record<string, unknown>): Difference[] {
  const others = Object.keys(allSettings()).flatMap((name) => {
    const here = asText(env[name]);
    const elsewhere = asText(defaultOf(name));
    if (here === null || elsewhere === null || here === elsewhere || /_API_URL$|^FLATPEAK_CONNECT_/.test(name))
      return [];
    return [{ name, here, elsewhere }];
  });
  return [...elsewhereOf(env), ...others];
}

/** What a setting is where it is left out, as it would be written; undefined where it has no default. */
function defaultOf(name: string): unknown {
  const entry = Object.entries(allSettings()).find(([it]) => it === name);
  const definition = entry?.[1]._zod.def ?? {};
  return "defaultValue" in definition ? definition.defaultValue : undefined;
}
