// A visitor for each test: a page in a context of its own, in the one Chromium that all tests share.
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { chromium } from "playwright-core";
import { inject, onTestFinished } from "vitest";

/** Ends a wait for what never comes; no expectation of how fast a page is. */
const SAFETY_NET_MS = 120_000;

export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What went wrong on the page so far, and what the browser complained of. */
  readonly problems: string[];
}

let connected: Promise<Browser> | null = null;

/** Opens a page. Chromium says of itself that it is driven by a program, unless told to say what a person's says. */
export async function visit(as: "person" | "program", options: BrowserContextOptions = {}): Promise<Visitor> {
  connected ??= chromium.connect(inject("chromium"));
  const browser = await connected;
  const userAgent = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/${browser.version()} Safari/537.36`;
  const context = await browser.newContext({ ...(as === "person" ? { userAgent } : {}), ...options });
  onTestFinished(() => context.close());
  context.setDefaultTimeout(SAFETY_NET_MS);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(`page error: ${error.message}`));
  page.on("console", (line) => {
    const isProblem = line.type() === "error" || line.type() === "warning";
    if (isProblem) problems.push(`console: ${line.text()} (${line.location().url})`);
  });
  return { context, page, problems };
}
