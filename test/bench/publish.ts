// Leaves the figures of a whole run in docs/: as JSON, as a chart, and as the tables of PERFORMANCE.md between its marks.

import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { format } from "prettier";
import { chartOf } from "./chart.ts";
import { lineOf } from "./machine.ts";
import { actionTable, barTable, diskLine, figureTable, fleetTable } from "./table.ts";
import type { Actions } from "./actions.ts";
import type { Bar, Figure } from "./figures.ts";
import type { Machine } from "./machine.ts";
import type { Samples } from "./measure.ts";

/** A whole run. */
export interface Run {
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly machine: Machine;
  readonly rounds: number;
  /** In one measurement. */
  readonly events: number;
  /** Of the large fleet. */
  readonly customers: number;
  /** Of those, kept awake where that is measured. */
  readonly awake: number;
  readonly figures: readonly Figure[];
  readonly bars: readonly Bar[];
  readonly actions: Actions | null;
  readonly samples: Samples;
  /** Milliseconds of a durable write, one for each round. */
  readonly disk: readonly number[];
}

/** Puts `lines` between `<!-- name -->` and `<!-- /name -->`. */
function replaced(text: string, name: string, lines: readonly string[]): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`no place for ${name} in PERFORMANCE.md`);
  return `${text.slice(0, from + begin.length)}\n\n${lines.join("\n")}\n\n${text.slice(to)}`;
}

/** Writes docs/bench.json, docs/bench.svg and the tables of docs/PERFORMANCE.md. */
export async function publish(run: Run): Promise<void> {
  const docs = resolve(import.meta.dirname, "../../docs");
  const { date, machine, rounds, events, figures, bars, actions, samples, disk, customers, awake } = run;
  const file = join(docs, "PERFORMANCE.md");
  let text = await readFile(file, "utf8");
  const measured = `Measured ${date} on ${lineOf(machine)}; ${rounds} rounds of ${events} events. ${diskLine(disk)} Of the large fleet of ${customers} customers, ${awake} were awake where it says so.`;
  text = replaced(text, "run", [measured]);
  text = replaced(text, "figures", figureTable(figures, samples));
  text = replaced(text, "bars", barTable(bars));
  if (actions !== null) {
    text = replaced(text, "actions", actionTable(actions));
    text = replaced(text, "fleets", fleetTable(actions));
  }
  const json = JSON.stringify({ ...run, samples: Object.fromEntries(samples) });
  await writeFile(file, await format(text, { parser: "markdown", printWidth: 120 }));
  await writeFile(join(docs, "bench.json"), await format(json, { parser: "json", printWidth: 120 }));
  await writeFile(join(docs, "bench.svg"), chartOf(figures));
}
