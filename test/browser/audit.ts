// What is wrong with a page as it is drawn: what axe-core finds, whose code is put in from outside once for each document, and what
// does not fit.
import axe from "axe-core";
import type { Page } from "playwright-core";

const RESULTS = { resultTypes: ["violations", "incomplete"] };
const EVERYTHING = JSON.stringify({
  ...RESULTS,
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
});
/** What may differ in another colour scheme. */
const COLOURS = JSON.stringify({
  ...RESULTS,
  runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] },
});

/** Puts axe-core into the document. Its source is a megabyte and more: a document that is written anew keeps it. */
export async function injectAxe(page: Page): Promise<void> {
  await page.evaluate(axe.source);
}

/** What axe-core finds, as one line each; it must have been put in. */
export const violations = (page: Page): Promise<string[]> => run(page, EVERYTHING);

/** What axe-core finds in light, and of the colours in dark, as one line each; it must have been put in. Leaves the page dark. */
export async function violationsInBoth(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: "light" });
  const light = await run(page, EVERYTHING);
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await run(page, COLOURS);
  return [...light.map((it) => `light: ${it}`), ...dark.map((it) => `dark: ${it}`)];
}

/**
 * A page without its words and where its links lead. Two pages that are alike in this are alike to axe-core, which sees whether there
 * are words and not what they say.
 */
export const skeletonOf = (html: string): string =>
  html
    .replaceAll(/ (value|href|action|content|nonce|aria-label|title|alt|placeholder)="[^"]+"/g, ' $1="x"')
    .replaceAll(/(<style[^>]*>[^<]*<)|>[^<]*[^<\s][^<]*</g, (_, style: string | undefined) => style ?? ">x<");

async function run(page: Page, options: string): Promise<string[]> {
  const { violations: found, incomplete } = await page.evaluate<axe.AxeResults>(`axe.run(${options})`);
  // A contrast that could not be judged is no contrast that was found good.
  const unsure = incomplete
    .filter(({ id }) => id === "color-contrast")
    // What lies behind the words of a drawing axe-core never tells.
    .map((it) => ({ ...it, nodes: it.nodes.filter(({ html }) => !html.startsWith("<text ")) }))
    .filter(({ nodes }) => nodes.length > 0);
  return [...found, ...unsure].map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

/** How many pixels lie beyond the right edge, and what of the text is wider than the box it stands in. */
export const overflow = (page: Page): Promise<{ page: number; boxes: string[] }> =>
  page.evaluate(() => ({
    page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    boxes: [...document.querySelectorAll("main *:not(.hidden, option, svg *)")]
      .filter((it) => it.scrollWidth > it.clientWidth + 1 && it.clientWidth > 0)
      .map((it) => `${it.tagName} ${it.textContent}`),
  }));
