// What breaks in the middle of a step: our object dies before or after FlatPeak answered, or FlatPeak does not answer in time. Whoever
// comes back sees where it stands, with what they typed, and FlatPeak is sent nothing twice.

import { exports } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { journeyName } from "../../../src/objects/journey-pass.ts";
import { Browser, TOKEN, installConnect, serveConnect, turn, wrong } from "../../support/connect-stand-in.ts";
import { eventually } from "../../support/eventually.ts";
import { hurried } from "../../support/hurry.ts";
import { bindings } from "../../support/worker.ts";
import type { Asked, Screen, StandIn } from "../../support/connect-stand-in.ts";

serveConnect();

let connect: StandIn;
const fetchUs = (request: Request): Promise<Response> => exports.default.fetch(request);
const journey = async () => bindings.JOURNEY.get(bindings.JOURNEY.idFromName(await journeyName(TOKEN)));

beforeEach(() => {
  connect = installConnect();
  for (const name of ["log", "error"] as const) vi.spyOn(console, name).mockImplementation(() => undefined);
});

/** FlatPeak: a price is asked for, and taken once. */
let taken: Asked["data"][] = [];
function flatpeak({ route, data }: Asked): object {
  if (route === "rate_fixed_capture") taken.push(data);
  return taken.length === 0
    ? turn("rate_fixed_capture", { currency_code: "GBP", cost: null })
    : turn("tariff_summary", { currency_code: "GBP", tariff: { name: "Flat", status: "CONNECTED" } });
}

const priced = async (browser: Browser): Promise<Screen> => {
  taken = [];
  connect.answer = flatpeak;
  return browser.open(`/connect?fp_cot=${TOKEN}`);
};

/** Ends the journey's object as the platform does, in the middle of whatever it does. */
async function kill(): Promise<void> {
  const stub = await journey();
  await runInDurableObject(stub, (_, state) => state.abort("killed by the test")).catch(() => undefined);
}

/** What the conversation stands at, in the words of its page. */
const PRICE = "What is your price?";
const STUCK = "Please try again in a moment";

/** Presses a page's button; our object dies once FlatPeak has been asked, whether or not that took the answer. */
async function pressAndDie(browser: Browser, screen: Screen, takes: boolean): Promise<Screen> {
  const { promise: never } = Promise.withResolvers<object>();
  const calls = connect.asked.length;
  connect.answer = (asked) => {
    if (asked.route === "session_start") return flatpeak(asked);
    if (takes) flatpeak(asked);
    return never;
  };
  const pressed = browser.press(screen, null, { price: "27.5" });
  await eventually(() => expect(connect.asked).toHaveLength(calls + 1));
  await kill();
  connect.answer = flatpeak;
  return pressed;
}

describe.each([true, false])(
  "an object that dies in the middle of a call (the browser takes cookies: %s)",
  (cookies) => {
    it("before FlatPeak took the answer: what was typed is there, and is sent once", async () => {
      const browser = new Browser(fetchUs, cookies);
      const stuck = await pressAndDie(browser, await priced(browser), false);
      expect([stuck.status, stuck.heading]).toEqual([200, STUCK]);
      const again = await browser.act(stuck, "AGAIN");
      expect([again.heading, again.fields().get("price")]).toEqual([PRICE, "27.5"]);
      expect(taken).toEqual([]);
      expect((await browser.press(again)).heading).toBe("Connected");
      expect(taken).toEqual([{ cost: 0.275 }]);
    });

    it("after FlatPeak took it: the next page is shown, and the same form sends nothing any more", async () => {
      const browser = new Browser(fetchUs, cookies);
      const price = await priced(browser);
      const stuck = await pressAndDie(browser, price, true);
      expect((await browser.act(stuck, "AGAIN")).heading).toBe("Connected");
      expect((await browser.press(price, null, { price: "27.5" })).heading).toBe("Connected");
      expect(taken).toEqual([{ cost: 0.275 }]);
    });

    it("and whose form is sent again at once: FlatPeak is sent it no second time", async () => {
      const browser = new Browser(fetchUs, cookies);
      const price = await priced(browser);
      await pressAndDie(browser, price, true);
      expect((await browser.press(price, null, { price: "27.5" })).heading).toBe("Connected");
      expect(taken).toHaveLength(1);
    });
  },
);

describe("an object that dies", () => {
  it("is met again by a reload, which shows where it stands", async () => {
    const browser = new Browser(fetchUs);
    await pressAndDie(browser, await priced(browser), true);
    expect((await browser.open("/connect")).heading).toBe("Connected");
  });

  it("while it disconnects leaves nobody to choose a supplier: what they wanted is done, and they are led out", async () => {
    connect.answer = () => turn("tariff_connection_failed", {}, { actions: ["EDIT", "DISCONNECT"] });
    const browser = new Browser(fetchUs);
    const ask = await browser.act(await browser.open(`/connect?fp_cot=${TOKEN}`), "DISCONNECT");
    const { promise: never } = Promise.withResolvers<object>();
    connect.answer = () => never;
    const pressed = browser.act(ask, "DISCONNECT");
    await eventually(() => expect(connect.asked).toHaveLength(2));
    await kill();
    connect.answer = () => wrong("connect_token_expired");
    await browser.act(await pressed, "AGAIN");
    expect(browser.left).toBe("https://app.example.test/");
    expect(connect.asked.map(({ action, route }) => action ?? route)).toEqual([
      "session_start",
      "DISCONNECT",
      "session_start",
    ]);
  });

  it("is no JSON to whoever opens the page meanwhile", async () => {
    const browser = new Browser(fetchUs);
    await priced(browser);
    vi.spyOn(bindings.JOURNEY, "get").mockImplementation(() => {
      throw new Error("no object is to be had");
    });
    const screen = await browser.open("/connect");
    expect([screen.status, screen.heading]).toEqual([503, STUCK]);
    expect(screen.links().length).toBeGreaterThan(0);
  });
});

describe("FlatPeak", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: 1_800_000_000_000 }));

  /** No answer until our patience ends. */
  const hang = (_: Asked, request: Request): Promise<object> =>
    new Promise((_resolve, reject) => {
      request.signal.addEventListener("abort", () => {
        vi.setSystemTime(Date.now() + 8_000);
        reject(new DOMException("aborted", "AbortError"));
      });
    });

  it("is waited for eight seconds and no longer; then a page says so, and what was typed is kept", async () => {
    const browser = new Browser(fetchUs);
    const price = await priced(browser);
    connect.answer = hang;
    const { value: stuck, ms } = await hurried(() => browser.press(price, null, { price: "27.5" }));
    expect([stuck.status, stuck.heading]).toEqual([200, STUCK]);
    expect(ms).toBe(8_000);
    expect(connect.asked).toHaveLength(2);
    vi.setSystemTime(Date.now() + 10_000);
    connect.answer = flatpeak;
    const again = await browser.act(stuck, "AGAIN");
    expect([again.heading, again.fields().get("price")]).toEqual([PRICE, "27.5"]);
    expect((await browser.press(again)).heading).toBe("Connected");
    expect(taken).toHaveLength(1);
  });

  it("that does not answer at the very beginning is said in words, with the same address to try again", async () => {
    connect.answer = hang;
    const browser = new Browser(fetchUs);
    const { value: screen, ms } = await hurried(() => browser.open(`/connect?fp_cot=${TOKEN}`));
    expect([screen.status, screen.heading, screen.links()]).toEqual([503, STUCK, [""]]);
    expect(ms).toBe(8_000);
    connect.answer = flatpeak;
    taken = [];
    expect((await browser.open(`/connect?fp_cot=${TOKEN}`)).heading).toBe(PRICE);
  });

  it("is sent nothing more before it has said what came of an answer that was lost", async () => {
    const browser = new Browser(fetchUs);
    const price = await priced(browser);
    connect.answer = () => new Response("", { status: 502 });
    await browser.press(price, null, { price: "27.5" });
    const calls = connect.asked.length;
    const stuck = await browser.press(price, null, { price: "28" });
    expect(stuck.heading).toBe(STUCK);
    expect(connect.asked.slice(calls).filter(({ data }) => data !== undefined)).toEqual([]);
    vi.setSystemTime(Date.now() + 10_000);
    connect.answer = flatpeak;
    const again = await browser.act(stuck, "AGAIN");
    expect([again.heading, again.fields().get("price")]).toEqual([PRICE, "28"]);
  });
});
