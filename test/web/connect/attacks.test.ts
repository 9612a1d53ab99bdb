// What a stranger, another customer, another site and a FlatPeak gone wrong can do to a way through Connect: nothing.

import { exports } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { journeyName, sealLink, sealPass } from "../../../src/objects/journey-pass.ts";
import { testSettings } from "../../settings.ts";
import { Browser, TOKEN, installConnect, serveConnect, turn, wrong } from "../../support/connect-stand-in.ts";
import { bindings } from "../../support/worker.ts";
import type { StandIn } from "../../support/connect-stand-in.ts";

serveConnect();

let connect: StandIn;
let logged: string[];
const fetchUs = (request: Request): Promise<Response> => exports.default.fetch(request);
const ARRIVAL = `/connect?fp_cot=${TOKEN}`;
const stubOf = async (token: string) => bindings.JOURNEY.get(bindings.JOURNEY.idFromName(await journeyName(token)));
const keptOf = async (token: string) =>
  runInDurableObject(await stubOf(token), (_, state) => [...state.storage.kv.list()].length);

beforeEach(() => {
  connect = installConnect();
  logged = [];
  for (const name of ["log", "error", "warn"] as const) {
    vi.spyOn(console, name).mockImplementation((...line) => void logged.push(line.map(String).join(" ")));
  }
});

describe("a stranger", () => {
  it("makes no object by a token that FlatPeak does not know", async () => {
    connect.answer = () => Response.json(wrong("connect_token_invalid"), { status: 404 });
    const screen = await new Browser(fetchUs).open(ARRIVAL);
    expect([screen.status, screen.heading]).toEqual([404, "This page has ended"]);
    expect(screen.headers.getSetCookie()).toEqual([]);
    expect(await keptOf(TOKEN)).toBe(0);
  });

  it.each(["", "<b>", "a b", "x".repeat(201), "%00"])("has FlatPeak asked nothing by the token %j", async (token) => {
    const screen = await new Browser(fetchUs).open(`/connect?fp_cot=${encodeURIComponent(token)}`);
    expect(screen.status).toBe(404);
    expect(connect.asked).toEqual([]);
  });

  it("uses up a share of the questions, and no more", async () => {
    connect.answer = () => wrong("connect_token_invalid");
    vi.useFakeTimers({ toFake: ["Date"], now: 1_800_000_000_000 });
    const open = (token: string, from: string) =>
      fetchUs(
        new Request(`https://go.example.test/connect?fp_cot=${token}`, {
          headers: { "CF-Connecting-IP": from, Accept: "text/html" },
        }),
      );
    const statuses = [];
    for (let i = 0; i < 40; i++) statuses.push((await open(`cot_${i}`, "203.0.113.9")).status);
    expect(statuses.filter((it) => it === 429)).toHaveLength(10);
    expect((await open("cot_other", "203.0.113.10")).status).toBe(404);
  });

  it("cannot name another's journey: no pass that was made up, cut or made for something else", async () => {
    await new Browser(fetchUs).open(ARRIVAL);
    const name = await journeyName(TOKEN);
    const genuine = await sealPass("journey", name, [testSettings.LINK_KEYS]);
    const link = await sealPass("link", name, [testSettings.LINK_KEYS]);
    const foreign = await sealPass("journey", name, ["another-key-another-key-another-key-1"]);
    for (const pass of [name, `${name}.`, genuine.slice(0, -1), `${genuine}0`, link, foreign, "x".repeat(5_000)]) {
      const thief = new Browser(fetchUs);
      thief.cookies.set("__Host-journey", pass);
      expect((await thief.open("/connect")).status).toBe(404);
    }
    const calls = connect.asked.length;
    const form = new URLSearchParams({ journey: foreign, step: "1", action: "DISCONNECT", sure: "1" });
    const answer = await fetchUs(
      new Request("https://go.example.test/connect", { method: "POST", body: form.toString() }),
    );
    expect(answer.status).toBe(404);
    expect(connect.asked).toHaveLength(calls);
  });

  it("cannot tie a link of theirs to somebody's token", async () => {
    const pass = await sealLink({ code: "abc", wish: null }, "cot_theirs", [testSettings.LINK_KEYS]);
    const browser = new Browser(fetchUs);
    browser.cookies.set("__Host-link", pass);
    await browser.open(ARRIVAL);
    const head = await runInDurableObject(await stubOf(TOKEN), (_, state) =>
      state.storage.kv.get<{ link: unknown }>("head"),
    );
    expect(head?.link).toBeNull();
  });
});

describe("another site", () => {
  it("sends no form for anybody", async () => {
    const browser = new Browser(fetchUs);
    await browser.open(ARRIVAL);
    const name = await sealPass("journey", await journeyName(TOKEN), [testSettings.LINK_KEYS]);
    const answer = await fetchUs(
      new Request("https://go.example.test/connect", {
        method: "POST",
        redirect: "manual",
        headers: { "Sec-Fetch-Site": "cross-site", Cookie: `__Host-journey=${name}` },
        body: new URLSearchParams({ journey: name, step: "1", action: "DISCONNECT", sure: "1" }).toString(),
      }),
    );
    expect([answer.status, answer.headers.get("Location")]).toEqual([303, "/connect"]);
    expect(connect.asked).toHaveLength(1);
  });

  it("is told nothing, frames nothing, and is loaded nothing from but logos", async () => {
    const screen = await new Browser(fetchUs).open(ARRIVAL);
    const policy = screen.headers.get("Content-Security-Policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("form-action 'self'");
    expect(policy).toMatch(/img-src data: https:(;|$)/);
    expect(policy).not.toContain("script-src");
    expect(screen.headers.get("Referrer-Policy")).toBe("no-referrer");
    expect(screen.headers.get("Cache-Control")).toContain("no-store");
    expect(screen.headers.getSetCookie().every((it) => it.endsWith("; Secure; HttpOnly; SameSite=Lax"))).toBe(true);
  });
});

const MARKUP = `"><script>alert(1)</script><img src=x onerror=alert(2)>'`;

describe("what FlatPeak sends", () => {
  it.each([
    [
      "provider_select",
      {
        providers: [{ id: MARKUP, display_name: MARKUP, logo_url: `https://x.test/${MARKUP}` }],
        postal_address: { city: MARKUP },
      },
    ],
    ["provider_select", { providers: [{ id: "prv", display_name: "A", logo_url: "javascript:alert(1)" }] }],
    [
      "tariff_select",
      { tariffs: [{ id: MARKUP, name: MARKUP, description: MARKUP }], provider: { display_name: MARKUP } },
    ],
    ["tariff_structure_select", { options: [MARKUP] }],
    ["region_select", { regions: [MARKUP], region: MARKUP }],
    ["postal_address_capture", { postal_address: { address_line1: MARKUP, city: MARKUP, country_code: MARKUP } }],
    ["rate_fixed_capture", { currency_code: MARKUP, cost: MARKUP }],
    ["tariff_name_capture", { tariff: { name: MARKUP } }],
    ["contract_term_capture", { contract_end_date: MARKUP, provider: { display_name: MARKUP } }],
    ["tariff_connection_failed", { provider: { display_name: MARKUP } }],
    [
      "tariff_summary",
      {
        currency_code: "GBP",
        provider: { display_name: MARKUP },
        tariff: { name: MARKUP, status: MARKUP, contract_end_date: MARKUP },
      },
    ],
    [MARKUP, { [MARKUP]: MARKUP }],
  ])("is text and no markup on %s", async (route, data) => {
    connect.answer = () => turn(route, data, { actions: ["BACK", MARKUP] });
    const { html, status } = await new Browser(fetchUs).open(ARRIVAL);
    expect(status).toBe(200);
    expect(html).not.toMatch(/<script|<img src=x|javascript:/i);
    expect(html).not.toMatch(/="[^"]*"><script/);
  });

  it.each([
    "https://evil.example/",
    "http://meadow.connect.flatpeak.com/",
    "https://connect.flatpeak.com.evil.example/",
    "https://evilconnect.flatpeak.com/",
    "https://user:pw@meadow.connect.flatpeak.com/",
    "javascript:alert(1)",
    "data:text/html,x",
    "//evil.example",
    "evilapp://x",
    "https://go.example.test/connect?fp_cot=again",
    "",
  ])("sends nobody to %s", async (url) => {
    connect.answer = () => ({
      connect_token: TOKEN,
      route: "session_redirect",
      live_mode: false,
      data: { redirect_url: url },
    });
    const browser = new Browser(fetchUs);
    const screen = await browser.open(ARRIVAL);
    expect(browser.left).toBeNull();
    expect(screen.heading).toBe("We cannot show this step");
    expect(screen.links().join()).not.toContain("evil");
    expect(screen.buttons().length).toBeGreaterThan(0);
  });

  it("is read where it has 10,000 suppliers, and draws a page of twenty", async () => {
    const providers = Array.from({ length: 10_000 }, (_, i) => ({ id: `prv_${i}`, display_name: `Supplier ${i}` }));
    connect.answer = () => turn("provider_select", { providers });
    const browser = new Browser(fetchUs);
    const screen = await browser.open(ARRIVAL);
    expect(screen.html.length).toBeLessThan(40_000);
    const found = await browser.press(screen, { name: "again", value: "find" }, { find: "supplier 9876" });
    expect(found.html).toContain("Supplier 9876");
    expect(connect.asked).toHaveLength(1);
  });

  it("is not read where it is longer than two megabytes: nobody is shown half a page", async () => {
    connect.answer = () => turn("provider_select", { providers: [{ id: "a", display_name: "x".repeat(2_200_000) }] });
    const screen = await new Browser(fetchUs).open(ARRIVAL);
    expect([screen.status, screen.heading]).toEqual([503, "Please try again in a moment"]);
  });

  it("is told to the company where our pages do not know it, once a day, and there is a way on", async () => {
    connect.answer = () => turn("vpp_landing", {}, { actions: ["EDIT", "BACK", "CLOSE", "DANCE"] });
    const browser = new Browser(fetchUs);
    const screen = await browser.open(ARRIVAL);
    await browser.open("/connect");
    expect(screen.heading).toBe("We cannot show this step");
    expect(screen.buttons().map(({ value }) => value)).toEqual(["EDIT", "BACK", "CLOSE"]);
    const told = await runInDurableObject(bindings.GATE.get(bindings.GATE.idFromName("flatpeak")), (_, state) =>
      state.storage.kv.get<{ what: string }[]>("unknown_pages"),
    );
    expect(told?.map(({ what }) => what)).toEqual(["vpp_landing"]);
    expect(logged.filter((it) => it.includes("connect_unknown_page"))).toHaveLength(1);
  });

  it.each([
    ["FIXEDRATE", "TIMEOFUSE", "MARKET"],
    ["FIXED", "TIME_OF_DAY", "MARKET", "DYNAMIC", "ADVANCED"],
  ])("is not told of as unknown where it goes by any of its documented names: %s", async (...options) => {
    connect.answer = () => turn("tariff_structure_select", { options });
    const screen = await new Browser(fetchUs).open(ARRIVAL);
    expect(screen.heading).toBe("How is your price set?");
    expect(screen.text).not.toContain("Another kind");
    expect(logged.join()).not.toContain("connect_unknown_page");
  });

  it("is in no log", async () => {
    const browser = new Browser(fetchUs);
    await browser.press(await browser.open(ARRIVAL));
    expect(logged.join()).not.toContain(TOKEN);
  });
});
