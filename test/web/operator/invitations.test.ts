// Invitations from end to end: a link for any session, sent or not, opened, completed, told of, taken back; and a list of them.

import { beforeEach, describe, expect, it } from "vitest";
import { CUSTOMER, LOCATION, ORIGIN, setContact, visit } from "../../support/links.ts";
import {
  BY_PHONE,
  DAY,
  advance,
  ask,
  asOperator,
  completeWith,
  make,
  problemOf,
  revoke,
  storyOf,
  toldOf,
} from "../../support/invitations.ts";
import { installFlatPeak } from "../../support/flatpeak.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";
import type { Handoff } from "../../support/flatpeak.ts";

const BOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
let flatpeak: FakeFlatPeak;

beforeEach(async () => {
  flatpeak = await installFlatPeak();
});

const mints = (): number => flatpeak.world.tokenRequests.length;
const complete = (locationId: string | null, more: object = {}): void => completeWith(flatpeak, locationId, more);
const told = (type: string): readonly Handoff[] => toldOf(flatpeak, type);

describe("an invitation", () => {
  it("is a short link that opens a session with its fields, minted at the tap", async () => {
    const session = {
      customer_reference_id: "C-77",
      tariff_direction: "EXPORT",
      postal_address: { country_code: "GB" },
    };
    const { invitation_id: id, link, status } = await make(session);
    expect([status, /^inv_[0-9a-f]{24}$/.test(id), mints()]).toEqual(["made", true, 0]);
    expect(link).toMatch(new RegExp(`^${ORIGIN}/i/[\\w-]{30}$`));
    const answer = await visit(link);
    expect(answer.status).toBe(302);
    expect(answer.headers.get("Location")).toContain("fp_cot=cot_");
    expect(flatpeak.world.tokenRequests.at(-1)?.body).toMatchObject({
      ...session,
      callback_url: expect.stringMatching(/\/c\/[\w-]{30}\/done$/) as string,
    });
    // The link alone: nobody is written to, whatever time passes.
    await advance(id, 20 * DAY);
    expect(flatpeak.handoffs).toEqual([]);
  });

  it("gives the same token to who taps twice, and none to who only looks ahead", async () => {
    const { link } = await make({});
    const preview = await visit(link, { agent: BOT });
    expect([preview.status, await preview.text()]).toEqual([
      200,
      expect.stringContaining("Connect your energy tariff"),
    ]);
    expect(mints()).toBe(0);
    const [one, other] = [await visit(link), await visit(link)];
    expect(one.headers.get("Location")).toBe(other.headers.get("Location"));
    await Promise.all([visit(link), visit(link)]);
    expect(mints()).toBe(1);
  });

  it("ends on its day, and begins no more sessions than it may", async () => {
    const { invitation_id: id, link } = await make({ expires: "2d", uses: 1 });
    expect((await visit(link)).status).toBe(302);
    await advance(id, 60_000 * 11);
    expect((await visit(link)).status).toBe(302);
    expect(mints()).toBe(1);
    await advance(id, 2 * DAY);
    expect((await visit(link)).status).toBe(404);
    expect(await storyOf(id)).toMatchObject({ state: "expired", used: 1, uses: 1, link: null });
  });

  it("is told of with each of its steps and their times", async () => {
    const { invitation_id: id, link } = await make({ ...BY_PHONE, reference: "order 17" });
    expect(await storyOf(id)).toMatchObject({
      state: "open",
      reference: "order 17",
      link,
      sent_at: null,
      opened_at: null,
    });
    await visit(link);
    const time = expect.stringMatching(/^\d{4}-.*Z$/) as string;
    expect(await storyOf(id)).toMatchObject({ made_at: time, opened_at: time, minted_at: time, completed_at: null });
    complete(LOCATION);
    expect(await (await visit(`${link}/done`)).text()).toContain("Your energy tariff is connected");
    expect(await storyOf(id)).toMatchObject({
      state: "completed",
      completed_at: time,
      location_id: LOCATION,
      link: null,
    });
    expect(await (await visit(link)).text()).toContain("All good");
  });

  it("tells the company once which home was connected, and asks by itself where nobody comes back", async () => {
    const { invitation_id: id, link } = await make({ reference: "order 17", customer_reference_id: "C-77" });
    await visit(link);
    complete(LOCATION);
    await advance(id, 30 * 60_000);
    await visit(`${link}/done`);
    await advance(id, 3 * DAY);
    expect(told("connect.completed").map(({ body }) => body.data)).toEqual([
      expect.objectContaining({
        invitation_id: id,
        reference: "order 17",
        location_id: LOCATION,
        customer_reference_id: "C-77",
      }),
    ]);
    expect(flatpeak.handoffs).toHaveLength(1);
  });

  it("is not completed by a home that was there before, until FlatPeak says that the session is", async () => {
    const { invitation_id: id, link } = await make({ location_id: LOCATION });
    await visit(link);
    complete(LOCATION, { complete_action: "", is_tariff_processed: false });
    await visit(`${link}/done`);
    expect(await storyOf(id)).toMatchObject({ state: "open" });
    complete(LOCATION, { complete_action: "SAVE", is_tariff_processed: true });
    await advance(id, 2 * 3_600_000);
    expect(await storyOf(id)).toMatchObject({ state: "completed" });
  });

  it("can be taken back: its link ends, nothing goes out, and nothing more comes of it", async () => {
    const { invitation_id: id, link } = await make(BY_PHONE);
    expect(await (await revoke(id)).json()).toEqual({ invitation_id: id, status: "revoked" });
    expect(await (await revoke(id)).json()).toEqual({ invitation_id: id, status: "over" });
    expect((await visit(link)).status).toBe(404);
    await advance(id, 40 * DAY);
    expect([flatpeak.handoffs.length, mints()]).toEqual([0, 0]);
    expect(await storyOf(id)).toMatchObject({ state: "revoked", revoked_at: expect.any(String) as string });
  });

  it("has no overview, and nothing of other links opens it", async () => {
    const { link } = await make({});
    expect((await visit(`${link}/tariffs`)).status).toBe(404);
    expect((await visit(`${link}/tariffs/trf_1?do=change`)).status).toBe(404);
    expect((await visit(`${link.slice(0, -3)}AAA`)).status).toBe(404);
    for (const id of ["inv_000000000000000000000000", "inv_1", CUSTOMER])
      expect((await visit(`${ORIGIN}/v1/invitations/${id}`, { headers: asOperator })).status).toBe(404);
  });
});

describe("an invitation that we send", () => {
  it("goes out once, in the hours for messages and the words for it, with its own link", async () => {
    const { invitation_id: id, link } = await make(BY_PHONE);
    await advance(id, DAY);
    const [message, ...more] = told("notification.requested");
    expect(more).toEqual([]);
    expect(message?.body.data).toMatchObject({ reason: "invitation", link });
    expect(message?.body.data.text).toMatch(/connect your energy tariff.*https:/s);
    await advance(id, 28 * DAY);
    expect(told("notification.requested")).toHaveLength(1);
    expect(await storyOf(id)).toMatchObject({ sent_at: expect.any(String) as string, sent: [{ channel: "handoff" }] });
    await advance(id, 2 * DAY);
    expect(told("invitation.expired").map(({ body }) => body.data)).toMatchObject([{ invitation_id: id }]);
  });

  it("is not sent to who stopped, on its page or as the customer they are already", async () => {
    const first = await make(BY_PHONE);
    await visit(`${first.link}/stop`, { form: {} });
    await advance(first.invitation_id, DAY);
    await setContact({ opted_out: true });
    const second = await make({ ...BY_PHONE, customer_id: CUSTOMER });
    await advance(second.invitation_id, DAY);
    expect(told("notification.requested")).toEqual([]);
  });

  it("waits while FlatPeak cannot tell, or is at work on the connection", async () => {
    for (const answer of [
      () => new Response("down", { status: 500 }),
      () => Response.json({ object: "error", code: "pending_connect" }, { status: 422 }),
    ]) {
      const { invitation_id: id, link } = await make(BY_PHONE);
      await visit(link);
      flatpeak.intercept = (request) =>
        request.method === "GET" && new URL(request.url).pathname.startsWith("/connect/") ? answer() : null;
      await advance(id, 1.5 * DAY);
      expect(told("notification.requested")).toEqual([]);
      flatpeak.intercept = () => null;
      await advance(id, 4 * DAY);
      expect(told("notification.requested")).toHaveLength(1);
      flatpeak.handoffs.length = 0;
    }
  });

  it("is not sent once it is completed", async () => {
    const { invitation_id: id, link } = await make(BY_PHONE);
    await visit(link);
    complete(LOCATION);
    await visit(`${link}/done`);
    await advance(id, 20 * DAY);
    expect(told("notification.requested")).toEqual([]);
  });
});

describe("what is asked for wrongly", () => {
  it.each<[string, object, string]>([
    ["an unknown field", { colour: "red" }, 'body: Unrecognized key: "colour"'],
    ["two names of a home", { location_id: "loc_1", location_reference_id: "H" }, "location_reference_id: excludes"],
    [
      "a channel without an address",
      { channels: ["sms"], contact: { email: "jo@example.com" } },
      "channels: sms has no",
    ],
    ["no channel", { channels: [] }, "channels: must name a channel"],
    ["a wrong number", { channels: ["sms"], contact: { phone: "07700" } }, "contact.phone: must be in E.164"],
    ["no time at all", { expires: "0" }, "expires: must be a duration"],
    ["too long a time", { expires: "500d" }, "expires: must be a duration"],
    ["no use", { uses: 0 }, "uses: must be a whole number"],
    ["a script", { callback_url: "javascript:alert(1)" }, "callback_url: must be an https URL"],
    ["an empty reference", { reference: "" }, "reference: must be 1 to 200"],
  ])("is refused with the field's name: %s", async (_, body, message) => {
    const answer = await ask(body);
    expect([answer.status, await problemOf(answer)]).toEqual([400, expect.stringContaining(message)]);
  });

  it("is nobody's business but the operator's", async () => {
    expect((await visit(`${ORIGIN}/v1/invitations`, { method: "POST", json: {} })).status).toBe(401);
  });
});

describe("the same again", () => {
  it("makes none twice, by its reference or by the key of the call", async () => {
    const one = await make({ reference: "order 17", expires: "9d" });
    expect(await make({ reference: "order 17", expires: "9d" })).toEqual({ ...one, status: "known" });
    const other = await make({ uses: 3 }, { "Idempotency-Key": "k-1" });
    expect(other.invitation_id).not.toBe(one.invitation_id);
    expect(await make({ uses: 3 }, { "Idempotency-Key": "k-1" })).toEqual({ ...other, status: "known" });
    expect((await make({})).invitation_id).not.toBe((await make({})).invitation_id);
  });

  it("refuses other fields under the same name, and changes nothing", async () => {
    const { invitation_id: id } = await make({ reference: "order 17", uses: 2 });
    const answer = await ask({ reference: "order 17", uses: 9 });
    expect([answer.status, await problemOf(answer)]).toEqual([409, expect.stringContaining("nothing was changed")]);
    expect(await storyOf(id)).toMatchObject({ uses: 2 });
  });
});

describe("a list", () => {
  const send = async (lines: readonly string[], headers: Record<string, string> = {}) => {
    const answer = await visit(`${ORIGIN}/v1/invitations`, {
      method: "POST",
      headers: { ...asOperator, "Content-Type": "application/x-ndjson", ...headers },
      body: lines.join("\n"),
    });
    expect(answer.headers.get("Content-Type")).toContain("application/x-ndjson");
    const text = await answer.text();
    return text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { line: number; link?: string; status?: string; error?: { code: string } });
  };
  const customers = Array.from({ length: 40 }, (_, no) => JSON.stringify({ reference: `c-${no}` }));

  it("gives a link for each line in order, and an error for each that has one", async () => {
    const long = JSON.stringify({ reference: "x".repeat(70_000) });
    const answers = await send(["{", JSON.stringify({ uses: 0 }), "", long, ...customers]);
    expect(answers.slice(0, 3)).toMatchObject([
      { line: 1, error: { code: "bad_request" } },
      { line: 2, error: { code: "bad_request" } },
      { line: 4, error: { code: "bad_request" } },
    ]);
    expect(answers.map(({ line }) => line)).toEqual([1, 2, ...customers.map((_, no) => no + 5)].toSpliced(2, 0, 4));
    expect(new Set(answers.slice(3).map(({ link }) => link)).size).toBe(40);
  });

  it("that was cut off and is sent again makes none twice, by references or by the key and the line", async () => {
    const first = await send(customers.slice(0, 25));
    const again = await send(customers);
    expect(again.slice(0, 25).map(({ link }) => link)).toEqual(first.map(({ link }) => link));
    expect(again.map(({ status }) => status)).toEqual([
      ...Array<string>(25).fill("known"),
      ...Array<string>(15).fill("made"),
    ]);
    const nameless = ["{}", "{}"];
    const keyed = { "Idempotency-Key": "import-1" };
    const [one, other] = [await send(nameless, keyed), await send(nameless, keyed)];
    expect(new Set([...one, ...other].map(({ link }) => link)).size).toBe(2);
  });
});
