// Every page a customer sees, in a real browser under the policy that ships: fits a small phone in every language, can be
// used by everyone (axe-core, WCAG 2.2 AA), by keyboard, and without JavaScript. Nothing is served: the pages are strings.
import { describe, expect, test } from "vitest";
import { WALKED } from "./languages.ts";
import type { Language } from "../../src/text/language.ts";
import { BRAND, draw, NONCE, PAGES, viewIn } from "../web/link/samples.ts";
import { injectAxe, overflow, violations, violationsInBoth } from "./audit.ts";
import { visit } from "./visitor.ts";
import type { Visitor } from "./visitor.ts";

const ORIGIN = "http://pages.test";
const POLICY = `default-src 'none'; style-src 'nonce-${NONCE}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
const dot = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')}`;
const BRANDS = {
  plain: BRAND,
  yellow: { ...BRAND, colour: "#ffd400" },
  logo: { ...BRAND, colour: "#101010", logo: dot },
};
const ELSEWHERE = "<!doctype html><title>elsewhere</title>";
type BrandName = keyof typeof BRANDS;

async function htmlOf(name: string, language: Language, brand: BrandName = "plain"): Promise<string> {
  const page = PAGES[name];
  if (page === undefined) throw new Error(`there is no page ${name}`);
  return draw(page, viewIn(language, BRANDS[brand]));
}

interface Guest extends Visitor {
  /** Everything the browser asked for. */
  readonly asked: string[];
  /** What was sent by forms: the address, and the fields. */
  readonly posted: string[];
}

async function visitor(width: number, options: { javaScriptEnabled?: boolean } = {}): Promise<Guest> {
  const look = { viewport: { width, height: 780 }, reducedMotion: "reduce" } as const;
  const visitor = await visit("program", { ...look, ...options });
  const { context } = visitor;
  const asked: string[] = [];
  const posted: string[] = [];
  await context.route("**", async (route) => {
    const request = route.request();
    const { pathname } = new URL(request.url());
    asked.push(request.url());
    if (request.method() === "POST") posted.push(`${pathname} ${request.postData() ?? ""}`);
    const [, language, brand, name] = pathname.split("/") as [string, Language | "c", BrandName, string];
    const body = language === "c" || PAGES[name] === undefined ? ELSEWHERE : await htmlOf(name, language, brand);
    await route.fulfill({
      contentType: "text/html; charset=utf-8",
      headers: { "Content-Security-Policy": POLICY },
      body,
    });
  });
  return { ...visitor, asked, posted };
}

const urlOf = (name: string, language: Language = "en", brand: BrandName = "plain"): string =>
  `${ORIGIN}/${language}/${brand}/${name}`;

/** What axe-core finds on some pages, in light and in dark. All are written into one document, under the policy of the first. */
async function audit(names: readonly string[], language: Language, brand: BrandName = "plain"): Promise<string[]> {
  const { page, problems } = await visitor(390);
  await page.goto(`${ORIGIN}/elsewhere`);
  await injectAxe(page);
  const found: string[] = [];
  for (const name of names) {
    await page.setContent(await htmlOf(name, language, brand));
    found.push(...(await violationsInBoth(page)).map((it) => `${name} ${it}`));
  }
  return [...found, ...problems];
}

describe.each(WALKED)("in %s", (language) => {
  test("every page fits at 320, 390 and 1280 pixels, and asks for nothing but itself", async () => {
    const { page, asked, problems } = await visitor(320);
    for (const name of Object.keys(PAGES)) {
      await page.goto(urlOf(name, language));
      for (const width of [320, 390, 1280]) {
        await page.setViewportSize({ width, height: 780 });
        expect({ name, width, ...(await overflow(page)) }).toEqual({ name, width, page: 0, boxes: [] });
      }
      // A phone of 390 pixels whose owner has everything twice as large.
      await page.setViewportSize({ width: 195, height: 390 });
      expect({ name, beyond: (await overflow(page)).page }).toEqual({ name, beyond: 0 });
    }
    expect(asked).toEqual(Object.keys(PAGES).map((name) => urlOf(name, language)));
    expect(problems).toEqual([]);
  });

  test("axe-core finds nothing on any page, in light and in dark", async () => {
    expect(await audit(Object.keys(PAGES), language)).toEqual([]);
  });
});

test.each(["yellow", "logo"] as const)("a brand of another colour (%s) can be read as well", async (brand) => {
  expect(await audit(["overview", "done-not-yet", "snooze-wrong", "stopped"], "en", brand)).toEqual([]);
});

test("axe-core finds what is hard to read and what has no name, also on a page that is written over another", async () => {
  const { page } = await visitor(390);
  await page.goto(`${ORIGIN}/elsewhere`);
  await injectAxe(page);
  for (const name of ["overview", "stopped"]) {
    const spoilt = (await htmlOf(name, "en"))
      .replace("--soft:#565d66", "--soft:#ddd")
      .replace("</main>", `<input name="x"></main>`);
    await page.setContent(spoilt);
    const found = await violations(page);
    expect(found.map((it) => it.split(":")[0])).toEqual(expect.arrayContaining(["color-contrast", "label"]));
    await page.setContent(await htmlOf(name, "en"));
    expect(await violations(page)).toEqual([]);
  }
});

test("the style holds under the policy, in light and in dark", async () => {
  const { page } = await visitor(390);
  await page.goto(urlOf("stopped"));
  const look = () =>
    page.evaluate(() => {
      const [body, button] = [document.body, document.querySelector(".button")];
      return [body, button].map((it) => (it === null ? "" : getComputedStyle(it).backgroundColor));
    });
  expect(await look()).toEqual(["rgb(245, 246, 247)", "rgb(11, 107, 75)"]);
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await look()).toEqual(["rgb(16, 18, 20)", "rgb(11, 107, 75)"]);
});

test("what can be pressed is 44 pixels high, and shows that it is focused", async () => {
  const { page } = await visitor(320);
  for (const name of Object.keys(PAGES)) {
    await page.goto(urlOf(name, "de"));
    const heights = await page
      .locator("a, button, input:not([type=hidden])")
      .evaluateAll((all) => all.map((it) => it.getBoundingClientRect().height));
    expect({ name, low: heights.filter((height) => height < 44) }).toEqual({ name, low: [] });
    if (heights.length === 0) continue;
    await page.keyboard.press("Tab");
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outline);
    expect(`${name} ${outline}`).toMatch(/ solid 3px$/);
  }
});

describe("without JavaScript, by keyboard alone,", () => {
  test("messages are stopped, and the stop is undone", async () => {
    const { page, posted } = await visitor(390, { javaScriptEnabled: false });
    await page.goto(urlOf("stop"));
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/c\/[\w-]+\/stop$/);
    await page.goto(urlOf("stopped"));
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/c\/[\w-]+\/stop$/);
    expect(posted.map((it) => it.replace(/^\/c\/[\w-]+/, ""))).toEqual(["/stop ", "/stop undo=1"]);
  });

  test("a date is chosen, and one outside the range does not leave the page", async () => {
    const { page, posted } = await visitor(390, { javaScriptEnabled: false });
    await page.goto(urlOf("snooze"));
    const field = page.getByLabel("Remind me on");
    await field.fill("2026-12-24");
    await field.press("Enter");
    await field.fill("2026-03-12");
    await field.press("Enter");
    await page.waitForURL(/\/c\/[\w-]+\/snooze$/);
    expect(posted.map((it) => it.replace(/^\/c\/[\w-]+/, ""))).toEqual(["/snooze until=2026-03-12"]);
  });

  test("each action of the overview has a name of its own and leads to its own link", async () => {
    const { page } = await visitor(390, { javaScriptEnabled: false });
    await page.goto(urlOf("overview"));
    const names = await page.getByRole("listitem").getByRole("link").all();
    const heard = await Promise.all(names.map((it) => it.textContent()));
    const ways = /^(?:View|Change|Disconnect)$/;
    // What else can be done with a tariff stands in a group that says which one it is.
    const groups = await page.getByRole("listitem").getByRole("group").all();
    const about = await Promise.all(groups.map((it) => it.getAttribute("aria-label")));
    expect(about.every((it) => /^.+, .+$/.test(it ?? ""))).toBe(true);
    expect(new Set(about).size).toBe(about.length);
    const grouped = page.getByRole("group").getByRole("link");
    expect(await grouped.count()).toBe(heard.filter((it) => ways.test(it ?? "")).length);
    const actions = heard.filter((it) => !ways.test(it ?? "") && it !== "Network charges");
    expect(actions).toEqual([
      "Add the new contract: Electricity you use, Beach house",
      "Reconnect: Network charges, Beach house",
      "Add the new contract: Electricity you use, Home 2",
      "Connect directly: Electricity you export, Home 2",
      "Reconnect: Your own generation, Home 2",
    ]);
    await page.getByRole("link", { name: /^Reconnect ?: Network charges, Beach house$/ }).click();
    await page.waitForURL(/\/c\/[\w-]+$/);
  });
});
