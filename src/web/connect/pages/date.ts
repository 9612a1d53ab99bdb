// The day a contract ends: typed in the home's zone, sent so that it is the same day wherever it is read.

import { addDays, wallClock } from "../../../core/time.ts";
import type { CivilDate } from "../../../core/time.ts";

/** How far ahead a contract may end. */
export const MAX_YEARS = 20;

export type DateReading =
  { readonly kind: "date"; readonly date: CivilDate } | { readonly kind: "missing" | "unreadable" | "early" | "late" };

/** True of a date that the calendar has. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(text);
}

/** The same day so many months later; the last of the month where that has no such day. */
export function monthsAfter(date: CivilDate, months: number): CivilDate {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay))).toISOString().slice(0, 10);
}

export const earliestEnd = (today: CivilDate): CivilDate => addDays(today, 1);
export const latestEnd = (today: CivilDate): CivilDate => monthsAfter(today, MAX_YEARS * 12);

/** A date as browsers send it, `2027-11-30`, or as people write it where there is no date field: `30.11.2027`, `30/11/27`. */
function plainDate(text: string): string {
  const match = /^(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4}|\d{2})\.?$/.exec(text);
  if (match === null) return text;
  const [, day = "", month = "", year = ""] = match;
  return `${year.padStart(4, "20")}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

/** The last day of a contract, from tomorrow on. `today` is the home's. */
export function readEndDate(text: string, today: CivilDate): DateReading {
  const date = plainDate(text.trim());
  if (date === "") return { kind: "missing" };
  if (!isDate(date)) return { kind: "unreadable" };
  if (date < earliestEnd(today)) return { kind: "early" };
  return date > latestEnd(today) ? { kind: "late" } : { kind: "date", date };
}

/** Hours of UTC of which one lies within the same day in any zone there is, from 12 hours behind to 14 ahead. */
const HOURS = [12, 6];

/**
 * The day as FlatPeak reads it (FlatPeak's documentation: `contract_end_date`, a date in Zero, a date-time in Anode): noon UTC,
 * which is the same day nearly everywhere, and an earlier hour where noon UTC is already tomorrow.
 */
export function writtenDate(date: CivilDate, timeZone: string, generation: "zero" | "anode"): string {
  if (generation === "zero") return date;
  const instants = HOURS.map((hour) => `${date}T${String(hour).padStart(2, "0")}:00:00Z`);
  return instants.find((it) => wallClock(Date.parse(it), timeZone).date === date) ?? `${date}T12:00:00Z`;
}

/**
 * True of an end that cannot be a new contract's: that of the old one, or before it. A day later counts as the same, since a zone
 * may stand between what was picked and what FlatPeak kept.
 */
export const isOldEnd = (date: CivilDate, oldEnd: CivilDate | null): boolean =>
  oldEnd !== null && date <= addDays(oldEnd, 1);
