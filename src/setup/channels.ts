// The settings of the ways out: which providers there are, and whether each is whole.

import * as z from "zod/mini";
import { baseUrl, text, textAs, webUrl, whsec } from "./fields.ts";
import { jsonOf } from "../platform/json.ts";
import { readEmail } from "../channels/contact-fields.ts";
import { senderOf } from "../channels/twilio/sender.ts";
import { serviceAccountShape } from "../channels/fcm/bearer.ts";
import { isReadable } from "../core/legible.ts";
import type { ServiceAccount } from "../channels/fcm/bearer.ts";
import type { ChannelName } from "../core/policy.ts";
import type { Complaint } from "./fields.ts";

const serviceAccount = textAs((given) => {
  const account = serviceAccountShape.safeParse(jsonOf(given)).data;
  return account !== undefined && webUrl.safeParse(account.token_uri).success ? account : null;
}, "must be the JSON of a Google service account key");
/** "Example Energy <hello@example.com>" or the bare address. */
const sender = textAs((given) => {
  const [, name, address = given] = /^([^<>\r\n"]{1,60}) <([^<>]+)>$/.exec(given) ?? [];
  const email = readEmail(address);
  if (email === null || (name !== undefined && !isReadable(name))) return null;
  return name === undefined ? email : `${name} <${email}>`;
}, "must be like Example Energy <hello@example.com>");

export const channelShape = {
  HANDOFF_URL: z.optional(webUrl),
  HANDOFF_SECRET: z.optional(whsec),
  TWILIO_API_URL: baseUrl("https://api.twilio.com"),
  TWILIO_ACCOUNT_SID: z.optional(text.check(z.regex(/^AC[0-9a-fA-F]{32}$/, "must be AC and 32 hexadecimal digits"))),
  TWILIO_AUTH_TOKEN: z.optional(text.check(z.minLength(16, "must have at least 16 characters"))),
  TWILIO_FROM: z.optional(
    text.check(
      z.refine(
        (from) => senderOf(from) !== null,
        "must be a number like +441632960000, a messaging service MG..., or a name of up to 11 letters and digits",
      ),
    ),
  ),
  EMAIL_FROM: z.optional(sender),
  RESEND_API_URL: baseUrl("https://api.resend.com"),
  RESEND_API_KEY: z.optional(text.check(z.minLength(8, "must have at least 8 characters"))),
  RESEND_WEBHOOK_SECRET: z.optional(whsec),
  FCM_API_URL: baseUrl("https://fcm.googleapis.com"),
  FCM_SERVICE_ACCOUNT: z.optional(serviceAccount),
  CONTACT_LOOKUP_URL: z.optional(webUrl),
  CONTACT_LOOKUP_SECRET: z.optional(whsec),
};

const shape = z.object(channelShape);
type ChannelsRead = z.infer<typeof shape>;

export interface Signed {
  readonly url: string;
  readonly secret: string;
}

/** The ways out that are configured; null for those that are not. */
export interface ChannelConfig {
  readonly handoff: Signed | null;
  readonly twilio: {
    readonly apiUrl: string;
    readonly accountSid: string;
    readonly authToken: string;
    readonly from: string;
  } | null;
  readonly email: {
    readonly from: string;
    /** Null: by the account's own `send_email` binding. */
    readonly resend: { readonly apiUrl: string; readonly apiKey: string } | null;
  } | null;
  /** Without it nobody tells us what became of an email. */
  readonly resendWebhookSecret: string | null;
  readonly fcm: { readonly apiUrl: string; readonly serviceAccount: ServiceAccount } | null;
  readonly contactLookup: Signed | null;
}

/** Groups that are whole or absent, each by the names of what belongs to it. */
const GROUPS: readonly (readonly (keyof ChannelsRead)[])[] = [
  ["HANDOFF_URL", "HANDOFF_SECRET"],
  ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM"],
  ["CONTACT_LOOKUP_URL", "CONTACT_LOOKUP_SECRET"],
];

/** What is half configured. `has`: what is set, well or badly. `hasBinding`: there is an `EMAIL` binding of the account's own. */
export function channelComplaints(has: (name: string) => boolean, hasBinding: boolean): readonly Complaint[] {
  const complaints: Complaint[] = [];
  const missing = (setting: string, why: string): number =>
    complaints.push({ setting, problem: `is missing, while ${why}` });
  for (const group of GROUPS) {
    const given = group.find(has);
    for (const name of given === undefined ? [] : group) if (!has(name)) missing(name, `${given} is set`);
  }
  if (has("RESEND_API_KEY") && !has("EMAIL_FROM")) missing("EMAIL_FROM", "RESEND_API_KEY is set");
  if (has("EMAIL_FROM") && !has("RESEND_API_KEY") && !hasBinding)
    missing("RESEND_API_KEY", "EMAIL_FROM is set and there is no EMAIL binding");
  else if (has("RESEND_WEBHOOK_SECRET") && !has("RESEND_API_KEY"))
    missing("RESEND_API_KEY", "RESEND_WEBHOOK_SECRET is set");
  return complaints;
}

/** What makes each channel whole. */
const NEEDS: Readonly<Record<ChannelName, readonly (keyof ChannelsRead)[]>> = {
  push: ["FCM_SERVICE_ACCOUNT"],
  email: ["EMAIL_FROM", "RESEND_API_KEY"],
  sms: ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM"],
  handoff: ["HANDOFF_URL", "HANDOFF_SECRET"],
  log: [],
};

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;

/** Why nobody could be told by the channels of an order; null where one of them is there, whole or begun. */
export function unreachable(
  order: readonly ChannelName[],
  has: (name: string) => boolean,
  hasBinding: boolean,
): string | null {
  const needsOf = (channel: ChannelName): readonly string[] =>
    channel === "email" && hasBinding ? ["EMAIL_FROM"] : NEEDS[channel];
  if (order.some((it) => it === "log" || needsOf(it).some(has))) return null;
  const lacking = order.map(
    (it) => `${listed(needsOf(it))} ${needsOf(it).length > 1 ? "are" : "is"} missing for ${it}`,
  );
  const others = (Object.keys(NEEDS) as ChannelName[]).filter((it) => it !== "log" && needsOf(it).every(has));
  const instead = others.length === 0 ? "" : `, while ${listed(others)} could be named there`;
  return `names no channel that is configured, so that nobody could be told: ${lacking.join(", ")}${instead}`;
}

const signed = (url: string | undefined, secret: string | undefined): Signed | null =>
  url === undefined || secret === undefined ? null : { url, secret };

/** What is whole, as the adapters take it. */
export function toChannels(read: ChannelsRead): ChannelConfig {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_FROM: from } = read;
  const { RESEND_API_KEY: apiKey, EMAIL_FROM: emailFrom, FCM_SERVICE_ACCOUNT: account } = read;
  return {
    handoff: signed(read.HANDOFF_URL, read.HANDOFF_SECRET),
    twilio:
      accountSid === undefined || authToken === undefined || from === undefined
        ? null
        : { apiUrl: read.TWILIO_API_URL, accountSid, authToken, from },
    email:
      emailFrom === undefined
        ? null
        : { from: emailFrom, resend: apiKey === undefined ? null : { apiUrl: read.RESEND_API_URL, apiKey } },
    resendWebhookSecret: read.RESEND_WEBHOOK_SECRET ?? null,
    fcm: account === undefined ? null : { apiUrl: read.FCM_API_URL, serviceAccount: account },
    contactLookup: signed(read.CONTACT_LOOKUP_URL, read.CONTACT_LOOKUP_SECRET),
  };
}

/** Those whose provider takes no idempotency key: Twilio, and Cloudflare's own email. */
export const keyless = ({ email }: ChannelConfig): readonly ChannelName[] =>
  email !== null && email.resend === null ? ["sms", "email"] : ["sms"];

/** Those channels of an order that could bring a message to somebody. */
export const configured = (order: readonly ChannelName[], channels: ChannelConfig): readonly ChannelName[] =>
  order.filter((name) => {
    switch (name) {
      case "handoff":
        return channels.handoff !== null;
      case "sms":
        return channels.twilio !== null;
      case "email":
        return channels.email !== null;
      case "push":
        return channels.fcm !== null;
      case "log":
        return true;
    }
  });
