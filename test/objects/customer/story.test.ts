// A customer's story says of each instant what its name says, and counts as told what was told.

import { beforeEach, describe, expect, it } from "vitest";
import worker from "../../../src/worker.ts";
import {
  DAY,
  HOUR,
  at,
  installProviders,
  later,
  person,
  storyOf,
  told,
  twilioError,
  twilioSays,
} from "../../support/providers.ts";
import { bindings } from "../../support/worker.ts";
import { seatOf } from "../../support/links.ts";
import type { FakeProviders, Person } from "../../support/providers.ts";

let fake: FakeProviders;
let ann: Person;
beforeEach(async () => {
  fake = await installProviders();
  ann = person(fake);
});

const stamp = (): string => new Date().toISOString();
const theCase = async () => (await storyOf(ann)).cases[0];
const theMessage = async () => (await storyOf(ann)).notifications[0];

describe("a message of which Twilio never reports", () => {
  it("was sent when it was, not when nobody waited any longer (row 81)", async () => {
    await told(fake, ann, { phone: ann.phone });
    const sentAt = stamp();
    expect(await theMessage()).toMatchObject({ status: "accepted", sent_at: sentAt, settled_at: null });
    for (let hour = 0; hour < 50; hour++) await later(HOUR, ann);
    const message = await theMessage();
    expect(message).toMatchObject({ status: "sent", sent_at: sentAt });
    expect(String(message?.["settled_at"]) > sentAt).toBe(true);
    expect(await theCase()).toMatchObject({ told: 1 });
  });
});

describe("a message that arrived nowhere", () => {
  it("told nobody, and was not sent: refused at once (row 81)", async () => {
    fake.twilio = twilioError(400, 21211);
    await told(fake, ann, { phone: ann.phone });
    expect(await theMessage()).toMatchObject({ status: "failed", sent_at: null });
    expect(await theCase()).toMatchObject({ told: 0 });
  });

  it("told nobody: given back later (row 81)", async () => {
    await told(fake, ann, { phone: ann.phone });
    expect(await theCase()).toMatchObject({ told: 1 });
    await twilioSays(fake.sms[0], "undelivered", 30005);
    expect(await theMessage()).toMatchObject({ status: "failed", sent_at: null });
    expect(await theCase()).toMatchObject({ told: 0 });
  });

  it("told nobody yet: waiting for its provider (row 81)", async () => {
    fake.twilio = twilioError(429, 20429, { "Retry-After": "600" });
    await told(fake, ann, { phone: ann.phone });
    expect(await theMessage()).toMatchObject({ status: "due", sent_at: null });
    expect(await theCase()).toMatchObject({ told: 0 });
  });
});

describe("the language that a lookup gave", () => {
  it("is that of every page behind the link, whatever was pushed (row 80)", async () => {
    await at(ann).setContact(ann.id, { locale: "en" });
    fake.lookup = () => Response.json({ phone: ann.phone, locale: "de_DE" });
    await told(fake, ann, { phone: ann.phone });
    expect((await storyOf(ann)).contact).toMatchObject({ locale: "en", language: "de" });
    const [link = ""] = /https:\S+\/c\/[\w-]+/.exec(new URLSearchParams(fake.sms[0]?.raw).get("Body") ?? "") ?? [];
    const until = new Date(Date.now() + 20 * DAY).toISOString().slice(0, 10);
    const visits: readonly (readonly [string, string | null])[] = [
      ["tariffs", null],
      ["done", null],
      ["snooze", null],
      ["snooze", "until=soon"],
      ["snooze", `until=${until}`],
      ["snooze", "undo=1"],
      ["stop", null],
      ["stop", ""],
      ["stop", "undo=1"],
    ];
    for (const [page, body] of visits) {
      const headers = { "Accept-Language": "fr", "Content-Type": "application/x-www-form-urlencoded" };
      const sent = body === null ? {} : { method: "POST", body };
      const answer = await worker.fetch(new Request(`${link}/${page}`, { headers, ...sent }), bindings);
      expect({ page, body, lang: /<html lang="(\w+)"/.exec(await answer.text())?.[1] }).toEqual({
        page,
        body,
        lang: "de",
      });
    }
  });
});

describe("the next reminder", () => {
  it("is none for a customer who opted out, and comes back with them (row 81)", async () => {
    await told(fake, ann, { phone: ann.phone });
    const before = await theCase();
    expect(before).toMatchObject({ next_rung: 2, next_reminder_at: expect.any(String) as string, hand_over_at: null });
    await at(ann).stop("page", seatOf(0));
    expect(await theCase()).toMatchObject({ next_reminder_at: null });
    await at(ann).start(seatOf(0));
    expect(await theCase()).toEqual(before);
  });

  it("is none while an operator holds the messages (row 81)", async () => {
    await told(fake, ann, { phone: ann.phone });
    await at(ann).hold(true);
    expect(await storyOf(ann)).toMatchObject({ held_since: stamp(), cases: [{ next_reminder_at: null }] });
    await at(ann).hold(false);
    expect(await storyOf(ann)).toMatchObject({ held_since: null });
  });

  it("is none when all were used: what comes then is the hand-over (row 81)", async () => {
    await told(fake, ann, { phone: ann.phone });
    for (let day = 0; day < 22; day++) await later(DAY, ann);
    const it = await theCase();
    expect(it).toMatchObject({ state: "open", next_rung: null, next_reminder_at: null });
    expect(String(it?.["hand_over_at"]) > stamp()).toBe(true);
    for (let day = 0; day < 8; day++) await later(DAY, ann);
    expect(await theCase()).toMatchObject({ state: "handed_over", next_reminder_at: null, hand_over_at: null });
  });
});
