// The emulated Connect page in a browser: it does to a customer what FlatPeak's own client does.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { moveIn } from "../dev/server/household.ts";
import type { Client } from "../dev/server/server.ts";
import { visit } from "./visitor.ts";

const credentials = Buffer.from("acc_661677911f2197045e6cf1b1:sk_test_emulator").toString("base64");

/** The address of a Connect session as FlatPeak gives it out; `asked` is what the token asks for. */
async function session(server: Client, asked: { tariff_id: string } & Record<string, unknown>): Promise<string> {
  const api = `${server.origin}/_flatpeak/api`;
  const login = await server.get(`${api}/login`, { headers: { Authorization: `Basic ${credentials}` } });
  const { bearer_token } = login.json as { bearer_token: string };
  const urls = { connect_url: `${server.origin}/_flatpeak/connect-web/`, callback_url: `${server.origin}/healthz` };
  const bearer = { Authorization: `Bearer ${bearer_token}` };
  const minted = await server.post(`${api}/connect/token`, { ...asked, ...urls }, bearer);
  const { connect_token } = minted.json as { connect_token: string };
  return `${server.origin}/_flatpeak/connect-web/?fp_cot=${connect_token}`;
}

async function tariff(server: Client, tariffId: string) {
  const state = (await server.get("/_dev/state")).json as {
    locations: { tariffs: { id: string; status: string; contract_end_date: string | null; pending: boolean }[] }[];
  };
  return state.locations.flatMap(({ tariffs }) => tariffs).find(({ id }) => id === tariffId);
}

const buttons = (page: Page) => page.getByRole("button").allTextContents();
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

test("it is no kinder than FlatPeak's own client (rows 60 to 65)", async () => {
  const { server, tariffs } = await moveIn();
  const [tariff_id] = tariffs;
  const { page } = await visit("person", { timezoneId: "Europe/Berlin" });
  const heading = (name: string) => page.getByRole("heading", { name, exact: true }).waitFor();

  // A contract that ends: the customer lands on a summary that says all is well, and closing is the way on.
  await server.post("/_dev/trigger", { type: "tariff.expiring", tariff_id });
  await page.goto(await session(server, { tariff_id }));
  await heading("Your tariff is connected");
  expect(await buttons(page)).toEqual(["Choose your supplier", "Disconnect", "Report a problem", "Back", "Close"]);
  expect(await page.getByRole("main").innerText()).not.toMatch(/contract/i);

  // A date picked east of Greenwich arrives as the day before; it is asked for only where the token wants it.
  const wanted = { tariff_id, actions: { edit_tariff: true }, route_options: { contract_term_capture: true } };
  await page.goto(await session(server, wanted));
  await heading("Who is your supplier?");
  await press(page, "Northwind Energy");
  await press(page, "Northwind Energy Fixed");
  await heading("When does your new contract end?");
  await page.getByLabel("Contract end date").fill("2099-06-30");
  await press(page, "Continue");
  await heading("Your tariff is connected");
  expect(await tariff(server, tariff_id)).toMatchObject({ contract_end_date: "2099-06-29" });

  // "Cancel", which the page recommends, disconnects; and a direct connection may take hours.
  await server.post("/_dev/tariff", { tariff_id, status: "ERROR" });
  await page.goto(await session(server, { tariff_id }));
  await heading("Your tariff needs connecting again");
  expect(await buttons(page)).not.toContain("Disconnect");
  await press(page, "Cancel");
  await page.waitForURL(/\/healthz\?fp_cot=/);
  expect(await tariff(server, tariff_id)).toMatchObject({ status: "NOT_CONNECTED", pending: false });

  await server.post("/_dev/faults", { target: "direct", mode: "pending", count: 1 });
  await page.goto(await session(server, { tariff_id }));
  await heading("Who is your supplier?");
  await press(page, "Harbour Power");
  await heading("Sign in to Harbour Power");
  await press(page, "Sign in");
  await heading("We are connecting your tariff");
  expect(await buttons(page)).toEqual(["Start again", "Cancel", "Back", "Close"]);
  expect(await tariff(server, tariff_id)).toMatchObject({ status: "NOT_CONNECTED", pending: true });
});
