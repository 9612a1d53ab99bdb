// What people do to a way through Connect without meaning to: two tabs with different inputs, two journeys at once, Back after the end,
// a form of long ago. Nothing typed is lost, nothing is sent twice, and no answer goes to another journey than the page it stood on.

import { exports } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Browser, installConnect, serveConnect, turn } from "../../support/connect-stand-in.ts";
import { eventually } from "../../support/eventually.ts";
import type { Asked, StandIn } from "../../support/connect-stand-in.ts";

serveConnect();

let connect: StandIn;
const fetchUs = (request: Request): Promise<Response> => exports.default.fetch(request);
const HOUSE = "cot_house";
const SOLAR = "cot_solar";

/** A session that asks for a price first, and for a name where it is another one; then it is connected. */
const stages = new Map<string, string>();
function flatpeak({ connect_token: token, route, data, action }: Asked): object {
  const first = token === HOUSE ? "rate_fixed_capture" : "provider_name_capture";
  const now = stages.get(token) ?? first;
  if (route === now && data !== undefined) stages.set(token, "tariff_summary");
  if (action === "EDIT") stages.set(token, first);
  const page = stages.get(token) ?? first;
  const actions = page === "tariff_summary" ? ["EDIT"] : [];
  const shown = { currency_code: "GBP", tariff: { name: token, status: "CONNECTED" }, provider: { name: "" } };
  return { ...turn(page, shown, { actions }), connect_token: token };
}

const sent = (token: string): readonly Asked[] =>
  connect.asked.filter((it) => it.connect_token === token && it.route !== "session_start");

beforeEach(() => {
  connect = installConnect();
  connect.answer = flatpeak;
  stages.clear();
  for (const name of ["log", "error"] as const) vi.spyOn(console, name).mockImplementation(() => undefined);
});

describe("two tabs of one page", () => {
  it("with different inputs at once: one after the other is sent, and the last one counts", async () => {
    const browser = new Browser(fetchUs);
    const page = await browser.open(`/connect?fp_cot=${HOUSE}`);
    const { promise: gate, resolve } = Promise.withResolvers<void>();
    let open = 0;
    let most = 0;
    connect.answer = async (asked) => {
      most = Math.max(most, ++open);
      await gate;
      open -= 1;
      return flatpeak(asked);
    };
    const presses = ["27.5", "31", "27.5"].map((price) => browser.press(page, null, { price }));
    await eventually(() => expect(connect.asked).toHaveLength(2));
    resolve();
    for (const { heading } of await Promise.all(presses)) expect(heading).toBe("Connected");
    expect(most).toBe(1);
    const prices = sent(HOUSE).map(({ data }) => data?.["cost"]);
    expect(prices.length).toBeLessThanOrEqual(3);
    expect(prices).toEqual(prices.filter((it, index) => it !== prices[index - 1]));
    connect.answer = flatpeak;
    const again = await browser.act(await browser.open("/connect"), "EDIT");
    expect(Number(again.fields().get("price")) / 100).toBe(prices.at(-1));
  });
});

describe("two journeys of one browser", () => {
  it("are kept apart: each tab goes on in its own, by its form and by its address", async () => {
    const browser = new Browser(fetchUs);
    const house = await browser.open(`/connect?fp_cot=${HOUSE}`);
    const solar = await browser.open(`/connect?fp_cot=${SOLAR}`);
    expect(solar.heading).toBe("What is your supplier called?");
    const connected = await browser.press(house, null, { price: "27.5" });
    expect(connected.heading).toBe("Connected");
    expect(connected.text).toContain(HOUSE);
    const address = browser.history.at(-1) ?? "";
    // The other tab goes on, and then this one is loaded again.
    const named = await browser.press(solar, null, { name: "Meadow" });
    expect(named.text).toContain(SOLAR);
    expect((await browser.open(address)).text).toContain(HOUSE);
    expect((await browser.open(`/connect?fp_cot=${SOLAR}`)).text).toContain(SOLAR);
    expect(sent(HOUSE)).toHaveLength(1);
    expect(sent(SOLAR)).toHaveLength(1);
    expect(browser.history.slice(2).filter((it) => /cot_/.test(it.replace(`?fp_cot=${SOLAR}`, "")))).toEqual([]);
  });

  it("look again by themselves at their own", async () => {
    connect.answer = (asked) => ({ ...turn("tariff_connection_pending"), connect_token: asked.connect_token });
    const browser = new Browser(fetchUs);
    await browser.open(`/connect?fp_cot=${HOUSE}`);
    const solar = await browser.open(`/connect?fp_cot=${SOLAR}`);
    const [, query = ""] = /url=(\S+)$/.exec(solar.headers.get("Refresh") ?? "") ?? [];
    await browser.open(`/connect?fp_cot=${HOUSE}`);
    const calls = connect.asked.length;
    await browser.open(`/connect${query}`);
    expect(connect.asked.slice(calls).map((it) => it.connect_token)).toEqual([SOLAR]);
  });

  it("are three at most, and the address of one that is forgotten shows no other", async () => {
    const browser = new Browser(fetchUs);
    await browser.open(`/connect?fp_cot=${HOUSE}`);
    const house = await browser.open(`/connect?fp_cot=${SOLAR}`);
    await browser.press(house, null, { name: "Meadow" });
    const address = browser.history.at(-1) ?? "";
    for (const token of ["cot_a", "cot_b", "cot_c"]) await browser.open(`/connect?fp_cot=${token}`);
    expect((await browser.open(address)).status).toBe(404);
    expect([...browser.cookies.values()].join().split(":")).toHaveLength(3);
  });
});

describe("Back", () => {
  it("after the end sends the same form no second time, and another answer by its own page", async () => {
    const browser = new Browser(fetchUs);
    const page = await browser.open(`/connect?fp_cot=${HOUSE}`);
    await browser.press(page, null, { price: "27.5" });
    await browser.press(page, null, { price: "27.5" });
    expect(sent(HOUSE)).toHaveLength(1);
    await browser.press(page, null, { price: "31" });
    expect(sent(HOUSE).map(({ route, data }) => [route, data])).toEqual([
      ["rate_fixed_capture", { cost: 0.275 }],
      ["rate_fixed_capture", { cost: 0.31 }],
    ]);
  });

  it("where FlatPeak has no way back keeps what was typed on the page that was left", async () => {
    connect.answer = ({ route }) =>
      route === "session_start"
        ? turn("summary_tariff_failed", {}, { actions: ["RECONNECT"], connect_token: HOUSE })
        : turn("market_surcharge_capture", { currency_code: "GBP" }, { actions: [], connect_token: HOUSE });
    const browser = new Browser(fetchUs);
    const failed = await browser.open(`/connect?fp_cot=${HOUSE}`);
    const surcharge = await browser.press(failed);
    const back = await browser.act(surcharge, "BACK", { fixed: "1.5" });
    expect(back.heading).toBe("Your tariff is no longer connected");
    const again = await browser.press(back);
    expect(again.fields().get("fixed")).toBe("1.5");
  });
});

describe("a form", () => {
  it("of a page too long ago, or of none, sends nothing", async () => {
    const browser = new Browser(fetchUs);
    const page = await browser.open(`/connect?fp_cot=${HOUSE}`);
    for (const step of ["999", "0", "-1", "1e3", ""]) {
      const screen = await browser.press(page, { name: "x", value: "" }, { step, price: "27.5" });
      expect(screen.heading).toBe("What is your price?");
    }
    expect(sent(HOUSE)).toEqual([]);
  });

  it("goes to the journey that it names, whatever the browser's cookie names by now", async () => {
    const browser = new Browser(fetchUs);
    const house = await browser.open(`/connect?fp_cot=${HOUSE}`);
    browser.cookies.clear();
    await browser.open(`/connect?fp_cot=${SOLAR}`);
    await browser.press(house, null, { price: "27.5" });
    expect([sent(HOUSE).length, sent(SOLAR).length]).toEqual([1, 0]);
  });
});
