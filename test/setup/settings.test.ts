import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { app } from "../../src/app.ts";
import { readConfig } from "../../src/setup/config.ts";
import { DEFAULT_POLICY } from "../support/default-policy.ts";
import { OBJECTS } from "../../src/setup/env.ts";
import { VERSION } from "../../src/setup/version.ts";
import { testSettings } from "../settings.ts";
import packageJson from "../../package.json";

const bindings: Record<string, unknown> = Object.fromEntries(
  Object.entries(env).filter(([name]) => !(name in testSettings)),
);

const get = (path: string, settings: Record<string, string>): Promise<Response> =>
  Promise.resolve(app.fetch(new Request(`https://go.example.test${path}`), { ...bindings, ...settings }));

const ask = (path: string, env: object): Promise<Response> =>
  Promise.resolve(app.fetch(new Request(`https://go.example.test${path}`), env));

const refuse = (): Promise<never> => Promise.reject(new Error("no such class"));

async function named(settings: Record<string, string>): Promise<string> {
  const response = await get("/v1/sweep", settings);
  expect(response.status).toBe(503);
  const body = (await response.json()) as { error: { code: string; message: string } };
  expect(body.error.code).toBe("configuration_incomplete");
  return body.error.message;
}

const without = (...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(Object.entries<string>(testSettings).filter(([name]) => !names.includes(name)));

const REQUIRED = ["FLATPEAK_ACCOUNT_ID", "FLATPEAK_API_KEY", "PUBLIC_URL", "LINK_KEYS", "OPERATOR_TOKEN", "BRAND_NAME"];

describe("settings", () => {
  it("says complete, and which version, when nothing is missing", async () => {
    // However long the objects take to wake on a machine that has other work: none of them is given up on.
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    const response = await get("/healthz", testSettings);
    expect(await response.json()).toEqual({ status: "ok", version: VERSION, configuration: "complete" });
    expect(packageJson.version).toBe(VERSION);
  });

  it.each(REQUIRED)("refuses to serve without %s and names it", async (name) => {
    expect(await named(without(name))).toContain(`${name} is missing`);
    expect(await named({ ...testSettings, [name]: "" })).toContain(`${name} is missing`);
  });

  it("names all that is missing at once, and leaks no value", async () => {
    const message = await named({ HANDOFF_SECRET: "whsec_notasecret", GROUP_WAIT: "soon-canary" });
    for (const name of [...REQUIRED, "HANDOFF_SECRET", "GROUP_WAIT"]) expect(message).toContain(name);
    expect(message).not.toContain("canary");
    expect(message).not.toContain("notasecret");
    const health = await (await get("/healthz", { GROUP_WAIT: "soon-canary" })).text();
    expect(health).toContain("incomplete");
    expect(health).not.toContain("canary");
  });

  it.each([
    ["FLATPEAK_API_KEY", "pk_live_123"],
    ["FLATPEAK_API_URL", "http://api.flatpeak.com"],
    ["FLATPEAK_API_VERSION", "latest"],
    ["PUBLIC_URL", "https://go.example.test/path"],
    ["CONNECT_WEB_URL", "javascript:alert(1)"],
    ["LINK_KEYS", "short"],
    ["OPERATOR_TOKEN", "short"],
    ["OPERATOR_TOKEN", "a passphrase with blanks is no bearer token"],
    ["HANDOFF_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwA"],
    ["LADDER_EXPIRED", "0,tomorrow"],
    ["CAPS", "many"],
    ["CAPS", "1/0"],
    ["SEND_WINDOW", "20:00-09:00"],
    ["SEND_WINDOW", "9-20"],
    ["CHANNEL_ORDER", "pigeon"],
    ["TEST_MODE_DELIVERY", "some"],
    ["HANDOFF_URL", "ftp://example.com"],
    ["TAP_HOLD", "-5m"],
    ["SMS_MAX", "many"],
    ["SMS_MAX", "99"],
    ["SMS_PER_SECOND", "0"],
    ["EMAIL_PER_SECOND", "1/1s"],
    ["ALERT_URL", "http://chat.example.test/hook"],
    ["ALERT_EMAIL", "ops"],
    // Nothing carries emails here.
    ["ALERT_EMAIL", "ops@example.com"],
    ["OUTAGE_AT", "0/1h"],
    ["OUTAGE_AT", "20 an hour"],
    ["LINK_CONFIRM", "sometimes"],
    ["DEFAULT_LOCALE", "pl-PL"],
    ["DEFAULT_LOCALE", "German"],
    ["LANGUAGES", "en, xx"],
    ["LANGUAGES", "en,en"],
    ["LANGUAGES", "en-GB"],
    ["BRAND_LEGAL", "Example Energy Ltd\nLondon"],
    ["BRAND_LEGAL", "x".repeat(301)],
    ["BRAND_DEVICES", "whatever plugs in"],
    ["BRAND_DEVICES", "xx=car chargers"],
    ["BRAND_DEVICES", "en=car chargers; en=heat pumps"],
    ["BRAND_DEVICES", "en=<b>"],
    ["BRAND_DEVICES", `en=${"x".repeat(25)}`],
    ["HELP_URL", "javascript:alert(1)"],
    ["PRIVACY_URL", "myapp://privacy"],
    ["PRIVACY_URL", "http://example.com/privacy"],
    ["BRAND_COLOR", "green and yellow"],
    ["BRAND_LOGO", "https://example.com/logo.png"],
    ["BRAND_NAME", "-- * --"],
    ["BRAND_NAME", "\u3164"],
    ["FLATPEAK_API_VERSION", "2026-06-01.busbar"],
    ["FLATPEAK_API_VERSION", "2026-06-01.yotta"],
    ["FLATPEAK_API_VERSION", "2025-19-14.anode"],
    ["FLATPEAK_API_URL", "https://api.flatpeak.test/?key=1"],
    ["PUBLIC_URL", "https://go.example.test/?from=sms"],
    ["CONNECT_WEB_URL", "https://connect.example.test/app/"],
    ["CONNECT_WEB_URL", "https://connect.example.test/index.html"],
    ["CONNECT_WEB_URL", "https://connect.example.test/#/connect"],
    ["CONNECT_WEB_URL", "https://user:word@connect.example.test/"],
    ["CONNECT_WEB_URL", "http://connect.example.test/"],
    ["CONNECT_WEB_URL", "vbscript:msgbox(1)"],
    ["CONNECT_WEB_URL", "about:blank"],
    ["APP_URL", "about:blank"],
    ["APP_URL", "JavaScript://app/%0aalert(1)"],
    ["APP_URL", "java\nscript://app/alert(1)"],
    ["APP_URL", " javascript:alert(1)"],
    ["APP_URL", "view-source://example.test/"],
    ["APP_URL", "data://text/html,x"],
    ["APP_URL", "mailto:help@example.test"],
    ["APP_URL", "myapp:home"],
    ["CALLBACK_URL", "file:///etc/passwd"],
    ["HANDOFF_URL", "https://user:word@backend.example.test/hooks"],
    ["EMAIL_FROM", "\u3164 <hello@example.test>"],
    ["EMAIL_FROM", "Example <hello@example>"],
    ["LADDER_EXPIRED", "3d,0"],
    ["LADDER_EXPIRED", "0,3d,3d"],
    ["LADDER_EXPIRED", "0,3d,72h"],
    ["LADDER_EXPIRED", "0,end"],
    ["LADDER_EXPIRING", "end,0"],
    ["LADDER_EXPIRING", "0,end,end"],
    ["TWILIO_ACCOUNT_SID", "AC-too-short"],
    ["TWILIO_FROM", "0049 30 123456"],
    ["EMAIL_FROM", "nobody at all"],
    ["FCM_SERVICE_ACCOUNT", '{"project_id":"x"}'],
    ["CONTACT_LOOKUP_URL", "http://backend.example.com/contacts"],
  ])("refuses %s=%s", async (name, value) => {
    const message = await named({ ...testSettings, [name]: value });
    expect(message).toContain(name);
    expect(message).not.toContain(value.length > 6 ? value : "\n");
  });

  it("refuses half a channel, a window outside the hard one, and a deployment that could tell nobody", async () => {
    expect(await named(without("HANDOFF_SECRET"))).toContain("HANDOFF_SECRET is missing, while HANDOFF_URL is set");
    expect(await named({ ...testSettings, SEND_WINDOW_HARD: "08:00-21:00" })).toContain("SEND_WINDOW must lie within");
    expect(await named(without("HANDOFF_URL", "HANDOFF_SECRET"))).toContain(
      "HANDOFF_URL and HANDOFF_SECRET are missing",
    );
  });

  it("reads what follows when a tariff is disconnected in the middle of reconnecting (row 60)", async () => {
    const policy = (env: Record<string, string>) => {
      const read = readConfig({ ...testSettings, ...env });
      return read.ok ? read.config.policy.disconnected : null;
    };
    expect([policy({}), policy({ DISCONNECTED: "ask" }), policy({ DISCONNECTED: "end" })]).toEqual([
      "ask",
      "ask",
      "end",
    ]);
    expect(await named({ ...testSettings, DISCONNECTED: "never" })).toContain("DISCONNECTED must be ask or end");
  });

  it("speaks the languages that are listed, and strangers' is one of them", async () => {
    const languages = (env: Record<string, string>) => {
      const read = readConfig({ ...testSettings, ...env });
      return read.ok ? read.config.languages : null;
    };
    expect(languages({})).toEqual({ on: ["en", "de", "fr", "nl", "es", "it"], otherwise: "en" });
    expect(languages({ LANGUAGES: "it, DE", DEFAULT_LOCALE: "de-AT" })).toEqual({ on: ["de", "it"], otherwise: "de" });
    expect(await named({ ...testSettings, LANGUAGES: "de,it" })).toContain(
      "DEFAULT_LOCALE must be of a language that LANGUAGES lists",
    );
  });

  it("says all that is wrong at once, whatever else cannot be read (row 82)", async () => {
    const settings = { ...testSettings, GROUP_WAIT: "soon", GROUP_WAIT_MAX: "1m", LADDER_EXPIRED: "3d,0" };
    const message = await named({
      ...settings,
      SEND_WINDOW_HARD: "10:00-11:00",
      HANDOFF_SECRET: "",
      LADER_EXPIRING: "0",
    });
    expect(message).toContain("GROUP_WAIT must be a duration");
    expect(message).toContain("LADDER_EXPIRED must be in order");
    expect(message).toContain("SEND_WINDOW must lie within SEND_WINDOW_HARD");
    expect(message).toContain("HANDOFF_SECRET is missing, while HANDOFF_URL is set");
    expect(message).toContain("LADER_EXPIRING is no setting: is LADDER_EXPIRING meant?");
  });

  it.each([
    ["LADDER_EXPIRD", "LADDER_EXPIRED"],
    ["LADDER_FETCH_FAIELD", "LADDER_FETCH_FAILED"],
    ["SENDWINDOW", "SEND_WINDOW"],
    ["Brand_Color", "BRAND_COLOR"],
    ["TWILLIO_FROM", "TWILIO_FROM"],
    ["OUTAGE_HOLDMAX", "OUTAGE_HOLD_MAX"],
    ["SMS_MX", "SMS_MAX"],
  ])("asks of %s whether %s is meant (row 82)", async (name, meant) => {
    expect(await named({ ...without(meant), [name]: "canary-value" })).toBe(
      `settings are incomplete: ${name} is no setting: is ${meant} meant?`,
    );
  });

  it.each(["NODE_ENV", "SENTRY_DSN", "TEAM", "MAPS", "API_URL", "BRAND_NAMES"])(
    "leaves a name alone that is none of ours: %s",
    async (name) => {
      expect((await get("/healthz", { ...testSettings, [name]: "x" })).status).toBe(200);
    },
  );

  it("says what is true of a channel order that reaches nobody (row 82)", async () => {
    const live = { ...testSettings, FLATPEAK_API_KEY: "sk_live_0123456789", CHANNEL_ORDER: "sms" };
    expect(await named(live)).toBe(
      "settings are incomplete: CHANNEL_ORDER names no channel that is configured, so that nobody could be told: " +
        "TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_FROM are missing for sms, while handoff could be named there",
    );
    const none = await named({ ...live, ...TWILIO, SMS_MAX: "0" });
    expect(none).toContain("SMS_MAX must not be 0 while CHANNEL_ORDER names sms alone");
    // What is begun is complained about by itself.
    const begun = await named({ ...live, TWILIO_FROM: "Example" });
    expect(begun).toContain("TWILIO_ACCOUNT_SID is missing, while TWILIO_FROM is set");
    expect(begun).not.toContain("CHANNEL_ORDER");
  });

  it.each([
    ["2024-08-24.zero", "https://connect.example.test"],
    ["2024-08-24", "https://connect.example.test:8443/"],
    ["2025-09-14.anode", "http://127.0.0.1:8787/_flatpeak/connect-web/"],
    ["2025-09-14.anode", "myapp://nova/flatpeak/connect"],
    ["2025-09-14.anode", "com.example.app://connect"],
  ])("takes %s and %s (rows 49, 66)", (version, url) => {
    const read = readConfig({ ...testSettings, FLATPEAK_API_VERSION: version, CONNECT_WEB_URL: url });
    expect(read).toMatchObject({ ok: true, config: { link: { connectWebUrl: url } } });
  });

  it("writes from an address as mail servers have it (row 72)", () => {
    const read = readConfig({ ...testSettings, EMAIL_FROM: "Müller <info@müller-energie.de>", EMAIL: {} });
    expect(read.ok && read.config.channels.settings["EMAIL_FROM"]).toBe("Müller <info@xn--mller-energie-wob.de>");
  });

  const TWILIO = {
    TWILIO_ACCOUNT_SID: `AC${"0".repeat(32)}`,
    TWILIO_AUTH_TOKEN: "t".repeat(32),
    TWILIO_FROM: "Example",
  };

  it("takes a provider whole or not at all", async () => {
    for (const name of Object.keys(TWILIO)) {
      const half = { ...testSettings, ...TWILIO, [name]: "" };
      expect(await named(half)).toMatch(new RegExp(`${name} is missing, while TWILIO_\\w+ is set`));
    }
    expect(await named({ ...testSettings, RESEND_API_KEY: "re_12345678" })).toContain("EMAIL_FROM is missing");
    expect(await named({ ...testSettings, EMAIL_FROM: "a@example.com" })).toContain("RESEND_API_KEY is missing");
    const bound = { ...testSettings, EMAIL_FROM: "Example <a@example.com>", EMAIL: { send: () => undefined } };
    const read = readConfig(bound);
    expect(read.ok && read.config.channels.providers.map(({ name }) => name)).toEqual(["cloudflare", "backend", "log"]);
  });

  it("uses the channels that are whole, in their order, and knows whose provider can tell a repeat", () => {
    const order = { CHANNEL_ORDER: "push,email,sms,handoff" };
    const read = readConfig({ ...testSettings, ...order, ...TWILIO, EMAIL_FROM: "a@example.com", EMAIL: {} });
    expect(read).toMatchObject({
      ok: true,
      config: {
        policy: { channels: ["email", "sms", "handoff"], keyless: ["email", "sms", "whatsapp"], publishTo: "handoff" },
      },
    });
  });

  it("publishes to the backend there is, a way to customers or not, and in a log-only rehearsal to none (row 40)", () => {
    const sms = { ...testSettings, ...TWILIO, CHANNEL_ORDER: "sms" };
    const publishing = (env: Record<string, string>) => {
      const read = readConfig(env);
      return read.ok ? read.config.policy.publishTo : read.complaints;
    };
    expect(publishing(sms)).toBe("handoff");
    expect(publishing({ ...sms, HANDOFF_URL: "", HANDOFF_SECRET: "" })).toBeNull();
    expect(publishing({ ...sms, TEST_MODE_DELIVERY: "log" })).toBeNull();
  });

  it("is 503 at /healthz while anything is missing, with the names (row 79)", async () => {
    const answer = await get("/healthz", without("LINK_KEYS"));
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({
      status: "incomplete",
      version: VERSION,
      configuration: "incomplete",
      settings: [{ setting: "LINK_KEYS", problem: "is missing" }],
    });
  });

  it("names every binding that an environment of its own does not have (row 79)", async () => {
    const answer = await ask("/healthz", { ...testSettings });
    expect(answer.status).toBe(503);
    const { settings } = (await answer.json()) as { settings: { setting: string; problem: string }[] };
    expect(settings.map((it) => it.setting)).toEqual([...OBJECTS]);
    expect(settings[0]?.problem).toContain("[env.*]");
    for (const path of ["/v1/sweep", "/c/x"]) expect((await ask(path, { ...testSettings })).status).toBe(503);
    const { PHONE: _, ...others } = bindings;
    expect(await (await ask("/healthz", { ...testSettings, ...others })).json()).toMatchObject({
      settings: [{ setting: "PHONE" }],
    });
  });

  it("says which binding an environment does without, while it works all the same", async () => {
    const { FLEET: _, LINK_LIMITER: __, ...others } = bindings;
    const answer = await ask("/healthz", { ...others, ...testSettings });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ status: "ok", not_bound: ["FLEET", "LINK_LIMITER"] });
  });

  it.each(OBJECTS)("asks %s whether it answers before it says so (row 79)", async (name) => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const real = bindings[name] as DurableObjectNamespace;
    const broken = { idFromName: (it: string) => real.idFromName(it), get: () => ({ ping: refuse, report: refuse }) };
    const answer = await ask("/healthz", { ...bindings, ...testSettings, [name]: broken });
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ status: "unavailable", silent_objects: [name] });
    vi.restoreAllMocks();
  });

  it("wakes the objects seldom, however often anybody asks (row 79)", async () => {
    let pings = 0;
    const real = bindings["CUSTOMER"] as DurableObjectNamespace;
    const counting = {
      idFromName: (it: string) => real.idFromName(it),
      get: () => ({ ping: async () => Promise.resolve((pings += 1) > 0) }),
    };
    const env = { ...bindings, ...testSettings, CUSTOMER: counting };
    for (let times = 0; times < 20; times++) expect((await ask("/healthz", env)).status).toBe(200);
    expect(pings).toBe(1);
  });

  it("shows a customer a page, and none of the names, while it is incomplete", async () => {
    const response = await get("/c/anything", without("LINK_KEYS"));
    expect(response.status).toBe(503);
    const html = await response.text();
    expect(html).toContain("Please try again");
    expect(html).not.toContain("LINK_KEYS");
  });

  it("has the defaults that the core is tested with", () => {
    const { SEND_WINDOW, SEND_WINDOW_HARD, ...rest } = testSettings;
    expect([SEND_WINDOW, SEND_WINDOW_HARD]).toEqual(["00:00-24:00", "00:00-24:00"]);
    const read = readConfig(rest);
    expect(read.ok && read.config.policy).toEqual(DEFAULT_POLICY);
  });

  it("takes deep links where a customer may be sent", async () => {
    const deep = { ...testSettings, CONNECT_WEB_URL: "myapp://nova/flatpeak/connect", APP_URL: "myapp://home" };
    expect(await (await get("/healthz", deep)).json()).toMatchObject({ configuration: "complete" });
  });
});
