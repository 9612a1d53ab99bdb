// Twilio carries text messages, tells what became of them, and hands on what customers answer.

import * as z from "zod/mini";
import { count, text } from "../../platform/fields.ts";
import { describeProvider } from "../provider.ts";
import { twilioAccount } from "../twilio-account.ts";
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
    ...twilioAccount,
    TWILIO_FROM: z.optional(from),
    /** A sender's own rate, which no answer shows: what is more than that waits at Twilio. The smallest take ten. */
    SMS_PER_SECOND: z.prefault(count(1, 1_000), "10"),
  },
  needs: ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM"],
  secrets: { given: ["TWILIO_AUTH_TOKEN"] },
  isKeyless: true,
  paceOf: (whole) => whole.SMS_PER_SECOND,
  create: (whole, { fetch, now, reportUrl }) => ({
    name: "sms",
    canReply: readSender(whole.TWILIO_FROM)?.canReply ?? false,
    // No webhook and no tap has any use for what sends.
    send: async (delivery) =>
      (await import("./send.ts"))
        .createTwilio({
          apiUrl: whole.TWILIO_API_URL,
          accountSid: whole.TWILIO_ACCOUNT_SID,
          authToken: whole.TWILIO_AUTH_TOKEN,
          from: whole.TWILIO_FROM,
          statusCallback: reportUrl,
          fetch,
          now,
        })
        .send(delivery),
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
  listen:
    ({ TWILIO_AUTH_TOKEN: authToken }) =>
    async (said) =>
      (await import("../twilio-callback.ts")).hearTwilio(authToken)(said),
});
