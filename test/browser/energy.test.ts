// Prices in the control room, and the page on which every call is tried, old beside new.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { moveIn } from "../dev/server/household.ts";
import { injectAxe, violations } from "./audit.ts";
import { visit } from "./visitor.ts";

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

const looks = [
  { width: 390, height: 844, colorScheme: "light" },
  { width: 390, height: 844, colorScheme: "dark" },
  { width: 1280, height: 800, colorScheme: "light" },
  { width: 1280, height: 800, colorScheme: "dark" },
] as const;

test("the control room shows a day of prices, its cheapest hours, and what the end of the contract changes", async () => {
  const { server } = await moveIn();
  const { page, problems } = await visit("person", { viewport: { width: 1280, height: 900 } });
  await page.goto(`${server.origin}/_dev/`);
  const chart = page.getByRole("img", { name: /per kWh/ });
  const says = page.getByTestId("prices-say");
  await page.getByText(/Cheapest: 00:00 to 07:00/).waitFor();
  expect(await says.innerText()).toMatch(/^The contract ends on .+ After that its prices are only estimates\.$/);

  await button(page, "after the contract").click();
  await page.getByText(/The contract ended on .+ go on as estimates, 50 % sure/).waitFor();
  expect(await chart.locator("rect:not(.estimate)").count()).toBe(0);
  await button(page, "today").click();
  await page.getByText("After that its prices are only estimates.").waitFor();

  await page.getByRole("combobox", { name: "How the price is made" }).selectOption({ label: "the market’s price" });
  await page.waitForFunction(() => document.querySelectorAll(".chart rect").length > 40);
  // Three hours, and what happens to cost the same as the last of them.
  expect([6, 7, 8]).toContain(await chart.locator("rect.best").count());
  await page.getByText("As a table").click();
  expect(await page.getByRole("row").count()).toBe(1 + (await chart.locator("rect").count()));

  // A contract that ended already has no day after its end to be chosen: then it is today.
  await button(page, "after the contract").click();
  await page.locator("button[aria-pressed=true]", { hasText: "after the contract" }).waitFor();
  await button(page, "expired").click();
  await page.locator("button[aria-pressed=true]", { hasText: "today" }).waitFor();
  await page.getByText(/The contract ended on/).waitFor();
  expect(await chart.locator("rect:not(.estimate)").count()).toBe(0);
  await button(page, "fetch failed").click();
  await page.getByText("FlatPeak answers no_price_data").waitFor();
  expect(await chart.count()).toBe(0);
  expect(problems).toEqual([]);
});

test("every call is asked in its old form, its new one, and through the bridge", async () => {
  const { server } = await moveIn();
  const { page, problems } = await visit("person", { viewport: { width: 1280, height: 900 } });
  await page.goto(`${server.origin}/_dev/energy`);
  const call = page.getByRole("combobox", { name: "Call" });
  await call.getByRole("option").first().waitFor({ state: "attached" });
  const names = await call.getByRole("option").allTextContents();
  expect(names.length).toBeGreaterThanOrEqual(10);
  for (const name of names) {
    await call.selectOption({ label: name });
    await button(page, "Ask").click();
    await page.getByText(/^(Field by field as Zero answers\.|As Zero answers, but for:)$/).waitFor();
    const answers = await page.locator(".answer > p").allTextContents();
    expect([name, answers.filter((it) => it.startsWith("200")).length]).toEqual([name, 3]);
  }
  await call.selectOption({ label: "Prices" });
  await page.getByRole("textbox", { name: "Path, Zero, as it was" }).fill("/tariffs/rates/loc_unknown");
  await button(page, "Ask").click();
  await page.getByText("404").first().waitFor();
  expect(problems).toEqual([]);
});

test.each(looks)("both pages are without fault at $width px, $colorScheme", async ({ width, height, colorScheme }) => {
  const { server } = await moveIn();
  const { page } = await visit("person", { viewport: { width, height }, colorScheme });
  await page.goto(`${server.origin}/_dev/`);
  await button(page, "expired").waitFor();
  if (width === 390)
    for (const title of ["Prices", "Make something fail"]) await page.getByText(title, { exact: true }).click();
  await page.getByRole("img", { name: /per kWh/ }).waitFor();
  expect(await overflow(page)).toBe(0);
  await injectAxe(page);
  expect(await violations(page)).toEqual([]);

  await page.goto(`${server.origin}/_dev/energy`);
  await button(page, "Ask").click();
  await page.getByText("As Zero answers, but for:").waitFor();
  expect(await overflow(page)).toBe(0);
  await injectAxe(page);
  expect(await violations(page)).toEqual([]);
});
