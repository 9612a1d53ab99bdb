// The prices of three days as the summary shows them: those of the energy API, for a tariff that may not be saved yet.
import { curveOf } from "../energy/curve.ts";
import { dayAfter, dayIn, hourMs, midnightIn, offsetAt, written } from "../energy/zone.ts";
import type { Plan } from "../plan.ts";

export interface Entry {
  /** With the offset of the home's zone. */
  valid_from: string;
  valid_to: string;
  cost: number;
  /** Below 1 for what is not known for certain yet. */
  confidence: number;
}

/** The prices of the day that is `days` from the one of `now` in a zone: one for a fixed price, else by the hour at least. */
export function pricesOf(plan: Plan, timezone: string, now: number, days: number): Entry[] {
  const day = dayAfter(dayIn(now, timezone), days);
  const [begin, end] = [midnightIn(day, timezone), midnightIn(dayAfter(day), timezone)];
  const commodity = { plan, lastDay: null, isReadable: true };
  const source = { zone: timezone, region: timezone, commodity, gridFee: null };
  const step = plan.structure === "FIXED" ? end - begin : hourMs;
  const parts = curveOf(source, begin, end, now).flatMap((it) => {
    const count = Math.ceil((it.to - it.from) / step);
    return Array.from({ length: count }, (_, no) => {
      const from = it.from + no * step;
      return { from, to: Math.min(it.to, from + step), price: it.price };
    });
  });
  return parts.map(({ from, to, price }) => ({
    valid_from: written(from, offsetAt(from, timezone)),
    valid_to: written(to, offsetAt(to, timezone)),
    cost: price.total,
    confidence: price.confidence,
  }));
}
