import { describe, expect, it } from "vitest";
import { CLOUDFLARE_EMAIL_CODES } from "../../../src/channels/cloudflare/codes.ts";
import { createCloudflareEmail } from "../../../src/channels/cloudflare/send.ts";
import { describeChannel } from "../contract.ts";
import { delivery, NOTIFICATION } from "../provider.ts";
import type { EmailBinding } from "../../../src/channels/cloudflare/send.ts";
import type { DeliveryOutcome } from "../../../src/core/message/outcome.ts";

const TO = "jo.canary@example.com";
const from = "hello@go.example.com";

/** As the binding throws: an Error with a code beside a sentence. */
const thrown = (code: string): Error => Object.assign(new Error(`${TO} ${NOTIFICATION.link}`), { code });

/** A binding whose far side is a scripted server, so that it can break as a server does. */
const over = (outward: typeof fetch): EmailBinding => ({
  async send(message) {
    const response = await outward("https://email.example/", {
      method: "POST",
      body: JSON.stringify(message),
      redirect: "manual",
    });
    if (response.status === 429) throw thrown("E_RATE_LIMIT_EXCEEDED");
    if (response.status === 403) throw thrown("E_SENDER_NOT_VERIFIED");
    if (!response.ok) throw new Error(await response.text());
    return { messageId: "canary" };
  },
});

const broke: DeliveryOutcome = { kind: "uncertain", why: "cloudflare email broke" };

describeChannel("cloudflare email", {
  create: (deps) => createCloudflareEmail({ binding: over(deps.fetch), from }),
  to: TO,
  secrets: ["canary"],
  timeoutMs: 10_000,
  ok: () => new Response(),
  okStatus: 200,
  outcomes: {
    ok: { kind: "sent" },
    timedOut: { kind: "uncertain", why: "cloudflare email timed out" },
    notReached: broke,
    // The binding answers with a result, not with a page or a body.
    dripping: { kind: "sent" },
    html: { kind: "sent" },
    empty: { kind: "sent" },
    retryAfter: null,
    status: {
      301: broke,
      401: broke,
      403: { kind: "misconfigured", why: "cloudflare email E_SENDER_NOT_VERIFIED", scope: "sender" },
      404: broke,
      408: broke,
      429: { kind: "retry", why: "cloudflare email E_RATE_LIMIT_EXCEEDED", retryAfter: null },
      500: broke,
      502: broke,
      503: broke,
    },
  },
});

describe("cloudflare email", () => {
  it("hands the binding one message, one click away from no more of them", async () => {
    const handed: unknown[] = [];
    const binding = {
      send(message: unknown) {
        handed.push(message);
        return Promise.resolve({ messageId: "1" });
      },
    };
    const channel = createCloudflareEmail({ binding, from });
    await channel.send(delivery(TO));
    await channel.send(delivery(TO, { notification: { ...NOTIFICATION, html: null } }));
    const message = {
      from,
      to: TO,
      subject: NOTIFICATION.subject,
      text: NOTIFICATION.text,
      headers: {
        "List-Unsubscribe": "<https://go.example.com/s/canarySTOP>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      },
    };
    expect(handed).toEqual([{ ...message, html: NOTIFICATION.html }, message]);
    expect(handed[1]).not.toHaveProperty("html");
  });

  const failed = { kind: "failed", scope: "us" };
  const ours = { kind: "misconfigured", scope: "sender" };
  // Written down from Cloudflare's list of error codes and the provider matrix, not from the table in the product.
  const rows: [string, object][] = [
    ["E_RECIPIENT_SUPPRESSED", { kind: "failed", scope: "recipient", address: "dead" }],
    ["E_VALIDATION_ERROR", failed],
    ["E_FIELD_MISSING", failed],
    ["E_TOO_MANY_RECIPIENTS", failed],
    ["E_TOO_MANY_ATTACHMENTS", failed],
    ["E_CONTENT_TOO_LARGE", failed],
    ["E_HEADER_NOT_ALLOWED", failed],
    ["E_HEADER_USE_API_FIELD", failed],
    ["E_HEADER_VALUE_INVALID", failed],
    ["E_HEADER_VALUE_TOO_LONG", failed],
    ["E_HEADER_NAME_INVALID", failed],
    ["E_HEADERS_TOO_LARGE", failed],
    ["E_HEADERS_TOO_MANY", failed],
    ["E_RATE_LIMIT_EXCEEDED", { kind: "retry", retryAfter: null }],
    ["E_INTERNAL_SERVER_ERROR", { kind: "retry", retryAfter: null }],
    ["E_DAILY_LIMIT_EXCEEDED", { kind: "misconfigured", scope: "account" }],
    ["E_DELIVERY_FAILED", { kind: "retry", retryAfter: 21_600_000, tries: 3 }],
    ["E_SENDER_NOT_VERIFIED", ours],
    ["E_SENDER_DOMAIN_NOT_AVAILABLE", ours],
    // Closes nothing: those that are allowed are reached (row 34).
    ["E_RECIPIENT_NOT_ALLOWED", { kind: "failed", scope: "platform" }],
  ];
  const throwing = (what: unknown) =>
    createCloudflareEmail({ binding: { send: () => Promise.reject(what) }, from }).send(delivery(TO));

  it.each(rows)("%s", async (code, outcome) => {
    expect(await throwing(thrown(code))).toEqual({ ...outcome, why: `cloudflare email ${code}` });
  });

  it("leaves no code of its table untested", () => {
    expect(Object.keys(CLOUDFLARE_EMAIL_CODES).sort()).toEqual(rows.map(([code]) => code).sort());
  });

  it.each([thrown("constructor"), thrown("E_"), new Error("no code"), "a string", null])(
    "calls an error it does not know uncertain (%#)",
    async (error) => {
      expect(await throwing(error)).toEqual(broke);
    },
  );

  it("takes an error by its form for a refusal, and for nobody's proven fault (row 35)", async () => {
    const refused = { kind: "retry", why: "cloudflare email refused", retryAfter: null, tries: 3, scope: "unproven" };
    expect(await throwing(thrown("E_ACCOUNT_SUSPENDED"))).toEqual(refused);
  });

  it("turns what a binding throws at once into an outcome as well", async () => {
    const binding = {
      send(): Promise<unknown> {
        throw thrown("E_VALIDATION_ERROR");
      },
    };
    const outcome = { kind: "failed", why: "cloudflare email E_VALIDATION_ERROR", scope: "us" };
    expect(await createCloudflareEmail({ binding, from }).send(delivery(TO))).toEqual(outcome);
  });
});
