// What a provider's late word must not do, and what it must: each of these fails.

import { beforeEach, describe, expect, it } from "vitest";
import {
  DAY,
  HOUR,
  installProviders,
  later,
  messagesOf,
  person,
  resendSays,
  storyOf,
  told,
  twilioError,
  twilioSays,
} from "../../support/providers.ts";
import type { FakeProviders, Person } from "../../support/providers.ts";

let fake: FakeProviders;
let ann: Person;
beforeEach(async () => {
  fake = await installProviders();
  ann = person(fake);
});

describe("a late word", () => {
  it("said twice does not fail the next channel: Resend", async () => {
    await told(fake, ann, { email: ann.email, phone: ann.phone });
    for (let times = 0; times < 2; times++)
      await resendSays(ann.id, 1, "email.bounced", { bounce: { type: "Permanent" } });
    await later(1_000, ann);
    expect((await storyOf(ann)).reachable).toMatchObject({ email: "address_dead", sms: "yes" });
    expect(fake.sms).toHaveLength(1);
  });
  it("said twice does not fail the next channel: Twilio", async () => {
    await told(fake, ann, { email: ann.email, phone: ann.phone });
    await later(4 * DAY, ann);
    expect(fake.sms).toHaveLength(1);
    for (let times = 0; times < 2; times++) await twilioSays(fake.sms[0], "undelivered", 30006);
    await later(1_000, ann);
    expect((await storyOf(ann)).reachable).toMatchObject({ email: "yes", sms: "address_dead" });
    expect(fake.emails).toHaveLength(2);
  });
  it("about one channel does not touch the message while another carries it", async () => {
    await told(fake, ann, { email: ann.email, phone: ann.phone });
    await resendSays(ann.id, 1, "email.bounced", { bounce: { type: "Permanent" } });
    await later(1_000, ann);
    expect(fake.sms).toHaveLength(1);
    await resendSays(ann.id, 1, "email.bounced", { bounce: { type: "Permanent" } });
    expect((await storyOf(ann)).reachable["sms"]).toBe("yes");
    expect(await messagesOf(ann)).toMatchObject([{ status: "accepted", channel: "sms" }]);
  });
  it("that our sender is not registered: the message is not held to be sent", async () => {
    await told(fake, ann, { phone: ann.phone });
    await twilioSays(fake.sms[0], "undelivered", 30034);
    expect(await messagesOf(ann)).toMatchObject([{ status: "due" }]);
    await later(HOUR, ann);
    expect(fake.sms).toHaveLength(2);
  });
  it("that the phone was off is not the third for having waited for the gate", async () => {
    fake.twilio = twilioError(401, 20003);
    await told(fake, ann, { email: ann.email, phone: ann.phone });
    await later(4 * DAY, ann);
    for (let times = 0; times < 3; times++) await later(20 * 60_000, ann);
    fake.twilio = () => Response.json({ sid: "SM1" }, { status: 201 });
    for (let times = 0; times < 6 && (await messagesOf(ann)).at(-1)?.["status"] !== "accepted"; times++)
      await later(HOUR, ann);
    const emails = fake.emails.length;
    await twilioSays(fake.sms.at(-1), "undelivered", 30003);
    expect((await messagesOf(ann)).at(-1)).toMatchObject({ status: "due", channel: "sms" });
    await later(1_000, ann);
    expect(fake.emails).toHaveLength(emails);
  });
  it("that a doubtful message expired or met a phone that was off lets it be told again", async () => {
    fake.twilio = () => new Response(null, { status: 500 });
    await told(fake, ann, { phone: ann.phone });
    expect(await messagesOf(ann)).toMatchObject([{ status: "uncertain" }]);
    fake.twilio = () => Response.json({ sid: "SM1" }, { status: 201 });
    await twilioSays(fake.sms[0], "undelivered", 30036);
    expect((await messagesOf(ann))[0]?.["status"]).toBe("due");
  });
  it("a country we may not write to holds up nobody for ever", async () => {
    fake.twilio = twilioError(400, 21408);
    await told(fake, ann, { phone: ann.phone, email: ann.email });
    await later(4 * DAY, ann);
    for (let day = 0; day < 40; day++) await later(DAY, ann);
    expect((await storyOf(ann)).cases).toMatchObject([{ state: "handed_over" }]);
  });
});
