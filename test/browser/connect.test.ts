// The repair as customers do it, on our own Connect pages, without script: every way from the message to the verified repair, in
// every language, on a small phone and on a desk, and sixty days of silence afterwards.
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { LANGUAGES } from "../../src/text/language.ts";
import type { Language } from "../../src/text/language.ts";
import { sayIn } from "../../src/text/page.ts";
import { firstLink, linksIn, moveIn } from "../dev/server/household.ts";
import type { Household } from "../dev/server/household.ts";
import { until } from "../dev/server/server.ts";
import { injectAxe, violations } from "./audit.ts";
import { visit } from "./visitor.ts";

const say = sayIn("en");
const WIDTHS = [320, 1280];
const DAY = 86_400_000;

const dayIn = (days: number): string => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);

interface State {
  readonly tokens: readonly { readonly page: string; readonly tariff_id: string; readonly location_id: string }[];
  readonly locations: readonly { readonly tariffs: readonly Tariff[] }[];
}

interface Tariff {
  readonly id: string;
  readonly status: string;
  readonly connection_type: string;
  readonly display_name: string;
  readonly structure_type: string;
  readonly contract_end_date: string | null;
}

/** What a customer does on each page, by the emulator's name of it. */
type Plan = Readonly<Record<string, (page: Page) => Promise<void>>>;

const go = (page: Page): Promise<void> => page.locator("main .button:visible").first().click();
const act = (page: Page, action: string): Promise<void> => page.locator(`button[name=action][value=${action}]`).click();
const pick = (page: Page, name: string, value: string): Promise<void> =>
  page.locator(`button[name=${name}][value=${value}]`).first().click();
const choose = (page: Page, name: string, value: string): Promise<void> =>
  page.locator(`input[name=${name}][value=${value}]`).check();

const BRITISH_GAS = "prv_5f7b2c11d09a4e6688c0a001";
const NORTHWIND = "prv_5f7b2c11d09a4e6688c0a004";
const NORTHWIND_FIXED = "trt_5f7b2c11d09a4e6688c0b014";

const endsOn =
  (date: string) =>
  async (page: Page): Promise<void> => {
    await choose(page, "term", "date");
    await page.locator("input[name=end]").fill(date);
    await go(page);
  };

/** Who has no special wish: the broken tariff is connected again with Northwind, for a year. */
const USUAL: Plan = {
  login: go,
  supplier: (page) => page.locator("button[value=connected]").click(),
  failed: go,
  provider: (page) => pick(page, "provider", NORTHWIND),
  libraryTariff: (page) => pick(page, "tariff", NORTHWIND_FIXED),
  term: endsOn(dayIn(365)),
  summary: go,
};

/** A supplier that is not listed, whose price is typed. */
const byHand = (structure: string, more: Plan): Plan => ({
  ...USUAL,
  provider: (page) => act(page, "PROVIDER_MISSING"),
  providerName: async (page) => {
    await page.locator("input[name=name]").fill("Stadtwerke <b>Ähr</b>");
    await go(page);
  },
  structure: async (page) => {
    await choose(page, "structure", structure);
    await go(page);
  },
  ...more,
});

class Customer {
  readonly household: Household;
  readonly page: Page;
  readonly language: Language;
  /** The pages that were met, with what is wrong with them. */
  readonly met: string[] = [];
  readonly found: string[] = [];
  readonly html = new Map<string, string>();

  private constructor(household: Household, page: Page, language: Language) {
    this.household = household;
    this.page = page;
    this.language = language;
  }

  static async moveIn(language: Language): Promise<Customer> {
    const household = await moveIn();
    const { server, customer, tariffs } = household;
    await server.post("/_dev/contact", { customer_id: customer, locale: language });
    // Nothing else of theirs comes to an end in the next months.
    for (const tariff_id of tariffs) await server.post("/_dev/tariff", { tariff_id, contract_end_date: null });
    const { page } = await visit("person", { javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
    return new Customer(household, page, language);
  }

  async state(): Promise<State> {
    return (await this.household.server.get("/_dev/state")).json as State;
  }

  async tariff(id: string): Promise<Tariff | undefined> {
    return (await this.state()).locations.flatMap(({ tariffs }) => tariffs).find((it) => it.id === id);
  }

  /** Something breaks, and the message about it comes; its link. */
  async told(type: string, tariff: string): Promise<string> {
    const { server } = this.household;
    await server.post("/_dev/trigger", { type, tariff_id: tariff });
    // A failed fetch is given some hours to heal by itself.
    if (type === "tariff.fetch.failed") await server.post("/_dev/clock", { advance: "3h" });
    return firstLink(server);
  }

  /** Follows a link and answers page after page by the plan, until the session is over. */
  async walk(link: string, plan: Plan): Promise<void> {
    await this.page.goto(link);
    for (let steps = 0; steps < 20; steps += 1) {
      const { pathname, hostname } = new URL(this.page.url());
      if (pathname !== "/connect" && hostname !== "localhost") return;
      const at = hostname === "localhost" ? "supplier" : ((await this.state()).tokens.at(-1)?.page ?? "none");
      if (at !== "supplier") await this.look(at);
      const step = plan[at];
      if (step === undefined)
        throw new Error(`nobody knows what to do on ${at}: ${await this.page.locator("h1").innerText()}`);
      await step(this.page);
      await this.page.waitForLoadState();
    }
    throw new Error(`the journey does not end: ${this.met.join(", ")}`);
  }

  /** Looks at a page as it is now, small and wide; axe-core looks later. */
  async look(name: string): Promise<void> {
    this.met.push(name);
    for (const width of WIDTHS) {
      await this.page.setViewportSize({ width, height: 640 });
      const beyond = await this.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (beyond > 0) this.found.push(`${name} at ${width}: ${beyond} px beyond the edge`);
    }
    const { lang, headings } = await this.page.evaluate(() => ({
      lang: document.documentElement.lang,
      headings: document.querySelectorAll("h1").length,
    }));
    if (lang !== this.language || headings !== 1) this.found.push(`${name}: ${headings} headings, in ${lang}`);
    this.html.set(`${name} ${this.met.length}`, await this.page.content());
  }

  /** What is wrong with the pages met, axe-core's findings in light and dark among them. */
  async complaints(): Promise<string[]> {
    const { page } = await visit("person", { viewport: { width: 390, height: 844 } });
    await page.goto("about:blank");
    await injectAxe(page);
    for (const [name, html] of this.html) {
      await page.setContent(html);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        this.found.push(...(await violations(page)).map((it) => `${name} ${colorScheme}: ${it}`));
      }
    }
    return this.found;
  }

  /** Waits until the case is closed as `state`, and then for sixty days in which nothing more is said. */
  async silence(state: string): Promise<void> {
    const { server, customer } = this.household;
    const story = async () =>
      (await server.get(`/_dev/customers/${customer}`)).json as { cases: readonly { readonly state: string }[] };
    await until(story, ({ cases }) => cases.every((it) => it.state === state), `the case is ${state}`);
    const before = await linksIn(server);
    await server.post("/_dev/clock", { advance: "60d" });
    expect(await linksIn(server)).toEqual(before);
  }
}

const HOURS = [
  ["00:00", "07:00", "9,5"],
  ["07:00", "17:00", "28"],
  ["17:00", "00:00", "41.25"],
] as const;

async function enterHours(page: Page): Promise<void> {
  const rows = () => page.locator("input[name^=from-]").count();
  while ((await rows()) < HOURS.length) {
    await page.locator("button[name=again][value=add]").click();
    await page.waitForLoadState();
  }
  for (const [index, [from, to, price]] of HOURS.entries()) {
    await page.locator(`input[name=from-${index}]`).fill(from);
    await page.locator(`input[name=to-${index}]`).fill(to);
    await page.locator(`input[name=price-${index}]`).fill(price);
  }
  await page.locator("main form button.button:not([name]):visible").click();
}

/** A way to the repair: what breaks, what the customer does, and what is true afterwards. `tariff` counts the household's. */
interface Journey {
  readonly name: string;
  readonly breaks: string;
  readonly tariff: 0 | 1 | 3;
  readonly plan: Plan;
  readonly truth: Partial<Tariff>;
  /** Whether it is one of those that together show every page. */
  readonly isShort?: true;
}

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
        await page.locator("main form button.button:not([name]):visible").click();
      },
    }),
    truth: { ...manual, connection_type: "MARKET", structure_type: "MARKET" },
    isShort: true,
  },
];

/** In English everything; elsewhere what together shows every page. */
const inLanguage = (language: Language): readonly Journey[] =>
  language === "en" || process.env["CONNECT_ALL"] === "1" ? JOURNEYS : JOURNEYS.filter(({ isShort }) => isShort);

describe.each(LANGUAGES)("in %s", (language) => {
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

test("a tariff is disconnected only by who says so twice, and asked about once more", async () => {
  const customer = await Customer.moveIn("en");
  const [id] = customer.household.tariffs;
  const link = await customer.told("tariff.fetch.failed", id);
  await customer.walk(link, { failed: (page) => act(page, "DISCONNECT") });
  expect(customer.met).toEqual(["failed", "failed"]);
  expect((await customer.tariff(id))?.status).toBe("NOT_CONNECTED");
  await customer.look("after");
  expect(await customer.complaints()).toEqual([]);
  // It may have been on the way to another supplier: it is asked about once more, and never again.
  const { server } = customer.household;
  await server.post("/_dev/clock", { advance: "60d" });
  expect(await linksIn(server)).toHaveLength(2);
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
