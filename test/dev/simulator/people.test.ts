import { describe, expect, it } from "vitest";
import { ASSUMPTIONS } from "../../../src/dev/simulator/assumptions.ts";
import { outcomeOf } from "../../../src/dev/simulator/provider.ts";
import { reactionTo } from "../../../src/dev/simulator/reader.ts";
import { wallClock } from "../../../src/core/time.ts";
import type { Assumptions } from "../../../src/dev/simulator/assumptions.ts";
import type { Received, Reaction } from "../../../src/dev/simulator/reader.ts";

const MANY = 4_000;
const NOON: Received = {
  at: Date.UTC(2026, 4, 5, 12),
  zone: "UTC",
  habit: null,
  channel: "email",
  rung: 1,
  endDateTrap: false,
  cases: 1,
  recent: 0,
};

function reactions(message: Partial<Received>, assumed: Partial<Assumptions> = {}): readonly Reaction[] {
  const all = { ...ASSUMPTIONS, ...assumed };
  return Array.from({ length: MANY }, (_, index) => reactionTo({ ...NOON, ...message }, all, [1, index]));
}

const share = <T>(items: readonly T[], holds: (item: T) => boolean): number =>
  items.filter(holds).length / items.length;
const tapped = (...given: Parameters<typeof reactions>): number => share(reactions(...given), (it) => it.taps);

describe("a person who gets a message", () => {
  it("taps less, and wants no more of them rather, the more came within the last weeks", () => {
    expect(tapped({})).toBeCloseTo(ASSUMPTIONS.tapEmail, 1);
    expect(tapped({ recent: 4 }) / tapped({})).toBeCloseTo(ASSUMPTIONS.tapFatigue ** 4, 1);
    const stopped = (recent: number): number => share(reactions({ recent }, { optOut: 0.05 }), (it) => it.optsOut);
    expect(stopped(3) / stopped(0)).toBeGreaterThan(ASSUMPTIONS.optOutFatigue ** 3 - 1);
    expect(tapped({ recent: 4 }, { tapFatigue: 1 })).toBe(tapped({}));
  });

  it("taps rather in the evening", () => {
    const evening = { at: Date.UTC(2026, 4, 5, 17) };
    expect(tapped(evening, { eveningTaps: 2 }) / tapped({})).toBeCloseTo(2, 0);
    expect(tapped({ ...evening, zone: "America/New_York" }, { eveningTaps: 2 })).toBe(tapped({}));
  });

  it("with a usual hour reads in it, mostly, and taps rather what comes shortly before it", () => {
    const all = { habitTaps: 2, habitKept: 0.7 };
    const at = (hour: number): Partial<Received> => ({ habit: 19, at: Date.UTC(2026, 4, 5, hour) });
    expect(tapped(at(17), all) / tapped(at(12), all)).toBeCloseTo(2, 0);
    expect(tapped(at(20), all)).toBe(tapped(at(12), all));
    const hours = reactions(at(12), all).map(({ readAt }) => wallClock(readAt, NOON.zone).minuteOfDay / 60);
    expect(share(hours, (it) => it >= 19 && it < 20)).toBeGreaterThan(0.7);
    const next = reactions({ habit: 8, at: NOON.at }, { habitKept: 1 });
    expect(next.every(({ readAt }) => readAt > NOON.at && wallClock(readAt, NOON.zone).minuteOfDay < 9 * 60)).toBe(
      true,
    );
  });

  it("reads nothing in the night of their home", () => {
    const late = reactions({ at: Date.UTC(2026, 4, 5, 19), zone: "Europe/Berlin" });
    const hours = late.map((it) => Math.floor(wallClock(it.readAt, "Europe/Berlin").minuteOfDay / 60));
    expect(hours.filter((it) => it >= ASSUMPTIONS.nightFrom || it < ASSUMPTIONS.nightTo)).toEqual([]);
    expect(share(hours, (it) => it === ASSUMPTIONS.nightTo)).toBeGreaterThan(0.2);
  });

  it("is spared hopeless sessions by a page before Connect, which costs some repairs", () => {
    const always = { tapEmail: 1 };
    const ways = [reactions({}, always), reactions({}, { ...always, pageBefore: 1 })];
    const [without = [], withPage = []] = ways.map((it) => it.flatMap((one) => one.sessions));
    const hopeless = (it: (typeof without)[number]): boolean => it.begins && it.doneAt === null;
    const finished = (it: (typeof without)[number]): boolean => it.doneAt !== null;
    expect(share(withPage, hopeless) / share(without, hopeless)).toBeCloseTo(1 - ASSUMPTIONS.pageSpares, 1);
    expect(share(withPage, finished) / share(without, finished)).toBeCloseTo(ASSUMPTIONS.pageGoesOn, 1);
  });

  it("puts reminders off only after a tap that repaired nothing, for less than the ninety days there are", () => {
    const all = reactions({}, { snooze: 1, snoozeDays: 300 }).filter((it) => it.snoozedUntil !== null);
    expect(all.length).toBeGreaterThan(100);
    for (const { taps, readAt, snoozedUntil, sessions } of all) {
      expect([taps, sessions[0]?.doneAt]).toEqual([true, null]);
      expect((snoozedUntil ?? 0) - readAt).toBeLessThan(90 * 86_400_000);
    }
  });
});

describe("a provider", () => {
  it("refuses, or is busy, as often as is assumed, and never a handoff", () => {
    const assumed = { ...ASSUMPTIONS, deadSms: 0.2, providerTrouble: 0.1 };
    const kinds = Array.from({ length: MANY }, (_, index) => outcomeOf("sms", assumed, [1, index]).kind);
    expect(share(kinds, (it) => it === "retry")).toBeCloseTo(0.1, 1);
    expect(share(kinds, (it) => it === "failed")).toBeCloseTo(0.18, 1);
    expect(outcomeOf("handoff", { ...assumed, providerTrouble: 1 }, [1])).toEqual({ kind: "sent" });
  });
});
