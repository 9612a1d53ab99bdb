// Proves that a provider's word is about the address a message went to: what is said of a former one concerns nobody, and the
// present one gets the message; and that a word about no message of ours is none.

import { beforeEach, describe, expect, it } from "vitest";
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
  referenceOf,
  resendSays,
  storyOf,
  told,
  twilioPost,
  twilioSays,
} from "../../support/providers.ts";
import { gateStub, phoneStub } from "../../support/stubs.ts";
import { changeDocument } from "../../support/disk.ts";
import type { FakeProviders, Person } from "../../support/providers.ts";

let fake: FakeProviders;
let ann: Person;
beforeEach(async () => {
  fake = await installProviders({ SEND_WINDOW: "", SEND_WINDOW_HARD: "" });
  ann = person(fake);
});

const MISTYPED = "mistyped@inbox.example.test";
const FORMER = "+447700900998";
const bounced = { bounce: { type: "Permanent" } };
const put = (change: Parameters<ReturnType<typeof at>["setContact"]>[1]) => at(ann).setContact(ann.id, change);
const toOf = (raw: string): string => new URLSearchParams(raw).get("To") ?? "";
const emailOf = (raw: string): string => (JSON.parse(raw) as { to: [string] }).to[0];
const standing = async () => (await storyOf(ann)).reachable;
const isOptedOut = async () => (await storyOf(ann)).contact.opted_out;
const fcmError = (status: number, errorCode: string): Response =>
  Response.json({ error: { message: "", details: [{ errorCode }] } }, { status });

describe("a word about an address that is another one by now (row 67)", () => {
  it("bounces the mistyped email: the right one is not dead, and gets the message, once", async () => {
    await told(fake, ann, { email: MISTYPED });
    await put({ email: ann.email });
    for (let times = 0; times < 2; times++)
      await resendSays(ann.id, 1, "email.bounced", { ...bounced, to: [MISTYPED] });
    await later(MINUTE, ann);
    expect((await standing())["email"]).toBe("yes");
    expect(fake.emails.map((it) => emailOf(it.raw))).toEqual([MISTYPED, ann.email]);
    // The same key with other bytes would be refused, and would pass for a repeat.
    expect(new Set(fake.emails.map((it) => it.headers.get("Idempotency-Key"))).size).toBe(2);
    await resendSays(ann.id, 1, "email.bounced", { ...bounced, to: [MISTYPED] });
    await later(HOUR, ann);
    expect((await standing())["email"]).toBe("yes");
    expect(fake.emails).toHaveLength(2);
    expect(await messagesOf(ann)).toMatchObject([{ status: "accepted", channel: "email" }]);
  });

  it("bounces the same email in another case: it is the one they have", async () => {
    await told(fake, ann, { email: ann.email, phone: ann.phone });
    await resendSays(ann.id, 1, "email.bounced", { ...bounced, to: [ann.email.toUpperCase()] });
    expect((await standing())["email"]).toBe("address_dead");
  });

  it("says that the former number takes no messages (30006): the present one does", async () => {
    await told(fake, ann, { phone: FORMER });
    await put({ phone: ann.phone });
    for (let times = 0; times < 2; times++) await twilioSays(fake.sms[0], "undelivered", 30006);
    await later(MINUTE, ann);
    expect((await standing())["sms"]).toBe("yes");
    expect(fake.sms.map((it) => toOf(it.raw))).toEqual([FORMER, ann.phone]);
  });

  it("says that the former number is opted out (21610): its owner is, and not the customer", async () => {
    await told(fake, ann, { phone: FORMER });
    await put({ phone: ann.phone });
    await twilioSays(fake.sms[0], "failed", 21610);
    await later(MINUTE, ann);
    expect(await isOptedOut()).toBe(false);
    expect(fake.sms.map((it) => toOf(it.raw))).toEqual([FORMER, ann.phone]);
    expect(await diskOf(await phoneStub(FORMER))).toContain('"stop":true');
  });

  it("says that the former token is gone, while the new one was being pushed", async () => {
    fake.fcm = async (call) => {
      if (!call.raw.includes("old-token")) return Response.json({ name: "projects/example-energy/messages/1" });
      await put({ pushToken: ann.token });
      return fcmError(404, "UNREGISTERED");
    };
    await told(fake, ann, { pushToken: "old-token", email: ann.email });
    expect((await standing())["push"]).toBe("yes");
    expect(fake.pushes).toHaveLength(2);
    expect(fake.emails).toHaveLength(0);
    expect(await messagesOf(ann)).toMatchObject([{ status: "sent", channel: "push" }]);
  });

  it("says so when the customer has no address there any more: the next channel brings it", async () => {
    await told(fake, ann, { email: MISTYPED, phone: ann.phone });
    await put({ email: null });
    await resendSays(ann.id, 1, "email.bounced", { ...bounced, to: [MISTYPED] });
    await later(MINUTE, ann);
    expect(fake.emails).toHaveLength(1);
    expect(fake.sms).toHaveLength(1);
  });

  it("leaves no address behind: only a digest that nobody can turn round", async () => {
    await told(fake, ann, { phone: FORMER });
    await put({ phone: null });
    expect(await diskOf(at(ann))).not.toContain(FORMER.slice(1));
  });
});

describe("a dead address of a customer who is looked up", () => {
  it("is not held against the one that was pushed", async () => {
    await put({ phone: ann.phone, preferred: ["sms"] });
    fake.lookup = () => Response.json({ phone: FORMER });
    fake.twilio = () => Response.json({ code: 21211 }, { status: 400 });
    await breaks(fake, ann);
    await later(6 * MINUTE, ann);
    expect(fake.sms.map((it) => toOf(it.raw))).toEqual([FORMER]);
    expect((await standing())["sms"]).toBe("yes");
  });
});

describe("a late word on a message that is settled (row 52)", () => {
  it("bounces for good after the delivery: the address is dead, the message was told", async () => {
    await told(fake, ann, { email: ann.email, phone: ann.phone });
    await resendSays(ann.id, 1, "email.delivered", { to: [ann.email] });
    expect(await messagesOf(ann)).toMatchObject([{ status: "sent" }]);
    await resendSays(ann.id, 1, "email.bounced", { ...bounced, to: [ann.email] });
    expect((await standing())["email"]).toBe("address_dead");
    await later(MINUTE, ann);
    expect(fake.sms).toHaveLength(0);
    await later(4 * DAY, ann);
    expect([fake.emails.length, fake.sms.length]).toEqual([1, 1]);
  });

  it("bounces for good, but the address is another one since: that one is good", async () => {
    await told(fake, ann, { email: MISTYPED });
    await resendSays(ann.id, 1, "email.delivered");
    await put({ email: ann.email });
    await resendSays(ann.id, 1, "email.bounced", { ...bounced, to: [MISTYPED] });
    expect((await standing())["email"]).toBe("yes");
  });

  it("complains weeks later: a complaint is one, whenever it comes, and names itself", async () => {
    await told(fake, ann, { email: ann.email, phone: ann.phone });
    await resendSays(ann.id, 1, "email.delivered");
    for (let day = 0; day < 20; day++) await later(DAY, ann);
    await resendSays(ann.id, 1, "email.complained", { to: [ann.email] });
    expect((await storyOf(ann)).contact.opted_out).toBe(true);
    expect((await storyOf(ann)).journal).toContainEqual(
      expect.objectContaining({ what: "opted_out", detail: expect.objectContaining({ by: "complaint" }) as object }),
    );
  });
});

describe("a complaint (row 94)", () => {
  const complains = (no = 1, to = ann.email) => resendSays(ann.id, no, "email.complained", { to: [to] });
  const by = async () => (await storyOf(ann)).contact["opted_out_by"];

  it("before the delivery is told shows that it arrived, and is filed as one", async () => {
    await told(fake, ann, { email: ann.email, phone: ann.phone });
    await complains();
    await resendSays(ann.id, 1, "email.delivered", { to: [ann.email] });
    expect([await by(), (await messagesOf(ann))[0]?.["status"]]).toEqual(["complaint", "sent"]);
    expect((await storyOf(ann)).consent).toMatchObject([
      {
        to: "stopped",
        by: "complaint",
        door: "email",
        only: null,
        address: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
      },
    ]);
    await later(4 * DAY, ann);
    expect([fake.emails.length, fake.sms.length]).toEqual([1, 0]);
  });

  it("about an email that seemed lost, and that another channel brought in the end", async () => {
    await told(fake, ann, { email: ann.email, phone: ann.phone });
    await resendSays(ann.id, 1, "email.bounced", { bounce: { type: "Transient" }, to: [ann.email] });
    await later(MINUTE, ann);
    expect(fake.sms).toHaveLength(1);
    await complains();
    expect(await by()).toBe("complaint");
  });

  it("about a message whose row is forgotten by now, at the address they have; at another one it is nobody's", async () => {
    await told(fake, ann, { email: ann.email });
    await resendSays(ann.id, 1, "email.delivered");
    await changeDocument(at(ann), ({ state, recent }) => ({
      state: { ...state, lastNotificationNo: 2 },
      recent: { ...recent, notifications: recent.notifications.map((it) => ({ ...it, no: 2 })) },
    }));
    await complains(1, "somebody.else@inbox.example.test");
    await complains(999);
    expect(await by()).toBeNull();
    await complains();
    expect(await by()).toBe("complaint");
  });

  it("beside a stop on the page is a line of its own, and outlasts its undoing", async () => {
    await told(fake, ann, { email: ann.email });
    await resendSays(ann.id, 1, "email.delivered");
    await at(ann).stop("page", { purpose: "stop", no: 1, epoch: 0 });
    await complains();
    await at(ann).start({ purpose: "open", no: 1, epoch: 0 });
    expect((await storyOf(ann)).consent).toMatchObject([
      { to: "stopped", by: "page", door: "link", link: "stop 1", standing: ["page"] },
      { to: "stopped", by: "complaint", standing: ["page", "complaint"] },
      { to: "resumed", by: "page", link: "open 1", standing: ["complaint"] },
    ]);
  });
});

describe("a provider's word that is about no message of ours (row 100)", () => {
  it.each<[string, () => Promise<unknown>]>([
    ["a complaint about a message that was never sent", () => resendSays(ann.id, 999, "email.complained")],
    ["a complaint from another address", () => resendSays(ann.id, 1, "email.complained", { to: ["eve@example.test"] })],
    ["a complaint under another id", () => resendSays(ann.id, 1, "email.complained", { email_id: "email_2" })],
    ["a complaint by another channel", () => twilioWord({ no: "1", code: "21610" })],
  ])("silences nobody: %s", async (_, says) => {
    await told(fake, ann, { email: ann.email, phone: ann.phone });
    await resendSays(ann.id, 1, "email.delivered");
    const before = await diskOf(at(ann));
    await says();
    expect(await diskOf(at(ann))).toBe(before);
    expect(await isOptedOut()).toBe(false);
  });

  const twilioWord = async ({ no, code, sid = "SM1", to = ann.phone, attempt = "1" }: Record<string, string>) =>
    twilioPost(`?about=${await referenceOf(ann.id, Number(no))}&attempt=${attempt}`, {
      MessageSid: sid,
      MessageStatus: "undelivered",
      ErrorCode: code ?? "30034",
      To: to,
    });

  it.each<[string, Record<string, string>]>([
    ["another number", { no: "1", to: "+447700900555" }],
    ["another message", { no: "999" }],
    ["an attempt that was never made", { no: "1", attempt: "7" }],
    ["another id of Twilio's", { no: "1", sid: "SM2" }],
  ])("closes no channel: 30034 for %s", async (_, word) => {
    await told(fake, ann, { phone: ann.phone });
    const before = await diskOf(at(ann));
    expect((await twilioWord(word)).status).toBe(204);
    expect((await gateStub("sms").report()).closed).toBeNull();
    expect(await diskOf(at(ann))).toBe(before);
    expect((await twilioWord({ no: "1" })).status).toBe(204);
    expect((await gateStub("sms").report()).closed?.why).toBe("twilio 30034");
  });
});
