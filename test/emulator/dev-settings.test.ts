import { expect, test } from "vitest";
import { shape } from "../../src/config.ts";
import { devSettings, relocatedConfig, slipsIn, toDotEnv } from "../../src/emulator/dev-settings.ts";
import { readSettings } from "../../src/emulator/settings.ts";

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
  const names = Object.keys(shape.shape);
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

test("what development does otherwise is named, with what it would be by default (row 58)", () => {
  const { differences } = readSettings(devSettings(9000, { CAPS: "9/1h" }, "key"));
  expect(differences.map(({ name, here, elsewhere }) => `${name}: ${here}, else ${elsewhere}`).toSorted()).toEqual([
    "CAPS: 9/1h, else 1/48h,4/28d",
    "CHANNEL_ORDER: sms,email,push,handoff, else push,email,sms,handoff",
    "GROUP_WAIT: 5s, else 5m",
    "GROUP_WAIT_MAX: 15s, else 15m",
    "SEND_WINDOW: 00:00-24:00, else 09:00-20:00",
    "SEND_WINDOW_HARD: 00:00-24:00, else 08:00-21:00",
    "TEST_MODE_DELIVERY: all, else log",
  ]);
});
