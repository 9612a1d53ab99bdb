// The experiment in figures: each arm's interval drawn, and the table that says the same.

import { cut } from "./chart.tsx";
import { NumberTable } from "./table.tsx";
import type { AnswerOf } from "../operator/shapes/call.ts";
import type { showExperiment } from "../operator/shapes/experiment.ts";

type Experiment = NonNullable<AnswerOf<typeof showExperiment>["experiment"]>;
type Arm = Experiment["arms"][number];
type Estimate = Arm["difference"];

const WIDTH = 400;
const NAME = 130;
const ROW = 30;
const SPAN = WIDTH - NAME - 12;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const points = (share: number): string => `${share > 0 ? "+" : ""}${(100 * share).toFixed(1)}`;
const perMessage = (value: number): string => value.toFixed(2);

function between({ value, low, high }: Estimate, say: (share: number) => string): string {
  if (value === null) return "not known";
  return low === null || high === null ? say(value) : `${say(value)} (${say(low)} to ${say(high)})`;
}

/** A line from bound to bound for each arm, with a mark at what is seen. */
const Intervals = ({ arms }: { arms: readonly Arm[] }) => {
  const ends = arms.flatMap(({ repaired_per_customer: it }) => [it.low ?? it.value ?? 0, it.high ?? it.value ?? 0]);
  const [from, to] = [Math.min(...ends), Math.max(...ends)];
  const xOf = (share: number): number => Math.round(NAME + 6 + (SPAN * (share - from)) / Math.max(to - from, 0.01));
  return (
    <svg
      class="chart"
      viewBox={`0 0 ${WIDTH} ${arms.length * ROW + 18}`}
      role="img"
      aria-label="Repaired customers of a hundred, each arm with its interval"
    >
      {arms.map(({ arm, repaired_per_customer: { value, low, high } }, nth) => (
        <g>
          <text x="0" y={nth * ROW + 19}>
            {cut(arm)}
          </text>
          {low === null || high === null ? null : (
            <rect
              class="track"
              x={xOf(low)}
              y={nth * ROW + 9}
              width={Math.max(2, xOf(high) - xOf(low))}
              height="11"
              rx="5"
            />
          )}
          {value === null ? null : (
            <rect class="bar" x={xOf(value) - 3} y={nth * ROW + 6} width="6" height="17" rx="3" />
          )}
        </g>
      ))}
      <text x={NAME} y={arms.length * ROW + 14}>
        {percent(from)}
      </text>
      <text x={WIDTH - 52} y={arms.length * ROW + 14}>
        {percent(to)}
      </text>
    </svg>
  );
};

const VERDICTS = {
  real: "the difference is real",
  too_small: "no difference worth knowing",
  go_on: "go on",
} as const;

const COLUMNS = [
  "Cases",
  "Customers",
  "Outcome known",
  "Messages",
  "Repaired",
  "Per message",
  "Difference, points",
  "Verdict",
];

const cellsOf = (it: Arm): readonly string[] => [
  String(it.cases),
  String(it.customers),
  String(it.known),
  String(it.messages),
  `${it.repaired}: ${between(it.repaired_per_customer, percent)}`,
  between(it.repaired_per_message, perMessage),
  it.control ? "" : between(it.difference, points),
  it.verdict === null ? "the control" : VERDICTS[it.verdict],
];

/** What follows from it, in a sentence or two. */
function adviceOn({ stop, needed, enough_at: enoughAt, arms, worth }: Experiment): string {
  const least = Math.min(...arms.map(({ known }) => known));
  if (!stop) {
    const when = enoughAt === null ? "" : ` At the present pace that is on ${enoughAt.slice(0, 10)}.`;
    return `Go on: ${needed} customers with a known outcome in each arm find a difference of ${100 * worth} points in four cases of five; the smallest arm has ${least}.${when}`;
  }
  const better = arms
    .filter(({ verdict, difference }) => verdict === "real" && (difference.value ?? 0) > 0)
    .toSorted((a, b) => (b.difference.value ?? 0) - (a.difference.value ?? 0));
  if (better[0] !== undefined) return `Stop: ${better[0].arm} is better than the control, and take it.`;
  return arms.some(({ verdict }) => verdict === "real")
    ? "Stop: no arm is better than the control, and one is worse."
    : `Stop: no arm differs from the control by ${100 * worth} points. Take the one that costs less.`;
}

/** The section of the figures about the experiment that is set. */
export const ExperimentSection = ({ experiment }: { experiment: Experiment }) => (
  <section class="panel" aria-labelledby="experiment">
    <h2 id="experiment">Experiment {experiment.name}</h2>
    <p>
      {experiment.state === "off" ? "It is switched off: no more cases are opened in arms. " : ""}
      {adviceOn(experiment)}
    </p>
    <Intervals arms={experiment.arms} />
    <NumberTable
      caption={`A repair counts within ${experiment.within_days} days of the opening of a customer's first case; intervals hold at every look`}
      columns={COLUMNS}
      rows={experiment.arms.map((it) => ({ name: it.arm, cells: cellsOf(it) }))}
    />
  </section>
);
