import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { policyFrom } from "../../../src/dev/simulator/policy-file.ts";
import { ASSUMPTIONS } from "../../../src/dev/simulator/assumptions.ts";
import { simulateFleet } from "../../../src/dev/simulator/fleet.ts";
import { figuresOf } from "../../../src/dev/simulator/report.ts";
import { main } from "../../../src/dev/simulator/run.ts";
import type { Assumptions } from "../../../src/dev/simulator/assumptions.ts";
import type { Tally } from "../../../src/dev/simulator/tally.ts";

const folder = mkdtempSync(join(tmpdir(), "simulator-"));
afterAll(() => rmSync(folder, { recursive: true }));

function settingsFile(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function run(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: "", err: "" };
  const code = await main(["--customers", "1200", "--days", "60", ...args], {
    out: (text) => (said.out += text),
    err: (text) => (said.err += text),
    isTerminal: false,
  });
  return { code, ...said };
}

async function simulate(assumed: Partial<Assumptions>, file: string | null = null): Promise<Tally> {
  const trials = [{ policy: policyFrom(file), assumed: { ...ASSUMPTIONS, ...assumed } }];
  const fleet = { seed: 7, customers: 1_500, days: 120, trials };
  const [tally] = await simulateFleet(fleet, 2);
  if (tally === undefined) throw new Error("no tally");
  return tally;
}

function figure(tally: Tally, section: string, label: string): number {
  const found = figuresOf(tally).find((it) => it.section === section && it.label === label);
  if (found?.value === undefined || found.value === null) throw new Error(`no figure ${section}, ${label}`);
  return found.value;
}

const OFF = ["EXPIRING", "EXPIRED", "FETCH_FAILED", "UPGRADE"].map((it) => `LADDER_${it}=off`).join("\n");
/** Nothing is mended but by those who were told, and they all do it. */
const EVERYBODY_TAPS = {
  tapPush: 1,
  tapEmail: 1,
  tapSms: 1,
  tapHandoff: 1,
  tapFade: 1,
  tapFatigue: 1,
  repairAfterTap: 1,
  optOut: 0,
};
const NOTHING_HEALS = { endDateTrap: 0, endDateTrapWarned: 0, selfRepair: 0, failureHeals: 0, outagesPerYear: 0 };
const OBEDIENT = { ...EVERYBODY_TAPS, ...NOTHING_HEALS };

describe("a run", () => {
  it("gives the same report for the same seed, whatever the number of threads, and another for another seed", async () => {
    const [one, again, three, other] = await Promise.all([
      run("--seed", "5", "--workers", "1"),
      run("--seed", "5", "--workers", "1"),
      run("--seed", "5", "--workers", "3"),
      run("--seed", "6", "--workers", "1"),
    ]);
    expect(one.code).toBe(0);
    expect(one.out).toMatch(/^ {2}customers +1,200$/m);
    expect(again.out).toBe(one.out);
    expect(three.out).toBe(one.out);
    expect(other.out.replace("seed 6", "seed 5")).not.toBe(one.out);
  });

  it("says how far it is, prints what it assumed, and writes its figures as JSON", async () => {
    const json = join(folder, "report.json");
    const { out, err } = await run("--json", json);
    expect(err.endsWith("simulated 100 % of 1,200 customers\n")).toBe(true);
    expect(out).toMatch(/^ +0\.15 {2}problems the customer repairs untold$/m);
    const { columns, customers, assumptions } = JSON.parse(readFileSync(json, "utf8"));
    expect({ customers, assumptions }).toEqual({ customers: 1_200, assumptions: ASSUMPTIONS });
    expect(columns[0].figures).toContainEqual({ section: "Fleet", label: "customers", value: 1_200, unit: "" });
  });

  it("sets two policies side by side, over the same problems", async () => {
    const few = settingsFile("few.env", "# one reminder\nLADDER_EXPIRED=0\nLADDER_EXPIRING=off\n");
    const { out } = await run("--compare", few);
    expect(out).toMatch(/^ +defaults +few\.env +difference$/m);
    expect(out).toMatch(/^ {2}with a problem +(\S+) +\1 +0$/m);
    expect(out).toMatch(/^ {2}messages +[\d,]+ +[\d,]+ +-[\d,]+$/m);
    const alone = await run("--settings", few);
    const messages = /^ {2}messages +([\d,]+)$/m.exec(alone.out)?.[1];
    expect(out).toMatch(new RegExp(`^ {2}messages +\\S+ +${messages} `, "m"));
  });

  it.each([
    ["an unknown setting", "LADER_EXPIRED=0,3d", "LADER_EXPIRED"],
    ["a bad value", "LADDER_EXPIRED=0,soon", "LADDER_EXPIRED"],
    ["a line that is no setting", "LADDER_EXPIRED 0,3d", "LADDER_EXPIRED 0,3d"],
  ])("refuses a file with %s, and says which", async (_, text, named) => {
    const bad = settingsFile("bad.env", text);
    for (const option of ["--settings", "--compare"]) {
      const { code, out, err } = await run(option, bad);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toContain(named);
    }
  });

  it.each([
    ["--customers", "many"],
    ["--days", "0"],
    ["--settings", "/nowhere/a.env"],
    ["--fleet", "1"],
    ["--settings"],
    ["--out", "somewhere"],
    ["--sensitivity"],
    ["--calibrate", "/nowhere/funnel.json"],
    ["--calibrate", "/nowhere/funnel.json", "--search"],
    ["--compare", "/nowhere/a.env", "--search"],
    ["--json", "/nowhere/a.json", "--search"],
  ])("refuses %s %s", async (...args) => {
    const { code, out, err } = await run(...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    const isFile = ["--settings", "--calibrate"].includes(args[0] ?? "") && args.length > 1;
    expect(err).toContain(isFile ? args[1] : args[0]);
  });

  it.each([
    ["--settings", "LADER_EXPIRED=0,3d", "LADER_EXPIRED is no setting of the policy: is LADDER_EXPIRED meant?"],
    ["--calibrate", '{"by":"channel","data":[{"key":"push","cases":3}]}', "is no answer of GET /v1/fleet/funnel"],
    ["--calibrate", '{"by":"channel","data":[]}', "has no cases"],
    ["--calibrate", "by channel", "cannot be read as JSON"],
  ])("refuses a search with %s %s, before it simulates anything", async (option, text, named) => {
    const file = settingsFile("bad.txt", text);
    const { code, out, err } = await run("--search", option, file);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(file);
    expect(err).toContain(named);
    expect(err).not.toContain("simulated");
  });

  it("writes the funnel of the simulated fleet, and fits the assumptions to one, which the search then goes by", async () => {
    const file = join(folder, "funnel.json");
    expect((await run("--customers", "300", "--workers", "1", "--funnel", file)).code).toBe(0);
    const { code, out, err } = await run("--customers", "100", "--seed", "2", "--workers", "1", "--calibrate", file);
    expect(code).toBe(0);
    expect(err).toContain("fitted 1 of");
    expect(out).toMatch(/^Fitted to the funnel[\s\S]+100 customers over 60 days, seed 2, defaults/);
    // What was fitted is what the report went by.
    const fitted = /repairAfterTap +0\.7000 +(\d\.\d+)/.exec(out)?.[1] ?? "";
    const assumed = /([\d.]+) {2}taps that lead to a finished Connect session/.exec(out)?.[1] ?? "";
    expect(Number(fitted)).not.toBe(0.7);
    expect(Number(assumed)).toBeCloseTo(Number(fitted), 3);
  });
});

describe("a simulated fleet", () => {
  it("hears nothing when every ladder is off", async () => {
    const tally = await simulate({}, settingsFile("off.env", OFF));
    expect(tally.counts.troubled).toBeGreaterThan(500);
    expect(tally.counts.messages).toBeUndefined();
    expect(figure(tally, "All cases", "cases opened")).toBe(0);
  });

  it("needs about one message per repair when everybody taps and repairs", async () => {
    const tally = await simulate(OBEDIENT);
    expect(figure(tally, "Messages", "tapped")).toBeGreaterThan(0.98);
    expect(figure(tally, "Messages", "per repair that was told of")).toBeGreaterThan(0.95);
    expect(figure(tally, "Messages", "per repair that was told of")).toBeLessThan(1.1);
    expect(figure(tally, "All cases", "repaired, of the cases")).toBeGreaterThan(0.95);
    expect(figure(tally, "All cases", "handed over")).toBe(0);
    expect(figure(tally, "All cases", "from problem to repair, median")).toBeLessThan(1);
  });

  it("repairs nothing when nobody taps and nothing heals", async () => {
    const nobody = { tapPush: 0, tapEmail: 0, tapSms: 0, tapHandoff: 0 };
    const tally = await simulate({ ...OBEDIENT, ...nobody });
    expect(tally.counts.messages).toBeGreaterThan(1_000);
    expect(figure(tally, "All cases", "repaired, of the cases")).toBe(0);
    expect(figure(tally, "All cases", "over on the last day, of the problems")).toBe(0);
  });

  it("falls silent where an outage heals before its message, and for whoever opts out", async () => {
    const outages = { failuresPerYear: 0, fixedTerm: 0, outagesPerYear: 12, outageHours: 0.5 };
    const brief = await simulate({ ...OBEDIENT, ...outages });
    const silent = figure(brief, "Outages of suppliers", "ended in silence: repaired before a message");
    expect(silent).toBeGreaterThan(1_000);
    expect(brief.counts.messages ?? 0).toBeLessThan(silent / 10);

    const once = await simulate({ ...OBEDIENT, repairAfterTap: 0, optOut: 1 });
    expect(once.counts["rung 2"]).toBeUndefined();
    expect(once.counts.optOuts).toBeGreaterThan(300);
  });

  it("closes a case in the hour in which a failure heals by itself", async () => {
    const brief = { fixedTerm: 0, failuresPerYear: 4, failureHeals: 1, failureHours: 0.1 };
    const tally = await simulate({ ...OBEDIENT, ...brief });
    expect(figure(tally, "Tariffs that cannot be read", "repaired, of the cases")).toBeGreaterThan(0.99);
    expect(figure(tally, "Tariffs that cannot be read", "from problem to repair, 90 % within")).toBeLessThan(1 / 24);
  });

  it("spends a second message on those who repeat the end date of the contract that ends", async () => {
    const trapped = await simulate({ ...OBEDIENT, failuresPerYear: 0, endDateTrap: 1 });
    expect(figure(trapped, "Messages", "per repair that was told of")).toBeGreaterThan(1.8);
    expect(trapped.counts["rung 2"]).toBeGreaterThan(100);
  });

  it("is told by another channel where a provider refuses, and after a while where it is busy", async () => {
    const dead = await simulate({ ...OBEDIENT, hasPush: 1, hasPhone: 1, deadPush: 1, deadEmail: 1, deadSms: 0 });
    expect([dead.counts["channel push"], dead.counts["channel email"]]).toEqual([undefined, undefined]);
    expect(dead.counts["channel sms"]).toBeGreaterThan(300);
    const busy = await simulate({ ...OBEDIENT, providerTrouble: 0.5 });
    expect(figure(busy, "All cases", "repaired, of the cases")).toBeGreaterThan(0.9);
  });

  it("repairs what late words of FlatPeak tell of, later", async () => {
    const late = await simulate({ ...OBEDIENT, lateWords: 1, lateWordHours: 48 });
    expect(figure(late, "All cases", "repaired, of the cases")).toBeGreaterThan(0.8);
    expect(figure(late, "All cases", "from problem to repair, median")).toBeGreaterThan(1);
  });
});
