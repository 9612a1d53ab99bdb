// `npm run simulate -- --customers 100000 --days 90`: what a policy does to a fleet that does not exist. `--settings a.env`
// names the policy, `--compare b.env` sets another beside it.

import { writeFileSync } from "node:fs";
import { basename } from "node:path";
import { ASSUMPTIONS } from "./assumptions.ts";
import { calibrate, exportOf, fitLines } from "./calibrate.ts";
import { BadCommand, optionsOf } from "./command.ts";
import { simulateFleet } from "./fleet.ts";
import { BadFunnel, exportFrom } from "./funnel-file.ts";
import { BadPolicy, policyFrom } from "./policy-file.ts";
import { assumptionLines, figuresOf, table } from "./report.ts";
import { frontiersOf } from "./named.ts";
import { searchLines, writeFrontier } from "./search-report.ts";
import { findFrontier, WIDTH } from "./search.ts";
import { nearestTo, sensitivityLines, sensitivityOf } from "./sensitivity.ts";
import { storedOf } from "./stored.ts";
import type { Assumptions } from "./assumptions.ts";
import type { Options } from "./command.ts";
import type { Column } from "./report.ts";

/** Rounds until a fit is near: each halves what is missing, and more. */
const ROUNDS = 4;
/** Over so many fleets a fit is averaged: chance in the simulated ones then adds a sixth to that in the funnel at most. */
const FLEETS = 3;

/** A sensitivity simulates this share of the customers, a hundred times for each policy. */
const TENTH = 0.1;

/** Where a run writes to: the report, and what is said beside it. */
export interface Outlet {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** `err` is a terminal: progress may stay on one line. */
  readonly isTerminal: boolean;
}

/** A line over and over on a terminal, every tenth elsewhere. */
function progressOf({ err, isTerminal }: Outlet, customers: number, about = ""): (done: number) => void {
  let said = 0;
  return (done) => {
    const percent = Math.floor((done / customers) * 100);
    if (percent < said + (isTerminal ? 1 : 10)) return;
    said = isTerminal ? percent : percent - (percent % 10);
    const line = `${about}simulated ${said} % of ${customers.toLocaleString("en-GB")} customers`;
    err(isTerminal ? `\r${line}${percent === 100 ? "\n" : ""}` : `${line}\n`);
  };
}

const titleOf = ({ customers, days, seed }: Options): string =>
  `${customers.toLocaleString("en-GB")} customers over ${days} days, seed ${seed}`;

/** The assumptions: fitted to a funnel where one was given. */
async function assumptionsFor(options: Options, outlet: Outlet): Promise<Assumptions> {
  const { calibrate: file, settings, workers: threads } = options;
  if (file === null) return ASSUMPTIONS;
  const told = exportFrom(file);
  const fit = await calibrate(told, {
    ...options,
    threads,
    policy: policyFrom(settings),
    assumed: ASSUMPTIONS,
    rounds: ROUNDS,
    fleets: FLEETS,
    progress: (round, done, of) => {
      if (done === of) outlet.err(`fitted ${round} of ${ROUNDS + FLEETS} rounds\n`);
    },
  });
  outlet.out(`${fitLines(ASSUMPTIONS, fit).join("\n")}\n`);
  return fit.assumed;
}

async function reportFrontier(options: Options, assumed: Assumptions, outlet: Outlet): Promise<void> {
  const { settings, out, sensitivity, seed, customers, days, workers: threads } = options;
  const current = policyFrom(settings);
  const reports = new Map<number, (done: number) => void>();
  const found = await findFrontier({
    seed,
    customers,
    days,
    assumed,
    current,
    threads,
    width: WIDTH,
    progress: (pass, done) => {
      const { no, of, policies } = pass;
      const about = `pass ${no} of ${of}, ${policies} policies: `;
      const say = reports.get(no) ?? progressOf(outlet, pass.customers, about);
      reports.set(no, say);
      say(done);
    },
  });
  const title = titleOf(options);
  outlet.out(`${[...searchLines(title, found), ...assumptionLines(assumed)].join("\n")}\n`);
  if (sensitivity) {
    const fleet = { seed, customers: Math.ceil(customers * TENTH), days };
    const trials = { current, points: nearestTo(found.current, frontiersOf(found)), assumed };
    const say = progressOf(outlet, fleet.customers, "sensitivity: ");
    outlet.out(`${sensitivityLines(await sensitivityOf(fleet, trials, threads, say)).join("\n")}\n`);
  }
  if (out !== null) writeFrontier(out, title, found, storedOf({ seed, customers, days, assumed, current }, found));
}

async function report(options: Options, assumed: Assumptions, outlet: Outlet): Promise<void> {
  const { customers, days, seed, workers, settings, compare, json, funnel } = options;
  const files = compare === null ? [settings] : [settings, compare];
  const policies = files.map(policyFrom);
  const fleet = { customers, days, seed, trials: policies.map((policy) => ({ policy, assumed })) };
  const tallies = await simulateFleet(fleet, workers, progressOf(outlet, customers));
  const [first, second] = tallies.map<Column>((it, index) => ({
    name: basename(files[index] ?? "defaults"),
    figures: figuresOf(it),
  }));
  if (first === undefined) throw new Error("a run without a policy");
  const title = `${titleOf(options)}, ${first.name}`;
  const columns = second === undefined ? [first] : [first, second];
  const lines = [
    second === undefined ? title : `${title} and ${second.name}`,
    ...table(second === undefined ? [first] : [first, second]),
    ...assumptionLines(assumed),
  ];
  outlet.out(`${lines.join("\n")}\n`);
  if (json !== null) writeJson(json, { customers, days, seed, assumptions: assumed, columns });
  const [tally] = tallies;
  if (funnel === null || tally === undefined) return;
  const { funnels, optOuts } = exportOf(tally);
  writeJson(funnel, [...funnels, optOuts]);
}

function writeJson(file: string, content: unknown): void {
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
}

/** Runs the command; gives its exit code: 0, or 2 when the command or a settings file has to be put right. */
export async function main(args: readonly string[], outlet: Outlet): Promise<number> {
  try {
    const options = optionsOf(args);
    const assumed = await assumptionsFor(options, outlet);
    await (options.search ? reportFrontier : report)(options, assumed, outlet);
    return 0;
  } catch (error) {
    if (!(error instanceof BadCommand || error instanceof BadPolicy || error instanceof BadFunnel)) throw error;
    outlet.err(`${error.message}\n`);
    return 2;
  }
}

export const TERMINAL: Outlet = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  isTerminal: process.stderr.isTTY,
};

if (import.meta.main) process.exitCode = await main(process.argv.slice(2), TERMINAL);
