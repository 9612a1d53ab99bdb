// The overview as a settings page: each tariff is looked at, changed and disconnected there, and what is missing is connected.

import { beforeEach, describe, expect, it } from "vitest";
import { installFlatPeak } from "../../support/flatpeak.ts";
import { LOCATION, TARIFF, customer, firstLink, story, tariffIn, visit } from "../../support/links.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";

const OTHER = "trf_6597ef46529ab4467502af3e";
const MADE_UP = "trf_00000000000000000000abcd";
const BOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
let flatpeak: FakeFlatPeak;
let link: string;

beforeEach(async () => {
  flatpeak = await installFlatPeak();
  link = await firstLink(flatpeak);
});

const lastMint = (): unknown => flatpeak.world.tokenRequests.at(-1)?.body;
const mints = (): number => flatpeak.world.tokenRequests.length;
const overview = async (): Promise<string> => (await visit(`${link}/tariffs`)).text();
const refs = (html: string): readonly string[] =>
  [...html.matchAll(/href="([^"]*)"/g)].map(
    ([, href = ""]) => new URL(href.replaceAll("&amp;", "&"), `${link}/tariffs`).href,
  );
const disconnectForm = (tariff: string): Record<string, string> => ({ tariff, do: "disconnect" });

describe("a tariff of the overview", () => {
  it("is looked at, changed and disconnected by links of its own, be there a case or not", async () => {
    const html = await overview();
    for (const id of [TARIFF, OTHER]) {
      const own = refs(html).filter((href) => href.includes(`/tariffs/${id}`));
      expect(own.filter((href) => href.endsWith("?do=change"))).toHaveLength(1);
      expect(own.filter((href) => href.endsWith("?do=disconnect"))).toHaveLength(1);
      // What needs something has a button for it in place of a look.
      expect(own.filter((href) => href.endsWith(id))).toHaveLength(id === OTHER ? 1 : 0);
    }
    expect(html).toContain('role="group" aria-label="Electricity you use, Home 1"');
  });

  it("is looked at with a session that changes nothing", async () => {
    const answer = await visit(`${link}/tariffs/${OTHER}`);
    expect(answer.status).toBe(302);
    expect(lastMint()).toMatchObject({ tariff_id: OTHER, location_id: LOCATION });
    expect(lastMint()).not.toHaveProperty("actions");
  });

  it("is changed with a session that begins with the choice of supplier, and comes back to the overview", async () => {
    for (const id of [OTHER, TARIFF]) {
      expect((await visit(`${link}/tariffs/${id}?do=change`)).status).toBe(302);
      expect(lastMint()).toMatchObject({
        tariff_id: id,
        location_id: LOCATION,
        actions: { edit_tariff: true },
        route_options: { contract_term_capture: true },
        callback_url: expect.stringMatching(/\/tariffs$/) as string,
      });
    }
    // The case of the second waits while its customer is at it.
    expect((await story()).cases).toMatchObject([{ tapped_at: expect.any(String) as string }]);
  });

  it("is given the same token for two taps, and never one that was made for something else", async () => {
    const first = await visit(`${link}/tariffs/${OTHER}?do=change`);
    const again = await visit(`${link}/tariffs/${OTHER}?do=change`);
    expect(again.headers.get("Location")).toBe(first.headers.get("Location"));
    const look = await visit(`${link}/tariffs/${OTHER}`);
    expect(look.headers.get("Location")).not.toBe(first.headers.get("Location"));
    expect(mints()).toBe(2);
  });

  it("shows whoever only looks ahead a button, which then does what was asked for", async () => {
    const shown = await (await visit(`${link}/tariffs/${OTHER}?do=change`, { agent: BOT })).text();
    expect([mints(), shown.includes('name="do" value="change"')]).toEqual([0, true]);
    const form = { tariff: OTHER, do: "change" };
    expect((await visit(link, { form })).status).toBe(303);
    expect(lastMint()).toMatchObject({ actions: { edit_tariff: true } });
  });

  it.each(["?do=delete", "?do=add", "?do=add&slot=local", "?do=__proto__"])("refuses a wish like %s", async (wish) => {
    expect((await visit(`${link}/tariffs/${OTHER}${wish}`)).status).toBe(404);
    const form = Object.fromEntries(new URLSearchParams(`tariff=${OTHER}&${wish.slice(1)}`));
    expect((await visit(link, { form })).status).toBe(404);
    expect(mints()).toBe(0);
  });
});

describe("to disconnect a tariff", () => {
  it("a page asks first, names it, and does nothing by being looked at", async () => {
    const answer = await visit(`${link}/tariffs/${OTHER}?do=disconnect`);
    const html = await answer.text();
    expect([answer.status, mints()]).toEqual([200, 0]);
    expect(html).toContain("Disconnect this tariff?");
    expect(html).toContain("Network charges");
    expect(html).toContain("Keep it connected");
    expect(html).not.toMatch(/cancel/i);
  });

  it("the button leads into a session that disconnects it", async () => {
    const answer = await visit(link, { form: disconnectForm(OTHER) });
    expect(answer.status).toBe(303);
    expect(lastMint()).toMatchObject({ tariff_id: OTHER, actions: { disconnect_tariff: true } });
  });

  it("does not begin a connection where FlatPeak knows the tariff no more", async () => {
    await overview();
    flatpeak.intercept = (request) =>
      request.method === "POST" && new URL(request.url).pathname === "/connect/token"
        ? Response.json({ object: "error", code: "tariff_not_found" }, { status: 404 })
        : null;
    expect((await visit(link, { form: disconnectForm(OTHER) })).status).toBe(503);
    expect(flatpeak.calls.filter((it) => it === "POST /connect/token")).toHaveLength(1);
  });

  it("ends its case in silence once it is gone: nobody asks whether that was meant", async () => {
    await visit(link, { form: disconnectForm(TARIFF) });
    const found = flatpeak.world.homes.find(({ id }) => id === LOCATION);
    if (found === undefined) throw new Error("the emulated world is empty");
    found.tariffs = found.tariffs.filter(({ id }) => id !== TARIFF);
    const before = flatpeak.handoffs.length;
    await customer().advanceClock(40 * 86_400_000);
    expect((await story()).cases).toMatchObject([{ state: "disconnected" }]);
    expect(flatpeak.handoffs.length).toBe(before);
  });

  it("goes on with the case of who changed their mind", async () => {
    await visit(link, { form: disconnectForm(TARIFF) });
    const before = flatpeak.handoffs.length;
    await customer().advanceClock(12 * 86_400_000);
    expect(flatpeak.handoffs.length).toBeGreaterThan(before);
  });

  it.each([MADE_UP, "__proto__", "x".repeat(500)])("leads nowhere for %s", async (id) => {
    expect((await visit(`${link}/tariffs/${id}?do=disconnect`)).status).toBe(404);
    expect((await visit(link, { form: disconnectForm(id) })).status).toBe(404);
    expect(mints()).toBe(0);
  });
});

describe("what a home has no tariff of", () => {
  const addable = (html: string): readonly string[] => refs(html).filter((href) => href.includes("?do=add"));

  const addableAt = (home: string, html: string): readonly string[] =>
    addable(html.split('<section class="card home"').find((part) => part.includes(home)) ?? "");

  it("is connected by a session for that kind at that home", async () => {
    const html = await overview();
    expect(html).toContain("Connect another tariff");
    expect(html).not.toContain("loc_");
    const [first = ""] = addable(html);
    expect(first).toMatch(/\/tariffs\/[0-9a-f]{16}\?do=add&slot=commodity_export$/);
    const answer = await visit(first);
    expect(answer.status).toBe(302);
    expect(lastMint()).toMatchObject({ location_id: LOCATION, tariff_direction: "EXPORT", tariff_type: "COMMODITY" });
    expect(lastMint()).not.toHaveProperty("tariff_id");
  });

  const none = { status: "NOT_CONNECTED" };
  const one = { status: "CONNECTED", tariff: { id: TARIFF } };
  it.each<[string, object, readonly string[]]>([
    [
      "each that is not connected",
      { commodity_import: one, commodity_export: none, non_commodity_import: none },
      ["commodity_export", "non_commodity_import"],
    ],
    [
      "nothing that FlatPeak does not support",
      { commodity_import: one, commodity_export: { status: "NOT_SUPPORTED" } },
      [],
    ],
    ["nothing of which FlatPeak says nothing", { commodity_import: one, commodity_export: {} }, []],
    [
      "nothing where it cannot be told apart",
      { commodity_import: one, storage: { status: "CONNECTED", tariff: { id: OTHER } }, commodity_export: none },
      [],
    ],
  ])("is offered by what FlatPeak says: %s", async (_, tariff_status, slots) => {
    flatpeak.intercept = (request) =>
      request.url.endsWith(`${LOCATION}/status`) ? Response.json({ tariff_status }) : null;
    const offered = addableAt("Home 1", await overview());
    expect(offered.map((href) => href.split("slot=")[1])).toEqual(slots);
  });

  it("offers a grid fee only beside the electricity it is paid for", async () => {
    const other = flatpeak.world.homes.find(({ id }) => id !== LOCATION)?.id ?? "";
    flatpeak.intercept = (request) =>
      request.url.endsWith(`${other}/status`)
        ? Response.json({
            tariff_status: { commodity_import: none, commodity_export: none, non_commodity_import: none },
          })
        : null;
    const offered = addableAt("Home 2", await overview());
    expect(offered.map((href) => href.split("slot=")[1])).toEqual(["commodity_import", "commodity_export"]);
  });

  it("is not connected at a home that is not the customer's, nor where there is one already", async () => {
    for (const id of ["0123456789abcdef", LOCATION, "trf_1", "__proto__"])
      expect((await visit(`${link}/tariffs/${id}?do=add&slot=commodity_export`)).status).toBe(404);
    const [first = ""] = addable(await overview());
    expect((await visit(first.replace("commodity_export", "commodity_import"))).status).toBe(404);
    expect(mints()).toBe(0);
  });

  it("is not offered where FlatPeak cannot be asked, and nothing can be changed there", async () => {
    flatpeak.intercept = () => new Response("down", { status: 500 });
    const html = await overview();
    expect(addable(html)).toEqual([]);
    expect(html).not.toContain("?do=");
    expect(tariffIn(flatpeak, TARIFF).status).toBe("ERROR");
  });
});
