// What is wrong with a page as it is drawn: what axe-core finds, whose code is put in from outside once for each document, and what
// does not fit.
import axe from "axe-core";
import type { Page } from "playwright-core";

const OPTIONS = JSON.stringify({
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  resultTypes: ["violations", "incomplete"],
});

/** Puts axe-core into the document. Its source is a megabyte and more: a document that is written anew keeps it. */
export async function injectAxe(page: Page): Promise<void> {
  await page.evaluate(axe.source);
}

/** What axe-core finds, as one line each; it must have been put in. */
export async function violations(page: Page): Promise<string[]> {
  const { violations: found, incomplete } = await page.evaluate<axe.AxeResults>(`axe.run(${OPTIONS})`);
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
