// The whole repair as a person does it, in a real browser against the real dev server; and the pages behind a link.
// Every test starts its own server and its own browser context.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { DevServer } from "../dev/server.ts";
import { startDevServer, until } from "../dev/server.ts";
import { launchChromium } from "./chromium.ts";

const tariff = "trf_6597ef46529ab4467502af0b";
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
  const context = await browser.newContext({ viewport: { width, height }, colorScheme });
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
  await heading(page, "When does your new contract end?").waitFor();
  expect(await overflow(page)).toBe(0);
  await button(page, "Continue").click();
  await heading(page, "Your tariff is connected").waitFor();
  expect(await page.getByRole("definition").first().textContent()).toBe("Harbour Power Fixed");
  await button(page, "Done").click();

  await heading(page, "Connected. Thank you!").waitFor();
  expect(new URL(page.url()).pathname).toMatch(/^\/c\/[\w-]+\/done$/);
  await page.getByRole("link", { name: "Back to the app" }).click();

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

describe.each(["light", "dark"] as const)("on a small phone, %s,", (colorScheme) => {
  test("the pages behind a link have a heading, fit, and can be read", async () => {
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
      [`${link}/done`, "Connected. Thank you!"],
      [link, "All good, nothing to do"],
      [`${server.origin}/c/forged`, "This link has expired"],
    ] as const) {
      await page.goto(url);
      expect(await page.getByRole("heading", { level: 1 }).allTextContents()).toEqual([title]);
      expect(await page.getByRole("main").getByRole("heading", { name: title }).isVisible()).toBe(true);
      expect(await overflow(page)).toBe(0);
      // A style sheet that was cut short by escaping would show here first.
      expect(await page.evaluate(() => getComputedStyle(document.body).fontFamily)).toContain("system-ui");
      const { paper, contrasts } = await legibility(page);
      expect(paper > 0.5).toBe(colorScheme === "light");
      // The brand, the heading, the sentence, the button.
      expect(contrasts).toHaveLength(4);
      for (const contrast of contrasts) expect(contrast).toBeGreaterThanOrEqual(4.5);
    }
  });
});

/** The lightness of the page's ground, 0 to 1, and the contrast of each text with what lies behind it (WCAG 2). */
function legibility(page: Page): Promise<{ paper: number; contrasts: number[] }> {
  return page.evaluate(() => {
    const luminance = (colour: string): number => {
      const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
        const share = Number(part) / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const ground = (element: Element | null): string => {
      if (element === null) return "rgb(255, 255, 255)";
      const { backgroundColor } = getComputedStyle(element);
      return backgroundColor === "rgba(0, 0, 0, 0)" ? ground(element.parentElement) : backgroundColor;
    };
    const contrasts = [...document.querySelectorAll("main > :not([aria-hidden])")].map((element) => {
      const behind = luminance(ground(element));
      const ink = luminance(getComputedStyle(element).color);
      return (Math.max(behind, ink) + 0.05) / (Math.min(behind, ink) + 0.05);
    });
    return { paper: luminance(ground(document.body)), contrasts };
  });
}
