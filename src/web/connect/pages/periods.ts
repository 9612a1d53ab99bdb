// The periods of a day: what is typed into them, what follows by itself, and whether together they make a whole day.

/** Minutes of a day. */
const DAY = 1_440;

export interface Span {
  /** `HH:MM`; an end at midnight is `00:00`. */
  readonly from: string;
  readonly to: string;
}

const written = (minute: number): string =>
  `${String(Math.floor((minute % DAY) / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** A time as browsers send it, `07:30`, or as people write it: `7`, `7.30`, `7h30`, `7:30 pm`, `24:00`. Null of what is none. */
export function readTime(text: string): string | null {
  const match = /^(\d{1,2})(?:\s*[:.h]\s*(\d{2})?)?(?::\d{2})?\s*(am|pm|uhr|h)?$/.exec(text.trim().toLowerCase());
  if (match === null) return null;
  const [, hours = "", minutes = "0", half = ""] = match;
  const isHalf = half === "am" || half === "pm";
  if (isHalf && (Number(hours) < 1 || Number(hours) > 12)) return null;
  const hour = isHalf ? (Number(hours) % 12) + (half === "pm" ? 12 : 0) : Number(hours);
  const minute = hour * 60 + Number(minutes);
  if (Number(minutes) > 59 || minute > DAY) return null;
  // Who ends a day a minute early means its end.
  return minute === DAY - 1 ? "00:00" : written(minute);
}

/** Spans as they were typed, where an end left out is the next one's beginning, and a beginning left out the last one's end. */
export function completed(typed: readonly Span[]): readonly Span[] {
  const around = (index: number): Span | undefined => typed[(index + typed.length) % typed.length];
  return typed.map(({ from, to }, index) => ({
    from: from === "" ? (typed.length === 1 ? "00:00" : (around(index - 1)?.to ?? "")) : from,
    to: to === "" ? (typed.length === 1 ? "00:00" : (around(index + 1)?.from ?? "")) : to,
  }));
}

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** What keeps spans from being a day: a time without a price, or with two. The span is the whole stretch, past midnight if need be. */
export interface DayFault extends Span {
  readonly kind: "gap" | "overlap";
}

/** The first stretch of the day that no span covers, or more than one does; null where they make a whole day. Times are `HH:MM`. */
export function faultOf(spans: readonly Span[]): DayFault | null {
  const times = Array.from({ length: DAY }, () => 0);
  for (const { from, to } of spans) {
    const start = minuteOf(from);
    // An end that is not after the beginning is on the next day.
    const length = (minuteOf(to) - start + DAY) % DAY || DAY;
    for (let minute = start; minute < start + length; minute += 1) times[minute % DAY] = (times[minute % DAY] ?? 0) + 1;
  }
  const at = (minute: number): number => times[(minute + DAY) % DAY] ?? 0;
  const bad = times.findIndex((count) => count !== 1);
  if (bad === -1) return null;
  const isSame = (minute: number): boolean => (at(minute) === 0) === (at(bad) === 0) && at(minute) !== 1;
  // A stretch that goes over midnight begins the evening before.
  let start = bad;
  while (start > bad - DAY && isSame(start - 1)) start -= 1;
  let end = bad;
  while (end < start + DAY && isSame(end)) end += 1;
  return { kind: at(bad) === 0 ? "gap" : "overlap", from: written((start + DAY) % DAY), to: written(end % DAY) };
}
