// What chance did to simulated customers. Each thing that is drawn for them leans towards more or less of what was assumed, and a fleet's
// luck is by how much it does so on the whole: it behaves like one of other assumptions. What customers did, taken with how they lean,
// tells what the fleet would do under others, without another simulation.

import { LEANING } from "./leans.ts";
import { solution } from "./solve.ts";
import { count } from "./tally.ts";
import type { Leaning, Leans } from "./leans.ts";
import type { Tally } from "./tally.ts";

/** Leans are added up as whole numbers of this part of one: in any order that gives the same. */
const UNIT = 1 / 65_536;
/** Keeps the luck of an assumption of which hardly anything was drawn near none. */
const INERTIA = 0.5;

const isTaken = (what: string): boolean => /^(funnel |lean |optOuts$|messages$)/.test(what);

/** Takes what one customer did with how they lean, into the tally of that customer alone. */
export function takeLeans(tally: Tally, leans: Leans): void {
  const whole = LEANING.map((name) => Math.round(leans[name] / UNIT));
  for (const [index, name] of LEANING.entries()) count(tally, `lean ${name}`, whole[index]);
  const counts: Counts = tally.counts;
  for (const what of Object.keys(counts).filter(isTaken)) {
    const by = counts[what] ?? 0;
    tally.leaning.set(
      what,
      whole.map((it) => it * by),
    );
  }
}

export type Counts = Readonly<Partial<Record<string, number>>>;

/** How a count goes with each lean, over the customers of a tally: by how much it moves with the logarithm of each assumption. */
function slopesOf(tally: Tally, what: string): readonly number[] {
  const counts: Counts = tally.counts;
  const mean = (counts[what] ?? 0) / (counts["customers"] ?? 1);
  return (tally.leaning.get(what) ?? []).map(
    (it, index) => (it - mean * (counts[`lean ${LEANING[index]}`] ?? 0)) * UNIT,
  );
}

/** By how much the logarithm of each assumption would have to be another for what was drawn to be the likeliest. */
export function luckOf(tally: Tally): readonly number[] {
  const spread = LEANING.map((name, row) =>
    slopesOf(tally, `lean ${name}`).map((it, column) => it * UNIT + (row === column ? INERTIA : 0)),
  );
  return solution(
    spread,
    LEANING.map((name) => (tally.counts[`lean ${name}`] ?? 0) * UNIT),
  );
}

/** What would be counted of a fleet where the logarithm of an assumption is another by so much: a small step, for it goes straight on. */
export function countsAt(tally: Tally, name: Leaning, by: number): Counts {
  const index = LEANING.indexOf(name);
  const counts: Counts = tally.counts;
  const moved = [...tally.leaning.keys()].map(
    (what) => [what, (counts[what] ?? 0) + (slopesOf(tally, what)[index] ?? 0) * by] as const,
  );
  return { ...counts, ...Object.fromEntries(moved) };
}
