// Proves what is done with the odd answers of a company's contact lookup: consent that cannot be read is none, what cannot be
// used is named, a lookup in trouble is told of, and the language it says is spoken everywhere.

import { runDurableObjectAlarm } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import worker from "../../../src/worker.ts";
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
  posted,
  storyOf,
} from "../../support/providers.ts";
import { bindings } from "../../support/worker.ts";
import { gateStub } from "../../support/stubs.ts";
import { testSettings } from "../../settings.ts";
import type { FakeProviders, Person } from "../../support/providers.ts";

let fake: FakeProviders;
let ann: Person;
beforeEach(async () => {
  fake = await installProviders({ SEND_WINDOW: "", SEND_WINDOW_HARD: "" });
  ann = person(fake);
});

const answers = (body: object): void => void (fake.lookup = () => Response.json(body));
const sentOut = (): number => fake.sms.length + fake.emails.length + fake.pushes.length;
async function due(...people: readonly Person[]): Promise<void> {
  for (const it of people) await breaks(fake, it);
  await later(6 * MINUTE, ...people);
}
const journalOf = async (it: Person, what: string) =>
  (await storyOf(it)).journal.filter((line) => line.what === what).map((line) => line.detail);

describe("consent that cannot be read (row 18)", () => {
  it.each<[string, object]>([
    ["opted_out", { opted_out: "true" }],
    ["opted_out", { opted_out: 1 }],
    ["opted_out", { optedOut: true }],
    ["channels", { channels: ["letter"] }],
    ["channels", { channels: "sms" }],
  ])("holds the message, and the journal says why: %s of %j", async (field, odd) => {
    answers({ phone: ann.phone, email: ann.email, ...odd });
    await due(ann);
    for (let hour = 0; hour < 6; hour++) await later(HOUR, ann);
    expect(sentOut()).toBe(0);
    expect(fake.lookups.length).toBeLessThanOrEqual(8);
    expect((await messagesOf(ann))[0]).toMatchObject({ status: "due" });
    expect(await journalOf(ann, "message_delayed")).toEqual([
      expect.objectContaining({ why: `contact lookup: ${field} cannot be read` }),
    ]);
    expect((await storyOf(ann)).contact.opted_out).toBe(false);
    answers({ phone: ann.phone, opted_out: false, channels: ["sms"] });
    for (let hour = 0; hour < 2; hour++) await later(HOUR, ann);
    expect(fake.sms).toHaveLength(1);
  });

  it("of an opt-out that can be read, beside channels that cannot, is an opt-out", async () => {
    answers({ phone: ann.phone, opted_out: true, channels: "sms" });
    await due(ann);
    expect(await messagesOf(ann)).toMatchObject([{ status: "cancelled" }]);
  });

  it("of three customers is the company's trouble, told once", async () => {
    const people = [ann, person(fake), person(fake)];
    answers({ phone: ann.phone, opted_out: "no" });
    await due(...people);
    await runDurableObjectAlarm(gateStub("contact_lookup"));
    expect(posted(fake, "channel.closed").map((it) => it.raw)).toEqual([
      expect.stringContaining('"data":{"channel":"contact_lookup","why":"contact lookup: the consent cannot be read"}'),
    ]);
  });
});

describe("a lookup that asks for 999999 seconds (row 30)", () => {
  it("is asked again within the hour", async () => {
    fake.lookup = () => new Response(null, { status: 503, headers: { "Retry-After": "999999" } });
    await due(ann);
    expect(fake.lookups).toHaveLength(1);
    const wait = Date.parse((await storyOf(ann)).next_wake_at ?? "") - Date.now();
    expect(wait).toBeLessThanOrEqual(HOUR);
    answers({ phone: ann.phone, channels: ["sms"] });
    await later(HOUR, ann);
    expect(fake.sms).toHaveLength(1);
  });
});

describe("fields that cannot be used (row 78)", () => {
  it.each<[string, (it: Person) => object, readonly string[]]>([
    ["not in E.164", () => ({ phone: "0151 canary 12345678" }), ["unreadable: phone"]],
    ["under another name", (it) => ({ phoneNumber: it.phone }), ["unknown: phoneNumber"]],
    [
      "of both kinds",
      (it) => ({ phoneNumber: it.phone, email: "canary@", [it.email]: 1 }),
      ["unreadable: email", "unknown: (another)", "unknown: phoneNumber"],
    ],
  ])("are named in the journal, once, and never by what they say: %s", async (_, body, fields) => {
    answers(body(ann));
    await due(ann);
    for (let day = 0; day < 8; day++) await later(DAY, ann);
    expect(await journalOf(ann, "contact_fields_unusable")).toEqual([{ fields }]);
    const told = (await diskOf(at(ann))) + fake.lines.join("\n");
    for (const secret of ["canary 12345678", ann.phone, ann.email]) expect(told).not.toContain(secret);
  });
});

describe("a lookup in trouble (row 78)", () => {
  it.each([401, 403, 405, 301])("that refuses us with %i is told once, in more than one way", async (status) => {
    const people = [ann, person(fake), person(fake), person(fake)];
    fake.lookup = () => new Response(null, { status });
    await due(...people);
    expect(fake.lookups).toHaveLength(1);
    for (let hour = 0; hour < 6; hour++) await later(HOUR, ...people);
    await runDurableObjectAlarm(gateStub("contact_lookup"));
    const why = `contact lookup ${status}`;
    expect(posted(fake, "channel.closed").map((it) => it.raw)).toEqual([
      expect.stringContaining(`"data":{"channel":"contact_lookup","why":"${why}"}`),
    ]);
    expect(fake.lines.filter((line) => line.includes("channel_closed") && line.includes(why))).toHaveLength(1);
    const headers = { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` };
    const shown = await worker.fetch(new Request(`${testSettings.PUBLIC_URL}/v1/channels`, { headers }), bindings);
    const { data } = await shown.json<{ data: object[] }>();
    expect(data).toContainEqual(expect.objectContaining({ channel: "contact_lookup", open: false, why }));
    // A trial now and then, and nobody is lost.
    expect(fake.lookups.length).toBeLessThanOrEqual(30);
    fake.lookup = (call) => {
      const { data: asked } = JSON.parse(call.raw) as { data: { customer_id: string } };
      return Response.json({ phone: people.find((it) => it.id === asked.customer_id)?.phone, channels: ["sms"] });
    };
    for (let hour = 0; hour < 3; hour++) await later(HOUR, ...people);
    expect(fake.sms).toHaveLength(4);
  });

  it("that breaks for one customer is theirs, and for three in a row it is told", async () => {
    const people = [ann, person(fake), person(fake)];
    fake.lookup = () => new Response("broken", { status: 500 });
    await due(ann);
    for (let times = 0; times < 5; times++) await later(10 * MINUTE, ann);
    expect((await gateStub("contact_lookup").report()).closed).toBeNull();
    await due(...people.slice(1));
    expect((await gateStub("contact_lookup").report()).closed?.why).toBe("contact lookup 500");
  });
});

describe("a language that the lookup says (row 80)", () => {
  async function page(path: string): Promise<string> {
    const body = new URLSearchParams(fake.sms[0]?.raw).get("Body") ?? "";
    const link = /https:\S+/.exec(body)?.[0] ?? "";
    const request = new Request(`${link}${path}`, { headers: { "Accept-Language": "en" } });
    return (await worker.fetch(request, bindings)).text();
  }

  it("is spoken in the message, on every page, and to the company, and kept as a language only", async () => {
    await at(ann).setContact(ann.id, { locale: "en-GB" });
    answers({ phone: ann.phone, locale: "de-AT", channels: ["sms"] });
    await due(ann);
    expect(new URLSearchParams(fake.sms[0]?.raw).get("Body")).toContain("Ihr Stromtarif");
    for (const path of ["/stop", "/tariffs"]) expect(await page(path)).toContain('<html lang="de"');
    expect(await diskOf(at(ann))).not.toContain("de-AT");
    for (let day = 0; day < 40; day++) await later(DAY, ann);
    const handedOver = posted(fake, "case.handed_over").map((it) => JSON.parse(it.raw) as { data: { locale: string } });
    expect(handedOver.map((it) => it.data.locale)).toEqual(["de"]);
  });

  it("is that of the place where nobody says one, else that of the company", async () => {
    const bo = person(fake);
    for (const [it, zone] of [
      [ann, "Europe/Vienna"],
      [bo, "Europe/Brussels"],
    ] as const) {
      const home = fake.flatpeak.world.homes.find(({ customerId }) => customerId === it.id);
      if (home === undefined) throw new Error("no home");
      fake.flatpeak.world.homes.splice(fake.flatpeak.world.homes.indexOf(home), 1, { ...home, timezone: zone });
    }
    fake.lookup = ({ raw }) => Response.json({ phone: raw.includes(ann.id) ? ann.phone : bo.phone, channels: ["sms"] });
    await due(ann);
    await due(bo);
    const [toAnn, toBo] = fake.sms.map(({ raw }) => new URLSearchParams(raw).get("Body"));
    expect(toAnn).toContain("Ihr Stromtarif");
    expect(toBo).toContain("energy tariff");
  });

  it("is the stored one again when it says none", async () => {
    await at(ann).setContact(ann.id, { locale: "fr" });
    answers({ phone: ann.phone, locale: "de", channels: ["sms"] });
    await due(ann);
    answers({ phone: ann.phone, channels: ["sms"] });
    await later(4 * DAY, ann);
    expect(fake.sms).toHaveLength(2);
    expect(await page("/stop")).toContain('<html lang="fr"');
  });
});
