// The best hours and the schedule of an amount, in both generations.
import { describe, expect, test } from "vitest";
import { dayAndNight } from "../../../../src/dev/emulator/plan.ts";
import type { TestWorld } from "../support.ts";
import { asZero, dataOf, fieldsOf, home, pricesOf, send, worldWith } from "./support.ts";

const day = { start_time: "2026-11-22T00:00:00Z", end_time: "2026-11-23T00:00:00Z" };

interface Slot {
  start_time: string;
  end_time: string;
  price: { average: number; confidence: number };
}

const slots = async (t: TestWorld, path: string, body: object): Promise<Slot[]> => {
  const answer = await send(t, "anode", `/schedules/${path}/${home}`, body);
  return dataOf<Slot>(answer);
};

const minutesOf = (all: readonly Slot[]): number =>
  all.reduce((sum, it) => sum + (Date.parse(it.end_time) - Date.parse(it.start_time)) / 60_000, 0);

describe("the best hours by duration", () => {
  test("are the cheapest, or the dearest, as long as was asked", async () => {
    const t = worldWith({}, { structureType: "MARKET" });
    const prices = (await pricesOf(t, day.start_time, day.end_time))
      .map(({ price }) => price.value)
      .toSorted((a, b) => a - b);
    const average = (all: readonly Slot[]) =>
      all.reduce((sum, it) => sum + it.price.average * minutesOf([it]), 0) / minutesOf(all);
    const mean = (some: readonly number[]) => some.reduce((sum, it) => sum + it, 0) / some.length;
    const low = await slots(t, "duration", { ...day, segment: "LOW", duration: 180 });
    const high = await slots(t, "duration", { ...day, segment: "HIGH", duration: 180 });
    expect([minutesOf(low), minutesOf(high)]).toEqual([180, 180]);
    expect(average(low)).toBeCloseTo(mean(prices.slice(0, 6)), 4);
    expect(average(high)).toBeCloseTo(mean(prices.slice(-6)), 4);
    const inOrder = low.map(({ start_time }) => start_time);
    expect(inOrder).toEqual(inOrder.toSorted());
  });

  test("are all there are where more is asked for, and one run where they touch", async () => {
    const t = worldWith({}, { plan: dayAndNight(0.1, 0.3) });
    expect(await slots(t, "duration", { ...day, segment: "LOW", duration: 420 })).toEqual([
      { start_time: day.start_time, end_time: "2026-11-22T07:00:00Z", price: { average: 0.1834, confidence: 1 } },
    ]);
    expect(minutesOf(await slots(t, "duration", { ...day, segment: "LOW", duration: 5000 }))).toBe(1440);
  });

  test("have the names of each generation", async () => {
    const t = worldWith();
    const query = { ...day, segment: "LOW", duration: "60" };
    const zero = await asZero(t, `/slots/time/${home}`, query);
    expect(zero.json).toMatchObject({
      object: "slot_time",
      id: expect.stringMatching(/^sta_/) as unknown,
      direction: "IMPORT",
      next_update: "2026-11-23T00:00:00Z",
      request: { segment: "LOW", duration: 60, direction: "IMPORT", ...day },
    });
    expect(fieldsOf(zero.json?.["data"])).toEqual(
      ["[].start_time", "[].end_time", "[].tariff.rate_avg", "[].tariff.confidence"].toSorted(),
    );
    const anode = await send(t, "anode", `/schedules/duration/${home}`, { ...query, duration: 60 });
    expect(anode.json).toMatchObject({ object: "schedule_duration", id: expect.stringMatching(/^std_/) as unknown });
    expect(anode.json).not.toHaveProperty("next_update");
  });

  test.each([
    [{ segment: "LOW" }, "duration_missing"],
    [{ duration: 60 }, "segment_missing"],
    [{ segment: "MIDDLE", duration: 60 }, "segment_invalid"],
    [{ segment: "LOW", duration: 0 }, "duration_invalid"],
    [{ segment: "LOW", duration: 60, start_time: null }, "start_time_missing"],
  ])("are refused for %j", async (body, code) => {
    const answer = await send(worldWith(), "anode", `/schedules/duration/${home}`, { ...day, ...body });
    expect([answer.status, answer.json?.["code"]]).toEqual([400, code]);
  });
});

describe("the hours within a price", () => {
  test("are those up to it, or from it on; an absolute price counts before a relative one", async () => {
    const t = worldWith({}, { plan: dayAndNight(0.1, 0.3) });
    const night = [{ start_time: day.start_time, end_time: "2026-11-22T07:00:00Z" }];
    expect(await slots(t, "limit", { ...day, segment: "LOW", absolute: 0.2, relative: 1 })).toMatchObject(night);
    expect(await slots(t, "limit", { ...day, segment: "LOW", relative: 0.5 })).toMatchObject(night);
    expect(await slots(t, "limit", { ...day, segment: "LOW", absolute: 0.1 })).toEqual([]);
    expect(minutesOf(await slots(t, "limit", { ...day, segment: "HIGH", absolute: 0.2 }))).toBe(17 * 60);
    expect(minutesOf(await slots(t, "limit", { ...day, segment: "HIGH", relative: 1 }))).toBe(1440);
  });

  test("have the names of each generation, and their minutes together", async () => {
    const t = worldWith({}, { plan: dayAndNight(0.1, 0.3) });
    const zero = await asZero(t, `/slots/threshold/${home}`, { ...day, segment: "LOW", absolute: "0.2" });
    expect(zero.json).toMatchObject({
      object: "slot_threshold",
      id: expect.stringMatching(/^slt_/) as unknown,
      duration: 420,
      request: { absolute: 0.2, relative: 0 },
      data: [{ tariff: { rate_avg: 0.1834, confidence: 1 } }],
    });
    const anode = await send(t, "anode", `/schedules/limit/${home}`, { ...day, segment: "LOW", absolute: 0.2 });
    expect(anode.json).toMatchObject({ object: "schedule_limit", duration: 420, tariff_direction: "IMPORT" });
    const neither = await send(t, "anode", `/schedules/limit/${home}`, { ...day, segment: "LOW" });
    expect([neither.status, neither.json?.["code"]]).toEqual([400, "absolute_missing"]);
  });
});

describe("a schedule of an amount", () => {
  const wish = (more: object = {}) => ({
    device_id: "dev_car",
    tariff_direction: "IMPORT",
    ...day,
    energy: { units: "KWH", value: 10 },
    ...more,
  });
  interface Planned {
    cost: { value: number; confidence: number };
    savings: { value: number; percentage: number };
    data: {
      schedule: { start_time: string; end_time: string; power: { units: string; value: number } }[];
      cost: object;
    }[];
  }
  const planned = async (t: TestWorld, data: object[], more: object = {}): Promise<Planned> => {
    const max_power = { units: "KW", value: 7 };
    const answer = await send(t, "anode", `/schedules/amount/${home}`, { max_power, data, ...more });
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.json as unknown as Planned;
  };
  const kwhOf = (schedule: Planned["data"][number]["schedule"]): number =>
    schedule.reduce((sum, { start_time, end_time, power }) => {
      const hours = (Date.parse(end_time) - Date.parse(start_time)) / 3_600_000;
      return sum + hours * (power.units === "W" ? power.value / 1000 : power.value);
    }, 0);

  test("gives each device its energy in the cheapest time, and says what that saves", async () => {
    const t = worldWith({}, { plan: dayAndNight(0.1, 0.3) });
    const late = { start_time: "2026-11-22T05:00:00Z", end_time: "2026-11-23T00:00:00Z" };
    const { data, cost, savings } = await planned(t, [wish(late)]);
    expect(kwhOf(data[0]?.schedule ?? [])).toBeCloseTo(10, 2);
    expect(data[0]?.schedule.at(-1)?.end_time).toBe("2026-11-22T06:26:00Z");
    expect(cost).toEqual({ value: 1.834, confidence: 1 });
    expect(savings).toEqual({ value: 0, percentage: 0 });
    const early = { start_time: "2026-11-21T20:00:00Z", end_time: "2026-11-22T06:00:00Z" };
    expect((await planned(t, [wish(early)])).savings).toEqual({ value: 2, percentage: 52.16 });
  });

  test("never goes beyond the home's connection, whatever the devices could take", async () => {
    const t = worldWith({}, { plan: dayAndNight(0.1, 0.3) });
    const two = [wish({ max_power: { units: "W", value: 5000 } }), wish({ device_id: "dev_heat" })];
    const { data } = await planned(t, two);
    const all = data.flatMap((it) => it.schedule);
    for (const { start_time } of all) {
      const at = Date.parse(start_time);
      const running = all.filter((it) => Date.parse(it.start_time) <= at && at < Date.parse(it.end_time));
      const kw = running.reduce((sum, { power }) => sum + (power.units === "W" ? power.value / 1000 : power.value), 0);
      expect(kw).toBeLessThanOrEqual(7.000_001);
    }
    expect(data.map((it) => Math.round(kwhOf(it.schedule)))).toEqual([10, 10]);
    expect(data[0]?.schedule[0]?.power).toEqual({ units: "W", value: 5000 });
  });

  test("has the home in the body and Zero's names in Zero", async () => {
    const t = worldWith();
    const { tariff_direction: direction, ...rest } = wish();
    const max_power = { units: "KW", value: "7" };
    const zero = await send(t, "zero", "/schedules", { location_id: home, max_power, data: [{ direction, ...rest }] });
    expect(zero.json).toMatchObject({
      object: "schedule",
      id: expect.stringMatching(/^sch_/) as unknown,
      max_power: { units: "KW", value: 7 },
      tariff: { value: 3.32, confidence: 1 },
      data: [{ device_id: "dev_car", direction: "IMPORT", tariff: { value: 3.32 } }],
    });
    const shaving_threshold = { relative: 0.5 };
    expect(await planned(t, [wish()], { shaving_threshold })).toMatchObject({
      object: "schedule_amount",
      shaving_threshold,
    });
  });

  test.each([
    [{ data: [] }, "data_missing"],
    [{ data: [wish({ device_id: "car" })] }, "device_id_invalid"],
    [{ data: [wish({ energy: null })] }, "units_missing"],
    [{ data: [wish({ energy: { units: "KWH" } })] }, "value_missing"],
    [{ data: [wish()], max_power: { units: "HP", value: 7 } }, "units_invalid"],
    [{ data: [wish({ end_time: day.start_time })] }, "end_time_invalid"],
  ])("is refused for %j", async (body, code) => {
    const max_power = { units: "KW", value: 7 };
    const answer = await send(worldWith(), "anode", `/schedules/amount/${home}`, { max_power, ...body });
    expect([answer.status, answer.json?.["code"]]).toEqual([400, code]);
  });
});
