// What people make of a link on its way still leads where it should, and what leads nowhere is told them on a page.

import { reset } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import { installFlatPeak } from "../../support/flatpeak.ts";
import { ORIGIN, PHONE, TARIFF, customer, firstLink, story, visit } from "../../support/links.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";

const ZERO_WIDTH = "%E2%80%8B";
let flatpeak: FakeFlatPeak;
let link: string;
beforeEach(async () => {
  // The reset between two tests may leave an object that a busy machine has not done with: to it nothing here would be new.
  if ((await customer().story()) !== null) await reset();
  flatpeak = await installFlatPeak();
  link = await firstLink(flatpeak);
});

describe("the link of a message", () => {
  it.each([
    ".",
    ")",
    ",",
    ";",
    "!",
    ":",
    "...",
    ").",
    "'",
    "%22",
    "%3E",
    "*",
    "_",
    "-",
    "%E2%80%9D",
    "%E2%80%A6",
    ZERO_WIDTH,
    "%EF%BB%BF",
    "%C2%A0",
    "%20",
    "%20.",
    "%0A",
    ".Please",
    ")%20thanks",
    "/",
    "//",
    "/.",
    "?",
    "#",
  ])("followed by %j leads on (row 73)", async (tail) => {
    const answer = await visit(link + tail);
    expect(answer.status).toBe(302);
    expect(answer.headers.get("Location")).toMatch(/^https:\/\/connect\.example\.test\/\?fp_cot=/);
  });

  it.each([
    ["behind something unseen", (it: string) => it.replace("/c/", `/c/${ZERO_WIDTH}`)],
    ["with two slashes", (it: string) => it.replace("/c/", "//c//")],
    ["in capitals", (it: string) => it.replace("/c/", "/C/")],
  ])("%s leads on (row 73)", async (_, spoil) => {
    expect((await visit(spoil(link))).status).toBe(302);
  });

  it.each([".", ")", ZERO_WIDTH])("to one tariff, followed by %j, leads on (row 73)", async (tail) => {
    expect((await visit(`${link}/tariffs/${TARIFF}${tail}`)).status).toBe(302);
  });
});

describe("a page that somebody types", () => {
  it.each([
    "Stop",
    "STOP",
    "stop.",
    "stop%20",
    "%20stop",
    "stop!",
    `stop${ZERO_WIDTH}`,
    "stop/",
    "/stop",
    "stop)",
    "Stop,%20please",
  ])("as %j is found (row 42)", async (typed) => {
    const answer = await visit(`${link}/${typed}`);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain("Stop our messages?");
  });

  it.each(["Tariffs", "TARIFFS.", "Snooze", "snooze%20"])("as %j is found (row 42)", async (typed) => {
    expect((await visit(`${link}/${typed}`)).status).toBe(200);
  });

  it("stops the messages by its button, however it was typed (row 42)", async () => {
    expect((await visit(`${link}/STOP.`, { form: {} })).status).toBe(200);
    expect((await story()).contact).toMatchObject({ opted_out: true });
  });

  it("of an encoded slash is the page, not Connect (row 42)", async () => {
    expect((await visit(`${link}%2Fstop`)).status).toBe(200);
  });
});

describe("what leads nowhere", () => {
  const html = { Accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
  const isPage = async (answer: Response): Promise<boolean> =>
    (answer.headers.get("Content-Type") ?? "").startsWith("text/html") && (await answer.text()).includes("<h1>");

  it.each(["/c", "/c/", "/c/CODE/nowhere", "/c/CODE/tariffs/a/b/c", "/c/%25", "/c/%ff", "/c/../c/x"])(
    "below a link is a page for whoever asks: %s (row 42)",
    async (path) => {
      const answer = await visit(ORIGIN + path.replace("CODE", link.split("/").at(-1) ?? ""));
      expect({ status: answer.status, page: await isPage(answer) }).toEqual({ status: 404, page: true });
    },
  );

  it.each(["/", "/stop", "/tariffs", "/favicon.html", "/c0/x"])("%s is a page for a browser (row 42)", async (path) => {
    const answer = await visit(ORIGIN + path, { headers: html });
    expect({ status: answer.status, page: await isPage(answer) }).toEqual({ status: 404, page: true });
    expect((await visit(ORIGIN + path, { agent: PHONE })).headers.get("Content-Type")).toContain("json");
  });

  it.each(["/v1/nowhere", "/webhooks/nowhere"])("%s is JSON for everybody", async (path) => {
    expect((await visit(ORIGIN + path, { headers: html })).headers.get("Content-Type")).toContain("json");
  });

  it("speaks the language of the browser", async () => {
    const answer = await visit(`${ORIGIN}/`, { headers: { ...html, "Accept-Language": "de-AT,de;q=0.9" } });
    expect(await answer.text()).toContain("Hier ist nichts");
  });
});
