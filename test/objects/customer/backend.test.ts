// Proves what becomes of the company's own backend in trouble: it is not told of it by itself, what it is owed waits until it
// is open again, and it is published to whether customers are reached by it or not.

import { runDurableObjectAlarm } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import worker from "../../../src/worker.ts";
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
} from "../../support/providers.ts";
import { bindings } from "../../support/worker.ts";
import { gateStub } from "../../support/stubs.ts";
import { testSettings } from "../../settings.ts";
import type { FakeProviders, Person } from "../../support/providers.ts";

let fake: FakeProviders;
let ann: Person;
beforeEach(async () => {
  fake = await installProviders({ CHANNEL_ORDER: "sms", SEND_WINDOW: "", SEND_WINDOW_HARD: "" });
  ann = person(fake);
});

const refuses = (status: number) => (fake.flatpeak.backend = () => new Response(null, { status }));
const errors = (what: string): number =>
  fake.lines.filter((line) => line.includes(`"what":"${what}"`) && line.includes('"handoff"')).length;

/** Lets the gate's own alarm go off whenever it is due, for so long. */
async function ringing(ms: number): Promise<void> {
  for (const end = Date.now() + ms; Date.now() < end; vi.setSystemTime(Date.now() + 5 * MINUTE)) {
    await runDurableObjectAlarm(gateStub("handoff"));
    await runDurableObjectAlarm(gateStub("sms"));
  }
}

/** The channels of which the backend was told that they are closed, but for the first so many times. */
const closingsSince = (no: number): readonly string[] =>
  posted(fake, "channel.closed")
    .slice(no)
    .map((it) => (JSON.parse(it.raw) as { data: { channel: string } }).data.channel)
    .sort();

async function channels(): Promise<readonly { channel: string; open: boolean; why: string | null }[]> {
  const headers = { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` };
  const answer = await worker.fetch(new Request(`${testSettings.PUBLIC_URL}/v1/channels`, { headers }), bindings);
  const { data } = await answer.json<{ data: { channel: string; open: boolean; why: string | null }[] }>();
  return data;
}

/** Reminded in vain until the case is handed over; none of the messages is tapped. */
async function handedOver(it: Person): Promise<void> {
  await told(fake, it, { phone: it.phone });
  for (let day = 0; day < 40; day++) await later(DAY, it);
  expect((await storyOf(it)).cases).toMatchObject([{ state: "handed_over" }]);
}

describe("a backend that is no way to customers", () => {
  it("is published to all the same (row 40)", async () => {
    await handedOver(ann);
    expect(posted(fake, "case.handed_over")).toHaveLength(1);
    expect(posted(fake, "notification.requested")).toEqual([]);
    expect((await messagesOf(ann)).at(-1)).toMatchObject({ kind: "publish", status: "sent", channel: "handoff" });
  });
});

describe("a backend that refuses our secret (row 87)", () => {
  it("does not have its own closing announced to itself; the log and the operator's routes say it", async () => {
    refuses(401);
    const before = errors("channel_closed");
    await handedOver(ann);
    await ringing(12 * HOUR);
    expect(posted(fake, "channel.closed")).toEqual([]);
    expect(errors("channel_closed") - before).toBe(1);
    expect(await channels()).toContainEqual(
      expect.objectContaining({ channel: "handoff", open: false, why: "backend answered 401" }),
    );
    const health = await worker.fetch(new Request(`${testSettings.PUBLIC_URL}/healthz`), bindings);
    expect(await health.json()).toMatchObject({ closed_channels: ["handoff"] });
  });

  it("hears of it once when it is open again, with what it missed", async () => {
    refuses(403);
    await handedOver(ann);
    await ringing(HOUR);
    refuses(204);
    for (let day = 0; day < 8; day++) await later(DAY, ann);
    await ringing(2 * HOUR);
    expect(posted(fake, "case.handed_over").length).toBeGreaterThan(1);
    expect((await messagesOf(ann)).at(-1)).toMatchObject({ kind: "publish", status: "sent" });
    const closings = posted(fake, "channel.closed").map((it) => it.raw);
    expect(closings).toHaveLength(1);
    expect(closings[0]).toContain('"data":{"channel":"handoff","why":"backend answered 403"}');
    expect(await channels()).toContainEqual(expect.objectContaining({ channel: "handoff", open: true }));
  });

  it("is not sent the troubles of other channels while it is closed, but for a trial now and then", async () => {
    refuses(401);
    fake.twilio = () => Response.json({ code: 20003 }, { status: 401 });
    await told(fake, ann, { phone: ann.phone });
    await ringing(6 * HOUR);
    const tries = posted(fake, "channel.closed");
    expect(tries.length).toBeGreaterThan(3);
    expect(tries.length).toBeLessThanOrEqual(30);
    refuses(204);
    await ringing(HOUR);
    expect(closingsSince(tries.length)).toEqual(["handoff", "sms"]);
  });

  it("has five days from the first real try to take a notice, however long it was closed (row 6)", async () => {
    await gateStub("handoff").hear("handoff", {
      consequences: {
        close: { why: "backend answered 401", scope: "account" },
        suspect: null,
        impaired: null,
        proof: null,
        optOutAddress: false,
      },
      who: null,
      isLate: false,
    });
    refuses(401);
    fake.twilio = () => Response.json({ code: 20003 }, { status: 401 });
    await breaks(fake, ann);
    await at(ann).setContact(ann.id, { phone: ann.phone });
    await later(6 * MINUTE, ann);
    vi.setSystemTime(Date.now() + 12 * DAY);
    refuses(503);
    await runDurableObjectAlarm(gateStub("sms"));
    const tries = posted(fake, "channel.closed").length;
    refuses(204);
    await ringing(3 * HOUR);
    expect(closingsSince(tries)).toEqual(["handoff", "sms"]);
    expect(await channels()).toContainEqual(expect.objectContaining({ channel: "handoff", open: true }));
  });
});

describe("a backend behind a redirect", () => {
  it.each([301, 302, 308])("%i is a wrong address, which no message is lost over (row 87)", async (status) => {
    refuses(status);
    await handedOver(ann);
    expect((await messagesOf(ann)).at(-1)).toMatchObject({ kind: "publish", status: "due" });
    refuses(204);
    for (let day = 0; day < 8; day++) await later(DAY, ann);
    expect((await messagesOf(ann)).at(-1)).toMatchObject({ kind: "publish", status: "sent" });
  });
});
