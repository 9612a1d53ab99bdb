// `npm run experiment`: tries the verdict of experiments on pairs whose truth is known, and prints how often it is right.

import { parseArgs } from "node:util";
import { runPairs } from "./pairs.ts";

const { values } = parseArgs({
  options: {
    pairs: { type: "string", default: "10000" },
    days: { type: "string", default: "120" },
    "a-day": { type: "string", default: "50" },
    control: { type: "string", default: "53" },
    difference: { type: "string", default: "5" },
    worth: { type: "string", default: "5" },
    seed: { type: "string", default: "1" },
  },
});

const numberOf = (name: "pairs" | "days" | "a-day" | "control" | "difference" | "worth" | "seed"): number => {
  const read = Number(values[name]);
  if (Number.isFinite(read) && read >= 0) return read;
  throw new Error(`--${name} must be a number`);
};
const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

const [control, difference, worth] = [numberOf("control"), numberOf("difference"), numberOf("worth")];
for (const [points, isStubborn] of [
  [0, false],
  [0, true],
  [difference, false],
] as const) {
  const result = runPairs({
    isStubborn,
    pairs: numberOf("pairs"),
    days: numberOf("days"),
    aDay: numberOf("a-day"),
    control: control / 100,
    arm: (control + points) / 100,
    rules: { alpha: 0.05, worth: worth / 100 },
    seed: numberOf("seed"),
  });
  const { needed, median } = result;
  const until = isStubborn ? `, never given up in ${values.days} days` : "";
  const size = `${values["a-day"]} customers a day in each arm`;
  console.log(`${values.pairs} pairs, ${control} % against ${control + points} %, ${size}${until}`);
  console.log(`  real ${percent(result.real)} (the wrong way round ${percent(result.wrongSide)})`);
  console.log(`  no difference worth ${worth} points ${percent(result.tooSmall)}, undecided ${percent(result.goOn)}`);
  console.log(`  half decided with ${median ?? "more"} customers an arm`);
  console.log(`  real within the stated ${needed} customers an arm: ${percent(result.realWithin(needed))}`);
}
