// The less usual ways through our own Connect, in a browser without script: what is refused, skipped, fails, is not known to us,
// takes a night, or is pressed twice. Each ends in a verified repair and in silence.
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { WALKED } from "./languages.ts";
import { connectWords } from "../../src/text/connect.ts";
import { longDate } from "../../src/text/dates.ts";
import { sayIn } from "../../src/text/page.ts";
import { devSettings } from "../../src/dev/emulator/dev-settings.ts";
import { until } from "../dev/server/server.ts";
import type { Client } from "../dev/server/server.ts";
import {
  BRITISH_GAS,
  Customer,
  USUAL,
  act,
  byHand,
  choose,
  dayIn,
  endsOn,
  go,
  inTurn,
  pick,
  sendForm,
} from "./customer.ts";
import type { Plan } from "./customer.ts";

const { say: words } = connectWords("en");
const say = sayIn("en");

const connected = { status: "CONNECTED", contract_end_date: dayIn(365) };

/** The fields that are said to be wrong, as their names are. */
const wrongFields = (page: Page): Promise<string[]> =>
  page
    .locator("[aria-invalid=true]")
    .evaluateAll((all) => all.map((it) => it.getAttribute("name") ?? it.querySelector("input")?.name ?? ""));

async function fillAddress(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  const { country_code, ...lines } = fields;
  for (const [name, text] of Object.entries(lines)) await page.locator(`input[name=${name}]`).fill(text);
  if (country_code !== undefined) await page.locator("select[name=country_code]").selectOption(country_code);
  await sendForm(page);
}

const OSLO = { address_line1: "Karl Johans gate 1", city: "Oslo", post_code: "0154", country_code: "NO" };

describe.each(WALKED)("in %s", (language) => {
  test("an address is refused by us and by FlatPeak, each time at its field, and then the region is asked for", async () => {
    const customer = await Customer.moveIn(language);
    const [id] = customer.household.tariffs;
    const wrong: string[][] = [];
    const refused = (fields: Readonly<Record<string, string>>) => async (page: Page) => {
      await fillAddress(page, fields);
      await page.waitForLoadState();
      wrong.push(await wrongFields(page));
    };
    const empty = { address_line1: "", city: "", post_code: "", country_code: "" };
    await customer.walk(await customer.told("tariff.expired", id), {
      ...byHand("MARKET", { surcharge: (page) => page.locator("button[name=none]").click() }),
      provider: inTurn(
        (page) => act(page, "ADDRESS_CHANGE"),
        (page) => act(page, "PROVIDER_MISSING"),
      ),
      address: inTurn(refused(empty), refused({ ...OSLO, city: "Nowhere" }), (page) => fillAddress(page, OSLO)),
      region: inTurn(sendForm, async (page) => {
        wrong.push(await wrongFields(page));
        await choose(page, "region", "NO2");
        await sendForm(page);
      }),
    });
    expect(wrong).toEqual([
      ["address_line1", "post_code", "city", "country_code"],
      // FlatPeak finds no such place, and does not say which line of it is wrong.
      [],
      ["region"],
    ]);
    expect(await customer.tariff(id)).toMatchObject({ ...connected, structure_type: "MARKET" });
    expect(await customer.complaints()).toEqual([]);
    await customer.silence("repaired");
  });
});

/** In English; elsewhere only where every way is asked for, since it shows no page that others do not. */
const spoken = process.env["CONNECT_ALL"] === "1" ? WALKED : (["en"] as const);

describe.each(spoken)("in %s", (language) => {
  test("a sign-in that fails is tried again, and then gone without", async () => {
    const customer = await Customer.moveIn(language);
    const [id] = customer.household.tariffs;
    await customer.walk(await customer.told("tariff.fetch.failed", id), {
      ...USUAL,
      provider: (page) => pick(page, "provider", BRITISH_GAS),
      supplier: inTurn(
        (page) => page.locator("button[value=failed]").click(),
        (page) => page.locator("button[value=skipped]").click(),
      ),
      libraryTariff: (page) => page.locator("button[name=tariff]").first().click(),
    });
    expect(customer.met.filter((it) => it === "failed")).toHaveLength(2);
    expect(await customer.tariff(id)).toMatchObject({ status: "CONNECTED", connection_type: "LIBRARY" });
    expect(await customer.complaints()).toEqual([]);
    await customer.silence("repaired");
  });
});

/** A token for the first tariff, made by the company itself, with pages that a tap of ours never asks for. */
async function mintedBy(server: Client, body: object): Promise<string> {
  const { FLATPEAK_ACCOUNT_ID: account = "", FLATPEAK_API_KEY: key = "" } = devSettings(0, {}, "");
  const login = await server.get("/_flatpeak/api/login", {
    headers: { Authorization: `Basic ${btoa(`${account}:${key}`)}` },
  });
  const { bearer_token } = login.json as { bearer_token: string };
  const urls = { connect_url: `${server.origin}/connect`, callback_url: `${server.origin}/_dev/` };
  const headers = { Authorization: `Bearer ${bearer_token}` };
  const minted = await server.post("/_flatpeak/api/connect/token", { ...urls, ...body }, headers);
  return (minted.json as { connect_token: string }).connect_token;
}

test("a page that nobody here knows is said to be one, the company is told of it, and there is a way back", async () => {
  const customer = await Customer.moveIn("en");
  const { server, tariffs } = customer.household;
  const [id] = tariffs;
  await customer.told("tariff.expired", id);
  const options = { advanced_tariff_capture: true, contract_term_capture: true };
  const token = await mintedBy(server, { tariff_id: id, route_options: options });
  await customer.walk(`${server.origin}/connect?fp_cot=${token}`, {
    ...byHand("FIXED", {}),
    structure: inTurn(
      async (page) => {
        await choose(page, "structure", "ADVANCED");
        await go(page);
      },
      async (page) => {
        await choose(page, "structure", "FIXED");
        await go(page);
      },
    ),
    advanced: async (page) => {
      expect(await page.locator("h1").innerText()).toBe(words("connect.unknown.heading"));
      await act(page, "BACK");
    },
    rate: async (page) => {
      await page.locator("input[name=price]").fill("27.5");
      await go(page);
    },
  });
  expect(await customer.tariff(id)).toMatchObject({ ...connected, structure_type: "FIXED" });
  const told = await until(
    async () => (await server.get("/_dev/inbox")).json as { publications: readonly { type?: string }[] },
    ({ publications }) => publications.some(({ type }) => type === "connect.unknown_page"),
    "the company is told",
  );
  expect(JSON.stringify(told.publications)).toContain("tariff_advanced_capture");
  expect(await customer.complaints()).toEqual([]);
  await customer.silence("repaired");
});

test("a day is said back in words, whichever way the browser writes days", async () => {
  // Who reads German may have a phone that speaks English, whose fields then begin with the month.
  const customer = await Customer.moveIn("de", { looks: { locale: "en-US" } });
  const [id] = customer.household.tariffs;
  const date = longDate("de", dayIn(400));
  await customer.walk(await customer.told("tariff.expiring", id), {
    ...USUAL,
    term: endsOn(dayIn(400)),
    summary: async (page) => {
      expect(await page.locator(".notice").innerText()).toContain(date);
      expect(await page.locator("dl").innerText()).toContain(date);
      await go(page);
    },
  });
  expect(await customer.tariff(id)).toMatchObject({ contract_end_date: dayIn(400) });
  await customer.silence("repaired");
});

test("a night passes in mid-journey, and the morning goes on where the evening ended", async () => {
  const customer = await Customer.moveIn("en");
  const { server, tariffs } = customer.household;
  const [id] = tariffs;
  await customer.walk(await customer.told("tariff.expired", id), {
    ...byHand("FIXED", {}),
    rate: async (page) => {
      await page.locator("input[name=price]").fill("27.5");
      await server.post("/_dev/clock", { advance: "25h" });
      await go(page);
      // Nothing that was typed has to be typed again.
      expect(await page.locator("h1").innerText()).toBe(words("connect.contract_term.new.heading"));
      expect(await page.locator(".notice").innerText()).toContain("0.275");
    },
    // A day later by the clock of the home.
    term: endsOn(dayIn(365)),
  });
  expect(await customer.tariff(id)).toMatchObject(connected);
  expect(await customer.complaints()).toEqual([]);
  await customer.silence("repaired");
});

test("reload, the browser's Back, a second tab and a double press lose nothing and send nothing twice", async () => {
  const customer = await Customer.moveIn("en");
  const { page } = customer;
  const [id] = customer.household.tariffs;
  const heading = (): Promise<string> => page.locator("h1").innerText();
  // Of two presses the second goes on under way when the first is done with.
  const shows = (name: string): Promise<void> => page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
  const link = await customer.told("tariff.expired", id);
  await customer.open(link);
  await go(page);
  await act(page, "PROVIDER_MISSING");
  await page.locator("input[name=name]").fill("Meadow");
  await go(page);
  expect(await heading()).toBe(words("connect.tariff_structure.heading"));
  await page.reload();
  expect(await heading()).toBe(words("connect.tariff_structure.heading"));
  await page.goBack();
  expect(await page.locator("input[name=name]").inputValue()).toBe("Meadow");
  await page.locator("input[name=name]").fill("Meadow Power");
  await go(page);
  expect(await heading()).toBe(words("connect.tariff_structure.heading"));

  // The same link in another tab stands where this one does.
  const tab = await page.context().newPage();
  await tab.goto(link);
  expect(await tab.locator("h1").innerText()).toBe(words("connect.tariff_structure.heading"));
  await choose(tab, "structure", "FIXED");
  await go(tab);
  expect(await tab.locator("h1").innerText()).toBe(words("connect.rate_fixed.heading"));
  await tab.close();

  // Here the page before is still shown, and is answered once more.
  await choose(page, "structure", "FIXED");
  await page.locator("main .button:visible").first().dblclick();
  await shows(words("connect.rate_fixed.heading"));
  await page.locator("input[name=price]").fill("27.5");
  await page.locator("main .button:visible").first().dblclick();
  await shows(words("connect.contract_term.new.heading"));
  await customer.goOn(USUAL);
  expect(await customer.tariff(id)).toMatchObject({ ...connected, display_name: "Meadow Power Fixed" });
  expect(await customer.complaints()).toEqual([]);
  await customer.silence("repaired");
});

test("who takes no cookies goes the same way", async () => {
  const customer = await Customer.moveIn("en");
  const [id] = customer.household.tariffs;
  const forgetful = (plan: Plan): Plan =>
    Object.fromEntries(
      Object.entries(plan).map(([name, step]) => [
        name,
        async (page: Page) => {
          await page.context().clearCookies();
          await step(page);
        },
      ]),
    );
  await customer.walk(await customer.told("tariff.expired", id), forgetful(USUAL));
  expect(await customer.tariff(id)).toMatchObject(connected);
  expect(await customer.complaints()).toEqual([]);
  await customer.silence("repaired");
});

test("a supplier that is never reached is told of again, and the next try repairs it", async () => {
  const customer = await Customer.moveIn("en");
  const { server, tariffs } = customer.household;
  const [id] = tariffs;
  const link = await customer.told("tariff.fetch.failed", id);
  await customer.walk(link, {
    ...USUAL,
    provider: (page) => pick(page, "provider", BRITISH_GAS),
    supplier: (page) => page.locator("button[value=lost]").click(),
    pending: go,
  });
  await server.post("/_dev/clock", { advance: "3d" });
  await customer.walk(link, USUAL);
  expect(await customer.tariff(id)).toMatchObject({ status: "CONNECTED", connection_type: "LIBRARY" });
  expect(await customer.complaints()).toEqual([]);
  await customer.silence("repaired");
});

test("a wrong tariff is reported from the summary, which says thank you and goes on", async () => {
  const customer = await Customer.moveIn("en");
  const [id] = customer.household.tariffs;
  await customer.walk(await customer.told("tariff.expired", id), {
    ...USUAL,
    summary: inTurn(
      (page) => act(page, "WRONG_TARIFF"),
      async (page) => {
        expect(await page.locator(".notice").innerText()).toBe(words("connect.report.text"));
        await go(page);
      },
    ),
  });
  expect(await customer.tariff(id)).toMatchObject(connected);
  await customer.silence("repaired");
});

test("a tariff is disconnected from the overview, which asks once; who meant it hears no more", async () => {
  const customer = await Customer.moveIn("en");
  const { page } = customer;
  const [id] = customer.household.tariffs;
  const link = await customer.told("tariff.fetch.failed", id);
  await page.goto(`${link}/tariffs`);
  await page.locator(`a[href*="${id}?do=disconnect"]`).click();
  expect(await page.locator("h1").innerText()).toBe(say("page.disconnect.heading"));
  expect((await customer.tariff(id))?.status).toBe("ERROR");
  await page.getByRole("button", { name: say("page.disconnect.button"), exact: true }).click();
  await page.waitForURL(/\/c\/[\w-]+\/(?:done|tariffs)/);
  expect((await customer.tariff(id))?.status).toBe("NOT_CONNECTED");
  await customer.look("after");
  expect(await customer.complaints()).toEqual([]);
  await customer.silence("disconnected");
});
