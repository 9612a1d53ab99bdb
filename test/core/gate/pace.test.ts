// Proves the one pace towards an outside, in virtual time: more is wanted than it bears, and it is kept busy with what is of
// use, in order of the due time; and it is found out soon when it is well again, or quicker.

import { describe, expect, it } from "vitest";
import { Pace } from "../../../src/core/gate/pace.ts";
import { ailing, counted, crowd, inOrder, perSecond, refusing } from "./crowd.ts";

const SECOND = 1_000;
const MINUTE = 60_000;
const least = (counts: readonly number[]): number => Math.min(...counts);

/** The furthest that a wish was overtaken by one that fell due later (ms). */
function furthestOvertaken(dueAt: readonly number[], met: readonly number[]): number {
  const inOrderOfAnswer = dueAt.map((due, no) => ({ due, met: met[no] ?? Infinity })).sort((a, b) => a.met - b.met);
  let latest = 0;
  let furthest = 0;
  for (const { due } of inOrderOfAnswer) {
    furthest = Math.max(furthest, latest - due);
    latest = Math.max(latest, due);
  }
  return furthest;
}

describe("an outside that serves 20 a second in order, of which 60 a second are wanted", () => {
  const wishes = perSecond(60, 120);
  const seen = crowd(
    wishes,
    inOrder(() => 20),
  );

  it("is kept busy throughout, with calls whose answers are used (row 90)", () => {
    const lasts = wishes.length / 20;
    // 0.85 of what it serves, in every 5 seconds of the six minutes that this takes.
    expect(least(counted(seen.used, 0, (lasts - 5) * SECOND, 5 * SECOND))).toBeGreaterThanOrEqual(85);
    expect(seen.met.filter((it) => it !== undefined)).toHaveLength(wishes.length);
    expect(Math.max(...seen.met)).toBeLessThan(lasts * SECOND * 1.05);
  });

  it("is kept as busy where those who are called take two seconds to come (row 91)", () => {
    const slow = crowd(
      perSecond(60, 60),
      inOrder(() => 20),
      Infinity,
      new Pace(),
      2_000,
    );
    expect(least(counted(slow.used, 10 * SECOND, 170 * SECOND, 5 * SECOND))).toBeGreaterThanOrEqual(85);
    expect(slow.calls.length).toBeLessThanOrEqual(slow.used.length * 1.1);
    expect(slow.asked).toBeLessThan(slow.met.length * 3.5);
  });

  it.each([
    [0.1, 200],
    [0.3, 50],
    [0.3, 500],
    [0.5, 200],
  ])("is kept as busy where %d of those who are called never hear of it (row 91)", (lost, callMs) => {
    const some = crowd(
      perSecond(60, 60),
      inOrder(() => 20),
      Infinity,
      new Pace(),
      callMs,
      lost,
    );
    expect(least(counted(some.used, 10 * SECOND, 160 * SECOND, 10 * SECOND))).toBeGreaterThanOrEqual(170);
    expect(some.calls.length).toBeLessThanOrEqual(some.used.length * 1.1);
    expect(some.asked).toBeLessThan(some.met.length * 3.5);
  });

  it("gets no more calls than it answers (row 90)", () => {
    expect(seen.calls.length).toBeLessThanOrEqual(seen.used.length * 1.1);
  });

  it("serves in order of the due time, to within some seconds (row 90)", () => {
    const dueAt = wishes.map((it) => it.at);
    expect(furthestOvertaken(dueAt, seen.met)).toBeLessThan(10 * SECOND);
  });

  it("has no more of them come back in vain than some a second (row 90)", () => {
    const lasts = Math.max(...seen.met) / SECOND;
    expect((seen.asked - wishes.length - seen.met.length) / lasts).toBeLessThan(10);
  });

  it("is not asked for its time by those whose wish takes two calls any more (row 90)", () => {
    const two = crowd(
      perSecond(60, 60, { calls: 2 }),
      inOrder(() => 20),
    );
    expect(least(counted(two.used, 0, 5 * MINUTE, 5 * SECOND))).toBeGreaterThanOrEqual(85);
    expect(two.calls.length).toBeLessThanOrEqual(two.used.length * 1.1);
  });
});

describe("an outside that serves nobody for a minute, and then 50 a second", () => {
  const down = MINUTE;
  const seen = crowd(
    perSecond(60, 120, { calls: 2 }),
    inOrder((now) => (now < down ? 0 : 50)),
  );

  it("is called little meanwhile, and busy soon after (row 90)", () => {
    expect(seen.calls.filter((it) => it.at < down).length).toBeLessThan(80);
    expect(least(counted(seen.used, down + 20 * SECOND, 5 * MINUTE, 5 * SECOND))).toBeGreaterThanOrEqual(212);
    expect(seen.calls.length).toBeLessThanOrEqual(seen.used.length * 1.1);
  });

  it.each([
    [0, 500],
    [0.3, 50],
    [0.3, 200],
  ])(
    "is busy as soon where %d of those who are called never hear of it, and %d ms pass till they come (row 90)",
    (lost, callMs) => {
      const again = crowd(
        perSecond(60, 120, { calls: 2 }),
        inOrder((now) => (now < down ? 0 : 50)),
        3 * MINUTE,
        new Pace(),
        callMs,
        lost,
      );
      expect(least(counted(again.used, down + 20 * SECOND, 3 * MINUTE, 5 * SECOND))).toBeGreaterThanOrEqual(212);
    },
  );

  it.each([56, 58, 60, 62, 64, 66])(
    "is busy as soon whatever was on its way when it came back after %d s (row 90)",
    (seconds) => {
      const back = seconds * SECOND;
      const again = crowd(
        perSecond(60, 120, { calls: 2 }),
        inOrder((now) => (now < back ? 0 : 50)),
        3 * MINUTE,
        new Pace(),
        200,
      );
      expect(least(counted(again.used, back + 15 * SECOND, 165 * SECOND, 5 * SECOND))).toBeGreaterThanOrEqual(212);
    },
  );

  it("gets retries for a tenth of the first tries while it is ill (row 90)", () => {
    const meanwhile = seen.calls.filter((it) => it.at < down);
    const retries = meanwhile.filter((it) => it.isRetry).length;
    expect(retries).toBeLessThanOrEqual((meanwhile.length - retries) / 10);
  });

  it("is busy as soon after a minute of 503 at once (row 90)", () => {
    let open = 0;
    const ill = crowd(
      perSecond(60, 120),
      (now) => {
        if (now < down) return { at: now + 5, serves: false };
        open = Math.max(open, now) + 20;
        return { at: open, serves: true };
      },
      5 * MINUTE,
    );
    expect(ill.calls.filter((it) => it.at < down).length).toBeLessThan(80);
    expect(least(counted(ill.used, down + 30 * SECOND, 2 * MINUTE, 10 * SECOND))).toBeGreaterThanOrEqual(425);
  });
});

describe("the pace", () => {
  it("finds out that the outside became quicker, and slower (row 90)", () => {
    const quicker = crowd(
      perSecond(60, 120),
      inOrder((now) => (now < MINUTE ? 20 : 50)),
    );
    expect(least(counted(quicker.used, 70 * SECOND, 150 * SECOND, 5 * SECOND))).toBeGreaterThanOrEqual(212);
    const slower = crowd(
      perSecond(60, 120),
      inOrder((now) => (now < MINUTE ? 50 : 10)),
    );
    expect(least(counted(slower.used, MINUTE, 5 * MINUTE, 5 * SECOND))).toBeGreaterThanOrEqual(42);
    expect(slower.calls.length).toBeLessThanOrEqual(slower.used.length * 1.1);
  });

  it("keeps below what an outside refuses at once (row 90)", () => {
    const seen = crowd(perSecond(60, 60), refusing(20));
    expect(seen.calls.length).toBeLessThanOrEqual(seen.used.length * 1.1);
    expect(seen.used.filter((at) => at < 2 * MINUTE).length).toBeGreaterThanOrEqual(0.85 * 20 * 120);
  });

  it.each([
    [0.05, "refused", 50],
    [0.1, "refused", 50],
    [0.3, "refused", 30],
    [0.05, "late", 25],
    [0.1, "slow", 50],
    [0.2, "slow", 25],
  ] as const)("is no less where %d of the calls are %s however few there are (row 90)", (share, how, served) => {
    const seen = crowd(
      perSecond(60, 120),
      ailing((now) => ({ at: now + 200, serves: true }), share, how),
      2 * MINUTE,
    );
    expect(least(counted(seen.used, 0, 2 * MINUTE, 20 * SECOND))).toBeGreaterThanOrEqual(served * 20);
  });

  it("still keeps below what an outside bears of which one call in twenty goes wrong anyway (row 90)", () => {
    const slow = crowd(
      perSecond(60, 60),
      ailing(
        inOrder(() => 20),
        0.05,
        "refused",
      ),
      3 * MINUTE,
    );
    expect(slow.calls.length).toBeLessThanOrEqual(slow.used.length * 1.2);
    expect(least(counted(slow.used, 10 * SECOND, 150 * SECOND, 10 * SECOND))).toBeGreaterThanOrEqual(150);
    const strict = crowd(perSecond(60, 60), ailing(refusing(20), 0.05, "refused"), 3 * MINUTE);
    expect(strict.calls.length).toBeLessThanOrEqual(strict.used.length * 1.25);
  });

  it("does not starve an outside that is slow for everybody and bears many at once (row 90)", () => {
    const seen = crowd(perSecond(60, 60), (now) => ({ at: now + 3_000, serves: true }));
    expect(Math.max(...seen.met)).toBeLessThan(80 * SECOND);
  });

  it("lets who looks at a page overtake the whole line, and a message every look (row 90)", () => {
    const line = perSecond(60, 30);
    const seen = crowd(
      [...line, { at: 20 * SECOND, rank: "person" }, { at: 1_000, rank: "look" }, ...perSecond(60, 30)],
      inOrder(() => 20),
    );
    expect((seen.met[line.length] ?? Infinity) - 20 * SECOND).toBeLessThan(3 * SECOND);
    // A look that fell due first goes when no message of its ten minutes is left.
    expect(seen.met[line.length + 1]).toBeGreaterThan(170 * SECOND);
  });

  it("lets a quiet system go at once (row 90)", () => {
    const wishes = perSecond(5, 60);
    const seen = crowd(wishes, (now) => ({ at: now + 200, serves: true }));
    expect(seen.asked).toBe(wishes.length);
  });

  it("does not wait for those who cannot be called, while there is room for who is here", () => {
    const pace = new Pace();
    const ask = (key: string, dueAt: number) => ({ key, dueAt, rank: "message", isRetry: true, back: null }) as const;
    const first = pace.take(0, ask("first", 0));
    if (first.kind !== "go") throw new Error("nobody was before it");
    pace.over(10, first.permit, { went: "refused", rest: 2_000 });
    for (let no = 0; no < 40; no++) expect(pace.take(20 + no, ask(`early ${no}`, no)).kind).toBe("away");
    // They sleep, each for as long as it likes; the outside is well, and nobody is out.
    expect(pace.take(3_000, ask("late", 100)).kind).toBe("go");
  });

  it("rests where the outside asks for it, a minute at most at a time, and forgets a call that was lost (row 90)", () => {
    const pace = new Pace();
    const ask = { key: "a", dueAt: 0, rank: "message", isRetry: false, back: null } as const;
    const first = pace.take(0, ask);
    if (first.kind !== "go") throw new Error("nobody was before it");
    pace.over(10, first.permit, { went: "refused", rest: 3_600_000 });
    expect(pace.take(20, ask)).toEqual({ kind: "away", for: 64_990 });
    expect(pace.take(60_010, ask).kind).toBe("go");
    const lost = new Pace();
    let out = 0;
    while (lost.take(0, { ...ask, key: `k${out}` }).kind === "go") out += 1;
    expect(lost.take(59_000, { ...ask, key: "next" }).kind).toBe("away");
    expect(lost.take(61_000, { ...ask, key: "next" }).kind).toBe("go");
  });
});
