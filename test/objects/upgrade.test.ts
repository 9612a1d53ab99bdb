// What version 0.1.0 left in every object, in the index and with customers, found by this code. Tables are made as that version made them.
// Links and cookies are signed with the key that is in the settings of the tests.

import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { exports } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import fleet from "../fixtures/storage/0.1.0/fleet.json";
import kept from "../fixtures/storage/0.1.0/objects.json";
import outside from "../fixtures/storage/0.1.0/outside.json";
import { CASES, NOTIFICATIONS } from "../../src/objects/fleet/tables.ts";
import { writeLines } from "../../src/objects/fleet/write.ts";
import { journeyName } from "../../src/objects/journey-pass.ts";
import { OBJECTS } from "../../src/setup/env.ts";
import { ALERT_URL, takeAlerts } from "../support/chat.ts";
import { Browser, installConnect, serveConnect, turn } from "../support/connect-stand-in.ts";
import { installFlatPeak } from "../support/flatpeak.ts";
import { caseOf } from "../support/fleet-lines.ts";
import { CUSTOMER, ORIGIN, TARIFF, customer, mints, story, tariffIn, visit } from "../support/links.ts";
import { bindings } from "../support/worker.ts";
import { testSettings } from "../settings.ts";
import {
  customerStub,
  deskStub,
  gateStub,
  locationStub,
  phoneStub,
  quarantineStub,
  rebuildStub,
  supplierStub,
  sweepStub,
} from "../support/stubs.ts";
import type { Decision } from "../../src/objects/decision/object.ts";
import type { FakeFlatPeak } from "../support/flatpeak.ts";

/** Years ahead, so that no alarm goes off by itself. */
const AT = 1_927_706_400_000;

type Value = string | number | null | { readonly bytes: string };

interface KeptObject {
  readonly tables: readonly string[];
  readonly rows: Readonly<Record<string, readonly Readonly<Record<string, Value>>[]>>;
  readonly kv: Readonly<Record<string, unknown>>;
}

/** Puts an object's storage as that version left it, and lets the object find it so. */
async function left(stub: DurableObjectStub, name: keyof typeof kept): Promise<void> {
  const { tables, rows, kv } = kept[name] as KeptObject;
  await runInDurableObject(stub, (_, { storage }) => {
    for (const table of tables) {
      storage.sql.exec(`DROP TABLE IF EXISTS ${table.split(" ")[0] ?? ""}`);
      storage.sql.exec(`CREATE TABLE ${table}`);
    }
    for (const [table, all] of Object.entries(rows)) {
      for (const row of all) {
        const columns = Object.keys(row);
        const values = Object.values(row).map((it) =>
          typeof it === "object" && it !== null ? new TextEncoder().encode(it.bytes) : it,
        );
        const places = columns.map(() => "?").join(", ");
        storage.sql.exec(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${places})`, ...values);
      }
    }
    for (const [key, value] of Object.entries(kv)) storage.kv.put(key, value);
    // It had an alarm, which a test rings.
    return storage.setAlarm(AT);
  });
  await evictDurableObject(stub);
}

serveConnect();
Object.assign(bindings, { ALERT_URL });

let flatpeak: FakeFlatPeak;
beforeEach(async () => {
  for (const name of ["log", "error"] as const) vi.spyOn(console, name).mockImplementation(() => undefined);
  minutesLater(1);
  flatpeak = await installFlatPeak();
});

const asOperator = { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` };
const asked = async (path: string): Promise<Record<string, unknown>> =>
  (await visit(`${ORIGIN}${path}`, { headers: asOperator })).json();
const minutesLater = (minutes: number): unknown => vi.useFakeTimers({ toFake: ["Date"], now: AT + minutes * 60_000 });

it("a home knows whose it is", async () => {
  const location = locationStub("loc_661677cdc31d91695fd8f33d");
  await left(location, "location");
  expect(await location.knownOwner()).toBe(CUSTOMER);
  expect(await location.recordOf(CUSTOMER)).toEqual({ toldAt: AT, held: [] });
});

it("a number knows who said STOP, and whose it is", async () => {
  const phone = await phoneStub("+447700900123");
  await left(phone, "phone");
  expect(await phone.claim(CUSTOMER, ["5f2b"])).toMatchObject({ since: AT, stop: { no: 1, by: "reply", at: AT } });
});

it("what could not be read is still there to be read", async () => {
  const quarantine = quarantineStub("a");
  await left(quarantine, "quarantine");
  expect(await quarantine.count()).toEqual({ kept: 1, ever: { not_understood: 3 } });
  const entry = await quarantine.entryOf("a1b2");
  expect(new TextDecoder().decode(entry?.body)).toBe('{"id":"evt_odd"}');
});

it("a supplier knows who fails, a gate that it is closed and whom it may not tell, a desk what was done", async () => {
  const [supplier, gate, desk] = [supplierStub("prv_1"), gateStub("sms"), deskStub("5")];
  await left(supplier, "supplier");
  await left(gate, "gate");
  await left(desk, "desk");
  expect(await supplier.seenAt(CUSTOMER)).toBe(AT);
  expect(await gate.report()).toMatchObject({
    closed: { since: AT, why: "twilio 20003", trials: 2, trialAt: AT },
    impaired: [{ why: "twilio 21408", at: AT }],
  });
  expect(await gate.eventsStoppedAt()).toBe(AT);
  expect(await desk.list({ before: null, limit: 9, about: CUSTOMER, who: null })).toMatchObject([
    { id: "5f2b-1", at: AT, why: "she called", status: 200 },
  ]);
});

it("the sweep goes on where it was, with what it had put aside", async () => {
  const sweep = sweepStub();
  await left(sweep, "sweep");
  const report = await sweep.report(7 * 86_400_000);
  expect(report).toMatchObject({ aside: 1, missed: 2, lastEventAt: AT });
  expect(report.passes[0]).toMatchObject({ name: "recent", cursors: ["evt_1"], doneAt: AT });
});

it("every object there is has something in what is kept, in each of its tables", () => {
  const classes = new Set(Object.keys(kept).map((it) => it.toUpperCase()));
  expect(OBJECTS.filter((it) => !classes.has(it))).toEqual([]);
  const empty = Object.entries(kept as Readonly<Record<string, KeptObject>>).flatMap(([name, { tables, rows }]) =>
    tables.map((it) => it.split(" ")[0] ?? "").flatMap((it) => (rows[it]?.length ? [] : [`${name}.${it}`])),
  );
  // What is held waits in memory of a home alone; a rebuild that is done keeps nobody.
  expect(empty).toEqual(["location.held", "rebuilt.customers"]);
});

describe("a customer who has tapped, and is in the middle of Connect", () => {
  beforeEach(async () => {
    minutesLater(5);
    tariffIn(flatpeak, TARIFF).status = "ERROR";
    await left(customer(), "customer");
    await left(bindings.JOURNEY.get(bindings.JOURNEY.idFromName(await journeyName(outside.token))), "journey");
  });
  const browser = (): Browser => new Browser((request) => exports.default.fetch(request));

  it("goes on where they were, with what they typed, in the session they have", async () => {
    const connect = installConnect(flatpeak);
    connect.answer = () => turn("provider_name_capture", { provider: { name: "" } }, { connect_token: outside.token });
    const visitor = browser();
    for (const [name = "", value = ""] of outside.cookies) visitor.cookies.set(name, value);
    const screen = await visitor.open(outside.at);
    expect([screen.heading, connect.asked.length]).toEqual(["How is your price set?", 0]);
    const before = await visitor.act(screen, "BACK");
    expect([before.heading, before.fields().get("name")]).toEqual(["What is your supplier called?", "Meadow"]);
    expect(connect.asked).toMatchObject([{ connect_token: outside.token, route: "tariff_structure_select" }]);
    expect(mints(flatpeak)).toBe(0);
  });

  it("opens the link of the message, which leads into the same session", async () => {
    const connect = installConnect(flatpeak);
    connect.answer = () => turn("tariff_structure_select", { options: ["FIXED"] }, { connect_token: outside.token });
    const visitor = browser();
    await visitor.open(outside.link);
    expect(visitor.history[1]).toBe(`${ORIGIN}/connect?fp_cot=${outside.token}`);
    expect(mints(flatpeak)).toBe(0);
    expect(await story()).toMatchObject({
      contact: { phone: expect.stringContaining("23") as string },
      cases: [{ case: 1, state: "open", told: 1 }],
    });
  });

  it("was invited too, and that link opens", async () => {
    const id = "inv_3046569abb954bc6b4aa519c";
    await left(customerStub(id), "invitation");
    expect(await asked(`/v1/invitations/${id}`)).toMatchObject({ reference: "order 17", customer_id: CUSTOMER });
    const opened = await visit(`${ORIGIN}${outside.invitation}`);
    expect([opened.status, opened.headers.get("Location")]).toEqual([302, expect.stringContaining("fp_cot=cot_")]);
  });

  it("hears of the wish to wait that the owner of their number had", async () => {
    const phone = await phoneStub("+447700900123");
    await left(phone, "phone");
    await runInDurableObject(phone, (_, { storage }) => storage.kv.delete("wish"));
    await runDurableObjectAlarm(phone);
    expect((await story()).snoozed_until).not.toBeNull();
  });

  it("is held, where they were being put back to an earlier instant", async () => {
    await left(deskStub("5"), "desk");
    await runDurableObjectAlarm(deskStub("5"));
    expect(await story()).toMatchObject({ cases: [{ case: 1, told: 1 }] });
    expect((await story()).held_since).not.toBeNull();
    const restores = await runInDurableObject(deskStub("5"), (_, { storage }) => [
      ...storage.kv.list({ prefix: "restore/" }),
    ]);
    expect(restores).toEqual([]);
  });
});

it("who was erased stays so", async () => {
  await left(customer(), "erased");
  const answer = await visit(`${ORIGIN}/v1/customers/${CUSTOMER}/contact`, {
    method: "PUT",
    headers: asOperator,
    json: { locale: "de" },
  });
  expect([answer.status, await customer().story()]).toEqual([409, null]);
  const home = locationStub("loc_661677cdc31d91695fd8f33d");
  await left(home, "home_erased");
  expect(await home.knownOwner()).toBeNull();
});

it("what is owed to the company is told: an alert and a notice of a channel that is closed, and an outage that lasts", async () => {
  const [gate, supplier] = [gateStub("sms"), supplierStub("prv_1")];
  const texts = takeAlerts();
  await left(gate, "gate");
  await runDurableObjectAlarm(gate);
  expect(texts).toEqual([expect.stringContaining("sms is closed: twilio 20003")]);
  const [notice] = flatpeak.handoffs;
  expect([notice?.headers.get("webhook-id"), notice?.body.type]).toEqual([`ntc_sms_${AT}_0`, "channel.closed"]);
  // It is the same trouble for a day.
  await runDurableObjectAlarm(gate);
  expect([texts.length, flatpeak.handoffs.length]).toEqual([1, 1]);
  await gate.noteUnknownPage("page new_page");
  expect(flatpeak.handoffs).toHaveLength(1);
  await left(supplier, "supplier");
  expect(await supplier.outage()).toMatchObject({ since: AT - 60_000, isHolding: true, customers: 12 });
});

describe("the index of the fleet", () => {
  /** Makes the tables as that version made them, with its rows. */
  async function leaveFleet(): Promise<D1Database> {
    const { FLEET: database } = bindings;
    if (database === undefined) throw new Error("the index is not bound");
    const rows = Object.entries(fleet.rows).flatMap(([table, all]) =>
      all.map((row: Readonly<Record<string, string | number | null>>) => {
        const columns = Object.keys(row);
        const into = `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`;
        return database.prepare(into).bind(...Object.values(row));
      }),
    );
    const dropped = Object.keys(fleet.rows).map((it) => database.prepare(`DROP TABLE IF EXISTS ${it}`));
    await database.batch([...dropped, ...fleet.sql.map((it) => database.prepare(it)), ...rows]);
    return database;
  }

  it("is read as it was left, and a newer line replaces an older one", async () => {
    minutesLater(60);
    const database = await leaveFleet();
    const [cases] = (await asked(`/v1/cases?customer_id=${CUSTOMER}`)).data as object[];
    expect(cases).toMatchObject({
      customer_id: CUSTOMER,
      case: 1,
      tariff_id: TARIFF,
      reason: "expired",
      state: "open",
    });
    const [message] = (await asked(`/v1/notifications?customer_id=${CUSTOMER}`)).data as object[];
    expect(message).toMatchObject({ id: `ntf_${CUSTOMER}_1`, status: "sent", channel: "handoff", cases: [1] });
    expect((await asked("/v1/fleet/funnel?by=reason")).data).toContainEqual(
      expect.objectContaining({ key: "expired", cases: 1, told: 1, tapped: 1 }),
    );
    for (const [version, state] of [
      [5, "open"],
      [7, "repaired"],
    ] as const) {
      const line = caseOf({ no: 1, state: "repaired" });
      await writeLines(database, { customerId: CUSTOMER, version, cases: [line], notifications: [] });
      expect((await asked(`/v1/cases?customer_id=${CUSTOMER}`)).data).toMatchObject([{ state }]);
    }
  });

  it.each([CASES, NOTIFICATIONS])(
    "has every column of $name that it had, and each means what it meant",
    ({ name, fields }) => {
      const made = fleet.sql.find((it) => it.startsWith(`CREATE TABLE ${name} `)) ?? "";
      const columns = /written_at INTEGER NOT NULL, (.*), PRIMARY KEY/.exec(made)?.[1]?.split(", ") ?? [];
      expect(columns.length).toBeGreaterThan(9);
      expect(columns.filter((it) => !Object.values(fields).includes(it))).toEqual([]);
    },
  );

  it("is written anew to the end by a rebuild that was under way, and one that is done says so", async () => {
    minutesLater(10);
    await leaveFleet();
    await left(customer(), "customer");
    await left(rebuildStub(), "rebuild");
    const { startedAt } = await rebuildStub().start();
    expect(startedAt).toBe(AT);
    for (let rings = 0; rings < 9 && (await rebuildStub().report()).state === "running"; rings += 1)
      await runDurableObjectAlarm(rebuildStub());
    expect(await rebuildStub().report()).toMatchObject({ state: "done", startedAt: AT, found: 3, written: 3 });
    await left(rebuildStub(), "rebuilt");
    expect(await rebuildStub().report()).toMatchObject({ state: "done", doneAt: AT + 1_000, found: 2, written: 2 });
  });
});

it("what was decided for good stays so", async () => {
  const decision = bindings.DECISION.get(
    bindings.DECISION.idFromName("decision"),
  ) as unknown as DurableObjectStub<Decision>;
  await left(decision, "decision");
  expect(await decision.decide("eu")).toEqual({ jurisdiction: null });
});
