// `npm run simulate -- --customers 100000 --days 90`: what a policy does to a fleet that does not exist. `--settings a.env`
// names the policy, `--compare b.env` sets another beside it.

import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { ASSUMPTIONS } from "./assumptions.ts";
import { simulateFleet } from "./fleet.ts";
import { BadPolicy, policyFrom } from "./policy-file.ts";
import { assumptionLines, figuresOf, table } from "./report.ts";
import type { Column } from "./report.ts";

/** Where a run writes to: the report, and what is said beside it. */
export interface Outlet {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** `err` is a terminal: progress may stay on one line. */
  readonly isTerminal: boolean;
}

interface Options {
  readonly customers: number;
  readonly days: number;
  readonly seed: number;
  readonly workers: number;
  readonly settings: string | null;
  readonly compare: string | null;
  readonly json: string | null;
}

const USAGE =
  "Usage: npm run simulate -- [--customers N] [--days N] [--seed N] [--settings FILE] [--compare FILE] [--workers N] [--json FILE]";

/** Something in the command that the person who wrote it has to put right. */
class BadCommand extends Error {}

function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  throw new BadCommand(`--${name} must be a whole number from ${min} to ${max}`);
}

const text = (value: string) => ({ type: "string", default: value }) as const;
const file = { type: "string" } as const;

function valuesOf(args: readonly string[]) {
  const options = {
    customers: text("10000"),
    days: text("90"),
    seed: text("1"),
    workers: text(String(availableParallelism())),
    settings: file,
    compare: file,
    json: file,
  };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    // Thrown for an option it does not know, or one without its value.
    if (error instanceof TypeError) throw new BadCommand(`${error.message}\n${USAGE}`, { cause: error });
    throw error;
  }
}

function optionsOf(args: readonly string[]): Options {
  const { settings = null, compare = null, json = null, ...rest } = valuesOf(args);
  return {
    customers: wholeNumber("customers", rest.customers, 1, 10_000_000),
    days: wholeNumber("days", rest.days, 1, 3_650),
    seed: wholeNumber("seed", rest.seed, 0, 4_294_967_295),
    workers: wholeNumber("workers", rest.workers, 1, 256),
    settings,
    compare,
    json,
  };
}

/** A line over and over on a terminal, every tenth elsewhere. */
function progressOf({ err, isTerminal }: Outlet, customers: number): (done: number) => void {
  let said = 0;
  return (done) => {
    const percent = Math.floor((done / customers) * 100);
    if (percent < said + (isTerminal ? 1 : 10)) return;
    said = isTerminal ? percent : percent - (percent % 10);
    const line = `simulated ${said} % of ${customers.toLocaleString("en-GB")} customers`;
    err(isTerminal ? `\r${line}${percent === 100 ? "\n" : ""}` : `${line}\n`);
  };
}

async function report(options: Options, outlet: Outlet): Promise<void> {
  const { customers, days, seed, workers, settings, compare, json } = options;
  const files = compare === null ? [settings] : [settings, compare];
  const policies = files.map(policyFrom);
  const fleet = { customers, days, seed, trials: policies.map((policy) => ({ policy, assumed: ASSUMPTIONS })) };
  const tallies = await simulateFleet(fleet, workers, progressOf(outlet, customers));
  const [first, second] = tallies.map<Column>((it, index) => ({
    name: basename(files[index] ?? "defaults"),
    figures: figuresOf(it),
  }));
  if (first === undefined) throw new Error("a run without a policy");
  const title = `${customers.toLocaleString("en-GB")} customers over ${days} days, seed ${seed}, ${first.name}`;
  const lines = [
    second === undefined ? title : `${title} and ${second.name}`,
    ...table(second === undefined ? [first] : [first, second]),
    ...assumptionLines(ASSUMPTIONS),
  ];
  outlet.out(`${lines.join("\n")}\n`);
  if (json === null) return;
  const columns = second === undefined ? [first] : [first, second];
  writeFileSync(json, `${JSON.stringify({ customers, days, seed, assumptions: ASSUMPTIONS, columns }, null, 2)}\n`);
}

/** Runs the command; gives its exit code: 0, or 2 when the command or a settings file has to be put right. */
export async function main(args: readonly string[], outlet: Outlet): Promise<number> {
  try {
    await report(optionsOf(args), outlet);
    return 0;
  } catch (error) {
    if (!(error instanceof BadCommand || error instanceof BadPolicy)) throw error;
    outlet.err(`${error.message}\n`);
    return 2;
  }
}

if (import.meta.main) {
  process.exitCode = await main(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    isTerminal: process.stderr.isTTY,
  });
}
