// Proves that what waited for a window to open does not all leave at that instant, that each customer keeps a moment of their
// own, and that nobody else waits for it.

import { describe, expect, it } from "vitest";
import { nextMessage } from "../../../src/core/message/next.ts";
import { DEFAULT_POLICY } from "../../support/default-policy.ts";
import { HOUR, MINUTE, SECOND, wallClock } from "../../../src/core/time.ts";
import { MONDAY_10, VirtualCustomer, problem } from "../../support/virtual.ts";
import type { Policy } from "../../../src/core/policy.ts";

const { spread } = DEFAULT_POLICY;
const NIGHT = MONDAY_10 - 12 * HOUR;
const OPENS = MONDAY_10 - HOUR;

/** FlatPeak's ids are no numbers in a row. */
const idOf = (no: number): string => `cus_${((no * 2_654_435_761) % 2 ** 32).toString(16).padStart(24, "0")}`;

function customer(no: number, settings: Partial<Policy> = {}, now = NIGHT): VirtualCustomer {
  const it = new VirtualCustomer({ spread, ...settings }, now);
  it.state = { ...it.state, customerId: idOf(no) };
  return it;
}

/** When each of so many customers is told of a problem of the night, in order. */
function toldAt(count: number, settings: Partial<Policy> = {}): readonly number[] {
  const times = Array.from({ length: count }, (_, no) => {
    const it = customer(no, settings);
    it.event(problem({ occurredAt: NIGHT }));
    it.advance(24 * HOUR);
    return it.told[0]?.at ?? Infinity;
  });
  return times.sort((a, b) => a - b);
}

/** How many fall into the fullest span. */
function most(times: readonly number[], span: number): number {
  const counts = new Map<number, number>();
  for (const at of times) counts.set(Math.floor(at / span), (counts.get(Math.floor(at / span)) ?? 0) + 1);
  return Math.max(...counts.values());
}

describe("messages that waited for the window to open", () => {
  // FlatPeak's ids count up, and others' may: customers of one day have nearly the same.
  it.each([
    ["scattered ids", idOf],
    ["ids that count up", (no: number) => `cus_661677a19018beef00${(0xa29fae + no).toString(16)}`],
    ["numbers", (no: number) => `cus_${no}`],
  ])("of ten thousand at the same minute, with %s, leave at the pace of the spread", (_, named) => {
    const one = customer(0);
    one.event(problem({ occurredAt: NIGHT }));
    one.advance(HOUR);
    const { state, now, settings: policy } = one;
    const times = Array.from({ length: 10_000 }, (_, no) => {
      const owed = nextMessage({ state: { ...state, customerId: named(no) }, now, policy });
      return owed?.at ?? Infinity;
    });
    expect(Math.min(...times)).toBeGreaterThanOrEqual(OPENS);
    expect(Math.max(...times)).toBeLessThan(OPENS + spread);
    const perSecond = 10_000 / (spread / SECOND);
    expect(most(times, SECOND)).toBeLessThanOrEqual(4 * perSecond);
    expect(most(times, 10 * SECOND)).toBeLessThanOrEqual(1.5 * 10 * perSecond);
    expect(most(times, MINUTE)).toBeLessThanOrEqual(1.2 * 60 * perSecond);
  });

  it("leave over half an hour by default, evenly, and none before (row 92)", () => {
    expect(spread).toBe(30 * MINUTE);
    const times = toldAt(600);
    expect(times[0]).toBeGreaterThanOrEqual(OPENS);
    expect(times.at(-1)).toBeLessThanOrEqual(OPENS + spread);
    for (let minute = 0; minute < 30; minute += 5) {
      const from = OPENS + minute * MINUTE;
      const some = times.filter((at) => at >= from && at < from + 5 * MINUTE).length;
      expect(some).toBeGreaterThan(50);
      expect(some).toBeLessThan(200);
    }
    expect(Math.max(...times.map((at) => times.filter((it) => it >= at && it < at + SECOND).length))).toBeLessThan(12);
  });

  it("leave at one moment of the customer's own, which waking up early does not change (row 92)", () => {
    const it = customer(3);
    it.event(problem({ occurredAt: NIGHT }));
    const undisturbed = customer(3);
    undisturbed.event(problem({ occurredAt: NIGHT }));
    undisturbed.advance(24 * HOUR);
    it.advance(11 * HOUR);
    for (let minute = 0; minute < 40; minute++) {
      it.input({ type: "time_passed" });
      it.advance(MINUTE);
    }
    expect(it.told).toHaveLength(1);
    expect(it.told[0]?.at).toBe(undisturbed.told[0]?.at);
  });

  it("all leave when it opens where they are not to be spread, and early enough in a short window (row 92)", () => {
    expect(new Set(toldAt(20, { spread: 0 }))).toEqual(new Set([OPENS]));
    const short = { from: 9 * 60, to: 9 * 60 + 20 };
    const times = toldAt(50, { sendWindow: short, sendWindowHard: short });
    expect(times.at(-1)).toBeLessThanOrEqual(OPENS + 10 * MINUTE);
  });

  it("include one that was prepared the day before, and could not leave (row 92)", () => {
    const times = Array.from({ length: 20 }, (_, no) => {
      const evening = MONDAY_10 + 10 * HOUR - 6 * MINUTE;
      const it = customer(no, {}, evening);
      it.event(problem({ occurredAt: evening }));
      let isBusy = true;
      it.deliver = () =>
        isBusy ? { kind: "put_off", why: "the channel is busy", wait: 30 * SECOND, isTurn: true } : { kind: "sent" };
      it.advance(2 * HOUR);
      isBusy = false;
      it.advance(24 * HOUR);
      return it.told[0]?.at ?? Infinity;
    });
    const opens = OPENS + 24 * HOUR;
    expect(Math.min(...times)).toBeGreaterThanOrEqual(opens);
    expect(Math.max(...times)).toBeLessThanOrEqual(opens + spread + MINUTE);
    expect(new Set(times).size).toBeGreaterThan(10);
  });
});

describe("a message that falls due in the window", () => {
  it("leaves at its instant, minutes after the window opened too (row 92)", () => {
    for (const minute of [1, 10, 29, 240]) {
      const now = OPENS + minute * MINUTE;
      const it = customer(7, {}, now);
      it.event(problem({ occurredAt: now }));
      it.advance(HOUR);
      expect(it.told[0]?.at).toBe(now + DEFAULT_POLICY.groupWait);
    }
  });
});

describe("a message that waits for a window on a night that changes the clocks", () => {
  const BERLIN = "Europe/Berlin";
  it.each([
    ["which opens in an hour that comes twice", Date.UTC(2026, 9, 24, 21), { from: 144, to: 189 }],
    ["which opens in an hour that comes twice, and is short", Date.UTC(2026, 9, 24, 21), { from: 179, to: 190 }],
    ["which opens in an hour that is left out", Date.UTC(2027, 2, 27, 21), { from: 144, to: 240 }],
    ["which opens as on any other day", Date.UTC(2027, 2, 27, 21), { from: 540, to: 1200 }],
  ])("leaves in it, once: one %s", (_, night, window) => {
    for (const no of Array.from({ length: 40 }).keys()) {
      const it = customer(
        no,
        { sendWindow: window, sendWindowHard: window, spread: 24 * HOUR, habitWait: 6 * HOUR },
        night,
      );
      it.timezone = BERLIN;
      it.state = { ...it.state, tapHours: [2, 3] };
      it.event(problem({ occurredAt: night }));
      it.advance(26 * HOUR);
      expect(it.told).toHaveLength(1);
      const { minuteOfDay } = wallClock(it.told[0]?.at ?? NaN, BERLIN);
      expect(minuteOfDay).toBeGreaterThanOrEqual(window.from);
      expect(minuteOfDay).toBeLessThan(window.to);
    }
  });
});
