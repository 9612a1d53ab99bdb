// Every page of our own Connect in a real browser, under a policy like the one that ships: fits a small phone in every language, can
// be used by everyone (axe-core, WCAG 2.2 AA), by keyboard and without JavaScript. Nothing is served: the pages are strings.
import { describe, expect, test } from "vitest";
import { WALKED } from "./languages.ts";
import type { Language } from "../../src/text/language.ts";
import { GALLERY, documentOf } from "../web/connect/pages/gallery.ts";
import { injectAxe, overflow, violationsInBoth } from "./audit.ts";
import { visit } from "./visitor.ts";
import type { Visitor } from "./visitor.ts";

const ORIGIN = "http://connect.test";
const NONCE = "bm9uY2U";
const POLICY = `default-src 'none'; style-src 'nonce-${NONCE}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
const NAMES = Object.keys(GALLERY);

interface Guest extends Visitor {
  /** What was sent by forms, field by field. */
  readonly posted: URLSearchParams[];
}

async function visitor(width: number, options: { javaScriptEnabled?: boolean } = {}): Promise<Guest> {
  const look = { viewport: { width, height: 780 }, reducedMotion: "reduce" } as const;
  const visitor = await visit("program", { ...look, ...options });
  const posted: URLSearchParams[] = [];
  await visitor.context.route("**", async (route) => {
    const request = route.request();
    if (request.method() === "POST") posted.push(new URLSearchParams(request.postData() ?? ""));
    const [, language = "en", name = ""] = new URL(request.url()).pathname.split("/");
    const body =
      GALLERY[name] === undefined
        ? "<!doctype html><title>next</title>"
        : await documentOf(name, language as Language, NONCE);
    const headers = { "Content-Security-Policy": POLICY };
    await route.fulfill({ contentType: "text/html; charset=utf-8", headers, body });
  });
  return { ...visitor, posted };
}

const urlOf = (name: string, language: Language = "en"): string => `${ORIGIN}/${language}/${name}`;

describe.each(WALKED)("in %s", (language) => {
  test("every page fits at 320 and 1280 pixels", async () => {
    const { page, problems } = await visitor(320);
    for (const name of NAMES) {
      await page.goto(urlOf(name, language));
      for (const width of [320, 1_280]) {
        await page.setViewportSize({ width, height: 780 });
        expect({ name, width, ...(await overflow(page)) }).toEqual({ name, width, page: 0, boxes: [] });
      }
      // A phone of 390 pixels whose owner has everything twice as large.
      await page.setViewportSize({ width: 195, height: 390 });
      expect({ name, beyond: (await overflow(page)).page }).toEqual({ name, beyond: 0 });
    }
    expect(problems).toEqual([]);
  });
});

// What is marked up is the same in all languages; two of them tell what the length of words does.
describe.each(["en", "de"] as const)("in %s", (language) => {
  test("axe-core finds nothing on any page, in light and in dark", async () => {
    const { page, problems } = await visitor(390);
    await page.goto(`${ORIGIN}/elsewhere`);
    await injectAxe(page);
    const found: string[] = [];
    for (const name of NAMES) {
      await page.setContent(await documentOf(name, language, NONCE));
      found.push(...(await violationsInBoth(page)).map((it) => `${name} ${it}`));
    }
    expect([...found, ...problems]).toEqual([]);
  });
});

test("what can be pressed is 44 pixels high", async () => {
  const { page } = await visitor(320);
  for (const name of NAMES) {
    await page.goto(urlOf(name, "de"));
    const low = await page
      .locator("main :is(button:not(.hidden), .option, input:not([type=hidden], [type=radio]), select, summary)")
      .evaluateAll((all) => all.filter((it) => it.getBoundingClientRect().height < 44).map((it) => it.outerHTML));
    expect({ name, low }).toEqual({ name, low: [] });
  }
});

describe("without JavaScript, by keyboard alone,", () => {
  test("a price is typed and sent by Enter, with the main button and no other", async () => {
    const { page, posted } = await visitor(390, { javaScriptEnabled: false });
    await page.goto(urlOf("day-of-three"));
    await page
      .getByLabel(/^Price per/)
      .first()
      .press("Enter");
    await page.waitForURL(/\/connect$/);
    expect([posted[0]?.has("again"), posted[0]?.has("action"), posted[0]?.get("rows")]).toEqual([false, false, "3"]);
  });

  test("Enter in the search searches and chooses nobody", async () => {
    const { page, posted } = await visitor(390, { javaScriptEnabled: false });
    await page.goto(urlOf("provider-many"));
    await page.getByLabel("Search by name").fill("nummer 44");
    await page.getByLabel("Search by name").press("Enter");
    await page.waitForURL(/\/connect$/);
    expect([posted[0]?.get("again"), posted[0]?.get("find"), posted[0]?.has("provider")]).toEqual([
      "find",
      "nummer 44",
      false,
    ]);
  });

  test("the supplier of before is chosen by one press", async () => {
    const { page, posted } = await visitor(390, { javaScriptEnabled: false });
    await page.goto(urlOf("provider-many"));
    await page.getByRole("button", { name: "Yes, Stadtwerke Nummer 7" }).press("Enter");
    await page.waitForURL(/\/connect$/);
    expect(posted[0]?.get("provider")).toBe("prv_7");
  });

  test("a question about a price is answered", async () => {
    const { page, posted } = await visitor(390, { javaScriptEnabled: false });
    await page.goto(urlOf("price-asked"));
    await page.getByRole("link", { name: /We are not sure/ }).press("Enter");
    await page.getByRole("radio", { name: /^27.5.ct per kWh/ }).press("Space");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/connect$/);
    expect([posted[0]?.get("price"), posted[0]?.get("price-answer")]).toEqual(["27,5 €", "0.275"]);
  });
});
