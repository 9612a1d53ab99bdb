// Twilio carries messages by WhatsApp, in wordings that Meta approved, and tells what became of them.

import * as z from "zod/mini";
import { count, text } from "../../platform/fields.ts";
import { describeProvider } from "../provider.ts";
import { twilioAccount } from "../twilio-account.ts";
import { joined, templateIds } from "./templates.ts";

const from = text.check(
  z.regex(
    /^(?:\+[1-9]\d{6,14}|MG[0-9a-fA-F]{32})$/,
    "must be a WhatsApp sender like +441632960000, or a messaging service MG...",
  ),
);

export const whatsapp = describeProvider({
  name: "whatsapp",
  channel: "whatsapp",
  settings: {
    ...twilioAccount,
    WHATSAPP_FROM: z.optional(from),
    WHATSAPP_TEMPLATES: z.optional(templateIds),
    /** The same, for languages that the first has no room for. */
    WHATSAPP_TEMPLATES_2: z.optional(templateIds),
    WHATSAPP_TEMPLATES_3: z.optional(templateIds),
    /** What a sender may do before Meta gives it more. */
    WHATSAPP_PER_SECOND: z.prefault(count(1, 1_000), "80"),
  },
  needs: ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "WHATSAPP_FROM", "WHATSAPP_TEMPLATES"],
  secrets: { given: ["TWILIO_AUTH_TOKEN"] },
  isKeyless: true,
  paceOf: (whole) => whole.WHATSAPP_PER_SECOND,
  create: (whole, { fetch, now, reportUrl }) => ({
    name: "whatsapp",
    canReply: true,
    // No webhook and no tap has any use for what sends.
    send: async (delivery) =>
      (await import("./send.ts"))
        .createWhatsApp({
          apiUrl: whole.TWILIO_API_URL,
          accountSid: whole.TWILIO_ACCOUNT_SID,
          authToken: whole.TWILIO_AUTH_TOKEN,
          from: whole.WHATSAPP_FROM,
          templates: joined([whole.WHATSAPP_TEMPLATES, whole.WHATSAPP_TEMPLATES_2, whole.WHATSAPP_TEMPLATES_3]),
          statusCallback: reportUrl,
          fetch,
          now,
        })
        .send(delivery),
  }),
  check: async (whole, { fetch, now, callbackUrl, languages }) =>
    (await import("./check.ts")).checkWhatsApp(
      { fetch, now },
      {
        apiUrl: whole.TWILIO_API_URL,
        accountSid: whole.TWILIO_ACCOUNT_SID,
        authToken: whole.TWILIO_AUTH_TOKEN,
        from: whole.WHATSAPP_FROM,
        templates: joined([whole.WHATSAPP_TEMPLATES, whole.WHATSAPP_TEMPLATES_2, whole.WHATSAPP_TEMPLATES_3]),
        callbackUrl,
        languages,
      },
    ),
  listen:
    ({ TWILIO_AUTH_TOKEN: authToken }) =>
    async (said) => {
      const [{ hearTwilio }, { WHATSAPP_CODES }] = await Promise.all([
        import("../twilio-callback.ts"),
        import("./codes.ts"),
      ]);
      return hearTwilio(authToken, WHATSAPP_CODES)(said);
    },
});
