// An email to the company itself, by each provider that carries emails: no customer's link in it, the same key on every attempt.

import { describe, expect, it } from "vitest";
import { cloudflare } from "../../src/channels/cloudflare/provider.ts";
import { resend } from "../../src/channels/resend/provider.ts";
import type { SendMail } from "../../src/channels/provider.ts";

const MAIL = { to: "ops@example.com", subject: "Trouble: sms closed", text: "sms is closed", key: "alr_sms_there_1" };
const from = "Example Energy <hello@example.com>";
const whole = { EMAIL_FROM: from, EMAIL_PER_SECOND: 2 };
const now = () => 0;

/** Resend with a far side that answers so; what it was asked. */
function byResend(answer: () => Response | Promise<Response>) {
  const asked: Request[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    asked.push(new Request(input, init));
    return answer();
  };
  const settings = {
    ...whole,
    RESEND_API_URL: "https://api.resend.com",
    RESEND_API_KEY: "re_canary_key",
    RESEND_WEBHOOK_SECRET: undefined,
  };
  const send = resend.createMail?.(settings, { fetch, now, binding: undefined });
  if (send === undefined) throw new Error("resend writes no mail");
  return { send, asked };
}

describe("a mail to the company", () => {
  it("goes by Resend under its key, with no link to stop it", async () => {
    const { send, asked } = byResend(() => Response.json({ id: "49a3999c" }));
    expect(await send(MAIL)).toMatchObject({ kind: "accepted" });
    expect(asked[0]?.headers.get("Idempotency-Key")).toBe(MAIL.key);
    expect(await asked[0]?.json()).toEqual({ from, to: [MAIL.to], subject: MAIL.subject, text: MAIL.text });
  });

  it.each([
    [401, "misconfigured"],
    [500, "retry"],
  ])("by Resend is %i, and that is %s", async (status, kind) => {
    const { send } = byResend(() => Response.json({ name: "missing_api_key", message: "no" }, { status }));
    expect(await send(MAIL)).toMatchObject({ kind });
  });

  it("goes by Cloudflare's binding, and what that throws is an outcome", async () => {
    const sent: unknown[] = [];
    const mailBy = (send: (message: unknown) => Promise<unknown>): SendMail => {
      const mail = cloudflare.createMail?.(whole, { fetch, now, binding: { send } });
      if (mail === undefined) throw new Error("cloudflare writes no mail");
      return mail;
    };
    const taken = mailBy(async (message) => Promise.resolve(sent.push(message)));
    expect(await taken(MAIL)).toEqual({ kind: "sent" });
    expect(sent).toMatchObject([{ from, to: MAIL.to, subject: MAIL.subject, text: MAIL.text }]);
    const broken = Object.assign(new Error("no"), { code: "E_SENDER_NOT_VERIFIED" });
    expect(await mailBy(() => Promise.reject(broken))(MAIL)).toMatchObject({ kind: "misconfigured" });
  });
});
