// From a short link into our own Connect and back: the tap, the tariff as the link knows it, and a token that is renewed on the way.

import { exports } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Browser, installConnect, serveConnect, turn, wrong } from "../../support/connect-stand-in.ts";
import { installFlatPeak } from "../../support/flatpeak.ts";
import { codeOf, firstLink, mints } from "../../support/links.ts";
import type { Asked, StandIn } from "../../support/connect-stand-in.ts";
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
