// `npm run experiment`: tries the verdict of experiments on pairs whose truth is known, and prints how often it is right.

import { parseArgs } from "node:util";
import { BadCommand, wholeNumber } from "./command.ts";
import { runPairs } from "./pairs.ts";

/** Each option with what it is unless told, and the least and the most it may be. Shares and differences are in points of a hundred. */
const OPTIONS = {
  pairs: [10_000, 1, 1_000_000],
  days: [120, 1, 3_650],
  "a-day": [50, 1, 100_000],
  control: [53, 1, 99],
  difference: [5, 1, 98],
  worth: [5, 1, 100],
  seed: [1, 0, 4_294_967_295],
} as const;
type Name = keyof typeof OPTIONS;

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

/** Reads the command; throws BadCommand. */
function numbersOf(args: string[]): (name: Name) => number {
  const options = Object.fromEntries(Object.keys(OPTIONS).map((name) => [name, { type: "string" as const }]));
  const given = parseArgs({ args, options, strict: false }).values;
  for (const name of Object.keys(given)) if (!(name in OPTIONS)) throw new BadCommand(`--${name} is no option of this`);
  return (name) => {
    const [standard, least, most] = OPTIONS[name];
    return wholeNumber(name, String(given[name] ?? standard), least, most);
  };
}

function print(numberOf: (name: Name) => number): void {
  const [control, difference, worth] = [numberOf("control"), numberOf("difference"), numberOf("worth")];
  const [pairs, days, aDay, seed] = [numberOf("pairs"), numberOf("days"), numberOf("a-day"), numberOf("seed")];
  if (control + difference >= 100) throw new BadCommand("--control and --difference together must be below 100");
  for (const [points, isStubborn] of [
    [0, false],
    [0, true],
    [difference, false],
  ] as const) {
    const arm = (control + points) / 100;
    const rules = { alpha: 0.05, worth: worth / 100 };
    const result = runPairs({ isStubborn, pairs, days, aDay, control: control / 100, arm, rules, seed });
    const { needed, median } = result;
    const until = isStubborn ? `, never given up in ${days} days` : "";
    const lines = [
      `${pairs} pairs, ${control} % against ${control + points} %, ${aDay} customers a day in each arm${until}`,
      `  real ${percent(result.real)} (the wrong way round ${percent(result.wrongSide)})`,
      `  no difference worth ${worth} points ${percent(result.tooSmall)}, undecided ${percent(result.goOn)}`,
      `  half decided with ${median ?? "more"} customers an arm`,
      `  real within the stated ${needed} customers an arm: ${percent(result.realWithin(needed))}`,
    ];
    process.stdout.write(`${lines.join("\n")}\n`);
  }
}

try {
  print(numbersOf(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof BadCommand)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
