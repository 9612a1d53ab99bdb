import { env, exports } from "cloudflare:workers";
import { reset, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { app } from "../../src/app.ts";
import { customerAt } from "../../src/customer/address.ts";
import { installFlatPeak, signed } from "../support/flatpeak.ts";
import { bodies, documented } from "../support/documented.ts";
import vectors from "../fixtures/openssl/vectors.json";
import { testSettings } from "../settings.ts";
import type { Env } from "../../src/env.ts";
import type { FakeFlatPeak } from "../support/flatpeak.ts";

const { anodeExpired, anodeUpdate, later1, seedExpired, seedExpiring, seedFailed } = bodies;
const bindings = env as unknown as Env;
const CUSTOMER = "cus_661677a19018beef00a29fae";
let flatpeak: FakeFlatPeak;

beforeEach(async () => {
  flatpeak = await installFlatPeak();
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await reset();
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

const eventRows = (customerId: string): Promise<number> =>
  runInDurableObject(customerAt(bindings, customerId), (_, ctx) =>
    Number(ctx.storage.sql.exec("SELECT COUNT(*) AS rows FROM events").one()["rows"]),
  );

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
      expect(await eventRows(locationId)).toBe(1);
    }
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

  it("stores a genuine event that comes a day late, and refuses one past the maximum age", async () => {
    const now = Math.floor(Date.now() / 1_000);
    expect((await post(await signed(flatpeak, seedExpired, now - 25 * 3_600))).body).toEqual({ status: "stored" });
    expect((await post(await signed(flatpeak, seedFailed, now - 8 * 86_400))).status).toBe(401);
    const late = await runInDurableObject(customerAt(bindings, CUSTOMER), (_, ctx) =>
      ctx.storage.sql.exec("SELECT late FROM events").toArray(),
    );
    expect(late).toEqual([{ late: 1 }]);
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
    await customerAt(bindings, CUSTOMER).advanceClock(2 * 86_400_000);
    expect(flatpeak.handoffs).toHaveLength(1);
  });

  it("keeps the first of two bodies with one id, and puts the second into quarantine", async () => {
    expect((await post(await signed(flatpeak, seedExpiring))).body).toEqual({ status: "stored" });
    expect((await post(await signed(flatpeak, seedExpired))).body).toEqual({ status: "quarantined" });
    expect(await eventRows(CUSTOMER)).toBe(1);
    const request = new Request("https://go.example.test/v1/quarantine", {
      headers: { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` },
    });
    const { data } = (await (await exports.default.fetch(request)).json()) as { data: unknown[] };
    expect(data).toMatchObject([{ reason: "other_body", body: seedExpired }]);
  });
});

describe("events that name no customer", () => {
  it("asks FlatPeak once whose home it is, and remembers", async () => {
    expect((await post(await signed(flatpeak, later1))).body).toEqual({ status: "stored" });
    expect(flatpeak.calls).toContain("GET /locations/loc_661677cdc31d91695fd8f33d");
    flatpeak.calls.length = 0;
    const second = later1.replace("evt_66167787c1652b3fbeba5f01", "evt_second");
    expect((await post(await signed(flatpeak, second))).body).toEqual({ status: "stored" });
    expect(await eventRows(CUSTOMER)).toBe(2);
    expect(flatpeak.calls).toEqual([]);
  });

  it("asks for another delivery while FlatPeak cannot say", async () => {
    flatpeak.intercept = (request) =>
      request.url.includes("/locations/") ? new Response("down", { status: 500 }) : null;
    expect((await post(await signed(flatpeak, later1))).status).toBe(503);
  });

  it("puts an event of a location that does not exist into quarantine", async () => {
    const unknown = later1.replaceAll("loc_661677cdc31d91695fd8f33d", "loc_000000000000000000000000");
    expect((await post(await signed(flatpeak, unknown))).body).toEqual({ status: "quarantined" });
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
      expect(await eventRows(CUSTOMER)).toBe(2);
    },
  );
});
