// What the control room asks of the energy side, and how two answers are compared.
import { describe, expect, test } from "vitest";
import { differencesOf, namesIn } from "../../../../src/dev/emulator/browser/compare.ts";
import type { ExampleCall, PricesView, TriedView } from "../../../../src/dev/emulator/views.ts";
import { documentedTariff } from "../../../../src/dev/emulator/world.ts";
import { TestWorld } from "../support.ts";
import { home, second, worldWith } from "./support.ts";

const prices = async (t: TestWorld, more = ""): Promise<PricesView> => {
  const answer = await t.request(`/_dev/energy/prices?location_id=${home}&direction=IMPORT${more}`);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.json as unknown as PricesView;
};

describe("a day of a home's prices", () => {
  test("names the cheapest hours, all that cost no more with them", async () => {
    const t = new TestWorld();
    expect(await prices(t)).toMatchObject({
      day: "2026-11-22",
      timezone: "Europe/London",
      currency: "GBP",
      now: "2026-11-22T12:00:00Z",
      refusal: null,
      best: [{ from: "2026-11-22T00:00:00Z", to: "2026-11-22T07:00:00Z", average: 0.29864 }],
      contract_end_date: "2026-12-02",
    });
    const market = await prices(worldWith({}, { structureType: "MARKET" }));
    const hours = market.best.reduce((sum, it) => sum + (Date.parse(it.to) - Date.parse(it.from)) / 3_600_000, 0);
    expect(hours).toBe(3);
    const dearest = Math.max(...market.best.map((it) => it.average));
    expect(market.entries.filter(({ value }) => value < dearest).length).toBeLessThanOrEqual(6);
  });

  test("names none where every hour costs the same, and the dearest to who sells", async () => {
    expect((await prices(worldWith())).best).toEqual([]);
    const t = new TestWorld();
    const answer = await t.request(`/_dev/energy/prices?location_id=${second}&direction=EXPORT`);
    const { best, entries } = answer.json as unknown as PricesView;
    const mean = entries.reduce((sum, { value }) => sum + value, 0) / entries.length;
    for (const { average } of best) expect(average).toBeGreaterThan(mean);
  });

  test("after the contract is estimated, and a tariff that cannot be read has none", async () => {
    const t = new TestWorld();
    const after = await prices(t, "&day=2026-12-03");
    expect(new Set(after.entries.map(({ confidence }) => confidence))).toEqual(new Set([0.5]));
    await t.request("/_dev/tariff", { tariff_id: documentedTariff, status: "ERROR" });
    expect(await prices(t)).toMatchObject({ refusal: "no_price_data", entries: [], best: [] });
  });

  test("follows what a script says of how the price is made", async () => {
    const t = new TestWorld();
    await t.request("/_dev/tariff", { tariff_id: documentedTariff, structure_type: "MARKET" });
    expect((await prices(t)).entries).toHaveLength(48);
    const wrong = await t.request("/_dev/tariff", { tariff_id: documentedTariff, structure_type: "GUESSED" });
    expect([wrong.status, (await prices(t)).entries.length]).toEqual([400, 48]);
  });

  test.each(["?", "?location_id=loc_unknown&direction=IMPORT", `?location_id=${home}&direction=UP`])(
    "is refused for %s",
    async (query) => {
      expect([400, 404]).toContain((await new TestWorld().request(`/_dev/energy/prices${query}`)).status);
    },
  );
});

describe("a call that is tried", () => {
  test("is answered in both generations, whichever call it is", async () => {
    const t = new TestWorld();
    const { json } = await t.request(`/_dev/energy/calls?location_id=${home}`);
    const { calls } = json as unknown as { calls: ExampleCall[] };
    expect(calls.length).toBeGreaterThanOrEqual(10);
    for (const { name, old, today } of calls)
      for (const [to, request] of [
        ["zero", old],
        ["anode", today],
      ] as const) {
        const { body, ...rest } = request;
        const answer = await t.request("/_dev/energy/try", { to, ...rest, ...(body === null ? {} : { body }) });
        expect([name, to, (answer.json as unknown as TriedView).status]).toEqual([name, to, 200]);
      }
  });

  test("says that the bridge is off where it is, and sends nothing but paths", async () => {
    const t = new TestWorld();
    t.story = {};
    const asked = { to: "bridge", method: "GET", path: "/tariffs/rates/loc_1" };
    t.courier.product = async () => new Response(null, { status: 404 });
    expect((await t.request("/_dev/energy/try", asked)).json).toMatchObject({ isOff: true });
    for (const path of ["https://example.com/", "//example.com/"])
      expect((await t.request("/_dev/energy/try", { ...asked, path })).status).toBe(400);
  });
});

test("two answers are compared field by field", () => {
  const first = { a: 1, b: { c: [{ d: 1 }, { d: 2, e: 3 }] }, f: null };
  const second = { a: 1, b: { c: [{ d: 1 }, { d: 3 }] }, f: null, g: 0 };
  expect(differencesOf(first, first)).toEqual([]);
  expect(differencesOf(first, second)).toEqual([
    { name: "b.c[].d", how: "other" },
    { name: "b.c[].e", how: "missing" },
    { name: "g", how: "new" },
  ]);
  expect(differencesOf({ a: [1] }, { a: [1, 2] })).toEqual([{ name: "a[]", how: "other" }]);
  expect(differencesOf({ a: null }, { a: {} })).toEqual([{ name: "a", how: "other" }]);
  expect([...namesIn(first)]).toEqual(["a", "b", "c", "d", "e", "f"]);
});
