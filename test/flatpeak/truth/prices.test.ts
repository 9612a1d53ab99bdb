// What FlatPeak is asked of prices, and what each of its answers says of a repair.

import { describe, expect, it } from "vitest";
import { createPriceLook } from "../../../src/flatpeak/truth/prices.ts";
import { DAY, HOUR } from "../../../src/core/time.ts";
import type { PricesTold } from "../../../src/core/case/truth.ts";
import type { Answer } from "../../../src/flatpeak/client.ts";

const FROM = Date.UTC(2026, 1, 2);
const SPAN = { from: FROM, to: FROM + DAY };

const refused = (status: number, code: string | null, scope: "home" | "not_yet" | "unreadable" = "home"): Answer => ({
  kind: "refused",
  status,
  code,
  scope,
});

const CERTAIN: PricesTold = { kind: "there", estimatedFrom: null };

/** Prices of hours that follow each other. */
const priced = (prices: readonly object[], name = "price"): Answer => ({
  kind: "ok",
  body: { data: prices.map((it, no) => ({ valid_from: new Date(FROM + no * HOUR).toISOString(), [name]: it })) },
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

  it.each<[string, Answer, PricesTold | null]>([
    ["prices", { kind: "ok", body: { data: [{ price: { value: 0.2 } }] } }, CERTAIN],
    ["prices that are certain", priced([{ confidence: 1 }, { confidence: 1 }]), CERTAIN],
    [
      "an estimate among them",
      priced([{ confidence: 1 }, { confidence: 0.9 }, { confidence: 0.5 }]),
      { kind: "there", estimatedFrom: FROM + HOUR },
    ],
    ["estimates in Zero's words", priced([{ confidence: 0.5 }], "tariff"), { kind: "there", estimatedFrom: FROM }],
    [
      "an estimate that began before",
      { kind: "ok", body: { data: [{ valid_from: "2026-02-01T22:00:00Z", price: { confidence: 0 } }] } },
      { kind: "there", estimatedFrom: FROM },
    ],
    [
      "an estimate of no instant",
      { kind: "ok", body: { data: [{ price: { confidence: 0.1 } }] } },
      { kind: "there", estimatedFrom: FROM },
    ],
    [
      "entries that are none",
      { kind: "ok", body: { data: [null, "0.5", { price: 0.2 }, { price: { confidence: "0.5" } }] } },
      CERTAIN,
    ],
    ["no list that can be read", { kind: "ok", body: { data: "soon" } }, null],
    ["an empty list", { kind: "ok", body: { data: [] } }, { kind: "lacking", why: "missing" }],
    ["no_price_data", refused(422, "no_price_data"), { kind: "lacking", why: "missing" }],
    ["pending_connect", refused(422, "pending_connect", "not_yet"), { kind: "lacking", why: "pending" }],
    ["no_tariff_connected", refused(422, "no_tariff_connected"), null],
    ["a refusal of another kind", refused(422, null, "unreadable"), null],
    ["no such home", { kind: "not_found" }, null],
    ["no answer", { kind: "unavailable", why: "down", retryAfter: null }, null],
  ])("by %s", async (_, answer, told) => {
    expect(await looking(answer).look("loc_1", SPAN)).toEqual(told);
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
