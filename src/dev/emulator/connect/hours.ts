// The periods of a price that changes by the time of day: they must go once around the clock, without gap or overlap.
import type { Period } from "../plan.ts";
import { asRecord, asText } from "../tariffs.ts";

/** The periods in a JSON value, or null where it is no list of such. Times stay as they were sent. */
export function hoursIn(value: unknown): Period[] | null {
  if (!Array.isArray(value)) return null;
  const hours: Period[] = [];
  for (const entry of value as unknown[]) {
    const { cost, valid_from, valid_to } = asRecord(entry);
    if (typeof cost !== "number" || !Number.isFinite(cost)) return null;
    hours.push({ cost, valid_from: asText(valid_from) ?? "", valid_to: asText(valid_to) ?? "" });
  }
  return hours;
}

/** FlatPeak's code for the first thing wrong with these periods, or null. */
export function hoursFault(hours: readonly Period[]): string | null {
  for (const { cost, valid_from, valid_to } of hours) {
    if (cost === 0) return "cost_value_zero";
    if (cost < 0) return "cost_value_negative";
    if (!isClock(valid_from)) return "valid_from_invalid";
    if (!isClock(valid_to)) return "valid_to_invalid";
  }
  const inOrder = hours.toSorted((a, b) => a.valid_from.localeCompare(b.valid_from));
  for (const [n, { valid_from, valid_to }] of inOrder.slice(0, -1).entries())
    if (valid_to !== inOrder[n + 1]?.valid_from || valid_to <= valid_from) return "gap_in_time_period";
  return inOrder.length > 0 && inOrder.at(-1)?.valid_to === inOrder[0]?.valid_from ? null : "incomplete_time_period";
}

function isClock(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(text);
}
