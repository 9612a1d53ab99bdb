// Lists as long as FlatPeak may send them: whoever looks for their supplier finds it, and no page is longer than a phone can take.

import { exports } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Browser, TOKEN, installConnect, serveConnect, turn } from "../../support/connect-stand-in.ts";
import type { StandIn } from "../../support/connect-stand-in.ts";

serveConnect();

let connect: StandIn;
const fetchUs = (request: Request): Promise<Response> => exports.default.fetch(request);
const ARRIVAL = `/connect?fp_cot=${TOKEN}`;
/** Above this a page takes long on a slow line. */
const MAX_PAGE = 60_000;

beforeEach(() => {
  connect = installConnect();
  for (const name of ["log", "error"] as const) vi.spyOn(console, name).mockImplementation(() => undefined);
});

const many = (count: number, more: (no: number) => object): readonly object[] =>
  Array.from({ length: count }, (_, no) => ({ id: `prv_6597ef46529ab44675${10_000 + no}`, ...more(no) }));

describe("ten thousand suppliers", () => {
  const suppliers = many(10_000, (no) => ({
    display_name: `Stadtwerke Überall ${no}`,
    logo_url: `https://static.flatpeak.energy/provider-logos/2026/large/stadtwerke-${no}.png`,
  }));

  it("with all that FlatPeak tells of each are searched, paged through and chosen from, by one call each", async () => {
    connect.answer = ({ data }) =>
      data === undefined
        ? turn("provider_select", { providers: suppliers }, { actions: ["PROVIDER_MISSING", "BACK", "CLOSE"] })
        : turn("tariff_structure_select", { options: ["FIXED"] });
    const browser = new Browser(fetchUs);
    const list = await browser.open(ARRIVAL);
    expect(list.heading).toBe("Who is your electricity supplier?");
    const found = await browser.press(list, { name: "again", value: "find" }, { find: "uberall 9876" });
    expect(found.text).toContain("Stadtwerke Überall 9876");
    let more = list;
    for (let pages = 0; pages < 15; pages++) {
      more = await browser.press(more, { name: "again", value: "more" }, { find: "" });
      expect(more.html.length).toBeLessThan(MAX_PAGE);
    }
    expect(list.html.length).toBeLessThan(MAX_PAGE);
    expect(connect.asked).toHaveLength(1);
    const chosen = await browser.press(found, { name: "provider", value: "prv_6597ef46529ab4467519876" });
    expect(chosen.heading).toBe("How is your price set?");
    expect(connect.asked.at(-1)).toMatchObject({ data: { provider: { id: "prv_6597ef46529ab4467519876" } } });
  });
});

describe("a page that is too long to be kept", () => {
  it.each([
    ["names in letters of two bytes", 6_000, { display_name: `${"x".repeat(290)}ł` }],
    ["names and ids as long as they may be", 3_300, { id: "i".repeat(299), display_name: "ł".repeat(150) }],
  ])("for %s is read or said to be one that we cannot show, with the ways on", async (_, count, provider) => {
    connect.answer = () =>
      turn("provider_select", { providers: many(count, () => provider) }, { actions: ["PROVIDER_MISSING", "CLOSE"] });
    const screen = await new Browser(fetchUs).open(ARRIVAL);
    expect(screen.status).toBe(200);
    expect(screen.buttons().map(({ value }) => value)).toContain("PROVIDER_MISSING");
    expect(screen.html.length).toBeLessThan(MAX_PAGE);
  });
});

describe("pictures that come in the list itself", () => {
  it("are shown as far as the page stays short", async () => {
    const logo = `data:image/png;base64,${"A".repeat(15_000)}`;
    connect.answer = () =>
      turn("provider_select", { providers: many(60, (no) => ({ display_name: `Meadow ${no}`, logo_url: logo })) });
    const screen = await new Browser(fetchUs).open(ARRIVAL);
    expect(screen.html).toContain(logo);
    expect(screen.html.length).toBeLessThan(MAX_PAGE);
    expect(screen.text).toContain("Meadow 19");
  });
});
