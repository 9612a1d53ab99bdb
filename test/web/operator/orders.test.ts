// What an operator orders for one customer.

import { beforeEach, describe, expect, it } from "vitest";
import { installFlatPeak } from "../../support/flatpeak.ts";
import { CUSTOMER, ORIGIN, TARIFF, customer, firstLink, happen, story, tariffIn, visit } from "../../support/links.ts";
import { testSettings } from "../../settings.ts";
import type { FakeFlatPeak } from "../../support/flatpeak.ts";

const OTHER = "trf_6597ef46529ab4467502af3e";
const DAY = 86_400_000;
let fake: FakeFlatPeak;
beforeEach(async () => {
  fake = await installFlatPeak();
  await firstLink(fake);
});

async function order(path: string, json?: object, id = CUSTOMER): Promise<[number, unknown]> {
  const answer = await visit(`${ORIGIN}/v1/customers/${id}${path}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` },
    ...(json === undefined ? {} : { json }),
  });
  const body = await answer.json<{ status?: string; error?: { code: string } }>();
  return [answer.status, body.error?.code ?? body.status];
}
const whats = async (): Promise<readonly string[]> => (await story()).journal.map(({ what }) => what);
const later = (ms: number): Promise<number | null> => customer().advanceClock(ms);

describe("a case", () => {
  it("is closed, and nobody is reminded of it any more", async () => {
    expect(await order("/cases/1/close", { reason: "moved abroad" })).toEqual([200, "closed"]);
    expect((await story()).cases).toMatchObject([{ case: 1, state: "closed", next_reminder_at: null }]);
    expect(await whats()).toContain("case_closed");
    const sent = fake.handoffs.length;
    await later(40 * DAY);
    expect(fake.handoffs.length).toBe(sent);
  });

  it("that is closed stays so when that is asked again, and a later event opens another", async () => {
    await order("/cases/1/close");
    expect(await order("/cases/1/close")).toEqual([200, "closed"]);
    expect(await order("/cases/1/advance")).toEqual([409, "conflict"]);
    await later(DAY);
    tariffIn(fake, TARIFF).status = "ERROR";
    await happen(fake, "tariff.expired", TARIFF);
    expect((await story()).cases).toMatchObject([{ state: "closed" }, { case: 2, state: "open" }]);
  });

  it("has its next reminder at once, and no earlier than the caps let it", async () => {
    const before = fake.handoffs.length;
    expect(await order("/cases/1/advance")).toEqual([200, "advanced"]);
    await later(60_000);
    expect(fake.handoffs.length).toBe(before);
    // One in 48 hours; the ladder would have waited for three days.
    await later(2 * DAY + 60_000);
    expect(fake.handoffs.length).toBe(before + 1);
    expect(await whats()).toContain("case_advanced");
  });

  it("whose tariff the customer asked to hear nothing of is told of no more, until that is taken back", async () => {
    const before = fake.handoffs.length;
    expect(await order("/cases/1/mute", { muted: true })).toEqual([200, "muted"]);
    await later(20 * DAY);
    expect(fake.handoffs.filter(({ body }) => body.type === "notification.requested").length).toBe(before);
    expect(await order("/cases/1/mute", { muted: false })).toEqual([200, "heard"]);
    expect((await story()).consent.map(({ to, by, door, tariff }) => [to, by, door, tariff])).toEqual([
      ["stopped", "company", "api", TARIFF],
      ["resumed", "company", "api", TARIFF],
    ]);
    expect(await order("/cases/9/mute", { muted: true })).toEqual([404, "not_found"]);
  });

  it.each([
    ["/cases/9/close", 404],
    ["/cases/x/close", 404],
    ["/cases/9/advance", 404],
  ])("that is none is not known: %s", async (path, status) => {
    expect(await order(path)).toEqual([status, "not_found"]);
    expect((await order("/cases/1/close", undefined, "cus_nobody"))[0]).toBe(404);
  });
});

describe("reminders", () => {
  const dayIn = (days: number): string => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);

  it("wait until a day, or no more", async () => {
    expect(await order("/snooze", { until: dayIn(20), reason: "is switching" })).toEqual([200, "snoozed"]);
    expect((await story()).snoozed_until).not.toBeNull();
    const sent = fake.handoffs.length;
    await later(10 * DAY);
    expect(fake.handoffs.length).toBe(sent);
    expect(await order("/snooze", { until: null })).toEqual([200, "awake"]);
    expect((await story()).snoozed_until).toBeNull();
  });

  it.each([dayIn(-1), dayIn(100), "2026-02-31"])("do not wait until %s", async (until) => {
    expect(await order("/snooze", { until })).toEqual([400, "bad_request"]);
    expect(await order("/snooze", { until: dayIn(5) }, "cus_nobody")).toEqual([404, "not_found"]);
  });
});

describe("a message", () => {
  it("that is in no doubt is not resolved", async () => {
    const [message] = (await story()).notifications;
    expect(await order(`/notifications/${String(message?.["id"])}/resolve`, { arrived: false })).toEqual([
      409,
      "conflict",
    ]);
    expect(await order("/notifications/ntf_none/resolve", { arrived: true })).toEqual([409, "conflict"]);
    expect(await order("/notifications/ntf_none/resolve", { arrived: "yes" })).toEqual([400, "bad_request"]);
  });
});

describe("a message that was sent", () => {
  const ask = async (path: string, method = "POST"): Promise<{ status: number; body: Record<string, unknown> }> => {
    const answer = await visit(`${ORIGIN}/v1/customers/${CUSTOMER}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}`,
        "Idempotency-Key": `${method} ${path}`.replaceAll(" ", ""),
      },
    });
    return { status: answer.status, body: await answer.json() };
  };
  const path = async (): Promise<string> => `/notifications/${String((await story()).notifications[0]?.["id"])}/resend`;

  it("is sent once more, once by a key, when the caps let it", async () => {
    const before = fake.handoffs.length;
    const first = await ask(await path());
    expect(first).toMatchObject({ status: 202, body: { status: "due", channel: "handoff", waits_for: "cap" } });
    expect(await ask(await path())).toEqual(first);
    expect(await order(await path())).toEqual([202, "due"]);
    await later(2 * DAY + 60_000);
    expect(fake.handoffs.length).toBe(before + 1);
    expect((await story()).notifications).toHaveLength(2);
    expect(await whats()).toContain("message_repeated");
  });

  it("is not sent once more to who has stopped, or of what is over, and says so by its code", async () => {
    const at = await path();
    expect(await order("/notifications/ntf_none_1/resend")).toEqual([404, "not_found"]);
    expect(await order(at, undefined, "cus_nobody")).toEqual([404, "not_found"]);
    await customer().stop("page", { purpose: "stop", no: 1, epoch: 0 });
    expect(await order(at)).toEqual([409, "opted_out"]);
    await order("/cases/1/close");
    await customer().start({ purpose: "open", no: 1, epoch: 0 });
    expect(await order(at)).toEqual([409, "no_longer_true"]);
  });
});

describe("the links of a case", () => {
  const linkOf = async (): Promise<string> => {
    const answer = await visit(`${ORIGIN}/v1/customers/${CUSTOMER}/cases/1/links`, {
      method: "POST",
      headers: { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` },
    });
    return (await answer.json<{ link: string }>()).link;
  };
  const end = (no = 1): Promise<Response> =>
    visit(`${ORIGIN}/v1/customers/${CUSTOMER}/cases/${no}/links`, {
      method: "DELETE",
      headers: { Authorization: `Bearer ${testSettings.OPERATOR_TOKEN}` },
    });

  it("are ended without those of others, and a new one leads where the old one did", async () => {
    const old = await linkOf();
    expect((await visit(old)).status).toBe(302);
    tariffIn(fake, OTHER).status = "ERROR";
    await happen(fake, "tariff.expired", OTHER);
    const other = await customer().caseLink(2);
    if (typeof other === "string") throw new Error("no second case");
    expect((await end()).status).toBe(200);
    const gone = await visit(old);
    expect(gone.status).toBe(404);
    // Nobody can tell it from one that never was; it says where to turn.
    expect(await gone.text()).toContain("Open the app");
    const fresh = await linkOf();
    expect(fresh).not.toBe(old);
    expect((await visit(fresh)).status).toBe(302);
    expect((await visit(other.link)).status).toBe(302);
    expect(await whats()).toContain("case_links_ended");
    expect((await end(9)).status).toBe(404);
    await order("/cases/1/close");
    expect(await order("/cases/1/links")).toEqual([409, "conflict"]);
  });
});

it("a story tells of several things in lists", async () => {
  const { notifications, journal } = await story();
  expect(notifications).toMatchObject([{ cases: [1], tried: [] }]);
  expect(journal.find(({ what }) => what === "message_prepared")?.detail["cases"]).toEqual([1]);
});
