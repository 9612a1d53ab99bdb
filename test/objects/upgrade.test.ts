// The rows of every other object as version 0.1.0 left them, found by this code. Tables are made as that version made them.

import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { beforeEach, expect, it } from "vitest";
import kept from "../fixtures/storage/0.1.0/objects.json";
import { installFlatPeak } from "../support/flatpeak.ts";
import {
  deskStub,
  gateStub,
  locationStub,
  phoneStub,
  quarantineStub,
  supplierStub,
  sweepStub,
} from "../support/stubs.ts";

const CUSTOMER = "cus_661677a19018beef00a29fae";
const AT = 1_769_940_000_000;

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
  });
  await evictDurableObject(stub);
}

beforeEach(async () => {
  await installFlatPeak();
});

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
