import { describe, expect, test } from "vitest";
import { adoptEvent, forwardUnsigned, isUnsignedWebhook } from "../../../src/dev/emulator/adoption.ts";
import { nextAttemptAt, nextRetryAt, runDueRetries } from "../../../src/dev/emulator/delivery.ts";
import { documentedTariff, findTariff } from "../../../src/dev/emulator/world.ts";
import { dayMs, noon, TestWorld } from "./support.ts";

const hour = 3_600_000;

/** The oldest documented body of `tariff.expiring`, whose id all documented examples share. */
const documented = (type = "tariff.expiring", date = "2027-02-07") =>
  JSON.stringify({
    id: "evt_66167787c1652b3fbeba5f01",
    object: "event",
    data: {
      live_mode: false,
      object: "tariff",
      id: documentedTariff,
      customer_id: "cus_661677a19018beef00a29fae",
      location_id: "loc_661677cdc31d91695fd8f33d",
      contract_end_date: date,
    },
    type,
  });

const post = (body: string, headers: Record<string, string> = {}) =>
  new Request("http://go.example.test/webhooks/flatpeak", { method: "POST", body, headers });

describe("retries", () => {
  test("follow a failure by 30 s, 1 h, 6 h, 12 h and 24 h, each from the attempt before, then stop", () => {
    const attempts = [{ at: noon, status: 500, body: "" }];
    const gaps: number[] = [];
    for (;;) {
      const next = nextAttemptAt(attempts);
      if (next === null) break;
      gaps.push(next - (attempts.at(-1)?.at ?? 0));
      attempts.push({ at: next, status: 0, body: "" });
    }
    expect(gaps).toEqual([30_000, hour, 6 * hour, 12 * hour, 24 * hour]);
    expect(attempts).toHaveLength(6);
  });

  test("run when the clock is moved past them, with the same event and a fresh signature", async () => {
    const t = new TestWorld();
    t.answer = () => new Response("down", { status: 503 });
    await t.request("/_dev/trigger", { type: "tariff.expired" });
    expect(nextRetryAt(t.world)).toBe(noon + 30_000);

    await runDueRetries(t.world, t.courier, noon + 2 * hour);
    expect(t.world.deliveries[0]?.attempts.map((attempt) => attempt.at - noon)).toEqual([0, 30_000, 30_000 + hour]);

    t.answer = () => Response.json({ status: "stored" });
    await runDueRetries(t.world, t.courier, noon + 3 * dayMs);
    expect(t.world.deliveries[0]?.attempts.map((attempt) => attempt.status)).toEqual([503, 503, 503, 200]);
    expect(nextRetryAt(t.world)).toBeNull();
    expect(new Set(t.sent.map((request) => request.body)).size).toBe(1);
    expect(new Set(t.sent.map((request) => request.headers.get("flatpeak-signature"))).size).toBe(4);
  });

  test("a product that throws counts as no answer", async () => {
    const t = new TestWorld();
    t.answer = () => Promise.reject(new Error("connection lost"));
    await t.request("/_dev/trigger", { type: "tariff.expired" });
    expect(t.world.deliveries[0]?.attempts[0]).toMatchObject({
      status: 0,
      body: expect.stringContaining("connection lost"),
    });
  });
});

describe("an unsigned webhook", () => {
  test("is one without any signature header on the webhook's path", () => {
    expect(isUnsignedWebhook(post("{}"))).toBe(true);
    expect(isUnsignedWebhook(post("{}", { "Flatpeak-Signature": "none" }))).toBe(false);
    expect(isUnsignedWebhook(new Request("http://go.example.test/webhooks/twilio", { method: "POST" }))).toBe(false);
  });

  test("is signed, listed, made true, and answered by the product", async () => {
    const t = new TestWorld();
    const response = await forwardUnsigned(t.world, post(documented()), t.asking(), noon);
    expect(response.headers.get("x-emulator-event-id")).toBe("evt_66167787c1652b3fbeba5f01");
    expect(await response.json()).toMatchObject({ status: "stored" });
    expect(t.sent[0]?.body).toBe(documented());
    expect(t.sent[0]?.headers.get("flatpeak-signature")).toMatch(/^v1=/);
    expect(t.world.events).toHaveLength(1);
    expect(findTariff(t.world, documentedTariff)?.tariff.contractEndDate).toBe("2027-02-07");
  });

  test("keeps its id when the same bytes come again, and gets another when the id is taken by other content", () => {
    const t = new TestWorld();
    const adopt = (type?: string) => adoptEvent(t.world, documented(type), noon)?.event;
    const first = adopt();
    expect(adopt()?.id).toBe(first?.id);
    const other = adopt("tariff.expired");
    expect(other?.id).toMatch(/^evt_[0-9a-f]{24}$/);
    expect(other?.id).not.toBe(first?.id);
    expect(JSON.parse(other?.raw ?? "")).toMatchObject({ id: other?.id, type: "tariff.expired" });
    expect(adopt("tariff.expired")?.id).toBe(other?.id);
    expect(t.world.events).toHaveLength(2);
  });

  test("about an unknown tariff leaves the tariffs alone, but makes its customer known", () => {
    const t = new TestWorld();
    const before = structuredClone(t.world.homes);
    const data = { tariff_id: "trf_elsewhere", customer_id: "cus_65e421d1daa4a24082b4f590" };
    adoptEvent(t.world, JSON.stringify({ id: "evt_1", type: "tariff.expired", data }), noon);
    expect(t.world.homes).toEqual(before);
    expect(t.world.knownCustomerIds).toContain("cus_65e421d1daa4a24082b4f590");
  });

  test("that is not JSON goes on as it is, signed, and is no event", async () => {
    const t = new TestWorld();
    const response = await forwardUnsigned(t.world, post('{"id": "evt_1",}'), t.asking(), noon);
    expect(response.headers.has("x-emulator-event-id")).toBe(false);
    expect(t.sent[0]?.body).toBe('{"id": "evt_1",}');
    expect(t.sent[0]?.headers.has("flatpeak-signature")).toBe(true);
    expect(t.world.events).toEqual([]);
  });

  test("that the product cannot take is retried like any other", async () => {
    const t = new TestWorld();
    t.answer = () => new Response("down", { status: 503 });
    const response = await forwardUnsigned(t.world, post(documented()), t.asking(), noon);
    expect([response.status, nextRetryAt(t.world)]).toEqual([503, noon + 30_000]);
  });
});
