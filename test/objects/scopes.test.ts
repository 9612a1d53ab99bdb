// Proves that a refusal is whose it is: one recipient's goes to the next channel, a sender's or an account's waits for all, and
// what nobody can place is the account's only by a pattern. With the windows that are the default.

import { runDurableObjectAlarm } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import {
  DAY,
  HOUR,
  MINUTE,
  at,
  breaks,
  installProviders,
  later,
  messagesOf,
  person,
  posted,
  storyOf,
  told,
  twilioError,
  twilioSays,
} from "../support/providers.ts";
import { gateStub } from "../support/stubs.ts";
import type { FakeProviders, Person, ProviderCall } from "../support/providers.ts";

let fake: FakeProviders;
beforeEach(async () => {
  fake = await installProviders({ SEND_WINDOW: "", SEND_WINDOW_HARD: "" });
});

const crowd = (count: number): Person[] => Array.from({ length: count }, () => person(fake));
const closedWhy = async (channel: string) => (await gateStub(channel).report()).closed?.why ?? null;
const noticed = async (channel: string, type = "channel.closed") => {
  await runDurableObjectAlarm(gateStub(channel));
  return posted(fake, type).map((it) => (JSON.parse(it.raw) as { data: { channel: string; why: string } }).data.why);
};
const toOf = (call: ProviderCall): string => new URLSearchParams(call.raw).get("To") ?? "";
const accepted = () => Response.json({ sid: "SM1" }, { status: 201 });
const fcmError = (status: number, errorCode: string): Response =>
  Response.json({ error: { message: "", details: [{ errorCode }] } }, { status });
async function hours(count: number, ...people: readonly Person[]): Promise<void> {
  for (let hour = 0; hour < count; hour++) await later(HOUR, ...people);
}

describe("a refusal of one recipient, or of some (row 34)", () => {
  it("21408 for 2 of 42: they hear by email, 40 by SMS, and the company once", async () => {
    const people = crowd(42);
    const abroad = new Set([people[7]?.phone ?? "", people[21]?.phone ?? ""]);
    fake.twilio = (call) => (abroad.has(toOf(call)) ? twilioError(403, 21408)(call) : accepted());
    for (const it of people) {
      await at(it).setContact(it.id, { phone: it.phone, email: it.email, preferred: ["sms", "email"] });
      await breaks(fake, it);
    }
    // The order of the channels is email, then SMS: the second message is the first by SMS.
    vi.setSystemTime(Date.now() + 6 * MINUTE);
    for (const it of people) await later(600, it);
    expect(fake.emails).toHaveLength(42);
    vi.setSystemTime(Date.now() + 4 * DAY);
    for (const it of people) await later(600, it);
    for (const it of people) await later(600, it);
    expect(fake.sms.filter((call) => !abroad.has(toOf(call)))).toHaveLength(40);
    expect(fake.sms).toHaveLength(42);
    expect(fake.emails).toHaveLength(44);
    expect(await closedWhy("sms")).toBeNull();
    expect(await noticed("sms")).toEqual([]);
    expect(await noticed("sms", "channel.impaired")).toEqual(["twilio 21408"]);
    for (const it of people.slice(7, 8)) expect((await storyOf(it)).reachable["sms"]).toBe("yes");
  });

  it.each([
    ["21612", twilioError(400, 21612)],
    ["21608", twilioError(403, 21608)],
    ["30450", twilioError(400, 30450)],
  ])("%s: the next channel brings the message at once, and the gate stays open", async (_, answer) => {
    const [ann, bob] = crowd(2);
    if (ann === undefined || bob === undefined) throw new Error("nobody came");
    fake.twilio = answer;
    await at(ann).setContact(ann.id, { phone: ann.phone, email: ann.email });
    await told(fake, ann, { phone: ann.phone });
    expect(await messagesOf(ann)).toMatchObject([{ status: "failed", channel: "sms", attempts: 1 }]);
    expect(fake.sms).toHaveLength(1);
    fake.twilio = accepted;
    await told(fake, bob, { phone: bob.phone });
    expect(await messagesOf(bob)).toMatchObject([{ status: "accepted", channel: "sms" }]);
  });

  it("THIRD_PARTY_AUTH_ERROR is Apple's: an iPhone's customer hears by email, Android's by push", async () => {
    const [ann, bob] = crowd(2);
    if (ann === undefined || bob === undefined) throw new Error("nobody came");
    fake.fcm = (call) =>
      call.raw.includes(ann.token)
        ? fcmError(401, "THIRD_PARTY_AUTH_ERROR")
        : Response.json({ name: "projects/example-energy/messages/1" });
    await told(fake, ann, { pushToken: ann.token, email: ann.email });
    await told(fake, bob, { pushToken: bob.token, email: bob.email });
    expect(await messagesOf(ann)).toMatchObject([{ status: "accepted", channel: "email" }]);
    expect(await messagesOf(bob)).toMatchObject([{ status: "sent", channel: "push" }]);
    expect((await storyOf(ann)).reachable["push"]).toBe("yes");
    expect(await closedWhy("push")).toBeNull();
    expect(await noticed("push", "channel.impaired")).toEqual(["fcm 401 THIRD_PARTY_AUTH_ERROR"]);
  });

  it("SENDER_ID_MISMATCH makes no token dead: with a project that is the wrong one, it would make them all so", async () => {
    const people = crowd(3);
    fake.fcm = () => fcmError(403, "SENDER_ID_MISMATCH");
    for (const it of people) await told(fake, it, { pushToken: it.token, email: it.email });
    for (const it of people) expect((await storyOf(it)).reachable["push"]).toBe("yes");
    expect(await closedWhy("push")).toBe("fcm 403 SENDER_ID_MISMATCH");
    expect(await noticed("push")).toEqual(["fcm 403 SENDER_ID_MISMATCH"]);
  });
});

describe("a wrong sender (row 35)", () => {
  it.each([21601, 21603, 21659, 21660, 21701, 21703, 21705])(
    "%i closes the channel, is told once, and the messages go out when it is mended",
    async (code) => {
      const people = crowd(3);
      fake.twilio = twilioError(400, code);
      for (const it of people) {
        await at(it).setContact(it.id, { phone: it.phone, preferred: ["sms"] });
        await breaks(fake, it);
      }
      await later(6 * MINUTE, ...people);
      expect(fake.sms).toHaveLength(1);
      await hours(3, ...people);
      expect(await closedWhy("sms")).toBe(`twilio ${code}`);
      for (const it of people) expect((await messagesOf(it))[0]).toMatchObject({ status: "due" });
      fake.sms.length = 0;
      fake.twilio = accepted;
      await hours(3, ...people);
      expect(fake.sms).toHaveLength(3);
      expect(await closedWhy("sms")).toBeNull();
      expect(await noticed("sms")).toEqual([`twilio ${code}`]);
    },
  );
});

describe("a code nobody knows (row 35)", () => {
  it("is tried three times for one customer, then brought by the next channel, and closes nothing", async () => {
    const [ann] = crowd(1);
    if (ann === undefined) throw new Error("nobody came");
    fake.twilio = twilioError(400, 21999);
    await told(fake, ann, { phone: ann.phone });
    await hours(2, ann);
    expect(fake.sms).toHaveLength(3);
    expect(await messagesOf(ann)).toMatchObject([{ status: "failed" }]);
    expect(await closedWhy("sms")).toBeNull();
    expect(await noticed("sms")).toEqual([]);
  });

  it("is the account's when three customers meet it: the third waits, as does everybody after, until it is mended", async () => {
    const people = crowd(5);
    fake.twilio = twilioError(400, 21999);
    for (const it of people) await told(fake, it, { phone: it.phone });
    expect(await closedWhy("sms")).toBe("twilio 21999");
    expect(await noticed("sms")).toEqual(["twilio 21999"]);
    fake.sms.length = 0;
    fake.twilio = accepted;
    await hours(2, ...people);
    expect(await closedWhy("sms")).toBeNull();
    const reached = new Set(fake.sms.map(toOf));
    for (const it of people.slice(3)) expect(reached.has(it.phone)).toBe(true);
  });
});

describe("a message that its words or its recipient keep from arriving", () => {
  it.each([30004, 21617, 21602, 21604])("%i is submitted once (row 36)", async (code) => {
    const [ann] = crowd(1);
    if (ann === undefined) throw new Error("nobody came");
    fake.twilio = twilioError(400, code);
    await told(fake, ann, { phone: ann.phone });
    await hours(6, ann);
    expect(fake.sms).toHaveLength(1);
    expect(await messagesOf(ann)).toMatchObject([{ status: "failed" }]);
    expect(await closedWhy("sms")).toBeNull();
  });

  it("filtered by the carrier (30007), it is not repeated: the next channel brings it (row 23)", async () => {
    const [ann] = crowd(1);
    if (ann === undefined) throw new Error("nobody came");
    await told(fake, ann, { email: ann.email, phone: ann.phone });
    await later(4 * DAY, ann);
    expect([fake.emails.length, fake.sms.length]).toEqual([1, 1]);
    await twilioSays(fake.sms[0], "undelivered", 30007);
    await hours(24, ann);
    expect([fake.emails.length, fake.sms.length]).toEqual([2, 1]);
    expect(await closedWhy("sms")).toBeNull();
  });

  it("from a number that is not registered (30034): a handful of submissions in a day, not 45 (row 23)", async () => {
    const [ann] = crowd(1);
    if (ann === undefined) throw new Error("nobody came");
    await told(fake, ann, { phone: ann.phone });
    for (let quarter = 0; quarter < 4 * 24; quarter++) {
      const before = fake.sms.length;
      await later(15 * MINUTE, ann);
      if (fake.sms.length > before || quarter === 0) await twilioSays(fake.sms.at(-1), "undelivered", 30034);
    }
    expect(fake.sms.length).toBeLessThanOrEqual(10);
    expect(await noticed("sms")).toEqual(["twilio 30034"]);
  });
});

describe("a customer whose test clock was moved (row 88)", () => {
  it("finds out by themselves whether a closed channel is open again, without waiting for the real clock", async () => {
    const [ann, bob] = crowd(2);
    if (ann === undefined || bob === undefined) throw new Error("nobody came");
    fake.twilio = twilioError(401, 20003);
    await told(fake, bob, { phone: bob.phone });
    expect(await closedWhy("sms")).toBe("twilio 20003");
    fake.twilio = accepted;
    await at(ann).setContact(ann.id, { phone: ann.phone, preferred: ["sms"] });
    await breaks(fake, ann);
    const before = Date.now();
    await at(ann).advanceClock(HOUR);
    expect(Date.now()).toBe(before);
    expect(await messagesOf(ann)).toMatchObject([{ status: "accepted", attempts: 1 }]);
    expect(await closedWhy("sms")).toBeNull();
  });
});
