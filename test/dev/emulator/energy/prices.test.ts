// Prices and audits on the wire, in both generations; the names are those of FlatPeak's documentation.
import { describe, expect, test } from "vitest";
import { emptyDraft } from "../../../../src/dev/emulator/connect/session.ts";
import { dayAndNight } from "../../../../src/dev/emulator/plan.ts";
import { setFault } from "../../../../src/dev/emulator/faults.ts";
import type { TestWorld } from "../support.ts";
import { asZero, dataOf, fieldsOf, home, hoursOf, pricesOf, second, send, worldWith } from "./support.ts";

const day = { start_time: "2026-11-22T00:00:00Z", end_time: "2026-11-23T00:00:00Z" };
const common = ["account_id", "currency_code", "id", "live_mode", "location_id", "location_timezone", "object"];
const market = { structureType: "MARKET" };

describe("prices", () => {
  test("have Zero's names in Zero and Anode's in Anode, and the same figures", async () => {
    const t = worldWith({}, market);
    const zero = await asZero(t, `/tariffs/rates/${home}`, { ...day, include_carbon: "true" });
    const anode = await send(t, "anode", `/prices/${home}`, day);
    expect(fieldsOf(zero.json)).toEqual(
      [
        ...common,
        "direction",
        "last_updated",
        "next_update",
        "time_created",
        ...["include_carbon", "include_tariff", "direction", "start_time", "end_time"].map((it) => `request.${it}`),
        ...["valid_from", "valid_to", "tariff.rate", "tariff.confidence"].map((it) => `data[].${it}`),
        ...["intensity", "relative", "confidence"].map((it) => `data[].carbon.${it}`),
      ].toSorted(),
    );
    expect(fieldsOf(anode.json)).toEqual(
      [
        ...common,
        "tariff_direction",
        "last_updated",
        "time_created",
        ...["tariff_direction", "start_time", "end_time"].map((it) => `request.${it}`),
        ...["valid_from", "valid_to", "price.value", "price.confidence"].map((it) => `data[].${it}`),
      ].toSorted(),
    );
    expect(zero.json).toMatchObject({ object: "tariff_rate", id: expect.stringMatching(/^rts_/) as unknown });
    expect(anode.json).toMatchObject({ object: "price", id: expect.stringMatching(/^prs_/) as unknown });
    type Old = { tariff: { rate: number; confidence: number } };
    type New = { price: { value: number; confidence: number } };
    const old = dataOf<Old>(zero).map(({ tariff }) => [tariff.rate, tariff.confidence]);
    const today = dataOf<New>(anode).map(({ price }) => [price.value, price.confidence]);
    expect(old).toEqual(today);
    expect(old).toHaveLength(48);
  });

  test("are left out where Zero's question wants none, and carbon stays away unless it is wanted", async () => {
    const t = worldWith();
    const answer = await asZero(t, `/tariffs/rates/${home}`, { ...day, include_tariff: "false" });
    expect(fieldsOf(answer.json?.["data"])).toEqual(["[].valid_from", "[].valid_to"]);
  });

  test("are written with the offset of the question's end", async () => {
    const t = worldWith({}, market);
    const prices = await pricesOf(t, "2026-11-22T00:00:00+05:00", "2026-11-22T20:00:00-01:30");
    expect(prices[0]?.valid_from).toBe("2026-11-21T17:30:00-01:30");
    expect(prices.at(-1)?.valid_to).toBe("2026-11-22T20:00:00-01:30");
  });

  test.each([
    ["Europe/Berlin", "2026-03-29", "2026-03-30", "+01:00", "+02:00", 23, 4],
    ["Europe/Berlin", "2026-10-25", "2026-10-26", "+02:00", "+01:00", 25, 4],
    ["Europe/London", "2026-10-25", "2026-10-26", "+01:00", "Z", 25, 2],
    ["America/New_York", "2026-03-08", "2026-03-09", "-05:00", "-04:00", 23, 1],
  ])("a day of %s has the hours it has: %s", async (timezone, from, to, before, after, hours, anHour) => {
    const t = worldWith({ timezone }, market);
    const prices = await pricesOf(t, `${from}T00:00:00${before}`, `${to}T00:00:00${after}`);
    expect(hoursOf(prices)).toBe(hours);
    expect(prices).toHaveLength(hours * anHour);
    for (const [no, entry] of prices.entries())
      expect(entry.valid_from).toBe(no === 0 ? entry.valid_from : prices[no - 1]?.valid_to);
  });

  test("of a fixed tariff are one for each day of the home, whatever the zone of the question", async () => {
    const t = worldWith({ timezone: "Europe/Berlin" });
    const prices = await pricesOf(t, "2026-11-20T00:00:00Z", "2026-11-22T00:00:00Z");
    expect(prices.map(({ valid_from }) => valid_from)).toEqual([
      "2026-11-20T00:00:00Z",
      "2026-11-20T23:00:00Z",
      "2026-11-21T23:00:00Z",
    ]);
    expect(new Set(prices.map(({ price }) => price.value))).toEqual(new Set([0.332]));
  });

  test("by the time of day change when the clocks of the home say so, also where they are set", async () => {
    const t = worldWith({ timezone: "Europe/Berlin" }, { plan: dayAndNight(0.1, 0.3) });
    const prices = await pricesOf(t, "2026-03-28T00:00:00+01:00", "2026-03-30T00:00:00+02:00");
    expect(prices.map(({ valid_from, price }) => [valid_from, price.value])).toEqual([
      ["2026-03-28T01:00:00+02:00", 0.1834],
      ["2026-03-28T08:00:00+02:00", 0.3834],
      ["2026-03-29T01:00:00+02:00", 0.1834],
      ["2026-03-29T07:00:00+02:00", 0.3834],
    ]);
  });

  test("that are published do not change; forecasts are less sure the further ahead, and become them", async () => {
    const t = worldWith({}, market);
    const ahead = await pricesOf(t, "2026-11-22T00:00:00Z", "2026-12-06T00:00:00Z");
    // Noon: those of tomorrow are not out yet.
    const confidences = [...new Set(ahead.map(({ price }) => price.confidence))];
    expect(confidences).toEqual([1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1]);
    expect(ahead.filter(({ price }) => price.confidence === 1).at(-1)?.valid_to).toBe("2026-11-23T00:00:00Z");

    const known = await pricesOf(t, "2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z");
    const week = ahead.filter(({ valid_from }) => valid_from.startsWith("2026-11-28"));
    t.world.clockOffsetMs = 7 * 86_400_000;
    expect(await pricesOf(t, "2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z")).toEqual(known);
    const later = await pricesOf(t, "2026-11-28T00:00:00Z", "2026-11-29T00:00:00Z");
    expect(later.every(({ price }) => price.confidence === 1)).toBe(true);
    expect(later.map(({ price }) => price.value)).not.toEqual(week.map(({ price }) => price.value));
  });

  test("fall below zero on some days, and belong to the home's market alone", async () => {
    const t = worldWith({ timezone: "Europe/Berlin" }, market);
    t.world.clockOffsetMs = -150 * 86_400_000;
    const prices = await pricesOf(t, "2026-04-01T00:00:00Z", "2026-06-25T00:00:00Z", { tariff_direction: "IMPORT" });
    const audited = await send(t, "anode", `/audits/prices/${home}`, {
      start_time: "2026-04-01T00:00:00Z",
      end_time: "2026-06-25T00:00:00Z",
    });
    const parts = dataOf<{ price_breakdown: { commodity: { market: number } } }>(audited);
    expect(parts).toHaveLength(prices.length);
    const below = parts.filter((it) => it.price_breakdown.commodity.market < 0);
    expect(below.length / parts.length).toBeGreaterThan(0.005);
    expect(below.length / parts.length).toBeLessThan(0.2);
    expect(prices).toHaveLength(85 * 96);
  });

  test("go on as estimates when the contract is over", async () => {
    const t = worldWith({}, { contractEndDate: "2026-11-22" });
    const prices = await pricesOf(t, "2026-11-22T00:00:00Z", "2026-11-24T00:00:00Z");
    expect(prices.map(({ price }) => price)).toEqual([
      { value: 0.332, confidence: 1 },
      { value: 0.332, confidence: 0.5 },
    ]);
  });

  test("of export are what the supplier pays, without a grid fee; of energy of one's own they are zero", async () => {
    const t = worldWith();
    const of = async (tariff_direction: string) => {
      const answer = await send(t, "anode", `/prices/${second}`, { ...day, tariff_direction });
      return dataOf<{ price: object }>(answer).map(({ price }) => price);
    };
    expect(await of("EXPORT")).toEqual([{ value: 0.1512, confidence: 1 }]);
    expect(await of("LOCAL")).toEqual([{ value: 0, confidence: 1 }]);
    const zero = await asZero(t, `/tariffs/rates/${second}`, { ...day, direction: "LOCAL" });
    expect([zero.status, zero.json?.["code"]]).toEqual([400, "direction_invalid"]);
  });

  test("begin with the running hour where the question does not say", async () => {
    const t = worldWith();
    t.world.clockOffsetMs = 35 * 60_000;
    const answer = await send(t, "anode", `/prices/${home}`, { end_time: "2026-11-22T18:00:00Z" });
    expect(answer.json).toMatchObject({ request: { start_time: "2026-11-22T12:00:00Z" } });
  });
});

describe("an audit", () => {
  test("has the parts of each price, which add up", async () => {
    const t = worldWith({}, market);
    const anode = await send(t, "anode", `/audits/prices/${home}`, day);
    const zero = await asZero(t, `/tariffs/audit/${home}`, day);
    expect((await asZero(t, `/tariffs/audits/${home}`, day)).json?.["data"]).toEqual(zero.json?.["data"]);
    const parts = ["market", "fixed", "percentage", "tier", "aggregate"].map((it) => `commodity.${it}`);
    const breakdown = [...parts, "non_commodity.fixed", "non_commodity.tier", "total", "confidence"];
    const named = (name: string) => ["valid_from", "valid_to", ...breakdown.map((it) => `${name}.${it}`)];
    expect(fieldsOf(zero.json)).toEqual(
      [
        ...common,
        "direction",
        "time_created",
        "market_sources[]",
        "carbon_sources[]",
        ...["direction", "start_time", "end_time"].map((it) => `request.${it}`),
        ...named("tariff_rate").map((it) => `data[].${it}`),
      ].toSorted(),
    );
    expect(fieldsOf(anode.json)).toEqual(
      [
        ...common,
        "tariff_direction",
        "time_created",
        "market_sources[]",
        "last_updated",
        ...["tariff_direction", "start_time", "end_time"].map((it) => `request.${it}`),
        ...named("price_breakdown").map((it) => `data[].${it}`),
      ].toSorted(),
    );
    const prices = await pricesOf(t, day.start_time, day.end_time);
    type Part = { commodity: Record<string, number>; non_commodity: Record<string, number>; total: number };
    for (const [no, { price_breakdown: it }] of dataOf<{ price_breakdown: Part }>(anode).entries()) {
      const { market = 0, fixed = 0, percentage = 0, tier = 0, aggregate = 0 } = it.commodity;
      expect(market + fixed + percentage + tier).toBeCloseTo(aggregate, 9);
      expect(aggregate + (it.non_commodity["fixed"] ?? 0)).toBeCloseTo(it.total, 9);
      expect(it.total).toBe(prices[no]?.price.value);
    }
  });
});

describe("a question is refused in FlatPeak's form", () => {
  const ask = async (t: TestWorld, body: object, path = `/prices/${home}`) => {
    const { status, json } = await send(t, "anode", path, body);
    return [status, json?.["type"], json?.["code"]];
  };

  test.each([
    [{}, "end_time_missing"],
    [{ end_time: "2026-11-23" }, "end_time_invalid"],
    [{ end_time: "2026-11-23T00:00:00" }, "end_time_invalid"],
    [{ end_time: "2026-06-31T00:00:00Z", start_time: "2026-06-01T00:00:00Z" }, "end_time_invalid"],
    [{ ...day, start_time: "yesterday" }, "start_time_invalid"],
    [{ start_time: day.end_time, end_time: day.start_time }, "end_time_invalid"],
    [{ start_time: "2026-08-24T00:00:00Z", end_time: "2026-11-22T00:00:01Z" }, "end_time_invalid"],
    [{ ...day, tariff_direction: "SIDEWAYS" }, "tariff_direction_invalid"],
  ])("%j", async (body, code) => {
    expect(await ask(worldWith(), body)).toEqual([400, "invalid_request", code]);
  });

  test("but not one of exactly 90 days", async () => {
    const t = worldWith();
    const prices = await pricesOf(t, "2026-08-24T00:00:00Z", "2026-11-22T00:00:00Z");
    expect(hoursOf(prices)).toBe(90 * 24);
  });

  test("with the codes for prices that cannot be had", async () => {
    const t = worldWith();
    expect(await ask(t, day, "/prices/loc_unknown")).toEqual([404, "invalid_request", "location_not_found"]);
    expect(await ask(t, { ...day, tariff_direction: "EXPORT" })).toEqual([
      422,
      "invalid_request",
      "no_tariff_connected",
    ]);
    const [tariff] = t.world.homes[0]?.tariffs ?? [];
    if (tariff === undefined) throw new Error("the world has no tariff");
    tariff.status = "ERROR";
    expect(await ask(t, day)).toEqual([422, "invalid_request", "no_price_data"]);
    tariff.status = "NOT_CONNECTED";
    expect(await ask(t, day)).toEqual([422, "invalid_request", "no_tariff_connected"]);
    tariff.pending = { until: Infinity, connects: true, draft: emptyDraft() };
    expect(await ask(t, day)).toEqual([422, "invalid_request", "pending_connect"]);
    setFault(t.world, "energy", "code", 1, "account_disabled");
    expect(await ask(t, day)).toEqual([422, "api_error", "account_disabled"]);
    setFault(t.world, "energy", "429", 1);
    const limited = await send(t, "anode", `/prices/${home}`, day);
    expect([limited.status, limited.headers.get("Retry-After"), limited.json?.["type"]]).toEqual([
      429,
      "5",
      "rate_limit",
    ]);
  });

  test("and so it is without a bearer", async () => {
    const t = worldWith();
    for (const path of [`/prices/${home}`, "/schedules", "/costs/instant"])
      expect((await t.request(`/api${path}`, day)).status).toBe(403);
    expect((await t.request(`/api/tariffs/rates/${home}?end_time=${day.end_time}`)).status).toBe(403);
  });
});
