// Time as arithmetic: durations, wall clocks of a zone, calendar dates. No clock: `now` is always passed in.

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const UNITS: Readonly<Record<string, number>> = { s: SECOND, m: MINUTE, h: HOUR, d: DAY };

/** Reads a duration written like `90s`, `5m`, `72h`, `3d` or a bare `0`. Gives milliseconds, or null when it is none. */
export function parseDuration(text: string): number | null {
  if (text === "0") return 0;
  const match = /^(\d{1,6})([smhd])$/.exec(text);
  const unit = UNITS[match?.[2] ?? ""];
  return match?.[1] === undefined || unit === undefined ? null : Number(match[1]) * unit;
}

/** A calendar date `YYYY-MM-DD`; compares correctly as text. */
export type CivilDate = string;

export interface WallClock {
  readonly date: CivilDate;
  /** 0 to 1439. */
  readonly minuteOfDay: number;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formatters.set(zone, formatter);
  }
  return formatter;
}

/** True when the zone is a name of the tz database that this runtime knows, like `Europe/London`. */
export function isZone(zone: string): boolean {
  try {
    formatterOf(zone);
    return true;
  } catch (error) {
    // RangeError is how Intl says "no such zone"; anything else is a bug and must be seen.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** What the clock on the wall says in `zone` at the instant `at` (ms). */
export function wallClock(at: number, zone: string): WallClock {
  const offset = dayOffset(at, zone);
  if (offset === null) return askedWallClock(at, zone);
  const minute = Math.floor(at / MINUTE) + offset;
  return { date: dateOf(Math.floor(minute / 1_440)), minuteOfDay: ((minute % 1_440) + 1_440) % 1_440 };
}

function askedWallClock(at: number, zone: string): WallClock {
  const parts: Record<string, string> = {};
  for (const { type, value } of formatterOf(zone).formatToParts(at)) parts[type] = value;
  return {
    date: `${parts["year"]}-${parts["month"]}-${parts["day"]}`,
    minuteOfDay: Number(parts["hour"]) * 60 + Number(parts["minute"]),
  };
}

/** Minutes that the wall clock of `zone` is ahead of UTC at `at`. */
function askedOffset(at: number, zone: string): number {
  const { date, minuteOfDay } = askedWallClock(at, zone);
  return dayNumber(date) * 1_440 + minuteOfDay - Math.floor(at / MINUTE);
}

// Asking a zone's calendar costs far more than the arithmetic, and it is asked for the same few days over and over.
const MAX_REMEMBERED = 16_384;
const offsets = new Map<string, Map<number, number | null>>();
let remembered = 0;

/** Days from 1980 to 2099, in which every zone keeps whole minutes and changes its clocks at most once in a UTC day. */
const EASY_FROM = 3_652;
const EASY_TO = 47_482;

/** The offset (minutes) that holds all through the UTC day of `at`; null on a day that changes it, and in far years. */
function dayOffset(at: number, zone: string): number | null {
  const day = Math.floor(at / DAY);
  if (!(day >= EASY_FROM && day < EASY_TO)) return null;
  const known = offsets.get(zone)?.get(day);
  if (known !== undefined) return known;
  const offset = askedOffset(day * DAY, zone);
  const steady = offset === askedOffset((day + 1) * DAY, zone) ? offset : null;
  if (remembered >= MAX_REMEMBERED) {
    offsets.clear();
    remembered = 0;
  }
  offsets.set(zone, (offsets.get(zone) ?? new Map<number, number | null>()).set(day, steady));
  remembered += 1;
  return steady;
}

const twoDigits = (n: number): string => (n < 10 ? `0${n}` : `${n}`);

/** The calendar date (Gregorian) of a day counted from 1970-01-01. */
function dateOf(dayNo: number): CivilDate {
  const day = dayNo + 719_468;
  const era = Math.floor(day / 146_097);
  const dayOfEra = day - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const month = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * month + 2) / 5) + 1;
  const year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0);
  return `${year}-${twoDigits(month < 10 ? month + 3 : month - 9)}-${twoDigits(dayOfMonth)}`;
}

/** Days since 1970-01-01 of a calendar date (Gregorian). */
function dayNumber(date: CivilDate): number {
  // Counted from the end, since a year may have any number of digits.
  const [year, month, day] = [Number(date.slice(0, -6)), Number(date.slice(-5, -3)), Number(date.slice(-2))];
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

/** The calendar date `days` after `date`; negative goes back. */
export function addDays(date: CivilDate, days: number): CivilDate {
  return wallClock((dayNumber(date) + days) * DAY, "UTC").date;
}

/**
 * The instant (ms) at which the wall clock of `zone` shows `date` and `minuteOfDay`.
 * A time that daylight saving skips gives one past the gap by as much; one that occurs twice gives the first.
 */
export function instantOf(date: CivilDate, minuteOfDay: number, zone: string): number {
  const asUtc = dayNumber(date) * DAY + minuteOfDay * MINUTE;
  const offsetAt = (at: number): number => {
    const steady = dayOffset(at, zone);
    if (steady !== null) return steady * MINUTE;
    const wall = wallClock(at, zone);
    return dayNumber(wall.date) * DAY + wall.minuteOfDay * MINUTE - Math.floor(at / MINUTE) * MINUTE;
  };
  const before = asUtc - offsetAt(asUtc - DAY);
  const after = asUtc - offsetAt(asUtc + DAY);
  const shows = (at: number): boolean => {
    const wall = wallClock(at, zone);
    return wall.date === date && wall.minuteOfDay === minuteOfDay;
  };
  if (shows(before)) return before;
  if (shows(after)) return after;
  // In a gap: `before` reads it with the offset that was in force, which lands past the gap by its length.
  return before;
}
