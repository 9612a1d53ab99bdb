// Prices and their audit (FlatPeak's documentation: "Retrieve a price", "Audit a price").

import * as z from "zod/mini";
import {
  askedDirection,
  askedInstant,
  confidence,
  endsAfterStart,
  figure,
  instant,
  locationHead,
  named,
} from "./common.ts";

/** `POST /prices/{location_id}` and `POST /audits/prices/{location_id}`. FlatPeak takes 90 days of prices at once, at most. */
export const priceQuestion = z
  .strictObject({ start_time: z.optional(askedInstant), end_time: askedInstant, tariff_direction: askedDirection })
  .check(endsAfterStart);
export type PriceQuestion = z.infer<typeof priceQuestion>;

/**
 * A price for a while. `value` is per kWh in the large unit of the currency, and may be negative. FlatPeak's guides print
 * `price.cost`, `tariff.rate` and `tariff.cost` for the same; all are read. `valid_to` is as FlatPeak wrote it, which
 * in its release notes is once before `valid_from`.
 */
export const priceEntry = named(
  "price",
  ["tariff"],
  z.looseObject({
    valid_from: instant,
    valid_to: instant,
    price: named("value", ["cost", "rate"], z.looseObject({ value: figure, confidence })),
  }),
);
export type PriceEntry = z.infer<typeof priceEntry>;

/** `object: price`, id `prs_`. `next_update` stands in older documents alone: prices are asked again on `location.update`. */
export const priceAnswer = z.looseObject({
  ...locationHead,
  last_updated: z.nullish(instant),
  next_update: z.nullish(instant),
  data: z.array(priceEntry),
});
export type PriceAnswer = z.infer<typeof priceAnswer>;

/**
 * Where a price comes from. Which of the parts a tariff has is not documented, nor whether they are numbers or objects, so
 * they are kept as they come; the total alone is read.
 */
const part = z.nullish(z.union([figure, z.looseObject({}), z.array(z.unknown())]));

export const priceBreakdown = z.looseObject({
  commodity: z.nullish(z.looseObject({ market: part, fixed: part, percentage: part, tier: part, aggregate: part })),
  non_commodity: z.nullish(z.looseObject({ fixed: part, tier: part })),
  total: z.nullish(figure),
  confidence,
});

/** `object: price_audit`, id `tra_`. For looking into a price; FlatPeak may limit its use strictly. */
export const auditAnswer = z.looseObject({
  ...locationHead,
  last_updated: z.nullish(instant),
  market_sources: z.nullish(z.array(z.unknown())),
  data: z.array(z.looseObject({ valid_from: instant, valid_to: instant, price_breakdown: priceBreakdown })),
});
export type AuditAnswer = z.infer<typeof auditAnswer>;
