// A customer who repairs a tariff on our own Connect pages, without script: what they do on each page, and what they see there.
import type { BrowserContextOptions, Page, Response } from "playwright-core";
import { expect } from "vitest";
import type { Language } from "../../src/text/language.ts";
import { firstLink, linksIn, moveIn } from "../dev/server/household.ts";
import type { Household } from "../dev/server/household.ts";
import { until } from "../dev/server/server.ts";
import type { Client } from "../dev/server/server.ts";
import { injectAxe, skeletonOf, violationsInBoth } from "./audit.ts";
import { visit } from "./visitor.ts";

const WIDTHS = [320, 1280];
const DAY = 86_400_000;

export const dayIn = (days: number): string => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);

export interface State {
  readonly tokens: readonly { readonly page: string; readonly tariff_id: string; readonly location_id: string }[];
  readonly locations: readonly { readonly tariffs: readonly Tariff[] }[];
}

export interface Tariff {
  readonly id: string;
  readonly status: string;
  readonly connection_type: string;
  readonly display_name: string;
  readonly structure_type: string;
  readonly contract_end_date: string | null;
}

/** What a customer does on each page, by the emulator's name of it. */
export type Plan = Readonly<Record<string, (page: Page) => Promise<void>>>;

export const go = (page: Page): Promise<void> => page.locator("main .button:visible").first().click();
export const act = (page: Page, action: string): Promise<void> =>
  page.locator(`button[name=action][value=${action}]`).click();
export const pick = (page: Page, name: string, value: string): Promise<void> =>
  page.locator(`button[name=${name}][value=${value}]`).first().click();
export const choose = (page: Page, name: string, value: string): Promise<void> =>
  page.locator(`input[name=${name}][value=${value}]`).check();

export const BRITISH_GAS = "prv_5f7b2c11d09a4e6688c0a001";
export const NORTHWIND = "prv_5f7b2c11d09a4e6688c0a004";
export const NORTHWIND_FIXED = "trt_5f7b2c11d09a4e6688c0b014";

export const endsOn =
  (date: string) =>
  async (page: Page): Promise<void> => {
    await choose(page, "term", "date");
    await page.locator("input[name=end]").fill(date);
    await go(page);
  };

/** Who has no special wish: the broken tariff is connected again with Northwind, for a year. */
export const USUAL: Plan = {
  login: go,
  supplier: (page) => page.locator("button[value=connected]").click(),
  failed: go,
  provider: (page) => pick(page, "provider", NORTHWIND),
  libraryTariff: (page) => pick(page, "tariff", NORTHWIND_FIXED),
  term: endsOn(dayIn(365)),
  summary: go,
};

/** A supplier that is not listed, whose price is typed. */
export const byHand = (structure: string, more: Plan): Plan => ({
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

/** Answers the page with the button that stands below all its fields. */
export const sendForm = (page: Page): Promise<void> =>
  page.locator("main form button.button:not([name]):visible").click();

const HOURS = [
  ["00:00", "07:00", "9,5"],
  ["07:00", "17:00", "28"],
  ["17:00", "00:00", "41.25"],
] as const;

/** Enters three periods of a day. */
export async function enterHours(page: Page): Promise<void> {
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
  await sendForm(page);
}

/** A way to the repair: what breaks, what the customer does, and what is true afterwards. `tariff` counts the household's. */
export interface Journey {
  readonly name: string;
  readonly breaks: string;
  readonly tariff: 0 | 1 | 3;
  readonly plan: Plan;
  readonly truth: Partial<Tariff>;
  /** Whether it is one of those that together show every page. */
  readonly isShort?: true;
}

/** One step after another, for a page that a customer meets again; the last one for as often as it is met after that. */
export function inTurn(...steps: readonly ((page: Page) => Promise<void>)[]): (page: Page) => Promise<void> {
  // Each customer has a browser page of their own, and several may follow one plan.
  const met = new WeakMap<Page, number>();
  return async (page) => {
    const at = met.get(page) ?? 0;
    met.set(page, at + 1);
    await steps[Math.min(at, steps.length - 1)]?.(page);
  };
}

interface Choices {
  /** Another server than the one all tests share. */
  readonly server?: Client;
  readonly looks?: BrowserContextOptions;
}

/** More than any first page may weigh, as it is before the platform compresses it. */
const MAX_BYTES = 20_000;
/** Pages that axe-core found nothing in, by their skeletons: most journeys meet the same ones. */
const judged = new Set<string>();

export class Customer {
  readonly household: Household;
  readonly page: Page;
  readonly language: Language;
  /** The pages that were met, with what is wrong with them. */
  readonly met: string[] = [];
  readonly found: string[] = [];
  readonly html = new Map<string, string>();
  /** What the browser asked for since the last link was followed, and the document it shows. */
  #asked: string[] = [];
  #shown: Response | null = null;

  private constructor(household: Household, page: Page, language: Language) {
    this.household = household;
    this.page = page;
    this.language = language;
    page.on("request", (request) => {
      if (!request.url().startsWith("data:")) this.#asked.push(request.url());
    });
    page.on("response", (response) => {
      if (response.request().isNavigationRequest() && response.status() === 200) this.#shown = response;
    });
  }

  static async moveIn(language: Language, { server, looks }: Choices = {}): Promise<Customer> {
    const household = await moveIn(server);
    const { customer, tariffs } = household;
    await household.server.post("/_dev/contact", { customer_id: customer, locale: language });
    // Nothing else of theirs comes to an end in the next months.
    for (const tariff_id of tariffs)
      await household.server.post("/_dev/tariff", { tariff_id, contract_end_date: null });
    const usual = { javaScriptEnabled: false, viewport: { width: 320, height: 640 } };
    const { page } = await visit("person", { ...usual, ...looks });
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
    await this.open(link);
    // Where a contract is about to end, a page says first what to have ready.
    if ((await this.page.locator("input[name=continues]").count()) > 0) {
      await go(this.page);
      await this.page.waitForLoadState();
    }
    await this.goOn(plan);
  }

  /** Follows a link. The page it leads to is small and whole: one request after the redirect, to nobody else. */
  async open(link: string): Promise<void> {
    this.#asked = [];
    await this.page.goto(link);
    const { origin } = this.household.server;
    const strange = this.#asked.filter((it) => new URL(it).origin !== origin);
    if (this.#asked.length > 2 || strange.length > 0) this.found.push(`the first page: ${this.#asked.join(" ")}`);
    const bytes = (await this.#shown?.body())?.length ?? Infinity;
    if (bytes >= MAX_BYTES) this.found.push(`the first page: ${bytes} bytes`);
  }

  /** Answers page after page by the plan, until the session is over. */
  async goOn(plan: Plan): Promise<void> {
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
      const skeleton = skeletonOf(html);
      if (judged.has(skeleton)) continue;
      await page.setContent(html);
      const found = await violationsInBoth(page);
      if (found.length === 0) judged.add(skeleton);
      this.found.push(...found.map((it) => `${name} ${it}`));
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
