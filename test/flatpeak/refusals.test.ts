// Proves that an answer about us is never taken for one about a home: whom each refusal is about, that one refused home costs
// no login, and that calls which come together share one.

import { describe, expect, it } from "vitest";
import { createClient } from "../../src/flatpeak/client.ts";
import { createFlatPeak } from "../../src/flatpeak/flatpeak.ts";
import { hurried } from "../support/hurry.ts";
import type { Standing } from "../../src/flatpeak/bearer.ts";
import type { Client } from "../../src/flatpeak/client.ts";
import type { FlatPeak, TokenRequest } from "../../src/flatpeak/port.ts";

interface Rig {
  readonly client: Client;
  readonly flatpeak: FlatPeak;
  /** "METHOD /path" of each call. */
  readonly calls: string[];
  readonly count: (path: string) => number;
  /** What others were told, and what they say when asked. */
  readonly told: string[];
  away: number | null;
  trial: boolean;
  /** Whether the others can be told. */
  hears: boolean;
  /** FlatPeak's answer to a path; null: it is taken, and knows nothing. */
  answer: (path: string, bearer: string) => Response | Promise<Response> | null;
  now: number;
}

function rig(): Rig {
  const calls: string[] = [];
  const told: string[] = [];
  const standing: Standing = {
    enter: () =>
      Promise.resolve(
        it.away === null ? { kind: "go", trial: it.trial } : { kind: "away", for: it.away, why: "FlatPeak refuses us" },
      ),
    refused: (why) => Promise.resolve(void told.push(`refused ${why}`)),
    taken: () => {
      told.push("taken");
      return Promise.resolve(it.hears);
    },
  };
  let logins = 0;
  const outward: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    calls.push(`${request.method} ${pathname}`);
    const bearer = (request.headers.get("Authorization") ?? "").replace("Bearer ", "");
    const answer = await it.answer(pathname, bearer);
    if (answer !== null) return answer;
    if (pathname !== "/login") return Response.json({});
    logins += 1;
    return Response.json({ bearer_token: `bearer ${logins}`, expires_in: 3_600 });
  };
  const deps = {
    apiUrl: "https://api.flatpeak.test",
    apiVersion: "2025-09-14.anode",
    accountId: "acc_1",
    apiKey: "sk_test_1",
    fetch: outward,
    now: () => it.now,
    standing,
  };
  const it: Rig = {
    client: createClient(deps),
    flatpeak: createFlatPeak(deps),
    calls,
    count: (path) => calls.filter((call) => call.endsWith(` ${path}`)).length,
    told,
    away: null,
    trial: false,
    hears: true,
    answer: () => null,
    now: Date.UTC(2026, 1, 2),
  };
  return it;
}

const refusal = (status: number, code?: string): Response =>
  Response.json({ object: "error", ...(code === undefined ? {} : { code }), message: "no" }, { status });

const CALLS: Readonly<Record<string, (flatpeak: FlatPeak) => Promise<{ readonly kind: string }>>> = {
  probe: (flatpeak) => flatpeak.probe("loc_1", true),
  mint: (flatpeak) =>
    flatpeak.mintToken({
      tariffId: "trf_1",
      locationId: "loc_1",
      connectUrl: "https://a.test",
      callbackUrl: "https://b.test",
    }),
  owner: (flatpeak) => flatpeak.customerOf("loc_1"),
  event: (flatpeak) => flatpeak.eventById("evt_1"),
  page: (flatpeak) => flatpeak.eventsBefore(null, null),
  session: (flatpeak) => flatpeak.locationOfSession("cot_1"),
};

describe("an answer about us", () => {
  it.each<[string, (path: string) => Response | null]>([
    ["our version is too old", () => refusal(422, "api_version_not_supported")],
    ["our account is off", () => refusal(422, "account_disabled")],
    ["our account is off, after a login", (path) => (path === "/login" ? null : refusal(422, "account_disabled"))],
    ["bad credentials", () => Response.json({ message: "Bad credentials" }, { status: 403 })],
    ["401 for all", () => refusal(401)],
    ["403 for all, after a login", (path) => (path === "/login" ? null : refusal(403))],
    ["403 in HTML for all", () => new Response("<html>blocked</html>", { status: 403 })],
    ["a code nobody knows, for all", () => refusal(422, "account_on_hold")],
    ["the same after a login", (path) => (path === "/login" ? null : refusal(422, "account_on_hold"))],
    ["400 without a code, for all", (path) => (path === "/login" ? null : refusal(400))],
    ["no login there", (path) => (path === "/login" ? refusal(404) : null)],
  ])("is never one about a home: %s (row 9)", async (_, answer) => {
    for (const [name, call] of Object.entries(CALLS)) {
      const it = rig();
      it.answer = answer;
      expect({ name, kind: (await call(it.flatpeak)).kind }).toEqual({ name, kind: "unavailable" });
      expect(it.told[0]).toMatch(/^refused /);
      expect(it.calls.length).toBeLessThanOrEqual(5);
    }
  });

  it("says so, so that nobody is kept waiting longer for it (row 9)", async () => {
    const it = rig();
    it.answer = () => refusal(422, "account_disabled");
    expect(await it.flatpeak.probe("loc_1", false)).toMatchObject({ kind: "unavailable", refusesUs: true });
    it.answer = () => new Response(null, { status: 503 });
    expect(await it.flatpeak.probe("loc_1", false)).not.toMatchObject({ refusesUs: true });
  });

  it.each(["probe", "owner"])("keeps what it tells of us and of the load: %s", async (name) => {
    const ask = async (answer: () => Response | Promise<Response>): Promise<unknown> => {
      const it = rig();
      it.answer = (path) => (path === "/login" ? null : answer());
      return CALLS[name]?.(it.flatpeak);
    };
    expect(await ask(() => refusal(422, "account_disabled"))).toMatchObject({ refusesUs: true });
    const busy = (): Response => new Response(null, { status: 429, headers: { "Retry-After": "30" } });
    expect(await ask(busy)).toMatchObject({ isTooMuch: true, retryAfter: 30_000 });
    const late = (): Promise<Response> => Promise.reject(new DOMException("timed out", "TimeoutError"));
    expect(await ask(late)).toMatchObject({ timedOut: true });
  });

  it("is told to be over until others have heard it, once a minute", async () => {
    const it = rig();
    Object.assign(it, { trial: true, hears: false });
    const call = () => it.client.call("GET", "/locations/loc_1", 1_000);
    await call();
    await call();
    expect(it.told).toEqual(["taken"]);
    it.now += 60_000;
    it.hears = true;
    await call();
    it.now += 60_000;
    await call();
    expect([it.told, it.count("/login")]).toEqual([["taken", "taken"], 1]);
  });

  it("that comes after FlatPeak took us again is not told, and its question is asked again", async () => {
    const it = rig();
    await it.client.call("GET", "/locations/loc_1", 1_000);
    const { promise: late, resolve: refuse } = Promise.withResolvers<Response>();
    const off = (): Response => refusal(422, "account_disabled");
    it.answer = (path, bearer) => (bearer !== "bearer 1" ? null : path === "/locations/loc_2" ? late : off());
    const waits = it.client.call("GET", "/locations/loc_2", 1_000);
    await it.client.call("GET", "/locations/loc_1", 1_000);
    it.trial = true;
    expect(await it.client.call("GET", "/locations/loc_1", 1_000)).toMatchObject({ kind: "ok" });
    refuse(off());
    expect(await waits).toMatchObject({ kind: "ok" });
    expect(it.told).toEqual(["refused account_disabled", "taken"]);
  });

  it("keeps all from asking until somebody may find out, and tells when FlatPeak takes us again (row 9)", async () => {
    const it = rig();
    it.answer = (path) => (path === "/login" ? null : refusal(422, "account_disabled"));
    await it.client.call("GET", "/locations/loc_1", 1_000);
    const asked = it.calls.length;
    it.away = 60_000;
    expect(await it.client.call("GET", "/locations/loc_1", 1_000)).toMatchObject({
      refusesUs: true,
      retryAfter: 60_000,
    });
    expect(it.calls).toHaveLength(asked);
    it.away = null;
    it.trial = true;
    await it.client.call("GET", "/locations/loc_1", 1_000);
    expect(it.told).toEqual(["refused account_disabled", "refused account_disabled"]);
    it.answer = () => null;
    expect((await it.client.call("GET", "/locations/loc_1", 1_000)).kind).toBe("ok");
    expect(it.told.at(-1)).toBe("taken");
    await it.client.call("GET", "/locations/loc_1", 1_000);
    expect(it.told.filter((word) => word === "taken")).toHaveLength(1);
  });
});

describe("an answer about a home", () => {
  it.each<[string, () => Response, object]>([
    ["403", () => refusal(403), { kind: "refused", status: 403 }],
    ["401", () => refusal(401), { kind: "refused", status: 401 }],
    ["a documented code", () => refusal(422, "no_price_data"), { kind: "refused", scope: "home" }],
    ["a connection under way", () => refusal(422, "pending_connect"), { kind: "refused", scope: "not_yet" }],
    [
      "a code nobody knows",
      () => refusal(422, "of_our_own"),
      { kind: "refused", scope: "unreadable", code: "of_our_own" },
    ],
    ["404", () => refusal(404), { kind: "not_found" }],
    // No word of FlatPeak's, whatever it says.
    ["404 in HTML", () => new Response("<html>", { status: 404 }), { kind: "unavailable" }],
    ["400 in HTML", () => new Response("<html>", { status: 400 }), { kind: "unavailable" }],
  ])("is none about us: %s (row 9)", async (_, answer, expected) => {
    const it = rig();
    it.answer = (path) => (path === "/locations/loc_1" ? answer() : null);
    expect(await it.client.call("GET", "/locations/loc_1", 1_000)).toMatchObject(expected);
    expect(it.told).toEqual([]);
    expect((await it.client.call("GET", "/locations/loc_2", 1_000)).kind).toBe("ok");
    expect(it.count("/login")).toBe(1);
  });

  it("costs no login, however often and for however many homes it comes (row 9)", async () => {
    const it = rig();
    it.answer = (path) => (path.startsWith("/locations/") ? refusal(403) : null);
    for (let no = 0; no < 20; no++) {
      it.now += 60_000;
      await it.client.call("GET", `/locations/loc_${no}`, 1_000);
    }
    expect(it.count("/login")).toBe(1);
    expect(it.told).toEqual([]);
  });

  it("is a home that cannot be asked about, not one that is gone or of which nothing is known (row 9)", async () => {
    const it = rig();
    it.answer = (path) => (path.startsWith("/locations/") ? refusal(403) : null);
    expect(await it.flatpeak.probe("loc_1", true)).toMatchObject({ kind: "unavailable" });
  });

  it("that it is still being connected leaves it pending (rows 9 and 65)", async () => {
    const it = rig();
    it.answer = (path) => (path.endsWith("/status") ? refusal(422, "pending_connect") : null);
    expect(await it.flatpeak.probe("loc_1", false)).toMatchObject({ kind: "status", slots: [{ status: "PENDING" }] });
  });
});

describe("a login", () => {
  it("is one for 25 calls that come at once (row 51)", async () => {
    const it = rig();
    const calls = Array.from({ length: 25 }, (_, no) => it.client.call("GET", `/locations/loc_${no}`, 1_000));
    expect((await Promise.all(calls)).every(({ kind }) => kind === "ok")).toBe(true);
    expect(it.count("/login")).toBe(1);
  });

  it("is one for many calls whose bearer was revoked (row 51)", async () => {
    const it = rig();
    await it.client.call("GET", "/locations/loc_1", 1_000);
    it.answer = (path, bearer) => (path !== "/login" && bearer === "bearer 1" ? refusal(403) : null);
    const calls = Array.from({ length: 25 }, (_, no) => it.client.call("GET", `/locations/loc_${no}`, 1_000));
    expect((await Promise.all(calls)).every(({ kind }) => kind === "ok")).toBe(true);
    expect(it.count("/login")).toBe(2);
    expect(it.told).toEqual([]);
  });

  it.each([401, 403])("is made anew for a bearer that is revoked right after it was good, by %i", async (status) => {
    const it = rig();
    it.answer = (path) => (path === "/locations/loc_1" ? refusal(status) : null);
    expect(await it.client.call("GET", "/locations/loc_1", 1_000)).toMatchObject({ kind: "refused" });
    it.answer = (path, bearer) => (path !== "/login" && bearer === "bearer 1" ? refusal(status) : null);
    it.now += 1_000;
    expect(await it.client.call("GET", "/locations/loc_2", 1_000)).toMatchObject({ kind: "ok" });
    expect([it.count("/login"), it.told]).toEqual([2, []]);
  });

  it("that never answers holds nobody for longer than its limit, and is not waited for by the next (row 51)", async () => {
    const it = rig();
    it.answer = (path) => (path === "/login" ? new Promise(() => {}) : null);
    const { value: answers, ms } = await hurried(() =>
      Promise.all([1, 2, 3].map(() => it.client.call("GET", "/locations/loc_1", 5_000))),
    );
    expect(answers.map(({ kind }) => kind)).toEqual(["unavailable", "unavailable", "unavailable"]);
    expect(ms).toBeLessThan(5_000);
    it.answer = () => null;
    expect((await it.client.call("GET", "/locations/loc_1", 1_000)).kind).toBe("ok");
  });

  it.each([undefined, null, "3600", 0, -1, "soon"])(
    "is read whatever it says of its life: %s (row 16)",
    async (life) => {
      const it = rig();
      it.answer = (path) => (path === "/login" ? Response.json({ bearer_token: "bearer", expires_in: life }) : null);
      expect((await it.client.call("GET", "/locations/loc_1", 1_000)).kind).toBe("ok");
      expect((await it.client.call("GET", "/locations/loc_1", 1_000)).kind).toBe("ok");
      expect(it.count("/login")).toBe(1);
    },
  );
});

describe("a minted token", () => {
  const DAY = 86_400_000;
  const repair = {
    tariffId: "trf_1",
    locationId: "loc_1",
    connectUrl: "https://a.test",
    callbackUrl: "https://b.test",
  };

  async function bodies(apiVersion: string, request: TokenRequest, refuse = false): Promise<readonly unknown[]> {
    const sent: unknown[] = [];
    const outward: typeof fetch = async (input, init) => {
      const it = new Request(input, init);
      if (it.url.endsWith("/login")) return Response.json({ bearer_token: "bearer", expires_in: 3_600 });
      sent.push(await it.json());
      if (refuse && sent.length === 1) return refusal(404, "tariff_not_found");
      return Response.json({ connect_token: "cot_1", expires_in: 60 });
    };
    const account = { apiUrl: "https://api.flatpeak.test", accountId: "acc_1", apiKey: "sk_test_1" };
    const flatpeak = createFlatPeak({ ...account, apiVersion, fetch: outward, now: () => 0 });
    expect((await flatpeak.mintToken(request)).kind).toBe("minted");
    return sent;
  }

  it("is asked to ask for what is missing, in Anode only, and for nothing unasked (rows 61 and 62)", async () => {
    const asks = { ...repair, asksEndDate: true, editsTariff: true };
    expect(await bodies("2025-09-14.anode", asks)).toMatchObject([
      { tariff_id: "trf_1", route_options: { contract_term_capture: true }, actions: { edit_tariff: true } },
    ]);
    const plain = [
      { tariff_id: "trf_1", location_id: "loc_1", connect_url: "https://a.test", callback_url: "https://b.test" },
    ];
    expect(await bodies("2025-09-14.anode", repair)).toEqual(plain);
    expect(await bodies("2025-09-14.anode", { ...repair, asksEndDate: false, editsTariff: false })).toEqual(plain);
    expect(await bodies("2024-08-24.zero", asks)).toEqual([
      { tariff_id: "trf_1", connect_web_uri: "https://a.test", callback_uri: "https://b.test" },
    ]);
  });

  it("connects a tariff anew that FlatPeak has no more, where its kind is known (row 60)", async () => {
    const exported = { ...repair, slot: "commodity_export" as const };
    expect((await bodies("2025-09-14.anode", exported, true))[1]).toEqual({
      location_id: "loc_1",
      tariff_direction: "EXPORT",
      tariff_type: "COMMODITY",
      connect_url: "https://a.test",
      callback_url: "https://b.test",
    });
    expect((await bodies("2024-08-24.zero", { ...repair, slot: "non_commodity_import" }, true))[1]).toEqual({
      location_id: "loc_1",
      direction: "IMPORT",
      type: "NON_COMMODITY",
      connect_web_uri: "https://a.test",
      callback_uri: "https://b.test",
    });
  });

  it("is asked for once where the kind is not known, FlatPeak is down, or the home is none of ours (row 60)", async () => {
    for (const [slot, answer, calls] of [
      ["unknown", () => refusal(404), 1],
      ["commodity_import", () => new Response(null, { status: 500 }), 1],
      ["commodity_import", () => refusal(403), 1],
      ["commodity_import", () => refusal(422, "pending_connect"), 1],
      ["commodity_import", () => refusal(422, "tariff_gone"), 2],
    ] as const) {
      const it = rig();
      it.answer = (path) => (path === "/connect/token" ? answer() : null);
      expect((await it.flatpeak.mintToken({ ...repair, slot })).kind).not.toBe("minted");
      expect(it.count("/connect/token")).toBe(calls);
    }
  });

  it.each<[object, string, number]>([
    [{ connect_token: "cot_1", expires_in: null }, "cot_1", DAY],
    [{ connect_token: "cot_1", expires_in: "3600" }, "cot_1", 3_600_000],
    [{ connect_token: "cot_1", expires_in: 0 }, "cot_1", DAY],
    [{ connect_token: "cot_1", expires_in: -5 }, "cot_1", DAY],
    [{ connect_token: "cot_1", expires_in: {} }, "cot_1", DAY],
    [{ connect_token: "cot_1", id: null }, "cot_1", DAY],
    [{ connect_token: null, id: "cot_1" }, "cot_1", DAY],
    [{ connect_token: "", id: "cse_1" }, "cse_1", DAY],
    [{ connect_token: 7, id: "cot_1" }, "cot_1", DAY],
    [{ id: "cot_1", time_expiry: "2026-02-02T02:00:00Z" }, "cot_1", 7_200_000],
    [{ id: "cot_1", time_expiry: "2020-02-02T02:00:00Z" }, "cot_1", DAY],
    [{ id: "cot_1", time_expiry: "soon", expires_in: 600 }, "cot_1", 600_000],
  ])("is taken as it comes: %j (row 16)", async (body, token, expiresIn) => {
    const it = rig();
    it.answer = (path) => (path === "/connect/token" ? Response.json(body) : null);
    expect(await it.flatpeak.mintToken(repair)).toEqual({ kind: "minted", token, expiresIn });
  });
});
