// When to use energy (FlatPeak's documentation: "Schedule by duration", "by limit", "by amount").

import * as z from "zod/mini";
import {
  askedDirection,
  askedEnergy,
  askedInstant,
  askedPower,
  confidence,
  endsAfterStart,
  energy,
  figure,
  idOf,
  instant,
  locationHead,
  money,
  msOf,
  named,
  power,
  tariffDirection,
} from "./common.ts";

const MINUTE_MS = 60_000;

/** The dear hours or the cheap ones. */
const segment = z.enum(["HIGH", "LOW"], "must be HIGH or LOW");

/** `POST /schedules/duration/{location_id}`. `duration` is in minutes, and fits into the window. */
export const durationQuestion = z
  .strictObject({
    start_time: askedInstant,
    end_time: askedInstant,
    segment,
    duration: z.int("must be a whole number of minutes").check(z.gte(1, "must be a whole number of minutes")),
    tariff_direction: askedDirection,
  })
  .check(
    endsAfterStart,
    z.refine(({ start_time, end_time, duration }) => duration * MINUTE_MS <= msOf(end_time) - msOf(start_time), {
      error: "must fit between start_time and end_time",
      path: ["duration"],
    }),
  );
export type DurationQuestion = z.infer<typeof durationQuestion>;

/**
 * `POST /schedules/limit/{location_id}`. `relative` is a share of the price range, `absolute` a price per kWh in the large unit
 * of the currency; one of the two is needed, and where both are said FlatPeak goes by `absolute`.
 */
export const limitQuestion = z
  .strictObject({
    start_time: z.optional(askedInstant),
    end_time: askedInstant,
    segment,
    relative: z.optional(
      z.number("must be from 0.01 to 1").check(z.refine((it) => it >= 0.01 && it <= 1, "must be from 0.01 to 1")),
    ),
    absolute: z.optional(z.number("must be a price per kWh")),
    tariff_direction: askedDirection,
  })
  .check(
    endsAfterStart,
    z.refine(({ relative, absolute }) => relative !== undefined || absolute !== undefined, {
      error: "must be given where absolute is not",
      path: ["relative"],
    }),
  );
export type LimitQuestion = z.infer<typeof limitQuestion>;

/** A while and its average price per kWh. Zero's name and that of later versions are read as well. */
const slot = named(
  "price",
  ["tariff"],
  z.looseObject({
    start_time: instant,
    end_time: instant,
    price: named("average", ["value", "rate_avg"], z.looseObject({ average: figure, confidence })),
  }),
);

/** `object: schedule_duration`, id `std_`. The answer may be several slots. */
export const durationAnswer = z.looseObject({
  ...locationHead,
  next_update: z.nullish(instant),
  data: z.array(slot),
});
export type DurationAnswer = z.infer<typeof durationAnswer>;

/**
 * FlatPeak's documentation of this answer is not known for Anode: it is read as the one by duration, with the total `duration`
 * in minutes that Zero has.
 */
export const limitAnswer = z.looseObject({
  ...locationHead,
  duration: z.nullish(figure),
  next_update: z.nullish(instant),
  data: z.array(slot),
});
export type LimitAnswer = z.infer<typeof limitAnswer>;

const device = z
  .strictObject({
    device_id: idOf("dev"),
    tariff_direction: tariffDirection,
    start_time: z.optional(askedInstant),
    end_time: askedInstant,
    max_power: z.optional(askedPower),
    energy: askedEnergy,
  })
  .check(endsAfterStart);

/** From 0 to 1. */
const share = z.number("must be from 0 to 1").check(z.refine((it) => it >= 0 && it <= 1, "must be from 0 to 1"));

/** `POST /schedules/amount/{location_id}`. `max_power` is the home's, and that of each device where it has one. */
export const amountQuestion = z.strictObject({
  max_power: askedPower,
  shaving_threshold: z.optional(
    z.strictObject({ relative: z.optional(share), absolute: z.optional(z.number("must be a price per kWh")) }),
  ),
  data: z.array(device, "must be a list of devices").check(z.minLength(1, "must name a device")),
});
export type AmountQuestion = z.infer<typeof amountQuestion>;

const savings = z.nullish(z.looseObject({ value: z.nullish(figure), percentage: z.nullish(figure) }));

/** `object: schedule_amount`, id `sae_`. The older page has `tariff` for the cost; it is read as well. */
export const amountAnswer = named(
  "cost",
  ["tariff"],
  z.looseObject({
    ...locationHead,
    max_power: z.nullish(power),
    shaving_threshold: z.nullish(z.looseObject({ relative: z.nullish(figure), absolute: z.nullish(figure) })),
    cost: z.nullish(money),
    savings,
    data: z.array(
      named(
        "cost",
        ["tariff"],
        z.looseObject({
          device_id: z.string(),
          tariff_direction: z.nullish(z.string()),
          start_time: z.nullish(instant),
          end_time: z.nullish(instant),
          max_power: z.nullish(power),
          energy: z.nullish(energy),
          cost: z.nullish(money),
          savings,
          schedule: z.array(z.looseObject({ start_time: instant, end_time: instant, power })),
        }),
      ),
    ),
  }),
);
export type AmountAnswer = z.infer<typeof amountAnswer>;
