// Marked values are planted wherever somebody's data can come in; then a whole life is led, everything that is kept anywhere is read,
// and every line of the log. Each stands where it belongs and nowhere else. Then the customer is erased, late words go on for a month,
// and none of it stands anywhere.

import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { journeyName } from "../../src/objects/journey-pass.ts";
import { recordPerson } from "../../src/objects/person.ts";
import { customerAt, journeyAt, locationAt, supplierAt, theSweep } from "../../src/objects/rooms.ts";
import worker from "../../src/worker.ts";
import { testSettings } from "../settings.ts";
import { keptEverywhere, whereIs } from "../support/everywhere.ts";
import { signed } from "../support/flatpeak.ts";
import { visit } from "../support/links.ts";
import {
  DAY,
  MINUTE,
  at,
  breaks,
  installProviders,
  later,
  person,
  resendSays,
  told,
  twilioSays,
  writes,
} from "../support/providers.ts";
import { locationStub } from "../support/stubs.ts";
import { bindings, keepBetweenTests } from "../support/worker.ts";
import type { FakeProviders, Person } from "../support/providers.ts";

keepBetweenTests();

const LABEL = "Canary Cottage";
const REFUSAL = "canary-provider-error-text";
const ADDRESS = "1 Canary Lane, AB1 2CD";
const TOKEN = "cot_canary0123456789";

let fake: FakeProviders;
let ann: Person;
/** Of the first message. */
let link = "";

const linkIn = (it: { readonly raw: string } | undefined): string =>
  /https:\/\/[^\s"\\&]+\/c\/[\w-]+/.exec(decodeURIComponent((it?.raw ?? "").replaceAll("+", " ")))?.[0] ?? "";

const eventAbout = (it: Person, change: object, data: object = {}): string =>
  JSON.stringify({
    id: `evt_${crypto.randomUUID().replaceAll("-", "")}`,
    account_id: testSettings.FLATPEAK_ACCOUNT_ID,
    live_mode: false,
    time_created: new Date().toISOString(),
    type: "tariff.expired",
    data: { object: "tariff", id: it.tariff.id, location_id: it.home.id, ...data },
    ...change,
  });

async function post(body: string): Promise<void> {
  const answer = await worker.fetch(await signed(fake.flatpeak, body), bindings);
  expect(answer.status).toBe(200);
}

/** Events that name nobody, that cannot be read, and that are somebody else's business. */
async function oddEvents(it: Person): Promise<void> {
  await post(eventAbout(it, {}));
  await post(eventAbout(it, { type: 5 }, { customer_id: it.id }));
  await post(eventAbout(it, { account_id: "acc_other", type: "tariff.expired" }, { customer_id: it.id }));
}

const ringHome = () => runDurableObjectAlarm(locationStub(ann.home.id));

/** What nobody but the customer, their providers and FlatPeak has any use for. */
const canaries = (): Readonly<Record<string, string>> => ({
  phone: ann.phone,
  email: ann.email,
  push: ann.token,
  label: LABEL,
  refusal: REFUSAL,
  address: ADDRESS,
  token: TOKEN,
  link,
});

beforeAll(async () => {
  fake = await installProviders();
  ann = person(fake);
  const { id } = ann;
  // Every provider refuses once, in words of its own.
  fake.fcm = () => Response.json({ error: { code: 404, message: REFUSAL, status: "NOT_FOUND" } }, { status: 404 });
  fake.resend = () => Response.json({ name: "validation_error", message: REFUSAL }, { status: 422 });
  await at(ann).setContact(id, { labels: { [ann.home.id]: LABEL } });
  await told(fake, ann, { phone: ann.phone, email: ann.email, pushToken: ann.token });
  for (let tries = 0; tries < 12 && fake.sms.length === 0; tries++) await later(10 * MINUTE, ann);
  expect([fake.pushes.length, fake.emails.length, fake.sms.length]).toEqual([3, 1, 1]);
  link = linkIn(fake.sms[0]);
  expect(link).not.toBe("");
  expect((await visit(link)).status).toBe(302);
  await oddEvents(ann);
  await ringHome();
  await customerAt(bindings, id).noteJourney(await journeyName(TOKEN));
  const turn = { token: TOKEN, wireRoute: "postal_address_capture", page: { route: "postal_address_capture" } };
  const begun = { turn, link: null, home: null, language: null } as never;
  const journey = journeyAt(bindings, await journeyName(TOKEN));
  await journey.begin(begun);
  await journey.keep({ no: 1, typed: `address=${ADDRESS}`, mistakes: [], asks: null });
  await supplierAt(bindings, ann.tariff.provider.id).failing(ann.tariff.provider.id, id);
  expect((await twilioSays(fake.sms[0], "undelivered", 30_005)).status).toBe(204);
  await resendSays(id, 1, "email.bounced", { bounce: { message: REFUSAL, type: "Permanent" }, to: [ann.email] });
  await theSweep(bindings).run();
});

describe("what somebody's life leaves behind", () => {
  it("stands where it belongs, and nowhere else", async () => {
    const places: Record<string, readonly string[]> = {};
    for (const [name, canary] of Object.entries(canaries())) places[name] = await whereIs(canary);
    expect(places).toEqual({
      phone: ["CUSTOMER"],
      email: ["CUSTOMER"],
      push: ["CUSTOMER"],
      label: ["CUSTOMER"],
      refusal: [],
      address: ["JOURNEY"],
      token: ["JOURNEY"],
      link: ["CUSTOMER"],
    });
    // The rig is no blank: each kind of object that may know a customer does.
    expect(await whereIs(ann.id)).toEqual(
      expect.arrayContaining(["CUSTOMER", "LOCATION", "QUARANTINE", "SUPPLIER", "PHONE", "FLEET"]),
    );
  });

  it("is in no line of the log", () => {
    expect(fake.lines.length).toBeGreaterThan(0);
    for (const canary of [...Object.values(canaries()), link.split("/").at(-1) ?? ""]) {
      expect(fake.lines.filter((line) => line.includes(canary))).toEqual([]);
    }
  });
});

describe("the export of one person", () => {
  /** Every text and number in a value of JSON. */
  const leavesOf = (value: unknown): readonly unknown[] =>
    typeof value === "object" && value !== null ? Object.values(value).flatMap(leavesOf) : [value];

  it("has whatever any object keeps of them, but for what opens something", async () => {
    const record = await recordPerson(bindings, ann.id);
    const told = JSON.stringify(record);
    for (const known of [ann.phone, ann.email, ann.token, LABEL, ADDRESS, ann.home.id, ann.tariff.id]) {
      expect(told).toContain(known);
    }
    for (const key of [TOKEN, link, link.split("/").at(-1) ?? "", "cot_0", '"cot_1']) expect(told).not.toContain(key);
    expect(record).toMatchObject({
      homes: [{ location_id: ann.home.id }],
      numbers: [{ stopped_at: null }],
      suppliers: [{ supplier: ann.tariff.provider.id }],
      index: [{ tariff: ann.tariff.id }, expect.objectContaining({})],
      journeys: [{ steps: [expect.objectContaining({ no: 1 })] }],
    });
    expect(record?.quarantine.map(({ reason }) => reason).sort()).toEqual(["not_understood", "other_account"]);
  });

  it("is complete: every word that their object holds stands in it", async () => {
    const record = JSON.stringify(await recordPerson(bindings, ann.id));
    const texts = await runInDurableObject(at(ann), (_, { storage }) =>
      [...storage.kv.list<string>({ reverse: false })].map(([, text]) => JSON.parse(text) as unknown),
    );
    const words = new Set<string>();
    const collect = (value: unknown): void => {
      for (const it of leavesOf(value)) {
        if (typeof it !== "string" || it === "") continue;
        if (it.startsWith("{")) collect(JSON.parse(it));
        else if (!it.includes("/c/") && !it.includes("/s/") && !it.startsWith("cot_")) words.add(it);
      }
    };
    collect(texts);
    expect(words.size).toBeGreaterThan(50);
    const missing = [...words].filter((it) => !record.includes(JSON.stringify(it).slice(1, -1)));
    expect(missing).toEqual([]);
  });

  it("is nobody else's, and nothing where nothing is known", async () => {
    const bob = person(fake);
    expect(await recordPerson(bindings, bob.id)).toBeNull();
    await at(bob).setContact(bob.id, { phone: bob.phone });
    const record = JSON.stringify(await recordPerson(bindings, bob.id));
    for (const canary of [...Object.values(canaries()), ann.id]) expect(record).not.toContain(canary);
  });
});

describe("a customer who was erased", () => {
  it("has left nothing anywhere, a month of late words included", async () => {
    expect(await customerAt(bindings, ann.id).erase(ann.id)).toMatchObject({ left: [] });
    const before = fake.sms.length + fake.emails.length + fake.pushes.length;
    for (let day = 0; day < 30; day++) {
      vi.setSystemTime(Date.now() + DAY);
      await breaks(fake, ann, ["tariff.expired", "tariff.fetch.failed", "location.update"][day % 3]);
      await oddEvents(ann);
      await ringHome();
      await twilioSays(fake.sms[0], day % 2 === 0 ? "delivered" : "failed", 30_003);
      await resendSays(ann.id, 1, "email.complained", { to: [ann.email] });
      await visit(link);
      await visit(`${link}/stop`, { form: {} });
      if (day === 10) await writes(ann.phone, "STOP");
      if (day === 20) await writes(ann.phone, "START");
      if (day === 15) ann.home.customerId = null as never;
      if (day === 25) fake.flatpeak.world.homes.splice(fake.flatpeak.world.homes.indexOf(ann.home), 1);
      await theSweep(bindings).run();
      await later(0, ann);
    }
    expect(fake.sms.length + fake.emails.length + fake.pushes.length).toBe(before);
    const kept = await keptEverywhere();
    for (const gone of [...Object.values(canaries()), ann.id, ann.home.id, ann.tariff.id]) {
      expect([gone, kept.filter((it) => it.text.includes(gone)).map((it) => it.where)]).toEqual([gone, []]);
    }
    expect(await recordPerson(bindings, ann.id)).toBeNull();
    expect(await locationAt(bindings, ann.home.id).recordOf(ann.id)).toBeNull();
    for (const canary of Object.values(canaries())) {
      expect(fake.lines.filter((line) => line.includes(canary))).toEqual([]);
    }
  });
});
