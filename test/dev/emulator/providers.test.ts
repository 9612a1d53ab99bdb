/// <reference types="node" />
// The emulated providers of SMS, email and push messages: their wire as they document it, and what they say afterwards.
import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { sealReference } from "../../../src/objects/reference.ts";
import { emulatedIds } from "../../../src/dev/emulator/whatsapp-contents.ts";
import { documentedCustomer } from "../../../src/dev/emulator/world.ts";
import type { Answer } from "./support.ts";
import { dayMs, noon, settings, TestWorld } from "./support.ts";

const { twilio, resend, fcm } = settings;
const to = "+447700900123";
const link = "http://go.example.test/c/AAAA";
/** As the product names its first message to the documented customer, by a key that is about to be dropped. */
const reference = await sealReference({ customerId: documentedCustomer, no: 1 }, settings.linkKeys.slice(1));
const callback = `http://go.example.test/webhooks/twilio?about=${reference}&attempt=2`;

const story = {
  now: "2026-11-22T14:00:00.000Z",
  contact: { locale: "de", language: "de" },
  notifications: [{ id: `ntf_${documentedCustomer}_1`, reason: "expired", rung: 2, cases: "2,3" }],
  cases: [1, 2, 3].map((it) => ({
    case: it,
    tariff_id: `trf_${it}`,
    location_id: "loc_1",
    reason: "expired",
    contract_end_date: null,
    told: 1,
  })),
};
const filledIn = {
  customer_id: documentedCustomer,
  reason: "expired",
  rung: 2,
  locale: "de",
  cases: ["trf_2", "trf_3"].map((tariff_id) => ({
    tariff_id,
    location_id: "loc_1",
    reason: "expired",
    contract_end_date: null,
  })),
  received_at: "2026-11-22T14:00:00.000Z",
};

const messages = async (t: TestWorld): Promise<Record<string, unknown>[]> =>
  (await t.request("/_dev/inbox")).json?.["messages"] as Record<string, unknown>[];

function sms(t: TestWorld, change: Record<string, string> = {}, token = twilio.authToken): Promise<Answer> {
  const form = { To: to, From: twilio.from, Body: `Hello ${link}`, StatusCallback: callback, ...change };
  return t.request(`/twilio/2010-04-01/Accounts/${twilio.accountSid}/Messages.json`, undefined, {
    method: "POST",
    headers: { Authorization: `Basic ${btoa(`${twilio.accountSid}:${token}`)}` },
    body: new URLSearchParams(form),
  });
}

/** Twilio's signature, made without any code of ours. */
function signature(url: string, body: string): string {
  const pairs = [...new URLSearchParams(body)].map(([name, value]) => name + value).sort();
  return createHmac("sha1", twilio.authToken)
    .update(url + pairs.join(""))
    .digest("base64");
}

describe("WhatsApp", () => {
  const sid = emulatedIds()["en"]?.["expired_first"] ?? "";
  const variables = { "1": "energy tariff", "2": link };
  const byWhatsApp = (t: TestWorld, change: Record<string, string> = {}): Promise<Answer> =>
    sms(t, {
      To: `whatsapp:${to}`,
      Body: "",
      ContentSid: sid,
      ContentVariables: JSON.stringify(variables),
      StatusCallback: callback.replace("twilio", "whatsapp"),
      ...change,
    });
  const said = (t: TestWorld): (string | null)[] =>
    t.sent.map(
      ({ body }) => new URLSearchParams(body).get("ErrorCode") ?? new URLSearchParams(body).get("MessageStatus"),
    );

  test("shows an approved wording with its variables in place and its buttons below, and says that it was read", async () => {
    const t = new TestWorld();
    t.story = story;
    expect((await byWhatsApp(t)).status).toBe(201);
    await t.afterwards();
    expect(said(t)).toEqual(["sent", "delivered", "read"]);
    const [message] = await messages(t);
    expect(message).toMatchObject({
      channel: "whatsapp",
      to: "••23",
      link,
      text: expect.stringContaining("The energy tariff that Example Energy has on record"),
      buttons: [
        { title: "Remind me later", id: "reconnect_later_en" },
        { title: "Stop messages", id: "reconnect_stop_en" },
      ],
    });
  });

  test.each([
    ["words of its own", { ContentSid: "", Body: "Hello" }, "63027"],
    ["an unknown wording", { ContentSid: "HX1" }, "63027"],
    ["too few variables", { ContentVariables: "{}" }, "63028"],
    ["a variable too many", { ContentVariables: JSON.stringify({ ...variables, "3": "x" }) }, "63028"],
  ])("refuses %s afterwards, as Twilio does", async (_, change, code) => {
    const t = new TestWorld();
    expect((await byWhatsApp(t, change)).status).toBe(201);
    await t.afterwards();
    expect(said(t)).toEqual(["sent", code]);
    expect(await messages(t)).toEqual([]);
  });

  test("posts a tapped button as Twilio does, signed", async () => {
    const t = new TestWorld();
    const body = { from: to, body: "Remind me later", channel: "whatsapp", button: "reconnect_later_en" };
    await t.request("/_dev/reply", body);
    const [call] = t.sent;
    expect(call?.url).toBe("http://go.example.test/webhooks/whatsapp");
    expect(call?.headers.get("X-Twilio-Signature")).toBe(signature(call?.url ?? "", call?.body ?? ""));
    expect(Object.fromEntries(new URLSearchParams(call?.body))).toMatchObject({
      From: `whatsapp:${to}`,
      ButtonPayload: "reconnect_later_en",
      ButtonText: "Remind me later",
      SmsStatus: "received",
    });
  });
});

describe("Twilio", () => {
  test("takes a message, and says by signed callbacks that it was sent and delivered", async () => {
    const t = new TestWorld();
    t.story = story;
    const { status, json } = await sms(t);
    expect([status, json]).toMatchObject([
      201,
      { sid: expect.stringMatching(/^SM[0-9a-f]{32}$/), status: "queued", account_sid: twilio.accountSid, to },
    ]);
    expect(t.sent).toEqual([]);
    await t.afterwards();
    expect(t.sent.map(({ body }) => new URLSearchParams(body).get("MessageStatus"))).toEqual(["sent", "delivered"]);
    for (const { url, headers, body } of t.sent) {
      expect(url).toBe(callback);
      expect(headers.get("X-Twilio-Signature")).toBe(signature(url, body));
      expect(new URLSearchParams(body).get("MessageSid")).toBe(json?.["sid"]);
    }
    expect(await messages(t)).toEqual([
      {
        ...filledIn,
        id: `ntf_${documentedCustomer}_1`,
        channel: "sms",
        to: "••23",
        subject: "",
        text: `Hello ${link}`,
        link,
        html: null,
      },
    ]);
  });

  test.each([
    [{ To: "" }, 21_211],
    [{ To: "07700 900123" }, 21_211],
    [{ Body: "" }, 21_602],
    [{ From: "" }, 21_603],
  ])("refuses %j with its own code", async (change, code) => {
    const t = new TestWorld();
    const { status, json } = await sms(t, change);
    expect([status, json]).toMatchObject([
      400,
      { code, status: 400, more_info: expect.stringContaining(String(code)) },
    ]);
    expect([t.world.messages, t.sent]).toEqual([[], []]);
  });

  test("refuses a wrong token, and an account of somebody else", async () => {
    const t = new TestWorld();
    expect(await sms(t, {}, "wrong")).toMatchObject({ status: 401, json: { code: 20_003 } });
    const other = await t.request(`/twilio/2010-04-01/Accounts/AC${"2".repeat(32)}/Messages.json`, "");
    expect(other.json).toMatchObject({ code: 20_003 });
  });

  test("a code below 30000 is answered at once, one above comes by callback; neither message arrives", async () => {
    const t = new TestWorld();
    await t.request("/_dev/faults", { target: "twilio", mode: "code", code: 21_614, count: 1 });
    expect(await sms(t)).toMatchObject({ status: 400, json: { code: 21_614 } });
    await t.request("/_dev/faults", { target: "twilio", mode: "code", code: 30_005, count: 1 });
    expect((await sms(t)).status).toBe(201);
    await t.afterwards();
    const last = new URLSearchParams(t.sent.at(-1)?.body);
    expect([last.get("MessageStatus"), last.get("ErrorCode")]).toEqual(["undelivered", "30005"]);
    expect(t.world.messages).toEqual([]);
  });

  test.each([
    ["429", 429, 20_429],
    ["500", 500, 20_500],
  ])("the fault %s is in Twilio's own words", async (mode, status, code) => {
    const t = new TestWorld();
    await t.request("/_dev/faults", { target: "twilio", mode });
    expect(await sms(t)).toMatchObject({ status, json: { code } });
  });

  test("a reply reaches the product signed, and STOP holds at Twilio until START", async () => {
    const t = new TestWorld();
    await t.request("/_dev/reply", { from: to, body: "Stop" });
    const [reply] = t.sent;
    expect(reply?.path).toBe("/webhooks/twilio");
    expect(reply?.headers.get("X-Twilio-Signature")).toBe(signature(reply?.url ?? "", reply?.body ?? ""));
    const said = Object.fromEntries(new URLSearchParams(reply?.body));
    expect(said).toMatchObject({ From: to, To: twilio.from, Body: "Stop", SmsStatus: "received" });
    expect((await sms(t)).json).toMatchObject({ code: 21_610 });
    await t.request("/_dev/reply", { from: to, body: "START" });
    expect((await sms(t)).status).toBe(201);
  });

  test("a customer replies from the number that was last written to", async () => {
    const t = new TestWorld();
    await sms(t);
    await t.afterwards();
    await t.request("/_dev/reply", { body: "no" });
    expect(new URLSearchParams(t.sent.at(-1)?.body).get("From")).toBe(to);
  });

  test("while a clock is skipped, its word comes before its answer", async () => {
    const t = new TestWorld();
    t.world.skipping = true;
    await sms(t);
    expect(t.sent).toHaveLength(2);
  });
});

const email = {
  from: "Example Energy <hello@example.com>",
  to: ["someone@example.com"],
  subject: "Ended",
  text: "Hello",
  html: `<a href="http://other.example.test/">x</a><a class="button" href="${link}?a=1&amp;b=2">Go</a>`,
  tags: [{ name: "reference", value: reference }],
};

function mail(t: TestWorld, body: object = email, key = "ntf_1", apiKey = resend.apiKey): Promise<Answer> {
  const headers = { Authorization: `Bearer ${apiKey}`, "Idempotency-Key": key };
  return t.request("/resend/emails", undefined, { method: "POST", headers, body: JSON.stringify(body) });
}

/** The webhook as a receiver reads it; throws on a signature that does not hold. */
function webhook({ headers, body }: TestWorld["sent"][number]): unknown {
  const named = ["id", "timestamp", "signature"].map((it) => [`webhook-${it}`, headers.get(`svix-${it}`) ?? ""]);
  return new Webhook(resend.webhookSecret).verify(body, Object.fromEntries(named) as Record<string, string>);
}

describe("Resend", () => {
  test("takes an email once for a key, and says by its signed webhook that it was delivered", async () => {
    const t = new TestWorld();
    t.story = story;
    const first = await mail(t);
    const again = await mail(t);
    expect([first.status, again.json]).toEqual([200, first.json]);
    await t.afterwards();
    expect(t.sent.map(({ path }) => path)).toEqual(["/webhooks/resend"]);
    const tags = { reference };
    expect(t.sent.map(webhook)).toMatchObject([
      { type: "email.delivered", data: { email_id: first.json?.["id"], tags } },
    ]);
    expect(await messages(t)).toEqual([
      {
        ...filledIn,
        id: `ntf_${documentedCustomer}_1`,
        channel: "email",
        to: "s••@example.com",
        subject: "Ended",
        text: "Hello",
        link: `${link}?a=1&b=2`,
        html: email.html,
      },
    ]);
  });

  test("refuses another body for the key, until a day of real time has passed", async () => {
    const t = new TestWorld();
    await mail(t);
    const other = { ...email, subject: "Other" };
    expect(await mail(t, other)).toMatchObject({ status: 409, json: { name: "invalid_idempotent_request" } });
    t.world.clockOffsetMs += 30 * dayMs;
    expect((await mail(t, other)).status).toBe(409);
    for (const entry of t.world.idempotencyKeys) entry.until = noon;
    expect((await mail(t, other)).status).toBe(200);
  });

  test("refuses a wrong key, and what is no email, in its own words", async () => {
    const t = new TestWorld();
    expect(await mail(t, email, "k", "wrong")).toMatchObject({ status: 403, json: { name: "invalid_api_key" } });
    expect(await mail(t, { ...email, to: [] })).toMatchObject({
      status: 422,
      json: { name: "missing_required_field" },
    });
    expect(t.world.messages).toEqual([]);
  });

  test("a name is answered at once, a webhook's name comes afterwards", async () => {
    const t = new TestWorld();
    await t.request("/_dev/faults", { target: "resend", mode: "code", code: "invalid_to_address", count: 1 });
    expect(await mail(t)).toMatchObject({ status: 422, json: { name: "invalid_to_address" } });
    await t.request("/_dev/faults", { target: "resend", mode: "429", count: 1 });
    expect(await mail(t)).toMatchObject({ status: 429, json: { name: "rate_limit_exceeded" } });
    await t.request("/_dev/faults", { target: "resend", mode: "code", code: "email.bounced", count: 1 });
    expect((await mail(t)).status).toBe(200);
    await t.afterwards();
    expect(t.sent.map(webhook)).toMatchObject([{ type: "email.bounced", data: { bounce: { type: "Permanent" } } }]);
    expect(t.world.messages).toEqual([]);
  });
});

const part = (value: object): string => btoa(JSON.stringify(value)).replaceAll("=", "");
const scope = "https://www.googleapis.com/auth/firebase.messaging";
const claims = { iss: fcm.clientEmail, aud: fcm.tokenUri, scope, exp: noon / 1000 + 3600 };

function bearer(
  t: TestWorld,
  change: object = {},
  grant = "urn:ietf:params:oauth:grant-type:jwt-bearer",
): Promise<Answer> {
  const assertion = `${part({ alg: "RS256" })}.${part({ ...claims, ...change })}.c2ln`;
  const body = new URLSearchParams({ grant_type: grant, assertion });
  return t.request("/fcm/token", undefined, { method: "POST", body });
}

async function push(t: TestWorld, id = reference, project = fcm.projectId): Promise<Answer> {
  const token = String((await bearer(t)).json?.["access_token"]);
  const message = {
    token: "device-token-of-somebody",
    notification: { title: "Ended", body: `Hello ${id}` },
    data: { link, notification_id: id },
    android: { collapse_key: id },
  };
  return t.request(`/fcm/v1/projects/${project}/messages:send`, undefined, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
    body: JSON.stringify({ message }),
  });
}

describe("FCM", () => {
  test("takes a message, and a repeat takes its place", async () => {
    const t = new TestWorld();
    t.story = story;
    expect((await push(t)).json).toEqual({ name: expect.stringMatching(/^projects\/tests\/messages\/0:/) });
    await push(t);
    expect(await messages(t)).toEqual([
      {
        ...filledIn,
        id: `ntf_${documentedCustomer}_1`,
        channel: "push",
        to: "••dy",
        subject: "Ended",
        text: `Hello ${reference}`,
        link,
        html: null,
      },
    ]);
  });

  test.each([
    [{ aud: "https://elsewhere.example.com/token" }, undefined],
    [{ iss: "other@example.com" }, undefined],
    [{ scope: "email" }, undefined],
    [{ exp: noon / 1000 - 1 }, undefined],
    [{}, "password"],
  ])("gives no bearer for %j %s", async (change, grant) => {
    expect((await bearer(new TestWorld(), change, grant)).status).toBe(400);
  });

  test("refuses without a bearer, another project, and with the code that was asked for", async () => {
    const t = new TestWorld();
    const bare = await t.request("/fcm/v1/projects/tests/messages:send", { message: {} });
    expect([bare.status, bare.json]).toMatchObject([401, { error: { status: "UNAUTHENTICATED" } }]);
    expect((await push(t, "ntf_2", "other")).status).toBe(403);
    await t.request("/_dev/faults", { target: "fcm", mode: "code", code: "UNREGISTERED" });
    expect(await push(t)).toMatchObject({
      status: 404,
      json: { error: { status: "NOT_FOUND", details: [{ errorCode: "UNREGISTERED" }] } },
    });
    // A key that Google refuses.
    await t.request("/_dev/faults", { target: "fcm", mode: "code", code: "UNAUTHENTICATED" });
    expect(await push(t)).toMatchObject({ status: 401, json: { error: { status: "UNAUTHENTICATED" } } });
    expect(t.world.messages).toEqual([]);
  });
});

describe("the inbox", () => {
  test("is completed when it is looked at, where the product could not be asked before", async () => {
    const t = new TestWorld();
    t.story = null;
    await sms(t);
    expect(await messages(t)).toMatchObject([{ reason: null, rung: null, cases: null, text: `Hello ${link}` }]);
    t.story = story;
    const { received_at: _, ...facts } = filledIn;
    expect(await messages(t)).toMatchObject([facts]);
  });

  test("a message without a customer is shown as it came", async () => {
    const t = new TestWorld();
    await sms(t, { StatusCallback: "http://go.example.test/elsewhere", Body: "Hello" });
    await t.afterwards();
    expect(await messages(t)).toMatchObject([{ customer_id: null, reason: null, link: null, text: "Hello" }]);
  });
});

describe("the contact lookup", () => {
  const ask = (t: TestWorld, customer_id: string, secret = settings.contactSecret): Promise<Answer> => {
    const at = new Date();
    const body = JSON.stringify({ type: "contact.requested", timestamp: at.toISOString(), data: { customer_id } });
    const headers = {
      "webhook-id": "lookup_1",
      "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
      "webhook-signature": new Webhook(secret).sign("lookup_1", at, body),
    };
    return t.request("/contacts", undefined, { method: "POST", headers, body });
  };

  test.each(["cus_anybody", "loc_a_home"])("knows %s by a number nobody has, always the same", async (id) => {
    const t = new TestWorld();
    const { status, json } = await ask(t, id);
    expect([status, json]).toEqual([
      200,
      {
        phone: expect.stringMatching(/^\+447700900[1-9]\d\d$/),
        email: expect.stringMatching(/^[\w.]+@example\.com$/),
        push_token: expect.any(String),
        whatsapp: true,
        locale: "en",
        timezone: "Europe/London",
      },
    ]);
    expect((await ask(t, id)).json).toEqual(json);
  });

  test("leaves out what the product was told before", async () => {
    const t = new TestWorld();
    t.story = { contact: { phone: "••55", locale: "fr", timezone: null, email: null, push: true } };
    expect(Object.keys((await ask(t, "cus_anybody")).json ?? {})).toEqual(["email", "whatsapp", "timezone"]);
  });

  test("knows nobody else, and answers nothing that is not signed", async () => {
    const t = new TestWorld();
    expect((await ask(t, "person_7")).status).toBe(404);
    expect((await ask(t, "cus_anybody", settings.handoffSecret)).status).toBe(401);
    expect((await t.request("/contacts", {})).status).toBe(401);
    await t.request("/_dev/faults", { target: "contacts", mode: "500" });
    expect((await ask(t, "cus_anybody")).status).toBe(500);
  });
});
