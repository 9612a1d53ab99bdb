// A channel of a company's own shows its messages on the phone of the control room.
import { expect, test } from "vitest";
import { messageNameOf } from "../../../src/dev/emulator/message-name.ts";
import { documentedCustomer } from "../../../src/dev/emulator/world.ts";
import { sealReference } from "../../../src/objects/reference.ts";
import type { Language } from "../../../src/text/language.ts";
import { settings, TestWorld } from "./support.ts";

const message = { to: "+447700900123", text: "Hello http://go.example.test/c/AAAA" };
const reference = await sealReference({ customerId: documentedCustomer, no: 1 }, settings.linkKeys);
const inboxOf = async (t: TestWorld): Promise<unknown> => (await t.request("/_dev/inbox")).json?.["messages"];

test("a message of a channel of one's own is on the phone, with its customer where its reference names one", async () => {
  const t = new TestWorld();
  expect((await t.request("/_dev/own/sms", { ...message, reference })).status).toBe(200);
  expect((await t.request("/_dev/own/email", { to: "a@example.com", subject: "Hi", text: "Hello" })).status).toBe(200);
  expect(await inboxOf(t)).toMatchObject([
    { channel: "sms", to: "••23", customer_id: documentedCustomer, link: "http://go.example.test/c/AAAA" },
    { channel: "email", to: "a••@example.com", customer_id: null, subject: "Hi", link: null },
  ]);
});

test.each<[string, { locale: string | null; language: string | null }, Language[], string, string]>([
  ["German where the backend said so", { locale: "en", language: "de" }, ["en", "de"], "Europe/London", "de"],
  ["German where that alone is spoken", { locale: "en", language: "en" }, ["de"], "Europe/London", "de"],
  ["German at a home in Berlin", { locale: null, language: null }, ["en", "de"], "Europe/Berlin", "de"],
  [
    "the customer's locale of that language",
    { locale: "de-AT", language: "de" },
    ["en", "de"],
    "Europe/London",
    "de-AT",
  ],
  ["the deployment's own otherwise", { locale: null, language: null }, ["fr"], "Europe/London", "fr"],
])("the inbox says in what a text of one's own channel is: %s", async (_what, contact, on, timezone, locale) => {
  const t = new TestWorld({ spoken: { on, otherwise: on[0] ?? "en" } });
  const [home] = t.world.homes;
  if (home !== undefined) home.timezone = timezone;
  const { id } = (await messageNameOf(reference, settings.linkKeys)) ?? {};
  const notifications = [{ id, cases: "1", reason: "expired", rung: 0 }];
  t.story = { contact, notifications, cases: [{ case: 1, location_id: home?.id }] };
  await t.request("/_dev/own/sms", { ...message, reference });
  expect(await inboxOf(t)).toMatchObject([{ reason: "expired", locale }]);
});

test.each([
  ["/_dev/own/sms", { to: "+447700900123" }],
  ["/_dev/own/sms", { text: "Hello" }],
  ["/_dev/own/pigeon", message],
])("what is no message by a channel there is is refused: %s %j", async (path, body) => {
  const t = new TestWorld();
  expect((await t.request(path, body)).status).toBe(400);
  expect(await inboxOf(t)).toEqual([]);
});

test("its gateway can be made to refuse and to break, with no message on the phone, and to work again", async () => {
  const t = new TestWorld();
  const send = async () => (await t.request("/_dev/own/sms", { ...message, reference })).status;
  await t.request("/_dev/faults", { target: "own", mode: "code", code: 401 });
  expect(await send()).toBe(401);
  await t.request("/_dev/faults", { target: "own", mode: "500" });
  expect(await send()).toBe(500);
  expect(await inboxOf(t)).toEqual([]);
  await t.request("/_dev/faults", { target: "own", mode: "none" });
  expect(await send()).toBe(200);
});
