// A way through Connect as a person goes it: reload, back, a second tap and a second tab, a lost answer, an expired token, no cookies.

import { exports } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
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

/** FlatPeak's pages in the documented order, for a supplier that is not linked. */
function manual({ route, action, data }: Asked): object {
  if (action === "CLOSE")
    return {
      connect_token: TOKEN,
      route: "session_redirect",
      live_mode: false,
      data: { redirect_url: "https://go.example.test/c/abc/done" },
    };
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
});
