// Every check against the emulated outside, with one setting wrong at a time: that one is named and no other, with what to do.

import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { checkBackend } from "../../../src/channels/backend/check.ts";
import { checkContactLookup } from "../../../src/channels/contact-lookup/check.ts";
import { checkFcm } from "../../../src/channels/fcm/check.ts";
import { checkResend } from "../../../src/channels/resend/check.ts";
import { checkTwilio } from "../../../src/channels/twilio/check.ts";
import { checkFlatPeak } from "../../../src/flatpeak/check.ts";
import type { Finding } from "../../../src/platform/finding.ts";
import { documentedAccount } from "../../../src/dev/emulator/world.ts";
import type { FaultMode, FaultTarget } from "../../../src/dev/emulator/faults.ts";
import { TestWorld, apiKey, handoffSecret, noon, settings } from "./support.ts";

const otherSecret = "whsec_b3RoZXItc2VjcmV0LW9mLXRoZS10ZXN0cy0wMDAwMQ==";
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const { from, authToken } = settings.twilio;
const account = {
  project_id: settings.fcm.projectId,
  client_email: settings.fcm.clientEmail,
  private_key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  token_uri: "http://outside.test/fcm/token",
};

/** All there is to set, as the emulator has it. */
const right = {
  flatpeak: {
    apiUrl: "http://outside.test/api",
    apiVersion: settings.apiVersion,
    accountId: documentedAccount,
    apiKey,
    liveMode: false,
  },
  twilio: {
    apiUrl: "http://outside.test/twilio",
    accountSid: settings.twilio.accountSid,
    authToken,
    from,
    callbackUrl: `${settings.publicUrl}/webhooks/twilio`,
  },
  resend: {
    apiUrl: "http://outside.test/resend",
    apiKey: settings.resend.apiKey,
    from: settings.emailFrom,
    isHeard: true,
    callbackUrl: `${settings.publicUrl}/webhooks/resend`,
  },
  fcm: { account, apiUrl: "http://outside.test/fcm" },
  backend: { url: "http://outside.test/_dev/handoff", secret: handoffSecret },
  contacts: { url: "http://outside.test/contacts", secret: settings.contactSecret },
};

/** The same with something of it wrong. */
type Wrong = { readonly [K in keyof typeof right]?: Partial<(typeof right)[K]> };

const outsideOf = (world: TestWorld) => ({
  now: () => noon,
  fetch: (async (input: string, init?: RequestInit) => {
    const request = new Request(input, init);
    return world.app.fetch(request);
  }) as typeof fetch,
});

async function findingsOf(world: TestWorld, wrong: Wrong = {}): Promise<readonly Finding[]> {
  const deps = outsideOf(world);
  const found = await Promise.all([
    checkFlatPeak(deps, { ...right.flatpeak, ...wrong.flatpeak }),
    checkTwilio(deps, { ...right.twilio, ...wrong.twilio }),
    checkResend(deps, { ...right.resend, ...wrong.resend }),
    checkFcm(deps, { ...right.fcm, ...wrong.fcm }),
    // The emulated company checks signatures by the real clock.
    checkBackend({ ...deps, now: Date.now, ...right.backend, ...wrong.backend }),
    checkContactLookup({ ...deps, now: Date.now, ...right.contacts, ...wrong.contacts }),
  ]);
  return found.flat();
}

const notWell = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ result }) => result === "failed" || result === "warn");

/** The push account of the tests' emulator names another address for its tokens than the one it is asked at. */
const worldOf = (): TestWorld => new TestWorld({ fcm: { ...settings.fcm, tokenUri: account.token_uri } });

describe("an outside that is set up right", () => {
  it("is found well, each part by its name", async () => {
    const findings = await findingsOf(worldOf());
    expect(notWell(findings)).toEqual([]);
    expect(findings.map(({ name, result }) => `${name} ${result}`).toSorted()).toEqual([
      "backend ok",
      "contact_lookup ok",
      "fcm_project ok",
      "fcm_token ok",
      "flatpeak_account ok",
      "flatpeak_events ok",
      "flatpeak_keys ok",
      "flatpeak_login ok",
      "flatpeak_mode ok",
      "resend_domain ok",
      "resend_key ok",
      "resend_webhook ok",
      "twilio_account ok",
      "twilio_replies ok",
      "twilio_sender ok",
    ]);
  });

  it("is left as it was: nobody is sent anything, and nothing is published", async () => {
    const world = worldOf();
    await findingsOf(world);
    expect(world.world.messages).toEqual([]);
    expect(world.world.publications).toEqual([]);
    expect(world.world.tokenRequests).toEqual([]);
  });
});

const WRONG: readonly (readonly [what: string, name: string, remedy: RegExp, wrong: Wrong])[] = [
  ["FlatPeak's key", "flatpeak_login", /FLATPEAK_API_KEY/, { flatpeak: { apiKey: "sk_test_other" } }],
  ["FlatPeak's account", "flatpeak_login", /FLATPEAK_ACCOUNT_ID/, { flatpeak: { accountId: "acc_other" } }],
  ["the mode of the key", "flatpeak_mode", /sk_live_ or sk_test_/, { flatpeak: { liveMode: true } }],
  ["Twilio's account", "twilio_account", /TWILIO_ACCOUNT_SID/, { twilio: { accountSid: `AC${"2".repeat(32)}` } }],
  ["Twilio's token", "twilio_account", /TWILIO_AUTH_TOKEN/, { twilio: { authToken: "another-token-of-tests" } }],
  ["the sender", "twilio_sender", /TWILIO_FROM/, { twilio: { from: "+447700900001" } }],
  ["the messaging service", "twilio_sender", /TWILIO_FROM/, { twilio: { from: `MG${"1".repeat(32)}` } }],
  [
    "where answers go",
    "twilio_replies",
    /posted to https:\/\/other\.test/,
    { twilio: { callbackUrl: "https://other.test/webhooks/twilio" } },
  ],
  ["Resend's key", "resend_key", /RESEND_API_KEY/, { resend: { apiKey: "re_other" } }],
  ["the domain", "resend_domain", /EMAIL_FROM/, { resend: { from: "hello@elsewhere.example" } }],
  ["Resend's webhook", "resend_webhook", /RESEND_WEBHOOK_SECRET/, { resend: { isHeard: false } }],
  [
    "the push account",
    "fcm_token",
    /FCM_SERVICE_ACCOUNT/,
    { fcm: { account: { ...account, client_email: "other@tests.example.com" } } },
  ],
  ["the push project", "fcm_project", /in its project/, { fcm: { account: { ...account, project_id: "other" } } }],
  ["the backend's secret", "backend", /HANDOFF_SECRET/, { backend: { secret: otherSecret } }],
  ["the backend's address", "backend", /HANDOFF_URL/, { backend: { url: "http://outside.test/nowhere" } }],
  ["the lookup's secret", "contact_lookup", /CONTACT_LOOKUP_SECRET/, { contacts: { secret: otherSecret } }],
];

describe("one thing set up wrong", () => {
  it.each(WRONG)("%s: %s and no other is named, with its remedy", async (_, name, remedy, wrong) => {
    const findings = notWell(await findingsOf(worldOf(), wrong));
    expect(findings.map((it) => it.name)).toEqual([name]);
    expect(findings[0]?.remedy).toMatch(remedy);
  });

  it("is told without a secret", async () => {
    const secrets = [apiKey, authToken, settings.resend.apiKey, handoffSecret, settings.contactSecret, otherSecret];
    for (const [, , , wrong] of WRONG) {
      const told = JSON.stringify(await findingsOf(worldOf(), wrong));
      expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
      expect(told).not.toContain("PRIVATE KEY");
    }
  });

  it("such as events of another account: every webhook would go into quarantine", async () => {
    const world = worldOf();
    await world.request("/_dev/trigger", { type: "tariff.expired" });
    const [event] = world.world.events;
    if (event === undefined) throw new Error("there is no event");
    event.raw = event.raw.replaceAll(documentedAccount, "acc_ffffffffffffffffffffffff");
    const raw = JSON.parse(event.raw) as { data: Record<string, unknown> };
    event.raw = JSON.stringify({ ...raw, data: { ...raw.data, account_id: "acc_ffffffffffffffffffffffff" } });
    const findings = notWell(await findingsOf(world));
    expect(findings.map((it) => it.name)).toEqual(["flatpeak_account"]);
    expect(findings[0]?.found).toContain("acc_ffffffffffffffffffffffff");
  });
});

const FAULTS: readonly (readonly [target: FaultTarget, mode: FaultMode, code: string | number | null, name: string])[] =
  [
    ["login", "500", null, "flatpeak_login"],
    ["login", "html", null, "flatpeak_login"],
    ["login", "code", "account_disabled", "flatpeak_login"],
    ["login", "code", "api_version_not_supported", "flatpeak_login"],
    ["jwks", "500", null, "flatpeak_keys"],
    ["jwks", "html", null, "flatpeak_keys"],
    ["events", "429", null, "flatpeak_events"],
    ["events", "html", null, "flatpeak_events"],
    ["twilio", "500", null, "twilio_account"],
    ["twilio", "html", null, "twilio_account"],
    ["twilio", "code", 20_003, "twilio_account"],
    ["twilio", "code", 21_606, "twilio_sender"],
    ["resend", "429", null, "resend_key"],
    ["resend", "html", null, "resend_key"],
    ["resend", "code", "invalid_api_key", "resend_key"],
    ["resend", "code", "validation_error", "resend_domain"],
    ["fcm", "500", null, "fcm_project"],
    ["fcm", "code", "SENDER_ID_MISMATCH", "fcm_project"],
    ["handoff", "500", null, "backend"],
    ["handoff", "code", 401, "backend"],
    ["handoff", "code", 410, "backend"],
    ["contacts", "500", null, "contact_lookup"],
    ["contacts", "html", null, "contact_lookup"],
    ["contacts", "code", 401, "contact_lookup"],
  ];

describe("one thing that is broken", () => {
  it.each(FAULTS)("%s by %s %s: %s and no other is named, with its remedy", async (target, mode, code, name) => {
    const world = worldOf();
    const fault = { target, mode, ...(code === null ? {} : { code }) };
    expect((await world.request("/_dev/faults", fault)).status).toBe(200);
    const findings = notWell(await findingsOf(world));
    expect(findings.map((it) => [it.name, it.result])).toEqual([[name, "failed"]]);
    expect(findings[0]?.remedy).toMatch(/\w/);
  });

  it("a key of Resend's that may only send is no fault", async () => {
    const world = worldOf();
    await world.request("/_dev/faults", { target: "resend", mode: "code", code: "restricted_api_key" });
    const findings = await findingsOf(world);
    expect(notWell(findings)).toEqual([]);
    expect(findings.find(({ name }) => name === "resend_domain")).toMatchObject({ result: "skipped" });
  });
});
