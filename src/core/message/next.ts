// When the next message may go out, what it covers, and, where it may not, why. The only place that joins the rules.

import { isSpent } from "../case/ladder.ts";
import { nextUsual, urgentFrom } from "./usual-hour.ts";
import { nextSpread, nextUnderCaps } from "./window.ts";
import { isOpen, isTariffStopped, locationOf, readyAt, zoneOf } from "../read.ts";
import { DAY, wallClock } from "../time.ts";
import type { Policy } from "../policy.ts";
import type { Case, CustomerState } from "../state.ts";
import type { Moment } from "../turn.ts";

export type Wait = "group_wait" | "tap_hold" | "cap" | "send_window" | "usual_hour";

/** The first instant something may happen, and the rule that sets it; null when the rung itself does. */
interface Allowed {
  readonly at: number;
  readonly wait: Wait | null;
}

/** A message that is owed: the cases it covers and when it may go out. */
export interface Owed extends Allowed {
  readonly cases: readonly Case[];
}

/** What the rules ask about the cases that are due by some instant. */
interface Due {
  /** How many of the cases, in the order in which they fall due. */
  readonly count: number;
  /** One of them was told of before, and does not wait for others. */
  readonly hasReminder: boolean;
  readonly firstReadyAt: number;
  readonly firstOpenedAt: number;
  readonly lastReasonSince: number;
  /** From this instant on (ms) the message does not wait for an hour that suits the customer. */
  readonly urgentFrom: number;
  /** The clocks a message must respect. A home never probed is left out: its probe brings the zone, and then it counts. */
  readonly zones: readonly string[];
}

const isReminder = (it: Case): boolean => it.rung > 0 || it.told > 0;

/** New cases wait a little for each other, so that one message tells of all; reminders do not. */
function groupReady({ hasReminder, firstOpenedAt, lastReasonSince }: Due, policy: Policy): number {
  if (hasReminder) return 0;
  return Math.min(firstOpenedAt + policy.groupWaitMax, lastReasonSince + policy.groupWait);
}

/** When a message about what is due by `at` may go out, and the last rule that moved that. */
function applyRules(at: number, due: Due, moment: Moment): Allowed {
  const { state, policy } = moment;
  const rested = Math.max(due.firstReadyAt, groupReady(due, policy), state.tapHoldUntil ?? 0);
  const since = nextUnderCaps(rested, state.sentAt, policy);
  const { zones } = due;
  const inWindow = (from: number): number => nextSpread(moment, { since, at: from }, policy.sendWindow, zones);
  const rules: readonly [Wait, (from: number) => number][] = [
    ["group_wait", (from) => Math.max(from, groupReady(due, policy))],
    ["tap_hold", (from) => Math.max(from, state.tapHoldUntil ?? 0)],
    ["cap", (from) => nextUnderCaps(from, state.sentAt, policy)],
    ["send_window", inWindow],
    ["usual_hour", (at) => nextUsual(moment, { at, first: inWindow(since), urgentFrom: due.urgentFrom }, zones)],
  ];
  return rules.reduce<Allowed>(
    (soFar, [wait, rule]) => {
      const next = rule(soFar.at);
      return next > soFar.at ? { at: next, wait } : soFar;
    },
    { at, wait: null },
  );
}

/** The cases with a reminder left in the order in which they fall due, and what the rules ask about each beginning of that list. */
class Queue {
  readonly cases: readonly Case[];
  readonly #dues: readonly Due[];
  /** When each of them is ready (ms). */
  readonly #readyAt: readonly number[];

  /** Of `cases`, which have a reminder left. */
  constructor({ state, policy }: Moment, cases: readonly Case[]) {
    this.cases = [...cases].sort((a, b) => readyAt(state, a) - readyAt(state, b));
    this.#readyAt = this.cases.map((it) => readyAt(state, it));
    let due: Due = {
      count: 0,
      hasReminder: false,
      firstReadyAt: Infinity,
      firstOpenedAt: Infinity,
      lastReasonSince: -Infinity,
      urgentFrom: Infinity,
      zones: [],
    };
    this.#dues = this.cases.map((it) => {
      const { timezone, answeredAt } = locationOf(state, it.locationId);
      const zone = timezone === null && answeredAt === null ? null : zoneOf(state, it.locationId);
      due = {
        count: due.count + 1,
        hasReminder: due.hasReminder || isReminder(it),
        firstReadyAt: Math.min(due.firstReadyAt, readyAt(state, it)),
        firstOpenedAt: Math.min(due.firstOpenedAt, it.openedAt),
        lastReasonSince: Math.max(due.lastReasonSince, it.reasonSince),
        urgentFrom: Math.min(due.urgentFrom, urgentFrom(state, it, policy.tapHold)),
        zones: zone === null || due.zones.includes(zone) ? due.zones : [...due.zones, zone].sort(),
      };
      return due;
    });
  }

  /** Those that are due by `at` (ms). */
  dueBy(at: number): Due | undefined {
    let from = 0;
    let to = this.cases.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#readyAt[middle] ?? Infinity) <= at) from = middle + 1;
      else to = middle;
    }
    return this.#dues[from - 1];
  }
}

/** When a message goes out that sets out with the cases due at `from`: those that fall due while it waits join it. */
function settingOut(queue: Queue, from: number, moment: Moment): Allowed {
  let soFar: Allowed = { at: from, wait: null };
  for (;;) {
    const due = queue.dueBy(soFar.at);
    if (due === undefined) return soFar;
    const next = applyRules(soFar.at, due, moment);
    if (next.at === soFar.at) return soFar;
    soFar = next;
  }
}

/**
 * What a message that goes out at `at` tells of: whatever is due by then, and what would fall due so soon after it that a
 * second message would only follow the first. What was told together is so reminded of together.
 */
function coveredBy(queue: Queue, at: number, { state, policy }: Moment): readonly Case[] {
  const isSameDay = (it: Case): boolean => {
    const zone = zoneOf(state, it.locationId);
    return wallClock(readyAt(state, it), zone).date === wallClock(at, zone).date;
  };
  return queue.cases.filter((it) => {
    const ready = readyAt(state, it);
    if (ready <= at + policy.groupWait) return true;
    // Nobody is told of a new problem before its time: a supplier's trouble may pass.
    return isReminder(it) && ready < at + DAY && isSameDay(it);
  });
}

/**
 * The next message owed to the customer, or null when no reminder is planned. An opt-out does not end what is owed: it is
 * taken up when due and its silence written down. Tariffs of which the customer wants to hear nothing are apart from the
 * others, whose messages neither wait for them nor leave earlier by them.
 */
export function nextMessage(moment: Moment): Owed | null {
  const { state, policy } = moment;
  const left = state.cases.filter((it) => isOpen(it) && !isSpent(it, zoneOf(state, it.locationId), policy));
  const stopped = left.filter((it) => isTariffStopped(state, it));
  if (stopped.length === 0) return nextAmong(moment, left);
  const silent = nextAmong(moment, stopped);
  const next = nextAmong(
    moment,
    left.filter((it) => !stopped.includes(it)),
  );
  if (silent === null || next === null) return silent ?? next;
  return silent.at < next.at ? silent : next;
}

/** The next one about some of the cases, which have a reminder left; null without any. */
export function nextAmong(moment: Moment, cases: readonly Case[]): Owed | null {
  const queue = new Queue(moment, cases);
  // A message may set out with any case: a reminder does not wait for the group wait of a new case that fell due before it.
  // The one that may leave first is the next message, and covers what else is due by then.
  const starts = [...new Set(queue.cases.map((it) => Math.max(moment.now, readyAt(moment.state, it))))];
  let first: Allowed | null = null;
  for (const from of starts) {
    if (first !== null && from >= first.at) break;
    const next = settingOut(queue, from, moment);
    if (first === null || next.at < first.at) first = next;
  }
  return first === null ? null : { ...first, cases: coveredBy(queue, first.at, moment) };
}

/** The wait of a message that is due as the state remembers it, to be journalled once; null where nothing needs to be said. */
export const waitOf = ({ wait, at }: Owed): string | null =>
  wait === null || wait === "group_wait" ? null : `${wait} ${at}`;

/**
 * When something is to be done about an owed message (ms): when it may go out, or, while its wait is not in the journal yet,
 * when its first case falls due. Silence is written down when it begins.
 */
export function attendAt(state: CustomerState, owed: Owed): number {
  const wait = waitOf(owed);
  return wait === null || wait === state.waiting
    ? owed.at
    : owed.cases.reduce((first, it) => Math.min(first, readyAt(state, it)), Infinity);
}
