// What goes through as it is: method, path, query, body and answer, streamed, with what is the caller's own and nothing else.

import { beforeEach, describe, expect, it } from "vitest";
import { ERROR } from "../../flatpeak/zero/schemas.ts";
import { testSettings } from "../../settings.ts";
import { BEARER, bridged, installUpstream } from "./rig.ts";
import type { Upstream } from "./rig.ts";

let upstream: Upstream;
beforeEach(() => {
  upstream = installUpstream();
});

describe("a call that both generations have", () => {
  it.each([
    ["GET", "/customers?limit=3&starting_after=cus_1", undefined],
    ["POST", "/customers", '{ "reference_id": "A 1" }'],
    ["PATCH", "/locations/loc_1", "{}"],
    ["DELETE", "/devices/dev_1", undefined],
    ["GET", "/locations/loc_1/status", undefined],
    ["GET", "/events?event_type=tariff.expired&limit=100", undefined],
    ["GET", "/tariffs/elements?location_id=loc_1", undefined],
    ["POST", "/connect/tariff/batch", "{}"],
    ["GET", "/locations?reference_id=a%2Fb%20c&x=%C3%A4+1", undefined],
    ["GET", "/schedules?location_id=loc_1", undefined],
  ])("goes through: %s %s", async (method, path, body) => {
    upstream.answer = () =>
      new Response('{"as" : "it is"}', { status: 202, headers: { "Content-Type": "application/json", ETag: '"1"' } });
    const headers = { "Content-Type": "application/json", "X-Custom": "kept" };
    const answer = await bridged(path, { method, body, headers });
    expect([answer.status, await answer.text()]).toEqual([202, '{"as" : "it is"}']);
    expect([answer.headers.get("Content-Type"), answer.headers.get("ETag")]).toEqual(["application/json", '"1"']);
    expect(upstream.asked).toHaveLength(1);
    const [asked] = upstream.asked;
    expect([asked?.method, asked?.url, asked?.body]).toEqual([
      method,
      `${testSettings.FLATPEAK_API_URL}${path}`,
      body ?? "",
    ]);
    expect(asked?.headers.get("Authorization")).toBe(BEARER);
    expect(asked?.headers.get("X-Custom")).toBe("kept");
    expect(asked?.headers.get("Content-Type")).toBe("application/json");
  });

  it("stays at FlatPeak, however its path is written", async () => {
    for (const path of [
      "//evil.example/x",
      "/%2e%2e/v1/sweep",
      "/@evil.example",
      "/.evil.example",
      "/\\evil.example",
    ]) {
      await bridged(path);
    }
    for (const { url } of upstream.asked) expect(new URL(url).origin).toBe(testSettings.FLATPEAK_API_URL);
  });

  it("takes along nothing of this address", async () => {
    upstream.answer = () => new Response(null, { status: 204, headers: { "Set-Cookie": "a=b" } });
    const answer = await bridged("/customers", {
      headers: {
        Cookie: "connect=secret",
        "CF-Connecting-IP": "192.0.2.1",
        "X-Forwarded-For": "192.0.2.1",
        "X-Real-IP": "192.0.2.1",
        Connection: "keep-alive",
      },
    });
    const names = [...(upstream.asked[0]?.headers.keys() ?? [])];
    expect(names.filter((it) => /cookie|^cf-|forwarded|real-ip|connection/.test(it))).toEqual([]);
    expect([answer.status, answer.headers.get("Set-Cookie")]).toEqual([204, null]);
  });

  it.each([
    ["2024-08-24.zero", null],
    ["2024-08-24", null],
    ["2025-09-14.anode", "2025-09-14.anode"],
  ])("speaks the version %s as %s", async (version, spoken) => {
    await bridged("/customers", { headers: { "Flatpeak-Version": version } });
    expect(upstream.asked[0]?.headers.get("Flatpeak-Version")).toBe(spoken);
  });

  it("is answered while FlatPeak still speaks", async () => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    upstream.answer = () => new Response(readable);
    const answer = await bridged("/events");
    const reader = answer.body?.getReader();
    const first = reader?.read();
    await writer.write(new TextEncoder().encode("[1,"));
    expect(new TextDecoder().decode((await first)?.value as Uint8Array)).toBe("[1,");
    const rest = reader?.read();
    await writer.write(new TextEncoder().encode("2]"));
    expect(new TextDecoder().decode((await rest)?.value as Uint8Array)).toBe("2]");
    await writer.close();
  });

  it("hands a redirect on and follows none", async () => {
    upstream.answer = () => new Response(null, { status: 307, headers: { Location: "https://evil.example/" } });
    const answer = await bridged("/customers");
    expect([answer.status, answer.headers.get("Location")]).toEqual([307, "https://evil.example/"]);
    expect(upstream.asked).toMatchObject([{ redirect: "manual" }]);
  });

  it("is said not to be answered, where it is not", async () => {
    upstream.answer = () => Promise.reject(new TypeError("refused"));
    const lost = await bridged("/customers");
    expect([lost.status, ERROR.parse(await lost.json()).code]).toEqual([502, "unavailable"]);
  });
});
