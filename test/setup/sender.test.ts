// Proves that an SMS asks for an answer only where its sender can be answered: said in one place, by how the sender is
// written, and true of the words that leave.

import { beforeEach, expect, it } from "vitest";
import { installProviders, person, told } from "../support/providers.ts";
import type { FakeProviders } from "../support/providers.ts";

let fake: FakeProviders;
beforeEach(async () => {
  fake = await installProviders({ TWILIO_FROM: "MG Power" });
});

it("a sender with a name that begins like a messaging service asks for no reply: a link stops the messages (row 39)", async () => {
  const ann = person(fake);
  await told(fake, ann, { phone: ann.phone });
  const sms = new URLSearchParams(fake.sms[0]?.raw);
  expect(sms.get("From")).toBe("MG Power");
  expect(sms.get("Body")).toContain("/stop");
  expect(sms.get("Body")).not.toContain("STOP");
});
