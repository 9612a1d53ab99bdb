// The whole way of a message by WhatsApp: told once, put off by a button, brought by SMS where it is refused, and never both.

import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { emulatedIds } from "../../../src/dev/emulator/whatsapp-contents.ts";
import worker from "../../../src/worker.ts";
import {
  DAY,
  HOUR,
  MINUTE,
  answersByWhatsApp,
  at,
  breaks,
  installProviders,
  later,
  messagesOf,
  person,
  storyOf,
  twilioError,
  twilioSays,
} from "../../support/providers.ts";
import { breakCustomer } from "../../support/disk.ts";
import { phoneStub } from "../../support/stubs.ts";
import { bindings } from "../../support/worker.ts";
import type { FakeProviders, Person, ProviderCall } from "../../support/providers.ts";

let fake: FakeProviders;
let ann: Person;
beforeEach(async () => {
  fake = await installProviders({
    CHANNEL_ORDER: "whatsapp,sms",
    CONTACT_LOOKUP_URL: "",
    CONTACT_LOOKUP_SECRET: "",
    WHATSAPP_FROM: "+441632960998",
    WHATSAPP_TEMPLATES: JSON.stringify(emulatedIds()),
    WHATSAPP_UNDELIVERED_AFTER: "4h",
  });
  ann = person(fake);
});

const paramsOf = (call: ProviderCall | undefined): URLSearchParams => new URLSearchParams(call?.raw);
const isWhatsApp = (call: ProviderCall): boolean => paramsOf(call).get("To")?.startsWith("whatsapp:") === true;
const counts = (): readonly [number, number] => {
  const byWhatsApp = fake.sms.filter(isWhatsApp).length;
  return [byWhatsApp, fake.sms.length - byWhatsApp];
};
/** A broken tariff of somebody who has agreed to WhatsApp, or has not; and the first message. */
async function told(it: Person, whatsapp = true): Promise<void> {
  await at(it).setContact(it.id, { phone: it.phone, whatsapp, locale: "de" });
  await breaks(fake, it);
  await later(6 * MINUTE, it);
}

describe("a message by WhatsApp", () => {
  it("is told, put off by its button, told again, tapped, and over once it is repaired", async () => {
    await told(ann);
    expect(counts()).toEqual([1, 0]);
    const first = paramsOf(fake.sms[0]);
    expect(first.get("ContentSid")).toBe(emulatedIds()["de"]?.["expired_first"]);
    expect(first.get("Body")).toBeNull();
    expect((await twilioSays(fake.sms[0], "delivered")).status).toBe(204);
    expect((await twilioSays(fake.sms[0], "read")).status).toBe(204);

    const answer = await answersByWhatsApp(ann.phone, { button: "reconnect_later_de" });
    expect(await answer.text()).toBe(
      "<Response><Message>Danke. Wir warten drei Tage, bevor wir Sie erinnern.</Message></Response>",
    );
    const { snoozed_until: until, contact } = await storyOf(ann);
    expect(Date.parse(until ?? "") - Date.now()).toBeGreaterThanOrEqual(3 * DAY);
    expect(Date.parse(until ?? "") - Date.now()).toBeLessThan(4 * DAY);
    expect(contact.opted_out).toBe(false);
    await later(3 * DAY, ann);
    expect(counts()).toEqual([1, 0]);

    // Who did not tap hears the next one by the next channel, as with any other.
    await later(2 * DAY, ann);
    await later(HOUR, ann);
    expect(counts()).toEqual([1, 1]);
    const link = (JSON.parse(first.get("ContentVariables") ?? "{}") as Record<string, string>)["2"] ?? "";
    const tap = await worker.fetch(new Request(link, { redirect: "manual" }), bindings);
    expect(tap.status).toBe(302);
    ann.tariff.status = "CONNECTED";
    await later(HOUR, ann);
    await later(30 * DAY, ann);
    expect(counts()).toEqual([1, 1]);
    expect((await storyOf(ann)).cases).toMatchObject([{ state: "repaired" }]);
  });

  it("goes to nobody who did not agree to it", async () => {
    await told(ann, false);
    expect(counts()).toEqual([0, 1]);
  });

  it.each([63016, 63024, 63032, 63049])("that is refused with %i afterwards is brought by SMS, once", async (code) => {
    await told(ann);
    await twilioSays(fake.sms[0], "undelivered", code);
    await twilioSays(fake.sms[0], "undelivered", code);
    await later(MINUTE, ann);
    expect(counts()).toEqual([1, 1]);
    await twilioSays(fake.sms[0], "undelivered", code);
    await twilioSays(fake.sms[0], "delivered");
    await later(DAY, ann);
    expect(counts()).toEqual([1, 1]);
  });

  it("that is refused at once is brought by SMS in the same minute", async () => {
    const taken = fake.twilio;
    fake.twilio = (call) => (isWhatsApp(call) ? twilioError(400, 63003)(call) : taken(call));
    await told(ann);
    await later(MINUTE, ann);
    expect(counts()).toEqual([1, 1]);
    expect((await storyOf(ann)).reachable).toMatchObject({ whatsapp: "address_dead", sms: "yes" });
  });

  it("that no phone shows in time is brought by SMS, once", async () => {
    await told(ann);
    await later(4 * HOUR, ann);
    await later(MINUTE, ann);
    expect(counts()).toEqual([1, 1]);
    await twilioSays(fake.sms[0], "delivered");
    await later(DAY, ann);
    expect(counts()).toEqual([1, 1]);
    expect(await messagesOf(ann)).toHaveLength(1);
  });

  it("is the last one after its button says so, or the word STOP, by whatever way the next would have come", async () => {
    const bob = person(fake);
    for (const it of [ann, bob]) await told(it);
    const answer = await answersByWhatsApp(ann.phone, { button: "reconnect_stop_en" });
    expect(await answer.text()).toContain("START");
    await answersByWhatsApp(bob.phone, { body: "Stopp!" });
    await later(10 * DAY, ann, bob);
    expect(counts()).toEqual([2, 0]);
    for (const it of [ann, bob]) expect((await storyOf(it)).contact.opted_out).toBe(true);
    await answersByWhatsApp(ann.phone, { body: "START" });
    expect((await storyOf(ann)).contact.opted_out).toBe(false);
  });
});

describe("the wish to be reminded later", () => {
  it("is kept until the customer can be told, and is told once", async () => {
    await told(ann);
    const stands = async (): Promise<boolean> => (await storyOf(ann)).snoozed_until !== null;
    const mend = await breakCustomer(at(ann));
    expect((await answersByWhatsApp(ann.phone, { button: "reconnect_later_en" })).status).toBe(200);
    await mend();
    expect(await stands()).toBe(false);
    const phone = await phoneStub(ann.phone);
    await evictDurableObject(phone);
    vi.setSystemTime(Date.now() + 10 * MINUTE);
    expect(await runDurableObjectAlarm(phone)).toBe(true);
    expect(await stands()).toBe(true);
  });

  it("is nobody's whose number it is not, and no START", async () => {
    await told(ann);
    await at(ann).setContact(ann.id, { optedOut: true });
    await at(ann).setContact(ann.id, { phone: `${ann.phone}1` });
    await answersByWhatsApp(ann.phone, { button: "reconnect_later_en" });
    const { snoozed_until: until, contact } = await storyOf(ann);
    expect([until, contact.opted_out]).toEqual([null, true]);
  });
});
