// The repair in FlatPeak's earlier generation, Zero, whose pages have other names and which saves only when it is told to: as
// customers do it, without script, in every language, and sixty days of silence afterwards.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WALKED } from "./languages.ts";
import type { Language } from "../../src/text/language.ts";
import { connectWords } from "../../src/text/connect.ts";
import { startDevServer } from "../dev/server/server.ts";
import type { DevServer } from "../dev/server/server.ts";
import {
  BRITISH_GAS,
  Customer,
  USUAL,
  act,
  byHand,
  choose,
  dayIn,
  enterHours,
  go,
  inTurn,
  pick,
  sendForm,
} from "./customer.ts";
import type { Journey } from "./customer.ts";

const { say: words } = connectWords("en");

let server: DevServer;
beforeAll(async () => {
  const environment = {
    FLATPEAK_API_VERSION: "2024-08-24.zero",
    LADDER_UPGRADE: "0",
    GROUP_WAIT: "10m",
    GROUP_WAIT_MAX: "20m",
  };
  server = await startDevServer({ environment });
});
afterAll(() => server.stop());

const connected = { status: "CONNECTED", contract_end_date: dayIn(365) };

/** Zero asks what a tariff that was typed is called, which may be left as it is proposed. */
const typed = { name: go };

const JOURNEYS: readonly Journey[] = [
  {
    name: "expired, a price that is the same all day",
    breaks: "tariff.expired",
    tariff: 0,
    plan: USUAL,
    truth: { ...connected, connection_type: "LIBRARY", structure_type: "FIXED" },
  },
  { name: "expiring", breaks: "tariff.expiring", tariff: 0, plan: USUAL, truth: connected },
  { name: "export", breaks: "tariff.fetch.failed", tariff: 3, plan: USUAL, truth: { status: "CONNECTED" } },
  { name: "grid fee", breaks: "tariff.expired", tariff: 1, plan: USUAL, truth: connected },
  {
    name: "fetch_failed with the supplier's sign-in",
    breaks: "tariff.fetch.failed",
    tariff: 0,
    plan: { ...USUAL, provider: (page) => pick(page, "provider", BRITISH_GAS) },
    truth: { status: "CONNECTED", connection_type: "DIRECT" },
  },
  {
    name: "upgrade",
    breaks: "tariff.connection.upgrade",
    tariff: 0,
    plan: {
      ...USUAL,
      provider: (page) => pick(page, "provider", BRITISH_GAS),
    },
    truth: { status: "CONNECTED", connection_type: "DIRECT" },
  },
  {
    name: "supplier missing, three prices by time of day",
    breaks: "tariff.expired",
    tariff: 0,
    plan: byHand("TIME_OF_DAY", { ...typed, hours: enterHours }),
    truth: { ...connected, structure_type: "TIME_OF_DAY" },
  },
  {
    name: "address, supplier missing, the market's price of a region",
    breaks: "tariff.expired",
    tariff: 0,
    plan: {
      ...byHand("MARKET", typed),
      provider: inTurn(
        (page) => act(page, "ADDRESS_CHANGE"),
        (page) => act(page, "PROVIDER_MISSING"),
      ),
      address: inTurn(
        (page) => moveTo(page, "Nowhere"),
        (page) => moveTo(page, "Oslo"),
      ),
      surcharge: async (page) => {
        await choose(page, "region", "NO2");
        await page.locator("input[name=fixed]").fill("0,05");
        await sendForm(page);
      },
    },
    truth: { ...connected, structure_type: "MARKET" },
    isShort: true,
  },
  {
    name: "a sign-in that fails is tried again, and then gone without",
    breaks: "tariff.fetch.failed",
    tariff: 0,
    plan: {
      ...USUAL,
      provider: (page) => pick(page, "provider", BRITISH_GAS),
      supplier: inTurn(
        (page) => page.locator("button[value=failed]").click(),
        (page) => page.locator("button[value=skipped]").click(),
      ),
      libraryTariff: (page) => page.locator("button[name=tariff]").first().click(),
    },
    truth: { status: "CONNECTED", connection_type: "LIBRARY" },
  },
];

async function moveTo(page: Page, city: string): Promise<void> {
  for (const [name, text] of [
    ["address_line1", "Karl Johans gate 1"],
    ["post_code", "0154"],
    ["city", city],
  ] as const)
    await page.locator(`input[name=${name}]`).fill(text);
  await page.locator("select[name=country_code]").selectOption("NO");
  await sendForm(page);
}

/** In English everything; elsewhere what together shows every page. */
const inLanguage = (language: Language): readonly Journey[] =>
  language === "en" || process.env["CONNECT_ALL"] === "1" ? JOURNEYS : JOURNEYS.filter(({ isShort }) => isShort);

describe.each(WALKED)("in %s", (language) => {
  test.each(inLanguage(language))("$name", async ({ breaks, tariff, plan, truth }) => {
    const customer = await Customer.moveIn(language, { server });
    const id = customer.household.tariffs[tariff];
    await customer.walk(await customer.told(breaks, id), plan);
    expect(new URL(customer.page.url()).pathname).toMatch(/\/(?:done|tariffs)$/);
    await customer.look("after");
    expect(await customer.tariff(id)).toMatchObject(truth);
    expect(await customer.complaints()).toEqual([]);
    await customer.silence("repaired");
  });
});

test("who leaves before it is saved has changed nothing, and saves it with the next tap", async () => {
  const customer = await Customer.moveIn("en", { server });
  const [id] = customer.household.tariffs;
  const link = await customer.told("tariff.expired", id);
  const before = await customer.tariff(id);
  await customer.walk(link, { ...USUAL, summary: (page) => act(page, "CLOSE") });
  expect(await customer.tariff(id)).toEqual(before);
  await customer.household.server.post("/_dev/clock", { advance: "1m" });
  await customer.walk(link, USUAL);
  expect(await customer.tariff(id)).toMatchObject(connected);
  expect(await customer.complaints()).toEqual([]);
  await customer.silence("repaired");
});

test("a supplier that takes its time is waited for, and the case ends when it is there", async () => {
  const customer = await Customer.moveIn("en", { server });
  const [id] = customer.household.tariffs;
  await customer.walk(await customer.told("tariff.fetch.failed", id), {
    ...USUAL,
    provider: (page) => pick(page, "provider", BRITISH_GAS),
    supplier: (page) => page.locator("button[value=slow]").click(),
    pending: go,
  });
  await customer.household.server.post("/_dev/clock", { advance: "7h" });
  expect(await customer.tariff(id)).toMatchObject({ status: "CONNECTED", connection_type: "DIRECT" });
  expect(await customer.complaints()).toEqual([]);
  await customer.silence("repaired");
});

test("a tariff is disconnected only by who says so twice, and who meant it hears no more", async () => {
  const customer = await Customer.moveIn("en", { server });
  const [id] = customer.household.tariffs;
  await customer.walk(await customer.told("tariff.fetch.failed", id), {
    failed: inTurn(
      (page) => act(page, "DISCONNECT"),
      async (page) => {
        expect(await page.locator("h1").innerText()).toBe(words("connect.disconnect.heading"));
        await act(page, "DISCONNECT");
      },
    ),
  });
  expect((await customer.tariff(id))?.status).toBe("NOT_CONNECTED");
  expect(await customer.complaints()).toEqual([]);
  await customer.silence("disconnected");
});
