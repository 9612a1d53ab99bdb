// What the judge says of confirmations, by histories made by hand.

import { createCipheriv, createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { EMAIL, addressOf, startMail } from "./hostile-mail.ts";
import { judgeConfirmations } from "./judge-confirm.ts";
import type { Letter } from "./hostile-provider.ts";
import type { Ledger } from "./ledger.ts";
import type { Story } from "./operator.ts";
import type { Plan } from "./plan.ts";

const CUSTOMER = "cus_1";
const TARIFF = "trf_1";

const letterOf = (id: string, change: Partial<Letter>): Letter => ({
  id,
  type: EMAIL,
  customerId: CUSTOMER,
  rung: 0,
  cases: [],
  why: "",
  link: "",
  subject: null,
  acceptedAt: null,
  acceptedBody: null,
  changed: 0,
  calledAt: [20_000],
  doubtedAt: [],
  accepted: 1,
  ...change,
});

interface History {
  readonly told: Partial<Letter>;
  readonly emails: readonly Partial<Letter>[];
  /** When each event was posted first and stored with the customer (ms). */
  readonly events: Readonly<Record<string, readonly [posted: number, stored: number]>>;
  /** When FlatPeak told of the home (ms). */
  readonly looks: readonly number[];
  readonly isConfirmation: boolean;
  readonly isKnown: boolean;
}

/** Told, mended after ten seconds, confirmed after twenty; breaks again after thirty, which is stored ten seconds later. */
const RIGHT: History = {
  told: {},
  emails: [{}],
  events: { evt_mend: [10_000, 11_000], evt_again: [30_000, 40_000] },
  looks: [8_000, 19_000],
  isConfirmation: true,
  isKnown: true,
};

function judged(change: Partial<History>): readonly string[] {
  const { told, emails, events, looks, isConfirmation, isKnown } = { ...RIGHT, ...change };
  const trouble = {
    customerId: CUSTOMER,
    locationId: "loc_1",
    tariff: { id: TARIFF },
    mendedBy: "evt_mend",
    brokenAgainBy: "evt_again",
  };
  const entries = Object.entries(events).map(([id, [postedAt]]) => [id, { postedAt }] as const);
  const received = Object.entries(events).map(([id, [, at]]) => [id, at] as const);
  const cases = [{ tariffId: TARIFF, reason: "fetch_failed" }];
  const letters = [
    letterOf("ntf_1", { type: "notification.requested", calledAt: [1_000], cases, ...told }),
    ...emails.map((it, nth) => letterOf(`key_${nth}`, it)),
  ];
  const confirms = isConfirmation ? { confirms: [{ tariffId: TARIFF }] } : {};
  const notifications = emails.map((_, nth) => ({
    no: nth + 2,
    id: `ntf_${nth + 2}`,
    status: "accepted",
    attempt: 1,
    leasedUntil: null,
    ...confirms,
  }));
  return judgeConfirmations({
    plan: { troubles: [trouble] } as unknown as Plan,
    flatpeak: { looks: new Map([["loc_1", looks]]) },
    ledger: { entries: new Map(entries) } as unknown as Ledger,
    letters: new Map(letters.map((it) => [it.id, it])),
    names: new Map(emails.map((_, nth) => [`key_${nth}`, { customerId: CUSTOMER, no: nth + 2 }])),
    customers: isKnown ? [{ customerId: CUSTOMER, events: new Map(received), notifications }] : [],
    stalledMs: 0,
  });
}

const LINK_KEY = "a key of links";

/** An email as the product sends it, in which the message is sealed. */
async function sendMail(origin: string, no: number): Promise<void> {
  const key = createHmac("sha256", `reference:${LINK_KEY}`).update("seal").digest();
  const sealing = createCipheriv("aes-256-gcm", key, Buffer.alloc(12, no));
  const sealed = [Buffer.alloc(12, no), sealing.update(`${CUSTOMER} ${no}`), sealing.final(), sealing.getAuthTag()];
  const reference = Buffer.concat(sealed).toString("base64url");
  const body = JSON.stringify({ to: [addressOf(CUSTOMER)], tags: [{ name: "reference", value: reference }] });
  const headers = { "content-type": "application/json", "idempotency-key": `mail_${no}` };
  expect((await fetch(`${origin}/emails`, { method: "POST", headers, body })).status).toBe(200);
}

it("of a case that became another problem after its email is right: the story does not tell what the email said", async () => {
  const mail = await startMail(LINK_KEY, 1);
  try {
    mail.calm();
    await sendMail(mail.origin, 1);
    const told = { id: `ntf_${CUSTOMER}_1`, kind: "notify", rung: 0, cases: [1], created_at: new Date(1_000) };
    const turned = { case: 1, tariff_id: TARIFF, reason: "expired", reason_since: new Date(5_000) };
    const story = { customer_id: CUSTOMER, cases: [turned], notifications: [told] };
    mail.learn(JSON.parse(JSON.stringify([story])) as readonly Story[]);
    const learnt = mail.letters.get("mail_1");
    expect(learnt).toMatchObject({ type: "notification.requested", cases: [], accepted: 1 });
    expect(judged({ told: { ...learnt, calledAt: [1_000] } })).toEqual([]);
  } finally {
    await mail.close();
  }
});

describe("a confirmation", () => {
  it.each<[when: string, change: Partial<History>]>([
    ["of a repair, to who was told, repeats of it included", { emails: [{ calledAt: [20_000, 30_000], accepted: 2 }] }],
    [
      "while the product cannot know yet that the tariff broke again, and while it is on the line",
      { emails: [{ calledAt: [35_000, 40_900] }] },
    ],
    [
      "of a tariff that was to break again, and was mended later",
      { events: { evt_mend: [10_000, 11_000], evt_again: [5_000, 6_000] } },
    ],
    ["of what was told as another problem", { told: { cases: [], about: [TARIFF] } }],
    ["to who is not known any more", { isKnown: false, told: { cases: [] } }],
    ["that is none: it asks for something", { isConfirmation: false, told: { cases: [] } }],
    ["that came to nothing, beside one that arrived", { emails: [{}, { accepted: 0 }] }],
  ])("is right: %s", (_, change) => {
    expect(judged(change)).toEqual([]);
  });

  it.each<[when: string, change: Partial<History>, violation: string]>([
    ["before the repair", { emails: [{ calledAt: [9_000, 20_000] }] }, "it was not yet"],
    ["without a repair", { events: {} }, "it was not yet"],
    ["after the tariff broke again", { emails: [{ calledAt: [20_000, 41_001] }] }, "after it broke again"],
    [
      "by what FlatPeak showed long ago",
      { emails: [{ calledAt: [330_000] }], events: { evt_mend: [10_000, 11_000] } },
      "nobody had looked",
    ],
    ["to who was told of nothing", { told: { cases: [] } }, "nobody was told"],
    ["to who was told only later", { told: { calledAt: [21_000] } }, "nobody was told"],
    ["twice", { emails: [{}, {}] }, "was confirmed by key_0, key_1"],
  ])("is seen to be wrong: %s", (_, change, violation) => {
    expect(judged(change)).toEqual([expect.stringContaining(violation)]);
  });
});
