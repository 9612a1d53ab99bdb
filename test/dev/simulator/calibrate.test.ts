import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ASSUMPTIONS } from "../../../src/dev/simulator/assumptions.ts";
import { calibrate, exportOf, seedOf } from "../../../src/dev/simulator/calibrate.ts";
import { simulateFleet } from "../../../src/dev/simulator/fleet.ts";
import { BadFunnel, exportFrom } from "../../../src/dev/simulator/funnel-file.ts";
import { LEANING } from "../../../src/dev/simulator/leans.ts";
import { luckOf } from "../../../src/dev/simulator/luck.ts";
import { policyFrom } from "../../../src/dev/simulator/policy-file.ts";
import { errorsOf, solved } from "../../../src/dev/simulator/solve.ts";
import { EVENTFUL, fitTo, missesOf, PLANTED } from "./recover.ts";
import type { Fit } from "../../../src/dev/simulator/calibrate.ts";
import type { Assumptions } from "../../../src/dev/simulator/assumptions.ts";
import type { Export } from "../../../src/dev/simulator/funnel-file.ts";

const folder = mkdtempSync(join(tmpdir(), "calibrate-"));
afterAll(() => rmSync(folder, { recursive: true }));

const policy = policyFrom(null);

interface Planted {
  readonly told: Export;
  /** By what factor who they are differ by chance from what was planted: no fit could know. */
  readonly luck: Readonly<Record<string, number>>;
}

/** Rounds until a fit simulates the customers behind the funnel. */
const ROUNDS = 3;

/** The funnel of so many customers: those whom a fit of one fleet simulates at last. */
async function planted(customers: number, assumed: Partial<Assumptions>): Promise<Planted> {
  const trials = [{ policy, assumed: { ...ASSUMPTIONS, ...EVENTFUL, ...assumed } }];
  const fleet = { seed: seedOf(1, ROUNDS + 1), customers, days: 120, trials, takesLeans: true };
  const [tally] = await simulateFleet(fleet, 1);
  if (tally === undefined) throw new Error("no tally");
  const luck = luckOf(tally);
  return { told: exportOf(tally), luck: Object.fromEntries(LEANING.map((it, no) => [it, Math.exp(luck[no] ?? NaN)])) };
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
    assumed: { ...ASSUMPTIONS, ...EVENTFUL },
    progress: () => {},
  });

describe("a calibration", () => {
  it("finds what was planted, where the export tells of it, and says what it lacks of the rest", async () => {
    const { told, luck } = await planted(300, { repairAfterTap: 0.5 });
    const funnels = told.funnels.filter(({ by }) => by === "all");
    const { assumed, fitted, unfitted } = await fit({ funnels, optOuts: null }, 300, ROUNDS);
    expect(fitted).toEqual(["repairAfterTap"]);
    expect(Math.abs(assumed.repairAfterTap / 0.5 / (luck["repairAfterTap"] ?? NaN) - 1)).toBeLessThan(0.1);
    expect(unfitted).toContainEqual(["tapSms", "tapped by sms"]);
    expect(assumed).toEqual({ ...ASSUMPTIONS, ...EVENTFUL, repairAfterTap: assumed.repairAfterTap });
  });
});

it("a calibration goes by channel and rung where the export has no messages", async () => {
  const { told, luck } = await planted(300, { tapEmail: 0.3 });
  const funnels = told.funnels.filter(({ by }) => by !== "message");
  const { assumed, fitted } = await fit({ funnels, optOuts: null }, 300, ROUNDS);
  expect(fitted).toContain("tapEmail");
  expect(Math.abs(assumed.tapEmail / 0.3 / (luck["tapEmail"] ?? NaN) - 1)).toBeLessThan(0.15);
});

it("a calibration over several fleets hears each of them, and leaves less to chance", async () => {
  const funnels = (await planted(200, {})).told.funnels.filter(({ by }) => by === "all");
  const told: Export = { funnels, optOuts: null };
  const [one, four] = [await fit(told, 200, 1), await fit(told, 200, 1, 4)];
  expect(four.assumed.repairAfterTap).not.toBeCloseTo(one.assumed.repairAfterTap, 4);
  expect(four.errors[0]).toBeLessThan(one.errors[0] ?? NaN);
});

describe("a calibration to messages", () => {
  it("finds everything that was planted, where the same customers are simulated, but for their luck", async () => {
    const { told, luck } = await planted(500, PLANTED);
    const size = { customers: 500, rounds: ROUNDS, fleets: 1, threads: 1, world: EVENTFUL };
    const fit = await fitTo(told, { ...size, seed: 1 });
    expect(fit.fitted).toEqual(Object.keys(PLANTED));
    for (const [name, miss] of missesOf(fit)) {
      expect.soft(Math.abs((1 + miss) / (luck[name] ?? NaN) - 1), name).toBeLessThan(0.1);
    }
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
