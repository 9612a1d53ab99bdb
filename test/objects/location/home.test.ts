// Whose home it is: an owner who is none, a home that changes hands, and an event that two objects could claim.

import { createScheduledController, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { eventually } from "../../support/eventually.ts";
import { findTariff } from "../../../src/dev/emulator/world.ts";
import worker from "../../../src/worker.ts";
import { testSettings } from "../../settings.ts";
import { installFlatPeak, signed } from "../../support/flatpeak.ts";
import { customerStub, locationStub } from "../../support/stubs.ts";
import { customerAt } from "../../../src/objects/rooms.ts";
import { bindings } from "../../support/worker.ts";
import { DOCUMENT, eventKey } from "../../../src/objects/customer/rows/keys.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";

const OLD = "cus_661677a19018beef00a29fae";
const NEW = "cus_ffffffffffffffffffffffff";
const TARIFF = "trf_6597ef46529ab4467502af0b";
const LOCATION = "loc_661677cdc31d91695fd8f33d";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 86_400_000;
let flatpeak: FakeFlatPeak;

beforeEach(async () => {
  flatpeak = await installFlatPeak();
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  const found = findTariff(flatpeak.world, TARIFF);
  if (found === null) throw new Error("the emulated world has lost its tariff");
  found.tariff.status = "ERROR";
});

const unnamed = { tariff_id: TARIFF, location_id: LOCATION };
const named = (customerId: string): object => ({ ...unnamed, customer_id: customerId });

async function post(id: string, data: object, type = "tariff.expired"): Promise<string> {
  const body = JSON.stringify({ id, object: "event", type, time_created: new Date().toISOString(), data });
  const response = await worker.fetch(await signed(flatpeak, body), bindings);
  return ((await response.json()) as { status: string }).status;
}

/** What FlatPeak says of the home, beside what the emulated one says. */
function homeSays(change: object): void {
  flatpeak.intercept = (request) =>
    new URL(request.url).pathname === `/locations/${LOCATION}`
      ? Response.json({ id: LOCATION, object: "location", timezone: "Europe/London", ...change })
      : null;
}

const events = async (customerId: string): Promise<number> => (await customerStub(customerId).story())?.events ?? 0;
const states = async (customerId: string): Promise<unknown[]> =>
  ((await customerStub(customerId).story())?.cases ?? []).map(({ state }) => state);
const told = (customerId: string): number =>
  flatpeak.handoffs.filter(({ body }) => body.type === "notification.requested" && body.data.customer_id === customerId)
    .length;
const arrived = (customerId: string, rows: number): Promise<void> =>
  eventually(async () => expect(await events(customerId)).toBe(rows));
const clock = (customerId: string, ms: number): Promise<unknown> => customerStub(customerId).advanceClock(ms);

async function quarantined(): Promise<{ count: number; data: { reason: string; digest: string }[] }> {
  const headers = { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` };
  return (await worker.fetch(new Request("https://go.example.test/v1/quarantine", { headers }), bindings)).json();
}

describe("an owner who is none (row 11)", () => {
  it.each(["", " ", null, undefined])("is nobody where customer_id is %j: the home stands in", async (nobody) => {
    homeSays({ customer_id: nobody });
    expect(await post("evt_1", unnamed)).toBe("stored");
    await arrived(LOCATION, 1);
    await clock(LOCATION, DAY);
    expect(told(LOCATION)).toBe(1);
  });

  it.each([42, "cus_../../x", "somebody", { id: 1 }, `cus_${"a".repeat(200)}`])(
    "puts the event into quarantine where customer_id is %j, and holds up nothing behind it",
    async (odd) => {
      homeSays({ customer_id: odd });
      expect(await post("evt_1", unnamed)).toBe("stored");
      await eventually(async () => expect((await quarantined()).count).toBe(1));
      expect((await quarantined()).data).toMatchObject([{ reason: "unreadable_owner" }]);
      expect(await runInDurableObject(locationStub(LOCATION), (_, ctx) => ctx.storage.getAlarm())).toBeNull();
      homeSays({ customer_id: OLD });
      expect(await post("evt_2", unnamed)).toBe("stored");
      await arrived(OLD, 1);
    },
  );

  it("is looked for a week, and then the event is the operator's", async () => {
    flatpeak.intercept = (request) =>
      request.url.includes("/locations/") ? Response.json({ code: "account_disabled" }, { status: 422 }) : null;
    expect(await post("evt_1", unnamed)).toBe("stored");
    await runDurableObjectAlarm(locationStub(LOCATION));
    expect((await quarantined()).count).toBe(0);
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(Date.now() + 8 * DAY);
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    await runDurableObjectAlarm(locationStub(LOCATION));
    expect((await quarantined()).data).toMatchObject([{ reason: "not_placed" }]);
  });

  it("is not asked about before FlatPeak wants to hear of us again", async () => {
    const asked: number[] = [];
    flatpeak.intercept = (request) => {
      if (!request.url.includes("/locations/")) return null;
      asked.push(Date.now());
      return new Response(null, { status: 429, headers: { "Retry-After": "120" } });
    };
    expect(await post("evt_1", unnamed)).toBe("stored");
    await eventually(async () => {
      const alarm = await runInDurableObject(locationStub(LOCATION), (_, ctx) => ctx.storage.getAlarm());
      expect((alarm ?? 0) - (asked[0] ?? Infinity)).toBeGreaterThanOrEqual(2 * MINUTE);
    });
    expect(asked).toHaveLength(1);
  });

  it("is a customer who stands in place of their id", async () => {
    homeSays({ customer: { id: NEW, object: "customer" } });
    expect(await post("evt_1", unnamed)).toBe("stored");
    await arrived(NEW, 1);
  });
});

describe("a home that changes hands (row 12)", () => {
  it("is the new owner's for the next event, and the old one's case ends in silence", async () => {
    await post("evt_1", unnamed);
    await arrived(OLD, 1);
    await clock(OLD, 10 * MINUTE);
    expect(told(OLD)).toBe(1);

    homeSays({ customer_id: NEW });
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(Date.now() + DAY);
    await post("evt_2", unnamed, "tariff.fetch.failed");
    await runDurableObjectAlarm(locationStub(LOCATION));
    // The first event is passed on with the case it opened.
    await arrived(NEW, 2);
    expect(await states(OLD)).toEqual(["moved"]);
    await clock(OLD, 60 * DAY);
    await clock(NEW, DAY);
    expect([told(OLD), told(NEW)]).toEqual([1, 1]);
    expect(flatpeak.handoffs.filter(({ body }) => body.type === "case.handed_over")).toEqual([]);
  });

  it("is found out before the next message, though no event comes", async () => {
    await post("evt_1", named(OLD));
    await clock(OLD, 10 * MINUTE);
    const link = flatpeak.handoffs[0]?.body.data.link ?? "";
    homeSays({ customer_id: NEW });
    await clock(OLD, 60 * DAY);
    expect([told(OLD), await states(OLD)]).toEqual([1, ["moved"]]);
    // What is wrong is told to whom it concerns.
    await arrived(NEW, 1);
    await clock(NEW, DAY);
    expect(told(NEW)).toBe(1);
    // The old link leads nowhere: not into a session, not to a word of how it stands.
    const tap = await worker.fetch(new Request(link, { redirect: "manual" }), bindings);
    expect(tap.status).toBe(404);
    const done = await worker.fetch(new Request(`${link}/done`, { redirect: "manual" }), bindings);
    expect(done.status).toBe(404);
  });

  it("is found out by a tap on a link that is some hours old: it opens no session there", async () => {
    await post("evt_1", named(OLD));
    await clock(OLD, 10 * MINUTE);
    const link = flatpeak.handoffs[0]?.body.data.link ?? "";
    const tap = async (): Promise<Response> => worker.fetch(new Request(link, { redirect: "manual" }), bindings);
    await clock(OLD, 7 * HOUR);
    expect((await tap()).status).toBe(302);
    await clock(OLD, HOUR);
    homeSays({ customer_id: NEW });
    expect((await tap()).status).toBe(404);
    expect((await tap()).status).toBe(404);
    expect(await states(OLD)).toEqual(["moved"]);
    expect(await events(NEW)).toBe(1);
  });

  it("does not keep a tap from leading on when FlatPeak cannot say whose home it is", async () => {
    await post("evt_1", named(OLD));
    await clock(OLD, 10 * MINUTE);
    const link = flatpeak.handoffs[0]?.body.data.link ?? "";
    await clock(OLD, 7 * HOUR);
    flatpeak.intercept = (request) =>
      new URL(request.url).pathname === `/locations/${LOCATION}` ? new Response(null, { status: 500 }) : null;
    expect((await worker.fetch(new Request(link, { redirect: "manual" }), bindings)).status).toBe(302);
  });

  it("is not asked about for what opens nothing, or came before", async () => {
    await post("evt_1", unnamed);
    await arrived(OLD, 1);
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(Date.now() + DAY);
    flatpeak.calls.length = 0;
    await post("evt_2", unnamed, "location.update");
    expect(await events(OLD)).toBe(2);
    expect(flatpeak.calls).toEqual([]);
  });

  it("is found out when an event names the new owner at once", async () => {
    await post("evt_1", named(OLD));
    await clock(OLD, 10 * MINUTE);
    homeSays({ customer_id: NEW });
    await post("evt_2", named(NEW));
    await clock(NEW, DAY);
    await clock(OLD, 60 * DAY);
    expect([told(OLD), told(NEW)]).toEqual([1, 1]);
    expect([await states(OLD), await states(NEW)]).toEqual([["moved"], ["open"]]);
  });

  it("takes along what lies beneath, and nothing twice", async () => {
    await post("evt_1", named(OLD), "tariff.fetch.failed");
    await post("evt_2", named(OLD), "tariff.expired");
    homeSays({ customer_id: NEW });
    await clock(OLD, DAY);
    await arrived(NEW, 2);
    expect(await states(OLD)).toEqual(["moved"]);
    expect(await post("evt_2", named(NEW), "tariff.expired")).toBe("duplicate");
    expect(told(OLD)).toBe(0);
  });

  it("takes along both problems of a case, also where the weaker one's event is forgotten by now", async () => {
    await post("evt_1", { ...named(OLD), contract_end_date: "2026-03-09" }, "tariff.expiring");
    await post("evt_2", named(OLD), "tariff.fetch.failed");
    await runInDurableObject(customerStub(OLD), (_, { storage }) => storage.kv.delete(eventKey("evt_1")));
    await customerStub(OLD).leaveLocation(LOCATION, NEW);
    const [it] = (await customerStub(NEW).story())?.cases ?? [];
    expect([await events(NEW), it?.["reason"]]).toEqual([2, "fetch_failed"]);
  });

  it("stays the old one's until the new one's object could be reached", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    await post("evt_1", named(OLD));
    await runInDurableObject(customerStub(NEW), (_, { storage }) => storage.kv.put(DOCUMENT, '{"version":99}'));
    homeSays({ customer_id: NEW });
    await clock(OLD, 20 * MINUTE);
    expect([told(OLD), await states(OLD)]).toEqual([0, ["open"]]);
    await runInDurableObject(customerStub(NEW), async (_, { storage }) => storage.deleteAll());
    await clock(OLD, DAY);
    await arrived(NEW, 1);
    expect([told(OLD), await states(OLD)]).toEqual([0, ["moved"]]);
  });

  it("is the customer's again who stood in for nobody", async () => {
    homeSays({});
    await post("evt_1", unnamed);
    await arrived(LOCATION, 1);
    homeSays({ customer_id: NEW });
    await clock(LOCATION, DAY);
    await arrived(NEW, 1);
    await clock(NEW, DAY);
    expect([told(LOCATION), told(NEW)]).toEqual([0, 1]);
  });
});

describe("an event that two could claim (row 21)", () => {
  const cron = (): Promise<void> => Promise.resolve(worker.scheduled(createScheduledController(), bindings));

  /** FlatPeak names nobody for the home, and nobody in its list. */
  function nobodyNamed(ids: readonly string[]): void {
    const data = ids.map((id) => ({
      id,
      object: "event",
      type: "tariff.expired",
      time_created: new Date().toISOString(),
      data: unnamed,
    }));
    flatpeak.intercept = (request) => {
      const { pathname } = new URL(request.url);
      if (pathname === "/events") return Response.json({ object: "list", data, has_more: false });
      if (pathname !== `/locations/${LOCATION}`) return null;
      return Response.json({ id: LOCATION, timezone: "Europe/London", customer_id: null });
    };
  }

  it.each(["the customer", "the home"])("is told of once, whoever's time passes first: %s", async (first) => {
    nobodyNamed(["evt_1"]);
    await post("evt_1", named(OLD));
    await cron();
    await runDurableObjectAlarm(locationStub(LOCATION));
    const order = first === "the home" ? [LOCATION, OLD] : [OLD, LOCATION];
    for (const id of order) await clock(id, HOUR);
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(Date.now() + DAY + HOUR);
    await cron();
    await runDurableObjectAlarm(locationStub(LOCATION));
    for (const id of order) await clock(id, HOUR);
    expect([told(OLD), told(LOCATION)]).toEqual([1, 0]);
    expect(await events(LOCATION)).toBe(0);
    expect(await customerAt(bindings, OLD).story()).toMatchObject({ events: 1 });
  });

  it("is told of by the home when nobody has been named for a day", async () => {
    nobodyNamed(["evt_missed"]);
    await cron();
    await runDurableObjectAlarm(locationStub(LOCATION));
    expect(await events(LOCATION)).toBe(0);
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(Date.now() + DAY + MINUTE);
    await runDurableObjectAlarm(locationStub(LOCATION));
    await arrived(LOCATION, 1);
  });

  it("is told of by the home at once where a webhook names nobody either", async () => {
    nobodyNamed(["evt_1"]);
    await cron();
    expect(await events(LOCATION)).toBe(0);
    expect(await post("evt_1", unnamed)).toBe("duplicate");
    await arrived(LOCATION, 1);
  });

  it("goes over to the customer whom a later event names", async () => {
    nobodyNamed([]);
    await post("evt_1", unnamed);
    await arrived(LOCATION, 1);
    await post("evt_2", named(OLD), "tariff.fetch.failed");
    await clock(OLD, DAY);
    expect(await states(LOCATION)).toEqual(["moved"]);
    await clock(LOCATION, DAY);
    expect([told(OLD), told(LOCATION)]).toEqual([1, 0]);
  });
});
