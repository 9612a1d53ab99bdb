// The overview as it is served, in a real browser: two homes and five tariffs in five states, each action opening Connect for
// its own tariff; by keyboard, for everyone (axe-core), and light.
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { sayIn } from "../../src/text/page.ts";
import { firstLink, moveIn } from "../dev/server/household.ts";
import type { Household } from "../dev/server/household.ts";
import { injectAxe, violations } from "./audit.ts";
import { visit } from "./visitor.ts";
import type { Visitor } from "./visitor.ts";

const say = sayIn("en");

const MAX_BYTES = 20_000;

let household: Household;
/** The link of the one message about all of it. */
let link: string;

beforeAll(async () => {
  household = await moveIn();
  const { server, tariffs } = household;
  const [expired, expiring, failed, upgrade] = tariffs;
  const inFiveDays = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  await server.post("/_dev/tariff", { tariff_id: expiring, contract_end_date: inFiveDays });
  await server.post("/_dev/trigger", { type: "tariff.fetch.failed", tariff_id: failed });
  await server.post("/_dev/trigger", { type: "tariff.connection.upgrade", tariff_id: upgrade });
  await server.post("/_dev/trigger", { type: "tariff.expired", tariff_id: expired });
  link = await firstLink(server);
});

async function visitor(width: number, colorScheme: "light" | "dark"): Promise<Visitor & { asked: string[] }> {
  const visitor = await visit("person", { viewport: { width, height: 844 }, colorScheme });
  const asked: string[] = [];
  visitor.page.on("request", (request) => {
    if (!request.url().startsWith("data:")) asked.push(new URL(request.url()).pathname);
  });
  return { ...visitor, asked };
}

const items = (page: Page) => page.getByRole("listitem");

test.each([
  [390, "light"],
  [390, "dark"],
  [1280, "light"],
  [1280, "dark"],
] as const)("is there in one small request, fits, and axe-core finds nothing (%i, %s)", async (width, scheme) => {
  const { page, asked, problems } = await visitor(width, scheme);
  await page.goto(link);
  await page.getByRole("heading", { level: 1, name: say("page.overview.title") }).waitFor();
  // Pressed open by the link of the message: the link itself, and the page it leads to.
  expect(asked).toEqual([new URL(link).pathname, `${new URL(link).pathname}/tariffs`]);
  const again = await page.reload();
  const bytes = (await again?.body())?.length ?? Infinity;
  expect(bytes).toBeLessThan(MAX_BYTES);
  expect(asked).toHaveLength(3);

  const [failed, expiring, expired, connected, upgrade] = (
    ["failed", "expiring", "expired", "connected", "upgrade"] as const
  ).map((it) => say(`page.overview.states.${it}`));
  expect(await page.locator(".badge").allTextContents()).toEqual([expired, expiring, failed, upgrade, connected]);
  expect(await page.getByRole("heading", { level: 2 }).allTextContents()).toEqual([
    say("page.home", { number: "1" }),
    say("page.home", { number: "2" }),
    say("page.snooze.heading"),
    say("page.overview.messages"),
  ]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  await injectAxe(page);
  expect(await violations(page)).toEqual([]);
  expect(problems).toEqual([]);
});

test("every action is reached by Tab, shows it, and opens Connect for its own tariff by Enter", async () => {
  const { page } = await visitor(390, "light");
  const overview = `${link}/tariffs`;
  await page.goto(overview);
  const count = await items(page).getByRole("link").count();
  expect(await items(page).locator("a.button").count()).toBe(4);
  for (let at = 0; at < count; at += 1) {
    await page.goto(overview);
    for (let tabs = 0; tabs <= at; tabs += 1) await page.keyboard.press("Tab");
    const focused = page.locator(":focus");
    expect(await focused.evaluate((it) => it.matches("li a") && getComputedStyle(it).outlineStyle)).toBe("solid");
    // What else can be done with a tariff stands beside its action.
    if (!(await focused.evaluate((it) => it.matches("a.button")))) continue;
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/connect(?:\?|$)/);
    await page.getByRole("heading", { level: 1 }).waitFor();
  }
  const state = (await household.server.get("/_dev/state")).json as {
    token_requests: { body: { tariff_id: string } }[];
  };
  expect(state.token_requests.map(({ body }) => body.tariff_id)).toEqual(household.tariffs.slice(0, 4));
});

test("what follows the actions is reached by Tab too: the date, the stop, the app", async () => {
  const { page } = await visitor(1280, "light");
  await page.goto(`${link}/tariffs`);
  const reached: string[] = [];
  for (let tabs = 0; tabs < 40; tabs += 1) {
    await page.keyboard.press("Tab");
    const name = await page.evaluate(() => {
      const it = document.activeElement;
      return it instanceof HTMLInputElement ? it.name : (it?.textContent ?? "");
    });
    if (reached.at(-1) !== name) reached.push(name);
  }
  const from = reached.indexOf("until");
  expect(from).toBe(await items(page).getByRole("link").count());
  expect(reached.slice(from, from + 4)).toEqual([
    "until",
    say("page.snooze.button"),
    say("page.stop.button"),
    say("page.back_to_app"),
  ]);
});
