// The judge's one excuse for a tariff of which nobody was told, by histories made by hand: one that it lets pass, and each of those next
// to it, which it must not.

import { describe, expect, it } from "vitest";
import { judgeDoubts } from "./doubt.ts";
import { judgeMessages } from "./judge.ts";
import type { Quiet } from "./doubt.ts";
import type { Letter } from "./hostile-provider.ts";
import type { Ledger } from "./ledger.ts";
import type { Story } from "./operator.ts";
import type { Fate, Plan } from "./plan.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const CUSTOMER = "cus_1";
const BROKEN = "trf_broken";
const MENDED = "trf_mended";

interface History {
  /** Of the message about both: what changes of it. */
  readonly letter: Partial<Letter>;
  /** When the repair of the other tariff was posted and acknowledged (ms); null where it never was. */
  readonly mend: { readonly posted: number; readonly acknowledged: number | null } | null;
  readonly quiet: readonly Quiet[];
  readonly otherFate: Fate;
}

const both = [
  { tariffId: BROKEN, reason: "expired" },
  { tariffId: MENDED, reason: "fetch_failed" },
];

/** Refused at once and in doubt, and five seconds later one of the two is repaired. */
const TRUE_CASE: History = {
  letter: {},
  mend: { posted: 5 * SECOND, acknowledged: 6 * SECOND },
  quiet: [],
  otherFate: "repaired",
};

function judged(change: Partial<History>) {
  const history = { ...TRUE_CASE, ...change };
  const trouble = (id: string, fate: Fate, mendedBy: string | null) => ({
    customerId: CUSTOMER,
    tariff: { id },
    fate,
    mendedBy,
  });
  const broken = trouble(BROKEN, "broken", null);
  const mended = trouble(MENDED, history.otherFate, history.mend === null ? null : "evt_mend");
  const stated = (id: string, about: typeof broken, reason: string) =>
    [id, { event: { id, trouble: about, reason }, postedAt: 0, acknowledged: { status: "stored", at: 0 } }] as const;
  const entries = new Map<string, unknown>([
    stated("evt_1", broken, "expired"),
    stated("evt_2", mended, "fetch_failed"),
  ]);
  if (history.mend !== null) {
    const { posted, acknowledged } = history.mend;
    const at = acknowledged === null ? null : { status: "stored", at: acknowledged };
    entries.set("evt_mend", { event: { trouble: mended, reason: null }, postedAt: posted, acknowledged: at });
  }
  const letter: Letter = {
    id: "ntf_1",
    type: "notification.requested",
    customerId: CUSTOMER,
    rung: 1,
    cases: both,
    why: "",
    link: "",
    subject: null,
    acceptedAt: null,
    acceptedBody: null,
    changed: 0,
    calledAt: [0],
    doubtedAt: [0],
    accepted: 0,
    ...history.letter,
  };
  return judgeMessages({
    plan: { troubles: [broken, mended] } as unknown as Plan,
    ledger: { entries } as unknown as Ledger,
    letters: new Map([[letter.id, letter]]),
    erased: new Set(),
    stopped: new Set(),
    quiet: history.quiet,
    stalledMs: 0,
  });
}

describe("a broken tariff of which nobody was told", () => {
  it("is excused by a message about several that may have arrived, one of them repaired before it was due again", () => {
    const { untold, doubted } = judged({});
    expect(untold).toEqual([]);
    expect(doubted).toEqual([{ customerId: CUSTOMER, tariffId: BROKEN }]);
  });

  const late = { posted: 10 * MINUTE, acknowledged: 10 * MINUTE };
  const lateWithHold = (until: number): Partial<History> => ({
    mend: late,
    quiet: [{ customerId: CUSTOMER, from: SECOND, until }],
  });

  it("is excused by a later repair where nothing could leave meanwhile, for them or for anybody", () => {
    expect(judged(lateWithHold(9 * MINUTE)).untold).toEqual([]);
    expect(judged({ mend: late, quiet: [{ customerId: null, from: SECOND, until: Infinity }] }).untold).toEqual([]);
  });

  it.each<[why: string, change: Partial<History>]>([
    ["the repair came after the message was due again", { mend: late }],
    ["it was held, and long since let go", lateWithHold(5 * MINUTE)],
    [
      "it was held when the message was long due",
      { mend: late, quiet: [{ customerId: CUSTOMER, from: 9 * MINUTE, until: Infinity }] },
    ],
    ["somebody else was held", { mend: late, quiet: [{ customerId: "cus_2", from: SECOND, until: Infinity }] }],
    [
      "the message was repeated after the repair",
      { letter: { calledAt: [0, 8 * SECOND], doubtedAt: [0, 8 * SECOND] } },
    ],
    ["the message went nowhere for certain, and was free to leave without it", { letter: { doubtedAt: [] } }],
    ["the message told of it alone", { letter: { cases: both.slice(0, 1) } }],
    ["the message told of the other one alone", { letter: { cases: both.slice(1) } }],
    [
      "the message told of a lesser problem",
      { letter: { cases: [{ tariffId: BROKEN, reason: "expiring" }, ...both.slice(1)] } },
    ],
    ["the other one is to be repaired, and is not yet", { mend: null }],
    ["the product has not taken the repair in", { mend: { posted: 5 * SECOND, acknowledged: null } }],
    ["the other one is broken for good", { mend: null, otherFate: "broken" }],
    ["no message was ever tried", { letter: { calledAt: [], doubtedAt: [], cases: [] } }],
  ])("is a violation where %s", (_, change) => {
    expect(judged(change).untold).toContain(`nobody was told that ${BROKEN} is expired`);
    expect(judged(change).doubted).toEqual([]);
  });

  it("is a violation where no reminder is planned for it after all", () => {
    const doubted = [{ customerId: CUSTOMER, tariffId: BROKEN }];
    const story = (tariffId: string, next: string | null) =>
      [{ customer_id: CUSTOMER, cases: [{ tariff_id: tariffId, next_reminder_at: next }] }] as unknown as Story[];
    expect(judgeDoubts(doubted, story(BROKEN, "2027-03-01T09:00:00Z"))).toEqual([]);
    expect(judgeDoubts(doubted, story(BROKEN, null))).toHaveLength(1);
    expect(judgeDoubts(doubted, story(MENDED, "2027-03-01T09:00:00Z"))).toHaveLength(1);
    expect(judgeDoubts(doubted, [])).toHaveLength(1);
  });
});
