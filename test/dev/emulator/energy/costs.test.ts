// Meter records and what they cost, in both generations.
import { describe, expect, test } from "vitest";
import { dayAndNight } from "../../../../src/dev/emulator/plan.ts";
import type { TestWorld } from "../support.ts";
import { dataOf, fieldsOf, home, second, send, worldWith } from "./support.ts";

const record = (more: object = {}) => ({
  location_id: home,
  units: "KWH",
  value: 2,
  start_time: "2026-11-22T06:00:00Z",
  end_time: "2026-11-22T08:00:00Z",
  ...more,
});

interface Cost {
  start_time: string;
  end_time: string;
  energy: { value: number };
  cost: { value: number; confidence: number };
}

const costs = async (t: TestWorld, path: string, body: object = {}): Promise<Cost[]> => {
  const answer = await send(t, "anode", `/costs/${path}`, body);
  return dataOf<Cost>(answer);
};

const meter = (t: TestWorld, records: object[], generation: "zero" | "anode" = "anode") =>
  send(t, generation, "/meters/interval", records, "PUT");

describe("the cost of one record", () => {
  test("is by the price of each part of its time", async () => {
    const t = worldWith({}, { plan: dayAndNight(0.1, 0.3) });
    const answer = await send(t, "anode", "/costs/instant", record({ record_reference_id: "r1" }));
    expect(answer.json).toMatchObject({
      object: "meter_record",
      id: expect.stringMatching(/^mre_/) as unknown,
      energy_flow_direction: "INBOUND",
      tariff_direction: "IMPORT",
      currency_code: "GBP",
      energy_units: "WH",
      request: { location_id: home, units: "KWH", value: 2, non_persistent: false },
      data: { record_reference_id: "r1", energy: { value: 2000 }, cost: { value: 0.5668, confidence: 1 } },
    });
    expect(fieldsOf(answer.json).filter((it) => /carbon|tariff_rate|^direction/.test(it))).toEqual([]);
  });

  test("has Zero's names in Zero, with carbon where it is wanted", async () => {
    const t = worldWith();
    const zero = await send(t, "zero", "/costs/instant?include_carbon=true", record({ direction: "IMPORT" }));
    expect(zero.json).toMatchObject({
      direction: "IMPORT",
      tariff_rate: "IMPORT",
      carbon_units: "gCO2eq",
      data: { tariff: { value: 0.664, confidence: 1 }, carbon: { confidence: 1 } },
    });
    const plain = await send(t, "zero", "/costs/instant", record());
    expect(fieldsOf(plain.json).filter((it) => it.startsWith("data.carbon"))).toEqual([]);
  });

  test("takes power as constant, and keeps nothing where it is told not to", async () => {
    const t = worldWith();
    const power = record({ units: "W", value: 1500 });
    const answer = await send(t, "anode", "/costs/instant?non_persistent=true", power);
    expect(answer.json).toMatchObject({ data: { energy: { value: 3000 } } });
    expect(await costs(t, `interval/${home}`)).toEqual([]);
    await send(t, "anode", "/costs/instant", power);
    expect(await costs(t, `interval/${home}`)).toHaveLength(1);
  });

  test("counts an export by what it brings in Zero, and in Anode only where that is said", async () => {
    const t = worldWith();
    const sold = record({ location_id: second });
    const zero = await send(t, "zero", "/costs/instant", { ...sold, direction: "EXPORT" });
    expect(zero.json).toMatchObject({
      direction: "EXPORT",
      tariff_rate: "EXPORT",
      data: { tariff: { value: 0.3024 } },
    });
    const anode = await send(t, "anode", "/costs/instant", { ...sold, energy_flow_direction: "OUTBOUND" });
    expect(anode.json).toMatchObject({ energy_flow_direction: "OUTBOUND", tariff_direction: "IMPORT" });
    const local = await send(t, "anode", "/costs/instant", { ...sold, tariff_direction: "LOCAL" });
    expect(local.json).toMatchObject({ data: { cost: { value: 0, confidence: 1 } } });
  });

  test.each([
    [{ value: undefined }, 400, "value_missing"],
    [{ value: -1 }, 400, "value_invalid"],
    [{ units: "MWH" }, 400, "units_invalid"],
    [{ confidence: 2 }, 400, "confidence_invalid"],
    [{ end_time: "2026-11-22T05:00:00Z" }, 400, "end_time_invalid"],
    [{ location_id: "loc_unknown" }, 404, "location_not_found"],
    [{ tariff_direction: "EXPORT" }, 422, "no_tariff_connected"],
  ])("is refused for %j, and nothing is kept", async (more, status, code) => {
    const t = worldWith();
    const answer = await send(t, "anode", "/costs/instant", record(more));
    expect([answer.status, answer.json?.["code"]]).toEqual([status, code]);
    expect(t.world.meters.records).toEqual([]);
  });
});

describe("costs by time", () => {
  const hours = Array.from({ length: 48 }, (_, no) => {
    const at = (hour: number) => new Date(Date.UTC(2026, 9, 24, hour)).toISOString().replace(".000", "");
    return record({ value: 1, start_time: at(no), end_time: at(no + 1) });
  });

  test("are the sum of their parts, by the days and months of the home", async () => {
    const t = worldWith({ timezone: "Europe/Berlin" }, { structureType: "MARKET" });
    await meter(t, hours);
    const window = { start_time: "2026-10-01T00:00:00+02:00", end_time: "2026-11-01T00:00:00+01:00" };
    const each = await costs(t, `interval/${home}`, window);
    const days = await costs(t, `interval/${home}?aggregation=DAY`, window);
    const months = await costs(t, `interval/${home}?aggregation=MONTH`, window);
    expect(each).toHaveLength(48);
    // From two in the night on the 24th, in summer time, for 48 hours: the 25th has 25.
    expect(days.map(({ start_time, energy }) => [start_time, energy.value])).toEqual([
      ["2026-10-23T23:00:00+01:00", 22_000],
      ["2026-10-24T23:00:00+01:00", 25_000],
      ["2026-10-26T00:00:00+01:00", 1000],
    ]);
    const sum = (all: readonly Cost[]) => all.reduce((total, { cost }) => total + cost.value, 0);
    expect(sum(days)).toBeCloseTo(sum(each), 3);
    expect(months.map(({ energy }) => energy.value)).toEqual([48_000]);
    expect(sum(months)).toBeCloseTo(sum(each), 3);
  });

  test("are of a device where the record names one, and of a session", async () => {
    const t = worldWith();
    const car = { device_id: "dev_car", session_reference_id: "s1" };
    await meter(t, [record(car), record({ value: 1 })]);
    expect((await costs(t, "interval/dev_car")).map(({ energy }) => energy.value)).toEqual([2000]);
    expect((await costs(t, `interval/${home}`)).map(({ energy }) => energy.value)).toEqual([1000]);
    const session = await send(t, "anode", "/costs/session/s1");
    expect(session.json).toMatchObject({
      object: "energy_cost",
      object_id: "dev_car",
      tariff_direction: "IMPORT",
      data: [{ session_reference_id: "s1", cost: { value: 0.664, confidence: 1 } }],
    });
    const zero = await send(t, "zero", "/costs/session/s1");
    expect(zero.json).toMatchObject({
      direction: "IMPORT",
      carbon_units: "gCO2eq",
      data: [{ tariff: { value: 0.664 } }],
    });
    for (const path of ["/costs/session/s2", "/costs/interval/dev_unknown"])
      expect((await send(t, "anode", path)).status).toBe(404);
    const wrong = await send(t, "anode", `/costs/interval/${home}?aggregation=YEAR`);
    expect([wrong.status, wrong.json?.["code"]]).toEqual([400, "aggregation_invalid"]);
  });

  test("are forecast until what was metered takes the place of the forecast", async () => {
    const t = worldWith();
    await meter(t, [record({ confidence: 0.6 })]);
    expect(await costs(t, `interval/${home}`)).toMatchObject([{ energy: { value: 2000 }, cost: { confidence: 0.6 } }]);
    await meter(t, [record({ value: 3 })]);
    await meter(t, [record({ value: 9, confidence: 0.6 })]);
    expect(await costs(t, `interval/${home}`)).toMatchObject([{ energy: { value: 3000 }, cost: { confidence: 1 } }]);
  });
});

describe("a batch of meter records", () => {
  test("says which records failed, and has worked in the others when it is asked for", async () => {
    const t = worldWith();
    const bad = record({ end_time: "2026-11-22T05:00:00Z", record_reference_id: "r2" });
    const put = await meter(t, [record(), bad, record({ location_id: "loc_unknown" })], "zero");
    expect(put.json).toMatchObject({
      id: expect.stringMatching(/^bat_/) as unknown,
      object: "meter_batch",
      records_submitted: 3,
      records_accepted: 1,
      records_processed: 0,
      failed_records: [
        { record_num: 1, record_reference_id: "r2" },
        { record_num: 2, error: "No such location" },
      ],
    });
    const id = String(put.json?.["id"]);
    const later = await send(t, "zero", `/meters/batch?batch_id=${id}`, undefined, "GET");
    expect(later.json).toMatchObject({ id, records_processed: 1 });
    expect((await send(t, "zero", "/meters/batch?batch_id=bat_none", undefined, "GET")).status).toBe(404);
    expect((await meter(t, {} as object[])).status).toBe(422);
  });

  test("of readings counts what is between two of them", async () => {
    const t = worldWith();
    const at = (hour: number) => Date.UTC(2026, 10, 22, hour) / 1000;
    const data = [
      { time: at(1), value: 100 },
      { time: at(2), value: 101.5 },
      { time: at(3), value: 101 },
      { time: at(4), value: 103 },
    ];
    const body = { location_id: home, units: "KWH", data };
    const put = await send(t, "anode", "/meters/cumulative/epoch", body, "PUT");
    expect(put.json).toMatchObject({ records_submitted: 4, records_accepted: 3, failed_records: [{ record_num: 2 }] });
    const energy = (await costs(t, `interval/${home}`)).map((it) => it.energy.value);
    expect(energy).toEqual([1500, 1500]);
    const wrong = await send(t, "anode", "/meters/cumulative/epoch", { ...body, units: "KW" }, "PUT");
    expect([wrong.status, wrong.json?.["code"]]).toEqual([400, "units_invalid"]);
  });

  test("is bounded, so that the world stays small", async () => {
    const t = worldWith();
    const many = Array.from({ length: 2000 }, (_, no) => record({ session_reference_id: `s${no}` }));
    await meter(t, many);
    expect(t.world.meters.records.length).toBeLessThanOrEqual(1500);
    expect(JSON.stringify(t.world).length).toBeLessThan(700_000);
  });
});
