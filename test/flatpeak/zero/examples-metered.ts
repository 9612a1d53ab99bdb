// The examples of what is metered and what it cost, and what an example is. See examples.ts.

import type { Fields } from "../../../src/flatpeak/zero/field.ts";

export interface Example {
  /** Zero's path of the call. */
  readonly call: string;
  readonly zero: {
    readonly method: string;
    /** With what stands behind the question mark. */
    readonly path: string;
    readonly body?: unknown;
    readonly answer: Fields;
  };
  readonly anode: {
    readonly method: string;
    readonly path: string;
    readonly body?: unknown;
    readonly answer: Fields;
  };
  /** What the bridge has to say that Anode does not have: names of Zero. */
  readonly gone: readonly string[];
}

export const ACCOUNT = "acc_661677911f2197045e6cf1b1";
export const place = "loc_641b90b758fb8e6293716e40";
export const device = "dev_65e6d8334c8d715963d99db3";
export const money = { value: 928.372, confidence: 1 };

const record = {
  location_id: place,
  device_id: device,
  session_reference_id: "SESSION1234567890",
  record_reference_id: "MET1234567890",
};
const reading = {
  units: "W",
  confidence: 1,
  value: 20_567,
  start_time: "2022-02-01T10:30:00Z",
  end_time: "2022-02-01T11:00:00Z",
};
const zeroRecord = { ...record, direction: "IMPORT", tariff_rate: "IMPORT", measurand: "TRANSFERRED", ...reading };
const anodeRecord = { ...record, energy_flow_direction: "INBOUND", tariff_direction: "IMPORT", ...reading };
const period = {
  start_time: "2022-02-01T10:30:00Z",
  end_time: "2022-02-01T11:00:00Z",
  session_reference_id: "SESSION1234567890",
  record_reference_id: "MET1234567890",
  energy: { value: 10_284 },
};

export const costInstant: Example = {
  call: "/costs/instant",
  zero: {
    method: "POST",
    path: "/costs/instant?include_tariff=true&include_carbon=true&non_persistent=true",
    body: zeroRecord,
    answer: {
      id: "mre_65e641b570b2901d3a40199d",
      object: "meter_record",
      live_mode: true,
      direction: "IMPORT",
      tariff_rate: "IMPORT",
      currency_code: "GBP",
      energy_units: "WH",
      carbon_units: "gCO2eq",
      request: { ...zeroRecord, non_persistent: true },
      data: { ...period, tariff: money },
      time_created: "2022-02-01T10:33:00Z",
      account_id: ACCOUNT,
    },
  },
  anode: {
    method: "POST",
    path: "/costs/instant?non_persistent=true",
    body: anodeRecord,
    answer: {
      id: "mre_65e641b570b2901d3a40199d",
      object: "meter_record",
      live_mode: true,
      energy_flow_direction: "INBOUND",
      tariff_direction: "IMPORT",
      currency_code: "GBP",
      energy_units: "WH",
      request: { ...anodeRecord, non_persistent: true },
      data: { ...period, cost: money },
      time_created: "2022-02-01T10:33:00Z",
      account_id: ACCOUNT,
    },
  },
  gone: ["carbon_units", "include_carbon", "measurand"],
};

const costHead = {
  id: "ecs_65ea3fb185c1541f247c251e",
  object: "energy_cost",
  object_id: device,
  live_mode: true,
};
const costPlace = { location_timezone: "Europe/London", currency_code: "EUR", energy_units: "WH" };

const zeroCost: Fields = {
  ...costHead,
  direction: "IMPORT",
  ...costPlace,
  carbon_units: "gCO2eq",
  data: [{ ...period, tariff: money }],
  account_id: ACCOUNT,
};
const anodeCost: Fields = {
  ...costHead,
  tariff_direction: "IMPORT",
  ...costPlace,
  data: [{ ...period, cost: money }],
  account_id: ACCOUNT,
};
const month = { start_time: "2023-11-07T05:31:56Z", end_time: "2023-12-07T05:31:56Z" };

export const costInterval: Example = {
  call: "/costs/interval/{id}",
  zero: {
    method: "POST",
    path: `/costs/interval/${device}?aggregation=MONTH&direction=IMPORT&include_tariff=true&include_carbon=true`,
    body: month,
    answer: zeroCost,
  },
  anode: {
    method: "POST",
    path: `/costs/interval/${device}?aggregation=MONTH&tariff_direction=IMPORT`,
    body: month,
    answer: anodeCost,
  },
  gone: ["carbon_units", "include_carbon"],
};

export const costSession: Example = {
  call: "/costs/session/{session_reference_id}",
  zero: {
    method: "POST",
    path: "/costs/session/SESSION1234567890?direction=IMPORT&include_tariff=true&include_carbon=true",
    answer: zeroCost,
  },
  anode: { method: "POST", path: "/costs/session/SESSION1234567890?tariff_direction=IMPORT", answer: anodeCost },
  gone: ["carbon_units", "include_carbon"],
};

const batch: Fields = {
  id: "bat_65e42b7827c0526548432b9f",
  object: "meter_batch",
  records_submitted: 18_379,
  records_accepted: 18_378,
  records_processed: 32,
  failed_records: [
    { record_num: 1, record_reference_id: "MET1234567890", error: "end_time must not be before start_time" },
  ],
  time_created: "2023-11-07T05:31:56Z",
  account_id: ACCOUNT,
};

export const meterInterval: Example = {
  call: "/meters/interval",
  zero: { method: "PUT", path: "/meters/interval", body: [zeroRecord], answer: batch },
  anode: { method: "PUT", path: "/meters/interval", body: [anodeRecord], answer: batch },
  gone: ["measurand"],
};

const registers = {
  units: "WH",
  data: [{ time: 1_721_991_392, value: 1_553, record_reference_id: "MET1234567890" }],
};
const registered = { location_id: place, device_id: device, session_reference_id: "SESSION1234567890" };

export const meterCumulative: Example = {
  call: "/meters/cumulative/epoch",
  zero: {
    method: "PUT",
    path: "/meters/cumulative/epoch",
    body: { ...registered, direction: "EXPORT", tariff_rate: "EXPORT", ...registers },
    answer: batch,
  },
  anode: {
    method: "PUT",
    path: "/meters/cumulative/epoch",
    body: { ...registered, energy_flow_direction: "OUTBOUND", tariff_direction: "EXPORT", ...registers },
    answer: batch,
  },
  gone: [],
};

export const meterBatch: Example = {
  call: "/meters/batch",
  zero: { method: "GET", path: "/meters/batch?batch_id=bat_65e42b7827c0526548432b9f", answer: batch },
  anode: { method: "GET", path: "/meters/batch?batch_id=bat_65e42b7827c0526548432b9f", answer: batch },
  gone: [],
};
