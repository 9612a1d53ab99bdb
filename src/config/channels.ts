// The settings of the ways out: which providers there are, and whether each is whole.

import * as z from "zod/mini";
import { baseUrl, text, textAs, webUrl, whsec } from "./fields.ts";
import { jsonOf } from "../channels/call.ts";
import { senderOf } from "../channels/twilio-sender.ts";
import { serviceAccountShape } from "../channels/google-bearer.ts";
import type { ServiceAccount } from "../channels/google-bearer.ts";
import type { ChannelName } from "../core/settings.ts";
import type { Complaint } from "./fields.ts";

const serviceAccount = textAs((given) => {
  const account = serviceAccountShape.safeParse(jsonOf(given)).data;
  return account !== undefined && webUrl.safeParse(account.token_uri).success ? account : null;
}, "must be the JSON of a Google service account key");
/** "Example Energy <hello@example.com>" or the bare address. */
const sender = text.check(
  z.regex(
    /^(?:[^<>\r\n"]{1,60} <[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+)$/,
    "must be like Example Energy <hello@example.com>",
  ),
);

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

/** What is half configured. `hasBinding`: the deployment has an `EMAIL` binding of its own. */
export function channelComplaints(read: ChannelsRead, hasBinding: boolean): readonly Complaint[] {
  const complaints: Complaint[] = [];
  for (const group of GROUPS) {
    const given = group.find((name) => read[name] !== undefined);
    if (given === undefined) continue;
    for (const name of group) {
      if (read[name] === undefined) complaints.push({ setting: name, problem: `is missing, while ${given} is set` });
    }
  }
  if (read.RESEND_API_KEY !== undefined && read.EMAIL_FROM === undefined)
    complaints.push({ setting: "EMAIL_FROM", problem: "is missing, while RESEND_API_KEY is set" });
  if (read.EMAIL_FROM !== undefined && read.RESEND_API_KEY === undefined && !hasBinding) {
    complaints.push({
      setting: "RESEND_API_KEY",
      problem: "is missing, while EMAIL_FROM is set and there is no EMAIL binding",
    });
  }
  if (read.RESEND_WEBHOOK_SECRET !== undefined && read.RESEND_API_KEY === undefined)
    complaints.push({ setting: "RESEND_API_KEY", problem: "is missing, while RESEND_WEBHOOK_SECRET is set" });
  return complaints;
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
