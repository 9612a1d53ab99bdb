// When the next message may go out, what it covers, and, where it may not, why. The only place that knows the rules.

import { spread } from "./backoff.ts";
import { isSpent } from "../case/ladder.ts";
import { reachable } from "../person/contact.ts";
import { isOpen, locationOf, readyAt, zoneOf } from "../state.ts";
import { DAY, addDays, instantOf, wallClock } from "../time.ts";
import type { ChannelName, SendWindow, Settings } from "../policy.ts";
import type { Case, CustomerState } from "../state.ts";

export type Wait = "group_wait" | "tap_hold" | "cap" | "send_window";

/** A message that is owed: the cases it covers and the first instant it may go out. */
export interface Owed {
  readonly at: number;
  readonly cases: readonly Case[];
  /** The rule that set `at`; null when the rung itself did. */
  readonly wait: Wait | null;
}

interface Allowed {
  readonly at: number;
  readonly wait: Wait | null;
}

function nextInZone(at: number, window: SendWindow, zone: string): number {
  const { date, minuteOfDay } = wallClock(at, zone);
  if (minuteOfDay < window.from) return instantOf(date, window.from, zone);
  return minuteOfDay >= window.to ? instantOf(addDays(date, 1), window.from, zone) : at;
}

/**
 * The first instant from `at` on that lies in the window on every one of the given clocks. Homes on far sides of the earth
 * may share no minute of a day: then the first clock decides, which gives the same answer for the instant it gave.
 */
export function nextInWindow(at: number, window: SendWindow, zones: readonly string[]): number {
  const [first] = zones;
  if (first === undefined || (window.from === 0 && window.to === 1440)) return at;
  const later = (from: number): number => zones.reduce((candidate, zone) => nextInZone(candidate, window, zone), from);
  let candidate = at;
  for (let tries = 0; tries < 4; tries++) {
    const next = later(candidate);
    if (next === candidate) return candidate;
    candidate = next;
  }
  return nextInZone(at, window, first);
}

/** When the window around `at` closes on the first of the given clocks (ms); Infinity where it never does. */
export function windowEnd(at: number, window: SendWindow, zones: readonly string[]): number {
  if (window.from === 0 && window.to === 1440) return Infinity;
  const ends = zones.map((zone) => instantOf(wallClock(at, zone).date, window.to, zone));
  return Math.min(Infinity, ...ends.filter((end) => end > at));
}

/** When the window around `at` opened, on the last of the given clocks (ms); null where it is never closed. */
function windowStart(at: number, window: SendWindow, zones: readonly string[]): number | null {
  if (zones.length === 0 || (window.from === 0 && window.to === 1440)) return null;
  return Math.max(...zones.map((zone) => instantOf(wallClock(at, zone).date, window.from, zone)));
}

/**
 * The first instant from `at` on that lies in the window, for what was ready at `since`. What waited for the window to open
 * does not all leave then: each customer has a moment of their own in the time that follows.
 */
export function nextSpread(
  { customerId }: CustomerState,
  { since, at }: { readonly since: number; readonly at: number },
  window: SendWindow,
  zones: readonly string[],
  settings: Settings,
): number {
  const inWindow = nextInWindow(at, window, zones);
  const opened = windowStart(inWindow, window, zones);
  if (opened === null || since >= opened || opened > inWindow) return inWindow;
  // In a short window the second half is left for what does not go through at once.
  const most = Math.min(settings.spread, (windowEnd(inWindow, window, zones) - opened) / 2);
  return Math.max(inWindow, opened + Math.round(most * spread(customerId)));
}

/** The first instant from `at` on at which no cap is full: of each cap's last `count` messages, the oldest has aged out. */
export function nextUnderCaps(at: number, sentAt: readonly number[], settings: Settings): number {
  return settings.caps.reduce((allowed, cap) => {
    const oldest = sentAt[sentAt.length - cap.count];
    return oldest === undefined ? allowed : Math.max(allowed, oldest + cap.within);
  }, at);
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
  /** The clocks a message must respect. A home never probed is left out: its probe brings the zone, and then it counts. */
  readonly zones: readonly string[];
}

const isReminder = (it: Case): boolean => it.rung > 0 || it.told > 0;

/** New cases wait a little for each other, so that one message tells of all; reminders do not. */
function groupReady({ hasReminder, firstOpenedAt, lastReasonSince }: Due, settings: Settings): number {
  if (hasReminder) return 0;
  return Math.min(firstOpenedAt + settings.groupWaitMax, lastReasonSince + settings.groupWait);
}

function allowed(at: number, due: Due, state: CustomerState, settings: Settings): Allowed {
  const rested = Math.max(due.firstReadyAt, groupReady(due, settings), state.holdUntil ?? 0);
  const since = nextUnderCaps(rested, state.sentAt, settings);
  const rules: readonly [Wait, (from: number) => number][] = [
    ["group_wait", (from) => Math.max(from, groupReady(due, settings))],
    ["tap_hold", (from) => Math.max(from, state.holdUntil ?? 0)],
    ["cap", (from) => nextUnderCaps(from, state.sentAt, settings)],
    ["send_window", (from) => nextSpread(state, { since, at: from }, settings.sendWindow, due.zones, settings)],
  ];
  return rules.reduce<Allowed>(
    (soFar, [wait, rule]) => {
      const later = rule(soFar.at);
      return later > soFar.at ? { at: later, wait } : soFar;
    },
    { at, wait: null },
  );
}

/** The cases with a reminder left in the order in which they fall due, and what the rules ask about each beginning of that list. */
class Queue {
  readonly cases: readonly Case[];
  readonly #dues: readonly Due[];

  constructor(state: CustomerState, settings: Settings) {
    this.cases = state.cases
      .filter((it) => isOpen(it) && !isSpent(it, zoneOf(state, it.locationId), settings))
      .sort((a, b) => readyAt(a) - readyAt(b));
    let due: Due = {
      count: 0,
      hasReminder: false,
      firstReadyAt: Infinity,
      firstOpenedAt: Infinity,
      lastReasonSince: -Infinity,
      zones: [],
    };
    this.#dues = this.cases.map((it) => {
      const { timezone, answeredAt } = locationOf(state, it.locationId);
      const zone = timezone === null && answeredAt === null ? null : zoneOf(state, it.locationId);
      due = {
        count: due.count + 1,
        hasReminder: due.hasReminder || isReminder(it),
        firstReadyAt: Math.min(due.firstReadyAt, readyAt(it)),
        firstOpenedAt: Math.min(due.firstOpenedAt, it.openedAt),
        lastReasonSince: Math.max(due.lastReasonSince, it.reasonSince),
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
      const it = this.cases[middle];
      if (it !== undefined && readyAt(it) <= at) from = middle + 1;
      else to = middle;
    }
    return this.#dues[from - 1];
  }
}

/** When a message goes out that sets out with the cases due at `from`: those that fall due while it waits join it. */
function settingOut(queue: Queue, from: number, state: CustomerState, settings: Settings): Allowed {
  let soFar: Allowed = { at: from, wait: null };
  for (;;) {
    const due = queue.dueBy(soFar.at);
    if (due === undefined) return soFar;
    const next = allowed(soFar.at, due, state, settings);
    if (next.at === soFar.at) return soFar;
    soFar = next;
  }
}

/**
 * What a message that goes out at `at` tells of: whatever is due by then, and what would fall due so soon after it that a
 * second message would only follow the first. What was told together is so reminded of together.
 */
function together(queue: Queue, at: number, state: CustomerState, settings: Settings): readonly Case[] {
  const sameDay = (it: Case): boolean => {
    const zone = zoneOf(state, it.locationId);
    return wallClock(readyAt(it), zone).date === wallClock(at, zone).date;
  };
  return queue.cases.filter((it) => {
    const ready = readyAt(it);
    if (ready <= at + settings.groupWait) return true;
    // Nobody is told of a new problem before its time: a supplier's trouble may pass.
    return isReminder(it) && ready < at + DAY && sameDay(it);
  });
}

/**
 * The next message owed to the customer, or null when no reminder is planned. An opt-out does not end what is owed: it is
 * taken up when due and its silence written down.
 */
export function nextMessage(state: CustomerState, now: number, settings: Settings): Owed | null {
  const queue = new Queue(state, settings);
  // A reminder does not wait for the group wait of a case that opened before it: whichever may go first takes the others along.
  const starts = [...new Set(queue.cases.map((it) => Math.max(now, readyAt(it))))];
  let first: Allowed | null = null;
  for (const from of starts) {
    if (first !== null && from >= first.at) break;
    const next = settingOut(queue, from, state, settings);
    if (first === null || next.at < first.at) first = next;
  }
  return first === null ? null : { ...first, cases: together(queue, first.at, state, settings) };
}

/** What is written to the journal when a message that is due has to wait; null where nothing needs to be said. */
export function waitOf(owed: Owed): string | null {
  return owed.wait === null || owed.wait === "group_wait" ? null : `${owed.wait} ${owed.at}`;
}

/**
 * When the core must look at an owed message: when it may go out, or, while its wait is not in the journal yet, when its
 * first case falls due. Silence is written down when it begins.
 */
export function lookAt(state: CustomerState, owed: Owed): number {
  const wait = waitOf(owed);
  return wait === null || wait === state.waiting
    ? owed.at
    : owed.cases.reduce((first, it) => Math.min(first, readyAt(it)), Infinity);
}

/** True when as many text messages as may be went out about a case. */
export const isOverSmsLimit = (it: Case, settings: Settings): boolean => it.toldBySms >= settings.smsMax;

const brings = (channel: ChannelName, it: Case, settings: Settings): boolean =>
  channel !== "sms" || !isOverSmsLimit(it, settings);

/** The channels that can bring all of these cases; where there are none, those that can bring some of them. */
function channelsFor(state: CustomerState, cases: readonly Case[], settings: Settings): readonly ChannelName[] {
  const open = reachable(state.contact, settings);
  const forAll = open.filter((channel) => cases.every((it) => brings(channel, it, settings)));
  return forAll.length > 0 ? forAll : open.filter((channel) => cases.some((it) => brings(channel, it, settings)));
}

/** How a message goes out, and about which of the cases it was planned for. */
export interface Choice {
  readonly channel: ChannelName;
  readonly cases: readonly Case[];
}

/**
 * The channel for a message: of those that can reach the customer the first, the next one for each message that brought no
 * tap, and the last one from then on. Cases that it may not bring any more are left out. Null when none can.
 */
export function chooseChannel(state: CustomerState, cases: readonly Case[], settings: Settings): Choice | null {
  const channels = channelsFor(state, cases, settings);
  const untapped = cases.filter((it) => it.tappedAt === null).reduce((most, it) => Math.max(most, it.told), 0);
  const channel = channels[Math.min(untapped, channels.length - 1)];
  if (channel === undefined) return null;
  return { channel, cases: cases.filter((it) => brings(channel, it, settings)) };
}

/** The channel that takes over when one could not bring a message: the next in order that was not tried, else an earlier one. */
export function fallBack(
  state: CustomerState,
  cases: readonly Case[],
  tried: readonly ChannelName[],
  settings: Settings,
): ChannelName | null {
  const left = channelsFor(state, cases, settings).filter((it) => !tried.includes(it));
  const order = settings.channels;
  const last = tried.at(-1);
  const after = last === undefined ? -1 : order.indexOf(last);
  return left.find((it) => order.indexOf(it) > after) ?? left[0] ?? null;
}
