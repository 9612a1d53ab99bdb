// The whole repair as a person does it, in a real browser against the real dev server; and the pages behind a link.
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { connectWords } from "../../src/text/connect.ts";
import { sayIn } from "../../src/text/page.ts";
import { firstLink, linksIn, moveIn } from "../dev/server/household.ts";
import { until } from "../dev/server/server.ts";
import { visit } from "./visitor.ts";

const say = sayIn("en");
const { say: words } = connectWords("en");

interface Look {
  width: number;
  height: number;
  colorScheme?: "light" | "dark";
}

const open = ({ width, height, colorScheme = "light" }: Look) =>
  visit("person", { viewport: { width, height }, colorScheme });

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const heading = (page: Page, name: string) => page.getByRole("heading", { name, exact: true, level: 1 });

/** How many pixels of the page lie beyond the right edge. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test.each([
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
])("an expired tariff is repaired from the message, and never mentioned again ($width x $height)", async (look) => {
  const { server, tariffs } = await moveIn();
  const [tariff] = tariffs;
  const { page, problems } = await open(look);

  await page.goto(`${server.origin}/_dev/`);
  await page.locator(`[data-tariff="${tariff}"]`).getByRole("button", { name: "expired", exact: true }).click();
  const openCase = page.getByTestId("case");
  await openCase.waitFor();
  expect(await openCase.getAttribute("data-state")).toBe("open");
  await firstLink(server);
  const message = page.getByTestId("message");
  await message.waitFor();
  expect(await message.getAttribute("data-reason")).toBe("expired");
  expect(await message.getAttribute("data-channel")).toBe("sms");
  expect(await overflow(page)).toBe(0);

  await message.getByRole("link").click();
  await page.waitForURL(/\/connect(?:\?|$)/);
  await heading(page, words("connect.failed.expired.heading")).waitFor();
  await button(page, words("connect.actions.RECONNECT")).click();
  await heading(page, words("connect.provider_select.heading")).waitFor();
  await button(page, "Northwind Energy").click();
  await heading(page, words("connect.tariff_select.heading")).waitFor();
  await page.getByRole("button", { name: "Northwind Energy Fixed" }).click();
  await heading(page, words("connect.contract_term.new.heading")).waitFor();
  expect(await overflow(page)).toBe(0);
  await page.getByRole("radio", { name: /^After 12 months/ }).check();
  await button(page, words("connect.next.button")).click();
  await heading(page, words("connect.summary.heading")).waitFor();
  await page.getByText("Northwind Energy Fixed").waitFor();
  await button(page, words("connect.summary.button")).click();

  await heading(page, say("page.done.repaired.heading")).waitFor();
  expect(new URL(page.url()).pathname).toMatch(/^\/c\/[\w-]+\/done$/);
  await page.getByRole("link", { name: say("page.back_to_app") }).click();

  await page.waitForURL(`${server.origin}/_dev/`);
  await page.locator('[data-testid="case"][data-state="repaired"]').waitFor();
  expect(await page.getByTestId("case").count()).toBe(1);
  const skipped = page.waitForResponse((response) => new URL(response.url()).pathname === "/_dev/clock");
  await button(page, "skip 30 days").click();
  expect((await skipped).status()).toBe(200);
  await page.getByText(/^30 days .*ahead of the real time\.$/).waitFor();
  expect(await linksIn(server)).toHaveLength(1);
  expect(await message.count()).toBe(1);
  expect(problems).toEqual([]);
});

test("the phone shows every channel, the customer's language, and that they want no more", async () => {
  const { server, customer, tariffs } = await moveIn();
  const [tariff] = tariffs;
  const { page, problems } = await open({ width: 1280, height: 900 });
  await page.goto(`${server.origin}/_dev/`);
  await page.locator(`[data-tariff="${tariff}"]`).getByRole("button", { name: "expired", exact: true }).click();
  await page.getByTestId("case").waitFor();
  const link = await firstLink(server);
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
  const { server } = await moveIn();
  const { page, problems } = await open(look);
  await page.goto(`${server.origin}/_dev/`);
  await page.getByRole("link", { name: "See every message" }).click();
  for (const name of ["Français", "Email", "Push", "SMS"]) {
    await page.getByRole("link", { name, exact: true }).click();
    await page.locator(`[aria-current="page"]`, { hasText: name }).waitFor();
    await page.waitForLoadState();
    expect(await page.getByTestId("message").count()).toBeGreaterThan(20);
    expect(await page.getByTestId("message").first().getAttribute("lang")).toBe("fr");
    expect(await overflow(page)).toBe(0);
  }
  expect(problems).toEqual([]);
});

describe.each(["light", "dark"] as const)("on a small phone, %s,", (colorScheme) => {
  test("the pages behind a link have a heading, and fit", async () => {
    const { server, tariffs } = await moveIn();
    const [tariff] = tariffs;
    await server.post("/_dev/trigger", { type: "tariff.expired" });
    const link = await firstLink(server);
    await server.post("/_dev/repair", { tariff_id: tariff });
    // So that the product does not rest on what it saw when it sent the message.
    await server.post("/_dev/clock", { advance: "1m" });

    const { page } = await open({ width: 320, height: 568, colorScheme });
    for (const [url, title] of [
      [`${link}/done`, say("page.done.repaired.heading")],
      [link, say("page.all_good.heading")],
      [`${server.origin}/c/forged`, say("page.expired.heading")],
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
