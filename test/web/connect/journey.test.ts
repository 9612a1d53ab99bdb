// A way through Connect as a person goes it: reload, back, a second tap and a second tab, a lost answer, an expired token, no cookies.

import { exports } from "cloudflare:workers";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { eventually } from "../../support/eventually.ts";
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { journeyName } from "../../../src/objects/journey-pass.ts";
import { bindings } from "../../support/worker.ts";
import { Browser, TOKEN, installConnect, serveConnect, turn, wrong } from "../../support/connect-stand-in.ts";
import type { Asked, StandIn } from "../../support/connect-stand-in.ts";

serveConnect();

let connect: StandIn;
const fetchUs = (request: Request): Promise<Response> => exports.default.fetch(request);
const ARRIVAL = `/connect?fp_cot=${TOKEN}`;

beforeEach(() => {
  connect = installConnect();
  for (const name of ["log", "error"] as const) vi.spyOn(console, name).mockImplementation(() => undefined);
});

const PROVIDERS = {
  providers: [
    { id: "prv_1", display_name: "Meadow", logo_url: "https://logos.example.test/1.svg" },
    { id: "prv_2", display_name: "Octane", logo_url: "http://plain.example.test/2.svg" },
  ],
};

/** FlatPeak sends the person on, to a supplier's page or back to us. */
const redirectTo = (url: string): object => ({
  connect_token: TOKEN,
  route: "session_redirect",
  live_mode: false,
  data: { redirect_url: url },
});

/** FlatPeak's pages in the documented order, for a supplier that is not linked. */
function manual({ route, action, data }: Asked): object {
  if (action === "CLOSE") return redirectTo("https://go.example.test/c/abc/done");
  if (action === "BACK") return turn("provider_select", PROVIDERS, { actions: ["PROVIDER_MISSING", "BACK", "CLOSE"] });
  switch (route) {
    case "session_start":
      return turn(
        "tariff_connection_failed",
        { connection_type: "DIRECT", provider: { id: "prv_9", display_name: "Old Power" } },
        { actions: ["EDIT", "DISCONNECT", "BACK", "CLOSE"] },
      );
    case "tariff_connection_failed":
      return turn("provider_select", PROVIDERS, { actions: ["PROVIDER_MISSING", "BACK", "CLOSE"] });
    case "provider_select":
      return turn("rate_fixed_capture", {
        currency_code: "GBP",
        provider: { id: "prv_1", display_name: "Meadow" },
        cost: null,
      });
    case "rate_fixed_capture":
      return data?.["cost"] === 0.5
        ? wrong("cost_value_zero")
        : turn(
            "tariff_summary",
            {
              currency_code: "GBP",
              provider: { id: "prv_1", display_name: "Meadow" },
              tariff: { name: "Meadow fixed", status: "CONNECTED", structure_type: "FIXED" },
              rates: { yesterday: [], today: [], tomorrow: [] },
            },
            { actions: ["EDIT", "DISCONNECT", "WRONG_TARIFF", "BACK", "CLOSE"] },
          );
    default:
      return wrong("route_invalid");
  }
}

describe("a way through Connect", () => {
  it("goes from the tap's address to the summary and out, with one call a step and the token in no later address", async () => {
    connect.answer = manual;
    const browser = new Browser(fetchUs);
    let screen = await browser.open(ARRIVAL);
    expect(screen.status).toBe(200);
    expect(screen.heading).toBe("Your tariff is no longer connected");
    expect(screen.html.length).toBeLessThan(20_000);
    expect(screen.html).not.toContain(TOKEN);
    screen = await browser.press(screen);
    expect(screen.heading).toBe("Who is your electricity supplier?");
    expect(screen.html).toContain("https://logos.example.test/1.svg");
    expect(screen.html).not.toContain("plain.example.test");
    screen = await browser.press(screen, { name: "provider", value: "prv_1" });
    expect(screen.heading).toBe("What is your price?");
    screen = await browser.press(screen, null, { price: "27,5" });
    expect(screen.heading).toBe("Connected");
    await browser.press(screen);
    expect(browser.left).toBe("/c/abc/done");
    expect(connect.asked.map(({ route, action, data }) => [route, action ?? data ?? null])).toEqual([
      ["session_start", null],
      ["tariff_connection_failed", "EDIT"],
      ["provider_select", { provider: { id: "prv_1" } }],
      ["rate_fixed_capture", { cost: 0.275 }],
      ["tariff_summary", "CLOSE"],
    ]);
    expect(connect.asked.every((it) => it.type === "submit" && it.connect_token === TOKEN)).toBe(true);
    expect(browser.history.slice(1).filter((it) => it.includes(TOKEN))).toEqual([]);
    expect([...browser.cookies.values()].join()).not.toContain(TOKEN);
  });

  it("shows what is kept on a reload, and calls nobody", async () => {
    connect.answer = manual;
    const browser = new Browser(fetchUs);
    await browser.press(await browser.open(ARRIVAL));
    const calls = connect.asked.length;
    for (const path of ["/connect", "/connect", ARRIVAL]) {
      expect((await browser.open(path)).heading).toBe("Who is your electricity supplier?");
    }
    expect(connect.asked).toHaveLength(calls);
  });

  it("makes one call of two taps at once, and of the same form sent again", async () => {
    connect.answer = manual;
    const browser = new Browser(fetchUs);
    const first = await browser.open(ARRIVAL);
    const { promise: gate, resolve } = Promise.withResolvers<void>();
    connect.answer = async (asked) => {
      await gate;
      return manual(asked);
    };
    const taps = [browser.press(first), browser.press(first)];
    await eventually(() => expect(connect.asked).toHaveLength(2));
    resolve();
    const screens = [...(await Promise.all(taps)), await browser.press(first)];
    expect(screens.map(({ heading }) => heading)).toEqual(Array(3).fill("Who is your electricity supplier?"));
    expect(connect.asked).toHaveLength(2);
  });

  it("goes on from an older page, as the browser's Back leaves it, by that page's own route", async () => {
    connect.answer = manual;
    const browser = new Browser(fetchUs);
    const list = await browser.press(await browser.open(ARRIVAL));
    await browser.press(list, { name: "provider", value: "prv_1" });
    const again = await browser.press(list, { name: "provider", value: "prv_2" });
    expect(again.heading).toBe("What is your price?");
    expect(connect.asked.at(-1)).toMatchObject({ route: "provider_select", data: { provider: { id: "prv_2" } } });
    // The same choice once more is no news, and the page that is there is shown.
    expect((await browser.press(list, { name: "provider", value: "prv_2" })).heading).toBe("What is your price?");
    expect(connect.asked).toHaveLength(4);
  });

  it("shows the present page in words where FlatPeak refuses an older one", async () => {
    connect.answer = manual;
    const browser = new Browser(fetchUs);
    const list = await browser.press(await browser.open(ARRIVAL));
    await browser.press(list, { name: "provider", value: "prv_1" });
    connect.answer = () => wrong("route_invalid");
    const screen = await browser.press(list, { name: "provider", value: "prv_2" });
    expect(screen.heading).toBe("What is your price?");
    expect(screen.alert).toContain("This was not accepted");
  });

  it("says a refusal at its field, and keeps what was typed", async () => {
    connect.answer = manual;
    const browser = new Browser(fetchUs);
    const list = await browser.press(await browser.open(ARRIVAL));
    const price = await browser.press(list, { name: "provider", value: "prv_1" });
    const screen = await browser.press(price, null, { price: "50" });
    expect(screen.alert).toContain("The price must be above zero");
    expect(screen.html).toContain('href="#price"');
    expect(screen.fields().get("price")).toBe("50");
    expect(screen.html).not.toContain("English for");
  });

  it("asks where it stands after a lost answer, and sends nothing twice", async () => {
    connect.answer = manual;
    const browser = new Browser(fetchUs);
    const list = await browser.press(await browser.open(ARRIVAL));
    const price = await browser.press(list, { name: "provider", value: "prv_1" });
    connect.answer = (asked) => {
      if (asked.data !== undefined) throw new TypeError("the line broke");
      return turn("rate_fixed_capture", { currency_code: "GBP", cost: null });
    };
    const screen = await browser.press(price, null, { price: "27.5" });
    expect(connect.asked.slice(-2).map(({ route, data }) => [route, data ?? null])).toEqual([
      ["rate_fixed_capture", { cost: 0.275 }],
      ["session_start", null],
    ]);
    expect(screen.heading).toBe("What is your price?");
    expect(screen.fields().get("price")).toBe("27.5");
    connect.answer = manual;
    expect((await browser.press(screen)).heading).toBe("Connected");
  });

  it("says so while FlatPeak cannot be asked, with a button that asks again", async () => {
    connect.answer = manual;
    const browser = new Browser(fetchUs);
    const first = await browser.open(ARRIVAL);
    connect.answer = () => new Response("<html>down</html>", { status: 502 });
    const stuck = await browser.press(first);
    expect(stuck.heading).toBe("Please try again in a moment");
    expect(stuck.status).toBe(200);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 10_000 });
    connect.answer = manual;
    expect((await browser.act(stuck, "AGAIN")).heading).toBe("Your tariff is no longer connected");
  });

  it("keeps the page where FlatPeak has too much to do, and the same button works", async () => {
    connect.answer = manual;
    const browser = new Browser(fetchUs);
    const first = await browser.open(ARRIVAL);
    connect.answer = () => Response.json(wrong("too_many", "rate_limit"), { status: 429 });
    const busy = await browser.press(first);
    expect(busy.heading).toBe("Your tariff is no longer connected");
    expect(busy.alert).toContain("does not answer right now");
    connect.answer = manual;
    expect((await browser.press(busy)).heading).toBe("Who is your electricity supplier?");
  });

  it("works without cookies, and a form that is sent again sends nothing", async () => {
    connect.answer = manual;
    const browser = new Browser(fetchUs, false);
    const list = await browser.press(await browser.open(ARRIVAL));
    const price = await browser.press(list, { name: "provider", value: "prv_1" });
    expect(price.heading).toBe("What is your price?");
    expect((await browser.press(list, { name: "provider", value: "prv_1" })).heading).toBe("What is your price?");
    expect((await browser.press(price, null, { price: "0.3" })).heading).toBe("Connected");
    expect(connect.asked).toHaveLength(4);
    expect(browser.history.slice(1).filter((it) => it.includes(TOKEN))).toEqual([]);
  });

  it("announces a sign-in, goes to FlatPeak's domain only, and comes back to where FlatPeak is then", async () => {
    let signedIn = false;
    connect.answer = (asked) => {
      if (asked.route === "session_start")
        return signedIn ? turn("tariff_connection_pending") : turn("provider_select", PROVIDERS);
      return redirectTo("https://meadow.connect.flatpeak.com/in?x=1");
    };
    const browser = new Browser(fetchUs);
    const screen = await browser.press(await browser.open(ARRIVAL), { name: "provider", value: "prv_1" });
    expect(screen.heading).toBe("You go to Meadow now");
    expect(screen.links()).toContain(`https://meadow.connect.flatpeak.com/in?x=1&fp_cot=${TOKEN}`);
    // Who changes their mind finds the list again, and FlatPeak is not asked for it.
    expect((await browser.act(screen, "BACK")).heading).toBe("Who is your electricity supplier?");
    await browser.press(await browser.open("/connect"), { name: "provider", value: "prv_2" });
    signedIn = true;
    const back = await browser.open(ARRIVAL);
    expect(back.heading).toBe("Your tariff is being connected");
    expect(back.headers.get("Refresh")).toMatch(/^30; url=\?look=1$/);
  });

  it("looks again after a second sign-in, however soon it follows the first", async () => {
    vi.setSystemTime(Date.now());
    onTestFinished(() => void vi.useRealTimers());
    let standsAt = turn("provider_select", PROVIDERS);
    connect.answer = ({ route }) => {
      if (route === "session_start") return standsAt;
      if (route === "tariff_connection_failed") return turn("provider_select", PROVIDERS);
      return redirectTo("https://meadow.connect.flatpeak.com/in");
    };
    const browser = new Browser(fetchUs);
    await browser.press(await browser.open(ARRIVAL), { name: "provider", value: "prv_1" });
    standsAt = turn("tariff_connection_failed", { connection_type: "DIRECT", provider: { display_name: "Meadow" } });
    const failed = await browser.open(ARRIVAL);
    const list = await browser.press(failed);
    expect(list.heading).toBe("Who is your electricity supplier?");
    expect((await browser.press(list, { name: "provider", value: "prv_1" })).heading).toBe("You go to Meadow now");
    standsAt = turn("tariff_summary", { tariff: { name: "Meadow", status: "CONNECTED" } });
    expect((await browser.open(ARRIVAL)).heading).toBe("Connected");
    const calls = connect.asked.length;
    for (let again = 0; again < 3; again += 1) await browser.open(ARRIVAL);
    expect(connect.asked).toHaveLength(calls);
  });

  it("has an address for each page, so that the browser's Back leads to the one before", async () => {
    connect.answer = manual;
    const browser = new Browser(fetchUs);
    const list = await browser.press(await browser.open(ARRIVAL));
    const at = browser.history.at(-1) ?? "";
    expect(at).toMatch(/\/connect\?at=2$/);
    const rate = await browser.press(list, { name: "provider", value: "prv_1" });
    const asked = connect.asked.length;
    const before = await browser.open(new URL(at).pathname + new URL(at).search);
    expect(before.heading).toBe(list.heading);
    // Nothing is asked for that, and an address of no page shows the present one.
    for (const forged of ["99", "0", "-1", "2x", "", "9999999999"])
      expect((await browser.open(`/connect?at=${forged}`)).heading).toBe(rate.heading);
    expect(connect.asked).toHaveLength(asked);
    // What it asks can be answered again.
    await browser.press(before, { name: "provider", value: "prv_2" });
    expect(connect.asked.at(-1)).toMatchObject({ route: "provider_select", data: { provider: { id: "prv_2" } } });
  });

  it("asks again by itself whether a pending tariff is connected by now", async () => {
    connect.answer = () => turn("tariff_connection_pending", { provider: { display_name: "Meadow" } });
    const browser = new Browser(fetchUs);
    await browser.open(ARRIVAL);
    connect.answer = () => turn("tariff_summary", { tariff: { name: "Meadow", status: "CONNECTED" } });
    expect((await browser.open("/connect")).heading).toBe("Your tariff is being connected");
    expect((await browser.open("/connect?look=1")).heading).toBe("Connected");
  });

  it("disconnects only when that was confirmed, on a page of its own", async () => {
    connect.answer = manual;
    const browser = new Browser(fetchUs);
    const first = await browser.open(ARRIVAL);
    const ask = await browser.act(first, "DISCONNECT");
    expect(ask.heading).toBe("Disconnect this tariff?");
    expect(connect.asked).toHaveLength(1);
    const kept = await browser.act(ask, "KEEP");
    expect(kept.heading).toBe("Your tariff is no longer connected");
    expect(connect.asked).toHaveLength(1);
    connect.answer = () => ({
      connect_token: TOKEN,
      route: "session_complete",
      data: { callback_uri: "https://go.example.test/c/abc/done" },
    });
    await browser.act(await browser.act(kept, "DISCONNECT"), "DISCONNECT");
    expect(connect.asked.at(-1)).toMatchObject({ route: "tariff_connection_failed", action: "DISCONNECT" });
    expect(browser.left).toBe("/c/abc/done");
  });

  it("thanks for a report, and lets whoever wants out go whatever FlatPeak says", async () => {
    connect.answer = () =>
      turn("tariff_summary", { tariff: { status: "CONNECTED" } }, { actions: ["WRONG_TARIFF_REPORT", "EDIT"] });
    const browser = new Browser(fetchUs);
    const summary = await browser.open(ARRIVAL);
    const thanked = await browser.act(summary, "WRONG_TARIFF_REPORT");
    expect(thanked.text).toContain("We passed on that this tariff is not right");
    connect.answer = () => wrong("action_invalid");
    await browser.act(thanked, "CLOSE");
    expect(browser.left).toBe("https://app.example.test/");
  });

  it("speaks Zero where the pages are Zero's: back and out without asking", async () => {
    connect.answer = ({ route }) =>
      route === "session_start"
        ? turn("summary_tariff_failed", { provider: { display_name: "Old" } }, { actions: ["RECONNECT", "DISCONNECT"] })
        : turn(
            "summary_fixed_confirm",
            { currency_code: "GBP", cost: 0.2, tariff: { name: "Flat" } },
            { actions: ["SAVE", "EDIT"] },
          );
    const browser = new Browser(fetchUs);
    const summary = await browser.press(await browser.open(ARRIVAL));
    expect(connect.asked.at(-1)).toMatchObject({ route: "summary_tariff_failed", action: "RECONNECT" });
    expect(summary.heading).toBe("Is this right?");
    const back = await browser.act(summary, "BACK");
    expect(back.heading).toBe("Your tariff is no longer connected");
    await browser.act(back, "CLOSE");
    expect(connect.asked).toHaveLength(2);
    expect(browser.left).toBe("https://app.example.test/");
  });

  it("forgets everything a day after somebody was last there", async () => {
    connect.answer = manual;
    const browser = new Browser(fetchUs);
    await browser.open(ARRIVAL);
    const stub = bindings.JOURNEY.get(bindings.JOURNEY.idFromName(await journeyName(TOKEN)));
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 23 * 3_600_000 });
    await runDurableObjectAlarm(stub);
    expect((await browser.open("/connect")).status).toBe(200);
    vi.setSystemTime(Date.now() + 25 * 3_600_000);
    expect(await runDurableObjectAlarm(stub)).toBe(true);
    expect((await browser.open("/connect")).status).toBe(404);
    expect(await runInDurableObject(stub, (_, state) => [...state.storage.kv.list()])).toEqual([]);
  });
});
