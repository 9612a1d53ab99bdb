// `npm run dev -- --live`: the settings of a local run against the real FlatPeak.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { liveSettings } from "../../../src/dev/live/settings.ts";
import { withSettings } from "../../../src/dev/setup/toml.ts";

const shipped = readFileSync(resolve(import.meta.dirname, "../../../wrangler.toml"), "utf8");
const vars = {
  FLATPEAK_ACCOUNT_ID: "acc_661677911f2197045e6cf1b1",
  BRAND_NAME: "Example",
  PUBLIC_URL: "https://staging.example.com",
  JURISDICTION: "eu",
  TEST_MODE_DELIVERY: "all",
};
const production = { BRAND_NAME: "Live Example", EMAIL_FROM: "hello@example.com" };
const toml = withSettings(withSettings(shipped, "production", { vars: production, domain: null }), "staging", {
  vars,
  domain: null,
});
const local = {
  FLATPEAK_API_KEY: "sk_test_canary",
  LINK_KEYS: "0123456789abcdef0123456789abcdef",
  OPERATOR_TOKEN: "fedcba9876543210fedcba9876543210",
};
const wish = { environment: "staging", port: 8787, url: "https://some-words.trycloudflare.com" };

it("are those of staging and .dev.vars, at the address of the tunnel, with the shell's last word", () => {
  const read = liveSettings(toml, local, { GROUP_WAIT: "5s", HOME: "/root" }, wish);
  expect(read).toMatchObject({
    ok: true,
    settings: { ...local, BRAND_NAME: "Example", PUBLIC_URL: wish.url, GROUP_WAIT: "5s" },
  });
  expect(read.ok && read.settings).not.toHaveProperty("HOME");
});

it("take over nothing of production, no jurisdiction and no delivery", () => {
  const read = liveSettings(toml, local, {}, { ...wish, url: null });
  expect(read).toMatchObject({
    settings: { EMAIL_FROM: "", JURISDICTION: "", TEST_MODE_DELIVERY: "log", PUBLIC_URL: "http://127.0.0.1:8787" },
  });
  expect(liveSettings(toml, { ...local, TEST_MODE_DELIVERY: "all" }, {}, wish).ok).toBe(false);
});

it("are refused with a live key, and where anything is missing, without a value", () => {
  const live = liveSettings(toml, { ...local, FLATPEAK_API_KEY: "sk_live_canary" }, {}, wish);
  expect(live).toEqual({
    ok: false,
    complaints: [{ setting: "FLATPEAK_API_KEY", problem: "is a live key: a local run is for test data" }],
  });
  const { LINK_KEYS: _, ...others } = local;
  expect(liveSettings(toml, others, {}, wish)).toEqual({
    ok: false,
    complaints: [{ setting: "LINK_KEYS", problem: "is missing" }],
  });
});
