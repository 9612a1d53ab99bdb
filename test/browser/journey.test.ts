// The whole repair as a person does it, in a real browser against the real dev server; and the pages behind a link.
// Every test starts its own server and its own browser context.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { en } from "../../src/pages/copy/en.ts";
import type { DevServer } from "../dev/server.ts";
import { startDevServer, until } from "../dev/server.ts";
import { launchChromium } from "./chromium.ts";

const tariff = "trf_6597ef46529ab4467502af0b";
const customer = "cus_661677a19018beef00a29fae";
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
});

async function start(): Promise<DevServer> {
  const server = await startDevServer();
  onTestFinished(() => server.stop());
  return server;
}

interface Look {
  width: number;
  height: number;
  colorScheme?: "light" | "dark";
}

/** A fresh page, and everything that went wrong on it so far. */
async function open({ width, height, colorScheme = "light" }: Look): Promise<{ page: Page; problems: string[] }> {
  // A browser that says it is driven by a program finds a page with a button in front of Connect.
  const userAgent = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/${browser.version()} Safari/537.36`;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, userAgent });
  onTestFinished(() => context.close());
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(`page error: ${error.message}`));
  page.on("console", (line) => {
    if (line.type() === "error") problems.push(`console: ${line.text()} (${line.location().url})`);
  });
  return { page, problems };
}

const links = async (server: DevServer): Promise<string[]> => {
  const { messages } = (await server.get("/_dev/inbox")).json as { messages: { link: string }[] };
  return messages.map(({ link }) => link);
};

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const heading = (page: Page, name: string) => page.getByRole("heading", { name, exact: true, level: 1 });

/** How many pixels of the page lie beyond the right edge. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test.each([
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
])("an expired tariff is repaired from the message, and never mentioned again ($width x $height)", async (look) => {
  const server = await start();
  const { page, problems } = await open(look);

  await page.goto(`${server.origin}/_dev/`);
  await page.locator(`[data-tariff="${tariff}"]`).getByRole("button", { name: "expired", exact: true }).click();
  const message = page.getByTestId("message");
  await message.waitFor();
  expect(await message.getAttribute("data-reason")).toBe("expired");
  expect(await message.getAttribute("data-channel")).toBe("sms");
  const openCase = page.getByTestId("case");
  await openCase.waitFor();
  expect(await openCase.getAttribute("data-state")).toBe("open");
  expect(await overflow(page)).toBe(0);

  await message.getByRole("link").click();
  await page.waitForURL(/\/_flatpeak\/connect-web\/\?fp_cot=cot_\w+$/);
  await heading(page, "Your tariff needs connecting again").waitFor();
  await button(page, "Choose your supplier").click();
  await heading(page, "Who is your supplier?").waitFor();
  await button(page, "Harbour Power").click();
  const connected = heading(page, "Your tariff is connected");
  const term = heading(page, "When does your new contract end?");
  await connected.or(term).waitFor();
  expect(await overflow(page)).toBe(0);
  // Asked for only where the product wanted it of FlatPeak.
  if (await term.isVisible()) await button(page, "Continue").click();
  await connected.waitFor();
  expect(await page.getByRole("definition").first().textContent()).toBe("Harbour Power Fixed");
  await button(page, "Close").click();

  await heading(page, en.done.repaired.heading).waitFor();
  expect(new URL(page.url()).pathname).toMatch(/^\/c\/[\w-]+\/done$/);
  await page.getByRole("link", { name: en.backToApp }).click();

  await page.waitForURL(`${server.origin}/_dev/`);
  await page.locator('[data-testid="case"][data-state="repaired"]').waitFor();
  expect(await page.getByTestId("case").count()).toBe(1);
  const skipped = page.waitForResponse((response) => new URL(response.url()).pathname === "/_dev/clock");
  await button(page, "skip 30 days").click();
  expect((await skipped).status()).toBe(200);
  await page.getByText("30 days ahead of the real time.").waitFor();
  expect(await links(server)).toHaveLength(1);
  expect(await message.count()).toBe(1);
  expect(problems).toEqual([]);
});

test("the phone shows every channel, the customer's language, and that they want no more", async () => {
  const server = await start();
  const { page, problems } = await open({ width: 1280, height: 900 });
  await page.goto(`${server.origin}/_dev/`);
  await page.locator(`[data-tariff="${tariff}"]`).getByRole("button", { name: "expired", exact: true }).click();
  const messages = page.getByTestId("message");
  await messages.first().waitFor();
  await page.getByRole("combobox", { name: "The customer’s language" }).selectOption({ label: "Deutsch" });
  await until(
    async () => (await server.get(`/_dev/customers/${customer}`)).text,
    (story) => story.includes('"locale":"de"'),
    "the product knows the language",
  );
  await button(page, "skip 30 days").click();
  await messages.nth(3).waitFor();
  const shown = await messages.evaluateAll((all) =>
    all.map((it) => [it.getAttribute("data-channel"), it.getAttribute("lang")]),
  );
  expect(shown).toEqual([
    ["sms", "en"],
    ["email", "de"],
    ["push", "de"],
    ["handoff", "de"],
  ]);
  const [link = ""] = await links(server);
  expect(await page.locator('[data-channel="push"]').getByRole("link").getAttribute("href")).toBe(link);

  await button(page, "Open mail").click();
  const mail = page.frameLocator("iframe");
  expect(await mail.locator("html").getAttribute("lang")).toBe("de");
  await button(page, "‹ Messages").click();
  await button(page, "Reply STOP").click();
  await page.getByText("Wants no messages: there will be none.").waitFor();

  await button(page, "Open mail").click();
  await mail.getByRole("link").first().click();
  await page.waitForURL((url) => url.pathname !== "/_dev/");
  await page.getByRole("heading", { level: 1 }).waitFor();
  expect(problems).toEqual([]);
});

test.each([
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
])("every message can be looked at, in every language and by every channel ($width x $height)", async (look) => {
  const server = await start();
  const { page, problems } = await open(look);
  await page.goto(`${server.origin}/_dev/`);
  await page.getByRole("link", { name: "See every message" }).click();
  for (const name of ["Français", "Email", "Push", "SMS"]) {
    await page.getByRole("link", { name, exact: true }).click();
    await page.locator(`[aria-current="page"]`, { hasText: name }).waitFor();
    expect(await page.getByTestId("message").count()).toBeGreaterThan(20);
    expect(await page.getByTestId("message").first().getAttribute("lang")).toBe("fr");
    expect(await overflow(page)).toBe(0);
  }
  expect(problems).toEqual([]);
});

describe.each(["light", "dark"] as const)("on a small phone, %s,", (colorScheme) => {
  test("the pages behind a link have a heading, and fit", async () => {
    const server = await start();
    await server.post("/_dev/trigger", { type: "tariff.expired" });
    const look = () => links(server);
    const [link] = await until(look, (seen) => seen.length > 0, "a message in the inbox");
    if (link === undefined) throw new Error("the message is gone");
    await server.post("/_dev/repair", { tariff_id: tariff });
    // So that the product does not rest on what it saw when it sent the message.
    await server.post("/_dev/clock", { advance: "1m" });

    const { page } = await open({ width: 320, height: 568, colorScheme });
    for (const [url, title] of [
      [`${link}/done`, en.done.repaired.heading],
      [link, en.allGood.heading],
      [`${server.origin}/c/forged`, en.expired.heading],
      [`${link}/tariffs`, ""],
      [`${link}/stop`, ""],
    ] as const) {
      await page.goto(url);
      const h1 = page.getByRole("main").getByRole("heading", { level: 1 });
      expect(await h1.count()).toBe(1);
      expect(await h1.isVisible()).toBe(true);
      expect(await h1.textContent()).toMatch(title === "" ? /\w/ : title);
      expect(await overflow(page)).toBe(0);
      // A style sheet that was cut short by escaping would show here first.
      expect(await page.evaluate(() => getComputedStyle(document.body).fontFamily)).toContain("system-ui");
      const [red = 0] = (await page.evaluate(() => getComputedStyle(document.body).backgroundColor))
        .match(/[\d.]+/g)
        ?.map(Number) ?? [0];
      expect(red > 128).toBe(colorScheme === "light");
    }
  });
});
