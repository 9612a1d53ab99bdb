// The many ways FlatPeak writes time, read into one. Tolerant: what cannot be read is null, never a guess.

/** `YYYY-MM-DD` from a date, a date-time or null; the date as FlatPeak wrote it, whatever zone follows. */
export function civilDate(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:$|[T ])/.exec(value);
  if (!match) return null;
  const date = `${match[1]}-${match[2]}-${match[3]}`;
  // The 31st of February rolls over; a real date survives the trip.
  const read = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(date) ? date : null;
}

/** Milliseconds from an ISO date-time (a missing zone means UTC), a date, or Unix seconds. */
export function instant(value: unknown): number | null {
  if (typeof value === "number") return Number.isSafeInteger(value) && value > 0 ? value * 1_000 : null;
  if (typeof value !== "string") return null;
  if (/^\d{10}$/.test(value)) return Number(value) * 1_000;
  if (!/^\d{4}-\d{2}-\d{2}(?:$|[T ]\d{2}:\d{2})/.test(value)) return null;
  const zoned = /[T ].*(?:Z|[+-]\d{2}:?\d{2})$/.test(value) || !/[T ]/.test(value) ? value : `${value}Z`;
  const at = Date.parse(zoned.replace(" ", "T"));
  return Number.isNaN(at) ? null : at;
}
