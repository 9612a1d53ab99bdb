// The repair as customers do it, on our own Connect pages, without script: every way from the message to the verified repair, in
// every language, on a small phone and on a desk, and sixty days of silence afterwards.
import { describe, expect, test } from "vitest";
import { WALKED } from "./languages.ts";
import type { Language } from "../../src/text/language.ts";
import { sayIn } from "../../src/text/page.ts";
import {
  BRITISH_GAS,
  Customer,
  USUAL,
  act,
  byHand,
  dayIn,
  endsOn,
  enterHours,
  go,
  pick,
  sendForm,
} from "./customer.ts";
import type { Journey } from "./customer.ts";

const say = sayIn("en");

const manual = { status: "CONNECTED", contract_end_date: dayIn(365) };

const JOURNEYS: readonly Journey[] = [
  {
    name: "expired",
    breaks: "tariff.expired",
    tariff: 0,
    plan: USUAL,
    truth: { ...manual, connection_type: "LIBRARY", display_name: "Northwind Energy Fixed" },
  },
  {
    name: "expiring",
    breaks: "tariff.expiring",
    tariff: 0,
    plan: USUAL,
    truth: { ...manual, connection_type: "LIBRARY" },
  },
  {
    name: "fetch_failed with the supplier's sign-in",
    breaks: "tariff.fetch.failed",
    tariff: 0,
    plan: { ...USUAL, provider: (page) => pick(page, "provider", BRITISH_GAS) },
    truth: { status: "CONNECTED", connection_type: "DIRECT", display_name: "British Gas Fixed" },
    isShort: true,
  },
  {
    name: "upgrade",
    breaks: "tariff.connection.upgrade",
    tariff: 0,
    plan: { ...USUAL, provider: (page) => pick(page, "provider", BRITISH_GAS) },
    truth: { status: "CONNECTED", connection_type: "DIRECT" },
  },
  { name: "export", breaks: "tariff.fetch.failed", tariff: 3, plan: USUAL, truth: { status: "CONNECTED" } },
  { name: "grid fee", breaks: "tariff.expired", tariff: 1, plan: USUAL, truth: { status: "CONNECTED" } },
  {
    name: "supplier missing, one price",
    breaks: "tariff.expired",
    tariff: 0,
    plan: byHand("FIXED", {
      rate: async (page) => {
        await page.locator("input[name=price]").fill("27.5");
        await go(page);
      },
    }),
    truth: { ...manual, connection_type: "MANUAL", structure_type: "FIXED" },
  },
  {
    name: "supplier missing, three prices by time of day",
    breaks: "tariff.expired",
    tariff: 0,
    plan: byHand("TIME_OF_DAY", { hours: enterHours }),
    truth: { ...manual, structure_type: "TIME_OF_DAY" },
    isShort: true,
  },
  {
    name: "supplier missing, the market's price",
    breaks: "tariff.expired",
    tariff: 0,
    plan: byHand("MARKET", {
      surcharge: async (page) => {
        await page.locator("input[name=fixed]").fill("2.5");
        await sendForm(page);
      },
    }),
    truth: { ...manual, connection_type: "MARKET", structure_type: "MARKET" },
    isShort: true,
  },
];

/** In English everything; elsewhere what together shows every page. */
const inLanguage = (language: Language): readonly Journey[] =>
  language === "en" || process.env["CONNECT_ALL"] === "1" ? JOURNEYS : JOURNEYS.filter(({ isShort }) => isShort);

describe.each(WALKED)("in %s", (language) => {
  test.each(inLanguage(language))("$name", async ({ breaks, tariff, plan, truth }) => {
    const customer = await Customer.moveIn(language);
    const id = customer.household.tariffs[tariff];
    await customer.walk(await customer.told(breaks, id), plan);
    expect(new URL(customer.page.url()).pathname).toMatch(/\/(?:done|tariffs)$/);
    await customer.look("after");
    expect(await customer.tariff(id)).toMatchObject(truth);
    expect(await customer.complaints()).toEqual([]);
    await customer.silence("repaired");
  });
});

test("the old contract's end is asked about, and is no repair; the next tap enters the new one", async () => {
  const customer = await Customer.moveIn("en");
  const { server, tariffs } = customer.household;
  const [id] = tariffs;
  const link = await customer.told("tariff.expiring", id);
  const old = (await customer.tariff(id))?.contract_end_date ?? "";
  await customer.walk(link, {
    ...USUAL,
    term: endsOn(old),
    summary: (page) => act(page, "CLOSE"),
  });
  // The date was asked about once, and taken when it was given again.
  expect(customer.met.filter((it) => it === "term")).toHaveLength(2);
  expect(await customer.page.locator("h1").innerText()).toBe(say("page.done.end_date.heading"));
  await server.post("/_dev/clock", { advance: "1m" });
  await customer.walk(link, USUAL);
  expect(await customer.tariff(id)).toMatchObject(manual);
  expect(await customer.complaints()).toEqual([]);
  await customer.silence("repaired");
});

test("a tariff is disconnected only by who says so twice, and who meant it hears no more", async () => {
  const customer = await Customer.moveIn("en");
  const [id] = customer.household.tariffs;
  const link = await customer.told("tariff.fetch.failed", id);
  await customer.walk(link, { failed: (page) => act(page, "DISCONNECT") });
  expect(customer.met).toEqual(["failed", "failed"]);
  expect((await customer.tariff(id))?.status).toBe("NOT_CONNECTED");
  await customer.look("after");
  expect(await customer.complaints()).toEqual([]);
  await customer.silence("disconnected");
});

test("a supplier that takes its time is waited for, and the case ends when it is there", async () => {
  const customer = await Customer.moveIn("en");
  const { server, tariffs } = customer.household;
  const [id] = tariffs;
  const link = await customer.told("tariff.fetch.failed", id);
  await customer.walk(link, {
    ...USUAL,
    provider: (page) => pick(page, "provider", BRITISH_GAS),
    supplier: (page) => page.locator("button[value=slow]").click(),
    pending: go,
  });
  expect(await customer.complaints()).toEqual([]);
  await server.post("/_dev/clock", { advance: "7h" });
  expect(await customer.tariff(id)).toMatchObject({ status: "CONNECTED", connection_type: "DIRECT" });
  await customer.silence("repaired");
});
