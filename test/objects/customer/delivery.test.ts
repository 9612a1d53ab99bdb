// Proves that an answer that was lost brings nobody a second message, and that each word of a provider is acted upon.

import { evictDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import {
  HOUR,
  MINUTE,
  at,
  breaks,
  impatient,
  installProviders,
  later,
  messagesOf,
  person,
  referenceOf,
  storyOf,
  told,
  twilioError,
  twilioSays,
  writes,
} from "../../support/providers.ts";
import type { FakeProviders, Person } from "../../support/providers.ts";

let fake: FakeProviders;
let ann: Person;
beforeEach(async () => {
  fake = await installProviders({ CONFIRM_REPAIR: "on" });
  ann = person(fake);
});

const nextWake = async (it: Person): Promise<number> => Date.parse((await storyOf(it)).next_wake_at ?? "");

/** Lets `count` hours pass, with a look every hour. */
async function hours(count: number, it: Person): Promise<void> {
  for (let hour = 0; hour < count; hour++) await later(HOUR, it);
}

type Answer = () => Response | Promise<Response>;
const LOST: readonly [string, Answer][] = [
  ["drops the socket", () => Promise.reject(new TypeError("the connection broke"))],
  ["stalls", () => new Promise<Response>(() => undefined)],
  ["answers 500", () => new Response("broken", { status: 500 })],
];

describe("Twilio takes a message and then", () => {
  it.each(LOST)("%s: one call, in doubt, until its callback says it was delivered", async (_, answer) => {
    impatient();
    fake.twilio = answer;
    await told(fake, ann, { phone: ann.phone });
    expect(await messagesOf(ann)).toMatchObject([{ status: "uncertain", channel: "sms" }]);
    await hours(24, ann);
    expect(fake.sms).toHaveLength(1);
    expect(fake.emails).toHaveLength(0);
    expect((await twilioSays(fake.sms[0], "delivered")).status).toBe(204);
    expect(await messagesOf(ann)).toMatchObject([{ status: "sent", attempts: 1 }]);
  });
});

describe("Resend takes an email and then", () => {
  it.each(LOST)("%s: every attempt has the same key and the same bytes, for 23 hours at most", async (_, answer) => {
    impatient();
    fake.resend = answer;
    await told(fake, ann, { email: ann.email });
    const first = Date.now();
    const instants: number[] = [];
    for (let quarter = 0; quarter < 4 * 30; quarter++) {
      const before = fake.emails.length;
      if (quarter === 2) await at(ann).setContact(ann.id, { locale: "de" });
      if (quarter % 8 === 0) await evictDurableObject(at(ann));
      await later(15 * MINUTE, ann);
      if (fake.emails.length > before) instants.push(Date.now());
    }
    expect(fake.emails.length).toBeGreaterThan(5);
    expect(new Set(fake.emails.map((it) => it.headers.get("Idempotency-Key")))).toEqual(
      new Set([await referenceOf(ann.id, 1)]),
    );
    expect(new Set(fake.emails.map((it) => it.raw)).size).toBe(1);
    expect(Math.max(...instants) - first).toBeLessThanOrEqual(23 * HOUR);
    expect(await messagesOf(ann)).toMatchObject([{ status: "uncertain" }]);
    // It may have arrived, so no other channel brings it a second time.
    expect(fake.sms).toHaveLength(0);
  });

  it("takes the second attempt: told once", async () => {
    fake.resend = () => new Response("broken", { status: 500 });
    await told(fake, ann, { email: ann.email });
    fake.resend = () => Response.json({ id: "email_1" });
    await hours(20, ann);
    expect(fake.emails).toHaveLength(2);
    expect(await messagesOf(ann)).toMatchObject([{ status: "accepted", attempts: 2 }]);
  });
});

describe("Twilio asks for seven seconds", () => {
  it("and is asked again no sooner, and not much later", async () => {
    fake.twilio = twilioError(429, 20429, { "Retry-After": "7" });
    for (let times = 0; times < 10; times++) {
      const it = person(fake);
      await told(fake, it, { phone: it.phone });
      const wait = (await nextWake(it)) - Date.now();
      expect(wait).toBeGreaterThanOrEqual(7_000);
      expect(wait).toBeLessThanOrEqual(10_000);
    }
  });
});

describe("Twilio says in its answer that the number wrote STOP (21610)", () => {
  it("closes the number for every customer under it, until START; the next channel goes on (row 104)", async () => {
    const bob = person(fake);
    await told(fake, bob, { phone: ann.phone });
    expect(fake.sms).toHaveLength(1);
    fake.twilio = twilioError(400, 21610);
    await told(fake, ann, { phone: ann.phone });
    expect(fake.sms).toHaveLength(2);
    for (const it of [ann, bob]) expect((await storyOf(it)).reachable["sms"]).toBe("stopped");
    expect(await messagesOf(ann)).toMatchObject([{ status: "failed" }]);

    fake.twilio = () => Response.json({ sid: "SM1" }, { status: 201 });
    for (let day = 0; day < 12; day++) await later(24 * HOUR, ann, bob);
    expect(fake.sms).toHaveLength(2);
    // A third, of whom the number knew nothing, finds out before anything is sent.
    const eve = person(fake);
    await told(fake, eve, { phone: ann.phone, email: eve.email });
    for (let day = 0; day < 9; day++) await later(24 * HOUR, eve);
    expect([fake.sms.length, fake.emails.length > 1]).toEqual([2, true]);
    expect((await storyOf(eve)).reachable["sms"]).toBe("stopped");

    await writes(ann.phone, "START");
    for (const it of [ann, bob, eve]) expect((await storyOf(it)).reachable["sms"]).toBe("yes");
    for (let day = 0; day < 12; day++) await later(24 * HOUR, eve);
    expect(fake.sms.length).toBeGreaterThan(2);
  });
});

describe("an address that is dead", () => {
  it.each<[string, (it: FakeProviders) => void]>([
    ["push: the app is gone", (it) => (it.fcm = () => fcmError(404, "UNREGISTERED"))],
    [
      "push: the token is nonsense",
      (it) => (it.fcm = () => fcmError(400, "INVALID_ARGUMENT", "The registration token is not valid")),
    ],
  ])("lets the next channel bring the message at once, and is not tried again: %s", async (_, arrange) => {
    arrange(fake);
    await told(fake, ann, { pushToken: ann.token, email: ann.email, phone: ann.phone });
    expect([fake.pushes.length, fake.emails.length, fake.sms.length]).toEqual([1, 1, 0]);
    expect((await storyOf(ann)).reachable["push"]).toBe("address_dead");
    for (let day = 0; day < 12; day++) await later(24 * HOUR, ann);
    expect(fake.pushes).toHaveLength(1);
  });

  const fcmError = (status: number, errorCode: string, message = ""): Response =>
    Response.json({ error: { message, details: [{ errorCode }] } }, { status });
});

describe("a customer who repairs the tariff", () => {
  it("while the message waits for its provider gets none", async () => {
    fake.twilio = twilioError(429, 20429, { "Retry-After": "600" });
    await told(fake, ann, { phone: ann.phone });
    expect(fake.sms).toHaveLength(1);
    ann.tariff.status = "CONNECTED";
    fake.twilio = () => Response.json({ sid: "SM1" }, { status: 201 });
    await hours(5, ann);
    expect(fake.sms).toHaveLength(1);
    expect(await messagesOf(ann)).toMatchObject([{ status: "cancelled" }]);
  });

  it("is told once that it was seen, without a link to follow", async () => {
    await told(fake, ann, { email: ann.email });
    ann.tariff.status = "CONNECTED";
    await breaks(fake, ann, "location.update");
    await later(MINUTE, ann);
    await hours(30, ann);
    expect(fake.emails).toHaveLength(2);
    expect(fake.emails[1]?.raw).toContain("Your energy tariff is up to date");
    expect(fake.emails[1]?.raw).not.toContain("email.");
    expect(await messagesOf(ann)).toMatchObject([
      { kind: "notify", status: "sent" },
      { kind: "confirm", status: "sent", rung: 0, cases: [1] },
    ]);
  });

  it("gets none by the next channel when it turns out that the first one never arrived", async () => {
    await told(fake, ann, { phone: ann.phone });
    ann.tariff.status = "CONNECTED";
    await breaks(fake, ann, "location.update");
    await later(MINUTE, ann);
    await twilioSays(fake.sms[0], "undelivered", 30006);
    await hours(5, ann);
    expect([fake.sms.length, fake.emails.length, fake.pushes.length]).toEqual([1, 0, 0]);
  });
});
