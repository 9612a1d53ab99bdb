import { env, exports } from "cloudflare:workers";
import { listDurableObjectIds } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { app } from "../../../src/app.ts";
import { bodies, documented } from "../../support/documented.ts";
import { installFlatPeak, signed } from "../../support/flatpeak.ts";
import { bindings } from "../../support/worker.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";

// Nothing in this file is genuine, so after each test no object may exist at all.
const { broken, seedExpired } = bodies;
let flatpeak: FakeFlatPeak;

beforeEach(async () => {
  flatpeak = await installFlatPeak();
});
afterEach(async () => {
  vi.restoreAllMocks();
  const ids = [
    await listDurableObjectIds(bindings.CUSTOMER),
    await listDurableObjectIds(bindings.LOCATION),
    await listDurableObjectIds(bindings.QUARANTINE),
  ];
  expect(ids.flat()).toEqual([]);
  expect(flatpeak.handoffs).toEqual([]);
});

async function post(request: Request): Promise<{ status: number; body: unknown }> {
  const response = await exports.default.fetch(request);
  return { status: response.status, body: await response.json() };
}

describe("not genuine", () => {
  it.each(documented)("%s, with one byte changed: refused, and nothing is made", async (_, body) => {
    const request = await signed(flatpeak, body);
    const bytes = new Uint8Array(await request.arrayBuffer());
    bytes[bytes.length - 3] = (bytes[bytes.length - 3] ?? 0) ^ 1;
    const tampered = new Request(request.url, { method: "POST", headers: request.headers, body: bytes });
    expect((await post(tampered)).status).toBe(401);
  });
  it.each([
    ["none", { "Flatpeak-Signature": "none" }],
    ["NONE", { "Flatpeak-Signature": "NONE" }],
    ["empty", { "Flatpeak-Signature": "" }],
    ["v1=none", { "Flatpeak-Signature": "v1=none" }],
    ["another scheme", { "Flatpeak-Signature-Scheme": "v2" }],
    ["padding", { "Flatpeak-Signature": `v1=${"A".repeat(342)}==` }],
    ["not base64", { "Flatpeak-Signature": `v1=${"*".repeat(342)}` }],
    ["too short", { "Flatpeak-Signature": "v1=AAAA" }],
    ["an unknown key", { "Flatpeak-Key-ID": "wsk_test_unknown" }],
    ["a key id that is a property", { "Flatpeak-Key-ID": "__proto__" }],
    ["a timestamp in hex", { "Flatpeak-Timestamp": "0x69" }],
    ["a timestamp with a blank", { "Flatpeak-Timestamp": " 17768478" }],
    ["a timestamp of twenty digits", { "Flatpeak-Timestamp": "17768478801776847880" }],
    ["a far future", { "Flatpeak-Timestamp": String(Math.floor(Date.now() / 1_000) + 86_400) }],
  ])("refuses %s with one and the same answer", async (name, spoilt) => {
    const request = await signed(flatpeak, seedExpired);
    // Set in place of the good one: put beside it, it would take nothing away from it.
    const headers = new Headers(request.headers);
    for (const [name, value] of Object.entries(spoilt)) headers.set(name, value);
    const forged = new Request(request, { headers });
    // Settings of its own, and so keys that are asked for now: one that an older answer did not name is put off.
    const response = await app.fetch(forged, { ...env, BRAND_NAME: name.slice(0, 30) });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      error: { code: "not_genuine", message: "the request is not from FlatPeak" },
    });
  });

  it("says 503, not 401, while the keys cannot be had", async () => {
    flatpeak.intercept = (request) => (request.url.endsWith("/jwks.json") ? new Response(null, { status: 500 }) : null);
    const response = await app.fetch(await signed(flatpeak, seedExpired), { ...env, BRAND_NAME: "No keys" });
    expect(response.status).toBe(503);
    expect(response.headers.get("Retry-After")).not.toBeNull();
  });
});

describe("malformed requests", () => {
  it.each([
    ["unsigned and not JSON", broken, {}, 400],
    ["unsigned JSON", seedExpired, {}, 401],
    ["another media type", seedExpired, { "Content-Type": "text/xml" }, 415],
    ["an encoded body", seedExpired, { "Content-Encoding": "gzip" }, 415],
    ["a body of 100 kB", `{"pad":"${"x".repeat(100_000)}"}`, {}, 413],
  ])("%s", async (_, body, headers, status) => {
    const request = new Request("https://go.example.test/webhooks/flatpeak", {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body,
    });
    const answer = await post(request);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ error: { request_id: expect.any(String) as string } });
  });

  it("a body whose length is not told is counted while it comes, and no further than it may be", async () => {
    /** In pieces of a kilobyte; gives how many were taken. */
    const send = async (path: string, pieces: number): Promise<readonly [status: number, taken: number]> => {
      let taken = 0;
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          taken += 1;
          if (taken > pieces) controller.close();
          else controller.enqueue(new Uint8Array(1_024).fill(0x20));
        },
      });
      const request = new Request(`https://go.example.test${path}`, { method: "POST", body });
      return [(await app.fetch(request, { ...env })).status, taken];
    };
    expect((await send("/webhooks/flatpeak", 64))[0]).toBe(400);
    const [status, taken] = await send("/webhooks/flatpeak", 1_000);
    expect([status, taken < 100]).toEqual([413, true]);
    expect((await send("/c/forged/stop", 4))[0]).toBe(404);
    expect((await send("/s/forged", 5))[0]).toBe(413);
  });

  it("a bearer that is none costs no body and no object", async () => {
    for (const given of ["", "Bearer", "Bearer ", `Bearer ${"a".repeat(5_000)}`, "Bearer a b", "Bearer é"]) {
      const headers = given === "" ? {} : { Authorization: given };
      const request = new Request("https://go.example.test/v1/customers/cus_1", { headers });
      const answer = await app.fetch(request, { ...env });
      expect(answer.status).toBe(401);
      expect(answer.headers.get("WWW-Authenticate")).toBe('Bearer realm="operator"');
    }
  });
});
