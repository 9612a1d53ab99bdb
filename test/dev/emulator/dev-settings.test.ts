import { describe, expect, test } from "vitest";
import { readConfig } from "../../../src/setup/config.ts";
import { allSettings } from "../../../src/setup/settings.ts";
import { fingerprintOf } from "../../../src/setup/secrets.ts";
import {
  devSettings,
  leftOut,
  relocatedConfig,
  slipsIn,
  strayLinks,
  toDotEnv,
} from "../../../src/dev/emulator/dev-settings.ts";
import { readSettings } from "../../../src/dev/emulator/settings.ts";
import { testSettings } from "../../settings.ts";

test("every address of a run is on its own port, and the shell's settings win", () => {
  const settings = devSettings(
    9000,
    {
      FLATPEAK_API_VERSION: "2024-08-24.zero",
      LADDER_EXPIRED: "0,1d",
      HOME: "/root",
    },
    "key",
  );
  expect(settings).toMatchObject({
    FLATPEAK_API_URL: "http://127.0.0.1:9000/_flatpeak/api",
    HANDOFF_URL: "http://127.0.0.1:9000/_dev/handoff",
    FLATPEAK_API_VERSION: "2024-08-24.zero",
    LADDER_EXPIRED: "0,1d",
  });
  expect(settings).not.toHaveProperty("HOME");
});

test("a developer's shell can set every setting there is", () => {
  const names = Object.keys(allSettings());
  expect(names).toEqual(expect.arrayContaining(["CAPS", "TWILIO_FROM", "LINK_CONFIRM", "BRAND_COLOR"]));
  const given = Object.fromEntries(names.map((name) => [name, `my ${name}`]));
  expect(devSettings(9000, given, "key")).toMatchObject(given);
});

test("a name in the shell that is one letter off is named (row 82)", () => {
  expect(slipsIn({ LADDER_EXPIRD: "0,1d", LADDER_EXPIRED: "", HOME: "/root", PATH: "/bin" })).toEqual([
    "LADDER_EXPIRD is no setting: is LADDER_EXPIRED meant?",
  ]);
});

test("settings are written one to a line, in quotes that they do not hold themselves", () => {
  expect(toDotEnv({ A: "x y", B: "0,5d" })).toBe('A="x y"\nB="0,5d"\n');
  const settings = devSettings(9000, {}, "-----BEGIN PRIVATE KEY-----\nAA\n");
  const line = toDotEnv(settings)
    .split("\n")
    .find((it) => it.startsWith("FCM_SERVICE_ACCOUNT="));
  const [, quoted = ""] = /^FCM_SERVICE_ACCOUNT='(.*)'$/.exec(line ?? "") ?? [];
  expect(JSON.parse(quoted)).toMatchObject({ private_key: "-----BEGIN PRIVATE KEY-----\nAA\n" });
});

test("a configuration gets absolute paths, and one that changed its lines is noticed", () => {
  const config = 'name = "a"\nmain = "src/worker.ts"\n';
  expect(relocatedConfig(config, "/x y", ['main = "src/worker.ts"'])).toBe('name = "a"\nmain = "/x y/src/worker.ts"\n');
  expect(() => relocatedConfig(config, "/x", ['main = "src/index.ts"'])).toThrow(/main/);
});

test("quiet hours are as in production where that is asked for, and the shell still wins", () => {
  const quiet = devSettings(9000, {}, "key", true);
  expect(quiet).not.toHaveProperty("SEND_WINDOW");
  expect(readSettings(quiet).differences.map(({ name }) => name)).not.toContain("SEND_WINDOW");
  expect(devSettings(9000, { SEND_WINDOW: "10:00-11:00" }, "key", true)).toMatchObject({ SEND_WINDOW: "10:00-11:00" });
});

test("what development does otherwise is named, with what it would be by default (row 58)", () => {
  const { differences } = readSettings(devSettings(9000, { CAPS: "9/1h" }, "key"));
  expect(differences.map(({ name, here, elsewhere }) => `${name}: ${here}, else ${elsewhere}`).toSorted()).toEqual([
    "CAPS: 9/1h, else 1/48h,4/28d",
    "CHANNEL_ORDER: sms,email,push,handoff, else push,email,sms,handoff",
    "GROUP_WAIT: 5s, else 5m",
    "GROUP_WAIT_MAX: 15s, else 15m",
    "LANGUAGES: en,de,fr,nl,es,it,sv,da,nb,fi,pt,pl, else en,de,fr,nl,es,it",
    "SEND_WINDOW: 00:00-24:00, else 09:00-20:00",
    "SEND_WINDOW_HARD: 00:00-24:00, else 08:00-21:00",
    "TEST_MODE_DELIVERY: all, else log",
    "ZERO_BRIDGE: on, else off",
  ]);
});

const SECRETS = [
  "LINK_KEYS",
  "OPERATOR_TOKEN",
  "HANDOFF_SECRET",
  "CONTACT_LOOKUP_SECRET",
  "TWILIO_AUTH_TOKEN",
  "RESEND_API_KEY",
  "RESEND_WEBHOOK_SECRET",
];

const deployed = {
  ...testSettings,
  HANDOFF_URL: "https://backend.example.test/hooks",
  CONTACT_LOOKUP_URL: "https://backend.example.test/contacts",
  CONTACT_LOOKUP_SECRET: "whsec_Y2FuYXJ5LWxvb2t1cC1zZWNyZXQtMDEyMzQ1Njc4OQ==",
  TWILIO_ACCOUNT_SID: `AC${"0".repeat(32)}`,
  TWILIO_AUTH_TOKEN: "canary-twilio-auth-token-00000000",
  TWILIO_FROM: "Example",
  EMAIL_FROM: "hello@example.com",
  RESEND_API_KEY: "re_canary_0123456789",
  RESEND_WEBHOOK_SECRET: "whsec_Y2FuYXJ5LXJlc2VuZC1zZWNyZXQtMDEyMzQ1Njc4OQ==",
};

const complaints = (env: Record<string, string>): string[] => {
  const read = readConfig(env);
  return read.ok ? [] : read.complaints.map(({ setting, problem }) => `${setting} ${problem}`);
};

describe("the secrets of development", () => {
  const printed = devSettings(9000, {}, "key");

  test.each(SECRETS)("%s is refused by name where a key opens the real FlatPeak (row 103)", (name) => {
    const secret = printed[name] ?? "";
    expect(secret, `add ${fingerprintOf(secret.replace(/^whsec_|=+$/g, ""))} to the printed ones`).not.toBe("");
    for (const key of ["sk_live_0123456789abcdef", "sk_test_0123456789abcdef"]) {
      const said = complaints({ ...deployed, FLATPEAK_API_KEY: key, [name]: secret });
      expect(said).toEqual([`${name} is printed in the development settings: make one of your own`]);
      expect(said.join()).not.toContain(secret);
    }
  });

  test("all at once are named all at once, whatever else is set (row 103)", () => {
    const { FCM_SERVICE_ACCOUNT: _, ...rest } = printed;
    const live = { ...rest, FLATPEAK_API_KEY: "sk_live_0123456789abcdef" };
    expect(complaints(live).map((it) => it.split(" ")[0])).toEqual(expect.arrayContaining(SECRETS));
    expect(complaints({ ...deployed, LINK_KEYS: `${deployed.LINK_KEYS},${printed["LINK_KEYS"] ?? ""}` })).toHaveLength(
      1,
    );
  });

  test("are good enough where everything runs on this machine", () => {
    const { FCM_SERVICE_ACCOUNT: _, ...rest } = printed;
    expect(complaints(rest)).toEqual([]);
    expect(complaints({ ...rest, FLATPEAK_API_URL: "https://api.flatpeak.com" })).toEqual([]);
  });
});

describe("a secret", () => {
  test.each(SECRETS.flatMap((one) => SECRETS.filter((other) => other !== one).map((other) => [one, other] as const)))(
    "of %s is refused where it is also the one of %s (row 103)",
    (one, other) => {
      const whsec = "whsec_c29tZS1zZWNyZXQtb2YtdHdvLWRvb3JzLTAxMjM0NQ==";
      const isWhsec = (name: string): boolean => /(?:HANDOFF|LOOKUP|WEBHOOK)_SECRET/.test(name);
      const both = { [one]: isWhsec(one) ? whsec : whsec.slice(6), [other]: isWhsec(other) ? whsec : whsec.slice(6) };
      const said = complaints({ ...deployed, ...both });
      expect(said).toHaveLength(1);
      expect(said[0]).toContain(one);
      expect(said[0]).toContain(other);
      expect(said[0]).not.toContain(whsec.slice(6, 20));
    },
  );

  test.each([
    ["LINK_KEYS", "a".repeat(40)],
    ["LINK_KEYS", `${testSettings.LINK_KEYS},${"01".repeat(20)}`],
    ["OPERATOR_TOKEN", "0".repeat(64)],
    ["HANDOFF_SECRET", `whsec_${"A".repeat(32)}`],
    ["CONTACT_LOOKUP_SECRET", `whsec_${"abcd".repeat(8)}`],
  ])("of %s that can be guessed is refused (row 103): %s", (name, value) => {
    const said = complaints({ ...deployed, [name]: value });
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(new RegExp(`^${name} can be guessed`));
    expect(said[0]).not.toContain(value);
  });

  test("of a provider's making is what it is, and a good set of them is taken", () => {
    expect(complaints(deployed)).toEqual([]);
    expect(complaints({ ...deployed, TWILIO_AUTH_TOKEN: "7".repeat(32) })).toEqual([]);
    expect(
      complaints({ ...deployed, LINK_KEYS: `${testSettings.LINK_KEYS},another-link-key-0123456789abcdef012345` }),
    ).toEqual([]);
  });
});

test("of a deployment's own settings a run has those of its policy and brand alone, and none of them where it is plain", () => {
  const vars = {
    LADDER_EXPIRED: "0,1d",
    BRAND_LEGAL: "Example GmbH",
    JURISDICTION: "eu",
    CALLBACK_URL: "https://x.test",
  };
  expect(leftOut(vars, false)).toEqual({ JURISDICTION: "", CALLBACK_URL: "" });
  expect(leftOut(vars, true)).toEqual({ LADDER_EXPIRED: "", BRAND_LEGAL: "", JURISDICTION: "", CALLBACK_URL: "" });
});

test("links that lead to another place than the server are told of", () => {
  const origin = "http://127.0.0.1:8787";
  const told = (shell: Record<string, string>) => strayLinks(devSettings(8787, shell, "key"), origin);
  expect(told({})).toEqual([]);
  expect(told({ PUBLIC_URL: "https://go.example.com" })).toEqual([expect.stringContaining("https://go.example.com")]);
});

test("what of the company is somebody else's is named, by its host alone", () => {
  const named = (shell: Record<string, string>) =>
    readSettings(devSettings(9000, shell, "key")).differences.filter(({ name }) => name.endsWith("_URL"));
  expect(named({})).toEqual([]);
  expect(named({ ALERT_URL: "https://chat.example.com/hooks/canary", HANDOFF_URL: "http://127.0.0.1:8080" })).toEqual([
    { name: "HANDOFF_URL", here: "127.0.0.1:8080", elsewhere: "/_dev/handoff" },
    { name: "ALERT_URL", here: "chat.example.com", elsewhere: "/_dev/alerts" },
  ]);
});
