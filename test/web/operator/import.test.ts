// Contacts of many customers, a line each: what is wrong costs a line, and what breaks off goes on.

import { evictAllDurableObjects } from "cloudflare:test";
import { expect, it } from "vitest";
import { MAX_CONTACTS } from "../../../src/web/operator/shapes/import.ts";
import { ORIGIN, visit } from "../../support/links.ts";
import { runsFrom } from "../../support/runs.ts";
import { customerStub } from "../../support/stubs.ts";
import { testSettings } from "../../settings.ts";

/** How many are imported and cut off. */
const COUNT = runsFrom("IMPORT_CONTACTS", 200);
const headers = { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}`, "Content-Type": "application/x-ndjson" };

type Line = Readonly<Record<string, unknown>> & { readonly line?: number; readonly status?: string };

const linesIn = (text: string): readonly Line[] =>
  text.split("\n").flatMap((it) => (it === "" ? [] : [JSON.parse(it) as Line]));

async function send(body: string, after = 0): Promise<readonly Line[]> {
  const answer = await visit(`${ORIGIN}/v1/contacts?after=${after}`, { method: "POST", headers, body });
  expect([answer.status, answer.headers.get("Content-Type")]).toEqual([200, "application/x-ndjson; charset=utf-8"]);
  return linesIn(await answer.text());
}

const contact = (no: number): string =>
  JSON.stringify({ customer_id: `cus_import${no}`, email: `someone${no}@example.com`, locale: "de" });

const story = (no: number) => customerStub(`cus_import${no}`).story();

it("stores a contact for each line, and says for each what became of it", async () => {
  const lines = await send(
    [
      contact(1),
      "",
      "{",
      JSON.stringify({ customer_id: "nobody", locale: "de" }),
      JSON.stringify({ customer_id: "cus_import2", email: "no address" }),
      JSON.stringify({ customer_id: "cus_import2", name: "Ann" }),
      `{"customer_id":"cus_import2","locale":"${"x".repeat(70_000)}"}`,
      contact(3),
    ].join("\r\n"),
  );
  expect(lines).toMatchObject([
    { line: 1, customer_id: "cus_import1", status: "stored", opted_out: false },
    { line: 3, error: { code: "bad_request", message: "the body is not JSON" } },
    { line: 4, error: { code: "bad_request" } },
    { line: 5, error: { code: "bad_request" } },
    { line: 6, error: { code: "bad_request", message: 'body: Unrecognized key: "name"' } },
    { line: 7, error: { code: "bad_request" } },
    { line: 8, status: "stored" },
    { status: "done", lines: 8 },
  ]);
  expect((await story(1))?.contact).toMatchObject({ locale: "de", email: "s••@example.com" });
  expect(await story(2)).toBeNull();
});

it("lets the later of two lines about one customer count", async () => {
  const of = (locale: string): string => JSON.stringify({ customer_id: "cus_import1", locale });
  await send(Array.from({ length: 10 }, (_, nth) => of(nth === 9 ? "fr" : "de")).join("\n"));
  expect((await story(1))?.contact.locale).toBe("fr");
});

it("goes on where it broke off, twice: all are in, and none is said again that was answered", async () => {
  const count = COUNT;
  const list = Array.from({ length: count }, (_, nth) => contact(nth + 1));
  /** Sends the list from a line on, hears the answers up to another, and goes away. */
  const heard = async (after: number, until: number): Promise<number> => {
    const answer = await visit(`${ORIGIN}/v1/contacts?after=${after}`, {
      method: "POST",
      headers,
      body: list.join("\n"),
    });
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    let last = after;
    while (last < until) {
      const piece = await reader?.read();
      if (piece?.done !== false) break;
      text += piece.value;
      last = linesIn(text.slice(0, text.lastIndexOf("\n") + 1)).at(-1)?.line ?? last;
    }
    await reader?.cancel();
    return last;
  };
  // Within one call each, or the end of a call would pass for a break.
  const third = Math.floor(Math.min(count, MAX_CONTACTS) / 3);
  const first = await heard(0, third);
  const second = await heard(first, 2 * third);
  expect([first > 0, second > first, second < count]).toEqual([true, true, true]);
  const lines: Line[] = [];
  for (let after = second; ;) {
    lines.push(...(await send(list.join("\n"), after)));
    await evictAllDurableObjects();
    const end = lines.at(-1);
    if (end?.status !== "more") break;
    after = Number(end["after"]);
  }
  expect(lines.at(-1)).toEqual({ status: "done", lines: count });
  expect(lines.filter(({ line }) => line !== undefined).map(({ line }) => line)).toEqual(
    Array.from({ length: count - second }, (_, nth) => second + nth + 1),
  );
  let again = 0;
  for (let no = 1; no <= count; no++) {
    // So many awake at once would be too many open files for one process.
    if (no % MAX_CONTACTS === 0) await evictAllDurableObjects();
    const told = await story(no);
    expect(told?.contact).toMatchObject({ locale: "de", email: "s••@example.com" });
    again += (told?.journal.filter(({ what }) => what === "contact_changed").length ?? 0) - 1;
  }
  // What was under way when nobody listened any more is said a second time, and changes nothing.
  expect(again).toBe(0);
});

it("takes so much in one call, and says where the next one goes on", async () => {
  const bad = "{}\n";
  const lines = await send(bad.repeat(MAX_CONTACTS + 3));
  expect(lines.at(-1)).toEqual({ status: "more", after: MAX_CONTACTS });
  const rest = await send(bad.repeat(MAX_CONTACTS + 3), MAX_CONTACTS);
  expect(rest.map(({ line }) => line)).toEqual([MAX_CONTACTS + 1, MAX_CONTACTS + 2, MAX_CONTACTS + 3, undefined]);
  expect(rest.at(-1)).toEqual({ status: "done", lines: MAX_CONTACTS + 3 });
  expect((await send(bad.repeat(MAX_CONTACTS))).at(-1)).toEqual({ status: "done", lines: MAX_CONTACTS });
});

it("refuses what is no list, and whoever has no key", async () => {
  const answer = await visit(`${ORIGIN}/v1/contacts`, { method: "POST", headers });
  expect(answer.status).toBe(400);
  const stranger = await visit(`${ORIGIN}/v1/contacts`, { method: "POST", body: contact(1) });
  expect(stranger.status).toBe(401);
  expect(await story(1)).toBeNull();
});
