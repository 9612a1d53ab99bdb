// What a soak says in the end: what the outsides were asked and how much of that was of use, the messages as time goes on,
// and what went wrong.

import { perSpan } from "./outside.ts";
import type { Book } from "./fleet.ts";
import type { Outside } from "./outside.ts";

const SPAN_MS = 10_000;

const shareOf = (part: number, whole: number): string => (whole === 0 ? "none" : (part / whole).toFixed(2));

/** One number for each span, short. */
export const series = (counts: readonly number[], divisor: number): string =>
  counts.map((it) => (it / divisor).toFixed(1)).join(" ");

/**
 * What an outside was asked. Busy is the share of its calls a second that it answered to somebody who still listened, from
 * when it could first be asked to when there was nothing left to ask.
 */
export function outsideLines(name: string, { rate, book }: Outside, lastsMs: number): readonly string[] {
  const used = book.answered.filter((it) => it.isUsed).map((it) => it.at);
  const spans = perSpan(used, 0, lastsMs, SPAN_MS);
  return [
    `${name}, which serves ${rate} a second: ${book.made.length} calls, ${book.answered.length} answered, of which used ${shareOf(used.length, book.answered.length)}; calls for each answer ${shareOf(book.made.length, book.answered.length)}`,
    `${name} busy with answers that were used, each 10 s: ${series(spans, (rate * SPAN_MS) / 1_000)}`,
  ];
}

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
