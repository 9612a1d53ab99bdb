import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { parseDuration } from "../../../src/core/time.ts";
import { introduce, leapsOf } from "../../../src/dev/emulator/clock.ts";
import { eventShapes, makeEvent } from "../../../src/dev/emulator/events.ts";
import {
  documentedAccount,
  documentedCustomer,
  documentedHome,
  documentedTariff,
  findTariff,
} from "../../../src/dev/emulator/world.ts";
import { rehearse } from "../../../src/testing.ts";
import { apiKey, handoffSecret, noon, TestWorld } from "./support.ts";

describe("trigger", () => {
  test.each([
    ["tariff.expiring", { status: "CONNECTED", contractEndDate: "2026-11-29" }],
    ["tariff.expired", { status: "CONNECTED", contractEndDate: "2026-11-21" }],
    ["tariff.fetch.failed", { status: "ERROR" }],
    ["tariff.connection.upgrade", { connectionType: "MANUAL" }],
  ])("%s is true before it is delivered", async (type, expected) => {
    const t = new TestWorld();
    let atDelivery: unknown;
    t.answer = () => {
      atDelivery = structuredClone(findTariff(t.world, documentedTariff)?.tariff);
      return Response.json({ status: "stored" });
    };
    const { json } = await t.request("/_dev/trigger", { type });
    expect(atDelivery).toMatchObject(expected);
    expect(json).toMatchObject({ event: { type }, delivery: { status: 200, body: '{"status":"stored"}' } });
    expect(t.sent[0]).toMatchObject({ method: "POST", path: "/webhooks/flatpeak" });
  });

  test("answers once the product's customer has the event, and not for ever when it never does", async () => {
    const t = new TestWorld();
    let looks = 0;
    t.eventsAtProduct = () => {
      looks += 1;
      return looks > 4 ? 1 : 0;
    };
    await t.request("/_dev/trigger", { type: "tariff.expired" });
    expect(t.waits).toEqual([50, 50, 50]);
    t.eventsAtProduct = () => 0;
    await t.request("/_dev/trigger", { type: "tariff.expired" });
    expect(t.waits).toHaveLength(3 + 60);
  });

  test("a location without a tariff id means its first tariff", async () => {
    const t = new TestWorld();
    const home = t.world.homes[1];
    const { json } = await t.request("/_dev/trigger", { type: "tariff.expired", location_id: home?.id });
    expect(json?.["event"]).toMatchObject({ data: { tariff_id: home?.tariffs[0]?.id, location_id: home?.id } });
  });

  test("an unknown type is refused and the known ones are named", async () => {
    const { status, json } = await new TestWorld().request("/_dev/trigger", { type: "tariff.exploded" });
    expect(status).toBe(400);
    expect(json).toMatchObject({
      error: { code: "trigger_invalid", message: expect.stringContaining("tariff.expiring") },
    });
  });

  test.each(eventShapes)("the shape %s carries the tariff where its generation puts it", (shape) => {
    const { world } = new TestWorld();
    const event = makeEvent(world, "tariff.expired", documentedTariff, shape, noon);
    const data = event?.["data"] as Record<string, unknown>;
    const old = shape === "zero-seed";
    expect(data["tariff_id"]).toBe(old ? undefined : documentedTariff);
    expect(data["id"]).toBe(old ? documentedTariff : undefined);
    expect(data["location_id"]).toBe(documentedHome);
    expect("account_id" in data).toBe(shape !== "zero-later-2");
    expect("customer_id" in data).toBe(old || shape === "zero-later-2");
    expect(event?.["time_created"]).toBe("2026-11-22T12:00:00Z");
  });
});

describe("clock", () => {
  test("moves the world and every known customer of the product", async () => {
    const t = new TestWorld();
    t.answer = () => new Response(null, { status: 404 });
    const { json } = await t.request("/_dev/clock", { advance: "3d" });
    expect(json).toEqual({
      now: "2026-11-25T12:00:00.000Z",
      advanced_ms: 259_200_000,
      customers: [{ id: "cus_661677a19018beef00a29fae", status: 404 }],
    });
    expect(t.sent[0]).toMatchObject({
      path: "/v1/customers/cus_661677a19018beef00a29fae/clock",
      body: '{"advance":"3d"}',
    });
    expect(t.sent[0]?.headers.get("authorization")).toBe("Bearer operator");
  });

  test("stops at what FlatPeak owes on the way, so that every customer hears of it at its hour (row 88)", async () => {
    const t = new TestWorld();
    t.answer = (path) => new Response(null, { status: path === "/webhooks/flatpeak" && t.sent.length < 5 ? 503 : 200 });
    await t.request("/_dev/trigger", { type: "tariff.expired" });
    t.sent.length = 0;
    const { json } = await t.request("/_dev/clock", { advance: "1d" });
    const passed = t.sent.map(({ path, body }) =>
      path.endsWith("/clock") ? (JSON.parse(body) as { advance: string }).advance : "delivery",
    );
    // FlatPeak's retries: 30 seconds, an hour and six hours after the attempt before.
    expect(passed).toEqual(["30s", "delivery", "3600s", "delivery", "21600s", "delivery", "61170s"]);
    expect(json).toMatchObject({ now: "2026-11-23T12:00:00.000Z", advanced_ms: 86_400_000 });
    expect(t.world.deliveries[0]?.attempts.map(({ status }) => status)).toEqual([503, 503, 503, 200]);
  });

  test("moves customers by spans that the product reads, however long the skip and odd its stops", async () => {
    for (const span of [1_000, 3_600_000, 30 * 86_400_000, 40 * 86_400_000 + 3_601_000, 3_650 * 86_400_000]) {
      const leaps = leapsOf(span).map((it) => parseDuration(it) ?? NaN);
      expect(leaps.reduce((sum, it) => sum + it, 0)).toBe(span);
      expect(Math.max(...leaps)).toBeLessThanOrEqual(400 * 86_400_000);
    }
    const t = new TestWorld();
    t.world.clockOffsetMs = 30 * 86_400_000 + 1_000;
    await introduce(t.world, t.courier, "operator", ["cus_new"]);
    expect(t.sent.map(({ body }) => body)).toEqual(["{}", '{"advance":"30d"}', '{"advance":"1s"}']);
  });

  test.each([{ advance: "3 days" }, { advance: "-1d" }, { advance: "0s" }, { advance: 3 }, {}, null])(
    "%j is refused and changes nothing",
    async (body) => {
      const t = new TestWorld();
      const { status, json } = await t.request("/_dev/clock", body);
      expect([status, json]).toEqual([400, { error: { code: "advance_invalid", message: expect.any(String) } }]);
      expect([t.world.clockOffsetMs, t.sent]).toEqual([0, []]);
    },
  );
});

describe("faults", () => {
  test.each([
    ["500", 500, []],
    ["429", 429, []],
    ["html", 200, []],
    ["timeout", 504, [30_000]],
    ["slow", 200, [3_000]],
  ])("%s", async (mode, status, waits) => {
    const t = new TestWorld();
    await t.request("/_dev/faults", { target: "status", mode });
    const answer = await t.asProduct(`/locations/${documentedHome}/status`);
    expect([answer.status, t.waits]).toEqual([status, waits]);
    expect(answer.json === null).toBe(mode === "html");
    expect(answer.headers.has("retry-after")).toBe(mode === "429");
    expect((await t.asProduct(`/locations/${documentedHome}`)).status).toBe(200);
  });

  test.each([
    ["account_disabled", "api_error"],
    ["api_version_not_supported", "invalid_request"],
  ])("FlatPeak refuses the account in every call with %s, and still shows its keys (row 9)", async (code, type) => {
    const t = new TestWorld();
    await t.asProduct("/events");
    const bearer = { Authorization: `Bearer ${t.world.bearers[0]?.token}` };
    await t.request("/_dev/faults", { target: "api", mode: "code", code });
    const paths = [
      "/events",
      `/locations/${documentedHome}`,
      `/locations/${documentedHome}/status`,
      "/customers/cus_1",
    ];
    const answers = [
      await t.login(documentedAccount, apiKey),
      ...(await Promise.all(paths.map((path) => t.request(`/api${path}`, undefined, { headers: bearer })))),
      await t.request("/api/connect/token", { tariff_id: documentedTariff }),
    ];
    for (const answer of answers) {
      expect([answer.status, answer.json]).toMatchObject([422, { object: "error", type, code }]);
    }
    expect((await t.request("/api/jwks.json")).status).toBe(200);
    await t.request("/_dev/faults", { target: "api", mode: "none" });
    expect((await t.login(documentedAccount, apiKey)).status).toBe(200);
  });

  test.each(["handoff", "contacts"])("%s of the company refuses with a status of its own", async (target) => {
    const t = new TestWorld();
    await t.request("/_dev/faults", { target, mode: "code", code: 403 });
    const path = target === "handoff" ? "/_dev/handoff" : "/contacts";
    expect((await t.request(path, "{}")).status).toBe(403);
  });

  test("a counted fault clears itself, `none` clears one, DELETE clears all", async () => {
    const t = new TestWorld();
    const jwks = async () => (await t.request("/api/jwks.json")).status;
    await t.request("/_dev/faults", { target: "jwks", mode: "500", count: 2 });
    expect([await jwks(), await jwks(), await jwks()]).toEqual([500, 500, 200]);
    await t.request("/_dev/faults", { target: "api", mode: "500" });
    expect(await jwks()).toBe(500);
    await t.request("/_dev/faults", { target: "api", mode: "none" });
    expect(await jwks()).toBe(200);
    await t.request("/_dev/faults", { target: "connect", mode: "500" });
    expect((await t.say("cot_any", "session_start")).status).toBe(500);
    await t.request("/_dev/faults", undefined, { method: "DELETE" });
    expect(t.world.faults).toEqual({});
  });

  test.each([
    { target: "twilio", mode: "code" },
    { target: "twilio", mode: "500", code: 21_610 },
    { target: "status", mode: "code", code: 21_610 },
    { target: "jwks", mode: "code", code: "account_disabled" },
    { target: "handoff", mode: "code", code: "account_disabled" },
    { target: "contacts", mode: "code", code: 200 },
    { target: "api", mode: "pending" },
    { target: "direct", mode: "500" },
  ])("%j is refused: what does not belong together", async (body) => {
    const t = new TestWorld();
    expect((await t.request("/_dev/faults", body)).status).toBe(400);
    expect(t.world.faults).toEqual({});
  });

  test("an unknown target is refused and the known ones are named", async () => {
    const { status, json } = await new TestWorld().request("/_dev/faults", { target: "moon", mode: "500" });
    expect(status).toBe(400);
    expect(json).toMatchObject({ error: { message: expect.stringContaining("handoff") } });
  });
});

describe("inbox", () => {
  const body = JSON.stringify({
    type: "notification.requested",
    timestamp: "2026-11-22T12:00:00Z",
    data: {
      notification_id: "ntf_1",
      customer_id: "cus_1",
      locale: "en",
      reason: "expired",
      rung: 0,
      text: "Hello",
      link: "x",
      cases: [],
    },
  });
  const signed = (id: string, raw = body) => {
    const at = new Date();
    const signature = new Webhook(handoffSecret).sign(id, at, raw);
    const stamp = String(Math.floor(at.getTime() / 1000));
    return {
      method: "POST",
      body: raw,
      headers: { "webhook-id": id, "webhook-timestamp": stamp, "webhook-signature": signature },
    };
  };

  test("keeps a signed message once, however often it is delivered", async () => {
    const t = new TestWorld();
    expect((await t.request("/_dev/handoff", undefined, signed("ntf_1"))).json).toEqual({ status: "kept" });
    expect((await t.request("/_dev/handoff", undefined, signed("ntf_1"))).json).toEqual({ status: "duplicate" });
    const { json } = await t.request("/_dev/inbox");
    expect(json).toMatchObject({
      messages: [
        {
          id: "ntf_1",
          channel: "handoff",
          to: null,
          customer_id: "cus_1",
          text: "Hello",
          received_at: "2026-11-22T12:00:00.000Z",
        },
      ],
      publications: [],
    });
    await t.request("/_dev/inbox", undefined, { method: "DELETE" });
    expect((await t.request("/_dev/inbox")).json).toEqual({ messages: [], publications: [] });
  });

  test("keeps other types apart, and refuses what is not signed with the secret", async () => {
    const t = new TestWorld();
    await t.request("/_dev/handoff", undefined, signed("pub_1", '{"type":"case.handed_over","data":{}}'));
    expect((await t.request("/_dev/inbox")).json).toMatchObject({
      messages: [],
      publications: [{ type: "case.handed_over" }],
    });
    const forged = { ...signed("ntf_2"), body: body.replace("Hello", "Pay me") };
    expect((await t.request("/_dev/handoff", undefined, forged)).status).toBe(401);
    expect((await t.request("/_dev/handoff", body)).status).toBe(401);
  });

  test("can be told to fail", async () => {
    const t = new TestWorld();
    await t.request("/_dev/faults", { target: "handoff", mode: "500", count: 1 });
    expect((await t.request("/_dev/handoff", undefined, signed("ntf_1"))).status).toBe(500);
    expect(t.world.messages).toEqual([]);
  });
});

describe("state", () => {
  test("shows the whole picture and no secret", async () => {
    const t = new TestWorld();
    await t.request("/_dev/trigger", { type: "tariff.expired" });
    await t.token(documentedTariff);
    const { json, text } = await t.request("/_dev/state");
    expect(Object.keys(json ?? {})).toEqual(
      expect.arrayContaining(["now", "clock_offset_ms", "customers", "locations", "events", "deliveries", "requests"]),
    );
    expect(json).toMatchObject({ token_requests: [{ path: "/connect/token", body: { tariff_id: documentedTariff } }] });
    expect(text).not.toContain(t.world.key.privateKey.d);
    expect(text).not.toContain(t.world.bearers[0]?.token);
  });

  test("a tariff's truth can be set, without a word to the product", async () => {
    const t = new TestWorld();
    const truth = { status: "ERROR", connection_type: "MANUAL", contract_end_date: "2026-12-24" };
    const { json } = await t.request("/_dev/tariff", { tariff_id: documentedTariff, ...truth });
    expect(json).toEqual({ tariff_id: documentedTariff, ...truth });
    await t.request("/_dev/tariff", { tariff_id: documentedTariff, contract_end_date: null });
    expect(findTariff(t.world, documentedTariff)?.tariff).toMatchObject({ status: "ERROR", contractEndDate: null });
    expect((await t.request("/_dev/tariff", { tariff_id: "trf_none", status: "ERROR" })).status).toBe(404);
    expect((await t.request("/_dev/tariff", { tariff_id: documentedTariff, status: "LOST" })).status).toBe(400);
    expect(t.sent).toEqual([]);
  });

  test("the customer has two homes with five tariffs, each with its provider", async () => {
    const t = new TestWorld();
    const customer = await t.asProduct(`/customers/${documentedCustomer}`);
    const homes = customer.json?.["locations"] as string[];
    expect(homes).toHaveLength(2);
    const bodies = await Promise.all(homes.map((home) => t.asProduct(`/locations/${home}/status`)));
    const slots = bodies.flatMap(({ json }) => Object.values(json?.["tariff_status"] as Record<string, object>));
    const connected = slots.filter((slot) => "tariff" in slot);
    expect(connected).toHaveLength(5);
    for (const slot of connected) expect(slot).toMatchObject({ provider: { id: expect.stringMatching(/^prv_/) } });
  });

  test("repair heals in silence, reset begins again with the clock where it is", async () => {
    const t = new TestWorld();
    await t.request("/_dev/trigger", { type: "tariff.fetch.failed" });
    await t.request("/_dev/repair", { tariff_id: documentedTariff });
    expect(findTariff(t.world, documentedTariff)?.tariff).toMatchObject({
      status: "CONNECTED",
      contractEndDate: "2027-11-22",
    });
    expect(t.sent).toHaveLength(1);
    t.world.clockOffsetMs = 1000;
    await t.request("/_dev/reset", {});
    expect([t.world.events, t.world.clockOffsetMs]).toEqual([[], 1000]);
  });

  test("reset can bring other people, whom no product has met: their clock is the real one", async () => {
    const t = new TestWorld();
    const [tariffs, homes] = [t.world.homes.flatMap((home) => home.tariffs.map(({ id }) => id)), t.world.homes];
    t.world.clockOffsetMs = 30 * 86_400_000;
    const { json } = await t.request("/_dev/reset", { people: "0123456789ab" });
    expect(json).toMatchObject({ clock_offset_ms: 0, customers: [{ id: "cus_0123456789abbeef00a29fae" }] });
    const others = t.world.homes.flatMap((home) => home.tariffs.map(({ id }) => id));
    expect(new Set([...tariffs, ...others]).size).toBe(2 * tariffs.length);
    expect(t.world.homes.map(({ label }) => label)).toEqual(homes.map(({ label }) => label));
    // Who is not named is one of them.
    expect((await t.request("/_dev/trigger", { type: "tariff.expired" })).json).toMatchObject({
      event: { data: { tariff_id: "trf_0123456789abb4467502af0b" } },
    });
    for (const people of ["", "0123456789AB", "0123", 7]) {
      expect((await t.request("/_dev/reset", { people })).status).toBe(400);
    }
    expect(t.world.customers).toMatchObject([{ id: "cus_0123456789abbeef00a29fae" }]);
  });
});

describe("the company's chat", () => {
  test("takes alerts as Slack does, shows them, and refuses an empty text", async () => {
    const t = new TestWorld();
    const post = (text: string) => t.request("/_dev/alerts", { text });
    expect((await post("[Example Energy] Trouble: sms closed\nits messages wait")).status).toBe(200);
    expect((await post("")).status).toBe(400);
    expect((await t.request("/_dev/state")).json).toMatchObject({
      alerts: [{ at: new Date(noon).toISOString(), text: expect.stringContaining("sms closed") as string }],
    });
    // Trouble has one clock, however far the customers' were moved.
    await t.request("/_dev/clock", { advance: "30d" });
    await post("[Example Energy] Over: sms closed");
    const { alerts } = (await t.request("/_dev/state")).json as { alerts: { at: string }[] };
    expect(alerts.map(({ at }) => at)).toEqual([new Date(noon).toISOString(), new Date(noon).toISOString()]);
    await t.request("/_dev/faults", { target: "alerts", mode: "code", code: 404 });
    expect((await post("again")).status).toBe(404);
  });
});

describe("what a script says", () => {
  test.each([
    [
      "trigger",
      { type: "tariff.expired", tarif_id: documentedTariff },
      "tarif_id",
      "type, tariff_id, location_id, shape",
    ],
    ["repair", { tariff_id: documentedTariff, at: "now" }, "at", "tariff_id"],
    ["tariff", { tariff_id: documentedTariff, state: "ERROR" }, "state", "tariff_id, status, connection_type"],
    ["clock", { advance: "3d", customer_id: documentedCustomer }, "customer_id", "advance"],
    ["faults", { target: "api", mode: "500", times: 2 }, "times", "target, mode, count, code"],
    ["reply", { body: "STOP", text: "STOP" }, "text", "customer_id, from, body, channel, button"],
    ["contact", { locale: "de", phone: "+447700900123" }, "phone", "customer_id, locale"],
    ["fleet", { customers: 1, days: 3 }, "days", "customers"],
    ["reset", { person: "0123456789ab" }, "person", "people"],
    ["energy/try", { to: "zero", method: "GET", path: "/", query: "a=b" }, "query", "to, method, path, body"],
  ])(
    "POST /_dev/%s %j: an unknown field is named beside those there are, and nothing happens",
    async (path, body, strange, known) => {
      const t = new TestWorld();
      const before = structuredClone(t.world);
      const { status, json } = await t.request(`/_dev/${path}`, body);
      const { message } = (json?.["error"] ?? {}) as { message?: string };
      expect([status, message]).toEqual([
        400,
        expect.stringContaining(`"${strange}" is no field here; known: ${known}`),
      ]);
      expect([t.world, t.sent]).toEqual([before, []]);
    },
  );
});

describe("a rehearsal", () => {
  test("breaks, repairs and skips, and is told what the dev server does not understand", async () => {
    const t = new TestWorld();
    const flatpeak = rehearse("http://go.example.test", async (input, init) => t.app.request(input, init));
    const second = t.world.homes[1]?.tariffs[0]?.id ?? "";
    const broken = await flatpeak.breakTariff("tariff.expired", second);
    expect(broken).toMatchObject({ tariffId: second, customerId: documentedCustomer });
    await flatpeak.repairTariff(second);
    expect(findTariff(t.world, second)?.tariff.status).toBe("CONNECTED");
    await flatpeak.skip("3d");
    expect(t.world.clockOffsetMs).toBe(3 * 86_400_000);
    expect(await flatpeak.messages()).toEqual([]);
    await expect(flatpeak.skip("3 days")).rejects.toThrow(
      '/_dev/clock answered 400: {"error":{"code":"advance_invalid"',
    );
    await expect(flatpeak.repairTariff("trf_none")).rejects.toThrow("No such tariff");
  });
});
