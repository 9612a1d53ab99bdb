import { describe, expect, it } from "vitest";
import { createWhatsApp } from "../../../src/channels/whatsapp/send.ts";
import { checkWhatsApp } from "../../../src/channels/whatsapp/check.ts";
import { WHATSAPP_CODES } from "../../../src/channels/whatsapp/codes.ts";
import { TEMPLATE_NAMES } from "../../../src/channels/whatsapp/names.ts";
import { joined, templateIds } from "../../../src/channels/whatsapp/templates.ts";
import { TWILIO_CODES } from "../../../src/channels/twilio-codes.ts";
import { describeChannel } from "../contract.ts";
import { delivery, NOTIFICATION, now, scripted } from "../provider.ts";
import type { WhatsAppDeps } from "../../../src/channels/whatsapp/send.ts";
import type { DeliveryOutcome } from "../../../src/core/message/outcome.ts";

const TO = "+447700900123";
const SID = "HX00000000000000000000000000000001";
const SETTINGS = {
  accountSid: "AC00000000000000000000000000000001",
  authToken: "canary-auth-token",
  from: "+447700900999",
  templates: { en: { expired_first: SID } },
  statusCallback: () => "https://go.example.com/webhooks/whatsapp?about=x&attempt=1",
};
const template = {
  name: "expired_first",
  language: "en",
  variables: { "1": "energy tariff", "2": "https://go.example.com/c/canaryLINK" },
};
const DELIVERY = delivery(TO, { notification: { ...NOTIFICATION, template } });

const created = () =>
  Response.json({ sid: "SM00000000000000000000000000000001", status: "queued", to: `whatsapp:${TO}` }, { status: 201 });

const uncertain = (why: string): DeliveryOutcome => ({ kind: "uncertain", why: `twilio ${why}` });
const misconfigured = (why: string): DeliveryOutcome => ({
  kind: "misconfigured",
  why: `twilio ${why}`,
  scope: "account",
});

describeChannel("whatsapp", {
  create: (deps) => {
    const channel = createWhatsApp({ ...deps, ...SETTINGS });
    return {
      ...channel,
      send: (it) => channel.send({ ...it, notification: { ...it.notification, template } }),
    };
  },
  to: TO,
  secrets: [SETTINGS.authToken, "447700900123", btoa(`${SETTINGS.accountSid}:${SETTINGS.authToken}`)],
  timeoutMs: 10_000,
  ok: created,
  okStatus: 201,
  outcomes: {
    ok: { kind: "accepted", id: "SM00000000000000000000000000000001" },
    timedOut: uncertain("timed out"),
    notReached: uncertain("not reached"),
    dripping: { kind: "accepted" },
    html: uncertain("200 without a message"),
    empty: uncertain("200 without a message"),
    status: {
      301: misconfigured("301"),
      401: misconfigured("401"),
      403: misconfigured("403"),
      404: misconfigured("404"),
      408: uncertain("408"),
      429: { kind: "retry", why: "twilio 429", retryAfter: null },
      500: uncertain("500"),
      502: uncertain("502"),
      503: uncertain("503"),
    },
  },
});

function whatsapp(answer: () => Response, change: Partial<WhatsAppDeps> = {}) {
  const provider = scripted(answer);
  return { calls: provider.calls, channel: createWhatsApp({ ...SETTINGS, fetch: provider.fetch, now, ...change }) };
}

describe("whatsapp", () => {
  it("sends an approved wording and its variables, and no text of its own", async () => {
    const { calls, channel } = whatsapp(created);
    await channel.send(DELIVERY);
    const params = new URLSearchParams(calls[0]?.body);
    expect(Object.fromEntries(params)).toEqual({
      To: `whatsapp:${TO}`,
      From: "whatsapp:+447700900999",
      ContentSid: SID,
      ContentVariables: JSON.stringify(template.variables),
      StatusCallback: SETTINGS.statusCallback(),
    });
  });

  it("sends from a messaging service by its id", async () => {
    const from = "MG00000000000000000000000000000001";
    const { calls, channel } = whatsapp(created, { from });
    await channel.send(DELIVERY);
    const params = new URLSearchParams(calls[0]?.body);
    expect([params.get("MessagingServiceSid"), params.get("From")]).toEqual([from, null]);
  });

  it.each([
    ["another language", { ...template, language: "de" }],
    ["another message", { ...template, name: "several_first" }],
  ])("calls nobody for a wording that no setting names: %s; the next channel brings it", async (_, other) => {
    const { calls, channel } = whatsapp(created);
    const outcome = await channel.send({ ...DELIVERY, notification: { ...NOTIFICATION, template: other } });
    expect(outcome).toMatchObject({ kind: "failed", scope: "platform" });
    expect(calls).toEqual([]);
  });

  const dead = { kind: "failed", scope: "recipient", address: "dead" };
  const recipient = { kind: "failed", scope: "recipient" };
  const wording = { kind: "failed", scope: "platform" };
  const us = { kind: "failed", scope: "us" };
  const passing = { kind: "retry", retryAfter: null };
  const sender = { kind: "misconfigured", scope: "sender" };
  const account = { kind: "misconfigured", scope: "account" };
  const all = (outcome: object, ...codes: readonly number[]) => codes.map((code) => [code, outcome] as const);
  // Written down from Twilio's dictionary of errors, not from the table in the product.
  const rows = [
    ...all(dead, 63003, 63014, 63024, 63031, 63033),
    ...all(recipient, 30036, 63029, 63032, 63036, 63049),
    ...all(wording, 63015, 63016, 63027, 63028, 63040, 63041, 63042),
    ...all(us, 63005, 63006, 63013, 63019, 63021, 63030),
    ...all(passing, 63009, 63010, 63012, 63017, 63018),
    ...all(sender, 63002, 63007, 63022),
    ...all(account, 63001, 63008, 63020, 63051, 63038),
    ...all({ kind: "failed", scope: "recipient", address: "opted_out", cause: "stop" }, 21610),
  ];

  it.each(rows)("code %i", async (code, outcome) => {
    const { channel } = whatsapp(() => Response.json({ code, message: "x", status: 400 }, { status: 400 }));
    expect(await channel.send(DELIVERY)).toEqual({ ...outcome, why: `twilio ${code}` });
  });

  it("leaves no code of its own untested", () => {
    const tested = new Set<string>(rows.map(([code]) => String(code)));
    const own = Object.keys(WHATSAPP_CODES).filter((code) => !Object.hasOwn(TWILIO_CODES, code));
    expect(own.filter((code) => !tested.has(code))).toEqual([]);
  });
});

describe("the setting of templates", () => {
  it("is JSON of ids by language and template; several make one", () => {
    const one = templateIds.parse(JSON.stringify({ en: { expired_first: SID } }));
    const other = templateIds.parse(JSON.stringify({ en: { expired_again: SID }, de: { expired_first: SID } }));
    expect(joined([one, undefined, other])).toEqual({
      en: { expired_first: SID, expired_again: SID },
      de: { expired_first: SID },
    });
  });

  it.each([
    "HX1",
    "{}x",
    JSON.stringify({ en: SID }),
    JSON.stringify({ en: { expired_first: "HX1" } }),
    JSON.stringify({ EN: { expired_first: SID } }),
  ])("refuses %s", (given) => {
    expect(templateIds.safeParse(given).success).toBe(false);
  });
});

describe("the check of WhatsApp", () => {
  const all = Object.fromEntries(TEMPLATE_NAMES.map((name) => [name, SID]));
  const approved = { sid: SID, language: "en_GB", approval_requests: { status: "approved", category: "UTILITY" } };
  const check = async (
    content: object | null,
    templates: Record<string, Record<string, string>> = { en: all },
    account = "active",
  ) => {
    const provider = scripted(({ url }) =>
      Response.json(
        url.startsWith("https://api.")
          ? { status: account, type: "Full" }
          : { contents: content === null ? [] : [content], meta: { next_page_url: null } },
      ),
    );
    const it = { ...SETTINGS, apiUrl: "https://api.twilio.com", callbackUrl: "https://go/x", languages: ["en"] };
    const findings = await checkWhatsApp({ fetch: provider.fetch, now }, { ...it, templates });
    return {
      calls: provider.calls,
      results: Object.fromEntries(findings.map(({ name, result }) => [name, result])),
      findings,
    };
  };

  it("finds every template there and approved", async () => {
    const { calls, results } = await check(approved);
    expect(results).toEqual({
      twilio_account: "ok",
      whatsapp_templates: "ok",
      whatsapp_settings: "ok",
      whatsapp_replies: "skipped",
    });
    expect(calls.map(({ url }) => url)).toEqual([
      `https://api.twilio.com/2010-04-01/Accounts/${SETTINGS.accountSid}.json`,
      "https://content.twilio.com/v1/ContentAndApprovals?PageSize=100&Page=0",
    ]);
  });

  it("names an account that is not active, and nothing behind it", async () => {
    expect((await check(approved, { en: all }, "suspended")).results).toEqual({
      twilio_account: "failed",
      whatsapp_templates: "skipped",
      whatsapp_settings: "ok",
    });
  });

  it.each([
    ["is not there", null],
    ["waits for approval", { ...approved, approval_requests: { status: "pending" } }],
    ["was rejected", { ...approved, approval_requests: { status: "rejected" } }],
    ["is of another language", { ...approved, language: "de" }],
  ])("says where one %s", async (_, content) => {
    expect((await check(content)).results).toMatchObject({ whatsapp_templates: "failed" });
  });

  it("names what is missing in the settings, and what is no message of ours", async () => {
    const few = await check(approved, { en: { expired_first: SID } });
    expect(few.results).toMatchObject({ whatsapp_settings: "warn", whatsapp_templates: "ok" });
    expect((await check(approved, { en: { ...all, expird_first: SID } })).results).toMatchObject({
      whatsapp_templates: "failed",
    });
    const bent = await check(approved, { en: { ...all, several_first_few: SID } });
    expect(bent.results).toMatchObject({ whatsapp_templates: "ok" });
  });
});
