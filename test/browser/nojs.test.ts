// What else a customer does about a message, without JavaScript on any page: wait, stop, and take both back. The repair itself is
// in connect.test.ts.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { sayIn } from "../../src/text/page.ts";
import { firstLink, moveIn } from "../dev/server/household.ts";
import { visit } from "./visitor.ts";

const say = sayIn("en");

const CONNECT = /\/connect(?:\?|$)/;

const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
const press = (page: Page, name: string): Promise<void> => page.getByRole("button", { name, exact: true }).click();

interface State {
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
