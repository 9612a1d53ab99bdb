// Proves that a provider's late word is believed only when it is signed, moves a message only forward, and makes nothing.

import { listDurableObjectIds } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import worker from "../../../src/worker.ts";
import {
  DAY,
  HOUR,
  at,
  diskOf,
  installProviders,
  later,
  messagesOf,
  person,
  referenceOf,
  resendSays,
  storyOf,
  told,
  twilioPost,
  twilioRequest,
  twilioSays,
  writes,
} from "../../support/providers.ts";
import { bindings } from "../../support/worker.ts";
import { customerStub } from "../../support/stubs.ts";
import type { FakeProviders, Person } from "../../support/providers.ts";

let fake: FakeProviders;
let ann: Person;
beforeEach(async () => {
  fake = await installProviders();
  ann = person(fake);
});

const bySms = (): Promise<void> => told(fake, ann, { phone: ann.phone });
const queryOf = (no = 0): string => new URL(new URLSearchParams(fake.sms[no]?.raw).get("StatusCallback") ?? "").search;
const gone = (code: number, no = 0): Promise<Response> => twilioSays(fake.sms[no], "undelivered", code);

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, no) =>
    permutations(items.filter((_, other) => other !== no)).map((rest) => [item, ...rest]),
  );
}

describe("a callback that is not genuine", () => {
  it("is refused, and nothing is touched", async () => {
    await bySms();
    const before = await diskOf(at(ann));
    const status = { MessageSid: "SM1", MessageStatus: "undelivered", ErrorCode: "30006", To: ann.phone };
    expect((await twilioPost(queryOf(), status, "another-key")).status).toBe(401);
    const phones = (await listDurableObjectIds(bindings.PHONE)).length;
    const stop = { MessageSid: "SM2", SmsStatus: "received", From: "+447700911111", Body: "STOP" };
    expect((await twilioPost("", stop, "another-key")).status).toBe(401);
    expect(await listDurableObjectIds(bindings.PHONE)).toHaveLength(phones);
    const secret = "whsec_YW5vdGhlci1zZWNyZXQtMDEyMzQ1Njc4OTAxMjM0NTY3ODk=";
    expect((await resendSays(ann.id, 1, "email.complained", {}, secret)).status).toBe(401);
    expect(await diskOf(at(ann))).toBe(before);
  });

  it("is refused when it was signed for another message, or with other words", async () => {
    await bySms();
    const params = { MessageSid: "SM1", MessageStatus: "delivered" };
    const request = await twilioRequest(queryOf(), params);
    const forged = (url: string, body: Record<string, string>): Request =>
      new Request(url, { method: "POST", headers: request.headers, body: new URLSearchParams(body) });
    const about = await referenceOf(ann.id, 2);
    const other = forged(request.url.replace(/about=[^&]*/, `about=${about}`), params);
    expect((await worker.fetch(other, bindings)).status).toBe(401);
    const words = forged(request.url, { ...params, MessageStatus: "undelivered" });
    expect((await worker.fetch(words, bindings)).status).toBe(401);
    expect((await worker.fetch(forged(request.url, params), bindings)).status).toBe(204);
  });
});

describe("a callback about a customer nobody knows", () => {
  it("makes no tables", async () => {
    const id = "cus_nobody";
    const about = await referenceOf(id, 1);
    expect((await twilioPost(`?about=${about}&attempt=1`, { MessageStatus: "delivered" })).status).toBe(204);
    expect((await resendSays(id, 1, "email.complained")).status).toBe(200);
    expect(await diskOf(customerStub(id))).toBe("[]");
  });

  it.each([
    "?about=__proto__&attempt=1",
    "?about=cus_1&no=1&attempt=1",
    `?about=${"x".repeat(60)}&attempt=1`,
    `?about=${"x".repeat(5_000)}&attempt=1`,
    "?attempt=1",
    "",
  ])("makes no object by a reference that we did not make: %s", async (query) => {
    const before = (await listDurableObjectIds(bindings.CUSTOMER)).length;
    expect((await twilioPost(query, { MessageStatus: "delivered" })).status).toBe(204);
    expect(await listDurableObjectIds(bindings.CUSTOMER)).toHaveLength(before);
  });
});

describe("the statuses of one message", () => {
  it.each<[string, readonly [string, number?][], string]>([
    ["delivered", [["queued"], ["sent"], ["delivered"]], "sent"],
    ["undelivered", [["queued"], ["sent"], ["undelivered", 30006]], "failed"],
  ])("end %s in every order, each of them said twice", async (_, statuses, expected) => {
    const ends = new Set<string>();
    for (const order of permutations(statuses)) {
      const it = person(fake);
      await told(fake, it, { phone: it.phone });
      const call = fake.sms.at(-1);
      for (const [status, code] of [...order, ...order])
        expect((await twilioSays(call, status, code)).status).toBe(204);
      await later(1_000, it);
      const { notifications, reachable } = await storyOf(it);
      ends.add(JSON.stringify([notifications.map((each) => [each["status"], each["attempts"]]), reachable["sms"]]));
    }
    expect([...ends]).toEqual([JSON.stringify([[[expected, 1]], expected === "sent" ? "yes" : "address_dead"])]);
  });

  it("never take back a delivery, though the address is known to be dead from then on (row 52)", async () => {
    await bySms();
    await twilioSays(fake.sms[0], "delivered");
    await gone(30006);
    await twilioSays(fake.sms[0], "queued");
    await later(5 * HOUR, ann);
    expect(await messagesOf(ann)).toMatchObject([{ status: "sent" }]);
    expect((await storyOf(ann)).reachable["sms"]).toBe("address_dead");
  });
});

describe("a message that did not arrive", () => {
  it("at a number that takes none (30006) is brought by the next channel, once", async () => {
    await told(fake, ann, { pushToken: ann.token, email: ann.email, phone: ann.phone });
    await later(3 * DAY, ann);
    await later(8 * DAY, ann);
    expect([fake.pushes.length, fake.emails.length, fake.sms.length]).toEqual([1, 1, 1]);
    await gone(30006);
    await later(1_000, ann);
    for (let times = 0; times < 3; times++) await gone(30006);
    for (let hour = 0; hour < 6; hour++) await later(HOUR, ann);
    expect(fake.pushes.length + fake.emails.length).toBe(3);
    expect(fake.sms).toHaveLength(1);
    const { reachable, journal } = await storyOf(ann);
    expect(reachable["sms"]).toBe("address_dead");
    expect(journal.filter((it) => it.what === "channel_changed")).toHaveLength(1);
  });

  it("because the phone was off (30003) is sent again twice, hours apart, and then by the next channel", async () => {
    await told(fake, ann, { email: ann.email, phone: ann.phone });
    await later(4 * DAY, ann);
    expect([fake.emails.length, fake.sms.length]).toEqual([1, 1]);
    for (let series = 0; series < 3; series++) {
      await gone(30003, series);
      await gone(30003, series);
      for (let hour = 0; hour < 5; hour++) await later(HOUR, ann);
    }
    expect([fake.emails.length, fake.sms.length]).toEqual([2, 3]);
  });
});

describe("what Resend tells", () => {
  const byEmail = (): Promise<void> => told(fake, ann, { email: ann.email, phone: ann.phone });

  it("a bounce for good: the address is dead, and the next channel brings the message, once", async () => {
    await byEmail();
    await resendSays(ann.id, 1, "email.bounced", { bounce: { type: "Permanent" } });
    await later(1_000, ann);
    for (let hour = 0; hour < 3; hour++) await later(HOUR, ann);
    expect([fake.emails.length, fake.sms.length]).toEqual([1, 1]);
    expect((await storyOf(ann)).reachable["email"]).toBe("address_dead");
  });

  it("a bounce for now: the next channel brings it, and the address stays", async () => {
    await byEmail();
    await resendSays(ann.id, 1, "email.bounced", { bounce: { type: "Transient" } });
    await later(1_000, ann);
    expect([fake.emails.length, fake.sms.length]).toEqual([1, 1]);
    expect((await storyOf(ann)).reachable["email"]).toBe("yes");
  });

  it("a complaint, though the email was delivered: nothing more, by any channel", async () => {
    await byEmail();
    await resendSays(ann.id, 1, "email.delivered");
    expect(await messagesOf(ann)).toMatchObject([{ status: "sent" }]);
    await resendSays(ann.id, 1, "email.complained");
    expect((await storyOf(ann)).contact).toMatchObject({ opted_out: true, opted_out_by: "complaint" });
    for (let day = 0; day < 14; day++) await later(DAY, ann);
    expect([fake.emails.length, fake.sms.length]).toEqual([1, 0]);
  });

  it.each(["Yes", "START"])("a complaint is not taken back by a text: %s (row 37)", async (word) => {
    await byEmail();
    await resendSays(ann.id, 1, "email.complained");
    await writes(ann.phone, word);
    expect((await storyOf(ann)).contact).toMatchObject({ opted_out: true, opted_out_by: "complaint" });
  });
});
