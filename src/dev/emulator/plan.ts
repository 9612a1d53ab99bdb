// What a tariff costs, in the forms FlatPeak's Connect asks for and sums up. Types and their names; prices.ts works them out.

/** A price for a part of every day, as the wire has it: `HH:MM:SS` in the home's zone, large currency units per kWh. */
export interface Period {
  cost: number;
  valid_from: string;
  valid_to: string;
}

/**
 * A market's price has `fixed` (per kWh, large units) added first, then `percentage` percent of the sum. A tiered price is
 * another one beyond some amount; `cost` is the first. A dynamic one follows the market by rules of the supplier's own.
 */
export type Plan =
  | { structure: "FIXED"; cost: number; isTiered?: true }
  | { structure: "TIME_OF_DAY"; hours: Period[] }
  | { structure: "MARKET"; fixed: number; percentage: number; region: string; isDynamic?: true };

/** What FlatPeak calls the structure of a tariff. */
export function structureOf(plan: Plan): "FIXED" | "TIME_OF_DAY" | "MARKET" | "DYNAMIC" {
  return plan.structure === "MARKET" && plan.isDynamic === true ? "DYNAMIC" : plan.structure;
}

/** What a kWh costs, or brings, where nobody said so. */
export function defaultCost(slot: "commodity_import" | "commodity_export" | "non_commodity_import"): number {
  return { commodity_import: 0.2486, commodity_export: 0.1512, non_commodity_import: 0.0834 }[slot];
}

/** Cheap at night, dear by day; the night ends and begins on the hour. */
export function dayAndNight(night: number, day: number): Extract<Plan, { structure: "TIME_OF_DAY" }> {
  return {
    structure: "TIME_OF_DAY",
    hours: [
      { cost: night, valid_from: "00:00:00", valid_to: "07:00:00" },
      { cost: day, valid_from: "07:00:00", valid_to: "00:00:00" },
    ],
  };
}
