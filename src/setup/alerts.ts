// Where the company is told of trouble: a chat and an address of its own.

import * as z from "zod/mini";
import { readEmail } from "../channels/contact-fields.ts";
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

/** An address for alerts, where nothing carries emails. */
export const alertComplaints = (
  { ALERT_EMAIL: email }: Partial<AlertRead>,
  carriesEmail: boolean,
): readonly Complaint[] =>
  email === undefined || carriesEmail
    ? []
    : [
        {
          setting: "ALERT_EMAIL",
          problem: "needs a channel that carries emails, and none is configured",
        },
      ];
