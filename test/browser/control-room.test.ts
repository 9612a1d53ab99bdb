// The control room as a newcomer with a phone meets it: in the order of its steps, nothing cut off, and it says what is not
// as in production.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { DevServer } from "../dev/server.ts";
import { startDevServer } from "../dev/server.ts";
import { launchChromium } from "./chromium.ts";

const tariff_id = "trf_6597ef46529ab4467502af0b";
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
});

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const select = (page: Page, name: string) => page.getByRole("combobox", { name });

/** How far down the page something begins. */
async function top(page: Page, selector: string): Promise<number> {
  const box = await page.locator(selector).first().boundingBox();
  if (box === null) throw new Error(`${selector} is not on the page`);
  return box.y;
}

/** How many pixels of what a select shows are cut off. */
const cutOff = (page: Page, name: string): Promise<number> =>
  select(page, name).evaluate((element) => {
    const natural = element.cloneNode(true) as HTMLElement;
    Object.assign(natural.style, { position: "absolute", width: "max-content", maxWidth: "none" });
    document.body.append(natural);
    const missing = natural.offsetWidth - (element as HTMLElement).offsetWidth;
    natural.remove();
    return Math.max(0, missing);
  });

async function open(server: DevServer, width: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 844 } });
  onTestFinished(() => context.close());
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  await page.goto(`${server.origin}/_dev/`);
  await button(page, "skip 30 days").waitFor();
  return page;
}

test("on a phone every step is at hand, and what is otherwise than in production is said (rows 58, 89)", async () => {
  const server = await startDevServer();
  onTestFinished(() => server.stop());
  const page = await open(server, 390);

  const order = [".steps", ".homes", ".handset", ".clock", ".story", ".faults", ".logs", ".settings"];
  const tops = await Promise.all(order.map((it) => top(page, it)));
  expect(tops).toEqual(tops.toSorted((a, b) => a - b));
  for (const name of ["What fails", "How it fails"]) expect([name, await cutOff(page, name)]).toEqual([name, 0]);

  const settings = await page.locator(".settings").innerText();
  for (const name of ["GROUP_WAIT", "SEND_WINDOW", "SEND_WINDOW_HARD", "CHANNEL_ORDER", "TEST_MODE_DELIVERY"])
    expect(settings).toContain(name);
  expect(settings).toContain("New cases wait 5s for each other; by default 5m.");
  expect(settings).toContain("Quiet hours are off: by default messages leave from 09:00-20:00 only");

  // Night in London, in summer and in winter.
  const { now } = (await server.get("/_dev/state")).json as { now: string };
  const night = Math.ceil((Date.parse(`${now.slice(0, 10)}T23:30:00Z`) - Date.parse(now)) / 60_000);
  await server.post("/_dev/clock", { advance: `${(night + 1440) % 1440 || 1440}m` });
  await button(page, "expired").click();
  await page.getByTestId("message").waitFor();
  await page.getByText("quiet hours are off in development").waitFor();

  await server.post("/_dev/repair", { tariff_id });
  await server.post("/_dev/trigger", { type: "location.update", tariff_id });
  await page.locator('[data-testid="case"][data-state="repaired"]').waitFor();
  await button(page, "skip 30 days").click();
  await page.getByText("That is the whole journey.").waitFor();
  expect(await page.locator(".steps li.done").count()).toBe(5);
});

test("what the product tells the company stands in the log, and a button that leads to silence says why (row 89)", async () => {
  const server = await startDevServer();
  onTestFinished(() => server.stop());
  const page = await open(server, 1280);

  await button(page, "upgrade").click();
  await page.getByText("Nobody is told: LADDER_UPGRADE is off.").waitFor();
  await button(page, "fetch failed").click();
  await page.getByRole("listitem").filter({ hasText: "Read the message" }).getByText("It is due").waitFor();

  await select(page, "What fails").selectOption({ label: "SMS (Twilio)" });
  await select(page, "How it fails").selectOption({ label: "refuses our account" });
  await button(page, "set").click();
  await page.getByText("SMS (Twilio) refuses our account").waitFor();
  await button(page, "skip to it").click();
  await page.getByText("channel closed").waitFor();

  await select(page, "What fails").selectOption({ label: "FlatPeak’s whole API" });
  await select(page, "How it fails").selectOption({ label: "has closed our account" });
  await button(page, "set").click();
  await page.getByText("FlatPeak’s whole API has closed our account").waitFor();
  const { faults } = (await server.get("/_dev/state")).json as { faults: object };
  expect(faults).toMatchObject({ api: { mode: "code", code: "account_disabled" }, twilio: { code: 20_003 } });
});
