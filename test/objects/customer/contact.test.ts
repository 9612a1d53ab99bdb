// Proves what becomes of a customer's addresses: checked on the way in, masked on the way out, never in a log; and that what
// is looked up at the company is asked for under a signature and kept nowhere.

import { Webhook } from "standardwebhooks";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import worker from "../../../src/worker.ts";
import {
  DAY,
  HOUR,
  MINUTE,
  at,
  breaks,
  channelSettings,
  diskOf,
  installProviders,
  later,
  messagesOf,
  person,
  resendSays,
  storyOf,
  told,
  twilioError,
  writes,
} from "../../support/providers.ts";
import { bindings } from "../../support/worker.ts";
import { testSettings } from "../../settings.ts";
import { phoneStub } from "../../support/stubs.ts";
import type { FakeProviders, Person } from "../../support/providers.ts";

let fake: FakeProviders;
let ann: Person;
const everybody: Person[] = [];
beforeEach(async () => {
  fake = await installProviders();
  ann = person(fake);
  everybody.push(ann);
});

const addressesOf = (it: Person): string[] => [it.phone, it.phone.slice(1), it.email, it.token];
const found = (text: string, canaries: readonly string[]): string[] => canaries.filter((it) => text.includes(it));

afterAll(() => {
  const log = fake.lines.join("\n");
  const secrets = Object.entries({ ...testSettings, ...channelSettings })
    .filter(([name]) => /SECRET|TOKEN|KEY/.test(name))
    .map(([, value]) => value);
  expect(found(log, [...everybody.flatMap(addressesOf), ...secrets, "/c/", "PRIVATE KEY"])).toEqual([]);
});

async function operator(method: string, it: Person, body?: unknown): Promise<Response> {
  const path = `https://go.example.test/v1/customers/${it.id}${method === "PUT" ? "/contact" : ""}`;
  const headers = { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` };
  return worker.fetch(
    new Request(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
    bindings,
  );
}
const put = (it: Person, body: unknown): Promise<Response> => operator("PUT", it, body);

describe("PUT contact", () => {
  it.each<[string, unknown]>([
    ["phone", "07700900123"],
    ["phone", "+44 7700 900123"],
    ["phone", 447700900123],
    ["email", "ann@"],
    ["email", "ann@example.test\r\nBcc: eve@example.test"],
    ["push_token", "two words"],
    ["push_token", ""],
    ["locale", "english"],
    ["timezone", "Mars/Olympus"],
    ["channels", ["fax"]],
    ["labels", { loc_1: "line\nbreak" }],
    ["labels", { home: "Home" }],
    ["opted_out", "yes"],
  ])("refuses %s %j by its name, and changes nothing", async (field, value) => {
    expect((await put(ann, { phone: ann.phone, locale: "de" })).status).toBe(200);
    const before = await diskOf(at(ann));
    const answer = await put(ann, { locale: "fr", [field]: value });
    expect(answer.status).toBe(400);
    const { error } = await answer.json<{ error: { code: string; message: string } }>();
    expect(error.code).toBe("bad_request");
    expect(error.message).toContain(field);
    expect(await diskOf(at(ann))).toBe(before);
  });

  it("refuses a field it does not know, and makes nobody by what it refuses", async () => {
    expect((await put(ann, { fax: "1" })).status).toBe(400);
    expect((await operator("GET", ann)).status).toBe(404);
    expect(await diskOf(at(ann))).toBe("[]");
  });

  it("keeps what is left out, forgets what is null, and shows enough to recognise", async () => {
    await put(ann, { phone: ann.phone, email: ann.email, push_token: ann.token });
    await put(ann, { email: null });
    const shown = await (await operator("GET", ann)).text();
    expect(found(shown, addressesOf(ann))).toEqual([]);
    expect(JSON.parse(shown)).toMatchObject({
      contact: { phone: `••${ann.phone.slice(-2)}`, email: null, push: true },
    });
  });
});

/** Breaks our own code between the last moment a message can be taken back and the call. */
function breaksOurselves(): void {
  const real = JSON.parse.bind(JSON);
  vi.spyOn(JSON, "parse").mockImplementation((text: string) => {
    if (text.startsWith('{"type":"notification.requested"')) throw new Error(`broken by ${ann.phone}`);
    return real(text) as unknown;
  });
}

describe("the log", () => {
  it("holds no address, key or link, whatever breaks", async () => {
    const people = Array.from({ length: 3 }, () => person(fake));
    everybody.push(...people);
    const [bob, eve, joe] = people;
    if (bob === undefined || eve === undefined || joe === undefined) throw new Error("nobody came");
    fake.twilio = () =>
      Promise.reject(new Error(`cannot reach ${ann.phone} with ${channelSettings.TWILIO_AUTH_TOKEN}`));
    await told(fake, ann, { phone: ann.phone });
    fake.resend = () => Response.json({ name: bob.email, message: bob.email }, { status: 422 });
    fake.fcm = () => Response.json({ error: { message: bob.token } }, { status: 403 });
    await told(fake, bob, { email: bob.email, pushToken: bob.token });
    await later(4 * DAY, bob);
    await writes(ann.phone, `STOP ${ann.phone}`);
    await resendSays(bob.id, 1, "email.complained", { to: [bob.email] });
    fake.lookup = () =>
      Response.json({ phone: `0${eve.phone}`, email: `${eve.email} ${eve.email}`, push_token: eve.token });
    await told(fake, eve, { phone: eve.phone });
    breaksOurselves();
    await told(fake, joe, { phone: joe.phone });
    for (const what of ["contact_fields_unusable", "channel_broke", "channel_closed"]) {
      expect(fake.lines.some((line) => line.includes(`"what":"${what}"`))).toBe(true);
    }
  });
});

describe("code of ours that breaks on the way to Twilio", () => {
  it("sends nobody a second message: whether the first went out is not known", async () => {
    breaksOurselves();
    await told(fake, ann, { phone: ann.phone });
    vi.mocked(JSON.parse).mockRestore();
    for (let hour = 0; hour < 5; hour++) await later(HOUR, ann);
    expect(fake.sms).toHaveLength(0);
    expect(await messagesOf(ann)).toMatchObject([{ status: "uncertain" }]);
  });
});

describe("a lookup", () => {
  const about = (it: Person, more: object = {}): Response =>
    Response.json({ phone: it.phone, email: it.email, push_token: it.token, locale: "de", ...more });

  it("asks under a signature, tells nobody else, and leaves nothing on disk", async () => {
    fake.lookup = () => about(ann, { channels: ["sms"] });
    await breaks(fake, ann);
    await later(6 * MINUTE, ann);
    expect(await messagesOf(ann)).toMatchObject([{ channel: "sms", status: "accepted" }]);
    expect(new URLSearchParams(fake.sms[0]?.raw).get("To")).toBe(ann.phone);
    const [asked] = fake.lookups;
    const verify = () =>
      new Webhook(channelSettings.CONTACT_LOOKUP_SECRET).verify(
        asked?.raw ?? "",
        Object.fromEntries(asked?.headers ?? []),
      );
    expect(verify()).toMatchObject({ type: "contact.requested", data: { customer_id: ann.id } });
    expect(asked?.url.search).toBe("");
    const phone = await phoneStub(ann.phone);
    expect(found((await diskOf(at(ann))) + (await diskOf(phone)), addressesOf(ann))).toEqual([]);
    expect((await storyOf(ann)).contact).toMatchObject({ phone: null, email: null, push: false });
  });

  it("that is down makes the message wait, not go away", async () => {
    fake.lookup = () => new Response(null, { status: 503 });
    await breaks(fake, ann);
    await later(6 * MINUTE, ann);
    for (let hour = 0; hour < 5; hour++) await later(HOUR, ann);
    expect(await messagesOf(ann)).toMatchObject([{ status: "due" }]);
    fake.lookup = () => about(ann);
    await later(HOUR, ann);
    expect(fake.pushes).toHaveLength(1);
    expect(await messagesOf(ann)).toMatchObject([{ status: "sent", channel: "push" }]);
  });

  it("that knows no such customer: tried nowhere, and the journal says that they cannot be reached", async () => {
    await breaks(fake, ann);
    await later(6 * MINUTE, ann);
    expect([fake.pushes.length, fake.emails.length, fake.sms.length]).toEqual([0, 0, 0]);
    const { journal, reachable } = await storyOf(ann);
    expect(journal).toContainEqual(
      expect.objectContaining({
        what: "message_failed",
        detail: expect.objectContaining({ why: "cannot_be_reached" }),
      }),
    );
    expect(reachable).toEqual({ push: "looked_up", email: "looked_up", sms: "looked_up" });
  });

  it("of somebody who wants none by any channel: the story says so without asking", async () => {
    await at(ann).setContact(ann.id, { preferred: [] });
    await breaks(fake, ann);
    await later(6 * MINUTE, ann);
    expect(fake.lookups).toHaveLength(0);
    const { journal, reachable } = await storyOf(ann);
    expect(journal).toContainEqual(
      expect.objectContaining({ what: "silent", detail: expect.objectContaining({ why: "cannot_be_reached" }) }),
    );
    expect(reachable).toEqual({ push: "not_wanted", email: "not_wanted", sms: "not_wanted" });
  });

  it("that says opted out cancels the message, and is not remembered", async () => {
    fake.lookup = () => about(ann, { opted_out: true });
    await breaks(fake, ann);
    await later(6 * MINUTE, ann);
    expect(await messagesOf(ann)).toMatchObject([{ status: "cancelled" }]);
    expect((await storyOf(ann)).contact.opted_out).toBe(false);
    fake.lookup = () => about(ann);
    for (let day = 0; day < 4; day++) await later(DAY, ann);
    expect((await messagesOf(ann)).at(-1)).toMatchObject({ status: "sent" });
  });

  it("is asked again for a dead address, since the next one may be another", async () => {
    fake.lookup = () => about(ann, { channels: ["sms"] });
    fake.twilio = twilioError(400, 21211);
    await breaks(fake, ann);
    await later(6 * MINUTE, ann);
    expect((await storyOf(ann)).reachable["sms"]).toBe("looked_up");
  });
});
