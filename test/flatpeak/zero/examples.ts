// The example bodies of FlatPeak's documentation, Zero's and Anode's of each call side by side, as each is sent and answered. Where
// the two pages show different instants or ids, Zero's stand in both.

import {
  ACCOUNT,
  costInstant,
  costInterval,
  costSession,
  device,
  meterBatch,
  meterCumulative,
  meterInterval,
  money,
  place,
} from "./examples-metered.ts";
import type { Fields } from "../../../src/flatpeak/zero/field.ts";
import type { Example } from "./examples-metered.ts";

/** When the examples are asked. */
export const NOW = Date.parse("2022-05-24T15:15:22Z");
/** The midnight after it, in London and in Berlin. */
const MIDNIGHT_LONDON = "2022-05-24T23:00:00Z";

const home = "loc_65e42ce4d3b813479b252160";

const head = { live_mode: true, location_id: home, location_timezone: "Europe/London", currency_code: "EUR" };
const tail = { time_created: "2022-05-24T15:15:22Z", account_id: ACCOUNT };
const window = { start_time: "2022-05-24T14:15:22Z", end_time: "2022-05-24T16:15:22Z" };
const asked = new URLSearchParams(window).toString();

const rates: Example = {
  call: "/tariffs/rates/{location_id}",
  zero: {
    method: "GET",
    path: `/tariffs/rates/${home}?${asked}&direction=IMPORT&include_tariff=true&include_carbon=true`,
    answer: {
      id: "rts_65e42cdd73e9f861edda35d7",
      object: "tariff_rate",
      ...head,
      direction: "IMPORT",
      last_updated: "2022-05-24T14:15:22Z",
      next_update: MIDNIGHT_LONDON,
      request: { include_tariff: true, include_carbon: true, direction: "IMPORT", ...window },
      data: [
        {
          valid_from: "2022-12-28T01:00:00Z",
          valid_to: "2022-12-28T02:30:00Z",
          tariff: { rate: 4.998, confidence: 1 },
        },
      ],
      ...tail,
    },
  },
  anode: {
    method: "POST",
    path: `/prices/${home}`,
    body: { ...window, tariff_direction: "IMPORT" },
    answer: {
      id: "prs_65e42cdd73e9f861edda35d7",
      object: "price",
      ...head,
      tariff_direction: "IMPORT",
      last_updated: "2022-05-24T14:15:22Z",
      request: { tariff_direction: "IMPORT", ...window },
      data: [
        {
          valid_from: "2022-12-28T01:00:00Z",
          valid_to: "2022-12-28T02:30:00Z",
          price: { value: 4.998, confidence: 1 },
        },
      ],
      ...tail,
    },
  },
  gone: ["include_carbon", "next_update"],
};

const breakdown = {
  commodity: { market: 4.998, fixed: 0.124, percentage: 0.11, tier: 100, aggregate: 17.994 },
  non_commodity: { fixed: 7.122, tier: 10_000 },
  total: 25.116,
  confidence: 0.8,
};
const hour = { valid_from: "2024-12-28T01:00:00Z", valid_to: "2024-12-28T02:00:00Z" };

const audit: Example = {
  call: "/tariffs/audit/{location_id}",
  zero: {
    method: "GET",
    path: `/tariffs/audit/${home}?${asked}&direction=IMPORT`,
    answer: {
      id: "tra_65e42cdd73e9f861edda35d7",
      object: "tariff_rate_audit",
      ...head,
      direction: "IMPORT",
      request: { direction: "IMPORT", ...window },
      market_sources: ["mrs_65792b4df61b16685ebd2e78"],
      carbon_sources: [],
      data: [{ ...hour, tariff_rate: breakdown }],
      ...tail,
    },
  },
  anode: {
    method: "POST",
    path: `/audits/prices/${home}`,
    body: { ...window, tariff_direction: "IMPORT" },
    answer: {
      id: "tra_65e42cdd73e9f861edda35d7",
      object: "price_audit",
      ...head,
      tariff_direction: "IMPORT",
      last_updated: "2024-05-25T15:15:22Z",
      request: { tariff_direction: "IMPORT", ...window },
      market_sources: ["mrs_65792b4df61b16685ebd2e78"],
      data: [{ ...hour, price_breakdown: breakdown }],
      ...tail,
    },
  },
  gone: ["carbon_sources"],
};

const slot = { start_time: "2024-05-20T00:00:00Z", end_time: "2024-05-20T05:30:00Z" };

const slotsByTime: Example = {
  call: "/slots/time/{location_id}",
  zero: {
    method: "GET",
    path: `/slots/time/${home}?${asked}&direction=IMPORT&segment=LOW&duration=60`,
    answer: {
      id: "sta_65e42cdd73e9f861edda35d7",
      object: "slot_time",
      ...head,
      direction: "IMPORT",
      next_update: MIDNIGHT_LONDON,
      request: { direction: "IMPORT", segment: "LOW", duration: 60, ...window },
      data: [{ ...slot, tariff: { rate_avg: 3.221, confidence: 1 } }],
      ...tail,
    },
  },
  anode: {
    method: "POST",
    path: `/schedules/duration/${home}`,
    body: { ...window, tariff_direction: "IMPORT", segment: "LOW", duration: 60 },
    answer: {
      id: "std_65e42cdd73e9f861edda35d7",
      object: "schedule_duration",
      ...head,
      tariff_direction: "IMPORT",
      request: { tariff_direction: "IMPORT", segment: "LOW", duration: 60, ...window },
      data: [{ ...slot, price: { average: 3.221, confidence: 1 } }],
      ...tail,
    },
  },
  gone: ["next_update"],
};

const slotsByThreshold: Example = {
  call: "/slots/threshold/{location_id}",
  zero: {
    method: "GET",
    path: `/slots/threshold/${home}?${asked}&direction=IMPORT&segment=HIGH&relative=0.5&absolute=4.2`,
    answer: {
      id: "slt_65e42cdd73e9f861edda35d7",
      object: "slot_threshold",
      ...head,
      direction: "IMPORT",
      duration: 330,
      next_update: MIDNIGHT_LONDON,
      request: { direction: "IMPORT", segment: "HIGH", absolute: 4.2, relative: 0.5, ...window },
      data: [{ ...slot, tariff: { rate_avg: 4.998, confidence: 1 } }],
      ...tail,
    },
  },
  anode: {
    method: "POST",
    path: `/schedules/limit/${home}`,
    body: { ...window, tariff_direction: "IMPORT", segment: "HIGH", relative: 0.5, absolute: 4.2 },
    answer: {
      id: "spl_65e42cdd73e9f861edda35d7",
      object: "schedule_limit",
      ...head,
      tariff_direction: "IMPORT",
      data: [{ ...slot, price: { average: 4.998, confidence: 1 } }],
      ...tail,
    },
  },
  gone: ["next_update"],
};

const scheduleHead = {
  live_mode: true,
  location_id: place,
  location_timezone: "Europe/London",
  currency_code: "GBP",
  max_power: { units: "W", value: 14_000 },
  shaving_threshold: { relative: 0.83, absolute: 0.123 },
};
const deviceHead = {
  start_time: "2022-02-01T20:14:00Z",
  end_time: "2022-02-02T06:00:00Z",
  max_power: { units: "W", value: 7_000 },
  energy: { units: "WH", value: 34_000 },
};
const savings = { value: 0.2375, percentage: 0.11 };
const steps = [
  { start_time: "2022-02-02T02:00:00Z", end_time: "2022-02-02T04:30:00Z", power: { units: "W", value: 11_000 } },
];

const schedule: Example = {
  call: "/schedules",
  zero: {
    method: "POST",
    path: "/schedules",
    body: {
      location_id: place,
      max_power: { units: "W", value: "14000" },
      shaving_threshold: { relative: 0.83, absolute: 0.123 },
      data: [{ device_id: device, direction: "IMPORT", ...deviceHead, energy: { units: "KWH", value: 24.5 } }],
    },
    answer: {
      id: "sch_65ea3fb185c1541f247c251e",
      object: "schedule",
      ...scheduleHead,
      tariff: money,
      savings: { value: 0.0239, percentage: 1.34 },
      data: [{ device_id: device, direction: "IMPORT", ...deviceHead, tariff: money, savings, schedule: steps }],
      ...tail,
    },
  },
  anode: {
    method: "POST",
    path: `/schedules/amount/${place}`,
    body: {
      max_power: { units: "W", value: 14_000 },
      shaving_threshold: { relative: 0.83, absolute: 0.123 },
      data: [{ device_id: device, tariff_direction: "IMPORT", ...deviceHead, energy: { units: "KWH", value: 24.5 } }],
    },
    answer: {
      id: "sae_65ea3fb185c1541f247c251e",
      object: "schedule_amount",
      ...scheduleHead,
      cost: money,
      savings: { value: 0.0239, percentage: 1.34 },
      data: [{ device_id: device, tariff_direction: "IMPORT", ...deviceHead, cost: money, savings, schedule: steps }],
      ...tail,
    },
  },
  gone: [],
};

const bearer: Fields = { bearer_token: "eyJhbGciOiJIUzI1NiJ9.e30.x", expires_in: 3_600, live_mode: true };

const login: Example = {
  call: "/login",
  zero: { method: "GET", path: "/login", answer: bearer },
  anode: { method: "GET", path: "/login", answer: bearer },
  gone: [],
};

const address = {
  address_line1: "1-3",
  address_line2: "Strand",
  city: "London",
  state: "Greater London",
  post_code: "WC2N 5EH",
  country_code: "GB",
};
const whose = {
  customer_id: "cus_65e421d1daa4a24082b4f590",
  location_id: place,
  tariff_id: "trf_6597ef46529ab4467502af0b",
};
const token: Fields = { connect_token: "cot_65df3e949a785c52283026ec", expires_in: 86_400, live_mode: true };

const mintToken: Example = {
  call: "/connect/tariff/token",
  zero: {
    method: "POST",
    path: "/connect/tariff/token",
    body: {
      direction: "IMPORT",
      type: "COMMODITY",
      callback_uri: "https://webhook.site/4623e56fc5c1",
      connect_web_uri: "http://localhost:7070",
      ...whose,
      postal_address: address,
    },
    answer: token,
  },
  anode: {
    method: "POST",
    path: "/connect/token",
    body: {
      tariff_direction: "IMPORT",
      tariff_type: "COMMODITY",
      callback_url: "https://webhook.site/4623e56fc5c1",
      connect_url: "http://localhost:7070",
      ...whose,
      postal_address: address,
    },
    answer: token,
  },
  gone: [],
};

const session: Fields = {
  id: "cot_65e0839faca22517d5d51cd5",
  object: "connect_token",
  live_mode: true,
  customer_id: "cus_65e421d1daa4a24082b4f590",
  customer_reference_id: "CUS0123456789",
  location_id: place,
  location_reference_id: "LOC0123456789",
  is_tariff_processed: true,
  complete_action: "SAVE",
  time_created: "2023-05-05T18:37:27Z",
  time_expiry: "2023-12-28T03:00:00Z",
};

const readToken: Example = {
  call: "/connect/tariff/token",
  zero: { method: "GET", path: "/connect/tariff/token?connect_token=cot_65e0839faca22517d5d51cd5", answer: session },
  anode: { method: "GET", path: "/connect/token?connect_token=cot_65e0839faca22517d5d51cd5", answer: session },
  gone: [],
};

export const EXAMPLES: readonly Example[] = [
  login,
  mintToken,
  readToken,
  rates,
  audit,
  slotsByTime,
  slotsByThreshold,
  schedule,
  costInstant,
  costInterval,
  costSession,
  meterInterval,
  meterCumulative,
  meterBatch,
];
