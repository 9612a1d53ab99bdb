// The control room as a newcomer with a phone meets it: in the order of its steps, nothing cut off, and it says what is not
// as in production.
import type { Page } from "playwright-core";
import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { devSettings } from "../../src/dev/emulator/dev-settings.ts";
import { firstLink, moveIn } from "../dev/server/household.ts";
import { visit } from "./visitor.ts";

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
    document.body.appendChild(natural);
    const missing = natural.offsetWidth - (element as HTMLElement).offsetWidth;
    natural.remove();
    return Math.max(0, missing);
  });

async function open(origin: string, width: number): Promise<Page> {
  const { page } = await visit("person", { viewport: { width, height: 844 } });
  await page.goto(`${origin}/_dev/`);
  await button(page, "skip 30 days").waitFor();
  return page;
}

test("on a phone every step is at hand, and what is otherwise than in production is said (rows 58, 89)", async () => {
  const { server, tariffs } = await moveIn();
  const [tariff_id] = tariffs;
  const page = await open(server.origin, 390);

  const order = [".steps", ".homes", ".handset", ".clock", ".story", ".prices", ".faults", ".logs", ".settings"];
  const tops = await Promise.all(order.map((it) => top(page, it)));
  expect(tops).toEqual(tops.toSorted((a, b) => a - b));
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(2200);
  // Folded away until they are wanted, so that the page is no longer than it has to be.
  for (const title of ["Make something fail", "Not as in production"]) await page.getByText(title).click();
  for (const name of ["What fails", "How it fails"]) expect([name, await cutOff(page, name)]).toEqual([name, 0]);

  const settings = await page.locator(".settings").innerText();
  for (const name of ["GROUP_WAIT", "SEND_WINDOW", "SEND_WINDOW_HARD", "CHANNEL_ORDER", "TEST_MODE_DELIVERY"])
    expect(settings).toContain(name);
  expect(settings).toContain("New cases wait 10m for each other; by default 5m.");
  expect(settings).toContain("Quiet hours are off: by default messages leave from 09:00-20:00 only");

  // Night in London, in summer and in winter.
  const { now } = (await server.get("/_dev/state")).json as { now: string };
  const night = Math.ceil((Date.parse(`${now.slice(0, 10)}T23:30:00Z`) - Date.parse(now)) / 60_000);
  await server.post("/_dev/clock", { advance: `${(night + 1440) % 1440 || 1440}m` });
  await button(page, "expired").click();
  await page.getByTestId("case").waitFor();
  await firstLink(server);
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
  const { server } = await moveIn();
  const page = await open(server.origin, 1280);

  await button(page, "fetch failed").click();
  await page
    .getByRole("status")
    .getByText(/The next message is due at .* \(LADDER_FETCH_FAILED\)/)
    .waitFor();
  await page.getByRole("listitem").filter({ hasText: "Read the message" }).getByText("It is due").waitFor();

  // As the product tells its company, which is signed with a secret they share.
  const told = async (type: string, data: object) => {
    const raw = JSON.stringify({ type, timestamp: new Date().toISOString(), data });
    const at = new Date();
    const signature = new Webhook(devSettings(0, {}, "")["HANDOFF_SECRET"] ?? "").sign(type, at, raw);
    const signed = { "webhook-id": type, "webhook-timestamp": String(Math.floor(at.getTime() / 1000)) };
    return server.post("/_dev/handoff", raw, { ...signed, "webhook-signature": signature });
  };
  await told("channel.closed", { channel: "sms", why: "twilio 20003" });
  await page.getByText("channel closed").waitFor();
  await page.getByText("channel sms · why twilio 20003").waitFor();
  await told("account.refused", { code: "account_disabled" });
  await page.getByText("FlatPeak refuses us").waitFor();
  await page.getByText("code account disabled").waitFor();

  await select(page, "What fails").selectOption({ label: "FlatPeak’s whole API" });
  await select(page, "How it fails").selectOption({ label: "has closed our account" });
  await button(page, "set").click();
  await page.getByText("FlatPeak’s whole API has closed our account").waitFor();
  const { faults } = (await server.get("/_dev/state")).json as { faults: object };
  await server.get("/_dev/faults", { method: "DELETE" });
  expect(faults).toMatchObject({ api: { mode: "code", code: "account_disabled" } });
});
