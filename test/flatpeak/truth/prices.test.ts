// What FlatPeak is asked of prices, and what each of its answers says of a repair.

import { describe, expect, it } from "vitest";
import { createPriceLook } from "../../../src/flatpeak/truth/prices.ts";
import { DAY } from "../../../src/core/time.ts";
import type { Answer } from "../../../src/flatpeak/client.ts";

const FROM = Date.UTC(2026, 1, 2);
const SPAN = { from: FROM, to: FROM + DAY };

const refused = (status: number, code: string | null, scope: "home" | "not_yet" | "unreadable" = "home"): Answer => ({
  kind: "refused",
  status,
  code,
  scope,
});

function looking(answer: Answer, isZero = false) {
  const calls: unknown[] = [];
  const clock = { now: FROM };
  const client = {
    call: (...call: readonly unknown[]): Promise<Answer> => {
      calls.push(call);
      return Promise.resolve(answer);
    },
  };
  return { calls, clock, look: createPriceLook(client, isZero, () => clock.now) };
}

describe("prices of a home", () => {
  it("are asked for in Anode's words, and in Zero's", async () => {
    const [anode, zero] = [looking({ kind: "ok", body: {} }), looking({ kind: "ok", body: {} }, true)];
    await anode.look("loc_1", SPAN);
    await zero.look("loc_1", SPAN);
    const [start, end] = ["2026-02-02T00:00:00.000Z", "2026-02-03T00:00:00.000Z"];
    const body = { start_time: start, end_time: end, tariff_direction: "IMPORT" };
    expect(anode.calls).toEqual([["POST", "/prices/loc_1", 3_000, body]]);
    const query = new URLSearchParams({ start_time: start, end_time: end, direction: "IMPORT" });
    expect(zero.calls).toEqual([["GET", `/tariffs/rates/loc_1?${query.toString()}`, 3_000]]);
  });

  it.each<[string, Answer, string | null]>([
    ["prices", { kind: "ok", body: { data: [{ price: { value: 0.2 } }] } }, null],
    ["no list that can be read", { kind: "ok", body: { data: "soon" } }, null],
    ["an empty list", { kind: "ok", body: { data: [] } }, "missing"],
    ["no_price_data", refused(422, "no_price_data"), "missing"],
    ["pending_connect", refused(422, "pending_connect", "not_yet"), "pending"],
    ["no_tariff_connected", refused(422, "no_tariff_connected"), null],
    ["a refusal of another kind", refused(422, null, "unreadable"), null],
    ["no such home", { kind: "not_found" }, null],
    ["no answer", { kind: "unavailable", why: "down", retryAfter: null }, null],
  ])("by %s", async (_, answer, lack) => {
    expect(await looking(answer).look("loc_1", SPAN)).toBe(lack);
  });

  it("are not asked for during a day where the account is refused them", async () => {
    const { calls, clock, look } = looking(refused(403, null, "unreadable"));
    expect([await look("loc_1", SPAN), await look("loc_2", SPAN)]).toEqual([null, null]);
    expect(calls).toHaveLength(1);
    clock.now += DAY;
    await look("loc_1", SPAN);
    expect(calls).toHaveLength(2);
  });
});
