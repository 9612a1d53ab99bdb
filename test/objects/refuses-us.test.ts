// Proves that while FlatPeak refuses our account no customer hears a word that was not verified, none is handed over for it,
// every link answers kindly, and the company hears of it once. The hours of sending are the default ones.

import { runDurableObjectAlarm } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import { repairTariff } from "../../src/dev/emulator/tariffs.ts";
import worker from "../../src/worker.ts";
import { bodies } from "../support/documented.ts";
import {
  DAY,
  HOUR,
  MINUTE,
  at,
  breaks,
  installProviders,
  later,
  person,
  posted,
  storyOf,
} from "../support/providers.ts";
import { bindings } from "../support/worker.ts";
import { gateStub } from "../support/stubs.ts";
import { testSettings } from "../settings.ts";
import type { FakeProviders, Person } from "../support/providers.ts";

let fake: FakeProviders;
beforeEach(async () => {
  fake = await installProviders({
    SEND_WINDOW: "09:00-20:00",
    SEND_WINDOW_HARD: "08:00-21:00",
    CHANNEL_ORDER: "handoff",
  });
});

const refusal = (status: number, code: string): Response =>
  Response.json({ object: "error", context: "api", code, message: "no" }, { status });

type Refuse = (request: Request) => Response | null;
/** The keys of its signatures FlatPeak shows to everybody. */
const to =
  (refuse: Refuse): Refuse =>
  (request) =>
    request.url.endsWith("/jwks.json") ? null : refuse(request);
const off = to(() => refusal(422, "account_disabled"));
const REFUSALS: readonly (readonly [string, Refuse])[] = [
  ["our version is too old", () => refusal(422, "api_version_not_supported")],
  ["our account is off", () => refusal(422, "account_disabled")],
  [
    "our account is off, but we may log in",
    (it) => (it.url.endsWith("/login") ? null : refusal(422, "account_disabled")),
  ],
  ["our key is refused", () => Response.json({ message: "Bad credentials" }, { status: 403 })],
  ["we may log in and nothing else", (it) => (it.url.endsWith("/login") ? null : refusal(403, "denied"))],
];

/** Every half hour somebody's alarm, or nobody's. */
async function pass(ms: number, who: Person): Promise<void> {
  for (let left = ms; left > 0; left -= 30 * MINUTE) await later(30 * MINUTE, who);
}

const notices = async (): Promise<number> => {
  await runDurableObjectAlarm(gateStub("flatpeak"));
  return posted(fake, "account.refused").length;
};
const messages = () => posted(fake, "notification.requested");
const get = (path: string, headers: Record<string, string> = {}): Promise<Response> | Response =>
  worker.fetch(new Request(`${testSettings.PUBLIC_URL}${path}`, { headers, redirect: "manual" }), bindings);
const operator = { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` };

describe("while FlatPeak refuses us", () => {
  it.each(REFUSALS)("nobody is told, and one message goes out when it is mended: %s (row 9)", async (_, refuse) => {
    const who = person(fake);
    fake.flatpeak.intercept = to(refuse);
    await breaks(fake, who);
    await pass(9 * HOUR, who);
    expect(messages()).toEqual([]);
    expect(posted(fake, "case.handed_over")).toEqual([]);
    expect(await notices()).toBe(1);
    fake.flatpeak.intercept = () => null;
    await pass(2 * HOUR, who);
    expect(messages()).toHaveLength(1);
    expect(await notices()).toBe(1);
    expect((await gateStub("flatpeak").report()).closed).toBeNull();
  });

  it("says so at /healthz and to the operator, and no longer when it is mended (row 9)", async () => {
    const who = person(fake);
    fake.flatpeak.intercept = off;
    await breaks(fake, who);
    await pass(HOUR, who);
    expect(await (await get("/healthz")).json()).toMatchObject({ configuration: "complete", flatpeak: "refuses_us" });
    expect(await (await get("/v1/sweep", operator)).json()).toMatchObject({
      refuses_us_since: expect.any(String) as string,
      refuses_us_why: expect.stringContaining("account_disabled") as string,
    });
    fake.flatpeak.intercept = () => null;
    await pass(HOUR, who);
    expect(await (await get("/healthz")).text()).not.toContain("refuses_us");
    expect(await (await get("/v1/sweep", operator)).json()).toMatchObject({
      refuses_us_since: null,
      refuses_us_why: null,
    });
  });

  it("costs FlatPeak few calls, however many customers wait (row 9)", async () => {
    const people = Array.from({ length: 8 }, () => person(fake));
    fake.flatpeak.intercept = off;
    for (const who of people) await breaks(fake, who);
    await later(10 * MINUTE, ...people);
    fake.flatpeak.calls.length = 0;
    for (let minutes = 0; minutes < 30; minutes += 5) await later(5 * MINUTE, ...people);
    expect(fake.flatpeak.calls.length).toBeLessThanOrEqual(6);
  });

  it("every link answers kindly, and works again a minute after it is mended (row 9)", async () => {
    const who = person(fake);
    await breaks(fake, who);
    await later(10 * MINUTE, who);
    const link = new URL(messages()[0]?.body.data.link ?? "").pathname;
    fake.flatpeak.intercept = off;
    for (const path of [link, `${link}/tariffs/${who.tariff.id}`]) {
      const tap = await get(path);
      expect(tap.status).toBe(503);
      expect(await tap.text()).toContain("Please try again");
    }
    expect((await get(`${link}/tariffs`)).status).toBe(200);
    expect(await (await get(`${link}/done`)).text()).toContain("Checking");
    expect((await storyOf(who)).cases).toMatchObject([{ state: "open" }]);
    fake.flatpeak.intercept = () => null;
    await later(MINUTE);
    expect((await get(link)).status).toBe(302);
  });

  it("an unsigned event is put off, not called forged (row 9)", async () => {
    fake.flatpeak.intercept = () => refusal(422, "api_version_not_supported");
    const unsigned = new Request(`${testSettings.PUBLIC_URL}/webhooks/flatpeak`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: bodies.seedExpired,
    });
    expect((await worker.fetch(unsigned, bindings)).status).toBe(503);
  });

  it("a month of it hands nobody over, and the repair meanwhile stays silent (row 9)", async () => {
    const who = person(fake);
    await breaks(fake, who);
    await later(10 * MINUTE, who);
    expect(messages()).toHaveLength(1);
    fake.flatpeak.intercept = off;
    for (let days = 0; days < 35; days++) await later(DAY, who);
    expect(messages()).toHaveLength(1);
    expect(posted(fake, "case.handed_over")).toEqual([]);
    repairTariff(who.tariff, Date.now());
    fake.flatpeak.intercept = () => null;
    await pass(3 * HOUR, who);
    expect(messages()).toHaveLength(1);
    expect((await at(who).story())?.cases).toMatchObject([{ state: "repaired" }]);
  });
});

describe("a home that FlatPeak refuses, and no other", () => {
  it("closes nothing, and keeps no other home waiting (row 9)", async () => {
    const [denied, other] = [person(fake), person(fake)];
    fake.flatpeak.intercept = (it) => (it.url.includes(denied.home.id) ? refusal(403, "denied") : null);
    for (const who of [denied, other]) await breaks(fake, who);
    for (let minutes = 0; minutes < 60; minutes += 5) await later(5 * MINUTE, denied, other);
    expect(messages().map((it) => it.body.data.customer_id)).toEqual([other.id]);
    expect((await gateStub("flatpeak").report()).closed).toBeNull();
    expect(fake.flatpeak.calls.filter((it) => it === "GET /login").length).toBeLessThanOrEqual(2);
  });

  it("is told to the company once when it lasts for a day, and nobody else is kept waiting (row 29)", async () => {
    const [first, second] = [person(fake), person(fake)];
    fake.flatpeak.intercept = (it) =>
      it.url.includes(first.home.id) || it.url.includes(second.home.id) ? new Response(null, { status: 500 }) : null;
    for (const who of [first, second]) await breaks(fake, who);
    for (let hours = 0; hours < 40; hours++) await later(HOUR, first, second);
    await runDurableObjectAlarm(gateStub("flatpeak"));
    expect(posted(fake, "flatpeak.impaired")).toHaveLength(1);
    expect(messages()).toEqual([]);
    expect((await storyOf(first)).journal.filter((it) => it.what === "home_unanswered")).toHaveLength(1);
    expect((await gateStub("flatpeak").report()).closed).toBeNull();
  });
});
