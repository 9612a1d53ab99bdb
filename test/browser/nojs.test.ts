// What else a customer does about a message, without JavaScript on any page: wait, stop, and take both back. The repair itself is
// in connect.test.ts.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { longDate } from "../../src/text/dates.ts";
import { sayIn } from "../../src/text/page.ts";
import { LANGUAGES } from "../../src/text/language.ts";
import { firstLink, moveIn } from "../dev/server/household.ts";
import { until } from "../dev/server/server.ts";
import { overflow } from "./audit.ts";
import { visit } from "./visitor.ts";

const say = sayIn("en");

const CONNECT = /\/connect(?:\?|$)/;

const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
const press = (page: Page, name: string): Promise<void> => page.getByRole("button", { name, exact: true }).click();

interface State {
  readonly now: string;
  readonly token_requests: { readonly body: { readonly tariff_id: string } }[];
}

test("wait, stop, both taken back, repair, and all is good", async () => {
  const { server, tariffs } = await moveIn();
  const [tariff] = tariffs;
  await server.post("/_dev/trigger", { type: "tariff.expired", tariff_id: tariff });
  const link = await firstLink(server);
  const { page } = await visit("program", { javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  // As it says that it is driven, a button stands in between; nothing is minted before it is pressed.
  await page.goto(link);
  await heading(page, say("page.confirm.heading"));
  expect(((await server.get("/_dev/state")).json as State).token_requests).toEqual([]);

  await page.goto(`${link}/tariffs`);
  await heading(page, say("page.overview.title"));
  const day = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel(say("page.snooze.label")).fill(day);
  await press(page, say("page.snooze.button"));
  await page.getByText(say("page.snooze.done.text")).waitFor();
  await press(page, say("page.snooze.undo"));
  await heading(page, say("page.snooze.undone.heading"));

  await page.getByRole("link", { name: say("page.overview.title") }).click();
  await heading(page, say("page.overview.title"));
  await press(page, say("page.stop.button"));
  await heading(page, say("page.stop.done.heading"));
  await press(page, say("page.stop.undo"));
  await heading(page, say("page.stop.undone.heading"));

  await page.goto(link);
  await press(page, say("page.confirm.button"));
  await page.waitForURL(CONNECT);
  expect(((await server.get("/_dev/state")).json as State).token_requests).toMatchObject([
    { body: { tariff_id: tariff } },
  ]);

  // While FlatPeak cannot tell, the page looks again by itself, without script, and tells of the repair when it sees it.
  await server.post("/_dev/faults", { target: "status", mode: "500" });
  await page.goto(`${link}/done`);
  await heading(page, say("page.done.checking.heading"));
  await server.post("/_dev/repair", { tariff_id: tariff });
  await server.post("/_dev/faults", { target: "status", mode: "none" });
  await heading(page, say("page.done.repaired.heading"));
  expect(new URL(page.url()).search).toMatch(/^\?look=\d$/);
  await page.goto(link);
  await press(page, say("page.confirm.button"));
  await heading(page, say("page.all_good.heading"));
});

interface Inbox {
  readonly messages: readonly {
    readonly channel: string;
    readonly link: string;
    readonly html: string | null;
    readonly cases: readonly { readonly contract_end_date: string }[];
  }[];
}

const PRIVACY = "https://example.com/privacy";
/** The ways out, and the word that a contract continues, as they stand on a page. */
const WAYS = ['a[href$="/snooze"]', 'a[href$="/stop"]', `a[href="${PRIVACY}"]`, "input[name=continues]"] as const;

test("later, stop, the contract that continues and the privacy notice are two taps from each message, in every language", async () => {
  const { server, customer, tariffs } = await moveIn();
  const [tariff] = tariffs;
  // So far that the caps let the last message go out when its day begins.
  const end = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
  await server.post("/_dev/trigger", { type: "tariff.expiring", tariff_id: tariff });
  await server.post("/_dev/tariff", { tariff_id: tariff, contract_end_date: end });
  await firstLink(server);
  await server.post("/_dev/clock", { advance: "121h" });
  const { now } = (await server.get("/_dev/state")).json as State;
  const minutes = Math.ceil((Date.parse(end) - Date.parse(now)) / 60_000) + 60;
  await server.post("/_dev/clock", { advance: `${minutes}m` });
  const { messages } = await until(
    async () => (await server.get("/_dev/inbox")).json as Inbox,
    (inbox) => inbox.messages.length >= 3,
    "three messages",
  );
  const [sms, email, push] = messages;
  expect(sms?.cases[0]?.contract_end_date).toBe(end);
  expect([sms?.channel, email?.channel, push?.channel]).toEqual(["sms", "email", "push"]);
  expect(email?.html).toContain("/stop");
  expect(email?.html).toContain(PRIVACY);

  const { page } = await visit("person", { viewport: { width: 320, height: 640 } });
  for (const language of LANGUAGES) {
    await server.post("/_dev/contact", { customer_id: customer, locale: language });
    await page.goto(sms?.link ?? "");
    await heading(page, sayIn(language)("page.before.heading", { date: longDate(language, end) }));
    expect(await page.locator("html").getAttribute("lang")).toBe(language);
    for (const way of WAYS)
      expect({ language, way, count: await page.locator(way).count() }).toMatchObject({ count: 1 });
    expect(await overflow(page)).toEqual({ page: 0, boxes: [] });
  }
  await server.post("/_dev/contact", { customer_id: customer, locale: "en" });
  for (const message of [email, push]) {
    await page.goto(message?.link ?? "");
    for (const way of WAYS) expect(await page.locator(way).count()).toBe(1);
  }
  await page.locator(WAYS[0]).click();
  await heading(page, say("page.snooze.heading"));
  await page.goBack();
  await page.locator(WAYS[1]).click();
  await heading(page, say("page.stop.heading"));
  await page.goBack();
  await press(page, say("page.before.continues.button"));
  await page.waitForURL(CONNECT);
  // Connect's own pages have the ways out as well.
  for (const way of WAYS.slice(0, 3)) expect(await page.locator(way).count()).toBe(1);
});
