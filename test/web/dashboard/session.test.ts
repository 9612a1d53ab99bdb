// Who gets in front of the dashboard, how long, and which forms are taken.

import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { consequencesOf } from "../../../src/core/message/outcome.ts";
import { writeLines } from "../../../src/objects/fleet/write.ts";
import { gateOf, quarantineFor, theSweep } from "../../../src/objects/rooms.ts";
import { digestOf } from "../../../src/platform/digest.ts";
import { VERSION } from "../../../src/setup/version.ts";
import { AUDIENCE, ISSUER, TEAM, accessKey } from "../../support/access.ts";
import { ALERT_URL, takeAlerts } from "../../support/chat.ts";
import { ORIGIN, READER, SUPPORT, call, get, post, signIn, tokenIn } from "../../support/dashboard.ts";
import { installFlatPeak } from "../../support/flatpeak.ts";
import { caseOf } from "../../support/fleet-lines.ts";
import { sweepStub } from "../../support/stubs.ts";
import { bindings } from "../../support/worker.ts";
import { testSettings } from "../../settings.ts";
import type { DeliveryOutcome } from "../../../src/core/message/outcome.ts";

beforeEach(async () => {
  await installFlatPeak();
});

describe("a session", () => {
  it("begins with a key, in a cookie that no script reads and no other site sends along", async () => {
    const answer = await post("/operator/sign-in", { key: testSettings.OPERATOR_TOKEN });
    const cookie = answer.headers.get("Set-Cookie") ?? "";
    for (const part of ["__Host-operator=", "Path=/", "Secure", "HttpOnly", "SameSite=Strict", "Max-Age=28800"])
      expect(cookie).toContain(part);
    expect(cookie).not.toContain(testSettings.OPERATOR_TOKEN);
    const page = await get("/operator", await signIn(testSettings.OPERATOR_TOKEN));
    expect(page.status).toBe(200);
    expect(page.headers.get("Cache-Control")).toContain("no-store");
    expect(page.headers.get("Content-Security-Policy")).toMatch(/^default-src 'none'.*form-action 'self'/);
    expect(page.headers.get("Content-Security-Policy")).not.toContain("script-src");
  });

  it.each(["/operator", "/operator/health", "/operator/customers/cus_1", "/operator/quarantine", "/operator/nowhere"])(
    "is asked for before %s, and leads back there",
    async (path) => {
      const answer = await call(path);
      expect(answer.status).toBe(303);
      expect(answer.headers.get("Location")).toBe(`/operator/sign-in?to=${encodeURIComponent(path)}`);
    },
  );

  it("leads to no other site", async () => {
    for (const to of ["https://evil.test/", "//evil.test/operator", "/operator//evil.test@", "/operator\\evil"]) {
      const answer = await post("/operator/sign-in", { key: testSettings.OPERATOR_TOKEN, to });
      expect(answer.headers.get("Location")).toMatch(/^\/operator(?:\/[\w/.~-]*)?$/);
    }
  });

  it("is nobody's without a key, and the answer says nothing of the key", async () => {
    const answer = await post("/operator/sign-in", { key: "wrong-key-0123456789abcdef0123456789" });
    expect(answer.status).toBe(403);
    expect(answer.headers.get("Set-Cookie")).toBeNull();
    expect(await answer.text()).not.toContain("wrong-key");
  });

  it("is guessed at in vain: a thousand wrong keys are refused, limited, and one entry of the trail", async () => {
    const tries: string[] = [];
    const KEY_LIMITER = { limit: ({ key }: { key: string }) => Promise.resolve({ success: tries.push(key) <= 20 }) };
    const settled = { ...env, ...testSettings, KEY_LIMITER };
    const headers = { Origin: "https://go.example.test", "CF-Connecting-IP": "203.0.113.9" };
    const seen = new Map<number, number>();
    for (let no = 0; no < 1_000; no++) {
      const body = new URLSearchParams({ key: `wrong-key-${no}-0123456789abcdefghijkl` });
      const { status } = await call("/operator/sign-in", { method: "POST", body, headers }, settled);
      seen.set(status, (seen.get(status) ?? 0) + 1);
    }
    expect([...seen]).toEqual([
      [403, 20],
      [429, 980],
    ]);
    const authorization = { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` };
    const trail = await (await call("/v1/audit", { headers: authorization }, settled)).text();
    const entry = { who: "203.0.113.9", what: "wrong key", about: null, status: 401, times: 20 };
    expect((JSON.parse(trail) as { data: unknown }).data).toMatchObject([entry]);
    expect(trail).not.toContain("wrong-key-");
  });

  it("is not begun by a form that is none, which is no fault of ours", async () => {
    for (const type of ["multipart/form-data", "multipart/form-data; boundary=x", "application/json", "text/plain"]) {
      const headers = { "Content-Type": type, Origin: "https://go.example.test" };
      const answer = await call("/operator/sign-in", { method: "POST", body: "--y\r\n", headers });
      expect([type, answer.status]).toEqual([type, 403]);
    }
  });

  it("does not hold where anything of it was changed", async () => {
    const cookie = await signIn(READER);
    const [name = "", value = ""] = cookie.split("=");
    const [text = "", mac = ""] = value.split(".");
    const raised = btoa(atob(text.replaceAll("-", "+").replaceAll("_", "/")).replace('"read"', '"admin"'))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replace(/=+$/, "");
    for (const forged of [
      `${raised}.${mac}`,
      `${text}.${"0".repeat(64)}`,
      `${text}.`,
      text,
      `${text}.${mac}0`,
      "x".repeat(3_000),
    ])
      expect((await get("/operator", `${name}=${forged}`)).status).toBe(303);
    expect((await get("/operator", cookie)).status).toBe(200);
  });

  it("ends after a working day", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2031, 0, 1) });
    const cookie = await signIn(READER);
    vi.setSystemTime(Date.UTC(2031, 0, 1, 7, 59));
    expect((await get("/operator", cookie)).status).toBe(200);
    vi.setSystemTime(Date.UTC(2031, 0, 1, 8, 1));
    expect((await get("/operator", cookie)).status).toBe(303);
  });

  it("ends with its key", async () => {
    const cookie = await signIn(READER);
    const without = { ...env, ...testSettings };
    expect((await get("/operator", cookie, without)).status).toBe(303);
    const other = { ...env, ...testSettings, OPERATOR_KEYS: "read:reader:other-key-0123456789abcdef0123456789abcd" };
    expect((await get("/operator", cookie, other)).status).toBe(303);
  });

  it("ends when somebody signs out", async () => {
    const cookie = await signIn(READER);
    const form = await tokenIn("/operator", cookie);
    const answer = await post("/operator/sign-out", { form }, { Cookie: cookie });
    expect([answer.status, answer.headers.get("Set-Cookie")]).toEqual([303, expect.stringContaining("Max-Age=0")]);
  });
});

describe("Cloudflare Access", () => {
  const now = Date.now();
  const made = Promise.all([accessKey(now), accessKey(now)]);
  const settled = {
    ...env,
    ...testSettings,
    ACCESS_TEAM: TEAM,
    ACCESS_AUD: AUDIENCE,
    ACCESS_ROLES: "support:ann@example.com",
  };
  const shown = (
    token: string,
    path = "/operator",
    init: { method?: string; body?: URLSearchParams; headers?: Record<string, string> } = {},
  ): Promise<Response> =>
    call(path, { ...init, headers: { "Cf-Access-Jwt-Assertion": token, ...init.headers } }, settled);
  beforeEach(async () => {
    const [{ certs }] = await made;
    const elsewhere = globalThis.fetch;
    vi.spyOn(globalThis, "fetch").mockImplementation((input, init) => {
      const url = typeof input === "string" ? input : input instanceof URL ? input.href : input.url;
      return url === `${ISSUER}/cdn-cgi/access/certs` ? Promise.resolve(Response.json(certs)) : elsewhere(input, init);
    });
  });

  it("lets in whom it names, in their role, without another sign-in", async () => {
    const [key] = await made;
    const page = await shown(await key.token());
    expect(page.status).toBe(200);
    expect((await shown(await key.token({ email: "bo@example.com" }), "/operator/customers/cus_1/erase")).status).toBe(
      403,
    );
  });

  it("lets in nobody by a token that is forged, expired, or for another application", async () => {
    const [key, stranger] = await made;
    const tokens = [
      await stranger.token(),
      await key.token({ exp: now / 1_000 - 1 }),
      await key.token({ aud: ["0".repeat(64)] }),
      "not-a-token",
    ];
    for (const token of tokens) {
      const answer = await shown(token);
      expect([answer.status, answer.headers.get("Location")]).toEqual([303, "/operator/sign-in?to=%2Foperator"]);
    }
  });

  it("takes no form that another site sent along with its token", async () => {
    const [key] = await made;
    const token = await key.token();
    const form = /name="form" value="([\w-]+)"/.exec(await (await shown(token, "/operator/checks")).text())?.[1] ?? "";
    expect(form).not.toBe("");
    for (const [body, site] of [
      [{ form }, "cross-site"],
      [{ form: "0".repeat(64) }, "same-origin"],
    ] as const) {
      const init = { method: "POST", body: new URLSearchParams(body), headers: { "Sec-Fetch-Site": site } };
      expect((await shown(token, "/operator/checks", init)).status).toBe(403);
    }
    const admin = { headers: { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` } };
    const { data } = await (await call("/v1/audit", admin, settled)).json<{ data: object[] }>();
    const what = "POST /operator/checks by a form of another site";
    expect(data).toMatchObject([{ who: "ann@example.com", what, about: null, status: 403, times: 2 }]);
  });
});

describe("a form", () => {
  const digestText = '{"not":"an event"}';
  let digest = "";
  beforeEach(async () => {
    const body = new TextEncoder().encode(digestText);
    digest = await digestOf(Uint8Array.from(body));
    await quarantineFor(bindings, digest).put({ digest, reason: "not_understood", receivedAt: Date.now(), body });
  });

  it("is taken from our own page, for whoever may", async () => {
    const cookie = await signIn(testSettings.OPERATOR_TOKEN);
    const form = await tokenIn("/operator/quarantine", cookie);
    const answer = await post(`/operator/quarantine/${digest}/replay`, { form }, { Cookie: cookie });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain("still cannot be taken in");
  });

  it.each([
    ["another site, as a browser says", { "Sec-Fetch-Site": "cross-site" }],
    ["a neighbour", { "Sec-Fetch-Site": "same-site" }],
    ["another origin", { Origin: "https://evil.test" }],
  ])("is not taken from %s", async (_, headers) => {
    const cookie = await signIn(testSettings.OPERATOR_TOKEN);
    const form = await tokenIn("/operator/quarantine", cookie);
    const answer = await post(`/operator/quarantine/${digest}/replay`, { form }, { Cookie: cookie, ...headers });
    expect(answer.status).toBe(403);
  });

  it("is not taken without the token of this very session", async () => {
    const cookie = await signIn(testSettings.OPERATOR_TOKEN);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 5_000 });
    const other = await tokenIn("/operator/quarantine", await signIn(testSettings.OPERATOR_TOKEN));
    for (const form of ["", "0".repeat(64), other])
      expect((await post(`/operator/quarantine/${digest}/replay`, { form }, { Cookie: cookie })).status).toBe(403);
  });

  it("is not shown to, nor taken from, a role that may only look", async () => {
    const cookie = await signIn(READER);
    const page = await (await get("/operator/quarantine", cookie)).text();
    expect(page).toContain("no event that this version can read");
    expect(page).not.toContain("Take it in again");
    const form = await tokenIn("/operator/quarantine", cookie);
    const answer = await post(`/operator/quarantine/${digest}/replay`, { form }, { Cookie: cookie });
    expect(answer.status).toBe(403);
  });

  it("shows what was kept as text, whatever stands in it", async () => {
    const body = new TextEncoder().encode('<script>alert(1)</script><img src=x onerror="x">');
    const other = await digestOf(Uint8Array.from(body));
    await quarantineFor(bindings, other).put({
      digest: other,
      reason: "not_json",
      receivedAt: Date.now(),
      body,
    });
    const page = await (await get("/operator/quarantine", await signIn(READER))).text();
    expect(page).not.toContain("<script>");
    expect(page).toContain("&lt;script&gt;");
  });
});

describe("a page of the dashboard", () => {
  it("says so where nothing is known of a customer", async () => {
    const answer = await get("/operator/customers/cus_nobody", await signIn(READER));
    expect(answer.status).toBe(404);
  });

  it("finds a customer by the id, and says so where there is none", async () => {
    const cookie = await signIn(READER);
    await call("/v1/customers/cus_found/contact", {
      method: "PUT",
      body: '{"locale":"en"}',
      headers: { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` },
    });
    const found = await get("/operator?q=%20cus_found", cookie);
    expect([found.status, found.headers.get("Location")]).toEqual([303, "/operator/customers/cus_found"]);
    const none = await get("/operator?q=cus_lost", cookie);
    expect(await none.text()).toContain("Nobody is known by this.");
    const page = await (await get("/operator/customers/cus_found", cookie)).text();
    expect(page).toContain("Nothing: no case is open.");
  });

  it("leads from what was found to all of it, and says so where a page of a list is none", async () => {
    const cases = Array.from({ length: 51 }, (_, nth) => caseOf({ no: nth + 1 }));
    if (bindings.FLEET === undefined) throw new Error("the index is not bound");
    await writeLines(bindings.FLEET, { customerId: "cus_many", version: 1, cases, notifications: [] });
    const cookie = await signIn(READER);
    const begun = async (path: string) => {
      const page = await (await get(path, cookie)).text();
      const further = /href="([^"]+)">Older ones/.exec(page)?.[1]?.replaceAll("&amp;", "&") ?? null;
      return { count: page.split("cus_many</a>").length - 1, further };
    };
    for (const [path, title] of [
      ["/operator?q=cus_man", "Found"],
      ["/operator?list=open", "Open cases"],
    ] as const) {
      const first = await begun(path);
      expect(await (await get(path, cookie)).text()).toContain(`<h1>${title}</h1>`);
      expect(first.count).toBe(50);
      expect(await begun(first.further ?? "")).toEqual({ count: 1, further: null });
    }
    const none = await get("/operator?list=open&after=W10", cookie);
    expect([none.status, (await none.text()).includes("no such page of the list")]).toEqual([400, true]);
  });

  it("has figures of the machine, and a check by a button", async () => {
    const cookie = await signIn(READER);
    const health = await (await get("/operator/health", cookie)).text();
    for (const words of ["The account is taken", "No supplier has an outage", "Cron last came"])
      expect(health).toContain(words);
    expect(await (await get("/operator/checks", cookie)).text()).not.toContain("Check everything");
    const helper = await signIn(SUPPORT);
    const form = await tokenIn("/operator/checks", helper);
    const checked = await (await post("/operator/checks", { form }, { Cookie: helper })).text();
    expect(checked).toContain("flatpeak login");
    expect(checked).not.toContain(testSettings.FLATPEAK_API_KEY);
    // It asks others in our name, for whoever may, and so stands in the trail.
    const admin = { headers: { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` } };
    const { data } = await (await call("/v1/audit", admin)).json<{ data: object[] }>();
    expect(data).toMatchObject([{ who: "helper", what: "POST /v1/checks", status: 200 }]);
  });

  it("says on the first page that a way out is closed, and no more once it is open again", async () => {
    const cookie = await signIn(READER);
    const first = async () => (await get("/operator", cookie)).text();
    const hear = (outcome: DeliveryOutcome) =>
      gateOf(bindings, "handoff").hear("handoff", { consequences: consequencesOf(outcome), who: null, isLate: false });
    expect(await first()).not.toContain("waits:");
    await hear({ kind: "misconfigured", why: "status 401", scope: "account" });
    expect(await first()).toContain("what goes that way waits: the company&#39;s backend");
    await hear({ kind: "accepted" });
    expect(await first()).not.toContain("waits:");
  });

  it("sends a test alert by a button, says that it was taken, and leaves no trouble open", async () => {
    const settled = { ...env, ...testSettings, ALERT_URL };
    const cookie = await signIn(testSettings.OPERATOR_TOKEN);
    const texts = takeAlerts();
    expect(await (await get("/operator/health", cookie)).text()).toContain("Set ALERT_URL or ALERT_EMAIL");
    const page = await (await get("/operator/health", cookie, settled)).text();
    expect(page).toContain("Send a test alert");
    const send = async (form: string) => {
      const init = { method: "POST", body: new URLSearchParams({ form }), headers: { Cookie: cookie, Origin: ORIGIN } };
      return call("/operator/health", init, settled);
    };
    expect((await send("0".repeat(64))).status).toBe(403);
    expect(texts).toEqual([]);
    const answer = await send(await tokenIn("/operator/health", cookie));
    expect([answer.status, (await answer.text()).includes("the chat took it")]).toEqual([200, true]);
    expect(texts).toEqual([expect.stringContaining("Test alert: nothing is wrong")]);
    const authorization = { headers: { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` } };
    const trail = await (await call("/v1/audit", authorization)).json<{ data: object[] }>();
    expect(trail.data).toContainEqual(expect.objectContaining({ what: "POST /v1/alerts/test", status: 200 }));
    const kept = await runInDurableObject(sweepStub(), (_, { storage }) => storage.kv.get("alerts"));
    expect(kept).toBeUndefined();
  });

  it("has a foot for operators, and not the customers' help; strangers are told no version", async () => {
    const cookie = await signIn(testSettings.OPERATOR_TOKEN);
    const told = {
      ...env,
      ...testSettings,
      HELP_URL: "https://help.example.test",
      PRIVACY_URL: "https://privacy.example.test",
    };
    const footOf = async (path: string, as: string) =>
      /<footer.*<\/footer>/s.exec(await (await get(path, as, told)).text())?.[0] ?? "";
    const known = await footOf("/operator", cookie);
    for (const words of ["For whoever runs", VERSION, "test mode", 'href="/docs"']) expect(known).toContain(words);
    expect(known).not.toMatch(/help|privacy/);
    const stranger = await footOf("/operator/sign-in", "");
    expect([stranger.includes("For whoever runs"), /Version|help|privacy/.test(stranger)]).toEqual([true, false]);
  });

  it("says of cron that it is late, as the check does", async () => {
    const cookie = await signIn(READER);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    expect(await (await get("/operator/health", cookie)).text()).toContain(
      "not known before the first run of the sweep",
    );
    await theSweep(bindings).run(true);
    for (const [passed, words] of [
      [0, ">comes<"],
      [61 * 60_000, ">late<"],
    ] as const) {
      vi.setSystemTime(Date.now() + passed);
      expect(await (await get("/operator/health", cookie)).text()).toContain(words);
    }
  });
});
