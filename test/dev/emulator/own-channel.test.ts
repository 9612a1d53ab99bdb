// A channel of a company's own shows its messages on the phone of the control room.
import { expect, test } from "vitest";
import { sealReference } from "../../../src/objects/reference.ts";
import { documentedCustomer } from "../../../src/dev/emulator/world.ts";
import { settings, TestWorld } from "./support.ts";

const message = { to: "+447700900123", text: "Hello http://go.example.test/c/AAAA" };
const inboxOf = async (t: TestWorld): Promise<unknown> => (await t.request("/_dev/inbox")).json?.["messages"];

test("a message of a channel of one's own is on the phone, with its customer where its reference names one", async () => {
  const t = new TestWorld();
  const reference = await sealReference({ customerId: documentedCustomer, no: 1 }, settings.linkKeys);
  expect((await t.request("/_dev/own/sms", { ...message, reference })).status).toBe(200);
  expect((await t.request("/_dev/own/email", { to: "a@example.com", subject: "Hi", text: "Hello" })).status).toBe(200);
  expect(await inboxOf(t)).toMatchObject([
    { channel: "sms", to: "••23", customer_id: documentedCustomer, link: "http://go.example.test/c/AAAA" },
    { channel: "email", to: "a••@example.com", customer_id: null, subject: "Hi", link: null },
  ]);
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
