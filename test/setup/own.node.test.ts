// What a company adds from outside: its words are spoken and looked at, its providers carry, and what cannot be one is refused.

import { afterEach, describe, expect, it } from "vitest";
import { addOwn } from "../../src/setup/own.ts";
import { carriersOf } from "../../src/setup/channels.ts";
import { readConfig } from "../../src/setup/config.ts";
import { customComplaints } from "../../src/text/lint.ts";
import { describeProvider, optional, text } from "../../src/channel.ts";
import { wordsFor } from "../../src/text/message.ts";
import { testSettings } from "../settings.ts";
import { PROVIDERS, providers } from "../../src/channels/registry.ts";
import type { Provider } from "../../src/channels/provider.ts";
import type { Wording } from "../../src/text/message.ts";
import type { Own } from "../../src/setup/own.ts";

const post = describeProvider({
  name: "carrier-pigeon",
  channel: "sms",
  settings: { PIGEON_KEY: optional(text) },
  needs: ["PIGEON_KEY"],
  secrets: { given: ["PIGEON_KEY"] },
  isKeyless: false,
  paceOf: () => 1,
  create: () => ({ name: "sms", send: () => Promise.resolve({ kind: "sent" }) }),
});

const PROVIDER: Provider = {
  ...post,
  needs: [],
  create: () => ({ name: "sms", send: () => Promise.resolve({ kind: "sent" }) }),
  paceOf: () => 1,
};

const ENDED: Wording = {
  brand: "Acme",
  language: "en",
  channel: "email",
  reason: "expired",
  count: 1,
  homes: 1,
  rung: 1,
  devices: null,
  slot: "commodity_import",
  endDateTrap: false,
  contractEndDate: null,
  endsToday: false,
  link: "https://go.example.com/c/x",
  stopLink: "https://go.example.com/s/x",
  foot: { legal: null, helpUrl: null, privacyUrl: null },
  stopBy: "link",
  hasApp: true,
};

const take = (own: Own, wordsName = "words"): void => addOwn(own, customComplaints, wordsName);
const complaintsWith = (settings: Readonly<Record<string, string>>): readonly string[] => {
  const read = readConfig({ ...testSettings, ...settings });
  return read.ok ? [] : read.complaints.map(({ setting, problem }) => `${setting} ${problem}`);
};

afterEach(() => take({}));

describe("an address for alerts", () => {
  const refused = (url: string): readonly string[] =>
    complaintsWith({ ALERT_URL: url }).map((it) => it.slice(0, it.indexOf(":")));

  it.each(["https://backend.example.test/hooks", "HTTPS://BACKEND.example.test:443/a/../hooks#alerts"])(
    "is not where messages to customers go, as %s",
    (url) => expect(refused(url)).toEqual(["ALERT_URL must not be the same as HANDOFF_URL"]),
  );

  it("is not where a provider of the company's own is written to", () => {
    const PIGEON_URL = "https://loft.example.test/in?key=1";
    take({ channels: [{ ...PROVIDER, settings: { ...PROVIDER.settings, PIGEON_URL: optional(text) } }] });
    expect(complaintsWith({ PIGEON_URL, ALERT_URL: PIGEON_URL }).join()).toMatch(
      /^ALERT_URL must not be the same as PIGEON_URL: alerts are text for a chat/,
    );
    expect(complaintsWith({ PIGEON_URL, ALERT_URL: "https://loft.example.test/in?key=2" })).toEqual([]);
  });

  it("may be another path of the same host", () => {
    expect(refused("https://backend.example.test/hooks/alerts")).toEqual([]);
  });
});

describe("what a company adds", () => {
  it("is nothing where it adds nothing", () => {
    take({});
    expect(complaintsWith({})).toEqual([]);
    expect(providers().map(({ name }) => name)).not.toContain("carrier-pigeon");
  });

  it("has settings of its own, and carries before ours once they are there", () => {
    take({ channels: [post] });
    const configOf = (settings: Readonly<Record<string, string>>) => {
      const read = readConfig({ ...testSettings, ...settings });
      if (!read.ok) throw new Error(JSON.stringify(read.complaints));
      return carriersOf(read.config.channels.providers);
    };
    const twilio = {
      TWILIO_ACCOUNT_SID: `AC${"0".repeat(32)}`,
      TWILIO_AUTH_TOKEN: "a-token-of-twilio-0123456789",
      TWILIO_FROM: "+447700900000",
    };
    expect(configOf(twilio).get("sms")?.name).toBe("twilio");
    expect(configOf({ ...twilio, PIGEON_KEY: "a-key-for-pigeons" }).get("sms")?.name).toBe("carrier-pigeon");
  });

  it("is told of a setting that is nearly its own, and of a secret that is used twice", () => {
    take({ channels: [post] });
    expect(complaintsWith({ PIGEON_KEE: "x" }).join()).toMatch(/PIGEON_KEE .*PIGEON_KEY/);
    expect(complaintsWith({ PIGEON_KEY: testSettings.LINK_KEYS })).not.toEqual([]);
  });

  it("is spoken, and looked at like a setting", () => {
    const words = { en: { "title.expired": "Your tariff has come to its end" } };
    take({ words });
    expect(complaintsWith({})).toEqual([]);
    expect(wordsFor(ENDED).subject).toContain("come to its end");
    take({});
    expect(wordsFor(ENDED).subject).not.toContain("come to its end");
    take({ words: { en: { "sms.expired.first": "no link in here" } } });
    expect(complaintsWith({}).join()).toMatch(/^words en sms\.expired\.first/);
  });

  it("is complained about by the name of whoever gave the words, wherever one looks", () => {
    take({ words: { en: { "email.hello": "Hi!" } } }, "src/words/words.ts");
    expect(complaintsWith({})).toEqual(["src/words/words.ts en email.hello has an exclamation mark"]);
    expect(customComplaints().map(({ setting }) => setting)).toEqual(["src/words/words.ts"]);
  });

  it.each<[object, string]>([
    [{ channel: "letter" }, "is for no channel there is: these are push, email, sms, whatsapp, handoff, log"],
    [{ channel: "constructor" }, "is for no channel there is"],
    [{ needs: ["PIGEON_NAME"] }, "names PIGEON_NAME among its needs or secrets, and has no such setting"],
    [{ secrets: { given: ["PIGEON_KEYS"] } }, "names PIGEON_KEYS among its needs or secrets"],
  ])("is refused as %j, though no compiler has seen it", (wrong, problem) => {
    expect(() => take({ channels: [{ ...post, ...wrong }] })).toThrow(`the channel "carrier-pigeon" ${problem}`);
    expect(providers()).toEqual(PROVIDERS);
  });

  it.each([
    ["twilio", post.settings, "name that is taken"],
    ["flatpeak", post.settings, "name that is taken"],
    ["Carrier Pigeon", post.settings, "small letters"],
    ["carrier-pigeon", { TWILIO_FROM: optional(text) }, "another one's"],
    ["carrier-pigeon", { BRAND_NAME: optional(text) }, "another one's"],
    ["carrier-pigeon", { pigeonKey: optional(text) }, "not written like"],
  ])("is refused as %s, with %j", (name, settings, problem) => {
    const wrong: Provider = { ...PROVIDER, name, settings };
    expect(() => take({ channels: [wrong] })).toThrow(problem);
    expect(providers()).toEqual(PROVIDERS);
  });

  it("is refused where two have one name", () => {
    expect(() => take({ channels: [post, post] })).toThrow("taken");
  });
});
