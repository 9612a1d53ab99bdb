// Wall clocks: which day and minute it is in a zone, when a day begins there, and how an instant is written.
// Days are YYYY-MM-DD; instants and offsets are milliseconds.

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format takes longer than a thousand uses of it. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
  formats.set(zone, format);
  return format;
}

/** How far the clocks of a zone are ahead of UTC at an instant. */
export function offsetAt(at: number, zone: string): number {
  const whole = Math.floor(at / 1000) * 1000;
  return Date.parse(`${formatOf(zone).format(whole).replace(" ", "T")}Z`) - whole;
}

export function dayIn(at: number, zone: string): string {
  return new Date(at + offsetAt(at, zone)).toISOString().slice(0, 10);
}

/** The minute of the day that the clocks of a zone show. */
export function minuteIn(at: number, zone: string): number {
  const wall = at + offsetAt(at, zone);
  return Math.floor((wall - Math.floor(wall / dayMs) * dayMs) / minuteMs);
}

/** The day that is so many after another. */
export function dayAfter(day: string, days = 1): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** When the clocks of a zone show this minute of this day; where they leave it out, the instant at which they do so. */
export function instantIn(day: string, minute: number, zone: string): number {
  const wall = Date.parse(`${day}T00:00:00Z`) + minute * minuteMs;
  const before = wall - offsetAt(wall - dayMs, zone);
  const after = wall - offsetAt(wall + dayMs, zone);
  // Clocks that were set back show it twice: the first time counts.
  const [first = before, second = after] = [before, after].toSorted((a, b) => a - b);
  if (first + offsetAt(first, zone) === wall) return first;
  return second + offsetAt(second, zone) === wall ? second : changeBetween(first, second, zone);
}

/** The whole minute at which the clocks of a zone are set, somewhere between two instants. */
function changeBetween(from: number, to: number, zone: string): number {
  const old = offsetAt(from, zone);
  let [low, high] = [from, to];
  while (high - low > minuteMs) {
    const middle = low + Math.floor((high - low) / (2 * minuteMs)) * minuteMs;
    if (offsetAt(middle, zone) === old) low = middle;
    else high = middle;
  }
  return high;
}

/** When a day begins in a zone. */
export function midnightIn(day: string, zone: string): number {
  return instantIn(day, 0, zone);
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}

/** An instant as RFC 3339, to the second, with the offset of the clocks it is written for. */
export function written(at: number, offset: number): string {
  const minutes = Math.abs(offset) / minuteMs;
  const suffix = `${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  return new Date(at + offset).toISOString().slice(0, 19) + (offset === 0 ? "Z" : suffix);
}

/** An instant in RFC 3339 with the offset it was written with; null for anything else, an instant without one included. */
export function readInstant(text: unknown): { at: number; offset: number } | null {
  const form = /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|([+-])(\d\d):([0-5]\d))$/;
  const parts = typeof text === "string" ? form.exec(text) : null;
  if (parts === null || typeof text !== "string") return null;
  const at = Date.parse(text);
  const [, , , , sign = "+", hours = "0", minutes = "0"] = parts;
  const offset = (sign === "-" ? -1 : 1) * (Number(hours) * hourMs + Number(minutes) * minuteMs);
  // 31 June parses, as 1 July.
  const isReal = !Number.isNaN(at) && new Date(at + offset).toISOString().slice(0, 10) === text.slice(0, 10);
  return isReal ? { at, offset } : null;
}
