// Resend carries emails, and tells by its webhook what became of them.

import * as z from "zod/mini";
import { baseUrl, text, whsec } from "../../platform/fields.ts";
import { emailSettings } from "../email-settings.ts";
import { describeProvider } from "../provider.ts";
import { hearResend } from "./callback.ts";
import { createResend } from "./send.ts";

export const resend = describeProvider({
  name: "resend",
  channel: "email",
  settings: {
    ...emailSettings,
    RESEND_API_URL: baseUrl("https://api.resend.com"),
    RESEND_API_KEY: z.optional(text.check(z.minLength(8, "must have at least 8 characters"))),
    /** Without it nobody tells us what became of an email. */
    RESEND_WEBHOOK_SECRET: z.optional(whsec),
  },
  needs: ["EMAIL_FROM", "RESEND_API_KEY"],
  secrets: { given: ["RESEND_API_KEY", "RESEND_WEBHOOK_SECRET"] },
  isKeyless: false,
  paceOf: (whole) => whole.EMAIL_PER_SECOND,
  create: ({ RESEND_API_URL: apiUrl, RESEND_API_KEY: apiKey, EMAIL_FROM: from }, { fetch, now }) =>
    createResend({ apiUrl, apiKey, from, replyTo: null, fetch, now }),
  createMail:
    ({ RESEND_API_URL: apiUrl, RESEND_API_KEY: apiKey, EMAIL_FROM: from }, { fetch, now }) =>
    async (mail) =>
      (await import("./mail.ts")).mailByResend({ apiUrl, apiKey, from, fetch, now }, mail),
  check: async (whole, { fetch, now, callbackUrl }) =>
    (await import("./check.ts")).checkResend(
      { fetch, now },
      {
        apiUrl: whole.RESEND_API_URL,
        apiKey: whole.RESEND_API_KEY,
        from: whole.EMAIL_FROM,
        isHeard: whole.RESEND_WEBHOOK_SECRET !== undefined,
        callbackUrl,
      },
    ),
  listen: ({ RESEND_WEBHOOK_SECRET: secret }) => (secret === undefined ? null : hearResend(secret)),
});
