// What was used, as a company reports it (FlatPeak's documentation: "Meters").

import * as z from "zod/mini";
import { askedDirection, askedInstant, figure, idOf, msOf, reference } from "./common.ts";

/** Where the energy went: into the home, which is the default, or out of it. */
const flow = z.optional(z.enum(["INBOUND", "OUTBOUND"], "must be INBOUND or OUTBOUND"));

const whose = {
  location_id: idOf("loc"),
  /** The record is the device's where both are given. */
  device_id: z.optional(idOf("dev")),
  session_reference_id: z.optional(reference),
};

/**
 * One record of a period. Imports are INBOUND by the IMPORT tariff, exports OUTBOUND by EXPORT, a home's own generation INBOUND
 * by LOCAL. With W or KW the power is taken as constant over the period. `confidence` below 1 marks a forecast, which a
 * record with 1 replaces.
 */
export const meterRecord = z
  .strictObject({
    ...whose,
    record_reference_id: z.optional(reference),
    energy_flow_direction: flow,
    tariff_direction: askedDirection,
    units: z.enum(["W", "KW", "WH", "KWH"], "must be W, KW, WH or KWH"),
    value: z.number("must be a number"),
    confidence: z.optional(
      z.number("must be from 0 to 1").check(z.refine((it) => it >= 0 && it <= 1, "must be from 0 to 1")),
    ),
    start_time: askedInstant,
    end_time: askedInstant,
  })
  .check(
    z.refine(({ start_time, end_time }) => msOf(end_time) >= msOf(start_time), {
      error: "must not be before start_time",
      path: ["end_time"],
    }),
  );
export type MeterRecord = z.infer<typeof meterRecord>;

/** The body of `PUT /meters/interval`: a list. */
export const intervalRecords = z
  .array(meterRecord, "must be a list of records")
  .check(z.minLength(1, "must hold a record"));

/** The body of `PUT /meters/cumulative/epoch`: what the counter of a meter showed. `time` is in seconds since 1970. */
export const cumulativeReadings = z.strictObject({
  ...whose,
  energy_flow_direction: flow,
  tariff_direction: askedDirection,
  units: z.enum(["WH", "KWH"], "must be WH or KWH"),
  data: z
    .array(
      z.strictObject({
        time: z.int("must be in whole seconds since 1970").check(
          // A time in milliseconds would lie thousands of years ahead, and FlatPeak would take it.
          z.refine((it) => it > 0 && it < 4_102_444_800, "must be in whole seconds since 1970"),
        ),
        value: z.number("must be a number"),
        record_reference_id: z.optional(reference),
      }),
      "must be a list of readings",
    )
    .check(z.minLength(1, "must hold a reading")),
});
export type CumulativeReadings = z.infer<typeof cumulativeReadings>;

/** `object: meter_batch`, id `bat_`. FlatPeak works on a batch afterwards; its status says how far it is. */
export const batchAnswer = z.looseObject({
  id: z.string(),
  object: z.nullish(z.string()),
  records_submitted: z.nullish(figure),
  records_accepted: z.nullish(figure),
  records_processed: z.nullish(figure),
  /** `record_num` counts from 0 in the list that was sent. */
  failed_records: z.nullish(
    z.array(
      z.looseObject({
        record_num: z.nullish(figure),
        record_reference_id: z.nullish(z.string()),
        error: z.nullish(z.unknown()),
      }),
    ),
  ),
  time_created: z.nullish(z.union([z.string(), z.number()])),
  account_id: z.nullish(z.string()),
});
export type BatchAnswer = z.infer<typeof batchAnswer>;
