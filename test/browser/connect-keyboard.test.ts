// A whole repair by keyboard alone, without script: every control is reached by Tab and shows it, three periods of a day are typed,
// and each page is without fault.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { connectWords } from "../../src/text/connect.ts";
import { sayIn } from "../../src/text/page.ts";
import { Customer, dayIn } from "./customer.ts";

const { say: words } = connectWords("en");
const say = sayIn("en");

/** More than any page has to press or to fill in. */
const MOST_TABS = 80;

/** Presses Tab until something has the focus, and sees that it shows. */
async function reach(page: Page, selector: string): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    const { isThere, outline } = await page.evaluate((wanted) => {
      const it = document.activeElement ?? document.body;
      return { isThere: it.matches(wanted), outline: getComputedStyle(it).outlineStyle };
    }, selector);
    if (isThere) {
      expect([selector, outline]).toEqual([selector, "solid"]);
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${selector}`);
}

/** Presses Enter, which leads to the next page. */
async function enter(page: Page): Promise<void> {
  const loaded = page.waitForEvent("load");
  await page.keyboard.press("Enter");
  await loaded;
}

async function press(page: Page, selector: string): Promise<void> {
  await reach(page, selector);
  await enter(page);
}

/** Types into a field; a browser puts the colon into a time by itself. */
async function type(page: Page, name: string, text: string): Promise<void> {
  await reach(page, `input[name=${name}]`);
  await page.keyboard.type(text);
}

/** Goes down a group of choices until one is chosen. */
async function choose(page: Page, name: string, value: string): Promise<void> {
  await reach(page, `input[name=${name}]`);
  await page.keyboard.press("Space");
  const wanted = page.locator(`input[name=${name}][value="${value}"]`);
  for (let steps = 0; steps < 8 && !(await wanted.isChecked()); steps += 1) await page.keyboard.press("ArrowDown");
  expect(await wanted.isChecked()).toBe(true);
}

const PERIODS = [
  ["0000", "0700", "9.5"],
  ["0700", "1700", "28"],
  ["1700", "0000", "41.25"],
] as const;

test("three prices by time of day are entered by keyboard alone, and the tariff is repaired", async () => {
  // Fields for times have their hours of 24 there.
  const looks = { locale: "en-GB", viewport: { width: 390, height: 844 } };
  const customer = await Customer.moveIn("en", { looks });
  const { page } = customer;
  const [id] = customer.household.tariffs;
  const expectPage = async (heading: string): Promise<void> => {
    expect(await page.locator("h1").innerText()).toBe(heading);
    await customer.look(heading);
  };

  const days = [dayIn(364), dayIn(365)];
  await customer.open(await customer.told("tariff.expired", id));
  await expectPage(words("connect.failed.expired.heading"));
  await press(page, "button.button:not(.quiet)");
  await expectPage(words("connect.provider_select.heading"));
  await press(page, "button[name=action][value=PROVIDER_MISSING]");
  await expectPage(words("connect.provider_name.heading"));
  await type(page, "name", "Meadow");
  await enter(page);
  await expectPage(words("connect.tariff_structure.heading"));
  await choose(page, "structure", "TIME_OF_DAY");
  await enter(page);

  await expectPage(words("connect.rate_tod.heading"));
  while ((await page.locator("input[name^=from-]").count()) < PERIODS.length)
    await press(page, "button[name=again][value=add]");
  // The row that was added has the focus; the first is above it.
  await page.locator("h1").click();
  for (const [at, [from, to, price]] of PERIODS.entries()) {
    await type(page, `from-${at}`, from);
    await type(page, `to-${at}`, to);
    await type(page, `price-${at}`, price);
  }
  await enter(page);
  await expectPage(words("connect.contract_term.new.heading"));
  await choose(page, "term", "12");
  await enter(page);
  await expectPage(words("connect.summary.heading"));
  await press(page, "button.button:not(.quiet)");
  await expectPage(say("page.done.repaired.heading"));

  expect(await customer.tariff(id)).toMatchObject({ status: "CONNECTED", structure_type: "TIME_OF_DAY" });
  expect((await customer.tariff(id))?.contract_end_date ?? "").toBeOneOf([...days, dayIn(365)]);
  expect(await customer.complaints()).toEqual([]);
  await customer.silence("repaired");
});
