// The report: what was counted, as figures a person can compare.

import { CHANNELS } from "../../core/policy.ts";
import { DAY, HOUR } from "../../core/time.ts";
import { describe } from "./assumptions.ts";
import { CAUSES } from "./tally.ts";
import type { Assumptions } from "./assumptions.ts";
import type { Cause, CauseCount, Count, Tally } from "./tally.ts";

type Unit = "" | "%" | "d" | "h" | "x";

/** One figure; null where there is nothing to divide by. Shares are from 0 to 1, times in days or hours. */
export interface Figure {
  readonly section: string;
  readonly label: string;
  readonly value: number | null;
  readonly unit: Unit;
}

const TITLES: Readonly<Record<Cause, string>> = {
  contract: "Contracts that end",
  failure: "Tariffs that cannot be read",
  outage: "Outages of suppliers",
};
/** A ladder has ten rungs at most. */
const RUNGS = Array.from({ length: 10 }, (_, index) => index + 1);

const ratio = (a: number, b: number): number | null => (b === 0 ? null : a / b);

/** The value that a share of the sorted values does not exceed. */
function quantile(sorted: readonly number[], share: number): number | null {
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  return value === undefined ? null : value / DAY;
}

const figuresIn =
  (section: string) =>
  (label: string, value: number | null, unit: Unit = ""): Figure => ({ section, label, value, unit });

function causeFigures(tally: Tally, section: string, causes: readonly Cause[]): readonly Figure[] {
  const sum = (what: CauseCount): number =>
    causes.reduce((so_far, cause) => so_far + (tally.counts[`${cause} ${what}`] ?? 0), 0);
  const times = causes.flatMap((cause) => tally.repairMs[cause]).sort((a, b) => a - b);
  const figure = figuresIn(section);
  return [
    figure("problems", sum("problems")),
    figure("over on the last day, of the problems", ratio(sum("over"), sum("problems")), "%"),
    figure("cases opened", sum("cases")),
    figure("repaired, of the cases", ratio(sum("repaired"), sum("cases")), "%"),
    figure("ended in silence: repaired before a message", sum("silent")),
    figure("handed over", sum("handed_over")),
    figure("still open on the last day", sum("open")),
    figure("from problem to repair, median", quantile(times, 0.5), "d"),
    figure("from problem to repair, 90 % within", quantile(times, 0.9), "d"),
    figure("messages that told of a case, per case", ratio(sum("told"), sum("cases")), "x"),
    figure("tariff wrong or unreadable, per problem", ratio(sum("wrongMs") / HOUR, sum("problems")), "h"),
  ];
}

/** Every figure of a tally; the same labels in the same order for any tally. */
export function figuresOf(tally: Tally): readonly Figure[] {
  const of = (what: Count): number => tally.counts[what] ?? 0;
  const repaired = CAUSES.reduce((sum, it) => sum + of(`${it} repaired`) - of(`${it} silent`), 0);
  const fleet = figuresIn("Fleet");
  const sent = figuresIn("Messages");
  return [
    fleet("customers", of("customers")),
    fleet("with a problem", of("troubled")),
    fleet("homes", of("homes")),
    fleet("tariffs", of("tariffs")),
    sent("messages", of("messages")),
    sent("per customer with a problem", ratio(of("messages"), of("troubled")), "x"),
    sent("per repair that was told of", ratio(of("messages"), repaired), "x"),
    sent("tapped", ratio(of("taps"), of("messages")), "%"),
    sent("opt-outs", of("optOuts")),
    sent("reminders put off by the customer", of("snoozes")),
    sent("refused by a provider", of("refused")),
    sent("Connect sessions begun", of("sessions")),
    sent("finished, of these", ratio(of("finished"), of("sessions")), "%"),
    ...CHANNELS.map((it) => sent(`by ${it}`, of(`channel ${it}`))),
    ...RUNGS.map((it) => sent(`on rung ${it}`, of(`rung ${it}`))),
    ...causeFigures(tally, "All cases", CAUSES),
    ...CAUSES.flatMap((it) => causeFigures(tally, TITLES[it], [it])),
  ];
}

const number = (value: number, digits: number): string =>
  value.toLocaleString("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });

const DIGITS: Readonly<Record<Unit, number>> = { "": 0, "%": 1, d: 2, h: 1, x: 2 };

function written(value: number | null, unit: Unit): string {
  if (value === null) return "-";
  const text = number(unit === "%" ? value * 100 : value, DIGITS[unit]);
  return unit === "" || unit === "x" ? text : `${text} ${unit}`;
}

function difference(a: number | null, b: number | null, unit: Unit): string {
  if (a === null || b === null) return "-";
  const text = written(Math.abs(b - a), unit).replace("%", "pt");
  if (!/[1-9]/.test(text)) return "0";
  return `${b > a ? "+" : "-"}${text}`;
}

export interface Column {
  readonly name: string;
  readonly figures: readonly Figure[];
}

/** The figures of one policy, or of two side by side with the second less the first; rows of nothing but 0 are left out. */
export function table([first, second]: readonly [Column, Column?]): readonly string[] {
  const lines: string[] = [];
  const row = (label: string, cells: readonly string[]): number =>
    lines.push(`  ${label.padEnd(44)}${cells.map((it) => it.padStart(16)).join("")}`.trimEnd());
  if (second !== undefined)
    row(
      "",
      [first.name, second.name, "difference"].map((it) => it.slice(-15)),
    );
  let section = "";
  for (const [index, { label, value, unit, ...it }] of first.figures.entries()) {
    const other = second?.figures[index]?.value;
    if (/^(by|on) /.test(label) && value === 0 && (other ?? 0) === 0) continue;
    if (it.section !== section) lines.push("", it.section);
    section = it.section;
    const cells = [written(value, unit)];
    if (other !== undefined) cells.push(written(other, unit), difference(value, other, unit));
    row(label, cells);
  }
  return lines;
}

/** The assumptions behind the figures. */
export function assumptionLines(assumptions: Assumptions): readonly string[] {
  const lines = describe(assumptions).map(({ value, meaning }) => `  ${String(value).padStart(7)}  ${meaning}`);
  return ["", "Assumptions (src/dev/simulator/assumptions.ts; shares are from 0 to 1)", ...lines];
}
