import { createHash, createVerify, generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { FCM_ERRORS } from "../../../src/channels/fcm/errors.ts";
import { createFcm } from "../../../src/channels/fcm/send.ts";
import { serviceAccountShape } from "../../../src/channels/fcm/bearer.ts";
import { describeChannel } from "../contract.ts";
import { broken, delivery, NOTIFICATION, NOW, now, scripted } from "../provider.ts";
import type { DeliveryOutcome } from "../../../src/core/message/outcome.ts";
import type { Call } from "../provider.ts";

const TO = "fcm-canary-registration-token";
const keys = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const serviceAccount = serviceAccountShape.parse({
  type: "service_account",
  project_id: "acme-app",
  client_email: "push@acme-app.iam.gserviceaccount.com",
  private_key: keys.privateKey.export({ type: "pkcs8", format: "pem" }),
});
const TOKEN_URI = "https://oauth2.googleapis.com/token";
const SEND_URL = "https://fcm.googleapis.com/v1/projects/acme-app/messages:send";

const bearer = (token = "ya29.canary") =>
  Response.json({ access_token: token, expires_in: 3_599, token_type: "Bearer" });
const sent = () => Response.json({ name: "projects/acme-app/messages/0:1500415314455276%31bd1c9631bd1c96" });

/** Google's token endpoint works; only what comes after it is scripted. */
const withBearer =
  (outward: typeof fetch): typeof fetch =>
  (input, init) =>
    input === TOKEN_URI ? Promise.resolve(bearer()) : outward(input, init);

const maybe = (why: string): DeliveryOutcome => ({
  kind: "retry",
  why: `fcm ${why}`,
  retryAfter: null,
  maybeArrived: true,
});
const misconfigured = (why: string): DeliveryOutcome => ({
  kind: "misconfigured",
  why: `fcm ${why}`,
  scope: "account",
});

/** Nobody's proven fault: tried a little, and a pattern of several recipients is the account's (row 35). */
const unknown = (why: string): DeliveryOutcome => ({
  kind: "retry",
  why: `fcm ${why}`,
  retryAfter: null,
  tries: 3,
  scope: "unproven",
});

describeChannel("fcm", {
  create: (deps) => createFcm({ serviceAccount, fetch: withBearer(deps.fetch), now: deps.now }),
  to: TO,
  secrets: ["ya29.canary", serviceAccount.private_key.slice(60, 100), serviceAccount.client_email],
  timeoutMs: 10_000,
  ok: sent,
  okStatus: 200,
  outcomes: {
    ok: { kind: "sent" },
    timedOut: maybe("timed out"),
    notReached: maybe("not reached"),
    dripping: maybe("200 without a message"),
    html: maybe("200 without a message"),
    empty: maybe("200 without a message"),
    status: {
      301: misconfigured("301"),
      401: misconfigured("401"),
      403: misconfigured("403"),
      404: misconfigured("404"),
      408: maybe("408"),
      429: { kind: "retry", why: "fcm 429", retryAfter: 60_000 },
      500: maybe("500"),
      502: maybe("502"),
      503: { kind: "retry", why: "fcm 503", retryAfter: null },
    },
  },
});

/** FCM and Google's token endpoint in one; the clock can be moved. */
function fcm(answer: (call: Call) => Response, token: () => Response = () => bearer()) {
  let clock = NOW;
  const provider = scripted((call) => (call.url === TOKEN_URI ? token() : answer(call)));
  const channel = createFcm({ serviceAccount, fetch: provider.fetch, now: () => clock });
  const to = (url: string): Call[] => provider.calls.filter((it) => it.url === url);
  return {
    send: (change: Parameters<typeof delivery>[1] = {}) => channel.send(delivery(TO, change)),
    tokens: () => to(TOKEN_URI),
    messages: () => to(SEND_URL),
    wait: (ms: number) => {
      clock += ms;
    },
  };
}

describe("fcm", () => {
  it("sends a message as the documentation says", async () => {
    const it = fcm(sent);
    expect(await it.send()).toEqual({ kind: "sent" });
    const [call] = it.messages();
    expect(call?.method).toBe("POST");
    expect(call?.headers).toEqual({ authorization: "Bearer ya29.canary", "content-type": "application/json" });
    expect(JSON.parse(call?.body ?? "")).toEqual({
      message: {
        token: TO,
        notification: { title: NOTIFICATION.subject, body: NOTIFICATION.text },
        data: {
          link: NOTIFICATION.link,
          notification_id: NOTIFICATION.reference,
        },
        android: { collapse_key: NOTIFICATION.reference, ttl: "36000s", notification: { tag: NOTIFICATION.reference } },
        apns: {
          headers: { "apns-collapse-id": NOTIFICATION.reference, "apns-expiration": String(NOW / 1_000 + 36_000) },
        },
        webpush: {
          headers: { TTL: "36000" },
          notification: { tag: NOTIFICATION.reference },
          fcm_options: { link: NOTIFICATION.link },
        },
      },
    });
  });

  it("asks for a bearer with an assertion that Google can check", async () => {
    const it = fcm(sent);
    await it.send();
    const [call] = it.tokens();
    expect(call).toMatchObject({ method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" } });
    const params = new URLSearchParams(call?.body);
    expect(params.get("grant_type")).toBe("urn:ietf:params:oauth:grant-type:jwt-bearer");
    const [header = "", claims = "", signature = ""] = (params.get("assertion") ?? "").split(".");
    const decoded = (part: string): unknown => JSON.parse(Buffer.from(part, "base64url").toString());
    expect(decoded(header)).toEqual({ alg: "RS256", typ: "JWT" });
    expect(decoded(claims)).toEqual({
      iss: "push@acme-app.iam.gserviceaccount.com",
      scope: "https://www.googleapis.com/auth/firebase.messaging",
      aud: TOKEN_URI,
      iat: NOW / 1_000,
      exp: NOW / 1_000 + 3_600,
    });
    const check = createVerify("RSA-SHA256").update(`${header}.${claims}`);
    expect(check.verify(keys.publicKey, signature, "base64url")).toBe(true);
  });

  it("keeps a bearer until five minutes before its end", async () => {
    const it = fcm(sent);
    await it.send();
    it.wait(3_299_000 - 1);
    await it.send();
    expect(it.tokens()).toHaveLength(1);
    it.wait(1);
    await it.send();
    expect(it.tokens()).toHaveLength(2);
  });

  it("asks for a new bearer once when one is refused, and goes on with it", async () => {
    let life = 0;
    const it = fcm(
      (call) => (call.headers["authorization"] === "Bearer 1" ? new Response(null, { status: 401 }) : sent()),
      () => bearer(String(++life)),
    );
    expect(await it.send()).toEqual({ kind: "sent" });
    expect(await it.send()).toEqual({ kind: "sent" });
    expect(it.tokens()).toHaveLength(2);
    expect(it.messages()).toHaveLength(3);
  });

  it("keeps its bearer when it is Apple that refuses us (row 34)", async () => {
    const it = fcm(() => refusal(401, coded("THIRD_PARTY_AUTH_ERROR")));
    await it.send();
    await it.send();
    expect(it.tokens()).toHaveLength(1);
    expect(it.messages()).toHaveLength(2);
  });

  it("does not ask for a third", async () => {
    const it = fcm(() => new Response(null, { status: 401 }));
    expect(await it.send()).toEqual(misconfigured("401"));
    expect(it.tokens()).toHaveLength(2);
    expect(it.messages()).toHaveLength(2);
  });

  const unavailable = (why: string, retryAfter: number | null) => ({
    kind: "retry",
    why: `google token ${why}`,
    retryAfter,
  });
  it.each<[string, () => Response, object]>([
    [
      "invalid_grant",
      () => Response.json({ error: "invalid_grant", error_description: "canary" }, { status: 400 }),
      { kind: "misconfigured", why: "google token 400", scope: "account" },
    ],
    [
      "401",
      () => new Response(null, { status: 401 }),
      { kind: "misconfigured", why: "google token 401", scope: "account" },
    ],
    [
      "403",
      () => new Response(null, { status: 403 }),
      { kind: "misconfigured", why: "google token 403", scope: "account" },
    ],
    ["429", () => new Response(null, { status: 429, headers: { "Retry-After": "7" } }), unavailable("429", 7_000)],
    ["500", () => new Response(null, { status: 500 }), unavailable("500", null)],
    ["a page", () => new Response("<p>"), unavailable("200", null)],
    ["no token", () => Response.json({ expires_in: 3_599 }), unavailable("200", null)],
  ])("sends nothing when the token endpoint answers %s", async (_, token, outcome) => {
    const it = fcm(sent, token);
    expect(await it.send()).toEqual(outcome);
    expect(it.messages()).toEqual([]);
  });

  it("sends nothing when the token endpoint is away, or the key is none", async () => {
    const away = scripted(broken);
    const channel = createFcm({ serviceAccount, fetch: away.fetch, now });
    expect(await channel.send(delivery(TO))).toEqual(unavailable("not reached", null));
    const account = {
      ...serviceAccount,
      private_key: "-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----\n",
    };
    const keyless = createFcm({ serviceAccount: account, fetch: away.fetch, now });
    expect(await keyless.send(delivery(TO))).toEqual({
      kind: "misconfigured",
      why: "google private key unreadable",
      scope: "account",
    });
    expect(away.calls).toHaveLength(1);
  });

  it("writes a long id short for Apple, and the same for everybody", async () => {
    const id = "x".repeat(100);
    const it = fcm(sent);
    await it.send({ notification: { ...NOTIFICATION, reference: id } });
    const collapse = createHash("sha256").update(id).digest("hex");
    expect(JSON.parse(it.messages()[0]?.body ?? "")).toMatchObject({
      message: {
        data: { notification_id: id },
        android: { collapse_key: collapse, notification: { tag: collapse } },
        apns: { headers: { "apns-collapse-id": collapse } },
      },
    });
    expect(collapse.length).toBeLessThanOrEqual(64);
  });

  it.each([
    [-1, "0s"],
    [999, "0s"],
    [60 * 86_400_000, "2419200s"],
  ])("gives a message that is valid for %i ms a life of %s", async (validFor, ttl) => {
    const it = fcm(sent);
    await it.send({ validFor });
    expect(JSON.parse(it.messages()[0]?.body ?? "")).toMatchObject({ message: { android: { ttl } } });
  });

  it("does not send what FCM would refuse for its size, counted in bytes", async () => {
    const it = fcm(sent);
    const tooLarge = { kind: "failed", why: "fcm payload too large", scope: "us" };
    expect(await it.send({ notification: { ...NOTIFICATION, text: "é".repeat(2_000) } })).toEqual(tooLarge);
    expect(it.messages()).toEqual([]);
    expect(await it.send({ notification: { ...NOTIFICATION, text: "e".repeat(2_000) } })).toEqual({ kind: "sent" });
  });

  const FCM_ERROR = "type.googleapis.com/google.firebase.fcm.v1.FcmError";
  const BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest";
  const refusal = (status: number, error: Record<string, unknown>, headers: Record<string, string> = {}) =>
    Response.json({ error: { code: status, message: `canary ${TO}`, ...error } }, { status, headers });
  const coded = (errorCode: string, ...more: unknown[]) => ({ details: [{ "@type": FCM_ERROR, errorCode }, ...more] });
  const violation = (field: string) => ({ "@type": BAD_REQUEST, fieldViolations: [{ field, description: "Invalid" }] });
  const dead = { kind: "failed", scope: "recipient", address: "dead" };
  // A token of another Firebase project, or all of them where ours is the wrong one: no token is dead of it (row 34).
  const unproven = { kind: "failed", scope: "unproven" };
  const after = (retryAfter: number | null) => ({ kind: "retry", retryAfter });
  // Written down from FCM's list of error codes and the provider matrix, not from the table in the product.
  const rows: [string, number, Record<string, unknown>, object][] = [
    ["UNREGISTERED", 404, { status: "NOT_FOUND", ...coded("UNREGISTERED") }, dead],
    ["SENDER_ID_MISMATCH", 403, { status: "PERMISSION_DENIED", ...coded("SENDER_ID_MISMATCH") }, unproven],
    ["INVALID_ARGUMENT", 400, coded("INVALID_ARGUMENT", violation("message.token")), dead],
    ["INVALID_ARGUMENT", 400, coded("INVALID_ARGUMENT", violation("message.data")), { kind: "failed", scope: "us" }],
    ["INVALID_ARGUMENT", 400, coded("INVALID_ARGUMENT"), { kind: "failed", scope: "us" }],
    [
      "INVALID_ARGUMENT",
      400,
      { ...coded("INVALID_ARGUMENT"), message: "The registration token is not a valid FCM registration token" },
      dead,
    ],
    ["QUOTA_EXCEEDED", 429, coded("QUOTA_EXCEEDED"), after(60_000)],
    ["UNAVAILABLE", 503, coded("UNAVAILABLE"), after(null)],
    ["INTERNAL", 500, coded("INTERNAL"), { ...after(null), maybeArrived: true }],
    ["THIRD_PARTY_AUTH_ERROR", 401, coded("THIRD_PARTY_AUTH_ERROR"), { kind: "failed", scope: "platform" }],
    ["UNSPECIFIED_ERROR", 400, coded("UNSPECIFIED_ERROR"), { ...after(null), tries: 3, scope: "unproven" }],
  ];

  it.each(rows)("%s (HTTP %i) %o", async (code, status, error, outcome) => {
    const why = `fcm ${status} ${code}`;
    expect(await fcm(() => refusal(status, error)).send()).toEqual({ ...outcome, why });
    const asked = await fcm(() => refusal(status, error, { "Retry-After": "7" })).send();
    expect(asked).toEqual({ ...outcome, ...("retryAfter" in outcome ? { retryAfter: 7_000 } : {}), why });
  });

  it("leaves no code of its table untested", () => {
    expect(Object.keys(FCM_ERRORS).filter((code) => !rows.some(([tested]) => tested === code))).toEqual([]);
  });

  it.each<[number, Record<string, unknown>, DeliveryOutcome]>([
    [
      400,
      { status: "INVALID_ARGUMENT", details: [violation("message.data[0].value")] },
      { kind: "failed", why: "fcm 400", scope: "us" },
    ],
    [
      400,
      { status: "INVALID_ARGUMENT", details: [violation("message.token")] },
      { kind: "failed", why: "fcm 400", scope: "recipient", address: "dead" },
    ],
    [400, { status: "INVALID_ARGUMENT" }, { kind: "failed", why: "fcm 400", scope: "us" }],
    [400, coded("constructor"), { kind: "failed", why: "fcm 400", scope: "us" }],
    [404, { status: "NOT_FOUND" }, unknown("404")],
    [403, coded("NEW_CODE"), unknown("403")],
    [403, { status: "PERMISSION_DENIED", details: "?" }, misconfigured("403")],
  ])("goes by the status %i where FCM gives no code of its own", async (status, error, outcome) => {
    expect(await fcm(() => refusal(status, error)).send()).toEqual(outcome);
  });
});

describe("a service account", () => {
  const key = {
    project_id: "acme-app",
    client_email: "push@acme-app.iam.gserviceaccount.com",
    private_key: "-----BEGIN PRIVATE KEY-----",
  };

  it("needs no token endpoint of its own", () => {
    expect(serviceAccountShape.parse(key).token_uri).toBe(TOKEN_URI);
  });

  it.each([
    { ...key, project_id: "../evil" },
    { ...key, client_email: "nobody" },
    { ...key, private_key: "AIza" },
    { ...key, token_uri: "file:///etc/passwd" },
    {},
  ])("is refused as %o", (it) => {
    expect(serviceAccountShape.safeParse(it).success).toBe(false);
  });
});
