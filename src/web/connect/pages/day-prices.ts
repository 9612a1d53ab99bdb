// The prices of a day as people read them: on the clock of the home, one row for as long as a price stays the same.

import { MINUTE, isZone, wallClock } from "../../../core/time.ts";
import type { Price } from "../../../flatpeak/connect/page.ts";

export interface PriceRow {
  /** Minutes of the home's day; the end is 1440 at midnight. */
  readonly from: number;
  readonly to: number;
  readonly cost: number;
  readonly isEstimate: boolean;
}

/** A day has 100 quarters of an hour when clocks go back. */
const MAX_PRICES = 200;
const MIDNIGHT = 1_440;

/** Where an instant stands on the clock of the home. One that FlatPeak wrote without an offset is on that clock already. */
function minuteAt(instant: string, timeZone: string): number | null {
  const written = /T(\d{2}):(\d{2})/.exec(instant);
  const at = Date.parse(instant);
  if (written === null || Number.isNaN(at)) return null;
  if (/(?:Z|[+-]\d{2}:?\d{2})$/i.test(instant) && isZone(timeZone)) return wallClock(at, timeZone).minuteOfDay;
  return Number(written[1]) * 60 + Number(written[2]);
}

/** `HH:MM` of a minute of the day; midnight at its end is `24:00`. */
export const clockTime = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** The rows of a day, in the order of time. A price whose times cannot be read is left out. */
export function rowsOf(prices: readonly Price[], timeZone: string): readonly PriceRow[] {
  const read = prices.slice(0, MAX_PRICES).flatMap(({ from, to, cost, confidence }) => {
    const start = minuteAt(from, timeZone);
    const end = minuteAt(to, timeZone);
    if (start === null || end === null) return [];
    const isEstimate = confidence !== null && confidence < 1;
    const minutes = (Date.parse(to) - Date.parse(from)) / MINUTE;
    // The hour that clocks go back by begins and ends at the same time.
    const isTwice = end === start && minutes > 0 && minutes < MIDNIGHT;
    const last = isTwice ? start + minutes : end;
    return { at: Date.parse(from), from: start, to: last === 0 ? MIDNIGHT : last, cost, isEstimate };
  });
  const rows: PriceRow[] = [];
  for (const { from, to, cost, isEstimate } of read.sort((a, b) => a.at - b.at)) {
    const last = rows.at(-1);
    const goesOn = last !== undefined && last.cost === cost && last.isEstimate === isEstimate && last.to === from;
    if (goesOn) rows[rows.length - 1] = { ...last, to };
    else rows.push({ from, to, cost, isEstimate });
  }
  return rows;
}

/** The lowest and the highest price of several rows; null of none. */
export function rangeOf(rows: readonly PriceRow[]): { readonly low: number; readonly high: number } | null {
  if (rows.length === 0) return null;
  const costs = rows.map(({ cost }) => cost);
  return { low: Math.min(...costs), high: Math.max(...costs) };
}
