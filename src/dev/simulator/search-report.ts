// What a search found: the frontier as a table, where the current policy stands, a settings file for each point, a chart.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chartOf } from "./chart.ts";
import { excessOf } from "./frontier.ts";
import { frontiersOf, namedPoints } from "./named.ts";
import { linesOf, sizeOf, SPACE } from "./space.ts";
import type { Cost, Outcome } from "./frontier.ts";
import type { Named } from "./named.ts";
import type { Found } from "./search.ts";
import type { Stored } from "./stored.ts";

const HEADS = ["messages", "hours", "SMS cost", "opt-outs", "contracts over"] as const;

const cells = ({ messages, hours, smsCost, optOuts, contractsOver }: Outcome): readonly string[] => [
  messages.toFixed(1),
  hours.toFixed(1),
  smsCost.toFixed(2),
  optOuts.toFixed(2),
  `${(contractsOver * 100).toFixed(1)} %`,
];

function standing(found: Found, frontier: readonly Named[], which: string): string {
  const { current } = found;
  const excess = excessOf(current, frontier, "messages");
  const { messages, hours } = current;
  const as = [...frontier].reverse().find((it) => it.outcome.hours <= hours && it.outcome.messages <= messages);
  const better = as === undefined ? "No point of it is better in both." : `${as.name} has fewer of both.`;
  if (excess === null) return `The current settings send fewer messages than every point of the frontier ${which}.`;
  return `At as many messages the current settings have ${(excess * 100).toFixed(1)} % more hours than the frontier ${which}. ${better}`;
}

/** The report of a search, as lines. */
export function searchLines(title: string, found: Found): readonly string[] {
  const frontiers = frontiersOf(found);
  const width = (index: number): number => (HEADS[index]?.length ?? 0) + 2;
  const row = (name: string, values: readonly string[]): string =>
    `  ${name.padEnd(8)}${values.map((it, index) => it.padStart(width(index))).join("")}`;
  const names = (cost: Cost): string => frontiers[cost].map((it) => it.name).join(" ");
  const space = Object.entries(SPACE).map(([name, values]) => `  ${name.padEnd(20)} ${values.join("  ")}`);
  return [
    title,
    "",
    `The frontier of all policies: hours wrong per customer against messages. Counts and cost are for 100 customers; ${found.looked} of`,
    `${sizeOf(SPACE).toLocaleString("en-GB")} policies were looked at, ${found.points.length} with all customers.`,
    "",
    row("", HEADS),
    ...frontiers.messages.map((it) => row(it.name, cells(it.outcome))),
    row("current", cells(found.current)),
    "",
    "Within the means of the current settings: no SMS sooner than by their channel order, no window that opens later.",
    "",
    ...frontiers.withinMeans.map((it) => row(it.name, cells(it.outcome))),
    "",
    standing(found, frontiers.messages, "of all policies"),
    standing(found, frontiers.withinMeans, "within its means"),
    "",
    `Against the cost of text messages: ${names("smsCost")}`,
    `Against opt-outs: ${names("optOuts")}`,
    "",
    "Settings",
    ...namedPoints(found).map((it) => `  ${it.name}  ${linesOf(it.candidate).join(" ")}`),
    "",
    "The space",
    ...space,
  ];
}

/** Writes the chart, the frontiers for messages, and the settings file of every point, into a folder that is made where it is missing. */
export function writeFrontier(folder: string, title: string, found: Found, stored: Stored): void {
  mkdirSync(folder, { recursive: true });
  const frontiers = frontiersOf(found);
  writeFileSync(join(folder, "frontier.svg"), chartOf(title, found, frontiers));
  writeFileSync(join(folder, "frontier.json"), `${JSON.stringify(stored, null, 2)}\n`);
  const named = new Set(Object.values(frontiers).flat());
  for (const { name, candidate, outcome } of named) {
    const about = `# ${outcome.messages.toFixed(1)} messages for 100 customers, ${outcome.hours.toFixed(1)} hours wrong per customer`;
    writeFileSync(join(folder, `${name}.env`), `${[about, ...linesOf(candidate)].join("\n")}\n`);
  }
}
