// What can be seen to be wrong is refused before FlatPeak is asked: each field missing, of a wrong type, out of range.

import { describe, expect, it } from "vitest";
import { ask } from "./asked.ts";
import { EXAMPLES } from "./examples.ts";

const at = "2023-06-15T09:00:00Z";
const to = "2023-06-15T23:00:00Z";
const window = `start_time=${at}&end_time=${to}`;
const home = "loc_65e42ce4d3b813479b252160";

const refusedFor = (method: string, address: string, body?: unknown): unknown => {
  const asked = ask(method, address, body);
  return asked.kind === "refused" ? [asked.complaint.status, asked.complaint.code] : asked.kind;
};

describe("a query is refused", () => {
  it.each([
    ["rates", "", "end_time_missing"],
    ["rates", `start_time=${at}`, "end_time_missing"],
    ["rates", "end_time=", "end_time_missing"],
    ["rates", "end_time=tomorrow", "end_time_invalid"],
    ["rates", "end_time=2023-06-15", "end_time_invalid"],
    ["rates", "end_time=2023-06-15T23:00:00", "end_time_invalid"],
    ["rates", "end_time=2023-02-30T23:00:00Z", "end_time_invalid"],
    ["rates", "end_time=2023-06-15T24:00:00Z", "end_time_invalid"],
    ["rates", `end_time=${to}&start_time=1686819600`, "start_time_invalid"],
    ["rates", `start_time=${to}&end_time=${at}`, "end_time_invalid"],
    ["rates", `start_time=${at}&end_time=${at}`, "end_time_invalid"],
    ["rates", "start_time=2023-06-15T00:00:00Z&end_time=2023-09-14T00:00:00Z", "end_time_invalid"],
    ["rates", `${window}&direction=LOCAL`, "direction_invalid"],
    ["rates", `${window}&direction=import`, "direction_invalid"],
    ["rates", `${window}&include_tariff=yes`, "include_tariff_invalid"],
    ["rates", `${window}&include_carbon=1`, "include_carbon_invalid"],
    ["audit", `start_time=${at}`, "end_time_missing"],
    ["audit", "start_time=2023-06-15T00:00:00Z&end_time=2023-09-14T00:00:00Z", "end_time_invalid"],
    ["time", `${window}&duration=60`, "segment_missing"],
    ["time", `${window}&duration=60&segment=MIDDLE`, "segment_invalid"],
    ["time", `${window}&segment=LOW`, "duration_missing"],
    ["time", `${window}&segment=LOW&duration=an%20hour`, "duration_invalid"],
    ["time", `${window}&segment=LOW&duration=0`, "duration_invalid"],
    ["time", `${window}&segment=LOW&duration=-60`, "duration_invalid"],
    ["time", `${window}&segment=LOW&duration=NaN`, "duration_invalid"],
    ["time", `end_time=${to}&segment=LOW&duration=60`, "start_time_missing"],
    ["time", `start_time=${to}&end_time=${at}&segment=LOW&duration=60`, "end_time_invalid"],
    ["threshold", `${window}&segment=LOW`, "absolute_missing"],
    ["threshold", `${window}&relative=0.5`, "segment_missing"],
    ["threshold", `${window}&segment=LOW&relative=0`, "relative_invalid"],
    ["threshold", `${window}&segment=LOW&relative=1.01`, "relative_invalid"],
    ["threshold", `${window}&segment=LOW&absolute=cheap`, "absolute_invalid"],
    ["threshold", `start_time=${at}&segment=LOW&absolute=1`, "end_time_missing"],
  ])("%s?%s", (call, query, code) => {
    const paths = { rates: "tariffs/rates", audit: "tariffs/audits", time: "slots/time", threshold: "slots/threshold" };
    const path = paths[call as keyof typeof paths];
    expect(refusedFor("GET", `/${path}/${home}?${query}`)).toEqual([400, code]);
  });

  it.each([
    ["/meters/batch", "batch_id_missing"],
    ["/meters/batch?batch_id=loc_1", "batch_id_invalid"],
    ["/connect/tariff/token", "connect_token_missing"],
    ["/connect/tariff/token?connect_token=tok_1", "connect_token_invalid"],
  ])("%s", (address, code) => {
    expect(refusedFor("GET", address)).toEqual([400, code]);
  });
});

describe("what is no id names nothing", () => {
  it.each([
    ["GET", `/tariffs/rates/cus_1?${window}`],
    ["GET", `/tariffs/rates/loc_?${window}`],
    ["GET", `/tariffs/rates/loc_1%2F..%2Fx?${window}`],
    ["GET", `/tariffs/rates/%E0%A4%A?${window}`],
    ["GET", `/slots/time/home?${window}&segment=LOW&duration=1`],
    ["POST", "/costs/interval/acc_1"],
    ["POST", "/costs/session/%00".replace("%00", "%E0%A4%A")],
  ])("%s %s", (method, address) => {
    expect(refusedFor(method, address, {})).toMatchObject([404, expect.stringMatching(/_invalid$/)]);
  });
});

/** The documented body of a call, with this instead. */
const changed = (path: string, change: Record<string, unknown>): unknown => {
  const body = EXAMPLES.find((it) => it.call === path && it.zero.body !== undefined)?.zero.body;
  return Array.isArray(body) ? [{ ...(body[0] as object), ...change }] : { ...(body as object), ...change };
};
const device = { device_id: "dev_1", direction: "IMPORT", end_time: to, energy: { units: "WH", value: 1 } };

describe("a body is refused", () => {
  it.each([
    ["POST", "/schedules", { location_id: null }, "location_id_missing"],
    ["POST", "/schedules", { location_id: "cus_1" }, "location_id_invalid"],
    ["POST", "/schedules", { max_power: null }, "max_power_missing"],
    ["POST", "/schedules", { max_power: 7_000 }, "max_power_invalid"],
    ["POST", "/schedules", { max_power: { value: 7_000 } }, "units_missing"],
    ["POST", "/schedules", { max_power: { units: "MW", value: 7 } }, "units_invalid"],
    ["POST", "/schedules", { max_power: { units: "W", value: "much" } }, "value_invalid"],
    ["POST", "/schedules", { max_power: { units: "W", value: 0 } }, "value_invalid"],
    ["POST", "/schedules", { shaving_threshold: { relative: 2 } }, "relative_invalid"],
    ["POST", "/schedules", { data: {} }, "data_invalid"],
    ["POST", "/schedules", { data: ["dev_1"] }, "data_invalid"],
    ["POST", "/schedules", { data: [{ ...device, device_id: null }] }, "device_id_missing"],
    ["POST", "/schedules", { data: [{ ...device, direction: null }] }, "direction_missing"],
    ["POST", "/schedules", { data: [{ ...device, end_time: null }] }, "end_time_missing"],
    ["POST", "/schedules", { data: [{ ...device, energy: null }] }, "energy_missing"],
    ["POST", "/schedules", { data: [{ ...device, energy: { units: "W", value: 1 } }] }, "units_invalid"],
    ["POST", "/schedules", { data: [device, { ...device, start_time: to, end_time: at }] }, "end_time_invalid"],
    ["POST", "/costs/instant", { location_id: null }, "location_id_missing"],
    ["POST", "/costs/instant", { units: null }, "units_missing"],
    ["POST", "/costs/instant", { units: "kWh" }, "units_invalid"],
    ["POST", "/costs/instant", { value: null }, "value_missing"],
    ["POST", "/costs/instant", { value: "20567" }, "value_invalid"],
    ["POST", "/costs/instant", { start_time: null }, "start_time_missing"],
    ["POST", "/costs/instant", { end_time: null }, "end_time_missing"],
    ["POST", "/costs/instant", { end_time: at.replace("2023", "2021") }, "end_time_invalid"],
    ["POST", "/costs/instant", { direction: "LOCAL" }, "direction_invalid"],
    ["POST", "/costs/instant", { tariff_rate: "GRID" }, "tariff_rate_invalid"],
    ["POST", "/costs/instant", { confidence: 1.5 }, "confidence_invalid"],
    ["POST", "/costs/instant", { measurand: "OFFERED" }, "measurand_invalid"],
    ["PUT", "/meters/interval", { measurand: "OFFERED" }, "measurand_invalid"],
    ["PUT", "/meters/interval", { location_id: null }, "location_id_missing"],
    ["PUT", "/meters/interval", { direction: "INBOUND" }, "direction_invalid"],
    ["PUT", "/meters/cumulative/epoch", { units: "KW" }, "units_invalid"],
    ["PUT", "/meters/cumulative/epoch", { data: null }, "data_missing"],
    ["PUT", "/meters/cumulative/epoch", { data: [{ time: at, value: 1 }] }, "time_invalid"],
    ["PUT", "/meters/cumulative/epoch", { data: [{ time: 1.5, value: 1 }] }, "time_invalid"],
    ["POST", "/connect/tariff/token", { callback_uri: null }, "callback_uri_missing"],
    ["POST", "/connect/tariff/token", { connect_web_uri: null }, "connect_web_uri_missing"],
    ["POST", "/connect/tariff/token", { type: "GAS" }, "type_invalid"],
    ["POST", "/connect/tariff/token", { direction: "BOTH" }, "direction_invalid"],
    ["POST", "/connect/tariff/token", { location_reference_id: "LOC1" }, "location_reference_id_invalid"],
    ["POST", "/connect/tariff/token", { postal_address: "London" }, "postal_address_invalid"],
  ])("%s %s with %j", (method, path, change, code) => {
    expect(refusedFor(method, path, changed(path, change))).toEqual([400, code]);
  });

  it.each([
    ["POST", "/schedules", []],
    ["POST", "/schedules", "all of it"],
    ["PUT", "/meters/interval", { location_id: home }],
    ["PUT", "/meters/interval", [home]],
    ["POST", "/costs/interval/loc_1", 7],
  ])("%s %s that is %j", (method, path, body) => {
    expect(refusedFor(method, path, body)).toEqual([400, "body_invalid"]);
  });

  it("and the complaint names the place", () => {
    const asked = ask(
      "POST",
      "/schedules",
      changed("/schedules", { data: [device, { ...device, energy: { value: 1 } }] }),
    );
    expect(asked).toMatchObject({ complaint: { message: "data[1].energy.units is missing" } });
  });
});

describe("what is for FlatPeak to judge goes on", () => {
  it("a record of a batch that ends before it starts, which fails alone", () => {
    expect(
      refusedFor("PUT", "/meters/interval", changed("/meters/interval", { end_time: "2021-01-01T00:00:00Z" })),
    ).toBe("asked");
  });

  it("ninety days of a home, an hour longer where its clocks go back", () => {
    const days = "start_time=2025-09-01T00:00:00%2B02:00&end_time=2025-11-30T00:00:00%2B01:00";
    expect(refusedFor("GET", `/tariffs/rates/${home}?${days}`)).toBe("asked");
  });

  it("prices below zero, and a limit below zero", () => {
    expect(refusedFor("GET", `/slots/threshold/${home}?${window}&segment=LOW&absolute=-0.05`)).toBe("asked");
  });
});

describe("what Zero takes for granted is said to Anode", () => {
  const bodyOf = (method: string, address: string, body?: unknown): unknown => {
    const asked = ask(method, address, body);
    return asked.kind === "asked" ? asked.request.body : asked;
  };

  it("the direction of a tariff", () => {
    expect(bodyOf("GET", `/tariffs/rates/${home}?end_time=${to}`)).toEqual({
      end_time: to,
      tariff_direction: "IMPORT",
    });
    expect(ask("POST", "/costs/session/one%20two")).toMatchObject({
      request: { paths: ["/costs/session/one%20two?tariff_direction=IMPORT"] },
    });
  });

  it("the tariff of an export, which Anode would count as an import", () => {
    const record = { location_id: home, direction: "EXPORT", units: "WH", value: 1, start_time: at, end_time: to };
    expect(bodyOf("PUT", "/meters/interval", [record])).toMatchObject([
      { energy_flow_direction: "OUTBOUND", tariff_direction: "EXPORT" },
    ]);
    const { direction: _, ...plain } = record;
    expect(bodyOf("PUT", "/meters/interval", [plain])).toMatchObject([
      { energy_flow_direction: "INBOUND", tariff_direction: "IMPORT" },
    ]);
  });

  it("the kind of a tariff, but where a tariff is named, which has its own", () => {
    const uris = { callback_uri: "https://app.example.test", connect_web_uri: "https://connect.example.test" };
    const urls = { callback_url: uris.callback_uri, connect_url: uris.connect_web_uri };
    expect(bodyOf("POST", "/connect/tariff/token", { ...uris, tariff_id: "trf_1" })).toEqual({
      ...urls,
      tariff_id: "trf_1",
    });
    expect(bodyOf("POST", "/connect/tariff/token", uris)).toEqual({
      ...urls,
      tariff_direction: "IMPORT",
      tariff_type: "COMMODITY",
    });
  });

  it("a plus sign that was lost in a query", () => {
    const lost = `/tariffs/rates/${home}?end_time=2023-06-15T08:00:00+01:00`;
    expect(bodyOf("GET", lost)).toMatchObject({ end_time: "2023-06-15T08:00:00+01:00" });
  });
});
