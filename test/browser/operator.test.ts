// The operator's pages as a person goes through them: signing in, finding out why nothing was sent, quarantine, health, setup; in
// light and dark, on a phone and a desk, by keyboard alone, without script.
import { mkdirSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { moveIn } from "../dev/server/household.ts";
import { until } from "../dev/server/server.ts";
import { injectAxe, overflow, violations } from "./audit.ts";
import { visit } from "./visitor.ts";
import type { Visitor } from "./visitor.ts";
import type { Client } from "../dev/server/server.ts";

/** Where pictures go for somebody to look at; nowhere unless it is asked for. */
const PICTURES = process.env["PICTURES"];

const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole("heading", { level: 1, name, exact: true }).waitFor();

async function signIn(page: Page, server: Client, path = "/operator"): Promise<void> {
  await page.goto(`${server.origin}${path}`);
  await heading(page, "Sign in");
  await page.getByLabel("Operator key").fill(server.operatorToken);
  await page.keyboard.press("Enter");
  await page.getByRole("navigation", { name: "Operator" }).waitFor();
}

/** Nothing is wrong with the page as it is drawn. Two of the four looks show every size and every colour; all are pictured. */
async function look({ page }: Visitor, name: string): Promise<void> {
  for (const [width, height, own] of [
    [1280, 900, "light"],
    [320, 700, "dark"],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ["light", "dark"] as const) {
      if (PICTURES === undefined && colorScheme !== own) continue;
      await page.emulateMedia({ colorScheme });
      await injectAxe(page);
      expect([name, width, colorScheme, await violations(page)]).toEqual([name, width, colorScheme, []]);
      if (PICTURES !== undefined) {
        mkdirSync(PICTURES, { recursive: true });
        await page.screenshot({ path: `${PICTURES}/${name}-${width}-${colorScheme}.png`, fullPage: true });
      }
    }
    expect([name, width, (await overflow(page)).page]).toEqual([name, width, 0]);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

/** A page that is made of what another one is made of: looked at by people alone. */
const picture = async (visitor: Visitor, name: string): Promise<void> =>
  PICTURES === undefined ? undefined : look(visitor, name);

test("why nothing was sent is answered in two clicks, and every page is fit to be looked at", async () => {
  const { server, customer, tariffs } = await moveIn();
  const [tariff] = tariffs;
  await server.post("/_dev/trigger", { type: "tariff.expired", tariff_id: tariff });
  await server.post("/_dev/clock", { advance: "12m" });
  await server.post("/_dev/trigger", { type: "tariff.expired", tariff_id: tariff });
  await server.post("/webhooks/flatpeak", "{}");
  const visitor = await visit("person", { viewport: { width: 1280, height: 900 }, javaScriptEnabled: true });
  const { page, problems } = visitor;

  await page.goto(`${server.origin}/operator`);
  await heading(page, "Sign in");
  await look(visitor, "sign-in");
  await page.getByLabel("Operator key").fill("not-a-key-0123456789abcdef0123456789");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("This is no operator's key.").waitFor();
  await signIn(page, server);
  await heading(page, "Needs action");
  await look(visitor, "first");

  await page.getByLabel("Find a customer").fill(customer);
  await page.getByRole("button", { name: "Find" }).click();
  await heading(page, "A customer's story");
  await page.getByRole("heading", { level: 2, name: "Why nothing was sent" }).waitFor();
  await page.getByText("FlatPeak told of the same problem again").first().waitFor();
  await page.getByText(/reminder 2 is due at/).waitFor();
  await look(visitor, "customer");

  // Each thing that can be done has a page of its own, which asks why.
  await page.getByRole("link", { name: "End all links" }).click();
  await heading(page, "End all links");
  await page.getByLabel("Why").fill("asked on the telephone");
  await look(visitor, "order");
  await page.getByRole("button", { name: "End all links" }).click();
  await page.getByText("All links of this customer have ended.").waitFor();
  // What was done is told once.
  await picture(visitor, "done");
  await page.reload();
  await heading(page, "A customer's story");
  expect(await page.getByText("All links of this customer have ended.").count()).toBe(0);
  await page.getByRole("link", { name: "Change how they are reached" }).click();
  await heading(page, "Change how they are reached");
  await page.getByRole("textbox", { name: "Phone" }).fill("020 7946 0000");
  await page.getByLabel("Why").fill("told us on the telephone");
  await page.getByRole("button", { name: "Change how they are reached" }).click();
  await page.getByText("It must be in E.164").waitFor();
  await look(visitor, "contact");
  await page.getByRole("link", { name: "Audit" }).click();
  await heading(page, "Who changed what");
  await page.getByText("asked on the telephone").waitFor();
  await look(visitor, "audit");
  await page.getByRole("link", { name: customer }).first().click();
  await page.getByRole("link", { name: "Erase the customer" }).click();
  await heading(page, "Erase the customer");
  await look(visitor, "erase");
  await page.goBack();
  await page.getByRole("link", { name: "Put back to an earlier instant" }).click();
  await heading(page, "Put back to an earlier instant");
  await look(visitor, "restore-when");
  await page.getByLabel("Day").fill(new Date(Date.now() - 86_400_000).toISOString().slice(0, 10));
  await page.getByLabel("Time").fill("00:00");
  await page.getByLabel("UTC", { exact: true }).check();
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("button", { name: "Put the customer back" }).waitFor();
  await page.getByLabel("Why").fill("the deployment of noon");
  await page.getByRole("button", { name: "Put the customer back" }).click();
  await page.getByText(/^Not done: nothing was known of this customer then/).waitFor();
  await look(visitor, "restore");
  await page.getByRole("link", { name: customer }).first().click();
  await page.getByRole("link", { name: "Download all that is kept" }).click();
  await heading(page, "Download all that is kept");
  await picture(visitor, "export");
  await page.getByRole("link", { name: "Needs action" }).click();
  await page.getByRole("link", { name: "Show every open case" }).click();
  await heading(page, "Open cases");
  await picture(visitor, "open");
  await page.getByLabel("Find a customer").fill("cus_nobody");
  await page.getByRole("button", { name: "Find" }).click();
  await heading(page, "Nobody found");
  await picture(visitor, "nobody");

  // Who needs somebody stands on the first page; the index is told by the customer's own alarm.
  const headers = { Authorization: `Bearer ${server.operatorToken}` };
  await server.get(`/v1/customers/${customer}/contact`, { method: "PUT", headers, body: '{"opted_out":true}' });
  await server.post("/_dev/clock", { advance: "4d" });
  await until(
    async () => (await server.get(`/v1/cases?needs_action=any&customer_id=${customer}`, { headers })).json,
    (seen) => (seen as { data: unknown[] }).data.length > 0,
    "the customer among those who need somebody",
  );
  await page.getByRole("link", { name: "Needs action" }).click();
  await page.getByText("wants no messages").first().waitFor();
  await look(visitor, "needs");
  await page.getByRole("link", { name: customer }).first().click();
  await page.locator('[data-reason="opted_out"]').waitFor();
  await page.getByText(/no message, since the customer wants none/).waitFor();

  for (const [name, title] of [
    ["Health", "Health"],
    ["Quarantine", "Quarantine"],
    ["Setup", "Is it set up right?"],
    ["Figures", "Figures"],
  ] as const) {
    await page.getByRole("link", { name, exact: true }).click();
    await heading(page, title);
    await look(visitor, name.toLowerCase());
  }
  await page.getByRole("link", { name: "Health", exact: true }).click();
  await page.getByRole("button", { name: "Send a test alert" }).click();
  await page.getByText("the chat took it").waitFor();
  await picture(visitor, "alert");
  await page.goto(`${server.origin}/docs`);
  await look(visitor, "docs");
  await page.goto(`${server.origin}/operator/checks`);
  await page.getByRole("button", { name: "Check everything" }).click();
  await page.getByRole("heading", { level: 2, name: "What was found" }).waitFor();
  await look(visitor, "checked");

  await page.getByRole("button", { name: /^Sign out/ }).click();
  await heading(page, "Sign in");
  await page.goto(`${server.origin}/operator/health`);
  await heading(page, "Sign in");
  // The refusals of a wrong key and of a form filled in wrongly are answers that the browser tells of.
  expect(problems.filter((it) => !/status of 40[039]/.test(it))).toEqual([]);
});

/**
 * Whose silence the small fleet shows, by their number in it. The others need what no development server has at once: closed hours, an
 * invitation, a company with other settings, a FlatPeak or a provider that fails. `silences.ts` beside this has each of them happen.
 */
const SILENT = [
  "case_already_open",
  "inhibited_by_a_stronger_reason",
  "older_than_the_repair",
  "already_handed_over",
  "snoozed",
  "tap_hold",
  "cap",
  "opted_out",
  "disconnected_while_reconnecting",
  // No ladder is off on this server; where one is, this is somebody whose is.
  null,
  "older_than_the_closing",
] as const;

test("a customer is found and their page says why nothing was sent, for each silence of the small fleet", async () => {
  const { server } = await moveIn();
  await server.post("/_dev/fleet", { customers: SILENT.length });
  const { page } = await visit("person", { javaScriptEnabled: false });
  await signIn(page, server);
  for (const [no, reason] of SILENT.entries()) {
    if (reason === null) continue;
    const id = `cus_f1ee70000000${no.toString(16).padStart(12, "0")}`;
    await until(
      async () => {
        await page.goto(`${server.origin}/operator?q=${id}`);
        return page.locator(`[data-reason="${reason}"]`).count();
      },
      (count) => count === 1,
      `${reason} on the page of ${id}`,
    );
  }
});

/** Presses Tab until what has this id or says this has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    // The page runs no script of its own; what is asked here is asked from outside.
    const [id, said] = await page.evaluate(() => {
      const { activeElement } = document;
      return [activeElement?.id ?? "", activeElement?.textContent ?? ""];
    });
    if (id === name || said.includes(name)) return;
  }
  throw new Error(`nothing that can be tabbed to is called ${name}`);
}

/** Tabs there and presses Enter. */
async function enter(page: Page, name: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press("Enter");
}

test("by keyboard alone and without script: signing in, why nothing was sent, taking an event in again", async () => {
  const { server, customer, tariffs } = await moveIn();
  const [tariff] = tariffs;
  await server.post("/_dev/trigger", { type: "tariff.expired", tariff_id: tariff });
  await server.post("/_dev/clock", { advance: "12m" });
  await server.post("/_dev/trigger", { type: "tariff.expired", tariff_id: tariff });
  await server.post("/webhooks/flatpeak", `{"nothing":"${customer}"}`);
  const { page } = await visit("person", { javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  await page.goto(`${server.origin}/operator`);
  await heading(page, "Sign in");
  await page.keyboard.press("Tab");
  await page.keyboard.type(server.operatorToken);
  await page.keyboard.press("Enter");
  await heading(page, "Needs action");
  await tabTo(page, "q");
  await page.keyboard.type(customer);
  await page.keyboard.press("Enter");
  await heading(page, "A customer's story");
  await page.locator('[data-reason="case_already_open"]').waitFor();
  await enter(page, "Let reminders wait");
  await heading(page, "Let reminders wait");
  await tabTo(page, "value");
  await page.keyboard.type(
    new Date(Date.now() + 9 * 86_400_000).toLocaleDateString("en-US").replaceAll(/\b(\d)\b/g, "0$1"),
  );
  await tabTo(page, "why");
  await page.keyboard.type("is on holiday");
  await page.keyboard.press("Enter");
  await page.getByText("The customer's reminders wait.").waitFor();
  await enter(page, "Put back to an earlier instant");
  await heading(page, "Put back to an earlier instant");
  await tabTo(page, "day");
  const dayBefore = new Date(Date.now() - 86_400_000).toLocaleDateString("en-US");
  await page.keyboard.type(dayBefore.replaceAll(/\b(\d)\b/g, "0$1"));
  await tabTo(page, "time");
  await page.keyboard.type("0230AM");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Put the customer back" }).waitFor();
  await tabTo(page, "why");
  await page.keyboard.type("the deployment of noon");
  await page.keyboard.press("Enter");
  await page.getByText(/^Not done: nothing was known of this customer then/).waitFor();
  await enter(page, "Quarantine");
  await heading(page, "Quarantine");
  await enter(page, "Take it in again");
  await page.getByText("The event still cannot be taken in, and stays.").waitFor();
  const headers = { Authorization: `Bearer ${server.operatorToken}` };
  const trail = (await server.get("/v1/audit", { headers })).json as { data: { what: string; who: string }[] };
  expect(trail.data).toContainEqual(
    expect.objectContaining({ what: "POST /v1/quarantine/:digest/replay", who: "operator" }),
  );
  await enter(page, "Sign out");
  await heading(page, "Sign in");
});
