// The end date of a contract, in whichever way FlatPeak wrote it, and whether what stands there is a date at all.

import { civilDate, instant } from "../time.ts";
import type { CivilDate } from "../../core/time.ts";

export interface EndDate {
  /** Null: the contract runs on, or `unread`. */
  readonly date: CivilDate | null;
  /** Something stands there that is no date. */
  readonly unread: boolean;
}

/** What comes before is how computers write "no date": 1 January of the year 1, or of 1970. */
const EARLIEST = "1990-01-01";

/** A Unix number is read as the date-time it stands for. */
function written(value: unknown): unknown {
  const isNumber = typeof value === "number" || (typeof value === "string" && /^\d{9,19}$/.test(value.trim()));
  const at = isNumber ? instant(value) : null;
  return at === null ? value : new Date(at).toISOString();
}

/**
 * Reads an end date: `YYYY-MM-DD`, a date-time with or without an offset, a Unix number, or nothing. An instant becomes the
 * date it has on the wall in `zone`, the home's own; a midnight stays the date it names.
 */
export function endDateIn(value: unknown, zone: string): EndDate {
  if (value === null || value === undefined || (typeof value === "string" && value.trim() === "")) {
    return { date: null, unread: false };
  }
  const date = civilDate(written(value), zone);
  return date === null || date < EARLIEST ? { date: null, unread: true } : { date, unread: false };
}
