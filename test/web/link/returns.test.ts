// Back from Connect: every return asks FlatPeak, the page says what is, and there is always a way on. And what a session is
// asked to ask for, so that the customer can repair what they came for.

import { beforeEach, describe, expect, it, vi } from "vitest";
import { eventually } from "../../support/eventually.ts";
import { repairTariff } from "../../../src/dev/emulator/tariffs.ts";
import { dayFrom } from "../../../src/dev/emulator/world.ts";
import { installFlatPeak } from "../../support/flatpeak.ts";
import { LOCATION, TARIFF, customer, happen, linkTo, setContact, story, tariffIn, visit } from "../../support/links.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
const OTHER = "trf_6597ef46529ab4467502af3e";
let flatpeak: FakeFlatPeak;

beforeEach(async () => {
  flatpeak = await installFlatPeak();
});

const own = () => tariffIn(flatpeak, TARIFF);
const inDays = (days: number): string => dayFrom(Date.now(), days);
const done = async (link: string): Promise<string> => {
  const answer = await visit(`${link}/done`);
  expect(answer.status).toBe(200);
  return answer.text();
};
const session = (): Promise<void> => happen(flatpeak, "connect_session.complete", TARIFF);
const lastBody = () => flatpeak.world.tokenRequests.at(-1)?.body;
const messages = () => flatpeak.handoffs.filter(({ body }) => body.type === "notification.requested");

/** The link of a message about a contract, with the end date FlatPeak has. */
async function contractLink(type: "tariff.expiring" | "tariff.expired", end: string): Promise<string> {
  own().contractEndDate = end;
  await happen(flatpeak, type, TARIFF, { contract_end_date: end });
  await customer().advanceClock(6 * MINUTE);
  return messages()[0]?.body.data.link ?? "";
}

async function failedLink(): Promise<string> {
  own().status = "ERROR";
  await happen(flatpeak, "tariff.fetch.failed", TARIFF);
  await customer().advanceClock(3 * 60 * MINUTE);
  return messages()[0]?.body.data.link ?? "";
}

describe("a return from Connect", () => {
  it("asks FlatPeak though the case has ended, and says what is: disconnected after the repair (row 59)", async () => {
    const link = await failedLink();
    await visit(link);
    repairTariff(own(), Date.now());
    await session();
    await eventually(async () => expect((await story()).cases).toMatchObject([{ state: "repaired" }]));
    own().status = "NOT_CONNECTED";
    const html = await done(link);
    expect(html).not.toContain("Thank you");
    expect(html).toContain("not connected");
    expect(html).toContain("Connect again");
    // The link and the overview lead back in.
    expect((await visit(link)).status).toBe(302);
    expect(await (await visit(`${link}/tariffs`)).text()).toContain("Not connected");
    expect((await story()).cases).toMatchObject([{ state: "disconnected" }]);
  });

  it("says connected of a case that had ended only while FlatPeak says so (row 59)", async () => {
    const link = await failedLink();
    repairTariff(own(), Date.now());
    expect(await done(link)).toContain("Thank you");
    expect(await done(link)).toContain("Thank you");
    flatpeak.intercept = () => new Response(null, { status: 500 });
    await visit(link);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 10_000 });
    expect(await done(link)).toContain("Checking");
    vi.useRealTimers();
  });

  it("says repaired when a case that was handed over is repaired by the old link (row 45)", async () => {
    const link = await failedLink();
    await customer().advanceClock(40 * DAY);
    expect((await story()).cases).toMatchObject([{ state: "handed_over" }]);
    expect((await visit(link)).status).toBe(302);
    repairTariff(own(), Date.now() + 40 * DAY);
    expect(await done(link)).toContain("Thank you");
    expect((await story()).cases).toMatchObject([{ state: "repaired" }]);
    expect(await (await visit(link)).text()).toContain("nothing to do");
  });

  it("names what the same tariff needs beside, and leads to it (row 44)", async () => {
    const end = inDays(7);
    own().status = "ERROR";
    own().contractEndDate = end;
    await happen(flatpeak, "tariff.fetch.failed", TARIFF);
    await happen(flatpeak, "tariff.expiring", TARIFF, { contract_end_date: end });
    await customer().advanceClock(3 * 60 * MINUTE);
    const link = messages()[0]?.body.data.link ?? "";
    own().status = "CONNECTED";
    const html = await done(link);
    expect(html).toContain("one more thing to do for the same tariff");
    expect(html).not.toContain("Another of your tariffs");
    const [, way = ""] = /<a class="button" href="([^"]+)"/.exec(html) ?? [];
    expect((await visit(way)).status).toBe(302);
    expect(lastBody()).toMatchObject({ tariff_id: TARIFF, actions: { edit_tariff: true } });
  });

  it("names another tariff where it is another one (row 44)", async () => {
    const link = await failedLink();
    tariffIn(flatpeak, OTHER).status = "ERROR";
    await happen(flatpeak, "tariff.fetch.failed", OTHER);
    repairTariff(own(), Date.now());
    expect(await done(link)).toContain("Another of your tariffs");
  });

  it.each(["tariff.expiring", "tariff.expired"] as const)(
    "from a session that was closed at once says what is missing, the new contract: %s (row 64)",
    async (type) => {
      const link = await contractLink(type, inDays(type === "tariff.expiring" ? 6 : -2));
      await visit(link);
      const html = await done(link);
      expect(html).not.toContain("Some suppliers take a while");
      expect(html).toContain("Please enter the end date of your new contract");
      // A date that is past is not said to come.
      expect(html).toContain(type === "tariff.expiring" ? "your old contract ends." : "your old contract ended.");
    },
  );

  it.each([
    ["no_price_data", "prices_missing"],
    ["pending_connect", "prices_pending"],
  ])("counts as a repair once there are prices: %s", async (code, why) => {
    const link = await failedLink();
    repairTariff(own(), Date.now());
    const asked: string[] = [];
    flatpeak.intercept = (request) => {
      const { pathname } = new URL(request.url);
      if (!pathname.startsWith("/prices/")) return null;
      asked.push(`${request.method} ${pathname}`);
      return Response.json({ code, message: "no prices" }, { status: 422 });
    };
    for (let times = 0; times < 2; times++) {
      const html = await done(link);
      expect(html).toContain("Prices are on their way");
      expect(html).not.toContain("Thank you");
    }
    expect(asked).toEqual([`POST /prices/${LOCATION}`]);
    const { cases, journal } = await story();
    expect(cases).toMatchObject([{ state: "open" }]);
    expect(journal.some((it) => it.detail["why"] === why)).toBe(true);
    flatpeak.intercept = () => null;
    await customer().advanceClock(20 * MINUTE);
    expect((await story()).cases).toMatchObject([{ state: "repaired" }]);
    expect(await done(link)).toContain("Thank you");
    expect(messages()).toHaveLength(1);
  });

  it("drops the token from its address (row 66)", async () => {
    const link = await failedLink();
    const { pathname } = new URL(link);
    for (const page of ["done", "tariffs"]) {
      const answer = await visit(`${link}/${page}?fp_cot=cot_123&look=2`);
      expect([answer.status, answer.headers.get("Location")]).toEqual([302, `${pathname}/${page}`]);
      expect(answer.headers.get("Cache-Control")).toBe("no-store, private");
    }
    const forged = await visit(`${link.slice(0, -3)}AAA/done?fp_cot=cot_123`);
    expect(forged.status).toBe(404);
  });
});

describe("disconnected in the middle of reconnecting", () => {
  async function cancelled(): Promise<string> {
    const link = await failedLink();
    await visit(link);
    own().status = "NOT_CONNECTED";
    return link;
  }

  it("page, link and overview offer to connect again, and one more message comes (row 60)", async () => {
    const link = await cancelled();
    const html = await done(link);
    expect(html).toContain("Connect again");
    expect(html).not.toContain("no more reminders");
    expect((await visit(link)).status).toBe(302);
    const overview = await (await visit(`${link}/tariffs`)).text();
    expect(overview).toContain("Not connected");
    expect(overview).toContain("Reconnect");
    expect((await story()).cases).toMatchObject([{ state: "open" }]);
    await customer().advanceClock(4 * DAY);
    expect(messages()).toHaveLength(2);
    await customer().advanceClock(30 * DAY);
    expect(messages()).toHaveLength(2);
    expect((await story()).cases).toMatchObject([{ state: "disconnected" }]);
    expect(flatpeak.handoffs.some(({ body }) => body.type === "case.handed_over")).toBe(false);
  });

  it("still does after the case has ended (row 60)", async () => {
    const link = await cancelled();
    await done(link);
    await customer().advanceClock(15 * DAY);
    expect((await story()).cases).toMatchObject([{ state: "disconnected" }]);
    expect((await visit(link)).status).toBe(302);
    expect(await (await visit(`${link}/tariffs`)).text()).toContain("Not connected");
    expect((await visit(`${await linkTo(0)}/tariffs/${TARIFF}`)).status).toBe(302);
    expect(await done(link)).toContain("Connect again");
    repairTariff(own(), Date.now() + 15 * DAY);
    await visit(link);
    expect(await done(link)).toContain("Thank you");
    expect((await story()).cases).toMatchObject([{ state: "repaired" }]);
  });

  it("is not gone while a direct connection is being made (row 65)", async () => {
    const link = await cancelled();
    expect(await done(link)).toContain("up to two days");
    await customer().advanceClock(DAY);
    repairTariff(own(), Date.now() + DAY);
    await happen(flatpeak, "location.update", TARIFF, { object: "location", id: LOCATION });
    await customer().advanceClock(60 * DAY);
    expect((await story()).cases).toMatchObject([{ state: "repaired" }]);
    expect(messages()).toHaveLength(1);
  });

  it("speaks every language (row 60)", async () => {
    const link = await cancelled();
    const words = {
      de: "Neu verbinden",
      fr: "Reconnecter",
      nl: "Opnieuw koppelen",
      es: "Volver a conectar",
      it: "Ricollegare",
    };
    for (const [locale, button] of Object.entries(words)) {
      await setContact({ locale });
      expect(await done(link)).toContain(button);
    }
  });
});

describe("what a session is asked to ask for", () => {
  it("the end date and the choice of supplier, for a contract that ends (rows 61 and 62)", async () => {
    await visit(await contractLink("tariff.expiring", inDays(6)));
    expect(lastBody()).toMatchObject({
      tariff_id: TARIFF,
      route_options: { contract_term_capture: true },
      actions: { edit_tariff: true },
    });
  });

  it("the end date, for one that has ended (row 61)", async () => {
    await visit(await contractLink("tariff.expired", inDays(-2)));
    expect(lastBody()).toMatchObject({ tariff_id: TARIFF, route_options: { contract_term_capture: true } });
    expect(lastBody()).not.toHaveProperty("actions");
  });

  it("nothing more, for a supplier that is read directly (row 61)", async () => {
    own().connectionType = "DIRECT";
    await visit(await failedLink());
    expect(lastBody()).not.toHaveProperty("route_options");
    expect(lastBody()).not.toHaveProperty("actions");
  });

  it("the end date, where what was typed in has none (row 61)", async () => {
    Object.assign(own(), { connectionType: "MANUAL", contractEndDate: null });
    await visit(await failedLink());
    expect(lastBody()).toMatchObject({ route_options: { contract_term_capture: true } });
  });

  it("the same from the overview, for a tariff without a case (rows 61 and 62)", async () => {
    const link = await failedLink();
    tariffIn(flatpeak, OTHER).contractEndDate = inDays(5);
    await visit(`${link}/tariffs`);
    await visit(`${link}/tariffs/${OTHER}`);
    expect(lastBody()).toMatchObject({
      tariff_id: OTHER,
      route_options: { contract_term_capture: true },
      actions: { edit_tariff: true },
    });
  });
});

describe("the page before Connect", () => {
  /** As browsers ask; programs, and apps that open a link themselves, do not. */
  const BROWSER = { headers: { Accept: "text/html,application/xhtml+xml,*/*;q=0.8" } };
  const ownCase = async () => (await story()).cases[0];
  const entries = async (...names: readonly string[]) =>
    (await story()).journal.map((it) => it.what).filter((it) => names.includes(it));
  const expiring = () => contractLink("tariff.expiring", inDays(6));

  it("says what to have ready, mints nothing, and its button leads on", async () => {
    const link = await expiring();
    const answer = await visit(link, BROWSER);
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(html).toContain("Your electricity supply is not affected.");
    expect(html).toContain("Your new contract: the supplier, the tariff and the end date.");
    expect(html).toContain("My contract continues");
    for (const way of ["snooze", "stop"]) expect(html).toContain(`href="${new URL(link).pathname}/${way}"`);
    expect(flatpeak.world.tokenRequests).toHaveLength(0);
    expect(await ownCase()).toMatchObject({ tapped_at: expect.any(String) as string });

    const on = await visit(link, { ...BROWSER, form: {} });
    expect(on.status).toBe(303);
    expect(on.headers.get("Location")).toContain("fp_cot=");
    expect(lastBody()).toMatchObject({ tariff_id: TARIFF, actions: { edit_tariff: true } });
    expect(await entries("link_opened", "page_seen", "went_on")).toHaveLength(3);
    // Whoever comes back by the message is shown it again, and led on again.
    expect((await visit(link, BROWSER)).status).toBe(200);
    expect((await visit(link, { ...BROWSER, form: {} })).headers.get("Location")).toBe(on.headers.get("Location"));
  });

  it("takes the word that the contract continues, opens Connect to edit it, and reminds of nothing until it has ended", async () => {
    const link = await expiring();
    await visit(link, BROWSER);
    const answer = await visit(link, { ...BROWSER, form: { continues: "1" } });
    expect(answer.status).toBe(303);
    expect(lastBody()).toMatchObject({
      actions: { edit_tariff: true },
      route_options: { contract_term_capture: true },
    });
    expect(await (await visit(link, BROWSER)).text()).toContain("You told us that your contract continues.");
    expect(await entries("contract_continues")).toHaveLength(1);
    await customer().advanceClock(5 * DAY);
    expect(messages()).toHaveLength(1);
    await customer().advanceClock(3 * DAY);
    expect(messages()[1]?.body.data).toMatchObject({ reason: "expired" });
  });

  it("stands in nobody's way but a browser's, and only where a contract is about to end", async () => {
    const link = await expiring();
    expect((await visit(link, { ...BROWSER, settings: { PAGE_BEFORE_CONNECT: "off" } })).status).toBe(302);
    expect((await visit(link, { headers: { Accept: "*/*" } })).status).toBe(302);
    expect(await entries("page_seen")).toEqual([]);
    expect((await visit(await contractLink("tariff.expired", inDays(6)), BROWSER)).status).toBe(302);
  });

  it("is not seen by what looks ahead", async () => {
    const link = await expiring();
    await visit(link, { ...BROWSER, method: "HEAD" });
    await visit(link, { headers: { ...BROWSER.headers, "Sec-Purpose": "prefetch" } });
    await visit(link, { ...BROWSER, agent: "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)" });
    expect(await ownCase()).toMatchObject({ tapped_at: null });
  });
});

describe("the ways out of our messages", () => {
  it("stand after Connect, beside each other, and where a link has ended", async () => {
    const link = await failedLink();
    const path = new URL(link).pathname;
    const ways = [`href="${path}/snooze"`, `href="${path}/stop"`];
    expect(await (await visit(`${link}/stop`)).text()).toContain(ways[0]);
    expect(await (await visit(`${link}/snooze`)).text()).toContain(ways[1]);
    const back = await done(link);
    for (const way of ways) expect(back).toContain(way);
    await customer().endLinks();
    const ended = await visit(link);
    expect(ended.status).toBe(404);
    expect(await ended.text()).toContain('href="?stop"');
    expect((await visit(`${link}?stop`)).headers.get("Location")).toBe(`${path}/stop`);
    expect((await visit(`${link}/stop?stop`)).status).toBe(200);
  });
});
