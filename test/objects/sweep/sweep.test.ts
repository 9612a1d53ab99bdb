import { createScheduledController, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { makeEvent, rememberEvent } from "../../../src/dev/emulator/events.ts";
import worker from "../../../src/worker.ts";
import { installFlatPeak, signed } from "../../support/flatpeak.ts";
import { customerStub, sweepStub } from "../../support/stubs.ts";
import { bindings } from "../../support/worker.ts";
import type { MockInstance } from "vitest";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";

const CUSTOMER = "cus_661677a19018beef00a29fae";
const TARIFF = "trf_6597ef46529ab4467502af0b";
const HOUR = 3_600_000;
let flatpeak: FakeFlatPeak;
let raised: MockInstance;

const ALERT_URL = "https://chat.example.test/hook";
let alerts: string[];
Object.assign(env, { ALERT_URL });

beforeEach(async () => {
  flatpeak = await installFlatPeak();
  alerts = [];
  const inner = vi.mocked(globalThis.fetch).getMockImplementation();
  vi.mocked(globalThis.fetch).mockImplementation(async (input, init) => {
    const request = new Request(input, init);
    if (request.url !== ALERT_URL) return (await inner?.(input, init)) ?? new Response(null, { status: 599 });
    alerts.push((await request.json<{ text: string }>()).text);
    return new Response("ok");
  });
  raised = vi.spyOn(console, "error").mockImplementation(() => undefined);
});

/** FlatPeak makes an event that no webhook ever delivers. */
function missed(type: "tariff.expired" | "tariff.fetch.failed" = "tariff.expired", at = Date.now()): string {
  const event = makeEvent(flatpeak.world, type, TARIFF, "zero-seed", at);
  if (event === null) throw new Error("the emulated world has lost its tariff");
  rememberEvent(flatpeak.world, event, at, null);
  return event.id;
}

const cron = (): Promise<void> => Promise.resolve(worker.scheduled(createScheduledController(), bindings));

const events = async (): Promise<number> => (await customerStub(CUSTOMER).story())?.events ?? 0;
/** What the chat was told so far, once the sweep's alarm has gone off; the first lines, without whose. */
async function subjects(): Promise<readonly string[]> {
  await runDurableObjectAlarm(sweepStub());
  return alerts.map((text) => text.split("\n")[0]?.replace(/^\[.*\] /, "") ?? "");
}

const report = () => sweepStub().report(7 * 24 * HOUR);
const listed = (): number => flatpeak.calls.filter((it) => it === "GET /events").length;

describe("the sweep", () => {
  it("brings in what the webhooks missed, once, and tells how much that was", async () => {
    missed();
    missed("tariff.fetch.failed");
    await cron();
    expect(await events()).toBe(2);
    expect(await report()).toMatchObject({ missed: 2 });
    await cron();
    expect(await events()).toBe(2);
    expect(await report()).toMatchObject({ missed: 2 });
    await customerStub(CUSTOMER).advanceClock(24 * HOUR);
    expect(flatpeak.handoffs).toHaveLength(1);
  });

  it("knows an event that the webhook had brought", async () => {
    missed();
    const raw = flatpeak.world.events.at(-1)?.raw ?? flatpeak.world.events[0]?.raw ?? "";
    await worker.fetch(await signed(flatpeak, raw), bindings);
    await cron();
    expect(await events()).toBe(1);
    expect(await report()).toMatchObject({ missed: 0 });
  });

  it("pages through 150 events and stops at what it knows", async () => {
    for (let no = 0; no < 150; no++) missed("tariff.fetch.failed");
    await cron();
    expect(await events()).toBe(150);
    const before = listed();
    missed();
    await cron();
    expect(await events()).toBe(151);
    expect(listed() - before).toBe(1);
  });

  it("goes on where it stood when FlatPeak fails in the middle", async () => {
    for (let no = 0; no < 150; no++) missed("tariff.fetch.failed");
    flatpeak.intercept = (request) =>
      request.url.includes("starting_after") ? new Response(null, { status: 500 }) : null;
    await cron();
    expect(await events()).toBe(100);
    expect((await report()).failingSince).not.toBeNull();
    flatpeak.intercept = () => null;
    await cron();
    expect(await events()).toBe(150);
    expect((await report()).failingSince).toBeNull();
  });

  it("puts an event aside that cannot be placed, takes in those behind it, and tries again", async () => {
    const body = { id: "evt_stuck", object: "event", type: "connect_session.complete", data: { id: "cot_unknown" } };
    missed("tariff.expired", Date.now() - HOUR);
    flatpeak.world.events.push({
      id: body.id,
      type: body.type,
      at: Date.now(),
      raw: JSON.stringify(body),
      posted: null,
    });
    flatpeak.intercept = (request) =>
      request.url.includes("connect_token=") ? new Response(null, { status: 500 }) : null;
    await cron();
    expect(await events()).toBe(1);
    expect((await report()).aside).toBe(1);
    flatpeak.intercept = () => null;
    await cron();
    expect((await report()).aside).toBe(0);
  });

  it("looks back one day before its first run, and no further", async () => {
    missed("tariff.expired", Date.now() - 30 * HOUR);
    missed("tariff.expired", Date.now() - 20 * HOUR);
    await cron();
    expect(await events()).toBe(1);
  });

  it("mends a lost alarm within a day", async () => {
    missed();
    await cron();
    const customer = customerStub(CUSTOMER);
    await runInDurableObject(customer, (_, ctx) => ctx.storage.deleteAlarm());
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(Date.now() + 25 * HOUR);
    await cron();
    const alarm = await runInDurableObject(customer, (_, ctx) => ctx.storage.getAlarm());
    expect(alarm).not.toBeNull();
  });

  it("raises silence once FlatPeak has said nothing for the time that is set", async () => {
    missed();
    await cron();
    expect((await report()).silent).toBe(false);
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(Date.now() + 8 * 24 * HOUR);
    await cron();
    expect((await report()).silent).toBe(true);
    expect(raised).toHaveBeenCalledWith(expect.stringContaining("flatpeak_silent"));
  });

  it("has silence and late cron told where people look, and when they are over", async () => {
    missed();
    vi.useFakeTimers({ toFake: ["Date"] });
    await cron();
    expect(await subjects()).toEqual([]);
    vi.setSystemTime(Date.now() + 8 * 24 * HOUR);
    expect(await subjects()).toEqual(["Trouble: cron late"]);
    await cron();
    expect(await subjects()).toEqual(["Trouble: cron late", "Trouble: FlatPeak silent"]);
    missed();
    await cron();
    vi.setSystemTime(Date.now() + HOUR / 2);
    await cron();
    expect((await subjects()).slice(2).toSorted()).toEqual(["Over: FlatPeak silent", "Over: cron late"]);
  });

  it("has told that FlatPeak lists nothing for more than an hour", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    await cron();
    flatpeak.intercept = () => new Response(null, { status: 500 });
    for (let quarter = 0; quarter < 6; quarter++) {
      await cron();
      vi.setSystemTime(Date.now() + HOUR / 4);
    }
    expect(await subjects()).toEqual(["Trouble: FlatPeak does not answer"]);
  });
});
