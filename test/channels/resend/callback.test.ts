import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readResend } from "../../../src/channels/resend/callback.ts";
import { NOW } from "../provider.ts";

const key = Buffer.from("canary secret of the webhook");
const secret = `whsec_${key.toString("base64")}`;

const REFERENCE = "cmVmZXJlbmNlLW9mLWEtbWVzc2FnZS1mb3ItdGVzdHM";
const TAGS = [{ name: "reference", value: REFERENCE }];

/** As Resend's documentation shows it, without what is not read. */
const event = (type: string, data: Record<string, unknown> = {}) =>
  JSON.stringify({
    type,
    created_at: "2027-01-15T08:00:00.000Z",
    data: {
      created_at: "2027-01-15T07:59:00.000Z",
      email_id: "56761188-7520-42d8-8898-ff6fc54ce618",
      from: "Acme <hello@go.example.com>",
      to: ["jo@example.com"],
      subject: "Your energy tariff ended",
      tags: TAGS,
      ...data,
    },
  });

/** As Svix signs, by another implementation than the product's. */
function signed(body: string, change: Record<string, string> = {}, at = NOW): Headers {
  const stamp = String(Math.floor(at / 1_000));
  const signature = createHmac("sha256", key).update(`msg_1.${stamp}.${body}`).digest("base64");
  return new Headers({
    "svix-id": "msg_1",
    "svix-timestamp": stamp,
    "svix-signature": `v1,${signature}`,
    ...change,
  });
}

const read = (body: string) => readResend(body, signed(body), secret, NOW);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the signature of Resend", () => {
  const body = event("email.delivered");
  const genuine = {
    kind: "status",
    reference: REFERENCE,
    outcome: { kind: "sent" },
    to: "jo@example.com",
    emailId: "56761188-7520-42d8-8898-ff6fc54ce618",
  };

  it("holds for what was signed, beside an older one too", async () => {
    expect(await read(body)).toEqual(genuine);
    const signature = signed(body).get("svix-signature") ?? "";
    const two = signed(body, { "svix-signature": `v1,${Buffer.alloc(32).toString("base64")} ${signature}` });
    expect(await readResend(body, two, secret, NOW)).toEqual(genuine);
  });

  const now = signed(body);
  it.each<[string, string, Headers]>([
    ["another body", `${body} `, now],
    ["another id", body, signed(body, { "svix-id": "msg_2" })],
    ["another time", body, signed(body, { "svix-timestamp": String(NOW / 1_000 + 1) })],
    ["no time", body, signed(body, { "svix-timestamp": "soon" })],
    ["another scheme", body, signed(body, { "svix-signature": (now.get("svix-signature") ?? "").replace("v1", "v2") })],
    ["half a signature", body, signed(body, { "svix-signature": "v1" })],
    ["an empty one", body, signed(body, { "svix-signature": "v1," })],
    ["none", body, new Headers()],
    ["an old time", body, signed(body, {}, NOW - 301_000)],
    ["a time to come", body, signed(body, {}, NOW + 301_000)],
  ])("does not hold for %s", async (_, raw, headers) => {
    expect(await readResend(raw, headers, secret, NOW)).toEqual({ kind: "not_genuine" });
  });

  it("is not taken with another secret, and a secret that is none is a fault", async () => {
    const other = `whsec_${Buffer.from("some other secret of a webhook").toString("base64")}`;
    expect(await readResend(body, now, other, NOW)).toEqual({ kind: "not_genuine" });
    await expect(readResend(body, now, "whsec_", NOW)).rejects.toThrow("Secret can't be empty");
  });
});

describe("a webhook of Resend", () => {
  it.each<[string, object, object]>([
    ["email.delivered", {}, { kind: "sent" }],
    [
      "email.bounced",
      { bounce: { type: "Permanent", subType: "General" } },
      { kind: "failed", scope: "recipient", address: "dead" },
    ],
    [
      "email.bounced",
      { bounce: { type: "Permanent", subType: "Suppressed" } },
      { kind: "failed", scope: "recipient", address: "dead" },
    ],
    [
      "email.bounced",
      { bounce: { type: "Transient", subType: "MailboxFull" } },
      { kind: "failed", scope: "recipient" },
    ],
    ["email.bounced", { bounce: { type: "Undetermined" } }, { kind: "failed", scope: "recipient" }],
    ["email.bounced", { bounce: "?" }, { kind: "failed", scope: "recipient" }],
    ["email.bounced", {}, { kind: "failed", scope: "recipient" }],
    ["email.complained", {}, { kind: "failed", scope: "recipient", cause: "complaint", address: "opted_out" }],
    ["email.suppressed", {}, { kind: "failed", scope: "recipient", address: "dead" }],
    ["email.failed", { failed: { reason: "reached_daily_quota" } }, { kind: "failed", scope: "unproven" }],
  ])("%s with %o is final", async (type, data, outcome) => {
    expect(await read(event(type, { ...data }))).toMatchObject({
      kind: "status",
      reference: REFERENCE,
      outcome: type === "email.delivered" ? outcome : { ...outcome, why: `resend ${type}` },
    });
  });

  it.each<[unknown, string | null]>([
    [["jo@example.com"], "jo@example.com"],
    ["jo@example.com", "jo@example.com"],
    [["Jo <jo@example.com>"], "jo@example.com"],
    [["a@example.com", "b@example.com"], null],
    [[], null],
    [undefined, null],
    [7, null],
  ])("reads the address it is about in %j as %j, and loses nothing over it (row 67)", async (to, address) => {
    expect(await read(event("email.delivered", { to }))).toMatchObject({ kind: "status", to: address });
    expect(await read(event("email.delivered", { email_id: 7 }))).toMatchObject({ kind: "status", emailId: null });
  });

  it("reads its tags in both forms", async () => {
    const tags = { reference: REFERENCE, more: "x" };
    expect(await read(event("email.delivered", { tags }))).toMatchObject({ reference: REFERENCE });
  });

  it.each([
    ...["email.sent", "email.opened", "email.clicked", "email.delivery_delayed", "email.scheduled"].map((it) =>
      event(it),
    ),
    event("contact.created", { tags: undefined }),
    event("email.delivered", { tags: [] }),
    event("email.delivered", { tags: undefined }),
    event("email.delivered", { tags: [{ name: "customer", value: "cus_1" }] }),
    event("email.delivered", { tags: { reference: "short" } }),
    event("email.delivered", { tags: { reference: "" } }),
    event("email.delivered", { tags: { reference: `jo@example.com${REFERENCE}` } }),
    event("email.delivered", { tags: "constructor" }),
    '{"type":"email.delivered"}',
    "[]",
    "null",
    "no json",
    "",
  ])("has nothing to act upon in %s", async (body) => {
    expect(await read(body)).toEqual({ kind: "other" });
  });
});
