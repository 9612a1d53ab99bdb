// A crowd of wishes before one outside, in virtual time: who asks the pace, sleeps when it is sent away, calls, and tries again.

import { spread } from "../../../src/core/message/backoff.ts";
import { Pace } from "../../../src/core/gate/pace.ts";
import type { Went } from "../../../src/core/gate/limit.ts";
import type { Rank } from "../../../src/core/gate/pace.ts";

/** An outside: told of a call at `now` (ms), it says when it answers, and whether it serves, or is asked for too much. */
export type Outside = (now: number) => { readonly at: number; readonly serves: boolean; readonly isTooMuch?: boolean };

/** Serves so many a second, one after the other, and those that gave up waiting too. `rate` by the time (ms). */
export function inOrder(rate: (now: number) => number): Outside {
  let free = 0;
  return (now) => {
    free = Math.max(free, now);
    // While it serves nobody, its queue stands still.
    while (rate(free) === 0) free += 1_000;
    free += 1_000 / rate(free);
    return { at: free, serves: true };
  };
}

/** Answers at once, and refuses what is more than so many a second. */
export function refusing(rate: number): Outside {
  let left = rate / 4;
  let at = 0;
  return (now) => {
    left = Math.min(rate / 4, left + ((now - at) / 1_000) * rate);
    at = now;
    if (left < 1) return { at: now + 5, serves: false, isTooMuch: true };
    left -= 1;
    return { at: now + 20, serves: true };
  };
}

/** Chances that are the same each time (mulberry32): numbers in [0, 1). */
function chances(): () => number {
  let seed = 7;
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** An outside of which a share goes wrong however little it is asked: refused at once, answered after 20 s, or 4 s later. */
export function ailing(outside: Outside, share: number, how: "refused" | "late" | "slow"): Outside {
  const chance = chances();
  return (now) => {
    if (chance() >= share) return outside(now);
    if (how === "refused") return { at: now + 50, serves: false };
    if (how === "late") return { at: now + 20_000, serves: false };
    const answer = outside(now);
    return { ...answer, at: answer.at + 4_000 };
  };
}

export interface Wish {
  readonly at: number;
  readonly rank?: Rank;
  /** Calls that are made one after the other; 1 where left out. */
  readonly calls?: number;
}

export interface Seen {
  /** When each call was made, and whether it was one of a retry. */
  readonly calls: { readonly at: number; readonly isRetry: boolean }[];
  /** When each answer came that was still waited for. */
  readonly used: number[];
  /** When each wish was met, by its number. */
  readonly met: number[];
  /** How often somebody asked the pace. */
  asked: number;
}

const TIME_LIMIT_MS = 8_000;
/** Until somebody who is called has come. */
const CALL_MS = 50;

/** Runs until everybody is served, or until `endsAt` (ms). `lost`: the share of those who are called and never hear of it. */
export function crowd(
  wishes: readonly Wish[],
  outside: Outside,
  endsAt = Infinity,
  pace = new Pace(),
  callMs = CALL_MS,
  lost = 0,
): Seen {
  const seen: Seen = { calls: [], used: [], met: [], asked: 0 };
  const due: { readonly at: number; readonly run: () => unknown }[] = [];
  let now = 0;
  const at = (when: number, run: () => unknown): void => {
    let from = 0;
    let to = due.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((due[middle]?.at ?? Infinity) <= when) from = middle + 1;
      else to = middle;
    }
    due.splice(from, 0, { at: when, run });
  };
  /** How those who sleep are woken, and the alarm that is to be heeded: an earlier one is one too many. */
  const asleep = new Map<string, { readonly wake: () => void; readonly alarm: number }>();
  let alarms = 0;
  let timers = 0;
  const callNext = (): void => {
    for (const { key } of pace.call(now)) {
      const { wake } = asleep.get(key) ?? {};
      const isLost = spread(`${key} called at ${now}`) < lost;
      if (wake !== undefined && !isLost) at(now + callMs, () => asleep.delete(key) && wake());
    }
    const roomAt = pace.roomAt(now);
    const timer = (timers += 1);
    if (roomAt !== null) at(roomAt, () => timer === timers && callNext());
  };
  const want = (wish: Wish, no: number, failures: number): void => {
    ask(wish, no, failures);
    callNext();
  };
  const over = (permit: number, went: Went): void => {
    pace.over(now, permit, { went, rest: null });
    callNext();
  };
  const ask = (wish: Wish, no: number, failures: number): void => {
    seen.asked += 1;
    const isRetry = failures > 0;
    const key = `w${String(no).padStart(6, "0")}`;
    const back = { kind: "customer", name: key } as const;
    const turn = pace.take(now, { key, dueAt: wish.at, rank: wish.rank ?? "message", isRetry, back });
    if (turn.kind === "away") {
      const alarm = (alarms += 1);
      const wake = (): void => want(wish, no, failures);
      asleep.set(key, { wake, alarm });
      return at(now + turn.for, () => {
        if (asleep.get(key)?.alarm === alarm && asleep.delete(key)) wake();
      });
    }
    const call = (left: number): void => {
      seen.calls.push({ at: now, isRetry });
      const answer = outside(now);
      const isLate = answer.at > now + TIME_LIMIT_MS;
      at(isLate ? now + TIME_LIMIT_MS : answer.at, () => {
        if (!isLate && answer.serves) {
          seen.used.push(now);
          if (left > 1) return call(left - 1);
          seen.met[no] = now;
          return over(turn.permit, "fine");
        }
        over(turn.permit, isLate ? "late" : answer.isTooMuch === true ? "limited" : "refused");
        const pause = 1_000 + 5_000 * 2 ** Math.min(failures, 7) * spread(`${no}#${failures}`);
        at(now + pause, () => want(wish, no, failures + 1));
      });
    };
    call(wish.calls ?? 1);
  };
  for (const [no, wish] of wishes.entries()) at(wish.at, () => want(wish, no, 0));
  for (let next = due.shift(); next !== undefined && next.at <= endsAt; next = due.shift()) {
    now = next.at;
    next.run();
  }
  return seen;
}

/** So many wishes a second for so many seconds. */
export const perSecond = (rate: number, seconds: number, more: Partial<Wish> = {}): readonly Wish[] =>
  Array.from({ length: rate * seconds }, (_, no) => ({ at: (no * 1_000) / rate, ...more }));

/** How many of these instants fall in each of the windows of `ms` from `from` to `to`, both in ms. */
export const counted = (times: readonly number[], from: number, to: number, ms: number): readonly number[] =>
  Array.from({ length: (to - from) / ms }, (_, no) => {
    const start = from + no * ms;
    return times.filter((it) => it >= start && it < start + ms).length;
  });
