// The settings of our own Connect pages. Left out, they are the default.

import { describe, expect, it } from "vitest";
import { readConfig } from "../../src/setup/config.ts";
import { testSettings } from "../settings.ts";

const { CONNECT_WEB_URL: _, ...ours } = testSettings;

describe("the settings of Connect", () => {
  it.each([ours, { ...testSettings, CONNECT_WEB_URL: "" }])(
    "leads to our own Connect pages where no others are named",
    (settings) => {
      expect(readConfig(settings)).toMatchObject({
        ok: true,
        config: {
          link: { connectWebUrl: "https://go.example.test/connect" },
          connect: { url: "https://connect.flatpeak.com", domain: "connect.flatpeak.com" },
        },
      });
    },
  );

  it("has no conversation of its own where the company has a client", () => {
    expect(readConfig(testSettings)).toMatchObject({ ok: true, config: { connect: null } });
  });

  it.each(["http://connect.flatpeak.com", "connect", "https://connect.flatpeak.com/?a=1"])(
    "refuses to ask Connect at %s",
    (url) => {
      const read = readConfig({ ...ours, FLATPEAK_CONNECT_URL: url });
      expect(read).toMatchObject({ ok: false, complaints: [{ setting: "FLATPEAK_CONNECT_URL" }] });
    },
  );

  it.each(["https://connect.flatpeak.com", "flatpeak", "*.flatpeak.com", "connect.flatpeak.com/x", "a..b"])(
    "refuses sign-ins below %s",
    (domain) => {
      const read = readConfig({ ...ours, FLATPEAK_CONNECT_DOMAIN: domain });
      expect(read).toMatchObject({ ok: false, complaints: [{ setting: "FLATPEAK_CONNECT_DOMAIN" }] });
    },
  );
});
