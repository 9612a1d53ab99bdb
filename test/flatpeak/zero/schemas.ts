// What Zero promises of each answer, from FlatPeak's documentation of Zero and not from the code: every field it lists, which of
// them it requires, and nothing else.

import * as z from "zod/mini";

const time = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/));
const direction = z.enum(["IMPORT", "EXPORT"]);
const idOf = (prefix: string) => z.string().check(z.regex(new RegExp(`^${prefix}_\\w+$`)));

const home = {
  live_mode: z.boolean(),
  location_id: idOf("loc"),
  location_timezone: z.string(),
  currency_code: z.string().check(z.regex(/^[A-Z]{3}$/)),
  direction,
};
const made = { time_created: time, account_id: idOf("acc") };
const window = { start_time: time, end_time: time };

const rates = z.strictObject({
  id: idOf("rts"),
  object: z.literal("tariff_rate"),
  ...home,
  last_updated: time,
  next_update: time,
  request: z.strictObject({ include_tariff: z.boolean(), include_carbon: z.boolean(), direction, ...window }),
  data: z.array(
    z.strictObject({
      valid_from: time,
      valid_to: time,
      tariff: z.optional(z.strictObject({ rate: z.number(), confidence: z.number() })),
      carbon: z.optional(z.strictObject({ intensity: z.number(), relative: z.number(), confidence: z.number() })),
    }),
  ),
  ...made,
});

const audit = z.strictObject({
  id: idOf("tra"),
  object: z.literal("tariff_rate_audit"),
  ...home,
  request: z.strictObject({ direction, ...window }),
  market_sources: z.optional(z.array(idOf("mrs"))),
  carbon_sources: z.optional(z.array(idOf("reg"))),
  data: z.array(
    z.strictObject({
      valid_from: time,
      valid_to: time,
      tariff_rate: z.strictObject({
        commodity: z.optional(
          z.strictObject({
            market: z.optional(z.number()),
            fixed: z.optional(z.number()),
            percentage: z.optional(z.number()),
            tier: z.optional(z.number()),
            aggregate: z.optional(z.number()),
          }),
        ),
        non_commodity: z.optional(z.strictObject({ fixed: z.optional(z.number()), tier: z.optional(z.number()) })),
        total: z.optional(z.number()),
        confidence: z.optional(z.number()),
      }),
    }),
  ),
  ...made,
});

const slots = z.array(
  z.strictObject({ ...window, tariff: z.strictObject({ rate_avg: z.number(), confidence: z.number() }) }),
);
const segment = z.enum(["HIGH", "LOW"]);

const slotTime = z.strictObject({
  id: idOf("sta"),
  object: z.literal("slot_time"),
  ...home,
  next_update: time,
  request: z.strictObject({ direction, segment, duration: z.number(), ...window }),
  data: slots,
  ...made,
});

const slotThreshold = z.strictObject({
  id: idOf("slt"),
  object: z.literal("slot_threshold"),
  ...home,
  duration: z.number(),
  next_update: time,
  request: z.strictObject({ direction, segment, absolute: z.number(), relative: z.number(), ...window }),
  data: slots,
  ...made,
});

const power = z.strictObject({ units: z.enum(["W", "KW"]), value: z.number() });
const money = z.strictObject({ value: z.number(), confidence: z.number() });
const savings = z.strictObject({ value: z.number(), percentage: z.number() });

const schedule = z.strictObject({
  id: idOf("sch"),
  object: z.literal("schedule"),
  live_mode: z.boolean(),
  location_id: idOf("loc"),
  location_timezone: z.string(),
  currency_code: z.string(),
  max_power: power,
  shaving_threshold: z.optional(z.strictObject({ relative: z.optional(z.number()), absolute: z.optional(z.number()) })),
  tariff: money,
  savings,
  data: z.optional(
    z.array(
      z.strictObject({
        device_id: idOf("dev"),
        direction,
        ...window,
        max_power: z.optional(power),
        energy: z.strictObject({ units: z.enum(["WH", "KWH"]), value: z.number() }),
        tariff: money,
        savings,
        schedule: z.array(z.strictObject({ ...window, power })),
      }),
    ),
  ),
  ...made,
});

const cost = z.strictObject({
  ...window,
  session_reference_id: z.optional(z.string()),
  record_reference_id: z.optional(z.string()),
  energy: z.strictObject({ value: z.int() }),
  tariff: money,
  carbon: z.optional(money),
});

const energyCost = z.strictObject({
  id: z.optional(idOf("ecs")),
  object: z.optional(z.literal("energy_cost")),
  object_id: z.optional(z.string()),
  live_mode: z.optional(z.boolean()),
  direction: z.optional(direction),
  location_timezone: z.optional(z.string()),
  currency_code: z.optional(z.string()),
  energy_units: z.optional(z.literal("WH")),
  carbon_units: z.optional(z.string()),
  data: z.optional(z.array(cost)),
  account_id: idOf("acc"),
});

const meterRecord = z.strictObject({
  id: idOf("mre"),
  object: z.literal("meter_record"),
  live_mode: z.boolean(),
  direction,
  tariff_rate: z.enum(["IMPORT", "EXPORT", "LOCAL"]),
  currency_code: z.string(),
  energy_units: z.string(),
  carbon_units: z.string(),
  request: z.strictObject({
    location_id: idOf("loc"),
    device_id: z.optional(idOf("dev")),
    session_reference_id: z.optional(z.string()),
    record_reference_id: z.optional(z.string()),
    direction: z.optional(direction),
    tariff_rate: z.optional(z.enum(["IMPORT", "EXPORT", "LOCAL"])),
    measurand: z.optional(z.enum(["OFFERED", "TRANSFERRED"])),
    units: z.enum(["W", "KW", "WH", "KWH"]),
    confidence: z.optional(z.number()),
    value: z.number(),
    ...window,
    non_persistent: z.optional(z.boolean()),
  }),
  data: cost,
  time_created: time,
  account_id: z.optional(idOf("acc")),
});

const meterBatch = z.strictObject({
  id: z.optional(idOf("bat")),
  object: z.optional(z.literal("meter_batch")),
  records_submitted: z.optional(z.int()),
  records_accepted: z.optional(z.int()),
  records_processed: z.optional(z.int()),
  failed_records: z.optional(
    z.array(z.strictObject({ record_num: z.int(), record_reference_id: z.optional(z.string()), error: z.string() })),
  ),
  time_created: z.optional(time),
  account_id: z.optional(idOf("acc")),
});

const authToken = z.strictObject({ bearer_token: z.string(), expires_in: z.int(), live_mode: z.boolean() });

const minted = z.strictObject({
  connect_token: z.optional(idOf("cot")),
  expires_in: z.optional(z.int()),
  live_mode: z.optional(z.boolean()),
});

const connectToken = z.strictObject({
  id: idOf("cot"),
  object: z.literal("connect_token"),
  live_mode: z.boolean(),
  customer_id: z.optional(idOf("cus")),
  customer_reference_id: z.optional(z.string()),
  location_id: idOf("loc"),
  location_reference_id: z.string(),
  is_tariff_processed: z.boolean(),
  complete_action: z.optional(z.string()),
  time_created: time,
  time_expiry: time,
});

/** By method and path of Zero's. */
export const ANSWERS: Readonly<Record<string, z.ZodMiniType>> = {
  "GET /login": authToken,
  "POST /connect/tariff/token": minted,
  "GET /connect/tariff/token": connectToken,
  "GET /tariffs/rates/{location_id}": rates,
  "GET /tariffs/audit/{location_id}": audit,
  "GET /slots/time/{location_id}": slotTime,
  "GET /slots/threshold/{location_id}": slotThreshold,
  "POST /schedules": schedule,
  "POST /costs/instant": meterRecord,
  "POST /costs/interval/{id}": energyCost,
  "POST /costs/session/{session_reference_id}": energyCost,
  "PUT /meters/interval": meterBatch,
  "PUT /meters/cumulative/epoch": meterBatch,
  "GET /meters/batch": meterBatch,
};

/** An error, as FlatPeak's REST API and Connect share it. */
export const ERROR = z.strictObject({
  object: z.literal("error"),
  live_mode: z.boolean(),
  context: z.string(),
  type: z.enum(["invalid_request", "api_error", "rate_limit"]),
  code: z.string().check(z.regex(/^[a-z][a-z0-9_]+$/)),
  message: z.string().check(z.minLength(5)),
  time_created: time,
});
