// A customer is erased: from their own object and from everybody else's, for good, until somebody lets them back in.

import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { journeyName } from "../../../../src/objects/journey-pass.ts";
import { NAMES_AT_ONCE } from "../../../../src/objects/forgetting.ts";
import { Phone } from "../../../../src/objects/phone/object.ts";
import { customerAt, journeyAt, supplierAt } from "../../../../src/objects/rooms.ts";
import worker from "../../../../src/worker.ts";
import { testSettings } from "../../../settings.ts";
import { whereIs } from "../../../support/everywhere.ts";
import { signed } from "../../../support/flatpeak.ts";
import { visit } from "../../../support/links.ts";
import {
  DAY,
  MINUTE,
  at,
  breaks,
  installProviders,
  later,
  person,
  told,
  twilioSays,
  writes,
} from "../../../support/providers.ts";
import { locationStub, phoneStub } from "../../../support/stubs.ts";
import { bindings } from "../../../support/worker.ts";
import type { FakeProviders, Person } from "../../../support/providers.ts";

let fake: FakeProviders;

beforeEach(async () => {
  fake = await installProviders();
});

const erase = (it: Person) => customerAt(bindings, it.id).erase(it.id);

/** FlatPeak tells of the person's home without naming them. */
async function unnamed(it: Person, type = "tariff.expired"): Promise<Response> {
  const body = {
    id: `evt_${crypto.randomUUID().replaceAll("-", "")}`,
    account_id: testSettings.FLATPEAK_ACCOUNT_ID,
    live_mode: false,
    time_created: new Date().toISOString(),
    type,
    data: { object: "tariff", id: it.tariff.id, location_id: it.home.id },
  };
  return worker.fetch(await signed(fake.flatpeak, JSON.stringify(body)), bindings);
}

const linkIn = (it: { readonly raw: string } | undefined): string =>
  /https:\/\/[^\s"\\&]+\/c\/[\w-]+/.exec(decodeURIComponent((it?.raw ?? "").replaceAll("+", " ")))?.[0] ?? "";

describe("erasing a customer", () => {
  it("leaves nothing of them anywhere but the tombstone, which names nobody", async () => {
    const ann = person(fake);
    // FlatPeak says no limit of it.
    ann.tariff.provider = { ...ann.tariff.provider, id: `prv_${"x".repeat(300)}` };
    await told(fake, ann, { phone: ann.phone });
    expect(fake.sms).toHaveLength(1);
    await unnamed(ann);
    await runDurableObjectAlarm(locationStub(ann.home.id));
    const supplier = ann.tariff.provider.id;
    expect(supplier.length).toBeGreaterThan(200);
    await supplierAt(bindings, supplier).failing(supplier, ann.id);
    for (const known of [ann.phone, ann.id, ann.home.id]) expect(await whereIs(known)).not.toEqual([]);
    expect(await whereIs(ann.id)).toEqual(expect.arrayContaining(["CUSTOMER", "LOCATION", "PHONE", "SUPPLIER"]));

    const erasure = await erase(ann);
    expect(erasure).toMatchObject({ left: [], counted: { homes: 1, numbers: 1, stand_ins: 0 } });
    for (const gone of [ann.phone, ann.home.id, ann.tariff.id, linkIn(fake.sms[0])])
      expect([gone, await whereIs(gone)]).toEqual([gone, []]);
    expect(await whereIs(ann.id)).toEqual([]);
    expect(await at(ann).story()).toBeNull();
    expect(await runInDurableObject(at(ann), (_, { storage }) => storage.getAlarm())).toBeNull();
  });

  it("is answered the same however often it is asked for, whatever the object remembers", async () => {
    const ann = person(fake);
    await told(fake, ann, { phone: ann.phone });
    const first = await erase(ann);
    vi.setSystemTime(Date.now() + DAY);
    expect(await erase(ann)).toEqual(first);
    await evictDurableObject(at(ann));
    expect(await erase(ann)).toEqual(first);
  });

  it("works for somebody of whom nothing is known yet", async () => {
    const ann = person(fake);
    expect(await erase(ann)).toMatchObject({ left: [] });
    await breaks(fake, ann);
    expect(await at(ann).story()).toBeNull();
  });

  it("keeps late webhooks, the company's word and taps from bringing anything back", async () => {
    const ann = person(fake);
    await told(fake, ann, { phone: ann.phone });
    const link = linkIn(fake.sms[0]);
    expect((await visit(link)).status).toBe(302);
    await erase(ann);
    await breaks(fake, ann);
    expect((await unnamed(ann)).status).toBe(200);
    await runDurableObjectAlarm(locationStub(ann.home.id));
    expect(await customerAt(bindings, ann.id).setContact(ann.id, { phone: ann.phone })).toBeNull();
    for (const path of ["", "/tariffs", "/done", "/snooze", "/stop"]) {
      const answer = await visit(`${link}${path}`);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(await answer.text()).toContain("<h1");
    }
    expect((await visit(`${link}/stop`, { form: {} })).status).toBe(404);
    expect((await twilioSays(fake.sms[0], "undelivered", 30_005)).status).toBe(204);
    expect((await writes(ann.phone, "STOP")).status).toBe(200);
    await later(DAY, ann);
    expect(fake.sms).toHaveLength(1);
    for (const gone of [ann.phone, ann.id, ann.home.id, ann.tariff.id])
      expect([gone, await whereIs(gone)]).toEqual([gone, []]);
  });

  it("in the middle of a message: what is with the provider is out, and is not sent again", async () => {
    const ann = person(fake);
    await at(ann).setContact(ann.id, { phone: ann.phone, preferred: ["sms"] });
    await breaks(fake, ann);
    const gone = Promise.withResolvers<void>();
    fake.twilio = async () => {
      // While the provider has it: everything else of the erasure is done when this answer has come.
      erasing.push(erase(ann));
      await gone.promise;
      return Response.json({ sid: "SM1" }, { status: 201 });
    };
    const erasing: Promise<unknown>[] = [];
    const sending = later(6 * MINUTE, ann);
    await vi.waitFor(() => expect(erasing).toHaveLength(1));
    expect(await at(ann).story()).toBeNull();
    gone.resolve();
    await sending;
    expect(await erasing[0]).toMatchObject({ left: [] });
    await later(5 * DAY, ann);
    expect(fake.sms).toHaveLength(1);
    for (const text of [ann.phone, ann.id]) expect([text, await whereIs(text)]).toEqual([text, []]);
  });

  it("before a message has left: it does not leave", async () => {
    const ann = person(fake);
    await at(ann).setContact(ann.id, { preferred: ["sms"] });
    await breaks(fake, ann);
    const erasing: Promise<unknown>[] = [];
    fake.lookup = () => {
      erasing.push(erase(ann));
      return Response.json({ phone: ann.phone });
    };
    await later(6 * MINUTE, ann);
    expect(erasing).toHaveLength(1);
    await erasing[0];
    expect(fake.sms).toHaveLength(0);
    for (const text of [ann.phone, ann.id]) expect([text, await whereIs(text)]).toEqual([text, []]);
  });

  it("leaves a home alone that is another customer's by now", async () => {
    const [ann, bob] = [person(fake), person(fake)];
    await told(fake, ann, { phone: ann.phone });
    ann.home.customerId = bob.id;
    await unnamed(ann);
    vi.setSystemTime(Date.now() + DAY);
    await unnamed(ann);
    await runDurableObjectAlarm(locationStub(ann.home.id));
    expect(await whereIs(bob.id)).toContain("LOCATION");
    await erase(ann);
    expect(await whereIs(bob.id)).toContain("LOCATION");
    expect((await at(bob).story())?.cases).toHaveLength(1);
  });

  it("is gone on with by the alarm where somebody could not forget at once", async () => {
    const ann = person(fake);
    await told(fake, ann, { phone: ann.phone });
    const spoilt = vi.spyOn(Phone.prototype, "forget").mockRejectedValue(new Error("no"));
    expect(await erase(ann)).toMatchObject({ left: ["numbers"] });
    expect(await whereIs(ann.id)).toEqual(expect.arrayContaining(["PHONE"]));
    spoilt.mockRestore();
    await evictDurableObject(at(ann));
    await later(2 * MINUTE, ann);
    expect(await whereIs(ann.id)).toEqual([]);
    expect(await erase(ann)).toMatchObject({ left: [], counted: { numbers: 1 } });
  });

  it("goes on by itself where more know them than can be asked at once, and says how many are left", async () => {
    const ann = person(fake);
    await told(fake, ann, { phone: ann.phone });
    for (let no = 0; no < NAMES_AT_ONCE; no++) await customerAt(bindings, ann.id).noteJourney(`journey${no}`);
    const first = await erase(ann);
    expect(first.left).toEqual(expect.arrayContaining(["journeys"]));
    expect(first.toAsk).toBeGreaterThan(0);
    expect(await at(ann).story()).toBeNull();
    await later(1_000, ann);
    expect(await erase(ann)).toMatchObject({
      erasedAt: first.erasedAt,
      left: [],
      toAsk: 0,
      counted: { journeys: NAMES_AT_ONCE, homes: 1, numbers: 1 },
    });
  });

  it("takes a home that stood in for them along, for as long as word of it may come late", async () => {
    const ann = person(fake);
    ann.home.customerId = null as never;
    await unnamed(ann);
    await runDurableObjectAlarm(locationStub(ann.home.id));
    expect((await customerAt(bindings, ann.home.id).story())?.cases).toHaveLength(1);
    ann.home.customerId = ann.id;
    await breaks(fake, ann);
    expect(await erase(ann)).toMatchObject({ counted: { stand_ins: 1 } });
    expect(await whereIs(ann.tariff.id)).toEqual([]);
    ann.home.customerId = null as never;
    await unnamed(ann);
    await runDurableObjectAlarm(locationStub(ann.home.id));
    expect(await whereIs(ann.tariff.id)).toEqual([]);
    // Whoever lives there later is somebody else.
    vi.setSystemTime(Date.now() + 101 * DAY);
    await runDurableObjectAlarm(locationStub(ann.home.id));
    await unnamed(ann);
    await runDurableObjectAlarm(locationStub(ann.home.id));
    expect((await customerAt(bindings, ann.home.id).story())?.cases).toMatchObject([{ case: 2, state: "open" }]);
  });

  it("throws away what was put into quarantine of them, and puts nothing there any more", async () => {
    const [ann, bob] = [person(fake), person(fake)];
    const odd = async (it: Person): Promise<void> => {
      const body = {
        id: `evt_${it.id}_${Math.random()}`,
        type: 5,
        data: { customer_id: it.id, location_id: it.home.id },
      };
      expect((await worker.fetch(await signed(fake.flatpeak, JSON.stringify(body)), bindings)).status).toBe(200);
    };
    await odd(ann);
    await odd(ann);
    await odd(bob);
    expect(await whereIs(bob.id)).toEqual(["QUARANTINE"]);
    expect(await erase(ann)).toMatchObject({ counted: { quarantine: 2 } });
    await odd(ann);
    expect(await whereIs(bob.id)).toEqual(["QUARANTINE"]);
    expect(await whereIs(ann.home.id)).toEqual([]);
  });
});

describe("letting somebody back in", () => {
  it("makes them somebody new, to whom no old link belongs", async () => {
    const ann = person(fake);
    await told(fake, ann, { phone: ann.phone });
    const link = linkIn(fake.sms[0]);
    await erase(ann);
    expect(await customerAt(bindings, ann.id).readmit(ann.id)).toBe("readmitted");
    expect(await customerAt(bindings, ann.id).readmit(ann.id)).toBe("not_erased");
    await told(fake, ann, { phone: ann.phone });
    expect((await at(ann).story())?.cases).toMatchObject([{ case: 2, state: "open" }]);
    expect(fake.sms).toHaveLength(2);
    expect((await visit(link)).status).toBe(404);
    expect((await visit(linkIn(fake.sms[1]))).status).toBe(302);
  });

  it("does not write to who had asked for no messages, until the company says otherwise", async () => {
    const ann = person(fake);
    await told(fake, ann, { phone: ann.phone });
    await visit(`${linkIn(fake.sms[0])}/stop`, { form: {} });
    await erase(ann);
    await customerAt(bindings, ann.id).readmit(ann.id);
    await told(fake, ann, { email: ann.email });
    expect(fake.emails).toHaveLength(0);
    expect((await at(ann).story())?.contact).toMatchObject({ opted_out: true, opted_out_by: "company" });
  });

  it("leaves what the owner of a number said to the number", async () => {
    const ann = person(fake);
    await told(fake, ann, { phone: ann.phone });
    await writes(ann.phone, "STOP");
    await erase(ann);
    expect(await whereIs(ann.id)).toEqual([]);
    const phone = await phoneStub(ann.phone);
    expect(await runInDurableObject(phone, (_, { storage }) => storage.kv.get("wish"))).toMatchObject({ stop: true });
  });
});

describe("a way through Connect", () => {
  it("is forgotten with the customer by whose link it began", async () => {
    const ann = person(fake);
    await told(fake, ann, { phone: ann.phone });
    const name = await journeyName("cot_canary");
    expect(await customerAt(bindings, ann.id).noteJourney(name)).toBe(true);
    const turn = { token: "cot_canary", wireRoute: "x", page: { route: "ended" } };
    await journeyAt(bindings, name).begin({ turn, link: null, home: null, language: null } as never);
    expect(await whereIs("cot_canary")).toEqual(["JOURNEY"]);
    expect(await erase(ann)).toMatchObject({ counted: { journeys: 1 } });
    expect(await whereIs("cot_canary")).toEqual([]);
    expect(await customerAt(bindings, ann.id).noteJourney(name)).toBe(false);
  });
});
