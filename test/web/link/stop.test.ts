// No more messages: by the button, by a mail client's one click (RFC 8058), at once, and taken back; never by a scanner's look.

import { exports } from "cloudflare:workers";
import { evictDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import { repairTariff } from "../../../src/dev/emulator/tariffs.ts";
import { installFlatPeak } from "../../support/flatpeak.ts";
import {
  CUSTOMER,
  DESK,
  ORIGIN,
  TARIFF,
  customer,
  firstLink,
  happen,
  setContact,
  story,
  tariffIn,
  visit,
  seatOf,
} from "../../support/links.ts";
import { testSettings } from "../../settings.ts";
import { phoneNames } from "../../../src/objects/phone/names.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";

const MONTH_MS = 30 * 86_400_000;
let flatpeak: FakeFlatPeak;
let link: string;

beforeEach(async () => {
  flatpeak = await installFlatPeak();
  link = await firstLink(flatpeak);
});

/** As a mail client sends it: no cookie, no referrer, no browser. */
const oneClick = (contentType: string, body: string): Promise<Response> =>
  exports.default.fetch(
    new Request(`${link}/stop`, { method: "POST", headers: { "Content-Type": contentType }, body, redirect: "manual" }),
  );

/** What the operator's call with this contact is answered. */
async function told(contact: object): Promise<unknown> {
  const headers = { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` };
  const url = `${ORIGIN}/v1/customers/${CUSTOMER}/contact`;
  return (await visit(url, { method: "PUT", headers, json: contact })).json();
}

const NUMBER = "+447700900123";
/** The owner of the customer's number says STOP or START, a moment from now. */
const reply = async (stop: boolean): Promise<unknown> => {
  const names = await phoneNames(NUMBER, [testSettings.LINK_KEYS]);
  return customer().hearReply({ no: 1, stop, by: "reply", at: Date.now() + 1, names, since: 0 });
};

const messages = (): number => flatpeak.handoffs.filter((it) => it.body.type === "notification.requested").length;

describe("stop", () => {
  it("by the button silences at once, for as long as it stands, through an eviction", async () => {
    const answer = await visit(`${link}/stop`, { form: {} });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain("Messages are stopped");
    expect((await story()).contact).toMatchObject({ opted_out: true });
    await evictDurableObject(customer());
    await customer().advanceClock(MONTH_MS);
    expect(messages()).toBe(1);
    expect(await (await visit(`${link}/tariffs`)).text()).toContain("Receive messages again");
  });

  it.each([
    ["application/x-www-form-urlencoded", "List-Unsubscribe=One-Click"],
    [
      "multipart/form-data; boundary=b0",
      '--b0\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b0--\r\n',
    ],
  ])("by one click, sent as %s, needs no second step", async (contentType, body) => {
    const answer = await oneClick(contentType, body);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("Location")).toBeNull();
    expect((await story()).contact).toMatchObject({ opted_out: true });
    await customer().advanceClock(MONTH_MS);
    expect(messages()).toBe(1);
  });

  it("twice is the same as once", async () => {
    await oneClick("application/x-www-form-urlencoded", "List-Unsubscribe=One-Click");
    const first = await story();
    expect((await oneClick("application/x-www-form-urlencoded", "List-Unsubscribe=One-Click")).status).toBe(200);
    expect((await story()).contact).toEqual(first.contact);
  });

  it("takes back what was prepared and is not out yet", async () => {
    let stopped = 0;
    const stopAndFail = async (): Promise<Response> => {
      flatpeak.intercept = () => null;
      stopped = (await visit(`${link}/stop`, { form: {} })).status;
      return new Response("busy", { status: 500 });
    };
    // FlatPeak is asked before a message goes out: in that very moment the customer stops.
    flatpeak.intercept = (request) => (request.url.endsWith("/status") ? stopAndFail() : null);
    await customer().advanceClock(4 * 86_400_000);
    expect(stopped).toBe(200);
    await customer().advanceClock(86_400_000);
    expect(messages()).toBe(1);
  });

  it("is taken back by its undo, and the ladder goes on", async () => {
    await visit(`${link}/stop`, { form: {} });
    const answer = await visit(`${link}/stop`, { form: { undo: "1" } });
    expect(await answer.text()).toContain("Messages are on again");
    expect((await story()).contact).toMatchObject({ opted_out: false });
    await customer().advanceClock(4 * 86_400_000);
    expect(messages()).toBe(2);
  });

  it("that came another way is not undone here, whatever is pressed before", async () => {
    await setContact({ opted_out: true, phone: NUMBER });
    await visit(`${link}/stop`, { form: {} });
    const page = await (await visit(`${link}/stop`)).text();
    expect(page).toContain("Messages are stopped");
    expect(page).not.toContain("Receive messages again");
    expect(await (await visit(`${link}/stop`, { form: { undo: "1" } })).text()).toContain("Messages are stopped");
    await reply(true);
    await reply(false);
    expect((await story()).contact).toMatchObject({ opted_out: true, opted_out_by: "company" });
    await setContact({ opted_out: false });
    expect((await story()).contact).toMatchObject({ opted_out: false, opted_out_by: null });
  });

  it("by reply is taken back by reply, and not by the page", async () => {
    await setContact({ phone: NUMBER });
    await reply(true);
    await visit(`${link}/stop`, { form: {} });
    await visit(`${link}/stop`, { form: { undo: "1" } });
    expect((await story()).contact).toMatchObject({ opted_out: true, opted_out_by: "reply" });
    await reply(false);
    expect((await story()).contact).toMatchObject({ opted_out: false });
  });

  it("that the customer asked for outlasts the company's word, whose answer says why (row 37)", async () => {
    await visit(`${link}/stop`, { form: {} });
    const [page, both] = [await told({ opted_out: false, locale: "de" }), await told({ opted_out: true })];
    expect(page).toMatchObject({
      status: "stored",
      opted_out: true,
      why: expect.stringContaining("on our page") as string,
    });
    expect(both).toEqual({ customer_id: CUSTOMER, status: "stored", opted_out: true });
    // The rest of what the company said is taken.
    expect((await story()).contact).toMatchObject({ locale: "de", opted_out: true });
    await visit(`${link}/stop`, { form: { undo: "1" } });
    expect((await story()).contact).toMatchObject({ opted_out: true, opted_out_by: "company" });
    expect(await told({ opted_out: false })).toEqual({ customer_id: CUSTOMER, status: "stored", opted_out: false });
    await customer().advanceClock(4 * 86_400_000);
    expect(messages()).toBe(2);
  });

  it.each([
    ["reply", "START from the same number", "text START to the number"],
    ["complaint", "nothing here takes back", "reported as unwanted"],
    ["one_click", "on our page", "Receive messages again"],
  ] as const)("by %s is told to the company and on every page (rows 37, 43)", async (by, why, said) => {
    await customer().stop(by, seatOf(1));
    expect(await told({ opted_out: false })).toMatchObject({ why: expect.stringContaining(why) as string });
    for (const path of ["stop", "tariffs"]) {
      const html = await (await visit(`${link}/${path}`)).text();
      expect(html).toContain(said);
      expect(html.includes('name="undo"')).toBe(by === "one_click");
    }
    expect((await story()).contact).toMatchObject({ stops: [{ by }] });
  });

  it("by the company says on every page whom to ask (row 43)", async () => {
    await setContact({ opted_out: true });
    for (const path of ["stop", "tariffs"]) {
      const html = await (await visit(`${link}/${path}`)).text();
      expect(html).toContain("please contact Example Energy");
      expect(html).not.toContain('name="undo"');
    }
  });

  it("is only asked about by GET and HEAD, whoever looks", async () => {
    const before = await story();
    for (const agent of [DESK, "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "curl/8.9.1", ""]) {
      for (const method of ["GET", "HEAD"]) {
        for (const query of ["", "?undo=1", "?List-Unsubscribe=One-Click"]) {
          expect((await visit(`${link}/stop${query}`, { agent, method })).status).toBe(200);
        }
      }
    }
    const after = await story();
    expect(after.contact).toEqual(before.contact);
    expect(after.journal).toEqual(before.journal);
  });

  it("works by the link of a message long after its case has ended", async () => {
    repairTariff(tariffIn(flatpeak, TARIFF), Date.now());
    await visit(`${link}/done`);
    await customer().advanceClock(3 * MONTH_MS);
    expect((await visit(link)).status).toBe(404);
    expect((await oneClick("application/x-www-form-urlencoded", "List-Unsubscribe=One-Click")).status).toBe(200);
    tariffIn(flatpeak, TARIFF).status = "ERROR";
    await happen(flatpeak, "tariff.expired", TARIFF, { time: "later" });
    await customer().advanceClock(MONTH_MS);
    expect(messages()).toBe(1);
  });

  it("leaves the link working: who stopped the messages may still repair the tariff", async () => {
    await visit(`${link}/stop`, { form: {} });
    expect((await visit(link)).status).toBe(302);
  });

  it("answers in the language of the contact", async () => {
    await setContact({ locale: "de" });
    expect(await (await visit(`${link}/stop`, { form: {} })).text()).toContain('<html lang="de"');
  });
});
