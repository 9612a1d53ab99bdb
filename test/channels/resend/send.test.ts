import { describe, expect, it } from "vitest";
import { RESEND_ERRORS } from "../../../src/channels/resend/errors.ts";
import { createResend } from "../../../src/channels/resend/send.ts";
import { describeChannel } from "../contract.ts";
import { delivery, NOTIFICATION, now, scripted } from "../provider.ts";
import type { ResendDeps } from "../../../src/channels/resend/send.ts";
import type { DeliveryOutcome } from "../../../src/core/message/outcome.ts";

const TO = "jo.canary@example.com";
const SETTINGS = { apiKey: "re_canary_key", from: "Acme <hello@go.example.com>", replyTo: null };

/** The documented answer. */
const taken = () => Response.json({ id: "49a3999c-0ce1-4ea6-ab68-afcd6dc2e794" });
/** The documented error body. */
const refusal = (name: string, statusCode: number, message: string, headers: Record<string, string> = {}) =>
  Response.json({ name, statusCode, message }, { status: statusCode, headers });

const maybe = (why: string): DeliveryOutcome => ({
  kind: "retry",
  why: `resend ${why}`,
  retryAfter: null,
  maybeArrived: true,
});
const misconfigured = (why: string): DeliveryOutcome => ({
  kind: "misconfigured",
  why: `resend ${why}`,
  scope: "account",
});

describeChannel("resend", {
  create: (deps) => createResend({ ...deps, ...SETTINGS }),
  to: TO,
  secrets: [SETTINGS.apiKey],
  timeoutMs: 10_000,
  ok: taken,
  okStatus: 200,
  outcomes: {
    ok: { kind: "accepted", id: "49a3999c-0ce1-4ea6-ab68-afcd6dc2e794" },
    timedOut: maybe("timed out"),
    notReached: maybe("not reached"),
    dripping: maybe("200"),
    html: maybe("200"),
    empty: maybe("200"),
    status: {
      301: misconfigured("301"),
      401: misconfigured("401"),
      403: misconfigured("403"),
      404: misconfigured("404"),
      408: maybe("408"),
      429: { kind: "retry", why: "resend 429", retryAfter: null },
      500: maybe("500"),
      502: maybe("502"),
      503: maybe("503"),
    },
  },
});

function resend(answer: () => Response, change: Partial<ResendDeps> = {}) {
  const provider = scripted(answer);
  return { calls: provider.calls, channel: createResend({ ...SETTINGS, fetch: provider.fetch, now, ...change }) };
}

describe("resend", () => {
  it("sends an email as the documentation says, one click away from no more of them", async () => {
    const { calls, channel } = resend(taken);
    await channel.send(delivery(TO));
    const [call] = calls;
    expect(call?.method).toBe("POST");
    expect(call?.url).toBe("https://api.resend.com/emails");
    expect(call?.headers).toEqual({
      authorization: "Bearer re_canary_key",
      "content-type": "application/json",
      "idempotency-key": NOTIFICATION.reference,
    });
    expect(JSON.parse(call?.body ?? "")).toEqual({
      from: "Acme <hello@go.example.com>",
      to: [TO],
      subject: NOTIFICATION.subject,
      text: NOTIFICATION.text,
      html: NOTIFICATION.html,
      headers: {
        "List-Unsubscribe": "<https://go.example.com/s/canarySTOP>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      },
      tags: [{ name: "reference", value: NOTIFICATION.reference }],
    });
  });

  it("sends the same key and the same bytes on every attempt", async () => {
    const { calls, channel } = resend(() => new Response(null, { status: 500 }));
    for (const attempt of [1, 2, 3]) await channel.send(delivery(TO, { attempt, validFor: attempt * 100_000 }));
    expect(new Set(calls.map((it) => it.headers["idempotency-key"] + it.body)).size).toBe(1);
  });

  it("says whom to answer, and leaves out what there is not", async () => {
    const { calls, channel } = resend(taken, { replyTo: "help@example.com" });
    await channel.send(delivery(TO, { notification: { ...NOTIFICATION, html: null } }));
    const body: unknown = JSON.parse(calls[0]?.body ?? "");
    expect(body).toMatchObject({ reply_to: "help@example.com" });
    expect(body).not.toHaveProperty("html");
  });

  const failed = { kind: "failed", scope: "us" };
  const unknown = { kind: "retry", retryAfter: 7_000, tries: 3, scope: "unproven" };
  const sender = { kind: "misconfigured", scope: "sender" };
  const dead = { kind: "failed", scope: "recipient", address: "dead" };
  const ours = { kind: "misconfigured", scope: "account" };
  const busy = { kind: "retry", retryAfter: 7_000 };
  const underway = { kind: "retry", retryAfter: 7_000, maybeArrived: true };
  const format = "The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.";
  // Written down from Resend's list of errors and the provider matrix, not from the table in the product.
  const rows: [string, number, string, object][] = [
    ["invalid_idempotency_key", 400, "The key must be between 1-256 chars.", failed],
    ["validation_error", 400, "We found an error with one or more fields in the request.", failed],
    ["validation_error", 422, `Invalid \`to\` field. ${format}`, dead],
    ["validation_error", 422, `Invalid \`from\` field. ${format}`, sender],
    ["validation_error", 403, "You can only send testing emails to your own email address.", ours],
    ["validation_error", 403, "The go.example.com domain is not verified.", sender],
    ["missing_required_field", 422, "The request body is missing one or more required fields.", failed],
    ["invalid_parameter", 422, "The parameter must be a valid UUID.", failed],
    ["invalid_attachment", 422, "Attachment must have either a `content` or `path`.", failed],
    ["invalid_to_address", 422, "Invalid `to` address.", dead],
    ["invalid_from_address", 422, "Invalid `from` field.", sender],
    ["invalid_access", 422, "Access must be full_access or sending_access.", ours],
    ["missing_api_key", 401, "Missing API key in the authorization header.", ours],
    ["restricted_api_key", 401, "This API key is restricted to only send emails.", ours],
    ["invalid_api_key", 403, "API key is invalid.", ours],
    ["invalid_idempotent_request", 409, "Same idempotency key used with a different payload.", { kind: "uncertain" }],
    ["concurrent_idempotent_requests", 409, "Same idempotency key used while original is in progress.", underway],
    ["rate_limit_exceeded", 429, "Too many requests.", busy],
    ["not_found", 404, "The requested endpoint does not exist.", ours],
    ["method_not_allowed", 405, "Method is not allowed for the requested path.", ours],
    ["invalid_region", 422, "Region must be us-east-1, eu-west-1 or sa-east-1.", ours],
    // The account's, of which the operator hears; not each message's own.
    ["daily_quota_exceeded", 429, "You have reached your daily email sending quota.", ours],
    ["monthly_quota_exceeded", 429, "You have reached your monthly email sending quota.", ours],
    ["security_error", 451, "We may have found a security issue with the request.", failed],
  ];

  it.each(rows)("%s (HTTP %i): %s", async (name, status, message, outcome) => {
    const { channel } = resend(() => refusal(name, status, message, { "Retry-After": "7" }));
    expect(await channel.send(delivery(TO))).toEqual({ ...outcome, why: `resend ${status} ${name}` });
  });

  it("leaves no name of its table untested", () => {
    const tested = new Set(rows.map(([name]) => name));
    expect(Object.keys(RESEND_ERRORS).filter((name) => !tested.has(name))).toEqual([]);
  });

  it.each(["application_error", "internal_server_error"])("asks again with the same key after %s", async (name) => {
    const { channel } = resend(() => refusal(name, 500, "An unexpected error occurred."));
    expect(await channel.send(delivery(TO))).toEqual(maybe("500"));
  });

  it.each(["constructor", "toString", "__proto__", "re_canary_key"])(
    "goes by the status when the name is %s",
    async (name) => {
      const { channel } = resend(() => refusal(name, 422, "?"));
      expect(await channel.send(delivery(TO))).toEqual({ ...unknown, why: "resend 422", retryAfter: null });
    },
  );

  it("closes nothing by a 403 whose name it does not know (row 35)", async () => {
    const { channel } = resend(() => refusal("recipient_blocked", 403, "?"));
    expect(await channel.send(delivery(TO))).toEqual({ ...unknown, why: "resend 403", retryAfter: null });
  });

  it("sends to another address under another key, which is no repeat of the first (row 67)", async () => {
    const { calls, channel } = resend(taken);
    await channel.send(delivery(TO, { key: `${NOTIFICATION.reference}-2` }));
    expect(calls[0]?.headers["idempotency-key"]).toBe(`${NOTIFICATION.reference}-2`);
  });
});
