// The calls that are translated: what FlatPeak is asked, with whose credentials, and what the caller hears whatever it answers.

import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { app } from "../../../src/app.ts";
import { EXAMPLES, NOW } from "../../flatpeak/zero/examples.ts";
import { ANSWERS, ERROR } from "../../flatpeak/zero/schemas.ts";
import { testSettings } from "../../settings.ts";
import { BEARER, bridged, bridgedRequest, installUpstream, requestTo } from "./rig.ts";
import type { Upstream } from "./rig.ts";

const home = "loc_65e42ce4d3b813479b252160";
const RATES = `/tariffs/rates/${home}?start_time=2023-06-15T09:00:00Z&end_time=2023-06-15T23:00:00Z`;

let upstream: Upstream;
beforeEach(() => {
  upstream = installUpstream();
});

/** The error of an answer, which has to be one of Zero's. */
async function errorOf(answer: Response): Promise<readonly [status: number, type: string, code: string]> {
  expect(answer.headers.get("Content-Type")).toBe("application/json");
  const body = ERROR.parse(await answer.json());
  return [answer.status, body.type, body.code];
}

describe("the bridge", () => {
  it("is not there unless it is asked for", async () => {
    for (const settings of [{ ZERO_BRIDGE: "off" }, { ZERO_BRIDGE: "" }]) {
      const answer = await bridged(RATES, { settings });
      expect(await errorOf(answer)).toEqual([404, "invalid_request", "not_found"]);
    }
    const standard = await app.fetch(requestTo("/login"), env);
    expect(standard.status).toBe(404);
    expect(upstream.asked).toEqual([]);
  });

  it("says so where its setting is neither on nor off", async () => {
    const answer = await bridged(RATES, { settings: { ZERO_BRIDGE: "true" } });
    const { message } = await answer.clone().json<{ message: string }>();
    expect(message).toContain("ZERO_BRIDGE must be on or off");
    expect(await errorOf(answer)).toEqual([503, "api_error", "configuration_incomplete"]);
    expect(answer.headers.get("Retry-After")).toBe("30");
  });

  it.each(["/login", RATES, "/customers", ""])("at %s says in Zero's form what its settings lack", async (path) => {
    const answer = await bridged(path, { settings: { FLATPEAK_ACCOUNT_ID: "", LINK_KEYS: "short" } });
    const { message } = await answer.clone().json<{ message: string }>();
    expect(message).toMatch(/FLATPEAK_ACCOUNT_ID.*LINK_KEYS|LINK_KEYS.*FLATPEAK_ACCOUNT_ID/);
    expect(await errorOf(answer)).toEqual([503, "api_error", "configuration_incomplete"]);
    expect(upstream.asked).toEqual([]);
  });

  it("that breaks says so in Zero's form, and asks nobody to send again what may have counted", async () => {
    const lines: string[] = [];
    vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line));
    const cut = new ReadableStream({ pull: (it) => it.error(new Error("the sender is gone")) });
    const sent = { method: "POST", headers: { Authorization: BEARER }, body: cut } as const;
    const answer = await bridgedRequest(new Request(`${testSettings.PUBLIC_URL}/zero/costs/instant`, sent));
    expect(await errorOf(answer)).toEqual([500, "api_error", "internal_error"]);
    expect(answer.headers.get("Retry-After")).toBeNull();
    expect(lines.join()).toContain("request_failed");
    expect(upstream.asked).toEqual([]);
  });

  it.each(EXAMPLES.map((it) => [`${it.zero.method} ${it.call}`, it] as const))(
    "answers %s as the documentation of Zero has it",
    async (name, { zero, anode, gone }) => {
      vi.useFakeTimers({ toFake: ["Date"], now: NOW });
      upstream.answer = () => Response.json(anode.answer, { status: 201 });
      const credentials = name === "GET /login" ? `Basic ${btoa("acc_1:sk_live_1")}` : BEARER;
      const { method, path, body } = zero;
      const answer = await bridged(path, { method, body, headers: { Authorization: credentials } });
      expect(answer.status).toBe(200);
      const read: unknown = await answer.json();
      expect(read).toEqual(zero.answer);
      expect(ANSWERS[name]?.safeParse(read).error).toBeUndefined();
      expect(answer.headers.get("Flatpeak-Version")).toBe("2024-08-24.zero");
      expect(answer.headers.get("Cache-Control")).toBe("no-store, private");
      expect(answer.headers.get("Deprecation")).toBe(
        gone.length === 0 ? "@1757808000" : `@1757808000;fields="${gone.join(" ")}"`,
      );

      expect(upstream.asked).toHaveLength(1);
      const [asked] = upstream.asked;
      expect([asked?.method, asked?.url]).toEqual([anode.method, `${testSettings.FLATPEAK_API_URL}${anode.path}`]);
      expect(asked?.body === "" ? undefined : JSON.parse(asked?.body ?? "null")).toEqual(anode.body);
      expect(asked?.headers.get("Authorization")).toBe(credentials);
      expect(asked?.headers.get("Flatpeak-Version")).toBe("2025-09-14.anode");
      expect(asked?.redirect).toBe("manual");
    },
  );

  it("speaks Anode also where the deployment itself, or the caller, speaks Zero", async () => {
    await bridged(RATES, {
      settings: { FLATPEAK_API_VERSION: "2024-08-24.zero" },
      headers: { "Flatpeak-Version": "2024-08-24.zero" },
    });
    expect(upstream.asked[0]?.headers.get("Flatpeak-Version")).toBe("2025-09-14.anode");
  });

  it("knows the release notes' name of the audit, and a slash at the end", async () => {
    for (const path of ["/tariffs/audit/", "/tariffs/audits/"]) {
      await bridged(`${path}${home}/?end_time=2023-06-15T23:00:00Z`);
    }
    expect(upstream.asked.map((it) => it.path)).toEqual([`/audits/prices/${home}`, `/audits/prices/${home}`]);
  });

  it.each([404, 405])(
    "asks for a token under the other address where the first says %i, and mints none twice",
    async (status) => {
      const token = EXAMPLES.find((it) => it.call === "/connect/tariff/token" && it.zero.method === "GET");
      upstream.answer = ({ path }) =>
        path.startsWith("/connect/token")
          ? new Response("page not found", { status })
          : Response.json(token?.anode.answer);
      const answer = await bridged("/connect/tariff/token?connect_token=cot_65e0839faca22517d5d51cd5");
      expect(await answer.json()).toEqual(token?.zero.answer);
      expect(upstream.asked).toHaveLength(2);

      const body = { callback_uri: "https://app.example.test", connect_web_uri: "https://connect.example.test" };
      await bridged("/connect/tariff/token", { method: "POST", body });
      expect(upstream.asked).toHaveLength(3);
    },
  );

  it("leaves prices out where they were not wanted", async () => {
    const rates = EXAMPLES.find((it) => it.call.startsWith("/tariffs/rates"));
    upstream.answer = () => Response.json(rates?.anode.answer);
    const answer = await (await bridged(`${RATES}&include_tariff=false`)).json();
    expect(answer).toMatchObject({
      request: { include_tariff: false },
      data: [{ valid_from: "2022-12-28T01:00:00Z", valid_to: "2022-12-28T02:30:00Z" }],
    });
    expect(JSON.stringify(answer)).not.toContain('"rate"');
  });
});

describe("a long answer", () => {
  const rates = EXAMPLES.find((it) => it.call.startsWith("/tariffs/rates"))?.anode.answer ?? {};
  const entry = { valid_from: "2026-01-01T00:00:00Z", valid_to: "2026-01-01T00:15:00Z" };

  it("of ninety days in quarter hours is read whole, in whatever pieces it comes", async () => {
    const data = Array.from({ length: 8_640 }, (_, no) => ({
      ...entry,
      price: { value: no / 100_000, confidence: 1 },
    }));
    upstream.answer = () => Response.json({ ...rates, data });
    const read = await (await bridged(RATES)).json<{ data: { tariff: { rate: number } }[] }>();
    expect(read.data.map((it) => it.tariff.rate)).toEqual(data.map((it) => it.price.value));
  });

  it("beyond all measure is not", async () => {
    upstream.answer = () => Response.json({ ...rates, more: "x".repeat(17 * 1_024 * 1_024) });
    const answer = await bridged(RATES);
    expect(await answer.clone().json()).toMatchObject({ message: expect.stringContaining("is too long") as unknown });
    expect(await errorOf(answer)).toEqual([502, "api_error", "unreadable_answer"]);
  });
});

describe("a stranger", () => {
  it.each([
    ["no credentials", "/login", ""],
    ["no credentials", RATES, ""],
    ["no credentials", "/customers", ""],
    ["a key instead of a bearer", RATES, `Basic ${btoa("acc_1:sk_live_1")}`],
    ["a bearer instead of a key", "/login", BEARER],
    ["a bearer that is none", "/customers", "Bearer "],
    ["a bearer that is none", RATES, "Bearer one two"],
    ["a bearer beyond all measure", RATES, `Bearer ${"x".repeat(9_000)}`],
  ])("with %s at %s is sent away before anything is read", async (_, path, credentials) => {
    const request = requestTo(path, { method: "GET", headers: { Authorization: credentials } });
    expect(await errorOf(await bridgedRequest(request))).toEqual([403, "invalid_request", "bad_credentials"]);
    expect(upstream.asked).toEqual([]);
  });

  it("does not get a body read", async () => {
    const request = requestTo("/meters/interval", { method: "PUT", body: "[]", headers: { Authorization: "" } });
    expect((await bridgedRequest(request)).status).toBe(403);
    expect(request.bodyUsed).toBe(false);
  });
});

describe("what can be seen to be wrong", () => {
  it.each([
    ["GET", `/tariffs/rates/${home}`, undefined, 400, "end_time_missing"],
    ["GET", "/tariffs/rates/cus_1?end_time=2023-06-15T23:00:00Z", undefined, 404, "location_id_invalid"],
    ["GET", RATES.replace("2023-06-15T23", "2023-09-15T23"), undefined, 400, "end_time_invalid"],
    ["POST", "/schedules", "{", 400, "body_invalid"],
    ["POST", "/schedules", "", 400, "location_id_missing"],
    ["POST", "/schedules", "<html>", 400, "body_invalid"],
    ["PUT", "/meters/interval", "{}", 400, "body_invalid"],
    ["POST", "/connect/tariff/token", "{}", 400, "connect_web_uri_missing"],
    ["PUT", "/meters/interval", " ".repeat(16 * 1_024 * 1_024 + 1), 413, "body_too_large"],
  ])("%s %s is refused in Zero's form, and FlatPeak not asked", async (method, path, body, status, code) => {
    const answer = await bridged(path, { method, body });
    expect(await errorOf(answer)).toEqual([status, "invalid_request", code]);
    expect(upstream.asked).toEqual([]);
  });

  it("a body that is not there is as good as an empty one, where nothing is required of it", async () => {
    await bridged(`/costs/interval/${home}`, { method: "POST" });
    expect(upstream.asked).toMatchObject([{ body: "{}", path: `/costs/interval/${home}?tariff_direction=IMPORT` }]);
  });
});

describe("whatever FlatPeak answers", () => {
  const html = (status: number, headers: Record<string, string> = {}): Response =>
    new Response("<html>Bad gateway</html>", { status, headers: { "Content-Type": "text/html", ...headers } });

  it.each([
    ["a page instead of an answer", () => html(200), 502, "api_error", "unreadable_answer"],
    ["a page that says 404", () => html(404), 502, "api_error", "unreadable_answer"],
    ["a page that says 503", () => html(503), 503, "api_error", "unavailable"],
    ["nothing with 500", () => new Response(null, { status: 500 }), 500, "api_error", "unavailable"],
    ["a page that says 401", () => html(401), 401, "invalid_request", "bad_credentials"],
    ["a page that says 429", () => html(429), 429, "rate_limit", "too_many_requests"],
    ["a redirect", () => html(302, { Location: "https://evil.example/" }), 502, "api_error", "unreadable_answer"],
    [
      "a redirect with words",
      () => Response.json({ message: "Moved" }, { status: 301 }),
      502,
      "api_error",
      "unreadable_answer",
    ],
    ["a list", () => Response.json([]), 502, "api_error", "unreadable_answer"],
    ["an empty object", () => Response.json({}), 502, "api_error", "unreadable_answer"],
    ["half an answer", () => new Response('{"id":"prs_1","data":['), 502, "api_error", "unreadable_answer"],
    ["an error without a word", () => Response.json({}, { status: 422 }), 502, "api_error", "unreadable_answer"],
    ["nothing, out of reach", () => Promise.reject(new TypeError("refused")), 502, "api_error", "unavailable"],
  ])("%s is said in Zero's form", async (_, answer, status, type, code) => {
    upstream.answer = answer;
    expect(await errorOf(await bridged(RATES))).toEqual([status, type, code]);
    expect(upstream.asked).toHaveLength(1);
  });

  it.each([
    [404, { message: "Not Found" }],
    [403, { message: "Bad credentials" }],
    [422, { object: "error", live_mode: false, type: "invalid_request", code: "no_tariff_connected", message: "none" }],
    [422, { object: "error", live_mode: false, type: "invalid_request", code: "pending_connect", message: "wait" }],
    [422, { object: "error", live_mode: false, type: "api_error", code: "account_disabled", message: "off" }],
    [500, { message: "Internal Server Error" }],
  ])("an error of its own with %i is handed on as it is", async (status, body) => {
    upstream.answer = () => Response.json(body, { status });
    const answer = await bridged(RATES);
    expect([answer.status, await answer.json()]).toEqual([status, body]);
  });

  it("too much is said with how long to wait", async () => {
    upstream.answer = () => Response.json({ message: "slow down" }, { status: 429, headers: { "Retry-After": "17" } });
    const answer = await bridged(RATES);
    expect([answer.status, answer.headers.get("Retry-After")]).toEqual([429, "17"]);
    upstream.answer = () => html(503, { "Retry-After": "5" });
    expect((await bridged(RATES)).headers.get("Retry-After")).toBe("5");
  });

  it("nothing for half a minute is said too, and nothing asked again", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    upstream.answer = ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason as Error));
        vi.advanceTimersByTime(30_000);
      });
    expect(await errorOf(await bridged("/schedules", { method: "POST", body: EXAMPLES[7]?.zero.body }))).toEqual([
      504,
      "api_error",
      "timed_out",
    ]);
    expect(upstream.asked).toHaveLength(1);
  });

  it("lacks something, which is named in the answer and the log, and not made up", async () => {
    const lines: string[] = [];
    vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
    const { last_updated: _, ...rest } =
      EXAMPLES.find((it) => it.call.startsWith("/tariffs/rates"))?.anode.answer ?? {};
    upstream.answer = () => Response.json(rest);
    const answer = await bridged(RATES);
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({ message: expect.stringContaining("last_updated") as unknown });
    expect(lines.join()).toContain("bridge_answer_unreadable");
    expect(lines.join()).not.toContain("secret-of-the-caller");
    expect(lines.join()).not.toContain(home);
  });
});

describe("a caller's bearer", () => {
  it("goes to FlatPeak alone and stands in no log, whatever happens", async () => {
    const lines: string[] = [];
    for (const way of ["log", "error", "warn", "info", "debug"] as const) {
      vi.spyOn(console, way).mockImplementation((line: string) => void lines.push(line));
    }
    const answers: (() => Response | Promise<Response>)[] = [
      () => Response.json({}),
      () => new Response(null, { status: 302, headers: { Location: "https://evil.example/" } }),
      () => new Response("<html>"),
      () => Promise.reject(new TypeError(`cannot reach with ${BEARER}`)),
    ];
    for (const answer of answers) {
      upstream.answer = answer;
      for (const path of [RATES, "/customers", "/connect/tariff/token?connect_token=cot_1"]) {
        expect(await (await bridged(path)).text()).not.toContain("secret-of-the-caller");
      }
    }
    expect(new Set(upstream.asked.map((it) => new URL(it.url).origin))).toEqual(
      new Set([testSettings.FLATPEAK_API_URL]),
    );
    expect(lines.join("\n")).not.toContain("secret-of-the-caller");
  });
});
