// The company's typed client and the emulated FlatPeak have grown apart from each other; here they meet.
import { expect, test } from "vitest";
import { setFault } from "../../../../src/dev/emulator/faults.ts";
import { documentedAccount } from "../../../../src/dev/emulator/world.ts";
import { createEnergy, type Energy } from "../../../../src/flatpeak/energy/energy.ts";
import type { TestWorld } from "../support.ts";
import { apiKey, noon } from "../support.ts";
import { home, second, worldWith } from "./support.ts";

const day = { start_time: "2026-11-22T00:00:00Z", end_time: "2026-11-23T00:00:00Z" };
const record = { location_id: home, units: "KWH", value: 2, ...day } as const;

function clientOf(t: TestWorld, waits: number[] = []): Energy {
  let now = noon;
  return createEnergy({
    accountId: documentedAccount,
    apiKey,
    apiUrl: "http://flatpeak.test/api",
    fetch: async (input, init) => t.app.request(input instanceof Request ? input : String(input), init),
    now: () => now,
    sleep: async (ms) => {
      waits.push(ms);
      now += ms;
    },
  });
}

test("the client reads whatever the emulated FlatPeak answers", async () => {
  const t = worldWith({}, { structureType: "MARKET" });
  const energy = clientOf(t);
  const low = { ...day, segment: "LOW" } as const;
  const car = { device_id: "dev_car", tariff_direction: "IMPORT", ...day, energy: { units: "KWH", value: 9 } } as const;
  const readings = { location_id: home, units: "KWH" as const, data: [{ time: noon / 1000, value: 1 }] };
  const batch = await energy.meters.interval([record, { ...record, session_reference_id: "s1" }]);
  if (batch.kind !== "ok") throw new Error(JSON.stringify(batch));
  const answers = {
    prices: await energy.prices(home, day),
    sold: await energy.prices(second, { ...day, tariff_direction: "EXPORT" }),
    audit: await energy.audits.prices(home, day),
    duration: await energy.schedules.duration(home, { ...low, duration: 180 }),
    limit: await energy.schedules.limit(home, { ...low, relative: 0.2 }),
    amount: await energy.schedules.amount(home, { max_power: { units: "KW", value: 7 }, data: [car] }),
    instant: await energy.costs.instant(record, { non_persistent: true }),
    interval: await energy.costs.interval(home, { ...day, aggregation: "DAY" }),
    session: await energy.costs.session("s1"),
    cumulative: await energy.meters.cumulative(readings),
    batch: await energy.meters.batch(batch.value.id),
  };
  const unread = Object.entries(answers).filter(([, { kind }]) => kind !== "ok");
  expect(unread).toEqual([]);
});

test("a year is asked in windows of ninety days at most, and comes back whole", async () => {
  const t = worldWith({}, { structureType: "MARKET" });
  const answer = await clientOf(t).prices(home, {
    start_time: "2026-01-01T00:00:00Z",
    end_time: "2027-01-01T00:00:00Z",
  });
  if (answer.kind !== "ok") throw new Error(JSON.stringify(answer));
  expect(answer.value.data).toHaveLength(365 * 48);
  expect(t.world.requests.filter(({ path }) => path.includes("/prices/")).length).toBeGreaterThanOrEqual(5);
});

test("the client tells apart why there are no prices, and waits as it is asked to", async () => {
  const t = worldWith();
  expect(await clientOf(t).prices(home, { ...day, tariff_direction: "EXPORT" })).toMatchObject({
    kind: "no_prices",
    code: "no_tariff_connected",
  });
  for (const code of ["no_price_data", "pending_connect", "account_disabled"]) {
    setFault(t.world, "energy", "code", null, code);
    expect(await clientOf(t).prices(home, day)).toMatchObject({ kind: "no_prices", code });
  }
  const waits: number[] = [];
  setFault(t.world, "energy", "429", 1);
  expect((await clientOf(t, waits).prices(home, day)).kind).toBe("ok");
  expect(waits).toEqual([5000]);
  expect((await clientOf(t).prices("loc_unknown", day)).kind).toBe("not_found");
});
