// EXPERIMENT: what it may say, what each arm comes to, and what is complained of by name, without a value.

import { describe, expect, it } from "vitest";
import { policyFor, wordComplaints } from "../../src/setup/experiment/experiment.ts";
import { readConfig } from "../../src/setup/config.ts";
import { newCustomer } from "../../src/core/state.ts";
import { DAY } from "../../src/core/time.ts";
import { testSettings } from "../settings.ts";
import type { Config } from "../../src/setup/config.ts";

const ARMS = {
  "as-now": { weight: 1 },
  two: { weight: 1, settings: { LADDER_EXPIRED: "0,10d", PAGE_BEFORE_CONNECT: "off", SMS_MAX: "0" } },
};
const GOOD = { name: "two-reminders", arms: ARMS };

function configOf(experiment: unknown, more: Record<string, string> = {}): Config {
  const read = readConfig({ ...testSettings, ...more, EXPERIMENT: JSON.stringify(experiment) });
  if (!read.ok) throw new Error(read.complaints.map(({ setting, problem }) => `${setting} ${problem}`).join("; "));
  return read.config;
}

function complaintsOf(given: string, more: Record<string, string> = {}): string {
  const read = readConfig({ ...testSettings, ...more, EXPERIMENT: given });
  return read.ok ? "" : read.complaints.map(({ setting, problem }) => `${setting} ${problem}`).join("\n");
}

const complaintOf = (more: object): string => complaintsOf(JSON.stringify({ ...GOOD, ...more }));

/** A customer without a case, who is drawn into this arm. */
function customerIn(config: Config, arm: string) {
  const state = Array.from({ length: 100 }, (_, no) => newCustomer(`cus_${no}`)).find(
    (it) => policyFor(config, it).arm?.name === arm,
  );
  if (state === undefined) throw new Error(`nobody is drawn into ${arm}`);
  return state;
}

describe("EXPERIMENT", () => {
  it("is told of a setting that has the name of what every object has", () => {
    for (const strange of ["constructor", "toString", "hasOwnProperty"])
      expect(complaintOf({ arms: { ...ARMS, two: { weight: 1, settings: { [strange]: "1" } } } })).toContain(
        `arm two ${strange} is no setting that an arm can have`,
      );
  });

  it("is none by default", () => {
    const read = readConfig(testSettings);
    expect(read.ok && read.config.experiment).toBeNull();
  });

  it("gives each arm the settings as they are, but for its own", () => {
    const config = configOf(GOOD);
    const [control, two] = [customerIn(config, "as-now"), customerIn(config, "two")];
    expect(policyFor(config, control)).toEqual({
      ...config.policy,
      arm: { experiment: "two-reminders", name: "as-now" },
    });
    const { ladders, smsMax, arm } = policyFor(config, two);
    expect(ladders).toEqual({ ...config.policy.ladders, expired: [0, 10 * DAY] });
    expect([smsMax, arm]).toEqual([0, { experiment: "two-reminders", name: "two" }]);
    expect(config.experiment?.treatmentOf(control).hasPageBefore).toBe(true);
    expect(config.experiment?.treatmentOf(two).hasPageBefore).toBe(false);
    expect(config.experiment).toMatchObject({ within: 28 * DAY, rules: { alpha: 0.05, worth: 0.05 } });
  });

  it("treats nobody anew while it is off, and knows every way out of every arm", () => {
    const email = { RESEND_API_KEY: "re_0123456789abcdef", EMAIL_FROM: "Example <a@example.test>" };
    const arms = { ...ARMS, mail: { weight: 1, settings: { CHANNEL_ORDER: "email,handoff" } } };
    const config = configOf({ ...GOOD, arms, state: "off" }, email);
    expect(policyFor(config, newCustomer("cus_1"))).toEqual(config.policy);
    expect(config.policy.channels).toEqual(["handoff"]);
    expect([...config.waysOut].toSorted((a, b) => a.localeCompare(b))).toEqual(["email", "handoff"]);
    expect(configOf(GOOD, { PAGE_BEFORE_CONNECT: "off" }).link.hasPageBefore).toBe(false);
    expect(configOf(GOOD).link.hasPageBefore).toBe(true);
  });

  it("takes words of an arm's own for messages", async () => {
    const said = { en: { "title.expired": "Your power contract is over" } };
    const config = configOf({ ...GOOD, arms: { ...ARMS, words: { weight: 2, words: said } } });
    expect(config.experiment?.treatmentOf(customerIn(config, "words")).words).toEqual(said);
    expect(config.experiment?.treatmentOf(customerIn(config, "two")).words).toEqual({});
    expect(config.experiment === null ? null : await wordComplaints(config.experiment)).toEqual([]);
  });

  it.each<[string, object, string]>([
    ["a name that is none", { name: "Two Reminders" }, "EXPERIMENT name must be small letters"],
    ["no name", { name: undefined }, "EXPERIMENT name must be"],
    ["no arms", { arms: undefined }, "EXPERIMENT arms must be arms by their names"],
    ["one arm", { arms: { a: { weight: 1 } } }, "must have from 2 to 8 arms"],
    ["no weight", { arms: { a: {}, b: { weight: 1 } } }, "EXPERIMENT arms.a.weight must be a whole number"],
    ["half a weight", { arms: { a: { weight: 0.5 }, b: { weight: 1 } } }, "arms.a.weight must be a whole number"],
    ["only weights of 0", { arms: { a: { weight: 0 }, b: { weight: 0 } } }, "an arm with a weight above 0"],
    ["an arm's name that is none", { arms: { "A b": { weight: 1 }, b: { weight: 1 } } }, "arms"],
    ["a state", { state: "canary" }, "EXPERIMENT state must be on or off"],
    ["what there is not", { canary: 1 }, "EXPERIMENT may have name, state, arms"],
    ["worth nothing", { worth: 0 }, "EXPERIMENT worth must be points of a hundred"],
    ["a span", { within: "canary" }, "EXPERIMENT within must be a duration"],
  ])("refuses %s, and leaks no value", (_, more, problem) => {
    const said = complaintOf(more);
    expect(said).toContain(problem);
    expect(said).not.toContain('"canary"');
  });

  it.each<[string, object, string]>([
    ["a setting that cannot be read", { LADDER_EXPIRED: "canary" }, "arm two LADDER_EXPIRED must be durations"],
    ["settings that do not fit each other", { GROUP_WAIT: "1h" }, "arm two GROUP_WAIT_MAX must not be shorter"],
    ["a channel that is not there", { CHANNEL_ORDER: "email" }, "arm two CHANNEL_ORDER names no channel"],
    ["what is no arm's to set", { LINK_KEYS: "canary" }, "arm two LINK_KEYS is no setting that an arm can have"],
    [
      "a typing error",
      { LADER_EXPIRED: "0" },
      "LADER_EXPIRED is no setting that an arm can have: is LADDER_EXPIRED meant?",
    ],
  ])("refuses %s in an arm", (_, settings, problem) => {
    const said = complaintOf({ arms: { ...ARMS, two: { weight: 1, settings } } });
    expect(said).toContain(`EXPERIMENT ${problem.startsWith("arm") ? problem : `arm two ${problem}`}`);
    expect(said).not.toContain("canary");
    expect(complaintOf({ afterwards: { settings } })).toContain("EXPERIMENT afterwards");
  });

  it.each<[string, object, string]>([
    ["a text of a page", { en: { "page.done.repaired.title": "Done" } }, "is the name of no text of a message"],
    ["a language there is not", { xx: { "title.expired": "Ended" } }, "xx all is none of our languages"],
    ["a text that does not fit", { en: { "title.expired": "E".repeat(90) } }, "en title.expired"],
  ])("refuses as words %s", async (_, words, problem) => {
    const { experiment } = configOf({ ...GOOD, arms: { ...ARMS, two: { weight: 1, words } } });
    const complaints = experiment === null ? [] : await wordComplaints(experiment);
    const said = complaints.map((it) => `${it.setting} ${it.problem}`).join("\n");
    expect(said).toMatch(new RegExp(`EXPERIMENT arm two words .*${problem}`, "u"));
  });

  it("refuses what is no JSON, and says nothing twice of what the settings have wrong themselves", () => {
    expect(complaintsOf("two reminders")).toBe("EXPERIMENT must be JSON, as docs/EXPERIMENTS.md shows it");
    expect(complaintsOf("[]")).toContain("EXPERIMENT may have name");
    const said = complaintsOf(JSON.stringify(GOOD), { GROUP_WAIT: "1h" });
    expect(said).toBe("GROUP_WAIT_MAX must not be shorter than GROUP_WAIT");
  });
});
