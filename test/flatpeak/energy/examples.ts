// Answers of FlatPeak's energy API as its documentation has them, field by field. Anode's; where an older page or a guide names
// a field otherwise, a second one with that name.

const HEAD = {
  live_mode: false,
  location_id: "loc_65e0839faca22517d5d51cd5",
  location_timezone: "Europe/London",
  currency_code: "GBP",
  tariff_direction: "IMPORT",
  time_created: "2026-06-15T07:03:11Z",
  account_id: "acc_61b7f2a58c6b79e2fd6f4d07",
} as const;

const WINDOW = { start_time: "2026-06-15T08:00:00+01:00", end_time: "2026-06-15T10:00:00+01:00" } as const;

const times = (from: string, to: string) =>
  ({ valid_from: `2026-06-15T${from}:00+01:00`, valid_to: `2026-06-15T${to}:00+01:00` }) as const;

export const PRICES = {
  id: "prs_65e0839faca22517d5d51cd6",
  object: "price",
  ...HEAD,
  last_updated: "2026-06-15T06:00:00Z",
  request: { tariff_direction: "IMPORT", ...WINDOW },
  data: [
    { ...times("08:00", "09:00"), price: { value: 0.24501, confidence: 1 } },
    { ...times("09:00", "10:00"), price: { value: -0.012, confidence: 0.8 } },
  ],
};

/** The four names that FlatPeak's documents have for one price. */
export const PRICE_NAMES = [
  { price: { value: 0.2, confidence: 1 } },
  { price: { cost: 0.2, confidence: 1 } },
  { tariff: { rate: 0.2, confidence: 1 } },
  { tariff: { cost: 0.2, confidence: 1 } },
].map((it) => ({ ...times("08:00", "09:00"), ...it }));

export const AUDIT = {
  id: "tra_65e0839faca22517d5d51cd7",
  object: "price_audit",
  ...HEAD,
  last_updated: "2026-06-15T06:00:00Z",
  request: { tariff_direction: "IMPORT", ...WINDOW },
  market_sources: [{ id: "mrs_1", name: "N2EX" }],
  data: [
    {
      ...times("08:00", "09:00"),
      price_breakdown: {
        commodity: { market: 0.1, fixed: 0.02, percentage: 0.05, tier: 0, aggregate: 0.126 },
        non_commodity: { fixed: 0.07, tier: 0 },
        total: 0.196,
        confidence: 1,
      },
    },
  ],
};

export const BY_DURATION = {
  id: "std_65e0839faca22517d5d51cd8",
  object: "schedule_duration",
  ...HEAD,
  next_update: "2026-06-16T00:00:00+01:00",
  request: { ...WINDOW, segment: "LOW", duration: 120 },
  data: [{ ...WINDOW, price: { average: 0.11, confidence: 1 } }],
};

export const BY_LIMIT = { ...BY_DURATION, id: "spl_1", object: "schedule_limit", duration: 120 };

const SAVINGS = { value: 0.31, percentage: 12.5 };
const ENERGY = { units: "KWH", value: 7 };

export const BY_AMOUNT = {
  id: "sae_65e0839faca22517d5d51cd9",
  object: "schedule_amount",
  ...HEAD,
  max_power: { units: "W", value: 7_000 },
  shaving_threshold: { relative: 0.5 },
  cost: { value: 1.54, confidence: 1 },
  savings: SAVINGS,
  data: [
    {
      device_id: "dev_6563a6757360a6d6a628e839",
      tariff_direction: "IMPORT",
      ...WINDOW,
      max_power: { units: "KW", value: 7 },
      energy: ENERGY,
      cost: { value: 1.54, confidence: 1 },
      savings: SAVINGS,
      schedule: [
        { start_time: WINDOW.start_time, end_time: "2026-06-15T09:00:00+01:00", power: { units: "W", value: 7_000 } },
      ],
    },
  ],
};

const COST_ENTRY = {
  ...WINDOW,
  session_reference_id: "session-1",
  record_reference_id: "record-1",
  energy: { value: 7_000 },
  cost: { value: 1.54, confidence: 1 },
};

export const COSTS = {
  id: "ecs_65e0839faca22517d5d51cda",
  object: "energy_cost",
  object_id: HEAD.location_id,
  live_mode: false,
  tariff_direction: "IMPORT",
  location_timezone: "Europe/London",
  currency_code: "GBP",
  energy_units: "WH",
  data: [COST_ENTRY],
  account_id: HEAD.account_id,
};

export const INSTANT_COST = {
  id: "mre_65e0839faca22517d5d51cdb",
  object: "meter_record",
  tariff_direction: "IMPORT",
  energy_flow_direction: "INBOUND",
  currency_code: "GBP",
  energy_units: "WH",
  request: { units: "KWH", value: 7 },
  data: COST_ENTRY,
  time_created: HEAD.time_created,
  account_id: HEAD.account_id,
};

export const BATCH = {
  id: "bat_65e0839faca22517d5d51cdc",
  object: "meter_batch",
  records_submitted: 3,
  records_accepted: 2,
  records_processed: 1,
  failed_records: [{ record_num: 0, record_reference_id: "record-1", error: "end_time before start_time" }],
  time_created: HEAD.time_created,
  account_id: HEAD.account_id,
};

export const RECORD = {
  location_id: HEAD.location_id,
  energy_flow_direction: "INBOUND",
  tariff_direction: "IMPORT",
  units: "KWH",
  value: 7,
  confidence: 1,
  ...WINDOW,
} as const;

export const AMOUNT_QUESTION = {
  max_power: { units: "KW", value: 7 },
  shaving_threshold: { relative: 0.5 },
  data: [
    {
      device_id: "dev_6563a6757360a6d6a628e839",
      tariff_direction: "IMPORT",
      ...WINDOW,
      energy: { units: "KWH", value: 7 },
    },
  ],
} as const;
