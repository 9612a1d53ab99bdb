// What a soak says in the end: what the outsides were asked and how much of that was of use, the messages as time goes on,
// and what went wrong.

import { perSpan } from "./outside.ts";
import type { Book } from "./fleet.ts";
import type { Outside } from "./outside.ts";

const SPAN_MS = 10_000;
/** An outside that served nobody is found out to be well again within this. */
const FOUND_OUT_MS = 30_000;
/** What there must be of it, and at most. */
const BARS = { busy: 0.85, callsPerAnswer: 1.1 };

const shareOf = (part: number, whole: number): string => (whole === 0 ? "none" : (part / whole).toFixed(2));

/** One number for each span, short. */
export const series = (counts: readonly number[], divisor: number): string =>
  counts.map((it) => (it / divisor).toFixed(1)).join(" ");

/**
 * The least that an outside was kept busy in any ten seconds throughout which messages were due, more of them than it serves in one:
 * the share of its calls a second that it answered to somebody who still listened. Null where there are no such ten seconds.
 */
function leastBusy({ rate, opensAt, book }: Outside, told: Book["told"]): number | null {
  const used = book.answered.filter((it) => it.isUsed).map((it) => it.at);
  const endsAt = Math.max(...used, opensAt);
  const shares: number[] = [];
  for (let from = opensAt + FOUND_OUT_MS; from + SPAN_MS <= endsAt; from += SPAN_MS) {
    const waited = told.filter((it) => it.dueAt <= from && it.at > from + SPAN_MS).length;
    const [count = 0] = perSpan(used, from, from + SPAN_MS, SPAN_MS);
    if (waited >= rate) shares.push((count * 1_000) / SPAN_MS / rate);
  }
  return shares.length === 0 ? null : Math.min(...shares);
}

const isMet = (met: boolean): string => (met ? "reached" : "MISSED");

/** What an outside was asked. Busy is the share of its calls a second that it answered to somebody who still listened. */
export function outsideLines(
  name: string,
  outside: Outside,
  { told }: Book,
  startedAt: number,
  lastsMs: number,
): readonly string[] {
  const { rate, book } = outside;
  const used = book.answered.filter((it) => it.isUsed).map((it) => it.at);
  const spans = perSpan(used, startedAt, startedAt + lastsMs, SPAN_MS);
  const busy = leastBusy(outside, told);
  const calls = book.answered.length === 0 ? Infinity : book.made.length / book.answered.length;
  return [
    `${name}, which serves ${rate} a second: ${book.made.length} calls, ${book.answered.length} answered, of which used ${shareOf(used.length, book.answered.length)}; calls for each answer ${shareOf(book.made.length, book.answered.length)}`,
    `${name} busy with answers that were used, each 10 s: ${series(spans, (rate * SPAN_MS) / 1_000)}`,
    ...(busy === null
      ? []
      : [
          `bar: ${name} busy while messages wait: ${busy.toFixed(2)} at least, ≥ ${BARS.busy}: ${isMet(busy >= BARS.busy)}`,
        ]),
    `bar: calls for each answer of ${name}: ${calls.toFixed(2)}, ≤ ${BARS.callsPerAnswer}: ${isMet(calls <= BARS.callsPerAnswer)}`,
  ];
}

const at = (list: readonly number[], share: number): string => {
  const sorted = [...list].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) * share)] ?? NaN).toFixed(0);
};

const spanOf = (ms: readonly number[]): string =>
  `p50 ${at(ms, 0.5)} ms, p99 ${at(ms, 0.99)} ms, at most ${at(ms, 1)} ms`;

/** How long answers took, and how late messages were. */
export const timeLines = ({ acks, lateness }: Book): readonly string[] => [
  `acknowledged within: ${spanOf(acks)}`,
  `messages after their instant: ${spanOf(lateness)}`,
];

/** Messages a second, and how far they went out of the order in which their problems broke out. */
export function messageLines({ told }: Book, startedAt: number): readonly string[] {
  const times = told.map(({ at }) => at - startedAt);
  const spans = perSpan(times, 0, Math.max(0, ...times) + SPAN_MS, SPAN_MS);
  let latest = 0;
  const overtaken = told.map(({ dueAt }) => {
    const by = Math.max(0, latest - dueAt);
    latest = Math.max(latest, dueAt);
    return by;
  });
  const sorted = overtaken.sort((a, b) => a - b);
  const p99 = sorted[Math.floor((sorted.length - 1) * 0.99)] ?? 0;
  return [
    `messages a second, each 10 s: ${series(spans, SPAN_MS / 1_000)}`,
    `told after somebody whose problem is younger by: p99 ${(p99 / 1_000).toFixed(1)} s, at most ${((sorted.at(-1) ?? 0) / 1_000).toFixed(1)} s`,
  ];
}

/** Why a server that should be running is not, by its own last words. */
export function whyEnded(end: string, output: string): string {
  const words = output.trim().split("\n").slice(-3).join(" | ");
  const isFiles = /too many open files|EMFILE/i.test(output);
  return `the server ended (${end})${isFiles ? ": it had too many files open" : ""}. Its last words: ${words}`;
}
