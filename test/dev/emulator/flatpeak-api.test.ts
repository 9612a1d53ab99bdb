import { describe, expect, test } from "vitest";
import { createFlatpeakApi } from "../../../src/dev/emulator/flatpeak-api.ts";
import { adoptEvent } from "../../../src/dev/emulator/adoption.ts";
import {
  documentedAccount,
  documentedCustomer,
  documentedHome,
  documentedTariff,
} from "../../../src/dev/emulator/world.ts";
import { apiKey, dayMs, noon, TestWorld } from "./support.ts";

const anodeUrls = { connect_url: "http://web.example.test/", callback_url: "http://go.example.test/done" };
const zeroUrls = { connect_web_uri: "http://web.example.test/", callback_uri: "http://go.example.test/done" };

describe("login and bearer", () => {
  test("gives a bearer for the account and its key", async () => {
    const answer = await new TestWorld().login(documentedAccount, apiKey);
    expect(answer.json).toEqual({ bearer_token: expect.any(String), expires_in: 3600, live_mode: false });
  });

  test("refuses a wrong key, and everything without a bearer but the key set", async () => {
    const t = new TestWorld();
    const refused = await t.login(documentedAccount, "sk_test_other");
    expect([refused.status, refused.json]).toEqual([403, { message: "Bad credentials" }]);
    const { status, json } = await t.request("/api/events");
    expect([status, json?.["object"], json?.["code"]]).toEqual([403, "error", "bearer_invalid"]);
    expect((await t.request("/api/jwks.json")).status).toBe(200);
  });

  test("a bearer ends after an hour of real time, and not because the world's clock was moved", async () => {
    const t = new TestWorld();
    let real = noon;
    const now = () => real + t.world.clockOffsetMs;
    const api = createFlatpeakApi(t.world, { now, accountId: documentedAccount, apiKey });
    const token = String((await t.login(documentedAccount, apiKey)).json?.["bearer_token"]);
    const read = async () => (await api.request("/events", { headers: { Authorization: `Bearer ${token}` } })).status;
    t.world.clockOffsetMs = 30 * dayMs;
    expect(await read()).toBe(200);
    real += 3600_000;
    expect(await read()).toBe(403);
  });

  test("the request log keeps no credentials", async () => {
    const t = new TestWorld();
    await t.asProduct(`/locations/${documentedHome}`);
    expect(t.world.requests).toEqual([
      { at: noon, method: "GET", path: "/api/login", status: 200 },
      { at: noon, method: "GET", path: `/api/locations/${documentedHome}`, status: 200 },
    ]);
  });
});

describe("locations", () => {
  test("the status shows the slot with its documented trailing blank and a date-time", async () => {
    const { json } = await new TestWorld().asProduct(`/locations/${documentedHome}/status`);
    expect(json).toMatchObject({
      id: documentedHome,
      object: "location_status",
      live_mode: false,
      tariff_status: {
        commodity_import: {
          status: "CONNECTED ",
          connection_type: "DIRECT",
          provider: { display_name: "British Gas" },
          tariff: { id: documentedTariff, contract_end_date: "2026-12-02T00:00:00Z" },
        },
        commodity_export: { status: "NOT_CONNECTED" },
        local: { status: "NOT_SUPPORTED" },
      },
    });
  });

  test("the location names its customer, its zone and its tariffs by id", async () => {
    const { json } = await new TestWorld().asProduct(`/locations/${documentedHome}`);
    expect(json).toMatchObject({
      customer_id: documentedCustomer,
      timezone: "Europe/London",
      tariff_elements: [documentedTariff, "trf_6597ef46529ab4467502af3e"],
      tariff_status: { commodity_import: "CONNECTED", commodity_export: "NOT_CONNECTED" },
    });
  });

  test("what does not exist is answered with the error object", async () => {
    const { status, json } = await new TestWorld().asProduct("/locations/loc_nowhere/status");
    expect([status, json?.["object"], json?.["type"]]).toEqual([404, "error", "invalid_request"]);
  });

  test("the customer lists both homes", async () => {
    const { json } = await new TestWorld().asProduct(`/customers/${documentedCustomer}`);
    expect(json?.["locations"]).toHaveLength(2);
  });
});

describe("connect tokens", () => {
  test.each([
    ["/connect/token", anodeUrls],
    ["/connect/tariff/token", zeroUrls],
  ])("%s mints with its own field names, and reads back", async (path, urls) => {
    const t = new TestWorld();
    const minted = await t.asProduct(path, { tariff_id: documentedTariff, ...urls });
    expect(minted.json).toEqual({
      connect_token: expect.stringMatching(/^cot_[0-9a-f]{24}$/),
      expires_in: 86_400,
      live_mode: false,
    });
    const read = await t.asProduct(`${path}?connect_token=${String(minted.json?.["connect_token"])}`);
    expect(read.json).toMatchObject({ location_id: documentedHome, is_tariff_processed: false, complete_action: "" });
    expect(t.world.tokenRequests).toEqual([{ at: noon, path, body: { tariff_id: documentedTariff, ...urls } }]);
  });

  test.each([
    ["/connect/token", zeroUrls, "connect_url_missing"],
    ["/connect/tariff/token", anodeUrls, "connect_web_uri_missing"],
  ])("%s refuses the other generation's names", async (path, urls, code) => {
    const { status, json } = await new TestWorld().asProduct(path, { tariff_id: documentedTariff, ...urls });
    expect([status, json?.["object"], json?.["context"], json?.["code"]]).toEqual([
      422,
      "error",
      "api.connect_token_create",
      code,
    ]);
  });

  test("an unknown tariff, or one of another location, is not found", async () => {
    const t = new TestWorld();
    expect((await t.asProduct("/connect/token", { tariff_id: "trf_none", ...anodeUrls })).status).toBe(404);
    const other = { tariff_id: documentedTariff, location_id: t.world.homes[1]?.id, ...anodeUrls };
    expect((await t.asProduct("/connect/token", other)).status).toBe(404);
  });
});

function seeded(count: number): TestWorld {
  const t = new TestWorld();
  for (let n = 0; n < count; n += 1) {
    const data = { id: n % 2 === 0 ? "loc_even" : "loc_odd", object: "location" };
    adoptEvent(t.world, JSON.stringify({ id: `evt_${n}`, type: "location.update", data }), noon + n);
  }
  return t;
}

function ids(list: Record<string, unknown> | null): string[] {
  const data = (list?.["data"] ?? []) as { id: string }[];
  return data.map((event) => event.id);
}

describe("events", () => {
  test("come newest first, thirty to a page, and page on by cursor until nothing is left", async () => {
    const t = seeded(70);
    const seen: string[] = [];
    let query = "";
    for (;;) {
      const { json } = await t.asProduct(`/events${query}`);
      seen.push(...ids(json));
      if (json?.["has_more"] !== true) break;
      expect(ids(json)).toHaveLength(30);
      query = `?starting_after=${seen.at(-1)}`;
    }
    expect(seen).toEqual(Array.from({ length: 70 }, (_, n) => `evt_${69 - n}`));
  });

  test("ending_before gives the events just newer than the cursor", async () => {
    const { json } = await seeded(9).asProduct("/events?ending_before=evt_4&limit=2");
    expect([ids(json), json?.["has_more"]]).toEqual([["evt_6", "evt_5"], true]);
  });

  test("can be narrowed by object and by type", async () => {
    const t = seeded(6);
    expect(ids((await t.asProduct("/events?object_id=loc_odd")).json)).toEqual(["evt_5", "evt_3", "evt_1"]);
    expect(ids((await t.asProduct("/events?event_type=tariff.expired")).json)).toEqual([]);
  });

  test("stand in the order of their own dates, however late they came here (row 84)", async () => {
    const t = new TestWorld();
    const post = (id: string, time_created: string | undefined, later: number) =>
      adoptEvent(t.world, JSON.stringify({ id, type: "customer.create", data: {}, time_created }), noon + later);
    post("evt_today", "2026-11-22T11:00:00Z", 0);
    post("evt_last_week", "2026-11-15T12:00:00Z", 1);
    post("evt_documented_in_2024", "2024-04-25T11:25:39Z", 2);
    post("evt_undated", undefined, 3);
    expect(ids((await t.asProduct("/events")).json)).toEqual(["evt_undated", "evt_today", "evt_last_week"]);
    expect((await t.asProduct("/events/evt_documented_in_2024")).status).toBe(200);
  });

  test("are forgotten after ninety days", async () => {
    const t = seeded(2);
    t.world.clockOffsetMs = 90 * dayMs;
    expect(ids((await t.asProduct("/events")).json)).toEqual(["evt_1"]);
  });

  test("a limit out of range is refused, and one event can be read by id", async () => {
    const t = seeded(1);
    expect((await t.asProduct("/events?limit=101")).status).toBe(422);
    expect((await t.asProduct("/events/evt_0")).json).toMatchObject({ id: "evt_0", type: "location.update" });
    expect((await t.asProduct("/events/evt_none")).status).toBe(404);
  });
});
