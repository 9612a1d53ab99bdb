import { env, exports } from "cloudflare:workers";
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { eventually } from "../../support/eventually.ts";
import { app } from "../../../src/app.ts";
import { installFlatPeak, signed } from "../../support/flatpeak.ts";
import { bodies, documented } from "../../support/documented.ts";
import vectors from "../../fixtures/openssl/vectors.json";
import { testSettings } from "../../settings.ts";
import { customerStub, locationStub } from "../../support/stubs.ts";
import { EVENTS } from "../../../src/objects/customer/rows/keys.ts";
import { valuesOn } from "../../support/disk.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";

const { anodeExpired, anodeUpdate, later1, seedExpired, seedExpiring, seedFailed } = bodies;
const CUSTOMER = "cus_661677a19018beef00a29fae";
let flatpeak: FakeFlatPeak;

beforeEach(async () => {
  flatpeak = await installFlatPeak();
});

async function post(
  request: Request,
  settings: Record<string, string> = {},
): Promise<{ status: number; body: unknown }> {
  const response =
    Object.keys(settings).length === 0
      ? await exports.default.fetch(request)
      : await app.fetch(request, { ...env, ...settings });
  return { status: response.status, body: await response.json() };
}

const eventRows = async (customerId: string): Promise<number> => (await customerStub(customerId).story())?.events ?? 0;

/** An event that names no customer is passed on by an alarm; this waits for the fact, however soon that goes off. */
const arrived = (customerId: string, rows: number): Promise<void> =>
  eventually(async () => {
    expect(await eventRows(customerId)).toBe(rows);
  });

async function quarantined(): Promise<unknown[]> {
  const request = new Request("https://go.example.test/v1/quarantine", {
    headers: { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` },
  });
  return ((await (await exports.default.fetch(request)).json()) as { data: unknown[] }).data;
}

const live = { FLATPEAK_API_KEY: "sk_live_0123456789", FLATPEAK_ACCOUNT_ID: "acc_67ff7e8e2e5c80a54972fc75" };

describe("documented bodies, signed", () => {
  it.each(documented)("%s", async (_, body, status) => {
    expect(await post(await signed(flatpeak, body))).toEqual({ status: 200, body: { status } });
  });

  it("stores the anode bodies in a live deployment of their account", async () => {
    for (const body of [anodeExpired, anodeUpdate]) {
      const locationId = (/loc_[0-9a-f]+/.exec(body) ?? [""])[0];
      flatpeak.intercept = (request) =>
        new URL(request.url).pathname === `/locations/${locationId}` ? Response.json({ id: locationId }) : null;
      const answer = await post(await signed(flatpeak, body), live);
      expect(answer).toEqual({ status: 200, body: { status: "stored" } });
      // FlatPeak names no customer for this location, so it stands in for one.
      await arrived(locationId, 1);
    }
  });
});

describe("the account an event names (row 107)", () => {
  const OURS = testSettings.FLATPEAK_ACCOUNT_ID;
  const OTHER = "acc_000000000000000000000000";
  const { account_id: _top, ...top } = JSON.parse(seedExpired) as Record<string, unknown> & { data: object };
  const data = { ...top.data, account_id: undefined };

  it.each<[string, object, object, string]>([
    ["none", {}, {}, "stored"],
    ["none, in empty fields", { account_id: "" }, { account_id: null }, "stored"],
    ["ours, at the top", {}, { account_id: OURS }, "stored"],
    ["ours, by the account itself", { account: { id: OURS } }, {}, "stored"],
    ["ours in data, another's at the top", { account_id: OURS }, { account_id: OTHER }, "quarantined"],
    ["another's in data, ours at the top", { account_id: OTHER }, { account_id: OURS }, "quarantined"],
    ["another's alone", { account_id: OTHER }, {}, "quarantined"],
    ["ours by id, another's by the account itself", { account_id: OURS, account: { id: OTHER } }, {}, "quarantined"],
    ["ours, and another's beside it", { account_id: OURS }, { account: OTHER }, "quarantined"],
    ["what is written like no account of FlatPeak's", { account_id: "acme" }, {}, "quarantined"],
  ])("%s", async (_, inData, atTop, status) => {
    const body = JSON.stringify({ ...top, ...atTop, data: { ...data, ...inData } });
    expect((await post(await signed(flatpeak, body))).body).toEqual({ status });
    const reasons = (await quarantined()) as { reason: string }[];
    expect(reasons.map(({ reason }) => reason)).toEqual(status === "stored" ? [] : ["other_account"]);
  });
});

describe("signatures", () => {
  const signedByOpenssl = (signature: string): Request =>
    new Request("https://go.example.test/webhooks/flatpeak", {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "Flatpeak-Signature": `v1=${signature}`,
        "Flatpeak-Signature-Scheme": "v1",
        "Flatpeak-Timestamp": String(vectors.timestamp),
        "Flatpeak-Key-ID": vectors.jwk.kid,
      },
      body: seedExpired,
    });

  it("accepts what OpenSSL signed, and only with the salt FlatPeak uses", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(vectors.timestamp * 1_000 + 60_000);
    flatpeak.intercept = (request) =>
      request.url.endsWith("/jwks.json") ? Response.json({ keys: [vectors.jwk] }) : null;
    // Settings of its own give this test a key cache of its own.
    const own = { BRAND_NAME: "OpenSSL" };
    const keptEnv = { ...env, ...own };
    const statuses: number[] = [];
    for (const signature of [vectors.pss_salt_32, vectors.pss_salt_20, vectors.pkcs1]) {
      statuses.push((await app.fetch(signedByOpenssl(signature), keptEnv)).status);
    }
    expect(statuses).toEqual([200, 401, 401]);
    expect(flatpeak.calls).toEqual(["GET /jwks.json"]);
  });

  it("verifies the bytes as they came: byte order mark, odd spacing, escapes, line ends", async () => {
    const odd = `\uFEFF{ "id":"evt_bom",\r\n\t"type" : "customer.\\u0063reate","data":{"id":"${CUSTOMER}","object":"customer"} }\n`;
    expect(await post(await signed(flatpeak, odd))).toEqual({ status: 200, body: { status: "ignored" } });
  });

  it("stores a genuine event that comes a day late, and puts one past the maximum age into quarantine", async () => {
    const now = Math.floor(Date.now() / 1_000);
    expect((await post(await signed(flatpeak, seedExpired, now - 25 * 3_600))).body).toEqual({ status: "stored" });
    expect((await post(await signed(flatpeak, seedFailed, now - 8 * 86_400))).body).toEqual({ status: "quarantined" });
    expect(await quarantined()).toMatchObject([{ reason: "too_old", body: seedFailed }]);
    expect(await valuesOn(customerStub(CUSTOMER), EVENTS)).toMatchObject([{ late: true }]);
  });
});

describe("duplicates", () => {
  it("keeps one row and sends one message for 500 copies, 50 at a time", async () => {
    const statuses: string[] = [];
    for (let batch = 0; batch < 10; batch++) {
      const requests = await Promise.all(
        Array.from({ length: 50 }, (_, no) =>
          signed(flatpeak, seedExpired, Math.floor(Date.now() / 1_000) - (no % 2 === 0 ? 0 : batch)),
        ),
      );
      const answers = await Promise.all(requests.map((request) => post(request)));
      expect(answers.every((it) => it.status === 200)).toBe(true);
      statuses.push(...answers.map((it) => (it.body as { status: string }).status));
    }
    expect(statuses).toHaveLength(500);
    expect(statuses.filter((it) => it === "stored")).toHaveLength(1);
    expect(statuses.filter((it) => it === "duplicate")).toHaveLength(499);
    expect(await eventRows(CUSTOMER)).toBe(1);

    const home = flatpeak.world.homes.find((it) => it.tariffs.some((t) => t.id === "trf_6597ef46529ab4467502af0b"));
    for (const tariff of home?.tariffs ?? []) tariff.status = "ERROR";
    await customerStub(CUSTOMER).advanceClock(2 * 86_400_000);
    expect(flatpeak.handoffs).toHaveLength(1);
  });

  it("keeps the first of two bodies with one id, and puts the second into quarantine", async () => {
    expect((await post(await signed(flatpeak, seedExpiring))).body).toEqual({ status: "stored" });
    expect((await post(await signed(flatpeak, seedExpired))).body).toEqual({ status: "quarantined" });
    expect(await eventRows(CUSTOMER)).toBe(1);
    expect(await quarantined()).toMatchObject([{ reason: "other_body", body: seedExpired }]);
  });
});

describe("events that name no customer", () => {
  it("asks FlatPeak once whose home it is, and remembers", async () => {
    expect((await post(await signed(flatpeak, later1))).body).toEqual({ status: "stored" });
    await arrived(CUSTOMER, 1);
    expect(flatpeak.calls).toContain("GET /locations/loc_661677cdc31d91695fd8f33d");
    flatpeak.calls.length = 0;
    const second = later1.replace("evt_66167787c1652b3fbeba5f01", "evt_second");
    expect((await post(await signed(flatpeak, second))).body).toEqual({ status: "stored" });
    expect(await eventRows(CUSTOMER)).toBe(2);
    expect(flatpeak.calls).toEqual([]);
  });

  it("holds them while FlatPeak is down, acknowledged and once each, and brings all of them in when it is back", async () => {
    flatpeak.intercept = (request) =>
      request.url.includes("/locations/") ? new Response("down", { status: 500 }) : null;
    const ids = Array.from({ length: 60 }, (_, no) => `evt_held_${no}`);
    for (const id of ids) {
      const body = later1.replace("evt_66167787c1652b3fbeba5f01", id);
      expect((await post(await signed(flatpeak, body))).body).toEqual({ status: "stored" });
    }
    const again = later1.replace("evt_66167787c1652b3fbeba5f01", "evt_held_7");
    expect((await post(await signed(flatpeak, again))).body).toEqual({ status: "duplicate" });
    expect((await post(await signed(flatpeak, again.replace("expiring", "expired")))).body).toEqual({
      status: "quarantined",
    });
    const location = locationStub("loc_661677cdc31d91695fd8f33d");
    await evictDurableObject(location);
    await runDurableObjectAlarm(location);
    const alarm = await runInDurableObject(location, (_, ctx) => ctx.storage.getAlarm());
    expect(alarm).toBeGreaterThan(Date.now());
    expect(await eventRows(CUSTOMER)).toBe(0);
    flatpeak.intercept = () => null;
    for (let rounds = 0; rounds < 5; rounds++) await runDurableObjectAlarm(location);
    await arrived(CUSTOMER, 60);
    // What is left to be woken for is forgetting whose home it is.
    const rest = await runInDurableObject(location, (_, ctx) => ctx.storage.getAlarm());
    expect(rest).toBeGreaterThan(Date.now() + 99 * 86_400_000);
  });

  it("puts an event of a location that does not exist into quarantine", async () => {
    const unknown = later1.replaceAll("loc_661677cdc31d91695fd8f33d", "loc_000000000000000000000000");
    expect((await post(await signed(flatpeak, unknown))).body).toEqual({ status: "stored" });
    await eventually(async () => {
      expect(await quarantined()).toMatchObject([{ reason: "unknown_location", body: unknown }]);
    });
  });

  it.each(["connect_session.complete", "connect.session.complete"])(
    "finds the location of a %s by its token",
    async (type) => {
      await post(await signed(flatpeak, seedExpired));
      flatpeak.intercept = (request) =>
        request.method === "GET" && new URL(request.url).pathname === "/connect/token"
          ? Response.json({ id: "cot_1", object: "connect_token", location_id: "loc_661677cdc31d91695fd8f33d" })
          : null;
      const body = JSON.stringify({ id: "evt_done", object: "event", type, data: { id: "cot_1", live_mode: false } });
      expect((await post(await signed(flatpeak, body))).body).toEqual({ status: "stored" });
      await arrived(CUSTOMER, 2);
    },
  );
});

describe("unsigned events", () => {
  const unsigned = (body: string): Request =>
    new Request("https://go.example.test/webhooks/flatpeak", {
      method: "POST",
      headers: { "Content-Type": "application/json", "Flatpeak-Signature": "none" },
      body,
    });
  const own = { ...(JSON.parse(seedExpired) as { id: string }), time_created: new Date().toISOString() };

  it("takes FlatPeak's own copy in, and nothing of what was sent but the id", async () => {
    flatpeak.intercept = (request) => (request.url.endsWith(`/events/${own.id}`) ? Response.json(own) : null);
    const sent = seedExpired.replaceAll("cus_661677a19018beef00a29fae", "cus_attacker");
    expect((await post(unsigned(sent))).body).toEqual({ status: "stored" });
    expect(await eventRows(CUSTOMER)).toBe(1);
    expect(await eventRows("cus_attacker")).toBe(0);
  });

  it("knows the copy and the signed webhook for one event, whichever comes first", async () => {
    flatpeak.intercept = (request) => (request.url.includes("/events/") ? Response.json(own) : null);
    expect((await post(unsigned(seedExpired))).body).toEqual({ status: "stored" });
    expect((await post(await signed(flatpeak, seedExpired))).body).toEqual({ status: "duplicate" });
    expect(await eventRows(CUSTOMER)).toBe(1);
  });

  it.each<[string, number, () => Response]>([
    ["does not know", 401, () => Response.json({ message: "not found" }, { status: 404 })],
    ["answers with another event", 401, () => Response.json({ ...own, id: "evt_other" })],
    ["cannot be asked", 503, () => new Response(null, { status: 500 })],
  ])("refuses what FlatPeak %s with %d", async (_, status, answer) => {
    flatpeak.intercept = (request) => (request.url.includes("/events/") ? answer() : null);
    // Settings of its own give each of these a memory of its own.
    const fresh = { BRAND_NAME: `Fresh ${status}` };
    expect((await post(unsigned(seedExpired), fresh)).status).toBe(status);
    expect(await eventRows(CUSTOMER)).toBe(0);
  });

  const invented = (no: number, from?: string): Request => {
    const request = unsigned(JSON.stringify({ ...own, id: `evt_invented_${no}` }));
    if (from !== undefined) request.headers.set("CF-Connecting-IP", from);
    return request;
  };
  const unknown = (request: Request): Response | null =>
    request.url.includes("/events/") ? Response.json({ message: "not found" }, { status: 404 }) : null;
  const questions = (): number => flatpeak.calls.filter((call) => call.includes("/events/")).length;

  it("fetches back no more in a minute than it is set to", async () => {
    flatpeak.intercept = unknown;
    vi.useFakeTimers({ toFake: ["Date"] });
    const few = { ...env, FETCH_BACK_PER_MINUTE: "3" };
    const statuses: number[] = [];
    for (let no = 0; no < 5; no++) statuses.push((await app.fetch(invented(no), few)).status);
    vi.setSystemTime(Date.now() + 61_000);
    statuses.push((await app.fetch(invented(5), few)).status);
    expect(statuses).toEqual([401, 401, 401, 503, 503, 401]);
  });

  it("asks about an id that FlatPeak does not know once in some minutes (row 98)", async () => {
    flatpeak.intercept = unknown;
    vi.useFakeTimers({ toFake: ["Date"] });
    const fresh = { ...env };
    for (let no = 0; no < 200; no++) expect((await app.fetch(invented(1), fresh)).status).toBe(401);
    expect(questions()).toBe(1);
    // One that comes twice at once is asked about once; whoever was second tries again.
    const twice = await Promise.all([invented(2), invented(2)].map(async (it) => (await app.fetch(it, fresh)).status));
    expect(twice.toSorted((a, b) => a - b)).toEqual([401, 503]);
    expect(questions()).toBe(2);
    // It may have been sent before FlatPeak's API told of it.
    vi.setSystemTime(Date.now() + 6 * 60_000);
    flatpeak.intercept = (request) =>
      request.url.includes("/events/") ? Response.json({ ...own, id: "evt_invented_1" }) : null;
    expect((await app.fetch(invented(1), fresh)).status).toBe(200);
  });

  it("keeps a budget for each sender, and a reserve for those whose events were news (row 98)", async () => {
    const known = (request: Request): Response | null => {
      const id = /\/events\/(evt_genuine_\d)$/.exec(request.url)?.[1];
      return id === undefined ? unknown(request) : Response.json({ ...own, id });
    };
    flatpeak.intercept = known;
    const fresh = { ...env };
    const from = async (id: string, address: string): Promise<number> => {
      const request = unsigned(seedExpired.replaceAll(own.id, id));
      request.headers.set("CF-Connecting-IP", address);
      return (await app.fetch(request, fresh)).status;
    };
    // One network is one sender, however many addresses it has.
    for (let no = 0; no < 60; no++) await app.fetch(invented(no, `2001:db8:1:2::${no}`), fresh);
    expect(questions()).toBe(15);
    expect(await from("evt_genuine_1", "198.51.100.7")).toBe(200);
    // Sixty senders use up what strangers have, and not what is kept for those that are known.
    for (let no = 100; no < 160; no++) await app.fetch(invented(no, `203.0.113.${no}`), fresh);
    expect(questions()).toBe(45);
    expect(await from("evt_genuine_2", "198.51.100.8")).toBe(503);
    for (const no of [3, 4, 5]) expect(await from(`evt_genuine_${no}`, "198.51.100.7")).toBe(200);
  });

  it("is as old as FlatPeak says, whoever names it (row 98)", async () => {
    const at = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
    const old = { ...own, id: "evt_old", time_created: at(80) };
    flatpeak.intercept = (request) => (request.url.endsWith("/events/evt_old") ? Response.json(old) : null);
    const renewed = JSON.stringify({ ...old, time_created: at(0) });
    expect((await post(unsigned(renewed))).body).toEqual({ status: "quarantined" });
    expect(await eventRows(CUSTOMER)).toBe(0);
    expect(await quarantined()).toMatchObject([{ reason: "too_old" }]);
    flatpeak.intercept = (request) =>
      request.url.endsWith("/events/evt_old") ? Response.json({ ...old, time_created: at(6) }) : null;
    expect((await post(unsigned(renewed))).body).toEqual({ status: "stored" });
  });
});
