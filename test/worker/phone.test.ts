// Proves that a STOP by SMS holds for the number, from that second on, for every customer under it and no other.

import { evictDurableObject, reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Customer } from "../../src/customer/object.ts";
import {
  DAY,
  HOUR,
  MINUTE,
  at,
  breaks,
  diskOf,
  installProviders,
  later,
  messagesOf,
  person,
  storyOf,
  told,
  twilioError,
  twilioPost,
  twilioSays,
  writes,
} from "../support/providers.ts";
import { phoneStub } from "../support/stubs.ts";
import type { FakeProviders, Person } from "../support/providers.ts";

let fake: FakeProviders;
let ann: Person;
let bob: Person;
beforeEach(async () => {
  fake = await installProviders();
  ann = person(fake);
  bob = person(fake);
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await reset();
});

const isSilent = async (it: Person): Promise<boolean> => (await storyOf(it)).contact.opted_out;
const days = async (count: number, ...people: Person[]): Promise<void> => {
  for (let day = 0; day < count; day++) await later(DAY, ...people);
};
const sent = (): number => fake.sms.length + fake.emails.length + fake.pushes.length;

describe("STOP by SMS", () => {
  it.each(["STOP", "stop", "Stopp", "UNSUBSCRIBE", "Arrêt!", "opt-out", "stop it please"])(
    "takes back what is prepared, in the same second, and silences what would follow: %s",
    async (word) => {
      fake.twilio = twilioError(429, 20429, { "Retry-After": "600" });
      await told(fake, ann, { phone: ann.phone, email: ann.email });
      // The first went by email; the second waits for Twilio.
      await later(4 * DAY, ann);
      expect([fake.emails.length, fake.sms.length]).toEqual([1, 1]);
      expect((await messagesOf(ann)).at(-1)).toMatchObject({ status: "due", channel: "sms" });
      fake.twilio = () => Response.json({ sid: "SM1" }, { status: 201 });
      const answer = await writes(ann.phone, word);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toBe("<Response/>");
      expect((await messagesOf(ann)).at(-1)).toMatchObject({ status: "cancelled" });
      await days(30, ann);
      expect(sent()).toBe(2);
    },
  );

  it("holds for both customers under one number, and START opens both again", async () => {
    await told(fake, ann, { phone: ann.phone });
    await told(fake, bob, { phone: ann.phone });
    await writes(ann.phone, "STOP");
    expect([await isSilent(ann), await isSilent(bob)]).toEqual([true, true]);
    await days(9, ann, bob);
    expect(sent()).toBe(2);
    await writes(ann.phone, "START");
    expect([await isSilent(ann), await isSilent(bob)]).toEqual([false, false]);
    await days(14, ann, bob);
    expect(sent()).toBeGreaterThan(2);
  });

  it("holds for a customer who gets the number later; START opens them as well", async () => {
    await writes(ann.phone, "STOP");
    await told(fake, ann, { phone: ann.phone });
    expect(sent()).toBe(0);
    expect(await isSilent(ann)).toBe(true);
    await writes(ann.phone, "START");
    expect(await isSilent(ann)).toBe(false);
  });

  it("does not touch a customer whose number is another one since", async () => {
    await told(fake, ann, { phone: ann.phone });
    await at(ann).setContact(ann.id, { phone: bob.phone });
    await writes(ann.phone, "STOP");
    expect(await isSilent(ann)).toBe(false);
    await days(4, ann);
    expect(new URLSearchParams(fake.sms.at(-1)?.raw).get("To")).toBe(bob.phone);
  });

  it("is delivered later where the customer cannot be reached at that moment", async () => {
    await told(fake, ann, { phone: ann.phone });
    await runInDurableObject(at(ann), (_, { storage }) => storage.sql.exec("ALTER TABLE customer RENAME TO away"));
    expect((await writes(ann.phone, "STOP")).status).toBe(200);
    await runInDurableObject(at(ann), (_, { storage }) => storage.sql.exec("ALTER TABLE away RENAME TO customer"));
    expect(await isSilent(ann)).toBe(false);
    const phone = await phoneStub(ann.phone);
    await evictDurableObject(phone);
    vi.setSystemTime(Date.now() + MINUTE);
    expect(await runDurableObjectAlarm(phone)).toBe(true);
    expect(await isSilent(ann)).toBe(true);
    expect(await runDurableObjectAlarm(phone)).toBe(false);
  });

  it("that only a provider had heard is lifted by START (row 37)", async () => {
    await told(fake, ann, { phone: ann.phone });
    await twilioSays(fake.sms[0], "failed", 21610);
    expect(await isSilent(ann)).toBe(true);
    await writes(ann.phone, "START");
    expect(await isSilent(ann)).toBe(false);
  });

  it("is not taken back by whoever has the number now, while it is not known to be the customer's (row 37)", async () => {
    await told(fake, ann, { phone: ann.phone });
    await writes(ann.phone, "STOP");
    await at(ann).setContact(ann.id, { phone: null });
    await writes(ann.phone, "Yes!");
    expect(await isSilent(ann)).toBe(true);
    // In doubt a STOP is heard.
    await told(fake, bob, { phone: ann.phone });
    await at(bob).setContact(bob.id, { phone: null });
    await writes(ann.phone, "STOP");
    expect(await isSilent(bob)).toBe(true);
  });

  it("waits with a START for whoever can say whose number it is (row 37)", async () => {
    fake.lookup = () => Response.json({ phone: ann.phone });
    await told(fake, ann, { phone: ann.phone });
    await writes(ann.phone, "STOP");
    vi.setSystemTime(Date.now() + HOUR);
    fake.lookup = () => new Response(null, { status: 500 });
    await writes(ann.phone, "START");
    expect(await isSilent(ann)).toBe(true);
    fake.lookup = () => Response.json({ phone: ann.phone });
    expect(await runDurableObjectAlarm(await phoneStub(ann.phone))).toBe(true);
    expect(await isSilent(ann)).toBe(false);
  });

  it("that cannot be passed on is tried less and less often, and never given up", async () => {
    await told(fake, ann, { phone: ann.phone });
    await runInDurableObject(at(ann), (_, { storage }) => storage.sql.exec("ALTER TABLE customer RENAME TO away"));
    await writes(ann.phone, "STOP");
    const phone = await phoneStub(ann.phone);
    const waits: number[] = [];
    for (let tries = 0; tries < 9; tries++) {
      const alarm = await runInDurableObject(phone, (_, { storage }) => storage.getAlarm());
      waits.push(((alarm ?? 0) - Date.now()) / MINUTE);
      vi.setSystemTime(alarm ?? 0);
      await runDurableObjectAlarm(phone);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    await runInDurableObject(at(ann), (_, { storage }) => storage.sql.exec("ALTER TABLE away RENAME TO customer"));
    await runDurableObjectAlarm(phone);
    expect(await isSilent(ann)).toBe(true);
  });

  it("that is slow to reach a customer does not come after the START that followed it", async () => {
    await told(fake, ann, { phone: ann.phone });
    const seen = { customer: false, released: false };
    // oxlint-disable-next-line typescript/unbound-method -- called with its object below
    const real = Customer.prototype.wishByPhone;
    vi.spyOn(Customer.prototype, "wishByPhone").mockImplementation(async function slow(this: Customer, stop, phone) {
      if (stop) seen.customer = true;
      if (stop) await vi.waitUntil(() => seen.released);
      return real.call(this, stop, phone);
    });
    const stopping = writes(ann.phone, "STOP");
    await vi.waitUntil(() => seen.customer);
    const starting = writes(ann.phone, "START");
    const phone = await phoneStub(ann.phone);
    await vi.waitUntil(async () => !(await phone.claim(ann.id)));
    seen.released = true;
    await Promise.all([stopping, starting]);
    expect(await isSilent(ann)).toBe(false);
  });

  it("is not undone by a START of before that Twilio brings again", async () => {
    await told(fake, ann, { phone: ann.phone });
    await writes(ann.phone, "START", "SMstart");
    await writes(ann.phone, "STOP", "SMstop");
    await writes(ann.phone, "START", "SMstart");
    expect(await isSilent(ann)).toBe(true);
  });

  it("that only Twilio knew is heard by what it says of the next message", async () => {
    await told(fake, ann, { phone: ann.phone });
    await told(fake, bob, { phone: ann.phone });
    const { search } = new URL(new URLSearchParams(fake.sms[0]?.raw).get("StatusCallback") ?? "");
    await twilioPost(search, { MessageStatus: "failed", ErrorCode: "21610", To: ann.phone });
    expect([await isSilent(ann), await isSilent(bob)]).toEqual([true, true]);
  });
});

describe("other words", () => {
  it.each(["Hello", "What is this?", "please start over", "I cannot stop laughing"])(
    "change nothing: %s",
    async (word) => {
      await told(fake, ann, { phone: ann.phone });
      const before = await diskOf(at(ann));
      expect((await writes(ann.phone, word)).status).toBe(200);
      expect(await diskOf(at(ann))).toBe(before);
    },
  );
});

describe("a number", () => {
  it("with a hundred customers keeps fifty in mind, and its stop still holds for all", async () => {
    const phone = await phoneStub(ann.phone);
    for (let no = 0; no < 100; no++) await phone.claim(`cus_many${no}`);
    const rows = await runInDurableObject(phone, (_, { storage }) =>
      storage.sql.exec<{ rows: number }>("SELECT COUNT(*) AS rows FROM customers").one(),
    );
    expect(rows.rows).toBeLessThanOrEqual(51);
    await writes(ann.phone, "STOP");
    await at(bob).setContact(bob.id, { phone: ann.phone, preferred: ["sms"] });
    await breaks(fake, bob);
    await later(HOUR, bob);
    expect(sent()).toBe(0);
  });
});
