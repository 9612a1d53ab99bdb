// The end date of a contract, in whichever way FlatPeak wrote it. The one reader of such dates.

import { wallClock } from "../core/time.ts";
import type { CivilDate } from "../core/time.ts";

export interface EndDate {
  /** Null: the contract runs on, or `unread`. */
  readonly date: CivilDate | null;
  /** Something stands there that is no date. */
  readonly unread: boolean;
}

const NONE: EndDate = { date: null, unread: false };
const UNREAD: EndDate = { date: null, unread: true };

/** What comes before is how computers write "no date": 1 January of the year 1, or of 1970. */
const EARLIEST = "1990-01-01";

const read = (date: CivilDate): EndDate => (date < EARLIEST ? UNREAD : { date, unread: false });

const WRITTEN = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2}))?(?:\.\d{1,9})?\s?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** The 31st of February rolls over; a real date survives the trip. */
function isDate(date: string): boolean {
  const at = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date);
}

/** Unix seconds, or milliseconds. */
function fromNumber(value: number, zone: string): EndDate {
  const at = Math.abs(value) < 1e11 ? value * 1_000 : value;
  if (!Number.isFinite(at) || at <= 0 || at >= 1e14) return UNREAD;
  return fromText(new Date(at).toISOString(), zone);
}

function fromText(text: string, zone: string): EndDate {
  const [, date = "", time, , offset] = WRITTEN.exec(text) ?? [];
  if (!isDate(date)) return UNREAD;
  const isUtc = offset?.toUpperCase() === "Z" || /^[+-]00:?00$/.test(offset ?? "");
  // A midnight, or the last minute of a day of UTC, names a day; and what names no zone is the wall clock's own.
  if (time === undefined || offset === undefined || time === "00:00" || (isUtc && time === "23:59")) return read(date);
  const at = Date.parse(text.replace(" ", "T").replace(/\s/g, ""));
  return Number.isNaN(at) ? UNREAD : read(wallClock(at, zone).date);
}

/**
 * Reads an end date: `YYYY-MM-DD`, a date-time with or without an offset, Unix seconds or milliseconds, or nothing. An
 * instant becomes the date it has on the wall in `zone`, the home's own; a midnight stays the date it names.
 */
export function endDateIn(value: unknown, zone: string): EndDate {
  if (value === null || value === undefined) return NONE;
  if (typeof value === "number") return fromNumber(value, zone);
  if (typeof value !== "string") return UNREAD;
  const text = value.trim();
  if (text === "") return NONE;
  return /^\d{9,14}$/.test(text) ? fromNumber(Number(text), zone) : fromText(text, zone);
}
