// The overview behind a link: every home and tariff as it stands, one action each for its own tariff, and nobody's name.

import { beforeEach, describe, expect, it, vi } from "vitest";
import { addDays, wallClock } from "../../../src/core/time.ts";
import { repairTariff } from "../../../src/dev/emulator/tariffs.ts";
import { longDate } from "../../../src/text/dates.ts";
import { dayFrom } from "../../../src/dev/emulator/world.ts";
import { installFlatPeak } from "../../support/flatpeak.ts";
import {
  LOCATION,
  ORIGIN,
  TARIFF,
  customer,
  firstLink,
  happen,
  codeFor,
  linkTo,
  minted,
  setContact,
  story,
  tariffIn,
  visit,
  withoutNonce,
} from "../../support/links.ts";
import { hurried } from "../../support/hurry.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";

const COTTAGE = "loc_661677cdc31d91695fd8f341";
/** Of the same home as `TARIFF`. */
const OTHER = "trf_6597ef46529ab4467502af3e";
const COTTAGE_IMPORT = "trf_6597ef46529ab4467502af1c";
const COTTAGE_EXPORT = "trf_6597ef46529ab4467502af2d";
const COTTAGE_GRID = "trf_6597ef46529ab4467502af4f";
let flatpeak: FakeFlatPeak;

beforeEach(async () => {
  flatpeak = await installFlatPeak();
});

interface Shown {
  readonly home: string;
  readonly slot: string;
  readonly state: string;
  readonly action: string | null;
  readonly href: string | null;
}

const textOf = (html: string): string => html.replaceAll(/<[^>]*>/g, "").trim();
const first = (pattern: RegExp, text: string): string | null => pattern.exec(text)?.[1] ?? null;

/** What the page shows, tariff by tariff. */
function shown(html: string): readonly Shown[] {
  return html
    .split('<section class="card home"')
    .slice(1)
    .flatMap((section) =>
      section
        .split("<li>")
        .slice(1)
        .map((rest) => rest.split("</li>")[0] ?? "")
        .map((item) => ({
          home: textOf(first(/<h2[^>]*>(.*?)<\/h2>/s, section) ?? ""),
          slot: textOf(first(/<h3>(.*?)<\/h3>/s, item) ?? ""),
          state: textOf(first(/<span class="badge[^>]*>(.*?)<\/span>/s, item) ?? ""),
          action: first(/<a class="button[^>]*>([^<]*)</, item),
          href: first(/<a class="button[^>]*href="([^"]*)"/, item),
        })),
    );
}

const page = async (url: string, headers: Record<string, string> = {}): Promise<string> => {
  const answer = await visit(`${url}/tariffs`, { headers });
  expect(answer.status).toBe(200);
  return answer.text();
};

/** Two homes and five tariffs in five states; only the first of them has a case. */
async function fiveStates(): Promise<string> {
  tariffIn(flatpeak, OTHER).contractEndDate = dayFrom(Date.now(), 5);
  // FlatPeak may name a tariff that is not connected; the emulated one leaves it out.
  flatpeak.intercept = (request) => {
    if (!request.url.endsWith(`${COTTAGE}/status`)) return null;
    const tariff_status = {
      commodity_import: { status: "NOT_CONNECTED", tariff: { id: COTTAGE_IMPORT, contract_end_date: null } },
      commodity_export: { status: "ERROR", connection_type: "DIRECT", tariff: { id: COTTAGE_EXPORT } },
      non_commodity_import: { status: "CONNECTED ", connection_type: "MANUAL", tariff: { id: COTTAGE_GRID } },
      local: { status: "NOT_SUPPORTED" },
    };
    return Response.json({ tariff_status });
  };
  return firstLink(flatpeak);
}

describe("the overview", () => {
  it("shows two homes and five tariffs in five states, and each action asks for a token of its own tariff", async () => {
    const link = await fiveStates();
    const seen = shown(await page(link));
    expect(seen.map(({ home, slot, state, action }) => [home, slot, state, action])).toEqual([
      ["Home 1", "Electricity you use", "Contract has ended", "Add the new contract"],
      ["Home 1", "Network charges", "Contract ends soon", "Add the new contract"],
      ["Home 2", "Electricity you use", "Not connected", "Reconnect"],
      ["Home 2", "Electricity you export", "Prices not coming through", "Reconnect"],
      ["Home 2", "Network charges", "Connected", null],
    ]);
    const actions = seen.flatMap(({ href }) => href ?? []);
    for (const href of actions) expect((await visit(href)).status).toBe(302);
    expect(minted(flatpeak)).toEqual([TARIFF, OTHER, COTTAGE_IMPORT, COTTAGE_EXPORT]);
    expect(flatpeak.world.tokenRequests[1]?.body).toMatchObject({ location_id: LOCATION });
    expect(flatpeak.world.tokenRequests[3]?.body).toMatchObject({ location_id: COTTAGE });
  });

  it("says since when prices are estimates where a contract is over, and never what they are", async () => {
    tariffIn(flatpeak, TARIFF).contractEndDate = dayFrom(Date.now(), -2);
    await happen(flatpeak, "tariff.expired", TARIFF);
    await customer().advanceClock(6 * 60_000);
    const html = await page(await linkTo(1));
    expect(flatpeak.calls.filter((it) => it === `POST /prices/${LOCATION}`)).toHaveLength(1);
    const since = longDate("en", dayFrom(Date.now(), 0)).replace(" ", "\u00A0");
    expect(html).toContain(`<dt>Prices</dt><dd>estimated since ${since}</dd>`);
    expect(textOf(html.replace(/<style.*?<\/style>/s, ""))).not.toMatch(/\d[.,]\d/);
  });

  it("asks FlatPeak for nothing but the token when a tariff of a page just shown is tapped", async () => {
    const link = await fiveStates();
    const seen = shown(await page(link));
    const before = flatpeak.calls.length;
    await visit(seen[1]?.href ?? "");
    expect(flatpeak.calls.slice(before)).toEqual(["POST /connect/token"]);
  });

  it("opens nothing for a tariff that is another customer's, or nobody's", async () => {
    const link = await firstLink(flatpeak);
    const [home] = flatpeak.world.homes;
    if (home === undefined) throw new Error("the emulated world is empty");
    const [theirs] = structuredClone(home.tariffs);
    if (theirs === undefined) throw new Error("the emulated home is empty");
    theirs.id = "trf_00000000000000000000abcd";
    flatpeak.world.homes.push({
      ...home,
      id: "loc_00000000000000000000abcd",
      customerId: "cus_other",
      tariffs: [theirs],
    });
    const uniform = withoutNonce(await (await visit(`${new URL(link).origin}/c/forged`)).text());
    for (const id of [theirs.id, "trf_made_up", "x".repeat(500), "..%2f..", "%22%3E%3Cscript%3E", "__proto__"]) {
      const answer = await visit(`${link}/tariffs/${id}`);
      expect(answer.status).toBe(404);
      expect(withoutNonce(await answer.text())).toBe(uniform);
    }
    expect(minted(flatpeak)).toEqual([]);
  });

  it("tells what was last known when FlatPeak is down, and says so", async () => {
    const link = await firstLink(flatpeak);
    flatpeak.intercept = () => new Response("down", { status: 500 });
    await customer().advanceClock(2 * 86_400_000);
    const { value: html, ms } = await hurried(() => page(link));
    expect(ms).toBeLessThanOrEqual(6_000);
    expect(html).toContain("We cannot reach the tariff service right now. Last updated on");
    expect(shown(html)).toMatchObject([
      { home: "Home 1", state: "Contract has ended", action: "Add the new contract" },
    ]);
    // As old as it is, and not as new as the page.
    const today = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "Europe/London" });
    expect(html).not.toContain(`Last updated on ${today.format(Date.parse((await story()).now))}`);
    // A tap on a tariff that FlatPeak cannot tell of now is no wrong link.
    expect((await visit(`${link}/tariffs/${OTHER}`)).status).toBe(503);
    expect(minted(flatpeak)).toEqual([]);
  });

  it("does not take for all there is what FlatPeak would not list (row 13)", async () => {
    const link = await firstLink(flatpeak);
    for (const answer of [
      () => new Response("down", { status: 500 }),
      () => Response.json({ message: "no" }, { status: 422 }),
      () => Response.json({ id: "cus_1", locations: null }),
    ]) {
      flatpeak.intercept = (request) => (request.url.includes("/customers/") ? answer() : null);
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 4_000 });
      expect(await page(link)).toContain("Last updated on");
      vi.useRealTimers();
    }
  });

  it("shows a repaired tariff as connected though its case is not closed yet", async () => {
    const link = await firstLink(flatpeak);
    repairTariff(tariffIn(flatpeak, TARIFF), Date.now());
    const [tariff] = shown(await page(link));
    expect((await story()).cases).toMatchObject([{ state: "open" }]);
    expect(tariff).toMatchObject({ state: "Connected", action: null });
  });

  it("brings a home with something to repair, however many others there are", async () => {
    const [, cottage] = flatpeak.world.homes;
    if (cottage === undefined) throw new Error("the emulated world has one home only");
    for (let no = 0; no < 14; no++) {
      const id = `loc_0000000000000000000000${String(no).padStart(2, "0")}`;
      const tariffs = structuredClone(cottage.tariffs).map((it) => ({ ...it, id: `${it.id}${no}` }));
      flatpeak.world.homes.push({ ...cottage, id, tariffs });
    }
    const seen = shown(await page(await firstLink(flatpeak)));
    expect(seen.filter(({ state }) => state === "Contract has ended")).toHaveLength(1);
    expect(new Set(seen.map(({ home }) => home)).size).toBe(12);
  });

  it("counts every broken home and shows all of them, in pages (row 70)", { timeout: 60_000 }, async () => {
    const [, cottage] = flatpeak.world.homes;
    const [import_] = cottage?.tariffs ?? [];
    if (cottage === undefined || import_ === undefined) throw new Error("the emulated world has one home only");
    const ids = Array.from({ length: 39 }, (_, no) => `trf_0000000000000000000000${String(no).padStart(2, "0")}`);
    for (const id of ids) {
      const tariffs = [{ ...import_, id, status: "ERROR" as const }];
      flatpeak.world.homes.push({ ...cottage, id: id.replace("trf_", "loc_"), tariffs });
      await happen(flatpeak, "tariff.expired", id);
    }
    const link = await firstLink(flatpeak);
    expect(flatpeak.handoffs[0]?.body.data.cases).toHaveLength(40);
    const homes = new Set<string>();
    const hrefs = new Set<string>();
    for (let no = 1; no <= 4; no++) {
      flatpeak.calls.length = 0;
      const answer = await visit(`${link}/tariffs${no === 1 ? "" : `?page=${no}`}`);
      const html = await answer.text();
      expect(html).toContain("40 tariffs need your attention");
      expect(html).toContain(`Page ${no} of 4`);
      expect(html.includes(`?page=${no + 1}"`)).toBe(no < 4);
      expect(html.includes(`?page=${no - 1}"`)).toBe(no > 1);
      expect(flatpeak.calls.filter((it) => it.endsWith("/status")).length).toBeLessThanOrEqual(12);
      for (const { home, href, state } of shown(html).filter(({ action }) => action !== null)) {
        expect(state).toBe("Contract has ended");
        homes.add(home);
        hrefs.add(href ?? "");
      }
    }
    expect([homes.size, hrefs.size]).toEqual([40, 40]);
    // A page there is none of is the last one, and what is no number the first.
    expect(await (await visit(`${link}/tariffs?page=99`)).text()).toContain("Page 4 of 4");
    for (const odd of ["0", "-1", "1e3", "x", ""]) {
      expect(await (await visit(`${link}/tariffs?page=${odd}`)).text()).toContain("Page 1 of 4");
    }
  });

  it("opens a tariff without a case on whichever page it stands (row 70)", async () => {
    const [, cottage] = flatpeak.world.homes;
    const [import_] = cottage?.tariffs ?? [];
    if (cottage === undefined || import_ === undefined) throw new Error("the emulated world has one home only");
    for (let no = 0; no < 30; no++) {
      const id = `trf_0000000000000000000000${String(no).padStart(2, "0")}`;
      flatpeak.world.homes.push({ ...cottage, id: id.replace("trf_", "loc_"), tariffs: [{ ...import_, id }] });
    }
    const link = await firstLink(flatpeak);
    for (const no of ["00", "29"]) {
      const id = `trf_0000000000000000000000${no}`;
      expect((await visit(`${link}/tariffs/${id}`)).status).toBe(302);
      expect(minted(flatpeak).at(-1)).toBe(id);
    }
  });

  it("shows an open case whose tariff FlatPeak does not name (row 70)", async () => {
    const link = await firstLink(flatpeak);
    flatpeak.intercept = (request) =>
      request.url.endsWith(`${LOCATION}/status`)
        ? Response.json({ tariff_status: { commodity_import: { status: "ERROR" } } })
        : null;
    expect(shown(await page(link)).filter(({ home }) => home === "Home 1")).toMatchObject([
      { slot: "Electricity you use", state: "Contract has ended", action: "Add the new contract" },
    ]);
  });

  it("comes back to the overview from a tariff without a case, and to its outcome from one with a case", async () => {
    const link = await firstLink(flatpeak);
    await visit(`${link}/tariffs/${OTHER}`);
    await visit(`${link}/tariffs/${TARIFF}`);
    expect(flatpeak.world.tokenRequests).toMatchObject([
      { body: { tariff_id: OTHER, callback_url: `${ORIGIN}/c/${await codeFor(1, "overview")}/tariffs` } },
      { body: { tariff_id: TARIFF, callback_url: `${ORIGIN}/c/${await codeFor(1, "done")}/done` } },
    ]);
  });

  it("is what the link of a message about several tariffs leads to; every action goes to its own case", async () => {
    tariffIn(flatpeak, COTTAGE_IMPORT).status = "ERROR";
    await happen(flatpeak, "tariff.fetch.failed", COTTAGE_IMPORT);
    const link = await firstLink(flatpeak);
    const answer = await visit(await linkTo(0));
    expect(answer.status).toBe(302);
    expect(answer.headers.get("Location")).toMatch(/^\/c\/[\w-]+\/tariffs$/);
    const broken = shown(await page(link)).filter(({ action }) => action !== null);
    for (const { href } of broken) await visit(href ?? "");
    expect(minted(flatpeak).toSorted()).toEqual([TARIFF, COTTAGE_IMPORT].toSorted());
  });
});

describe("what stands on it", () => {
  it("are the company's labels, escaped, and no name, address or number of anybody", async () => {
    const link = await firstLink(flatpeak);
    await setContact({
      phone: "+447700900123",
      email: "someone@example.com",
      labels: { [LOCATION]: "<img src=x onerror=alert(1)>", [COTTAGE]: 'The "Cottage" & barn' },
    });
    const html = await page(link);
    expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;");
    expect(html).toContain("The &quot;Cottage&quot; &amp; barn");
    expect(html).not.toContain("<img");
    for (const word of [
      "Strand",
      "WC2N",
      "CUS0123456789",
      "HOME-",
      "447700900123",
      "someone@",
      "Fix & Fall",
      "cus_",
      "loc_",
    ]) {
      expect(html).not.toContain(word);
    }
  });

  it("is in the contact's language, else in the browser's", async () => {
    const link = await firstLink(flatpeak);
    expect(await page(link, { "Accept-Language": "fr-CH, fr;q=0.9, en;q=0.8" })).toContain('<html lang="fr"');
    expect(await page(link)).toContain('<html lang="en"');
    await setContact({ locale: "nl-BE" });
    expect(await page(link, { "Accept-Language": "fr" })).toContain('<html lang="nl"');
    // A language we do not have is no language.
    await setContact({ locale: "pl" });
    expect(await page(link, { "Accept-Language": "it" })).toContain('<html lang="it"');
  });

  it("weighs little, and loads nothing", async () => {
    const html = await page(await fiveStates());
    expect(new TextEncoder().encode(html).length).toBeLessThan(20_000);
    expect(html).not.toMatch(/<script|<link rel="stylesheet"|src="http|url\(/);
  });
});

describe("snooze", () => {
  const day = (ahead: number): string => dayFrom(Date.now(), ahead);
  const snooze = (link: string, form: Record<string, string>): Promise<Response> => visit(`${link}/snooze`, { form });
  const asked = async (link: string): Promise<string> => (await visit(`${link}/snooze`)).text();

  it("keeps still until the day, and goes on there", async () => {
    const link = await firstLink(flatpeak);
    const answer = await snooze(link, { until: day(20) });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain("No messages before");
    expect(await page(link)).toContain("Turn reminders back on");
    const midnight = Date.parse(`${day(20)}T00:00:00Z`);
    const [snoozed] = (await story()).cases;
    expect(Math.abs(Date.parse(String(snoozed?.["snoozed_until"])) - midnight)).toBeLessThanOrEqual(3_600_000);
    await customer().advanceClock(midnight - 3_600_000 - 60_000 - Date.parse((await story()).now));
    expect(flatpeak.handoffs).toHaveLength(1);
    await customer().advanceClock(86_400_000);
    expect(flatpeak.handoffs).toHaveLength(2);
  });

  it.each([
    ["today", () => day(0)],
    ["a day that is past", () => day(-1)],
    // The customer's clock is ahead by what the first message waited for: at night their day is the next one.
    ["too far ahead", () => day(92)],
    ["a date that does not exist", () => `${day(40).slice(0, 8)}32`],
    ["a date and more", () => `${day(5)}T00:00`],
    ["no date", () => "soon"],
    ["markup", () => '"><script>alert(1)</script>'],
    ["nothing", () => ""],
  ])("refuses %s and shows the form again", async (_, until) => {
    const link = await firstLink(flatpeak);
    const answer = await snooze(link, { until: until() });
    expect(answer.status).toBe(400);
    const html = await answer.text();
    expect(html).toContain('aria-invalid="true"');
    expect(html).not.toContain("<script");
    expect((await story()).cases).toMatchObject([{ snoozed_until: null }]);
  });

  it.each(["Pacific/Auckland", "America/Los_Angeles"])(
    "offers the days of the customer's own clock, also where a test clock was moved: %s (rows 46, 88)",
    async (zone) => {
      for (const home of flatpeak.world.homes) home.timezone = zone;
      const link = await firstLink(flatpeak);
      for (let weeks = 0; weeks < 2; weeks++) {
        const tomorrow = addDays(wallClock(Date.parse((await story()).now), zone).date, 1);
        for (const path of ["snooze", "tariffs"]) {
          expect(await (await visit(`${link}/${path}`)).text()).toContain(`min="${tomorrow}"`);
        }
        expect((await snooze(link, { until: addDays(tomorrow, -1) })).status).toBe(400);
        expect((await snooze(link, { until: tomorrow })).status).toBe(200);
        const [it] = (await story()).cases;
        expect(String(it?.["snoozed_until"]) > (await story()).now).toBe(true);
        await customer().advanceClock(7 * 86_400_000);
      }
    },
  );

  it("is taken back at once", async () => {
    const link = await firstLink(flatpeak);
    await snooze(link, { until: day(20) });
    expect(await (await snooze(link, { undo: "1" })).text()).toContain("Reminders are back on");
    expect((await story()).cases).toMatchObject([{ snoozed_until: null }]);
    await customer().advanceClock(4 * 86_400_000);
    expect(flatpeak.handoffs).toHaveLength(2);
  });

  it("holds for everything that is open, as the page says, by whichever link it was asked", async () => {
    const link = await firstLink(flatpeak);
    tariffIn(flatpeak, COTTAGE_IMPORT).status = "ERROR";
    await happen(flatpeak, "tariff.expired", COTTAGE_IMPORT);
    await snooze(link, { until: day(20) });
    const until = (await story()).cases.map((it) => it["snoozed_until"]);
    expect(until).toEqual([expect.any(String), expect.any(String)]);
    await customer().advanceClock(15 * 86_400_000);
    expect(flatpeak.handoffs).toHaveLength(1);
    await snooze(await linkTo(2), { undo: "1" });
    expect((await story()).cases.map((it) => it["snoozed_until"])).toEqual([null, null]);
  });

  it("holds for what comes meanwhile, and the page shows what was chosen and ends it", async () => {
    const link = await firstLink(flatpeak);
    await snooze(link, { until: day(20) });
    await customer().advanceClock(86_400_000);
    tariffIn(flatpeak, COTTAGE_IMPORT).status = "ERROR";
    await happen(flatpeak, "tariff.expired", COTTAGE_IMPORT);
    await customer().advanceClock(10 * 86_400_000);
    expect(flatpeak.handoffs).toHaveLength(1);
    const chosen = await asked(link);
    expect(chosen).toContain("No messages before");
    expect(chosen).toContain('name="undo"');
    expect(chosen).not.toContain('name="until"');
    await snooze(link, { undo: "1" });
    await customer().advanceClock(86_400_000);
    expect(flatpeak.handoffs).toHaveLength(2);
  });

  it("is no form where nothing is open, and on the overview neither, but a wait that stands can be ended", async () => {
    const link = await firstLink(flatpeak);
    expect(await asked(link)).toContain('name="until"');
    repairTariff(tariffIn(flatpeak, TARIFF), Date.now());
    await visit(`${link}/done`);
    const idle = await asked(link);
    expect(idle).toContain("No message is planned");
    expect(idle).not.toContain("<form");
    expect(await page(link)).not.toContain("/snooze");
    await snooze(link, { until: day(20) });
    expect(await page(link)).toContain("Turn reminders back on");
    expect(await asked(link)).toContain("Turn reminders back on");
  });

  it("is no form after a stop: the page says that messages are stopped, and how they come back", async () => {
    const link = await firstLink(flatpeak);
    await visit(`${link}/stop`, { form: {} });
    for (const html of [await asked(link), await (await snooze(link, { until: day(20) })).text()]) {
      expect(html).toContain("Messages are stopped");
      expect(html).not.toContain('name="until"');
    }
    // What was asked for meanwhile holds when the stop is taken back, and the page does not say otherwise.
    const back = await (await visit(`${link}/stop`, { form: { undo: "1" } })).text();
    expect(back).toContain("No messages before");
    await snooze(link, { undo: "1" });
    expect(await asked(link)).toContain('name="until"');
  });

  it("by an older message's link holds for what is wrong with its tariff today", async () => {
    const link = await firstLink(flatpeak);
    repairTariff(tariffIn(flatpeak, TARIFF), Date.now());
    await visit(`${link}/done`);
    tariffIn(flatpeak, TARIFF).status = "ERROR";
    await customer().advanceClock(86_400_000);
    await happen(flatpeak, "tariff.fetch.failed", TARIFF, {});
    const cases = (await story()).cases;
    expect(cases.map((it) => it["state"])).toEqual(["repaired", "open"]);
    await snooze(link, { until: day(20) });
    expect((await story()).cases[1]).toMatchObject({ snoozed_until: expect.any(String) as string });
  });
});
