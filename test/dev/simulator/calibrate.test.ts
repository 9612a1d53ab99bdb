import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ASSUMPTIONS } from "../../../src/dev/simulator/assumptions.ts";
import { calibrate, exportOf } from "../../../src/dev/simulator/calibrate.ts";
import { simulateFleet } from "../../../src/dev/simulator/fleet.ts";
import { BadFunnel, exportFrom } from "../../../src/dev/simulator/funnel-file.ts";
import { policyFrom } from "../../../src/dev/simulator/policy-file.ts";
import { errorsOf, solved } from "../../../src/dev/simulator/solve.ts";
import { EVENTFUL, fitTo, missesOf, PLANTED, plantedFunnel } from "./recover.ts";
import type { Fit } from "../../../src/dev/simulator/calibrate.ts";
import type { Assumptions } from "../../../src/dev/simulator/assumptions.ts";
import type { Export } from "../../../src/dev/simulator/funnel-file.ts";

const folder = mkdtempSync(join(tmpdir(), "calibrate-"));
afterAll(() => rmSync(folder, { recursive: true }));

const policy = policyFrom(null);

async function planted(customers: number, assumed: Partial<Assumptions>): Promise<Export> {
  const trials = [{ policy, assumed: { ...ASSUMPTIONS, ...assumed } }];
  const [tally] = await simulateFleet({ seed: 1, customers, days: 120, trials }, 1);
  if (tally === undefined) throw new Error("no tally");
  return exportOf(tally);
}

const fit = (told: Export, customers: number, rounds: number, fleets = 1): Promise<Fit> =>
  calibrate(told, {
    seed: 1,
    customers,
    days: 120,
    threads: 1,
    policy,
    rounds,
    fleets,
    assumed: ASSUMPTIONS,
    progress: () => {},
  });

describe("a calibration", () => {
  it("finds what was planted, where the export tells of it, and says what it lacks of the rest", async () => {
    const told = await planted(300, { repairAfterTap: 0.5 });
    const funnels = told.funnels.filter(({ by }) => by === "all");
    const { assumed, fitted, unfitted } = await fit({ funnels, optOuts: null }, 300, 3);
    expect(fitted).toEqual(["repairAfterTap"]);
    expect(Math.abs(assumed.repairAfterTap / 0.5 - 1)).toBeLessThan(0.1);
    expect(unfitted).toContainEqual(["tapSms", "tapped by sms"]);
    expect(assumed).toEqual({ ...ASSUMPTIONS, repairAfterTap: assumed.repairAfterTap });
  });
});

it("a calibration goes by channel and rung where the export has no messages", async () => {
  const told = await planted(300, { tapEmail: 0.3 });
  const funnels = told.funnels.filter(({ by }) => by !== "message");
  const { assumed, fitted } = await fit({ funnels, optOuts: null }, 300, 3);
  expect(fitted).toContain("tapEmail");
  expect(Math.abs(assumed.tapEmail / 0.3 - 1)).toBeLessThan(0.15);
});

it("a calibration over several fleets hears each of them, and leaves less to chance", async () => {
  const funnels = (await planted(200, {})).funnels.filter(({ by }) => by === "all");
  const told: Export = { funnels, optOuts: null };
  const [one, four] = [await fit(told, 200, 1), await fit(told, 200, 1, 4)];
  // The funnel is that of the first fleet, so that fleet moves nothing; the others do.
  expect(one.assumed.repairAfterTap).toBeCloseTo(ASSUMPTIONS.repairAfterTap, 10);
  expect(four.assumed.repairAfterTap).not.toBeCloseTo(ASSUMPTIONS.repairAfterTap, 4);
  expect((four.errors[0] ?? NaN) / (one.errors[0] ?? NaN)).toBeCloseTo(Math.sqrt((1 + 1 / 4) / 2), 6);
});

describe("a calibration to messages", () => {
  it("finds everything that was planted, where the same customers are simulated", async () => {
    const size = { customers: 500, rounds: 5, fleets: 1, threads: 1, world: EVENTFUL };
    const told = await plantedFunnel({ ...size, seed: 1 });
    const fit = await fitTo(told, { ...size, seed: 1_001 });
    expect(fit.fitted).toEqual(Object.keys(PLANTED));
    for (const [name, miss] of missesOf(fit)) expect.soft(Math.abs(miss), name).toBeLessThan(0.1);
  });
});

describe("an export", () => {
  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const step = { key: "push", cases: 9, told: 8, tapped: 3, sessions: 2, repaired: 2, repaired_otherwise: 1 };
  const answer = { by: "channel", from: "2026-01-01", to: "2026-02-01", data: [step], rebuilding: false };

  it("is one answer or a list of them, with opt-outs beside", () => {
    const one = exportFrom(file("one.json", JSON.stringify(answer)));
    expect(one).toEqual({ funnels: [{ by: "channel", data: [step] }], optOuts: null });
    const list = exportFrom(file("list.json", JSON.stringify([answer, { messages: 5, opt_outs: 1 }])));
    expect(list).toEqual({ ...one, optOuts: { messages: 5, opt_outs: 1 } });
  });

  it.each([
    ["nothing", "/nowhere/funnel.json"],
    ["no JSON", file("bad.json", "cases: 5")],
    ["something else", file("else.json", '{"cases":[]}')],
    ["a count below 0", file("below.json", JSON.stringify({ ...answer, data: [{ ...step, told: -1 }] }))],
    ["no cases", file("empty.json", JSON.stringify({ ...answer, data: [] }))],
  ])("is refused where it is %s, by its name", (_, name) => {
    expect(() => exportFrom(name)).toThrow(BadFunnel);
    expect(() => exportFrom(name)).toThrow(name);
  });
});

it("least squares meet every miss where they can", () => {
  const rows = [
    { weight: 4, miss: 3, slopes: [1, 1] },
    { weight: 9, miss: -1, slopes: [1, -1] },
  ];
  const [x = 0, y = 0] = solved(rows, 2, 0);
  expect([x, y].map((it) => Math.round(it * 1e9) / 1e9)).toEqual([1, 2]);
});

it("an unknown's error is that of all that is measured of it together", () => {
  const measured = [9, 16].map((weight) => ({ weight, miss: 0, slopes: [1, 0] }));
  const other = { weight: 4, miss: 0, slopes: [0, 1] };
  expect(errorsOf([...measured, other], 2, 0)).toEqual([1 / 5, 1 / 2]);
});
