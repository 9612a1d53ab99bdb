// Twilio carries text messages, tells what became of them, and hands on what customers answer.

import * as z from "zod/mini";
import { baseUrl, count, text } from "../../platform/fields.ts";
import { describeProvider } from "../provider.ts";
import { hearTwilio } from "./callback.ts";
import { createTwilio } from "./send.ts";
import { readSender } from "./sender.ts";

const from = text.check(
  z.refine(
    (given) => readSender(given) !== null,
    "must be a number like +441632960000, a messaging service MG..., or a name of up to 11 letters and digits",
  ),
);

export const twilio = describeProvider({
  name: "twilio",
  channel: "sms",
  settings: {
    TWILIO_API_URL: baseUrl("https://api.twilio.com"),
    TWILIO_ACCOUNT_SID: z.optional(text.check(z.regex(/^AC[0-9a-fA-F]{32}$/, "must be AC and 32 hexadecimal digits"))),
    TWILIO_AUTH_TOKEN: z.optional(text.check(z.minLength(16, "must have at least 16 characters"))),
    TWILIO_FROM: z.optional(from),
    /** A sender's own rate, which no answer shows: what is more than that waits at Twilio. The smallest take ten. */
    SMS_PER_SECOND: z.prefault(count(1, 1_000), "10"),
  },
  needs: ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM"],
  secrets: { given: ["TWILIO_AUTH_TOKEN"] },
  isKeyless: true,
  paceOf: (whole) => whole.SMS_PER_SECOND,
  create: (whole, { fetch, now, reportUrl }) =>
    createTwilio({
      apiUrl: whole.TWILIO_API_URL,
      accountSid: whole.TWILIO_ACCOUNT_SID,
      authToken: whole.TWILIO_AUTH_TOKEN,
      from: whole.TWILIO_FROM,
      statusCallback: reportUrl,
      fetch,
      now,
    }),
  check: async (whole, { fetch, now, callbackUrl }) =>
    (await import("./check.ts")).checkTwilio(
      { fetch, now },
      {
        apiUrl: whole.TWILIO_API_URL,
        accountSid: whole.TWILIO_ACCOUNT_SID,
        authToken: whole.TWILIO_AUTH_TOKEN,
        from: whole.TWILIO_FROM,
        callbackUrl,
      },
    ),
  listen: ({ TWILIO_AUTH_TOKEN: authToken }) => hearTwilio(authToken),
});
