// What energy cost (FlatPeak's documentation: "Costs"). Money is in the large unit of the answer's currency; the energy beside it
// is in the answer's `energy_units`.

import * as z from "zod/mini";
import { askedDirection, askedInstant, endsAfterStart, figure, head, instant, money, named } from "./common.ts";

/** The query of `POST /costs/instant`: with `non_persistent` nothing is recorded. */
export const instantOptions = z.strictObject({ non_persistent: z.optional(z.boolean("must be true or false")) });

/** The query and the body of `POST /costs/interval/{location_id or device_id}`. */
export const intervalQuestion = z
  .strictObject({
    start_time: askedInstant,
    end_time: askedInstant,
    aggregation: z.optional(z.enum(["DAY", "MONTH"], "must be DAY or MONTH")),
    tariff_direction: askedDirection,
  })
  .check(endsAfterStart);
export type CostQuestion = z.infer<typeof intervalQuestion>;

/** The query of `POST /costs/session/{session_reference_id}`. */
export const sessionQuestion = z.strictObject({ tariff_direction: askedDirection });

/** The older page has `tariff` for the cost; it is read as well. */
const costEntry = named(
  "cost",
  ["tariff"],
  z.looseObject({
    start_time: instant,
    end_time: instant,
    session_reference_id: z.nullish(z.string()),
    record_reference_id: z.nullish(z.string()),
    energy: z.looseObject({ value: figure }),
    cost: money,
  }),
);
export type CostEntry = z.infer<typeof costEntry>;

/** `object: energy_cost`, id `ecs_`; `object_id` is the location or the device. Costs change while prices settle. */
export const costAnswer = z.looseObject({
  ...head,
  object_id: z.nullish(z.string()),
  energy_units: z.enum(["WH", "KWH"]),
  data: z.array(costEntry),
});
export type CostAnswer = z.infer<typeof costAnswer>;

/**
 * `object: meter_record`, id `mre_`. Its documentation is not known for Anode: it is read as the others, with the one entry
 * that Zero has, and as a list of them where it is one.
 */
export const instantAnswer = z.looseObject({
  ...head,
  energy_units: z.enum(["WH", "KWH"]),
  data: z.union([costEntry, z.array(costEntry)]),
});
export type InstantAnswer = z.infer<typeof instantAnswer>;
