// The short run of the chaos rig: kills and bad neighbours for some seconds, and every promise kept. And the rig itself: it
// notices a Worker that is broken on purpose, in a run where the one fault that shows it is certain to come.

import { describe, expect, it } from "vitest";
import { judgeHands } from "./judge-hands.ts";
import { runChaos } from "./run.ts";
import {
  ACKNOWLEDGES_BEFORE_WRITING,
  ASKS_NOBODY,
  FORGETS_ALARMS,
  HOLDS_NOBODY,
  NEW_ID_ON_EVERY_ATTEMPT,
  NEW_WORDS_ON_EVERY_ATTEMPT,
} from "./spoils.ts";
import { untilNothing } from "./wait.ts";
import type { Spoil } from "./bundle.ts";
import type { Letter } from "./hostile-provider.ts";
import type { Ledger } from "./ledger.ts";
import type { Plan } from "./plan.ts";
import type { Forced } from "./options.ts";

const SEED = 7;

describe("the Worker, killed again and again between a FlatPeak and a provider on a bad day", () => {
  // It takes the product up to a minute of the real clock to find out that FlatPeak takes the account again.
  it.concurrent(
    "tells nobody what is not verified while FlatPeak refuses the account, and everybody afterwards",
    async () => {
      const report = await runChaos({ seed: SEED, rounds: 5, hurry: true, holds: true, refusals: true });
      expect(report.violations, `seed ${SEED}`).toEqual([]);
      expect(report.acknowledged).toBe(report.events);
      expect(Object.values(report.refusals)).not.toEqual([]);
      expect(report.messages).toBeGreaterThan(10);
    },
  );

  it.concurrent(
    "loses nothing that was acknowledged, and tells everybody once, and nobody who is held or erased",
    async () => {
      const report = await runChaos({
        seed: SEED,
        rounds: 6,
        hurry: true,
        holds: true,
        erases: true,
        stops: true,
        tries: true,
      });
      expect(report.holds).toBeGreaterThan(0);
      expect(report.erasures).toBeGreaterThan(0);
      expect(report.announced).toBeGreaterThan(0);
      expect(report.confirmed).toBeGreaterThan(0);
      expect(report.inArms).toBeGreaterThan(10);
      expect(report.violations, `seed ${SEED}`).toEqual([]);
      expect(report.acknowledged).toBe(report.events);
      expect(report.acknowledged).toBeGreaterThan(150);
      expect(report.needs).toBeGreaterThan(10);
      expect(report.messages).toBeGreaterThan(10);
    },
  );
});

describe("the judge", () => {
  const letter = (change: Partial<Letter>): readonly [string, Letter] => {
    const it = { id: "msg_1", type: "notification.sent", customerId: "cus_1", rung: 0, cases: [], why: "", link: "" };
    const seen = {
      acceptedAt: null,
      acceptedBody: null,
      changed: 0,
      calledAt: [0],
      doubtedAt: [],
      accepted: 1,
      subject: "ntf_1",
    };
    const whole = { ...it, ...seen, ...change };
    return [whole.id, whole];
  };
  const judged = (...letters: readonly (readonly [string, Letter])[]) =>
    judgeHands({
      plan: { troubles: [] } as unknown as Plan,
      ledger: { entries: new Map() } as unknown as Ledger,
      flatpeak: { looks: new Map() },
      letters: new Map(letters),
      spells: [],
      erased: new Map([["cus_1", 5_000]]),
      stopped: new Map([["cus_3", 5_000]]),
      stalledMs: 0,
    });

  it("sees a call about whom an operator erased, and none that was on the line", () => {
    expect(judged(letter({ calledAt: [4_000, 5_900] })).afterErasure).toEqual([]);
    expect(judged(letter({ calledAt: [4_000, 6_001] })).afterErasure).toHaveLength(1);
    expect(judged(letter({ calledAt: [6_001], customerId: "cus_2" })).afterErasure).toEqual([]);
  });

  it("sees a call about who wanted no messages any more, and nothing that the company is told", () => {
    const type = "notification.requested";
    expect(judged(letter({ calledAt: [5_900], customerId: "cus_3", type })).afterStop).toEqual([]);
    expect(judged(letter({ calledAt: [6_001], customerId: "cus_3", type })).afterStop).toHaveLength(1);
    expect(judged(letter({ calledAt: [6_001], customerId: "cus_3" })).afterStop).toEqual([]);
  });

  it("sees what happened once and was told under two ids", () => {
    expect(judged(letter({}), letter({ id: "msg_2", subject: "ntf_2" })).announcedAgain).toEqual([]);
    expect(judged(letter({}), letter({ id: "msg_2" })).announcedAgain).toHaveLength(1);
  });
});

describe("the rig", () => {
  it.each<[what: string, left: (look: number) => number, looks: number]>([
    ["for who gets on, however slowly", (look) => Math.max(0, 50 - look), 51],
    ["for what is lost, once all else is done", (look) => Math.max(1, 20 - look), 31],
    ["for what comes and goes", (look) => 1 + (look % 2), 11],
    ["for nobody longer than it may", (look) => 1_000 - look, 101],
  ])("waits %s", async (_, left, looks) => {
    let minute = 0;
    const look = (): Promise<readonly string[]> =>
      Promise.resolve(Array.from({ length: left(minute++) }, (_it, no) => `home ${no}`));
    await untilNothing(look, { still: 10, most: 100 }, 0, () => minute);
    expect(minute).toBe(looks);
  });

  const selfChecks: readonly (readonly [
    would: string,
    kind: string,
    spoil: Spoil | readonly Spoil[],
    forced: Forced,
  ])[] = [
    [
      "be seen to lose events if it acknowledged before it wrote",
      "missing",
      ACKNOWLEDGES_BEFORE_WRITING,
      { killOnAcknowledgement: true },
    ],
    [
      "be seen to tell twice if it gave each attempt another id",
      "doubled",
      NEW_ID_ON_EVERY_ATTEMPT,
      { first: "accepts and cuts", isSeen: ({ doubled }) => doubled.length > 0 },
    ],
    [
      "be seen to send other words under the same id if it worded each attempt anew",
      "other bytes under one id",
      NEW_WORDS_ON_EVERY_ATTEMPT,
      { first: "accepts and cuts", isSeen: ({ unequal }) => unequal.length > 0 },
    ],
    ["be seen to sleep if it forgot its alarms", "without an alarm", FORGETS_ALARMS, {}],
    [
      "be seen to send while an operator holds everybody if it held nobody",
      "left while held",
      HOLDS_NOBODY,
      { holdAll: true, isSeen: ({ whileHeld }) => whileHeld.length > 0 },
    ],
    [
      "be seen to tell what nobody verified if it asked nobody while FlatPeak refuses the account",
      "left unverified",
      ASKS_NOBODY,
      { refuseAll: true, isSeen: ({ unverified }) => unverified.length > 0 },
    ],
  ];
  it.concurrent.each(selfChecks)("(row 56) a broken Worker would %s", async (_, kind, spoil, forced) => {
    const report = await runChaos({ seed: SEED, rounds: 1, hurry: true, spoils: [spoil].flat(), forced });
    expect(report.counts[kind]).toBeGreaterThan(0);
  });

  it.concurrent("(row 56) finds nothing wrong with a Worker that is whole, whatever is forced on it", async () => {
    const forced: Forced = { first: "accepts and cuts", killOnAcknowledgement: true, isSeen: () => false };
    const report = await runChaos({ seed: SEED, rounds: 1, hurry: true, forced });
    expect(report.violations).toEqual([]);
    expect(report.repeats).toBeGreaterThan(0);
  });
});
