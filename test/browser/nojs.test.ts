// From the message to the repair and out again without JavaScript on any page of ours. Connect's own page needs it, so the
// session is completed behind its back.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { en } from "../../src/pages/copy/en.ts";
import type { DevServer } from "../dev/server.ts";
import { startDevServer, until } from "../dev/server.ts";
import { launchChromium } from "./chromium.ts";

const TARIFF = "trf_6597ef46529ab4467502af0b";
const CONNECT = /\/_flatpeak\/connect-web\/\?fp_cot=cot_\w+$/;
let browser: Browser;
let server: DevServer;
let link: string;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchChromium(), startDevServer()]);
  await server.post("/_dev/trigger", { type: "tariff.expired", tariff_id: TARIFF });
  const inbox = async () => ((await server.get("/_dev/inbox")).json as { messages: { link: string }[] }).messages;
  const [message] = await until(inbox, (seen) => seen.length > 0, "a message in the inbox");
  if (message === undefined) throw new Error("the message is gone");
  ({ link } = message);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
});

/** A page without script; Chromium says by itself that it is driven by a program. */
async function plain(): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  onTestFinished(() => context.close());
  context.setDefaultTimeout(20_000);
  return context.newPage();
}

const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
const press = (page: Page, name: string): Promise<void> => page.getByRole("button", { name, exact: true }).click();

interface State {
  readonly token_requests: { readonly body: { readonly tariff_id: string } }[];
}

test("wait, stop, both taken back, repair, and all is good", async () => {
  const page = await plain();
  // As it says that it is driven, a button stands in between; nothing is minted before it is pressed.
  await page.goto(link);
  await heading(page, en.confirm.heading);
  expect(((await server.get("/_dev/state")).json as State).token_requests).toEqual([]);

  await page.goto(`${link}/tariffs`);
  await heading(page, en.overview.title);
  const day = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel(en.snooze.label).fill(day);
  await press(page, en.snooze.button);
  await page.getByText(en.snooze.done.text).waitFor();
  await press(page, en.snooze.undo);
  await heading(page, en.snooze.undone.heading);

  await page.getByRole("link", { name: en.overview.title }).click();
  await heading(page, en.overview.title);
  await press(page, en.stop.button);
  await heading(page, en.stop.done.heading);
  await press(page, en.stop.undo);
  await heading(page, en.stop.undone.heading);

  await page.goto(link);
  await press(page, en.confirm.button);
  await page.waitForURL(CONNECT);
  expect(((await server.get("/_dev/state")).json as State).token_requests).toMatchObject([
    { body: { tariff_id: TARIFF } },
  ]);

  await page.goto(`${link}/done`);
  await heading(page, en.done.notYet.heading);
  // The page looks again by itself, without script, and tells of the repair when it sees it.
  await server.post("/_dev/repair", { tariff_id: TARIFF });
  await heading(page, en.done.repaired.heading);
  expect(new URL(page.url()).search).toMatch(/^\?look=\d$/);
  await page.goto(link);
  await press(page, en.confirm.button);
  await heading(page, en.allGood.heading);
});
