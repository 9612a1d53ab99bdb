// The prices of a home over a window, from change to change, and sums over parts of it.
import { changesOf, type Price, priceAt, round, type Source } from "./tariff.ts";
import { dayAfter, dayIn, hourMs, instantIn } from "./zone.ts";

/** A price and how long it holds; instants in milliseconds. */
export interface Entry {
  from: number;
  to: number;
  price: Price;
}

/** The prices between two instants, as they stand at `now`; no entry goes beyond a day of the home. */
export function curveOf(source: Source, from: number, to: number, now: number): Entry[] {
  const cuts = cutsOf(source, from, to);
  return cuts.slice(0, -1).flatMap((begin, no) => {
    const end = cuts[no + 1];
    return end === undefined ? [] : [{ from: begin, to: end, price: priceAt(source, begin, now) }];
  });
}

function cutsOf(source: Source, from: number, to: number): number[] {
  const { minutes, step } = changesOf(source);
  const cuts = new Set([from, to]);
  const add = (at: number): void => {
    if (at > from && at < to) cuts.add(at);
  };
  for (let day = dayIn(from, source.zone); instantIn(day, 0, source.zone) < to; day = dayAfter(day))
    for (const minute of minutes) add(instantIn(day, minute, source.zone));
  if (step !== null) for (let at = Math.ceil(from / step) * step; at < to; at += step) add(at);
  return [...cuts].toSorted((a, b) => a - b);
}

/** The average price of parts of a curve, weighted by how long each holds, and how sure that is. */
export function averageOf(entries: readonly Entry[]): { value: number; confidence: number } {
  const hours = entries.reduce((sum, { from, to }) => sum + (to - from), 0) / hourMs;
  if (hours === 0) return { value: 0, confidence: 1 };
  const mean = (of: (price: Price) => number): number =>
    entries.reduce((sum, { from, to, price }) => sum + ((to - from) / hourMs) * of(price), 0) / hours;
  return {
    value: round(mean(({ total }) => total)),
    confidence: round(
      mean(({ confidence }) => confidence),
      2,
    ),
  };
}

/** The entries of a curve with those that touch made one run. */
export function runsOf(entries: readonly Entry[]): Entry[][] {
  const runs: Entry[][] = [];
  for (const entry of entries.toSorted((a, b) => a.from - b.from)) {
    const last = runs.at(-1);
    if (last?.at(-1)?.to === entry.from) last.push(entry);
    else runs.push([entry]);
  }
  return runs;
}

/** The cheapest parts of a curve, or the dearest, so many milliseconds of it; all of it where there is no more. */
export function bestOf(entries: readonly Entry[], segment: "LOW" | "HIGH", length: number): Entry[] {
  const sign = segment === "LOW" ? 1 : -1;
  const best: Entry[] = [];
  let left = length;
  for (const entry of entries.toSorted((a, b) => sign * (a.price.total - b.price.total) || a.from - b.from)) {
    if (left <= 0) break;
    const to = Math.min(entry.to, entry.from + left);
    best.push({ ...entry, to });
    left -= to - entry.from;
  }
  return best;
}

/** The parts of a curve up to a price (down to it, for the dearest): absolute, or so far from the best towards the other end. */
export function withinLimit(
  entries: readonly Entry[],
  segment: "LOW" | "HIGH",
  limit: { absolute: number } | { relative: number },
): Entry[] {
  const totals = entries.map(({ price }) => price.total);
  const [low, high] = [Math.min(...totals), Math.max(...totals)];
  const spread = "relative" in limit ? limit.relative * (high - low) : 0;
  const border = "absolute" in limit ? limit.absolute : round(segment === "LOW" ? low + spread : high - spread);
  return entries.filter(({ price }) => (segment === "LOW" ? price.total <= border : price.total >= border));
}
