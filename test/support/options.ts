// The options of a tool that is run by hand. A slip of the pen is answered with what there is, and nothing is run.

import { parseArgs } from "node:util";
import type { ParseArgsOptionsConfig } from "node:util";

type Values<Options extends ParseArgsOptionsConfig> = ReturnType<typeof parseArgs<{ options: Options }>>["values"];

/** The options given on the command line. Ends the process with 2 and a line for the reader where one is not known or has no value. */
export function readOptions<const Options extends ParseArgsOptionsConfig>(options: Options): Values<Options> {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    const names = Object.entries(options).map(([name, { type }]) => `--${name}${type === "string" ? " ..." : ""}`);
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\nThere is: ${names.join(", ")}\n`);
    process.exit(2);
  }
}

/** The number that an option gives. Ends the process with 2 and a line for the reader where it is none, or below 0. */
export function readNumber(name: string, text: string): number {
  const number = Number(text);
  if (text.trim() !== "" && number >= 0 && Number.isFinite(number)) return number;
  process.stderr.write(`--${name} takes a number of 0 or more, and not ${JSON.stringify(text)}\n`);
  process.exit(2);
}
