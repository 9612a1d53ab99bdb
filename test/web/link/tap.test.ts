// A tap: one token for many, an answer in six seconds whatever FlatPeak does, the same headers everywhere, and only one way out.

import { runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Customer } from "../../../src/objects/customer/object.ts";
import { installFlatPeak } from "../../support/flatpeak.ts";
import { hurried } from "../../support/hurry.ts";
import * as links from "../../support/links.ts";
import { bindings } from "../../support/worker.ts";
import { seatOf } from "../../support/links.ts";
import { breakCustomer } from "../../support/disk.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";

const { CUSTOMER, DESK, ORIGIN, PHONE, TARIFF, codeOf, customer, firstLink, linkTo, mints, story, visit } = links;
/** Of the same home as `TARIFF`, and without a case. */
const OTHER = "trf_6597ef46529ab4467502af3e";
const TAP_LIMIT_MS = 6_000;
/** Of the emulated customer: whatever of these stood on a page would tell a stranger who lives where. */
const PERSONAL = ["Strand", "WC2N", "London", "CUS0123456789", CUSTOMER, TARIFF];
let flatpeak: FakeFlatPeak;
let logged: string[];

beforeEach(async () => {
  flatpeak = await installFlatPeak();
  logged = [];
  for (const name of ["log", "error", "warn", "info", "debug"] as const) {
    vi.spyOn(console, name).mockImplementation((...line) => void logged.push(line.map(String).join(" ")));
  }
});

const isToken = (request: Request): boolean => request.method === "POST" && request.url.endsWith("/connect/token");

/** Never answers; ends as a real call does when its caller gives up. */
function silence(request: Request): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  request.signal.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
  return promise;
}

/** Headers at once, and a body that never comes to its end. */
function trickle(request: Request): Response {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"connect_tok'));
      request.signal.addEventListener("abort", () => controller.error(new DOMException("aborted", "AbortError")));
    },
  });
  return new Response(body, { headers: { "Content-Type": "application/json" } });
}

/** Taps, and gives the answer with the time it took and the calls it caused. */
async function timed(url: string): Promise<{ answer: Response; text: string; ms: number; calls: number }> {
  const before = flatpeak.calls.length;
  const { value: answer, ms } = await hurried(() => visit(url));
  const text = await answer.text();
  return { answer, text, ms, calls: flatpeak.calls.length - before };
}

function expectKindly({ answer, text, ms, calls }: Awaited<ReturnType<typeof timed>>): void {
  expect(answer.status).toBe(503);
  expect(answer.headers.get("Retry-After")).toBe("30");
  expect(answer.headers.get("Cache-Control")).toBe("no-store, private");
  expect(answer.headers.get("Location")).toBeNull();
  expect(text).toContain("Please try again");
  for (const word of PERSONAL) expect(text).not.toContain(word);
  expect(ms).toBeLessThanOrEqual(TAP_LIMIT_MS);
  expect(calls).toBeLessThanOrEqual(2);
}

describe("a tap", () => {
  it("twenty at a time mint once, and lead to the same place", async () => {
    const link = await firstLink(flatpeak);
    const taps = await Promise.all(Array.from({ length: 20 }, () => visit(link)));
    expect(new Set(taps.map((it) => it.status))).toEqual(new Set([302]));
    expect(new Set(taps.map((it) => it.headers.get("Location"))).size).toBe(1);
    expect(mints(flatpeak)).toBe(1);
  });

  it("twenty at a time on a tariff without a case mint once too, and so does the next one", async () => {
    const link = await firstLink(flatpeak);
    const url = `${link}/tariffs/${OTHER}`;
    const taps = await Promise.all(Array.from({ length: 20 }, () => visit(url)));
    expect(new Set(taps.map((it) => it.headers.get("Location"))).size).toBe(1);
    expect((await visit(url)).headers.get("Location")).toBe(taps[0]?.headers.get("Location"));
    expect(links.minted(flatpeak)).toEqual([OTHER]);
  });

  it.each<[string, () => Response]>([
    ["429", () => new Response("slow down", { status: 429, headers: { "Retry-After": "3600" } })],
    ["500", () => new Response("no", { status: 500 })],
    ["HTML instead of JSON", () => new Response("<html>", { headers: { "Content-Type": "text/html" } })],
    ["200 without a token", () => Response.json({ live_mode: false })],
    ["a redirect", () => new Response(null, { status: 302, headers: { Location: "https://elsewhere.test/" } })],
  ])("answers kindly when FlatPeak says %s, remembers the tap and asks again soon", async (_, broken) => {
    const link = await firstLink(flatpeak);
    const [planned] = (await story()).cases;
    flatpeak.intercept = (request) => (isToken(request) ? broken() : null);
    expectKindly(await timed(link));
    const after = await story();
    expect(after.cases).toMatchObject([{ state: "open", tapped_at: expect.any(String) as string }]);
    expect(after.journal.map((it) => it.what)).toContain("tap_failed");
    const due = (it: (typeof after.cases)[number] | undefined): number => Date.parse(String(it?.["next_reminder_at"]));
    expect(due(after.cases[0])).toBeLessThan(due(planned));
    // Its next message is due at once, and what holds it are the caps alone: one in 48 hours.
    const wait = (due(after.cases[0]) - Date.parse(after.now)) / 3_600_000;
    expect(wait).toBeGreaterThan(47);
    expect(wait).toBeLessThanOrEqual(48);
    flatpeak.intercept = () => null;
    expect((await visit(link)).status).toBe(302);
  });

  it("answers within six seconds when FlatPeak is silent, and when its answer never ends", async () => {
    // Two tariffs wait at the same time, one for each way of never answering.
    const first = await firstLink(flatpeak);
    links.tariffIn(flatpeak, OTHER).status = "ERROR";
    await links.happen(flatpeak, "tariff.expired", OTHER);
    const second = await linkTo(2);
    const bodies: string[] = [];
    const never = async (request: Request): Promise<Response> => {
      const body = await request.clone().text();
      bodies.push(body);
      return body.includes(OTHER) ? trickle(request) : silence(request);
    };
    flatpeak.intercept = (request) => (isToken(request) ? never(request) : null);
    const { value: answers, ms } = await hurried(() => Promise.all([visit(first), visit(second)]));
    expect(answers.map((it) => it.status)).toEqual([503, 503]);
    expect(ms).toBeGreaterThan(4_000);
    expect(ms).toBeLessThanOrEqual(TAP_LIMIT_MS);
    expect(bodies).toHaveLength(2);
  });

  it("on a tariff without a case is answered in time too when nothing of FlatPeak answers", async () => {
    const link = await firstLink(flatpeak);
    flatpeak.intercept = silence;
    const { value, ms } = await hurried(() =>
      Promise.all([visit(`${link}/tariffs/${OTHER}`), visit(`${link}/tariffs`)]),
    );
    const [tap, overview] = value;
    expect(ms).toBeGreaterThan(4_000);
    expect(ms).toBeLessThanOrEqual(TAP_LIMIT_MS);
    // Not 404: that FlatPeak cannot tell of it now does not make the link a wrong one.
    expect(tap.status).toBe(503);
    expect(overview.status).toBe(200);
    expect(await overview.text()).toContain("Last updated on");
  });
});

describe("headers", () => {
  async function expectPrivate(answer: Response, what: string): Promise<void> {
    const policy = answer.headers.get("Content-Security-Policy") ?? "";
    expect({
      what,
      cache: answer.headers.get("Cache-Control"),
      referrer: answer.headers.get("Referrer-Policy"),
      robots: answer.headers.get("X-Robots-Tag")?.includes("noindex"),
      framed: policy.includes("frame-ancestors 'none'"),
      loads: policy.includes("default-src 'none'"),
      unsafe: policy.includes("unsafe"),
    }).toEqual({
      what,
      cache: "no-store, private",
      referrer: "no-referrer",
      robots: true,
      framed: true,
      loads: true,
      unsafe: false,
    });
    const html = await answer.text();
    if (!html.includes("<form")) return;
    // Where a button leads on to Connect, no rule for forms may stand in the way of Connect's own redirects (row 71).
    const leadsOut = /action="\/c\/[\w-]+"/.test(html);
    expect(/form-action ([^;]*)/.exec(policy)?.[1]).toBe(leadsOut ? undefined : "'self'");
    const [, nonce] = /nonce="([^"]+)"/.exec(html) ?? [];
    expect(policy).toContain(`style-src 'nonce-${nonce}'`);
  }

  it("are the same on every route and status under /c", async () => {
    const link = await firstLink(flatpeak);
    const forged = `${ORIGIN}/c/${"A".repeat(30)}`;
    const refusing = { LINK_LIMITER: { limit: async () => Promise.resolve({ success: false }) } };
    const until = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
    const cases: readonly (readonly [number, string, links.Visit])[] = [
      [302, link, {}],
      [303, link, { form: {} }],
      [302, `${link}/tariffs/${OTHER}`, {}],
      [200, link, { method: "HEAD" }],
      [200, link, { headers: { Purpose: "prefetch" } }],
      ...["/tariffs", "/done", "/snooze", "/stop"].map((path) => [200, link + path, {}] as const),
      [200, `${link}/snooze`, { form: { until } }],
      [400, `${link}/snooze`, { form: { until: "soon" } }],
      [200, `${link}/stop`, { form: {} }],
      [200, `${link}/stop`, { form: { undo: "1" } }],
      ...["", "/tariffs", `/tariffs/${TARIFF}`, "/done", "/snooze", "/stop"].flatMap((path) => [
        [404, forged + path, {}] as const,
        [404, forged + path, { method: "HEAD" }] as const,
        // The page to stop is there for everybody, however often it was asked for.
        [path === "/stop" ? 200 : 429, link + path, { settings: refusing }] as const,
        [503, link + path, { settings: { BRAND_NAME: "" } }] as const,
      ]),
    ];
    for (const [status, url, how] of cases) {
      const answer = await visit(url, how);
      const what = `${how.method ?? (how.form === undefined ? "GET" : "POST")} ${url.slice(ORIGIN.length)}`;
      expect(`${what} ${answer.status}`).toBe(`${what} ${status}`);
      await expectPrivate(answer, `${what} ${status}`);
    }
    flatpeak.intercept = () => new Response(null, { status: 500 });
    await customer().advanceClock(11 * 60_000);
    const down = await visit(link);
    expect(down.status).toBe(503);
    await expectPrivate(down, "FlatPeak is down");
  });

  it("stand on the errors that are no page as well", async () => {
    const link = await firstLink(flatpeak);
    for (const [status, url, how] of [
      [404, `${link}/nothing`, {}],
      [405, link, { method: "DELETE" }],
      [405, `${link}/tariffs`, { form: {} }],
      [413, `${link}/stop`, { form: { pad: "x".repeat(70_000) } }],
    ] as const) {
      const answer = await visit(url, how);
      expect(answer.status).toBe(status);
      await expectPrivate(answer, `${status}`);
    }
  });

  it("lead out to Connect alone, whatever the request says", async () => {
    const link = await firstLink(flatpeak);
    const path = new URL(link).pathname;
    const wanted = /^https:\/\/connect\.example\.test\/\?fp_cot=cot_\w+$/;
    for (const query of [
      "?next=https://evil.test",
      "?connect_url=https://evil.test&callback_url=https://evil.test",
      "?fp_cot=evil",
      "?url=%0d%0aLocation:%20https://evil.test",
      "//evil.test",
    ]) {
      const answer = await visit(`${ORIGIN}${path}${query}`);
      const location = answer.headers.get("Location");
      expect(`${query} ${answer.status === 404 || wanted.test(location ?? "")}`).toBe(`${query} true`);
    }
    for (const headers of [
      { Host: "evil.test" },
      { "X-Forwarded-Host": "evil.test", "X-Forwarded-Proto": "http" },
      { "X-Original-URL": "/c/evil", "X-Rewrite-URL": "/c/evil" },
      { Origin: "https://evil.test", Referer: "https://evil.test/" },
    ]) {
      expect((await visit(`https://evil.test${path}`, { headers })).headers.get("Location")).toMatch(wanted);
      const page = await (await visit(`https://evil.test${path}/tariffs`, { headers })).text();
      expect(page).not.toContain("evil");
    }
    for (const { body } of flatpeak.world.tokenRequests) expect(JSON.stringify(body)).not.toContain("evil");
  });

  it("and the log never holds a code", async () => {
    const link = await firstLink(flatpeak);
    flatpeak.intercept = (request) => (isToken(request) ? new Response("no", { status: 500 }) : null);
    for (const path of ["", "/tariffs", `/tariffs/${TARIFF}`, "/done", "/stop", "/snooze", "/nothing"]) {
      await visit(link + path);
    }
    await breakCustomer(customer());
    expect((await visit(`${link}/done`)).status).toBe(503);
    expect(logged.join("\n")).toContain("mint_failed");
    expect(logged.join("\n")).toContain("request_failed");
    for (const line of logged) expect(line).not.toContain(codeOf(link));
  });
});

describe("a customer who is asked for too often", () => {
  it("is told to wait, without a call of the object or of FlatPeak", async () => {
    const link = await firstLink(flatpeak);
    const keys: string[] = [];
    const limit = async ({ key }: { key: string }): Promise<{ success: boolean }> => {
      keys.push(key);
      return Promise.resolve({ success: false });
    };
    const CUSTOMERS = { idFromName: () => expect.unreachable("an object was addressed") };
    const settings = { LINK_LIMITER: { limit }, STOP_LIMITER: { limit }, CUSTOMER: CUSTOMERS };
    const before = flatpeak.calls.length;
    for (const how of [{}, { form: {} }, { form: { undo: "1" } }]) {
      const answer = await visit("form" in how ? `${link}/stop` : link, { ...how, settings });
      expect(answer.status).toBe(429);
      expect(answer.headers.get("Retry-After")).toBe("30");
      expect(await answer.text()).toContain("Please wait a moment");
    }
    expect(flatpeak.calls).toHaveLength(before);
    expect(new Set(keys)).toEqual(new Set([CUSTOMER]));
    expect((await story()).contact).toMatchObject({ opted_out: false });
  });

  it("gets through where the limiter itself is out of order", async () => {
    const link = await firstLink(flatpeak);
    const limit = (): Promise<never> => Promise.reject(new Error("the limiter is down"));
    expect((await visit(link, { settings: { LINK_LIMITER: { limit } } })).status).toBe(302);
    expect(logged.join("\n")).toContain("limiter_broke");
  });
});

describe("deep links", () => {
  const settings = { CONNECT_WEB_URL: "myapp://connect" };

  it("open the app on a phone", async () => {
    const link = await firstLink(flatpeak);
    const answer = await visit(link, { settings, agent: PHONE });
    expect(answer.status).toBe(302);
    expect(answer.headers.get("Location")).toMatch(/^myapp:\/\/connect\?fp_cot=cot_\w+$/);
    // What no browser is, the link is not kept from.
    expect((await visit(link, { settings, agent: "curl/8.9.1" })).status).toBe(302);
  });

  it("show a picture at a desk, mint nothing, and go on there all the same", async () => {
    const link = await firstLink(flatpeak);
    for (const path of ["", `/tariffs/${OTHER}`]) {
      const page = await visit(link + path, { settings, agent: DESK });
      expect(page.status).toBe(200);
      expect(page.headers.get("Content-Security-Policy")).not.toContain("form-action");
      const html = await page.text();
      expect(html).toContain("<svg");
      expect(html).toContain(link + path);
    }
    expect(mints(flatpeak)).toBe(0);
    const onward = await visit(link, { settings, agent: DESK, form: { tariff: OTHER } });
    expect(onward.status).toBe(303);
    expect(onward.headers.get("Location")).toMatch(/^myapp:\/\/connect\?fp_cot=/);
    expect(links.minted(flatpeak)).toEqual([OTHER]);
  });

  it("may be where Connect comes back to, too", async () => {
    await firstLink(flatpeak);
    await runInDurableObject(customer(), async (_, ctx) => {
      const env = { ...bindings, ...settings, CALLBACK_URL: "myapp://back" };
      expect(await new Customer(ctx, env).openLink(seatOf(1))).toMatchObject({ kind: "redirect" });
    });
    expect(flatpeak.world.tokenRequests).toMatchObject([
      { body: { connect_url: "myapp://connect", callback_url: "myapp://back" } },
    ]);
  });
});

describe("an expired link", () => {
  it("opens nothing at all, though its code is genuine and FlatPeak knows the tariffs", async () => {
    const link = await firstLink(flatpeak);
    await customer().advanceClock(30 * 86_400_000);
    expect((await story()).cases).toMatchObject([{ state: "handed_over" }]);
    await customer().advanceClock(31 * 86_400_000);
    const before = mints(flatpeak);
    const language = { headers: { "Accept-Language": "fr" } };
    const unknown = await (await visit(await linkTo(99), language)).text();
    for (const path of ["", "/tariffs", `/tariffs/${TARIFF}`, `/tariffs/${OTHER}`, "/done"]) {
      const answer = await visit(link + path, language);
      expect(`${path} ${answer.status}`).toBe(`${path} 404`);
      expect(links.withoutNonce(await answer.text())).toBe(links.withoutNonce(unknown));
    }
    expect((await visit(link, { form: { tariff: OTHER } })).status).toBe(404);
    expect(mints(flatpeak)).toBe(before);
    expect(unknown).toContain('lang="fr"');
  });
});
