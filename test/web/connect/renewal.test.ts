// From a short link into our own Connect and back: the tap, the tariff as the link knows it, and a token that is renewed on the way.

import { exports } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Browser, installConnect, serveConnect, turn, wrong } from "../../support/connect-stand-in.ts";
import { installFlatPeak } from "../../support/flatpeak.ts";
import { ORIGIN, TARIFF, codeOf, customer, firstLink, happen, mints, story, tariffIn } from "../../support/links.ts";
import { breakCustomer } from "../../support/disk.ts";
import type { Asked, Screen, StandIn } from "../../support/connect-stand-in.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";

serveConnect();

let flatpeak: FakeFlatPeak;
let connect: StandIn;
let link: string;
const fetchUs = (request: Request): Promise<Response> => exports.default.fetch(request);
/** Tokens that FlatPeak knows no more. */
const over = new Set<string>();
let page: (asked: Asked) => object;

beforeEach(async () => {
  for (const name of ["log", "error"] as const) vi.spyOn(console, name).mockImplementation(() => undefined);
  flatpeak = await installFlatPeak();
  connect = installConnect(flatpeak);
  over.clear();
  page = ({ route }) =>
    route === "session_start"
      ? turn("tariff_connection_failed", { provider: { display_name: "Old Power" } }, { actions: ["EDIT"] })
      : turn("provider_name_capture", { provider: { name: "" } });
  connect.answer = (asked) =>
    over.has(asked.connect_token)
      ? Response.json(wrong("connect_token_expired"), { status: 401 })
      : { ...page(asked), connect_token: asked.connect_token };
  link = await firstLink(flatpeak);
});

describe("a link into our own Connect", () => {
  it("leads there by one redirect, mints with our address, and tells since when", async () => {
    const browser = new Browser(fetchUs);
    const screen = await browser.open(`/c/${codeOf(link)}`);
    expect(browser.history).toHaveLength(2);
    expect(browser.history[1]).toMatch(/^https:\/\/go\.example\.test\/connect\?fp_cot=cot_/);
    expect(screen.heading).toBe("Your contract has ended");
    expect(screen.text).toContain("since");
    expect(flatpeak.world.tokenRequests[0]?.body).toMatchObject({ connect_url: "https://go.example.test/connect" });
    expect(mints(flatpeak)).toBe(1);
  });

  it("leads out to the page of that link", async () => {
    const browser = new Browser(fetchUs);
    const screen = await browser.open(`/c/${codeOf(link)}`);
    page = () => ({ ...wrong("action_invalid"), connect_token: undefined });
    await browser.act(screen, "CLOSE");
    expect(browser.left).toBe(`/c/${codeOf(link)}/done`);
  });

  it("renews an expired token in mid-journey, in silence, and loses nothing typed", async () => {
    const browser = new Browser(fetchUs);
    const name = await browser.press(await browser.open(`/c/${codeOf(link)}`));
    expect(name.heading).toBe("What is your supplier called?");
    const [first = ""] = connect.asked.map((it) => it.connect_token);
    over.add(first);
    page = ({ route }) =>
      route === "provider_name_capture"
        ? turn("tariff_structure_select", { options: ["FIXED"] })
        : route === "session_start"
          ? turn("tariff_connection_failed", {}, { actions: ["EDIT"] })
          : turn("provider_name_capture");
    const screen = await browser.press(name, null, { name: "Meadow" });
    expect(screen.heading).toBe("How is your price set?");
    expect(mints(flatpeak)).toBe(2);
    // In the session that began anew each page is answered once.
    const renewed = connect.asked.filter((it) => it.connect_token !== first);
    expect(renewed.map(({ route, action, data }) => [route, action ?? data ?? null])).toEqual([
      ["session_start", null],
      ["tariff_connection_failed", "EDIT"],
      ["provider_name_capture", { provider: { name: "Meadow" } }],
    ]);
  });

  it("keeps what was typed where a session that began anew shows something else first", async () => {
    const browser = new Browser(fetchUs);
    const name = await browser.press(await browser.open(`/c/${codeOf(link)}`));
    over.add(connect.asked[0]?.connect_token ?? "");
    page = ({ route }) =>
      route === "session_start" ? turn("provider_select", { providers: [] }) : turn("provider_name_capture");
    const list = await browser.press(name, null, { name: "Meadow" });
    expect(list.heading).toBe("Who is your electricity supplier?");
    page = () => turn("provider_name_capture");
    const again = await browser.act(list, "BACK");
    expect(again.fields().get("name")).toBe("Meadow");
  });

  it("sends an answer once that an expired token did not take, where FlatPeak shows its page again", async () => {
    const browser = new Browser(fetchUs);
    const failed = await browser.open(`/c/${codeOf(link)}`);
    over.add(connect.asked[0]?.connect_token ?? "");
    const screen = await browser.press(failed);
    expect(screen.heading).toBe("What is your supplier called?");
    expect(connect.asked.map(({ route, action }) => action ?? route)).toEqual([
      "session_start",
      "EDIT",
      "session_start",
      "EDIT",
    ]);
  });

  it("renews on the first page, and for who comes back by the same tap", async () => {
    const browser = new Browser(fetchUs);
    await browser.open(`/c/${codeOf(link)}`);
    over.add(connect.asked[0]?.connect_token ?? "");
    const other = new Browser(fetchUs);
    expect((await other.open(`/c/${codeOf(link)}`)).heading).toBe("Your contract has ended");
    expect(mints(flatpeak)).toBe(2);
  });

  it("says that it has ended where the link leads nowhere any more", async () => {
    const browser = new Browser(fetchUs);
    const failed = await browser.open(`/c/${codeOf(link)}`);
    connect.answer = () => wrong("connect_token_expired");
    const screen = await browser.press(failed);
    expect([screen.status, screen.heading]).toEqual([404, "This page has ended"]);
  });
});

describe("a wish of the overview", () => {
  /** What the last token was asked for. */
  const asked = (): object => flatpeak.world.tokenRequests.at(-1)?.body ?? {};
  const overview = async (browser: Browser): Promise<Screen> => {
    const screen = await browser.open(`/c/${codeOf(link)}/tariffs`);
    expect(screen.status).toBe(200);
    return screen;
  };
  const hrefOf = (screen: Screen, part: string): string => {
    const href = screen.links().find((it) => it.includes(part));
    if (href === undefined) throw new Error(`the overview has no ${part}`);
    return new URL(href, `https://go.example.test/c/${codeOf(link)}/`).toString();
  };

  it("to have a tariff disconnected outlives its token: it is confirmed once, and sent once that FlatPeak takes", async () => {
    page = ({ action }) =>
      action === "DISCONNECT"
        ? {
            connect_token: "",
            route: "session_redirect",
            data: { redirect_url: `${ORIGIN}/c/${codeOf(link)}/tariffs` },
          }
        : turn("tariff_summary", { tariff: { status: "CONNECTED" } }, { actions: ["EDIT", "DISCONNECT"] });
    const browser = new Browser(fetchUs);
    const confirm = await browser.open(hrefOf(await overview(browser), `${TARIFF}?do=disconnect`));
    const summary = await browser.press(confirm);
    expect(asked()).toMatchObject({ tariff_id: TARIFF, actions: { disconnect_tariff: true } });
    over.add(connect.asked[0]?.connect_token ?? "");
    await browser.act(await browser.act(summary, "DISCONNECT"), "DISCONNECT");
    expect(browser.left).toBe(`/c/${codeOf(link)}/tariffs`);
    expect(mints(flatpeak)).toBe(2);
    expect(asked()).toMatchObject({ tariff_id: TARIFF, actions: { disconnect_tariff: true } });
    const sent = connect.asked.filter(
      ({ action, connect_token: token }) => action === "DISCONNECT" && !over.has(token),
    );
    expect(sent).toHaveLength(1);
  });

  it("to have one disconnected that is gone by then leads nowhere, and sends nothing", async () => {
    page = () => turn("tariff_summary", { tariff: { status: "CONNECTED" } }, { actions: ["EDIT", "DISCONNECT"] });
    const browser = new Browser(fetchUs);
    const confirm = await browser.open(hrefOf(await overview(browser), `${TARIFF}?do=disconnect`));
    const ask = await browser.act(await browser.press(confirm), "DISCONNECT");
    over.add(connect.asked[0]?.connect_token ?? "");
    tariffIn(flatpeak, TARIFF).status = "NOT_CONNECTED";
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
    const screen = await browser.act(ask, "DISCONNECT");
    expect([screen.status, screen.heading]).toEqual([404, "This page has ended"]);
    expect(connect.asked.filter(({ connect_token: token }) => !over.has(token))).toEqual([]);
  });

  it("to add one outlives its token: what was typed goes into the session that follows", async () => {
    page = ({ route }) =>
      route === "provider_name_capture"
        ? turn("tariff_structure_select", { options: ["FIXED"] })
        : turn("provider_name_capture", { provider: { name: "" } });
    const browser = new Browser(fetchUs);
    const name = await browser.open(hrefOf(await overview(browser), "slot=commodity_export"));
    expect(name.heading).toBe("What is your supplier called?");
    const first = asked();
    expect(first).toMatchObject({ tariff_direction: "EXPORT" });
    over.add(connect.asked[0]?.connect_token ?? "");
    const next = await browser.press(name, null, { name: "Meadow" });
    expect(next.heading).toBe("How is your price set?");
    expect(mints(flatpeak)).toBe(2);
    expect(asked()).toEqual(first);
    expect(connect.asked.at(-1)).toMatchObject({ data: { provider: { name: "Meadow" } } });
  });
});

describe("a tariff that a customer has disconnected in Connect", () => {
  const disconnectable = (): object =>
    turn("tariff_connection_failed", { provider: { display_name: "Old" } }, { actions: ["EDIT", "DISCONNECT"] });

  /** Presses the button twice, as the pages ask for; FlatPeak has it done then. */
  async function disconnect(browser: Browser): Promise<void> {
    page = ({ action }) => {
      if (action !== "DISCONNECT") return disconnectable();
      tariffIn(flatpeak, TARIFF).status = "NOT_CONNECTED";
      return {
        connect_token: "",
        route: "session_redirect",
        data: { redirect_url: "https://go.example.test/c/x/done" },
      };
    };
    const failed = await browser.open(`/c/${codeOf(link)}`);
    await browser.act(await browser.act(failed, "DISCONNECT"), "DISCONNECT");
    expect(browser.left).toBe("/c/x/done");
  }

  const silence = async (): Promise<void> => {
    for (let day = 0; day < 60; day++) await customer().advanceClock(24 * 3_600_000);
    expect(flatpeak.handoffs).toHaveLength(1);
    expect((await story()).cases).toMatchObject([{ state: "disconnected" }]);
  };

  it("brings no message in sixty days, and is handed over to nobody", async () => {
    await disconnect(new Browser(fetchUs));
    await silence();
  });

  it("brings none where FlatPeak tells of a problem of it afterwards", async () => {
    await disconnect(new Browser(fetchUs));
    await customer().advanceClock(4 * 24 * 3_600_000);
    await happen(flatpeak, "tariff.fetch.failed", TARIFF);
    await customer().advanceClock(60 * 24 * 3_600_000);
    expect(flatpeak.handoffs).toHaveLength(1);
    expect((await story()).cases.map(({ state }) => state)).toEqual(["disconnected", "disconnected"]);
  });

  it("is not, for as long as we cannot note that they want it so: they are asked to try again", async () => {
    const browser = new Browser(fetchUs);
    page = disconnectable;
    const ask = await browser.act(await browser.open(`/c/${codeOf(link)}`), "DISCONNECT");
    const calls = connect.asked.length;
    const mend = await breakCustomer(customer());
    const busy = await browser.act(ask, "DISCONNECT");
    expect(busy.alert).toContain("does not answer right now");
    expect(connect.asked).toHaveLength(calls);
    await mend();
    await disconnect(browser);
    await silence();
  });
});
