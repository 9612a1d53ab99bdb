// The fleet's index as customers write it, and as it is written anew from them: row by row the same.

import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { findTariff } from "../../../src/dev/emulator/world.ts";
import { repairTariff } from "../../../src/dev/emulator/tariffs.ts";
import { makeEvent, rememberEvent } from "../../../src/dev/emulator/events.ts";
import { CASES, NOTIFICATIONS, columnOf } from "../../../src/objects/fleet/tables.ts";
import { rowsOf } from "../../../src/objects/fleet/replace.ts";
import { writeLines } from "../../../src/objects/fleet/write.ts";
import { Customer } from "../../../src/objects/customer/object.ts";
import { Rebuild } from "../../../src/objects/rebuild/object.ts";
import { customerAt, theRebuild } from "../../../src/objects/rooms.ts";
import { app } from "../../../src/app.ts";
import worker from "../../../src/worker.ts";
import { eventually } from "../../support/eventually.ts";
import { installFlatPeak, signed } from "../../support/flatpeak.ts";
import { runsFrom } from "../../support/runs.ts";
import { bindings } from "../../support/worker.ts";
import { customerStub, rebuildStub } from "../../support/stubs.ts";
import { testSettings } from "../../settings.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";

const CUSTOMER = "cus_661677a19018beef00a29fae";
const OTHER = "cus_ffffffffffffffffffffffff";
const TARIFF = "trf_6597ef46529ab4467502af0b";
const LOCATION = "loc_661677cdc31d91695fd8f33d";
const FLEET_SIZE = runsFrom("FLEET_SIZE", 10);
const SIDE_BY_SIDE = 20;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
let flatpeak: FakeFlatPeak;

const database = (): D1Database => {
  if (bindings.FLEET === undefined) throw new Error("the index is not bound");
  return bindings.FLEET;
};

const tariff = () => {
  const found = findTariff(flatpeak.world, TARIFF);
  if (found === null) throw new Error("the emulated world has lost its tariff");
  return found.tariff;
};

beforeEach(async () => {
  flatpeak = await installFlatPeak();
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  tariff().status = "ERROR";
});

async function post(data: object = {}, type = "tariff.expired"): Promise<void> {
  const about = { tariff_id: TARIFF, location_id: LOCATION, customer_id: CUSTOMER, ...data };
  const id = `evt_${crypto.randomUUID().replaceAll("-", "")}`;
  const body = JSON.stringify({ id, object: "event", type, time_created: new Date().toISOString(), data: about });
  const response = await worker.fetch(await signed(flatpeak, body), bindings);
  expect(response.status).toBe(200);
}

const rows = (customerId = CUSTOMER) => rowsOf(database(), customerId);

/** Waits until the index has this of the only case of a customer: what it did not take in time it is told again later. */
async function untilRow(customerId: string, row: object): Promise<void> {
  await eventually(async () => {
    await customerStub(customerId).advanceClock(HOUR);
    expect((await rows(customerId)).cases).toMatchObject([row]);
  });
}

/** All rows without what says when they were written. */
async function everything(): Promise<unknown> {
  const tables = await Promise.all(
    [CASES, NOTIFICATIONS].map(({ name }) => database().prepare(`SELECT * FROM ${name} ORDER BY customer, no`).all()),
  );
  return tables.map(({ results }) => results.map((row) => ({ ...row, version: null, written_at: null })));
}

/** Lets the rebuild work until it is done. */
async function rebuilt(): Promise<void> {
  await theRebuild(bindings).start();
  for (let alarms = 0; alarms < 100; alarms++) {
    await runDurableObjectAlarm(rebuildStub());
    if ((await theRebuild(bindings).report()).state === "done") return;
  }
  throw new Error("the rebuild never ends");
}

/** A fleet of a customer with a repaired case, another with an open one, and a home that stands in for one. */
async function someFleet(): Promise<void> {
  await post();
  await post({
    customer_id: OTHER,
    tariff_id: "trf_6597ef46529ab4467502af0c",
    location_id: "loc_ffffffffffffffffffffffff",
  });
  await customerStub(CUSTOMER).advanceClock(HOUR);
  await customerStub(OTHER).advanceClock(HOUR);
  repairTariff(tariff(), Date.now());
  await post({}, "connect_session.complete");
  await customerStub(CUSTOMER).advanceClock(HOUR);
}

describe("the index", () => {
  it("holds a row for the case and one for the message, once the message is out", async () => {
    await post();
    expect((await rows()).cases).toEqual([]);
    await customerStub(CUSTOMER).advanceClock(HOUR);
    expect(await rows()).toMatchObject({
      cases: [
        { customer: CUSTOMER, no: 1, tariff: TARIFF, state: "open", needs: null, channel: "handoff", language: "en" },
      ],
      notifications: [{ no: 1, status: "sent", kind: "notify", cases: ",1,", rung: 1 }],
    });
    expect(flatpeak.handoffs).toHaveLength(1);
  });

  it("has the last word of a case that ended, and takes no older one after it", async () => {
    await someFleet();
    const { cases } = await rows();
    expect(cases).toMatchObject([{ state: "repaired", due_at: null }]);
    expect(cases[0]?.["ended_at"]).toBeGreaterThan(0);
    const lines = await customerAt(bindings, CUSTOMER).lines();
    const [line] = lines?.cases ?? [];
    if (lines === null || line === undefined) throw new Error("nothing is told of the customer");
    for (const version of [lines.version, lines.version - 1]) {
      await writeLines(database(), { ...lines, version, cases: [{ ...line, state: "open" }] });
    }
    expect((await rows()).cases).toMatchObject([{ state: "repaired" }]);
  });

  it("is made by whoever misses it, and whole again after it was dropped and rebuilt", async () => {
    await someFleet();
    const before = await everything();
    expect(before).toMatchObject([[{ customer: CUSTOMER }, { customer: OTHER }], [{ customer: CUSTOMER }]]);
    await database().batch([CASES, NOTIFICATIONS].map(({ name }) => database().prepare(`DROP TABLE ${name}`)));
    // Neither is known to the index by now: FlatPeak's list of events names them.
    for (const [customerId, tariffId] of [
      [CUSTOMER, TARIFF],
      [OTHER, TARIFF],
    ] as const) {
      const event = makeEvent(flatpeak.world, "tariff.expired", tariffId, "zero-seed", Date.now());
      if (event === null) throw new Error("the emulated world has lost its tariff");
      const of = { ...event, data: { ...(event.data as object), customer_id: customerId } };
      rememberEvent(flatpeak.world, of, Date.now(), null);
    }
    await rebuilt();
    expect(await everything()).toEqual(before);
    expect(await theRebuild(bindings).report()).toMatchObject({ state: "done", failing: null });
  });

  it("is after a rebuild what the objects tell, row by row, of whoever FlatPeak's list of events names", async () => {
    const ids = Array.from({ length: FLEET_SIZE }, (_, nth) => `cus_${nth.toString(16).padStart(24, "0")}`);
    const bring = async (id: string, nth: number): Promise<void> => {
      const about = { customer_id: id, tariff_id: `trf_${id.slice(4)}`, location_id: `loc_${id.slice(4)}` };
      const type = nth % 2 === 0 ? "tariff.expired" : "tariff.fetch.failed";
      await post(about, type);
      const event = makeEvent(flatpeak.world, type, TARIFF, "zero-seed", Date.now());
      if (event === null) throw new Error("the emulated world has lost its tariff");
      const body = { ...event, data: { ...(event.data as object), ...about } };
      // The emulated list keeps its last two hundred; FlatPeak's keeps thirty days.
      flatpeak.world.events.push({ id: body.id, type, at: Date.now(), raw: JSON.stringify(body), posted: null });
    };
    for (let first = 0; first < FLEET_SIZE; first += SIDE_BY_SIDE)
      await Promise.all(ids.slice(first, first + SIDE_BY_SIDE).map((id, nth) => bring(id, first + nth)));
    await rebuilt();
    const rowsBy = Map.groupBy((await database().prepare("SELECT * FROM cases").all()).results, (it) => it["customer"]);
    expect(rowsBy.size).toBe(FLEET_SIZE);
    for (const id of ids) {
      const told = (await customerAt(bindings, id).lines())?.cases ?? [];
      expect(told).toHaveLength(1);
      const { fields } = CASES;
      const asRows = told.map((line) => ({
        no: line.no,
        ...Object.fromEntries(
          Object.entries(fields).map(([name, column]) => [columnOf(column), line[name as keyof typeof line]]),
        ),
      }));
      expect(rowsBy.get(id)).toMatchObject(asRows);
    }
    expect(await theRebuild(bindings).report()).toMatchObject({ state: "done", failing: null });
  });

  it("loses in a rebuild what no object knows of, and what was changed behind its back", async () => {
    await someFleet();
    const before = await everything();
    await database().prepare("UPDATE cases SET state = 'open', version = 99, written_at = 1").run();
    const [line] = (await customerAt(bindings, OTHER).lines())?.cases ?? [];
    if (line === undefined) throw new Error("nothing is told of the customer");
    const ghost = { customerId: "cus_000000000000000000000bad", version: 7, cases: [line], notifications: [] };
    await writeLines(database(), ghost);
    await database().prepare("UPDATE cases SET written_at = 1").run();
    await rebuilt();
    expect(await everything()).toEqual(before);
  });

  it("tells how far a rebuild has come, and waits while FlatPeak lists nothing", async () => {
    await someFleet();
    expect(await theRebuild(bindings).report()).toMatchObject({ state: "never", found: 0, written: 0 });
    flatpeak.intercept = (request) =>
      new URL(request.url).pathname === "/events" ? new Response("", { status: 500 }) : null;
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    await theRebuild(bindings).start();
    await runDurableObjectAlarm(rebuildStub());
    const report = await theRebuild(bindings).report();
    expect(report).toMatchObject({ state: "running", found: 2, written: 2 });
    expect(report.failing).not.toBeNull();
    flatpeak.intercept = () => null;
    await rebuilt();
    expect(await theRebuild(bindings).report()).toMatchObject({ state: "done", failing: null });
  });

  it("forgets a customer who is erased", async () => {
    await someFleet();
    await customerAt(bindings, CUSTOMER).erase(CUSTOMER);
    expect(await rows()).toEqual({ cases: [], notifications: [] });
    await rebuilt();
    expect(await everything()).toMatchObject([[{ customer: OTHER }], []]);
  });

  it("is not told by a rebuild of who was erased while it read them", async () => {
    await someFleet();
    expect((await rows()).cases).toHaveLength(1);
    await theRebuild(bindings).start();
    const forgets = vi.spyOn(Rebuild.prototype, "forget");
    const { lines } = Customer.prototype;
    let erasing: Promise<unknown> = Promise.resolve();
    // Whoever calls an object waits for its answer in any case.
    const slowly = async function slowly(this: Customer) {
      const told = lines.call(this);
      if (told?.customerId !== CUSTOMER) return told;
      erasing = customerAt(bindings, CUSTOMER).erase(CUSTOMER);
      // Nothing is left of them, or it is waited until what was read is written.
      await eventually(async () => {
        if (forgets.mock.calls.length === 0) expect((await rows()).cases).toEqual([]);
      });
      return told;
    } as unknown as Customer["lines"];
    vi.spyOn(Customer.prototype, "lines").mockImplementation(slowly);
    await runDurableObjectAlarm(rebuildStub());
    await erasing;
    expect(await rows()).toEqual({ cases: [], notifications: [] });
    await runInDurableObject(rebuildStub(), (_, { storage }) => {
      expect(storage.sql.exec("SELECT id FROM customers").toArray()).not.toContainEqual({ id: CUSTOMER });
    });
  });

  it("says of a home that changed hands that the one's case moved, and the other's is open", async () => {
    let owner: string | null = null;
    flatpeak.intercept = (request) =>
      new URL(request.url).pathname === `/locations/${LOCATION}`
        ? Response.json({ id: LOCATION, object: "location", timezone: "Europe/London", customer_id: owner })
        : null;
    await post({ customer_id: undefined });
    await eventually(async () => expect(await customerStub(LOCATION).clock()).not.toBeNull());
    await customerStub(LOCATION).advanceClock(HOUR);
    owner = OTHER;
    await customerStub(LOCATION).leaveLocation(LOCATION, OTHER);
    await untilRow(LOCATION, { state: "moved" });
    await untilRow(OTHER, { state: "open" });
  });

  it("is waited for, and told in the end, where it cannot be reached", async () => {
    const raised = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const batch = vi.spyOn(Object.getPrototypeOf(database()) as D1Database, "batch");
    batch.mockRejectedValue(new Error("the database is away"));
    await post();
    await customerStub(CUSTOMER).advanceClock(HOUR);
    expect(flatpeak.handoffs).toHaveLength(1);
    expect(raised).toHaveBeenCalled();
    batch.mockRestore();
    await customerStub(CUSTOMER).advanceClock(2 * HOUR);
    expect((await rows()).cases).toHaveLength(1);
  });

  it("holds back the forgetting of what it was not told", async () => {
    const raised = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const batch = vi.spyOn(Object.getPrototypeOf(database()) as D1Database, "batch");
    batch.mockRejectedValue(new Error("the database is away"));
    await someFleet();
    await customerStub(CUSTOMER).advanceClock(401 * DAY);
    const kept = await runInDurableObject(customerStub(CUSTOMER), (it) => it.lines());
    expect(kept?.cases).toHaveLength(1);
    expect(raised).toHaveBeenCalled();
    batch.mockRestore();
    await customerStub(CUSTOMER).advanceClock(2 * HOUR);
    expect((await rows()).cases).toMatchObject([{ state: "repaired" }]);
    await customerStub(CUSTOMER).advanceClock(2 * DAY);
    expect((await customerStub(CUSTOMER).lines())?.cases).toEqual([]);
  });

  it("is not needed: without the binding nothing is owed, and all else goes its way", async () => {
    const { FLEET: _, ...without } = bindings;
    const env = { ...without, ...testSettings };
    const answer = await app.fetch(new Request("https://go.example.test/healthz"), env);
    expect(answer.status).toBe(200);
  });
});
