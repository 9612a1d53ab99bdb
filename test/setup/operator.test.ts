// The settings that say who may use the operator's surface.

import { describe, expect, it } from "vitest";
import { readConfig } from "../../src/setup/config.ts";
import { testSettings } from "../settings.ts";

const ONE = "first-key-0123456789abcdefghijklmn";
const TWO = "other-key-9876543210zyxwvutsrqponm";
const AUD = "ab12".repeat(16);

const read = (settings: Record<string, string>) => readConfig({ ...testSettings, ...settings });

function complaints(settings: Record<string, string>): readonly string[] {
  const result = read(settings);
  return result.ok ? [] : result.complaints.map(({ setting, problem }) => `${setting} ${problem}`);
}

describe("operator keys", () => {
  it("are the token alone where none are given", () => {
    const result = read({});
    expect(result.ok && result.config.operator).toEqual({
      keys: [{ role: "admin", name: "operator", key: testSettings.OPERATOR_TOKEN }],
      access: null,
    });
  });

  it("have a role and a name each, and are several at once", () => {
    const result = read({ OPERATOR_KEYS: `read:grafana:${ONE}, support:desk.2:${TWO}` });
    expect(result.ok && result.config.operator.keys.slice(1)).toEqual([
      { role: "read", name: "grafana", key: ONE },
      { role: "support", name: "desk.2", key: TWO },
    ]);
  });

  it.each([
    ["a key that is short", "read:grafana:short", "32 characters or more"],
    ["a role that is none", `root:grafana:${ONE}`, "a role of read, support, admin"],
    ["no name", `read::${ONE}`, "a name of letters"],
    ["a name with a blank", `read:gra fana:${ONE}`, "a name of letters"],
    ["a key no header can carry", `read:grafana:${ONE} ${TWO}`, "32 characters or more"],
    ["a comma too many", `read:grafana:${ONE},`, "with commas between"],
    ["two keys of one name", `read:grafana:${ONE},admin:grafana:${TWO}`, "must not give two keys one name"],
    ["one key of two names", `read:grafana:${ONE},admin:desk:${ONE}`, "must not give one key two names"],
    ["the name of the token's holder", `read:operator:${ONE}`, "must not name a key operator"],
    ["the token itself", `read:grafana:${testSettings.OPERATOR_TOKEN}`, "must not be the same as OPERATOR_TOKEN"],
    ["what can be guessed", `read:grafana:${"ab".repeat(20)}`, "can be guessed"],
  ])("are complained of with %s", (_, value, complaint) => {
    const said = complaints({ OPERATOR_KEYS: value });
    expect(said).toEqual([expect.stringContaining(complaint)]);
    expect(said.join()).toMatch(/^OPERATOR_KEYS /);
    expect(said.join()).not.toContain("0123456789");
  });
});

describe("Access", () => {
  it("is a team and an audience, and lets people look unless more is said", () => {
    const result = read({ ACCESS_TEAM: "Example.cloudflareaccess.com", ACCESS_AUD: AUD });
    expect(result.ok && result.config.operator.access).toEqual({
      issuer: "https://example.cloudflareaccess.com",
      audience: AUD,
      rules: [],
    });
  });

  it("takes rules in their order", () => {
    const result = read({
      ACCESS_TEAM: "example",
      ACCESS_AUD: AUD,
      ACCESS_ROLES: "admin:Ann@example.com,support:@example.com,read:*",
    });
    expect(result.ok && result.config.operator.access?.rules).toEqual([
      { role: "admin", who: "ann@example.com" },
      { role: "support", who: "@example.com" },
      { role: "read", who: "*" },
    ]);
  });

  it.each<[string, Record<string, string>, string]>([
    ["a team alone", { ACCESS_TEAM: "example" }, "ACCESS_AUD is missing"],
    ["an audience alone", { ACCESS_AUD: AUD }, "ACCESS_TEAM is missing"],
    ["another's address", { ACCESS_TEAM: "evil.example.com", ACCESS_AUD: AUD }, "ACCESS_TEAM must be the name"],
    ["a tag that is none", { ACCESS_TEAM: "example", ACCESS_AUD: "reconnect" }, "ACCESS_AUD must be the application's"],
    ["roles for nobody", { ACCESS_ROLES: "admin:*" }, "ACCESS_ROLES is of no use"],
    [
      "a rule that is none",
      { ACCESS_TEAM: "example", ACCESS_AUD: AUD, ACCESS_ROLES: "ann@example.com" },
      "ACCESS_ROLES must be role:who",
    ],
  ])("is complained of with %s", (_, settings, complaint) => {
    expect(complaints(settings)).toContainEqual(expect.stringContaining(complaint));
  });
});
