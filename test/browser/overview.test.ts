// The overview as it is served, in a real browser: two homes and five tariffs in five states, each action opening Connect for
// its own tariff; by keyboard, for everyone (axe-core), and light.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { en } from "../../src/pages/copy/en.ts";
import type { DevServer } from "../dev/server.ts";
import { startDevServer, until } from "../dev/server.ts";
import { injectAxe, violations } from "./audit.ts";
import { launchChromium } from "./chromium.ts";

const EXPIRED = "trf_6597ef46529ab4467502af0b";
const EXPIRING = "trf_6597ef46529ab4467502af3e";
const FAILED = "trf_6597ef46529ab4467502af1c";
const UPGRADE = "trf_6597ef46529ab4467502af2d";
const MAX_BYTES = 20_000;

let browser: Browser;
let server: DevServer;
/** The link of the one message about all of it. */
let link: string;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchChromium(), startDevServer({ environment: { LADDER_UPGRADE: "0" } })]);
  const inFiveDays = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  await server.post("/_dev/tariff", { tariff_id: EXPIRING, contract_end_date: inFiveDays });
  await server.post("/_dev/trigger", { type: "tariff.fetch.failed", tariff_id: FAILED });
  await server.post("/_dev/trigger", { type: "tariff.connection.upgrade", tariff_id: UPGRADE });
  await server.post("/_dev/trigger", { type: "tariff.expired", tariff_id: EXPIRED });
  const inbox = async () => ((await server.get("/_dev/inbox")).json as { messages: { link: string }[] }).messages;
  const [message] = await until(inbox, (seen) => seen.length > 0, "a message in the inbox");
  if (message === undefined) throw new Error("the message is gone");
  ({ link } = message);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
});

interface Visitor {
  readonly page: Page;
  readonly asked: string[];
  readonly problems: string[];
}

async function visitor(width: number, colorScheme: "light" | "dark"): Promise<Visitor> {
  // A browser that says it is driven by a program finds a page with a button in front of Connect.
  const userAgent = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/${browser.version()} Safari/537.36`;
  const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme, userAgent });
  onTestFinished(() => context.close());
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const asked: string[] = [];
  const problems: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith("data:")) asked.push(new URL(request.url()).pathname);
  });
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (line) => {
    if (line.type() === "error" || line.type() === "warning") problems.push(line.text());
  });
  return { page, asked, problems };
}

const items = (page: Page) => page.getByRole("listitem");

test.each([
  [390, "light"],
  [390, "dark"],
  [1280, "light"],
  [1280, "dark"],
] as const)("is there in one small request, fits, and axe-core finds nothing (%i, %s)", async (width, scheme) => {
  const { page, asked, problems } = await visitor(width, scheme);
  await page.goto(link);
  await page.getByRole("heading", { level: 1, name: en.overview.title }).waitFor();
  // Pressed open by the link of the message: the link itself, and the page it leads to.
  expect(asked).toEqual([new URL(link).pathname, `${new URL(link).pathname}/tariffs`]);
  const again = await page.reload();
  const bytes = (await again?.body())?.length ?? Infinity;
  expect(bytes).toBeLessThan(MAX_BYTES);
  expect(asked).toHaveLength(3);

  const { failed, expiring, expired, connected, upgrade } = en.overview.states;
  expect(await page.locator(".badge").allTextContents()).toEqual([expired, expiring, failed, upgrade, connected]);
  expect(await page.getByRole("heading", { level: 2 }).allTextContents()).toEqual([
    en.home(1),
    en.home(2),
    en.snooze.heading,
    en.overview.messages,
  ]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  await injectAxe(page);
  expect(await violations(page)).toEqual([]);
  expect(problems).toEqual([]);
});

test("every action is reached by Tab, shows it, and opens Connect for its own tariff by Enter", async () => {
  const { page } = await visitor(390, "light");
  const overview = `${link}/tariffs`;
  await page.goto(overview);
  const count = await items(page).getByRole("link").count();
  expect(count).toBe(4);
  for (let at = 0; at < count; at += 1) {
    await page.goto(overview);
    for (let tabs = 0; tabs <= at; tabs += 1) await page.keyboard.press("Tab");
    const focused = page.locator(":focus");
    expect(await focused.evaluate((it) => it.matches("li a") && getComputedStyle(it).outlineStyle)).toBe("solid");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/_flatpeak\/connect-web\/\?fp_cot=cot_\w+$/);
    await page.getByRole("heading", { level: 1 }).waitFor();
  }
  const state = (await server.get("/_dev/state")).json as { token_requests: { body: { tariff_id: string } }[] };
  expect(state.token_requests.map(({ body }) => body.tariff_id)).toEqual([EXPIRED, EXPIRING, FAILED, UPGRADE]);
});

test("what follows the actions is reached by Tab too: the date, the stop, the app", async () => {
  const { page } = await visitor(1280, "light");
  await page.goto(`${link}/tariffs`);
  const reached: string[] = [];
  for (let tabs = 0; tabs < 16; tabs += 1) {
    await page.keyboard.press("Tab");
    const name = await page.evaluate(() => {
      const it = document.activeElement;
      return it instanceof HTMLInputElement ? it.name : (it?.textContent ?? "");
    });
    if (reached.at(-1) !== name) reached.push(name);
  }
  expect(reached.slice(4, 8)).toEqual(["until", en.snooze.button, en.stop.button, en.backToApp]);
});
