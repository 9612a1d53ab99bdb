// The account at Twilio, which text messages and WhatsApp share.

import * as z from "zod/mini";
import { baseUrl, text } from "../platform/fields.ts";

export const twilioAccount = {
  TWILIO_API_URL: baseUrl("https://api.twilio.com"),
  TWILIO_ACCOUNT_SID: z.optional(text.check(z.regex(/^AC[0-9a-fA-F]{32}$/, "must be AC and 32 hexadecimal digits"))),
  TWILIO_AUTH_TOKEN: z.optional(text.check(z.minLength(16, "must have at least 16 characters"))),
};

/** What a request to Twilio says who it is with. */
export const basicOf = ({
  accountSid,
  authToken,
}: {
  readonly accountSid: string;
  readonly authToken: string;
}): string => `Basic ${btoa(`${accountSid}:${authToken}`)}`;
