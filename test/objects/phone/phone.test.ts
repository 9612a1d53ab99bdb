// Proves that a STOP by SMS holds for the number, from that second on, for every customer under it and no other.

import { evictDurableObject, listDurableObjectIds, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Customer } from "../../../src/objects/customer/object.ts";
import { digestOf } from "../../../src/platform/digest.ts";
import worker from "../../../src/worker.ts";
import { testSettings } from "../../settings.ts";
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
} from "../../support/providers.ts";
import { bindings } from "../../support/worker.ts";
import { phoneStub } from "../../support/stubs.ts";
import { phoneAt } from "../../../src/objects/rooms.ts";
import { breakCustomer } from "../../support/disk.ts";
import type { FakeProviders, Person } from "../../support/providers.ts";

let fake: FakeProviders;
let ann: Person;
let bob: Person;
beforeEach(async () => {
  fake = await installProviders();
  ann = person(fake);
  bob = person(fake);
});

const isSilent = async (it: Person): Promise<boolean> => (await storyOf(it)).contact.opted_out;
const days = async (count: number, ...people: Person[]): Promise<void> => {
  for (let day = 0; day < count; day++) await later(DAY, ...people);
};
const bySms = async (it: Person): Promise<string | undefined> => (await storyOf(it)).reachable["sms"];
/** The operator ends what was said by reply: the status and the answer. */
async function endReplies(it: Person, by = "reply"): Promise<[number, unknown]> {
  const url = `${testSettings.PUBLIC_URL}/v1/customers/${it.id}/stops/${by}`;
  const headers = { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` };
  const answer = await worker.fetch(new Request(url, { method: "DELETE", headers }), bindings);
  return [answer.status, await answer.json()];
}
const sent = (): number => fake.sms.length + fake.emails.length + fake.pushes.length;

describe("STOP by SMS", () => {
  // Twilio answers its own words; a word of another language is answered by us.
  it.each([
    ["STOP", "<Response/>"],
    ["stop", "<Response/>"],
    ["Stopp", "Sie erhalten keine Nachrichten mehr von uns."],
    ["UNSUBSCRIBE", "<Response/>"],
    ["Arrêt!", "Vous ne recevrez plus de messages de notre part."],
    ["opt-out", "<Response/>"],
    ["stop it please", "<Response/>"],
  ])("takes back what is prepared, in the same second, and silences what would follow: %s", async (word, said) => {
    fake.twilio = twilioError(429, 20429, { "Retry-After": "600" });
    await told(fake, ann, { phone: ann.phone, email: ann.email });
    // The first went by email; the second waits for Twilio.
    await later(4 * DAY, ann);
    expect([fake.emails.length, fake.sms.length]).toEqual([1, 1]);
    expect((await messagesOf(ann)).at(-1)).toMatchObject({ status: "due", channel: "sms" });
    fake.twilio = () => Response.json({ sid: "SM1" }, { status: 201 });
    const answer = await writes(ann.phone, word);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain(said);
    expect((await messagesOf(ann)).at(-1)).toMatchObject({ status: "cancelled" });
    await days(30, ann);
    expect(sent()).toBe(2);
  });

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

  it("closes the number for a customer who gets it later, and no more; START opens it again (row 104)", async () => {
    await writes(ann.phone, "STOP");
    await told(fake, ann, { phone: ann.phone, email: ann.email });
    await days(9, ann);
    expect([fake.sms.length > 0, fake.emails.length > 1]).toEqual([false, true]);
    expect([await isSilent(ann), await bySms(ann)]).toEqual([false, "stopped"]);
    expect((await storyOf(ann)).contact.stops).toMatchObject([{ by: "reply", only: "sms", taken_back_by: "reply" }]);
    await writes(ann.phone, "START");
    expect([await isSilent(ann), await bySms(ann)]).toEqual([false, "yes"]);
  });

  it("of a former owner is no stop of the customer's, until they say it themselves (row 104)", async () => {
    await told(fake, bob, { phone: ann.phone });
    await writes(ann.phone, "STOP");
    await later(DAY);
    await told(fake, ann, { phone: ann.phone, email: ann.email });
    await days(4, ann);
    expect([fake.emails.length, await isSilent(ann)]).toEqual([2, false]);
    await writes(ann.phone, "STOP");
    expect([await isSilent(ann), await isSilent(bob)]).toEqual([true, true]);
    expect((await storyOf(ann)).consent).toMatchObject([
      { to: "stopped", by: "reply", only: "sms", standing: ["reply (sms)"] },
      { to: "stopped", by: "reply", only: null, door: "sms", standing: ["reply (sms)", "reply"] },
    ]);
    await days(30, ann);
    expect(fake.emails).toHaveLength(2);
  });

  it("of a former owner is void with another number, and by the operator's word (row 104)", async () => {
    await writes(ann.phone, "STOP");
    await told(fake, ann, { phone: ann.phone, email: ann.email });
    await days(4, ann);
    expect([fake.sms.length, await bySms(ann)]).toEqual([0, "stopped"]);
    await at(ann).setContact(ann.id, { phone: "+447700900997" });
    expect(await bySms(ann)).toBe("yes");
    await at(ann).setContact(ann.id, { phone: ann.phone });
    await days(9, ann);
    expect([fake.sms.length, await bySms(ann)]).toEqual([0, "stopped"]);
    expect(await endReplies(ann)).toEqual([200, { customer_id: ann.id, status: "ended", opted_out: false }]);
    expect(await bySms(ann)).toBe("yes");
    await days(14, ann);
    expect(fake.sms.length).toBeGreaterThan(0);
    expect((await storyOf(ann)).consent.map((it) => [it.to, it.by, it.only])).toEqual([
      ["stopped", "reply", "sms"],
      ["resumed", "address", "sms"],
      ["stopped", "reply", "sms"],
      ["resumed", "operator", "sms"],
    ]);
  });

  it("is ended by the operator where it was the customer's own as well, and no other stop is (row 104)", async () => {
    await told(fake, ann, { phone: ann.phone });
    await writes(ann.phone, "STOP");
    await at(ann).setContact(ann.id, { optedOut: true });
    expect(await endReplies(ann)).toMatchObject([
      200,
      { opted_out: true, why: "still opted out: the company stopped them" },
    ]);
    await at(ann).setContact(ann.id, { optedOut: false });
    expect(await isSilent(ann)).toBe(false);
    await days(4, ann);
    expect(fake.sms).toHaveLength(2);
    for (const by of ["page", "complaint", "company", "constructor"]) expect((await endReplies(ann, by))[0]).toBe(400);
    expect((await endReplies(bob))[0]).toBe(404);
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
    const mend = await breakCustomer(at(ann));
    expect((await writes(ann.phone, "STOP")).status).toBe(200);
    await mend();
    expect(await isSilent(ann)).toBe(false);
    const phone = await phoneStub(ann.phone);
    await evictDurableObject(phone);
    vi.setSystemTime(Date.now() + MINUTE);
    expect(await runDurableObjectAlarm(phone)).toBe(true);
    expect(await isSilent(ann)).toBe(true);
    expect(await runDurableObjectAlarm(phone)).toBe(false);
  });

  it("that only a provider had heard, after a message had reached them, is the customer's; START lifts it (row 37)", async () => {
    await told(fake, ann, { phone: ann.phone, email: ann.email });
    await days(4, ann);
    await twilioSays(fake.sms[0], "delivered");
    await days(8, ann);
    expect(fake.sms).toHaveLength(2);
    await twilioSays(fake.sms[1], "failed", 21610);
    expect((await storyOf(ann)).contact).toMatchObject({ opted_out: true, opted_out_by: "provider" });
    await writes(ann.phone, "START");
    expect(await isSilent(ann)).toBe(false);
  });

  it("that a provider had heard before any message got through closes the number; START opens it (rows 37, 104)", async () => {
    fake.twilio = twilioError(400, 21610);
    await told(fake, ann, { phone: ann.phone, email: ann.email });
    await days(4, ann);
    await later(HOUR, ann);
    expect([await isSilent(ann), await bySms(ann), fake.emails.length]).toEqual([false, "stopped", 2]);
    expect(fake.sms).toHaveLength(1);
    await writes(ann.phone, "START");
    expect(await bySms(ann)).toBe("yes");
  });

  it("is not taken back by whoever has the number now, while it is not known to be the customer's (row 37)", async () => {
    await told(fake, ann, { phone: ann.phone });
    await writes(ann.phone, "STOP");
    await at(ann).setContact(ann.id, { phone: null });
    await writes(ann.phone, "Yes!");
    expect(await isSilent(ann)).toBe(true);
    // Given back, it is theirs from then on: what was said meanwhile was not.
    await later(DAY);
    await at(ann).setContact(ann.id, { phone: ann.phone });
    expect(await isSilent(ann)).toBe(true);
    await later(DAY);
    await writes(ann.phone, "START");
    expect(await isSilent(ann)).toBe(false);
  });

  it.each([
    ["taken away", null],
    ["another one", "bob's"],
  ])("is not taken back by the next owner of a number long theirs and %s since (row 96)", async (_, next) => {
    await told(fake, ann, { phone: ann.phone });
    await later(DAY);
    await writes(ann.phone, "STOP");
    await at(ann).setContact(ann.id, { phone: next === null ? null : bob.phone });
    await later(DAY);
    for (const word of ["Yes!", "START"]) await writes(ann.phone, word);
    expect(await isSilent(ann)).toBe(true);
    expect((await storyOf(ann)).consent).toMatchObject([{ to: "stopped", by: "reply" }]);
  });

  it("of a number that is the customer's no more is heard for SMS (row 96)", async () => {
    await told(fake, bob, { phone: ann.phone, email: bob.email });
    await at(bob).setContact(bob.id, { phone: null });
    await writes(ann.phone, "STOP");
    expect(await isSilent(bob)).toBe(false);
    await later(DAY);
    await at(bob).setContact(bob.id, { phone: ann.phone });
    await days(12, bob);
    expect([fake.sms.length, await bySms(bob)]).toEqual([0, "stopped"]);
    expect(fake.emails.length).toBeGreaterThan(1);
  });

  it("keeps everything back while nobody can say whose number it is, and is judged when somebody can (row 96)", async () => {
    fake.lookup = () => Response.json({ phone: ann.phone, email: ann.email });
    await told(fake, ann, { phone: ann.phone, email: ann.email });
    await later(HOUR);
    fake.lookup = () => new Response(null, { status: 500 });
    await writes(ann.phone, "STOP");
    expect(await isSilent(ann)).toBe(true);
    await writes(ann.phone, "Yes!");
    expect(await isSilent(ann)).toBe(true);
    await writes(ann.phone, "STOP");
    await later(HOUR);
    fake.lookup = () => Response.json({ phone: bob.phone, email: ann.email });
    expect(await runDurableObjectAlarm(await phoneStub(ann.phone))).toBe(true);
    expect(await isSilent(ann)).toBe(false);
    expect((await storyOf(ann)).consent.map((it) => [it.to, it.by])).toEqual([
      ["stopped", "reply"],
      ["resumed", "address"],
    ]);
  });

  it("that was nobody's of theirs is over, also where its owner said START before that was known (row 96)", async () => {
    fake.lookup = () => Response.json({ phone: ann.phone, email: ann.email });
    await told(fake, ann, { phone: ann.phone, email: ann.email });
    await later(HOUR);
    fake.lookup = () => new Response(null, { status: 500 });
    await writes(ann.phone, "STOP");
    await writes(ann.phone, "START");
    expect(await isSilent(ann)).toBe(true);
    await later(HOUR);
    fake.lookup = () => Response.json({ phone: bob.phone, email: ann.email });
    expect(await runDurableObjectAlarm(await phoneStub(ann.phone))).toBe(true);
    expect(await isSilent(ann)).toBe(false);
  });

  it("that was theirs is not disowned by what the number's next owner says (rows 96, 104)", async () => {
    await told(fake, ann, { phone: ann.phone });
    await writes(ann.phone, "STOP");
    await at(ann).setContact(ann.id, { phone: bob.phone });
    await later(DAY);
    for (const word of ["START", "STOP", "Yes!"]) await writes(ann.phone, word);
    expect((await storyOf(ann)).contact).toMatchObject({ opted_out: true, opted_out_by: "reply" });
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
    const mend = await breakCustomer(at(ann));
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
    await mend();
    await runDurableObjectAlarm(phone);
    expect(await isSilent(ann)).toBe(true);
  });

  it("that is slow to reach a customer does not come after the START that followed it", async () => {
    await told(fake, ann, { phone: ann.phone });
    const seen = { customer: false, released: false };
    // oxlint-disable-next-line typescript/unbound-method -- called with its object below
    const real = Customer.prototype.hearReply;
    vi.spyOn(Customer.prototype, "hearReply").mockImplementation(async function slow(this: Customer, wish) {
      if (wish.stop) seen.customer = true;
      if (wish.stop) await vi.waitUntil(() => seen.released);
      return real.call(this, wish);
    });
    const stopping = writes(ann.phone, "STOP");
    await vi.waitUntil(() => seen.customer);
    const starting = writes(ann.phone, "START");
    const phone = await phoneStub(ann.phone);
    await vi.waitUntil(async () => (await phone.claim(ann.id, [])).stop === null);
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
    expect([await bySms(ann), await bySms(bob)]).toEqual(["stopped", "stopped"]);
    await days(9, ann, bob);
    expect(sent()).toBe(2);
  });
});

describe("a message that comes again (row 107)", () => {
  it("is not heard, however many wishes came between: nobody is subscribed by a START of before", async () => {
    await told(fake, ann, { phone: ann.phone });
    await writes(ann.phone, "START", "SMcaptured");
    for (let times = 0; times < 60; times++) await writes(ann.phone, times % 2 === 0 ? "START" : "STOP");
    await later(90 * DAY);
    await evictDurableObject(await phoneStub(ann.phone));
    expect(await isSilent(ann)).toBe(true);
    await writes(ann.phone, "START", "SMcaptured");
    expect(await isSilent(ann)).toBe(true);
  });

  it("cannot be told from one that comes without an id: a START counts no more, a STOP does", async () => {
    await told(fake, ann, { phone: ann.phone });
    const unnamed = (word: string) => twilioPost("", { SmsStatus: "received", From: ann.phone, Body: word });
    await unnamed("STOP");
    expect(await isSilent(ann)).toBe(true);
    await unnamed("START");
    expect(await isSilent(ann)).toBe(true);
  });

  it("is not forgotten for others: after a thousand wishes a START counts no more, and a STOP still does", async () => {
    await told(fake, ann, { phone: ann.phone });
    const phone = await phoneStub(ann.phone);
    await runInDurableObject(phone, (_, { storage }) => {
      storage.sql.exec("CREATE TABLE IF NOT EXISTS heard (message TEXT PRIMARY KEY) WITHOUT ROWID");
      for (let no = 0; no < 1_000; no++) storage.sql.exec("INSERT INTO heard (message) VALUES (?)", `${no}`);
    });
    await writes(ann.phone, "STOP");
    expect(await isSilent(ann)).toBe(true);
    await writes(ann.phone, "START");
    expect(await isSilent(ann)).toBe(true);
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
  it("of fifty-three customers: all of them are told of its STOP (row 107)", async () => {
    const all = Array.from({ length: 53 }, () => person(fake));
    for (const it of all) await told(fake, it, { phone: ann.phone });
    await writes(ann.phone, "STOP");
    const phone = await phoneStub(ann.phone);
    while (await runDurableObjectAlarm(phone)) continue;
    const silent = await Promise.all(all.map(isSilent));
    expect(silent.filter((it) => !it)).toEqual([]);
  });

  it("stands nowhere in clear, and its object is not named by what anybody could compute", async () => {
    await told(fake, ann, { phone: ann.phone });
    await writes(ann.phone, "STOP");
    const stub = await phoneStub(ann.phone);
    expect(await diskOf(stub)).toContain('"stop":true');
    expect(await diskOf(stub)).not.toContain(ann.phone.slice(1));
    const bare = await digestOf(Uint8Array.from(new TextEncoder().encode(ann.phone)));
    const ids = (await listDurableObjectIds(bindings.PHONE)).map(String);
    expect(ids).toContain(String(stub.id));
    expect(ids).not.toContain(String(bindings.PHONE.idFromName(bare)));
  });

  it("is known again under a new key, with all that was said under the old one", async () => {
    const [OLD, NEW] = ["old-key-0123456789abcdef0123456789abcdef", "new-key-0123456789abcdef0123456789abcdef"];
    const before = await phoneAt(bindings, ann.phone, [OLD]);
    await before.claim(ann.id);
    await before.hear({ by: "reply", stop: false, message: "SMstart" });
    await later(HOUR);
    await before.hear({ by: "reply", stop: true, message: "SMstop" });
    const { at: said } = (await before.claim(ann.id)).stop ?? { at: 0 };
    const after = await phoneAt(bindings, ann.phone, [NEW, OLD]);
    expect((await after.claim(bob.id)).stop).toMatchObject({ at: said, by: "reply" });
    await after.hear({ by: "reply", stop: false, message: "SMstart" });
    const alone = await phoneAt(bindings, ann.phone, [NEW]);
    expect((await alone.claim(ann.id)).stop).toMatchObject({ at: said });
    const old = await phoneStub(ann.phone, OLD);
    expect(await runDurableObjectAlarm(old)).toBe(true);
    expect(await diskOf(old)).toBe("[]");
  });

  it("with a hundred customers keeps all of them in mind, and its stop holds for one more (row 107)", async () => {
    const phone = await phoneStub(ann.phone);
    for (let no = 0; no < 100; no++) await phone.claim(`cus_many${no}`, []);
    const rows = await runInDurableObject(phone, (_, { storage }) =>
      storage.sql.exec<{ rows: number }>("SELECT COUNT(*) AS rows FROM customers").one(),
    );
    expect(rows.rows).toBe(100);
    await writes(ann.phone, "STOP");
    await at(bob).setContact(bob.id, { phone: ann.phone, preferred: ["sms"] });
    await breaks(fake, bob);
    await later(HOUR, bob);
    expect(sent()).toBe(0);
  });
});
