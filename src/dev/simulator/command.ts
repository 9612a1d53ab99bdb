// The command line of the simulator: what it may say, and what is wrong with it.

import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";

export interface Options {
  readonly customers: number;
  readonly days: number;
  readonly seed: number;
  readonly workers: number;
  readonly settings: string | null;
  readonly compare: string | null;
  readonly json: string | null;
  /** Look for the frontier. */
  readonly search: boolean;
  /** And which assumption turns it around. */
  readonly sensitivity: boolean;
  /** A funnel to fit the assumptions to. */
  readonly calibrate: string | null;
  /** Where to write the funnel of the simulated fleet. */
  readonly funnel: string | null;
  /** The folder for the chart and the settings of a frontier. */
  readonly out: string | null;
}

const USAGE =
  "Usage: npm run simulate -- [--customers N] [--days N] [--seed N] [--settings FILE] [--compare FILE] [--workers N] [--json FILE]\n" +
  "         [--funnel FILE] [--calibrate FILE] [--search [--sensitivity] [--out FOLDER]]";

/** Something in the command that the person who wrote it has to put right. */
export class BadCommand extends Error {}

/** The whole number that an option says; throws BadCommand for anything else. */
export function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  throw new BadCommand(`--${name} must be a whole number from ${min} to ${max}`);
}

const text = (value: string) => ({ type: "string", default: value }) as const;
const file = { type: "string" } as const;
const flag = { type: "boolean", default: false } as const;

function valuesOf(args: readonly string[]) {
  const options = {
    customers: text("10000"),
    days: text("90"),
    seed: text("1"),
    workers: text(String(availableParallelism())),
    settings: file,
    compare: file,
    json: file,
    search: flag,
    sensitivity: flag,
    calibrate: file,
    funnel: file,
    out: file,
  };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    // Thrown for an option it does not know, or one without its value.
    if (error instanceof TypeError) throw new BadCommand(`${error.message}\n${USAGE}`, { cause: error });
    throw error;
  }
}

/** Reads the command; throws BadCommand. */
export function optionsOf(args: readonly string[]): Options {
  const {
    settings = null,
    compare = null,
    json = null,
    calibrate = null,
    funnel = null,
    out = null,
    ...rest
  } = valuesOf(args);
  const { search, sensitivity } = rest;
  if (!search && out !== null) throw new BadCommand("--out goes with --search");
  if (!search && sensitivity) throw new BadCommand("--sensitivity goes with --search");
  if (compare !== null && (search || calibrate !== null || funnel !== null))
    throw new BadCommand("--compare goes with no other way to run");
  if (json !== null && (search || calibrate !== null)) throw new BadCommand("--json is for a report of policies alone");
  return {
    customers: wholeNumber("customers", rest.customers, 1, 10_000_000),
    days: wholeNumber("days", rest.days, 1, 3_650),
    seed: wholeNumber("seed", rest.seed, 0, 4_294_967_295),
    workers: wholeNumber("workers", rest.workers, 1, 256),
    settings,
    compare,
    json,
    search,
    sensitivity,
    calibrate,
    funnel,
    out,
  };
}
