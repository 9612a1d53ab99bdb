// Proves the gate of a channel: a refused account closes it for all and harms nobody, the operator hears of it once, and the
// provider's pace holds for a whole fleet that comes at once.

import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { consequencesOf } from "../../../src/core/message/outcome.ts";
import { Pace } from "../../../src/core/gate/pace.ts";
import { Gate } from "../../../src/objects/gate/object.ts";
import { crowd as paced } from "../../core/gate/crowd.ts";
import { ALERT_URL } from "../../support/chat.ts";
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
} from "../../support/providers.ts";
import { gateStub } from "../../support/stubs.ts";
import { bindings } from "../../support/worker.ts";
import type { DeliveryOutcome } from "../../../src/core/message/outcome.ts";
import type { FakeProviders, Person } from "../../support/providers.ts";

let fake: FakeProviders;
beforeEach(async () => {
  fake = await installProviders({ ALERT_URL });
});

const gate = () => gateStub("sms");
const notice = () => runDurableObjectAlarm(gate());
const closed = async () => (await gate().report()).closed;
const says = (outcome: DeliveryOutcome) =>
  gate().hear("sms", { consequences: consequencesOf(outcome), who: null, isLate: false });
const refused = (why: string) => says({ kind: "misconfigured", why, scope: "account" });
const served = () => says({ kind: "accepted" });
const crowd = (count: number): Person[] => Array.from({ length: count }, () => person(fake));
const firstLine = (raw: string): string => (JSON.parse(raw) as { text: string }).text.split("\n")[0] ?? "";
const closings = () => fake.lines.filter((line) => line.includes('"channel_closed"')).length;

/** A second each, so that nobody has to wait at the gate. */
async function oneByOne(people: readonly Person[]): Promise<void> {
  for (const it of people) await later(1_000, it);
}

describe("a key that Twilio refuses for an hour", () => {
  it("costs one call at first, no contact, one word to the operator, and no message", async () => {
    const people = crowd(100);
    const before = closings();
    fake.twilio = twilioError(401, 20003);
    for (const it of people) await at(it).setContact(it.id, { phone: it.phone });
    for (const it of people) await breaks(fake, it);
    vi.setSystemTime(Date.now() + 6 * MINUTE);
    const start = Date.now();
    for (const it of people) await later(0, it);
    expect(fake.sms).toHaveLength(1);
    await notice();

    // The next hour, as the gate lets somebody try.
    while (Date.now() - start < HOUR) {
      const now = await closed();
      expect(now?.why).toBe("twilio 20003");
      await later(Math.max(1_000, (now?.trialAt ?? 0) - Date.now()), ...people);
    }
    // One trial a minute at first, one in a quarter of an hour in the end; never two at once.
    expect(fake.sms.length).toBeLessThanOrEqual(9);
    await notice();
    expect(posted(fake, "channel.closed")).toHaveLength(1);
    expect(posted(fake, "channel.closed")[0]?.raw).toContain('"data":{"channel":"sms","why":"twilio 20003"}');
    expect(closings() - before).toBe(1);
    expect(fake.alerts.map(({ raw }) => firstLine(raw))).toEqual(["[Example Energy, test] Trouble: sms closed"]);
    for (const it of people) expect((await storyOf(it)).reachable["sms"]).toBe("yes");

    fake.sms.length = 0;
    fake.twilio = () => Response.json({ sid: "SM1" }, { status: 201 });
    await later(20 * MINUTE, ...people.slice(0, 1));
    await oneByOne(people);
    // Who was refused waits about as long again as it has waited.
    await later(HOUR);
    await oneByOne(people);
    expect(await closed()).toBeNull();
    expect(new Set(fake.sms.map((call) => new URLSearchParams(call.raw).get("To"))).size).toBe(100);
    expect(fake.sms).toHaveLength(100);
    const all = await Promise.all(people.map(messagesOf));
    expect(all.every((it) => it.length === 1 && it[0]?.["status"] === "accepted")).toBe(true);
    expect(posted(fake, "channel.closed")).toHaveLength(1);
  });

  it("is not held to be repaired by a trial that Twilio never answered", async () => {
    const [first, second] = crowd(2);
    if (first === undefined || second === undefined) throw new Error("nobody came");
    fake.twilio = twilioError(401, 20003);
    await told(fake, first, { phone: first.phone });
    fake.twilio = () => new Response("broken", { status: 500 });
    await later(2 * MINUTE);
    await told(fake, second, { phone: second.phone });
    expect(fake.sms).toHaveLength(2);
    expect(await closed()).not.toBeNull();
  });

  it("is told of once, though it comes and goes", async () => {
    for (const it of crowd(4)) {
      fake.twilio = twilioError(401, 20003);
      await told(fake, it, { phone: it.phone });
      await notice();
      fake.twilio = () => Response.json({ sid: "SM1" }, { status: 201 });
      await later(20 * MINUTE, it);
      expect(await closed()).toBeNull();
      await notice();
    }
    expect(posted(fake, "channel.closed")).toHaveLength(1);
    vi.setSystemTime(Date.now() + HOUR);
    await notice();
    expect(fake.alerts.map(({ raw }) => firstLine(raw))).toEqual([
      "[Example Energy, test] Trouble: sms closed",
      "[Example Energy, test] Over: sms closed",
    ]);
  });

  it("is told of to the chat while the backend is down, and to the backend while the chat is", async () => {
    fake.alert = () => new Response(null, { status: 404 });
    await refused("twilio 20003");
    await notice();
    expect(posted(fake, "channel.closed")).toHaveLength(1);
    expect(fake.alerts).toHaveLength(1);
    expect(fake.lines.join("\n")).not.toContain("canary-alert");
    fake.alert = () => new Response("ok");
    fake.flatpeak.backend = () => new Response(null, { status: 503 });
    await gate().hear("sms", { consequences: consequencesOf({ kind: "accepted" }), who: null, isLate: false });
    vi.setSystemTime(Date.now() + HOUR);
    await notice();
    expect(fake.alerts.slice(1).map(({ raw }) => firstLine(raw))).toEqual([
      "[Example Energy, test] Trouble: sms closed",
      "[Example Energy, test] Over: sms closed",
    ]);
  });

  it("is told of again another day, and for another reason", async () => {
    await refused("twilio 20003");
    await served();
    await refused("twilio 21606");
    await served();
    vi.setSystemTime(Date.now() + DAY);
    await refused("twilio 21606");
    await notice();
    expect(posted(fake, "channel.closed")).toHaveLength(3);
  });
});

describe("a sender that is not registered", () => {
  it("closes the gate by the callback that says so", async () => {
    const [it] = crowd(1);
    if (it === undefined) throw new Error("nobody came");
    await told(fake, it, { phone: it.phone });
    expect((await twilioSays(fake.sms[0], "undelivered", 30034)).status).toBe(204);
    expect(await closed()).toMatchObject({ why: "twilio 30034" });
  });
});

describe("a notice while the backend is down for an hour", () => {
  it("is told once when it is back, under the id of every attempt", async () => {
    fake.flatpeak.backend = () => new Response(null, { status: 503 });
    await refused("twilio 20003");
    for (let minute = 0; minute < 60; minute++) {
      await notice();
      vi.setSystemTime(Date.now() + MINUTE);
    }
    const tries = posted(fake, "channel.closed").length;
    expect(tries).toBeGreaterThan(3);
    fake.flatpeak.backend = () => new Response(null, { status: 204 });
    vi.setSystemTime(Date.now() + HOUR);
    for (let times = 0; times < 3; times++) await notice();
    const all = posted(fake, "channel.closed");
    expect(all).toHaveLength(tries + 1);
    expect(new Set(all.map((each) => each.headers.get("webhook-id"))).size).toBe(1);
    expect(new Set(all.map((each) => each.raw)).size).toBe(1);
    // All it is woken for now is to say in a chat, tomorrow, that it is still so.
    const next = await runInDurableObject(gate(), (_, ctx) => ctx.storage.getAlarm());
    expect((next ?? 0) - Date.now()).toBeGreaterThan(20 * HOUR);
  });
});

describe("a pace", () => {
  /** Everybody comes at 0 and comes back when told; gives the instants of the calls, in the order of who came. */
  function run(count: number, perSecond: number, newcomers: (no: number) => number = () => 0): number[] {
    const wishes = Array.from({ length: count }, (_, no) => ({ at: newcomers(no) }));
    const calls = paced(wishes, (now) => ({ at: now, serves: true }), Infinity, new Pace(perSecond)).met;
    return calls;
  }
  const most = (calls: readonly number[]): number =>
    Math.max(...calls.map((from) => calls.filter((it) => it >= from && it < from + 1_000).length));

  it("of two a second serves 1,000 that come at once, none of them sooner, first come first", () => {
    const calls = run(1_000, 2);
    expect(calls.filter((it) => it !== undefined)).toHaveLength(1_000);
    expect(most(calls)).toBeLessThanOrEqual(3);
    expect(Math.max(...calls)).toBeLessThanOrEqual(510_000);
    expect(calls.every((it, no) => no === 0 || it > (calls[no - 1] ?? 0))).toBe(true);
  });

  it("of two a second serves 5,000 in the time that takes, and nobody comes in vain", () => {
    const calls = run(5_000, 2);
    expect(calls.filter((it) => it !== undefined)).toHaveLength(5_000);
    expect(Math.max(...calls)).toBeLessThanOrEqual(2_510_000);
  });

  it("lets those who come later stand behind the line", () => {
    // 200 at once, then a new one every second, for as long as the line is.
    const calls = run(280, 2, (no) => (no < 200 ? 0 : (no - 199) * 1_000));
    expect(Math.max(...calls.slice(0, 200))).toBeLessThan(Math.min(...calls.slice(200)));
    expect(most(calls)).toBeLessThanOrEqual(3);
  });

  /** How many of forty who come at once are let through. */
  function letThrough(way: "sms" | "email", settings: Readonly<Record<string, string>>): Promise<number> {
    return runInDurableObject(gateStub(way), async (_, state) => {
      const it = new Gate(state, { ...bindings, ...settings });
      const entries = Array.from({ length: 40 }, (_, no) => {
        const ask = { key: `ntf_${no}`, dueAt: Date.now(), rank: "message", isRetry: false, back: null } as const;
        return it.enter(way, { who: `w${no}`, isAhead: false, ask });
      });
      return (await Promise.all(entries)).filter(({ kind }) => kind === "go").length;
    });
  }

  it("is what the smallest accounts take, by default (row 90)", async () => {
    expect(await letThrough("sms", {})).toBe(10 / 2);
    expect(await letThrough("email", {})).toBe(2 / 2);
  });

  it("is what the account takes, where that is set (row 90)", async () => {
    expect(await letThrough("sms", { SMS_PER_SECOND: "30" })).toBe(30 / 2);
    expect(await letThrough("email", { EMAIL_PER_SECOND: "12" })).toBe(12 / 2);
  });
});
