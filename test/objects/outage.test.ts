import { createScheduledController, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { findTariff } from "../../src/dev/emulator/world.ts";
import worker from "../../src/worker.ts";
import { bodies } from "../support/documented.ts";
import { installFlatPeak, signed } from "../support/flatpeak.ts";
import { customerStub, locationStub } from "../support/stubs.ts";
import { bindings } from "../support/worker.ts";
import { DOCUMENT, PAST, PAYLOADS } from "../../src/objects/customer/rows/keys.ts";
import { breakCustomer, breakWrites } from "../support/disk.ts";
import type { FakeFlatPeak } from "../support/flatpeak.ts";

const CUSTOMER = "cus_661677a19018beef00a29fae";
const TARIFF = "trf_6597ef46529ab4467502af0b";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let flatpeak: FakeFlatPeak;

beforeEach(async () => {
  flatpeak = await installFlatPeak();
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const found = findTariff(flatpeak.world, TARIFF);
  if (found !== null) found.tariff.status = "ERROR";
});

const customer = () => customerStub(CUSTOMER);
const alarm = () => runInDurableObject(customer(), (_, ctx) => ctx.storage.getAlarm());

async function post(body: string): Promise<{ status: number; body: unknown }> {
  const response = await worker.fetch(await signed(flatpeak, body), bindings);
  return { status: response.status, body: await response.json() };
}

const expired = (): string => bodies.seedExpired.replace("2024-04-25T11:25:39Z", new Date().toISOString());

async function notifications() {
  const story = await customer().story();
  return story?.notifications ?? [];
}

describe("FlatPeak down for six hours", () => {
  it("acknowledges 100 events of 100 unknown locations, and has 100 customers with a case afterwards", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const hex = (no: number): string => no.toString(16).padStart(24, "0");
    flatpeak.intercept = (request) => (request.url.endsWith("/jwks.json") ? null : new Response(null, { status: 503 }));
    for (let no = 0; no < 100; no++) {
      const event = {
        id: `evt_${no}`,
        type: "tariff.expired",
        data: { location_id: `loc_${hex(no)}`, tariff_id: `trf_${hex(no)}`, live_mode: false },
      };
      expect(await post(JSON.stringify(event))).toEqual({ status: 200, body: { status: "stored" } });
    }
    const locations = Array.from({ length: 100 }, (_, no) => locationStub(`loc_${hex(no)}`));
    for (let hour = 0; hour < 6; hour++) {
      vi.setSystemTime(Date.now() + HOUR);
      await Promise.all(locations.map((it) => runDurableObjectAlarm(it)));
    }
    const waiting = await Promise.all(
      locations.map((it) => runInDurableObject(it, (_, ctx) => ctx.storage.getAlarm())),
    );
    expect(waiting.every((at) => at !== null && at <= Date.now() + 15 * MINUTE)).toBe(true);

    flatpeak.intercept = (request) => {
      const no = /\/locations\/loc_([0-9a-f]{24})$/.exec(new URL(request.url).pathname)?.[1];
      return no === undefined ? null : Response.json({ id: `loc_${no}`, customer_id: `cus_${no}` });
    };
    vi.setSystemTime(Date.now() + 16 * MINUTE);
    // FlatPeak has been ill: they come one after the other at first, and within a minute all the same.
    for (let second = 0; second < 60; second++) {
      vi.setSystemTime(Date.now() + 1_000);
      await Promise.all(locations.map((it) => runDurableObjectAlarm(it)));
    }
    const stories = await Promise.all(Array.from({ length: 100 }, (_, no) => customerStub(`cus_${hex(no)}`).story()));
    expect(stories.filter((it) => it?.cases.length === 1 && it.cases[0]?.["state"] === "open")).toHaveLength(100);
  });
});

describe("the provider down for 72 hours", () => {
  it("never loses the alarm, backs off within bounds, and gives up in the end with a word", async () => {
    flatpeak.backend = () => new Response(null, { status: 503 });
    await post(expired());
    const seen: number[] = [];
    for (let hour = 0; hour < 96; hour++) {
      await customer().advanceClock(HOUR);
      expect(await alarm()).not.toBeNull();
      seen.push(flatpeak.handoffs.length);
    }
    // Twelve tries in three days under one id, half of them in the first hours; then it is given up.
    expect(seen[2]).toBeGreaterThanOrEqual(5);
    const ids = flatpeak.handoffs.map((it) => it.headers.get("webhook-id"));
    expect(ids.filter((id) => id === ids[0])).toHaveLength(12);
    const story = await customer().story();
    expect(story?.journal.some((it) => it.what === "message_failed")).toBe(true);
  });

  it("delivers within the longest back-off once the provider is back", async () => {
    flatpeak.backend = () => new Response(null, { status: 503 });
    await post(expired());
    await customer().advanceClock(30 * HOUR);
    flatpeak.backend = () => new Response(null, { status: 200 });
    await customer().advanceClock(24 * HOUR);
    expect(await notifications()).toMatchObject([{ status: "sent" }]);
  });

  it("obeys Retry-After", async () => {
    flatpeak.backend = () => new Response(null, { status: 429, headers: { "Retry-After": "7200" } });
    await post(expired());
    await customer().advanceClock(6 * MINUTE);
    await customer().advanceClock(118 * MINUTE);
    expect(flatpeak.handoffs).toHaveLength(1);
    await customer().advanceClock(5 * MINUTE);
    expect(flatpeak.handoffs).toHaveLength(2);
  });
});

describe("an answer that was lost", () => {
  it.each<[string, () => Response | Promise<Response>]>([
    ["the socket was closed", () => Promise.reject(new TypeError("connection closed"))],
    ["it was a 500 though the message was taken", () => new Response(null, { status: 500 })],
  ])("is asked for again under one id and in the same bytes: %s", async (_, answer) => {
    let calls = 0;
    flatpeak.backend = () => {
      calls += 1;
      return calls === 1 ? answer() : new Response(null, { status: 200 });
    };
    await post(expired());
    await customer().advanceClock(2 * HOUR);
    expect(flatpeak.handoffs).toHaveLength(2);
    expect(new Set(flatpeak.handoffs.map((it) => it.headers.get("webhook-id"))).size).toBe(1);
    expect(new Set(flatpeak.handoffs.map((it) => it.raw)).size).toBe(1);
    expect(await notifications()).toMatchObject([{ status: "sent", attempts: 2 }]);
  });
});

describe("an alarm that breaks at any point of its work", () => {
  const breaks: Readonly<Record<string, () => Promise<() => Promise<void> | void>>> = {
    "nothing can be read": () => breakCustomer(customer()),
    "the document cannot be written": () => breakWrites(customer(), DOCUMENT),
    "words cannot be written": () => breakWrites(customer(), PAYLOADS),
    "no history can be written": () => breakWrites(customer(), PAST),
  };
  it.each(Object.entries(breaks))("goes off again and finishes once the fault is gone: %s", async (_, breakIt) => {
    await post(expired());
    await customer().advanceClock(MINUTE);
    const mend = await breakIt();
    for (let tries = 0; tries < 9; tries++) {
      await runInDurableObject(customer(), (_object, ctx) => ctx.storage.setAlarm(Date.now() + HOUR));
      expect(await runDurableObjectAlarm(customer())).toBe(true);
      expect(await alarm()).not.toBeNull();
    }
    await mend();
    await customer().advanceClock(24 * HOUR);
    expect(flatpeak.handoffs).toHaveLength(1);
  });
});

describe("our endpoint down over all six attempts of FlatPeak", () => {
  it("has every event after one sweep, and tells nobody twice", async () => {
    const ids = Array.from({ length: 12 }, (_, no) => `evt_lost_${no}`);
    for (const [no, id] of ids.entries()) {
      const raw = expired().replace("evt_66167787c1652b3fbeba5f01", id);
      flatpeak.world.events.push({ id, type: "tariff.expired", at: Date.now() + no, raw, posted: null });
    }
    // One of them had come through before.
    await post(flatpeak.world.events[3]?.raw ?? "");
    const sweep = (): Promise<void> => Promise.resolve(worker.scheduled(createScheduledController(), bindings));
    await sweep();
    await sweep();
    expect((await customer().story())?.events).toBe(12);
    await customer().advanceClock(24 * HOUR);
    expect(flatpeak.handoffs).toHaveLength(1);
  });
});
