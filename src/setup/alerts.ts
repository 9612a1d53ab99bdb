// Where the company is told of trouble: a chat and an address of its own.

import * as z from "zod/mini";
import { readEmail } from "../channels/contact-fields.ts";
import { channelSettings } from "./channels.ts";
import { textAs, webUrl } from "../platform/fields.ts";
import type { Complaint } from "../platform/fields.ts";

export const ALERT_SETTINGS = {
  /** Takes `{"text": ...}`, as the incoming webhooks of Slack and Mattermost do. Holds a secret. */
  ALERT_URL: z.optional(webUrl),
  ALERT_EMAIL: z.optional(textAs(readEmail, "must be an email address, like ops@example.com")),
};

type AlertRead = { readonly [K in keyof typeof ALERT_SETTINGS]: z.output<(typeof ALERT_SETTINGS)[K]> };

export interface AlertConfig {
  readonly url: string | null;
  readonly email: string | null;
}

/** Null where nobody is to be told. */
export function toAlerts({ ALERT_URL: url, ALERT_EMAIL: email }: AlertRead): AlertConfig | null {
  return url === undefined && email === undefined ? null : { url: url ?? null, email: email ?? null };
}

/** The same address, however it is written; a server never sees what stands behind `#`. */
const plain = (url: unknown): string | null =>
  typeof url === "string" && URL.canParse(url) ? new URL(url).href.replace(/#.*/s, "") : null;

/** An address for alerts where nothing carries emails, or a chat that is the address of a provider of messages. */
export function alertComplaints(
  read: Partial<AlertRead> & Readonly<Record<string, unknown>>,
  carriesEmail: boolean,
): readonly Complaint[] {
  const complaints: Complaint[] = [];
  if (read.ALERT_EMAIL !== undefined && !carriesEmail)
    complaints.push({
      setting: "ALERT_EMAIL",
      problem: "needs a channel that carries emails, and none is configured",
    });
  const url = plain(read.ALERT_URL);
  const other = Object.keys(channelSettings()).find((it) => url !== null && plain(read[it]) === url);
  if (other !== undefined)
    complaints.push({
      setting: "ALERT_URL",
      problem: `must not be the same as ${other}: alerts are text for a chat, so give it the address of one, or a path of its own`,
    });
  return complaints;
}
