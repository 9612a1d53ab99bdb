// What sleeps is forgotten too: every object wakes by itself for the next thing that has had its time.

import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { eventually } from "../../support/eventually.ts";
import { consequencesOf } from "../../../src/core/message/outcome.ts";
import { repairTariff } from "../../../src/dev/emulator/tariffs.ts";
import worker from "../../../src/worker.ts";
import { testSettings } from "../../settings.ts";
import { installFlatPeak, signed } from "../../support/flatpeak.ts";
import {
  LOCATION,
  TARIFF,
  customer,
  firstLink,
  happen,
  setContact,
  story,
  tariffIn,
  visit,
} from "../../support/links.ts";
import { bindings } from "../../support/worker.ts";
import { gateStub, locationStub, phoneStub } from "../../support/stubs.ts";
import { gateOf, supplierAt } from "../../../src/objects/rooms.ts";
import { diskOf } from "../../support/providers.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";

const DAY = 86_400_000;
/** So that nothing waits for somebody forever. */
const MAX_ALARMS = 400;

let flatpeak: FakeFlatPeak;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  flatpeak = await installFlatPeak();
  vi.spyOn(console, "log").mockImplementation(() => undefined);
});

type Sleeper = DurableObjectStub;
const alarmOf = (it: Sleeper): Promise<number | null> => runInDurableObject(it, (_, ctx) => ctx.storage.getAlarm());

/** Lets days pass in which nothing happens but the object's own alarms, and the object sleeps in between. Gives how many there were. */
async function sleep(it: Sleeper, days: number): Promise<number> {
  const until = Date.now() + days * DAY;
  for (let alarms = 0; alarms < MAX_ALARMS; alarms++) {
    const at = await alarmOf(it);
    if (at === null || at > until) {
      vi.setSystemTime(until);
      return alarms;
    }
    vi.setSystemTime(Math.max(Date.now(), at));
    await evictDurableObject(it);
    await runDurableObjectAlarm(it);
  }
  throw new Error("the object never comes to rest");
}

const sleeper = (): Sleeper => customer();

/** Everything that is on disk of the customer, as text. */
const onDisk = (): Promise<string> => diskOf(sleeper());

const PHONE = "+447700900123";
const EMAIL = "ann@example.com";

async function repaired(): Promise<string> {
  await setContact({
    phone: PHONE,
    email: EMAIL,
    push_token: "token-of-ann",
    locale: "de",
    labels: { [LOCATION]: "Flat" },
  });
  const link = await firstLink(flatpeak);
  expect((await visit(link)).status).toBe(302);
  repairTariff(tariffIn(flatpeak, TARIFF), Date.now());
  await happen(flatpeak, "location.update", TARIFF, { object: "location", id: LOCATION });
  await customer().advanceClock(10 * 60_000);
  expect((await story()).cases).toMatchObject([{ state: "repaired" }]);
  return link;
}

describe("a customer repaired long ago (row 105)", () => {
  it("is forgotten piece by piece, though nothing ever wakes them", async () => {
    await repaired();
    const before = await onDisk();
    for (const kept of [PHONE, EMAIL, "token-of-ann", "Flat", "cot_", "/c/", TARIFF, '"evt_'])
      expect(before).toContain(kept);

    await sleep(sleeper(), 31);
    const month = await onDisk();
    for (const gone of ["cot_", "/c/"]) expect(month).not.toContain(gone);
    for (const kept of [PHONE, TARIFF]) expect(month).toContain(kept);

    await sleep(sleeper(), 15);
    expect(await onDisk()).not.toContain("account_id");
    await sleep(sleeper(), 350);
    expect(await onDisk()).toContain(PHONE);

    await sleep(sleeper(), 10);
    const year = await onDisk();
    for (const gone of [PHONE, EMAIL, "token-of-ann", "Flat", TARIFF, LOCATION, "evt_", "Europe/London"]) {
      expect(year).not.toContain(gone);
    }
    expect((await story()).journal).toMatchObject([{ what: "contact_forgotten" }]);

    // Then nothing is left to wake for, and that is rest.
    await sleep(sleeper(), 401);
    expect(await alarmOf(sleeper())).toBeNull();
    expect((await story()).next_wake_at).toBeNull();
    expect(await onDisk()).not.toMatch(/trf_|loc_|evt_|\+44/);
  });

  it("comes back as somebody new, but by numbers that were never given out", async () => {
    const link = await repaired();
    await sleep(sleeper(), 900);
    await firstLink(flatpeak);
    expect((await story()).cases).toMatchObject([{ case: 2, state: "open" }]);
    expect(flatpeak.handoffs.at(-1)?.body.data.notification_id).toMatch(/_2$/);
    expect(flatpeak.handoffs.at(-1)?.body.data.link).not.toBe(link);
    expect((await visit(link)).status).toBe(404);
  });

  it("who asked for no messages is never forgotten to have done so", async () => {
    const link = await repaired();
    expect((await visit(`${link}/stop`, { form: {} })).status).toBe(200);
    await sleep(sleeper(), 3_000);
    expect(await onDisk()).not.toContain(PHONE);
    expect((await story()).contact).toMatchObject({ opted_out: true });
    const told = flatpeak.handoffs.length;
    tariffIn(flatpeak, TARIFF).status = "ERROR";
    await happen(flatpeak, "tariff.expired", TARIFF);
    await customer().advanceClock(2 * DAY);
    expect(flatpeak.handoffs).toHaveLength(told);
  });

  it("is woken no more than needed", async () => {
    await repaired();
    expect(await sleep(sleeper(), 900)).toBeLessThan(12);
  });
});

describe("a contact", () => {
  it("is kept for as long as anything happens with the customer, and for CONTACT_KEPT after", async () => {
    await repaired();
    await sleep(sleeper(), 300);
    // Not a message, not a case: FlatPeak speaks of one of their homes.
    await happen(flatpeak, "location.update", TARIFF, { object: "location", id: LOCATION });
    await sleep(sleeper(), 395);
    expect(await onDisk()).toContain(PHONE);
    await setContact({ locale: "de" });
    await sleep(sleeper(), 395);
    expect(await onDisk()).toContain(PHONE);
    await sleep(sleeper(), 10);
    expect(await onDisk()).not.toContain(PHONE);
  });

  it("that was pushed for somebody who never had trouble ends as well", async () => {
    await setContact({ phone: PHONE });
    expect(await alarmOf(sleeper())).not.toBeNull();
    await sleep(sleeper(), 395);
    expect(await onDisk()).toContain(PHONE);
    await sleep(sleeper(), 10);
    expect(await onDisk()).not.toContain(PHONE);
  });

  it("is kept while a case is open, however long that is", async () => {
    await setContact({ phone: PHONE });
    await firstLink(flatpeak);
    await customer().hold(true);
    await sleep(sleeper(), 500);
    expect((await story()).cases).toMatchObject([{ state: "open" }]);
    expect(await onDisk()).toContain(PHONE);
  });

  it("is forgotten on a moved clock as it is on the real one", async () => {
    await setContact({ phone: PHONE });
    await customer().advanceClock(395 * DAY);
    expect(await onDisk()).toContain(PHONE);
    await customer().advanceClock(10 * DAY);
    expect(await onDisk()).not.toContain(PHONE);
  });
});

describe("a contact on a moved clock", () => {
  it("is kept from the last event on, as the clock stood when it came", async () => {
    await repaired();
    await customer().advanceClock(300 * DAY);
    await happen(flatpeak, "location.update", TARIFF, { object: "location", id: LOCATION });
    await customer().advanceClock(395 * DAY);
    expect(await onDisk()).toContain(PHONE);
    await customer().advanceClock(10 * DAY);
    expect(await onDisk()).not.toContain(PHONE);
  });
});

describe("other objects that sleep (row 105)", () => {
  const unnamed = async (id: string): Promise<void> => {
    const event = {
      id,
      type: "tariff.expired",
      account_id: testSettings.FLATPEAK_ACCOUNT_ID,
      time_created: new Date().toISOString(),
      data: { object: "tariff", id: TARIFF, location_id: LOCATION },
    };
    await worker.fetch(await signed(flatpeak, JSON.stringify(event)), bindings);
    await eventually(async () => expect((await customer().story())?.events ?? 0).toBeGreaterThan(0));
  };
  const home = (): Sleeper => locationStub(LOCATION);
  const rows = (it: Sleeper): Promise<number> =>
    runInDurableObject(it, (_, ctx) => ctx.storage.sql.exec("SELECT * FROM sqlite_master").toArray().length);

  it("a home forgets whose it is, and asks again when something happens there", async () => {
    await unnamed("evt_1");
    await sleep(home(), 99);
    expect(await rows(home())).toBeGreaterThan(0);
    await sleep(home(), 2);
    expect(await rows(home())).toBe(0);
    expect(await alarmOf(home())).toBeNull();
    flatpeak.calls.length = 0;
    await unnamed("evt_2");
    await runDurableObjectAlarm(home());
    expect(flatpeak.calls).toContain(`GET /locations/${LOCATION}`);
  });

  it("a supplier forgets whose homes could not be read, and the outage with them", async () => {
    const env = bindings;
    for (let no = 0; no < 25; no++) await supplierAt(env, "prv_1").failing("prv_1", `cus_${no}`);
    const supplier = env.SUPPLIER.getByName("prv_1");
    const kept = (): Promise<unknown> =>
      runInDurableObject(supplier, (_, { storage }) => [
        storage.sql.exec("SELECT * FROM failing").toArray().length,
        storage.kv.get("outage") === undefined ? null : "outage",
      ]);
    await sleep(supplier, 1 / 48);
    expect(await kept()).toEqual([25, "outage"]);
    // Homes that are held back are looked at each hour: where nobody is heard of, it is over.
    await sleep(supplier, 1);
    expect(await kept()).toEqual([25, null]);
    await sleep(supplier, 2);
    expect(await kept()).toEqual([0, null]);
    expect(await alarmOf(supplier)).toBeNull();
  });

  it("a number forgets who was written to under it, unless its owner asked for no messages", async () => {
    const numbers = await Promise.all(["+447700900801", "+447700900802"].map((it) => phoneStub(it)));
    const [quiet, stopped] = numbers;
    if (quiet === undefined || stopped === undefined) throw new Error("no numbers");
    for (const [nth, it] of numbers.entries()) await it.claim(`cus_${nth}`, [`name${nth}`]);
    await sleep(quiet, 399);
    expect(await diskOf(quiet)).toContain("cus_0");
    expect(await sleep(quiet, 2)).toBe(1);
    expect(await diskOf(quiet)).not.toContain("cus_0");
    expect(await alarmOf(quiet)).toBeNull();
    await stopped.claim("cus_1", ["name1"]);
    await stopped.hear({ by: "reply", stop: true, message: "SM1" }, ["name1"]);
    await sleep(stopped, 900);
    expect(await diskOf(stopped)).toContain('"stop":true');
    expect(await alarmOf(stopped)).toBeNull();
  });

  it("a gate forgets whom a refusal met that was not heard of again", async () => {
    const gate: Sleeper = gateStub("sms");
    const consequences = consequencesOf({ kind: "failed", why: "twilio 30008", scope: "unproven" });
    await gateOf(bindings, "sms").hear("sms", { consequences, who: "digest-of-ann", isLate: false });
    const kept = async (): Promise<string> => {
      const health = await runInDurableObject(gate, (_, { storage }) => storage.kv.get<object>("health"));
      return JSON.stringify(health);
    };
    expect(await kept()).toContain("digest-of-ann");
    await sleep(gate, 2);
    expect(await kept()).not.toContain("digest-of-ann");
    expect(await alarmOf(gate)).toBeNull();
  });
});
