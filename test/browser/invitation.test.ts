// The first connection of somebody who is invited: from the link that the company hands over to the home that it learns of, without
// script, on a small phone and on a desk.
import { expect, test } from "vitest";
import { LANGUAGES } from "../../src/text/language.ts";
import { sayIn } from "../../src/text/page.ts";
import { until } from "../dev/server/server.ts";
import { Customer, USUAL, go } from "./customer.ts";
import type { Page } from "playwright-core";

interface Story {
  readonly state: string;
  readonly location_id: string | null;
}

const HOME = { address_line1: "1 High Street", city: "London", post_code: "SW1A 1AA", country_code: "GB" };

async function fillHome(page: Page): Promise<void> {
  for (const [name, value] of Object.entries(HOME)) {
    const field = page.locator(`[name=${name}]`);
    if ((await field.evaluate((it) => it.tagName)) === "SELECT") await field.selectOption(value);
    else await field.fill(value);
  }
  await go(page);
}

test.each(LANGUAGES)(
  "a first connection by invitation, in %s: it is known afterwards which home it is",
  async (language) => {
    const say = sayIn(language);
    const customer = await Customer.moveIn(language);
    const { server } = customer.household;
    const headers = { Authorization: `Bearer ${server.operatorToken}` };
    const made = (
      await server.post("/v1/invitations", { customer_reference_id: "C-77", contact: { locale: language } }, headers)
    ).json as {
      readonly invitation_id: string;
      readonly link: string;
    };
    const story = async (): Promise<Story> =>
      (await server.get(`/v1/invitations/${made.invitation_id}`, { headers })).json as Story;
    await customer.walk(made.link, { ...USUAL, address: fillHome });
    expect(await customer.page.locator("h1").innerText()).toBe(say("page.done.first.heading"));
    const { location_id: home } = await until(
      story,
      ({ state }) => state === "completed",
      "the invitation is completed",
    );
    expect(home).toMatch(/^loc_/);
    await customer.page.goto(made.link);
    expect(await customer.page.locator("h1").innerText()).toBe(say("page.all_good.heading"));
    expect(await customer.complaints()).toEqual([]);
  },
);
