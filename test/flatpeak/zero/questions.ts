// Every field of every question of Zero's, from FlatPeak's documentation of Zero and not from the code: a question that is right and
// names them all, which of them it must have, and what none of them may be.

export interface Question {
  readonly method: "GET" | "POST" | "PUT";
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Fields by their place, like `query.end_time`, `body.energy.units` or `body.data.0.time`. */
  readonly required: readonly string[];
  /** What a field may not be. */
  readonly wrong: Readonly<Record<string, readonly unknown[]>>;
  /** What is wrong with fields that are right each for itself: what to put in their place. */
  readonly together?: readonly Readonly<Record<string, unknown>>[];
}

const home = "loc_65e42ce4d3b813479b252160";
const device = "dev_65e42ce4d3b813479b252161";
const [from, to] = ["2023-06-15T09:00:00Z", "2023-06-15T23:00:00Z"];
const window = { start_time: from, end_time: to };

const NO_INSTANT = ["tomorrow", "2023-06-15", "2023-06-15T09:00:00", "2023-02-30T09:00:00Z", "2023-06-15T24:00:00Z"];
const NO_WINDOW: readonly Readonly<Record<string, unknown>>[] = [
  { "query.start_time": to, "query.end_time": from },
  { "query.start_time": from, "query.end_time": from },
  { "query.start_time": "2023-06-15T00:00:00Z", "query.end_time": "2023-09-14T00:00:00Z" },
];
const asText = { text: [7, true, {}, [], ""], id: ["cus_1", "loc_", "home", 7, {}, ["loc_1"]] };
const NO_NUMBER = ["much", "7", true, {}, [1]];

const queried = (...names: readonly string[]): Question["wrong"] => {
  const all: Question["wrong"] = {
    "query.start_time": NO_INSTANT,
    "query.end_time": NO_INSTANT,
    "query.direction": ["LOCAL", "import", "INBOUND"],
    "query.segment": ["MIDDLE", "low"],
    "query.duration": ["0", "-60", "an hour", "NaN", "Infinity", "1e999"],
    "query.relative": ["0", "0.009", "1.01", "half"],
    "query.absolute": ["cheap", "NaN"],
    "query.include_tariff": ["yes", "1", "TRUE"],
    "query.include_carbon": ["no", "0"],
    "query.non_persistent": ["maybe"],
    "query.aggregation": ["YEAR", "day"],
    "query.batch_id": ["loc_1", "bat_", "17"],
    "query.connect_token": ["tok_1", "cot_"],
  };
  return Object.fromEntries(names.map((name) => [`query.${name}`, all[`query.${name}`] ?? []]));
};

/** Of a meter record, wherever it stands. */
const recordAt = (at: string): Question["wrong"] => ({
  [`${at}.location_id`]: asText.id,
  [`${at}.device_id`]: ["loc_1", 7],
  [`${at}.session_reference_id`]: asText.text,
  [`${at}.record_reference_id`]: asText.text,
  [`${at}.direction`]: ["LOCAL", "INBOUND", 1],
  [`${at}.tariff_rate`]: ["GRID", "import", 1],
  [`${at}.measurand`]: ["OFFERED", "transferred"],
  [`${at}.units`]: ["MW", "kWh", 1],
  [`${at}.confidence`]: [-0.1, 1.5, "1"],
  [`${at}.value`]: NO_NUMBER,
  [`${at}.start_time`]: [...NO_INSTANT, 1_686_819_600],
  [`${at}.end_time`]: [...NO_INSTANT, 1_686_819_600],
});
const record = {
  location_id: home,
  device_id: device,
  session_reference_id: "SES1",
  record_reference_id: "MET1",
  direction: "IMPORT",
  tariff_rate: "IMPORT",
  measurand: "TRANSFERRED",
  units: "WH",
  confidence: 1,
  value: 20_567,
  ...window,
};
const ofRecord = (at: string): readonly string[] =>
  ["location_id", "units", "value", "start_time", "end_time"].map((name) => `${at}.${name}`);

const power = { units: "W", value: 7_000 };

/** By method and path of Zero's. */
export const QUESTIONS: Readonly<Record<string, Question>> = {
  "GET /login": { method: "GET", path: "/login", required: [], wrong: {} },
  "POST /connect/tariff/token": {
    method: "POST",
    path: "/connect/tariff/token",
    body: {
      connect_web_uri: "https://connect.example.test",
      callback_uri: "https://app.example.test",
      direction: "IMPORT",
      type: "COMMODITY",
      customer_id: "cus_1",
      customer_reference_id: "CUS1",
      location_id: home,
      tariff_id: "trf_1",
      postal_address: { address_line1: "1 High Street", city: "London", country_code: "GB" },
    },
    // Anode needs the first of them, whatever Zero says.
    required: ["body.connect_web_uri", "body.callback_uri"],
    wrong: {
      "body.connect_web_uri": asText.text,
      "body.callback_uri": asText.text,
      "body.direction": ["BOTH", 1],
      "body.type": ["GAS", 1],
      "body.customer_id": ["loc_1", 7],
      "body.customer_reference_id": asText.text,
      "body.location_id": asText.id,
      "body.tariff_id": ["loc_1", 7],
      "body.postal_address": ["London", 7, []],
      "body.postal_address.city": [7, {}],
    },
    together: [{ "body.location_reference_id": "LOC1" }],
  },
  "GET /connect/tariff/token": {
    method: "GET",
    path: "/connect/tariff/token",
    query: { connect_token: "cot_1" },
    required: ["query.connect_token"],
    wrong: queried("connect_token"),
  },
  "GET /tariffs/rates/{location_id}": {
    method: "GET",
    path: `/tariffs/rates/${home}`,
    query: { ...window, direction: "IMPORT", include_tariff: "true", include_carbon: "false" },
    required: ["query.end_time"],
    wrong: queried("start_time", "end_time", "direction", "include_tariff", "include_carbon"),
    together: NO_WINDOW,
  },
  "GET /tariffs/audit/{location_id}": {
    method: "GET",
    path: `/tariffs/audit/${home}`,
    query: { ...window, direction: "IMPORT" },
    required: ["query.end_time"],
    wrong: queried("start_time", "end_time", "direction"),
    together: NO_WINDOW,
  },
  "GET /slots/time/{location_id}": {
    method: "GET",
    path: `/slots/time/${home}`,
    query: { ...window, direction: "IMPORT", segment: "LOW", duration: "180" },
    // Anode needs the first of them.
    required: ["query.start_time", "query.end_time", "query.segment", "query.duration"],
    wrong: queried("start_time", "end_time", "direction", "segment", "duration"),
    together: NO_WINDOW,
  },
  "GET /slots/threshold/{location_id}": {
    method: "GET",
    path: `/slots/threshold/${home}`,
    query: { ...window, direction: "IMPORT", segment: "LOW", relative: "0.5", absolute: "0.1" },
    required: ["query.end_time", "query.segment"],
    wrong: queried("start_time", "end_time", "direction", "segment", "relative", "absolute"),
    together: [...NO_WINDOW, { "query.relative": undefined, "query.absolute": undefined }],
  },
  "POST /schedules": {
    method: "POST",
    path: "/schedules",
    body: {
      location_id: home,
      max_power: power,
      shaving_threshold: { relative: 0.5, absolute: 0.1 },
      data: [
        { device_id: device, direction: "IMPORT", ...window, max_power: power, energy: { units: "WH", value: 30_000 } },
      ],
    },
    required: [
      "body.location_id",
      "body.max_power",
      "body.max_power.units",
      "body.max_power.value",
      "body.data.0.device_id",
      "body.data.0.direction",
      "body.data.0.end_time",
      "body.data.0.max_power.units",
      "body.data.0.max_power.value",
      "body.data.0.energy",
      "body.data.0.energy.units",
      "body.data.0.energy.value",
    ],
    wrong: {
      "body.location_id": asText.id,
      "body.max_power": [7_000, "7 kW", []],
      "body.max_power.units": ["MW", "WH", 1],
      "body.max_power.value": [0, -7, "much", {}],
      "body.shaving_threshold": [0.5, []],
      "body.shaving_threshold.relative": [-0.1, 2, "half"],
      "body.shaving_threshold.absolute": ["cheap", {}],
      "body.data": [{}, "all", ["dev_1"], [null]],
      "body.data.0.device_id": ["loc_1", 7],
      "body.data.0.direction": ["LOCAL", "import", 1],
      "body.data.0.start_time": [...NO_INSTANT, 1_686_819_600],
      "body.data.0.end_time": [...NO_INSTANT, 1_686_819_600],
      "body.data.0.max_power.units": ["MW", 1],
      "body.data.0.max_power.value": [0, -7, "much"],
      "body.data.0.energy": [30_000, []],
      "body.data.0.energy.units": ["W", "kWh"],
      "body.data.0.energy.value": [0, -1, "30000"],
    },
    together: [{ "body.data.0.start_time": to, "body.data.0.end_time": from }],
  },
  "POST /costs/instant": {
    method: "POST",
    path: "/costs/instant",
    query: { include_tariff: "true", include_carbon: "false", non_persistent: "true" },
    body: record,
    required: ofRecord("body"),
    wrong: { ...queried("include_tariff", "include_carbon", "non_persistent"), ...recordAt("body") },
    together: [{ "body.start_time": to, "body.end_time": from }],
  },
  "POST /costs/interval/{id}": {
    method: "POST",
    path: `/costs/interval/${device}`,
    query: { aggregation: "DAY", direction: "IMPORT", include_tariff: "true", include_carbon: "false" },
    body: window,
    required: [],
    wrong: {
      ...queried("aggregation", "direction", "include_tariff", "include_carbon"),
      "body.start_time": [...NO_INSTANT, 1_686_819_600],
      "body.end_time": [...NO_INSTANT, 1_686_819_600],
    },
    together: [
      { "body.start_time": to, "body.end_time": from },
      { "body.start_time": from, "body.end_time": from },
    ],
  },
  "POST /costs/session/{session_reference_id}": {
    method: "POST",
    path: "/costs/session/SES1",
    query: { direction: "EXPORT", include_tariff: "true", include_carbon: "false" },
    required: [],
    wrong: queried("direction", "include_tariff", "include_carbon"),
  },
  "PUT /meters/interval": {
    method: "PUT",
    path: "/meters/interval",
    body: [record, record],
    required: ofRecord("body.1"),
    wrong: { ...recordAt("body.1"), body: [{}, "all of them", 7, [record, null], [record, "one"], [[record]]] },
  },
  "PUT /meters/cumulative/epoch": {
    method: "PUT",
    path: "/meters/cumulative/epoch",
    body: {
      location_id: home,
      device_id: device,
      session_reference_id: "SES1",
      direction: "EXPORT",
      tariff_rate: "LOCAL",
      units: "KWH",
      data: [{ time: 1_686_819_600, value: 17.5, record_reference_id: "MET1" }],
    },
    required: ["body.location_id", "body.units", "body.data", "body.data.0.time", "body.data.0.value"],
    wrong: {
      "body.location_id": asText.id,
      "body.device_id": ["loc_1", 7],
      "body.session_reference_id": asText.text,
      "body.direction": ["LOCAL", "OUTBOUND"],
      "body.tariff_rate": ["GRID"],
      "body.units": ["W", "KW", "kWh"],
      "body.data": [{}, "all", [7], [null]],
      "body.data.0.time": [from, "1686819600", 1.5],
      "body.data.0.value": NO_NUMBER,
      "body.data.0.record_reference_id": asText.text,
    },
  },
  "GET /meters/batch": {
    method: "GET",
    path: "/meters/batch",
    query: { batch_id: "bat_1" },
    required: ["query.batch_id"],
    wrong: queried("batch_id"),
  },
};

/** Ids in paths that are none. */
export const NO_ID = ["cus_1", "loc_", "home", "loc_1%2F..%2Fx", "%E0%A4%A", "1"] as const;

/** A copy with a value in another place; undefined takes it away. */
export function changed<T>(whole: T, place: string, value: unknown): T {
  const [name = "", ...rest] = place.split(".");
  const copy: unknown = Array.isArray(whole) ? [...(whole as unknown[])] : { ...whole };
  const fields = copy as Record<string, unknown>;
  const next = rest.length === 0 ? value : changed(fields[name] ?? {}, rest.join("."), value);
  if (next === undefined) delete fields[name];
  else fields[name] = next;
  return copy as T;
}

/** The address of a question, its query included. */
export const addressOf = ({ path, query = {} }: Question): string => {
  const search = new URLSearchParams(query).toString();
  return search === "" ? path : `${path}?${search}`;
};
