// No door loses what it was told because an object was being moved: every call into one is made again.

import { beforeEach, describe, expect, it, vi } from "vitest";
import worker from "../../src/worker.ts";
import { duringDeploy } from "../support/deploy.ts";
import { codeOf } from "../support/links.ts";
import {
  breaks,
  channelSettings,
  installProviders,
  later,
  MINUTE,
  person,
  storyOf,
  told,
  twilioRequest,
} from "../support/providers.ts";
import { bindings } from "../support/worker.ts";
import { testSettings } from "../settings.ts";
import type { FakeProviders, Person } from "../support/providers.ts";

let fake: FakeProviders;
let ann: Person;
let link: string;
beforeEach(async () => {
  fake = await installProviders({ CHANNEL_ORDER: "sms" });
  // The shortest wait between two tries.
  vi.spyOn(Math, "random").mockReturnValue(0);
  ann = person(fake);
  await told(fake, ann, { phone: ann.phone });
  link = /https:\S+\/c\/\S+/.exec(new URLSearchParams(fake.sms[0]?.raw).get("Body") ?? "")?.[0] ?? "";
});

const operator = { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` };
const page = (path: string, method = "GET", form?: string): Request =>
  new Request(`${testSettings.PUBLIC_URL}/c/${codeOf(link)}${path}`, {
    method,
    redirect: "manual",
    headers: { "User-Agent": "curl/8", "Content-Type": "application/x-www-form-urlencoded" },
    ...(form === undefined ? {} : { body: form }),
  });
const call = (path: string, method = "GET", body?: object): Request =>
  new Request(`${testSettings.PUBLIC_URL}/v1/${path}`, {
    method,
    headers: operator,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const inbound = (text: string): Promise<Request> =>
  twilioRequest("", {
    MessageSid: "SMdeploy",
    SmsStatus: "received",
    From: ann.phone,
    To: channelSettings.TWILIO_FROM,
    Body: text,
  });
const status = (code: string): Promise<Request> =>
  twilioRequest(new URL(new URLSearchParams(fake.sms[0]?.raw).get("StatusCallback") ?? "").search, {
    MessageStatus: "failed",
    ErrorCode: code,
    To: ann.phone,
  });

type Door = readonly [what: string, request: () => Request | Promise<Request>, status: number, asks: string];

const DOORS: readonly Door[] = [
  ["a STOP by SMS", () => inbound("STOP"), 200, "PHONE.hear"],
  ["a late opt-out of Twilio's", () => status("21610"), 204, "PHONE.hear"],
  ["a refusal of our sender", () => status("30034"), 204, "GATE.hear"],
  ["a tap", () => page(""), 302, "CUSTOMER.openLink"],
  ["the overview", () => page("/tariffs"), 200, "CUSTOMER.overview"],
  ["back from Connect", () => page("/done"), 200, "CUSTOMER.finishSession"],
  ["a stop on the page", () => page("/stop", "POST", ""), 200, "CUSTOMER.stop"],
  ["the question about it", () => page("/stop"), 200, "CUSTOMER.silence"],
  ["a story", () => call(`customers/${ann.id}`), 200, "CUSTOMER.story"],
  ["a contact", () => call(`customers/${ann.id}/contact`, "PUT", { locale: "de" }), 200, "CUSTOMER.setContact"],
  ["a clock", () => call(`customers/${ann.id}/clock`, "POST", { advance: "1h" }), 200, "CUSTOMER.advanceClock"],
  ["the end of replies", () => call(`customers/${ann.id}/stops/reply`, "DELETE"), 200, "CUSTOMER.endReplies"],
  ["a hold", () => call(`customers/${ann.id}/hold`, "POST"), 200, "CUSTOMER.hold"],
  ["the channels", () => call("channels"), 200, "GATE.report"],
  ["the quarantine", () => call("quarantine"), 200, "QUARANTINE.list"],
  ["a replay", () => call(`quarantine/${"0".repeat(64)}/replay`, "POST"), 404, "QUARANTINE.entryOf"],
  ["the sweep's report", () => call("sweep"), 200, "SWEEP.report"],
  ["a sweep", () => call("sweep", "POST"), 200, "SWEEP.run"],
];

describe("a deploy in the middle (row 38)", () => {
  it.each(DOORS)("loses nothing of %s", async (_, request, expected, asks) => {
    const { env, broken } = duringDeploy(bindings);
    const answer = await worker.fetch(await request(), env);
    expect({ status: answer.status, broken: broken.includes(asks) }).toEqual({ status: expected, broken: true });
  });

  it("leaves the customer silent who texted STOP", async () => {
    const { env } = duringDeploy(bindings);
    await worker.fetch(await inbound("STOP"), env);
    expect((await storyOf(ann)).contact.opted_out).toBe(true);
  });

  it("moves a test clock once", async () => {
    const before = Date.parse((await storyOf(ann)).now);
    const { env } = duringDeploy(bindings);
    await worker.fetch(call(`customers/${ann.id}/clock`, "POST", { advance: "1h" }), env);
    expect(Date.parse((await storyOf(ann)).now) - before).toBe(60 * MINUTE);
  });

  it("keeps no customer from their message while their own calls break", async () => {
    const bob = person(fake);
    const { env, broken } = duringDeploy(bindings);
    const { GATE, SUPPLIER, PHONE } = bindings;
    // Objects call each other by the environment they were made with.
    Object.assign(bindings, { GATE: env.GATE, SUPPLIER: env.SUPPLIER, PHONE: env.PHONE });
    try {
      await told(fake, bob, { phone: bob.phone });
      await breaks(fake, bob, "tariff.fetch.failed");
      await later(6 * MINUTE, bob);
      expect(broken).toEqual(expect.arrayContaining(["PHONE.claim", "GATE.enter"]));
      expect(fake.sms).toHaveLength(2);
    } finally {
      Object.assign(bindings, { GATE, SUPPLIER, PHONE });
    }
  });
});
