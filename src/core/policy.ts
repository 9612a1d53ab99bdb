// When the next message may go out, what it covers, and, where it may not, why. The only place that knows the rules.

import { isSpent } from "./ladder.ts";
import { reachable } from "./contact.ts";
import { isOpen, locationOf, readyAt, zoneOf } from "./state.ts";
import { addDays, instantOf, wallClock } from "./time.ts";
import type { ChannelName, SendWindow, Settings } from "./settings.ts";
import type { Case, CustomerState } from "./state.ts";

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

/** The first instant from `at` on at which no cap is full: of each cap's last `count` messages, the oldest has aged out. */
function nextUnderCaps(at: number, sentAt: readonly number[], settings: Settings): number {
  return settings.caps.reduce((allowed, cap) => {
    const oldest = sentAt[sentAt.length - cap.count];
    return oldest === undefined ? allowed : Math.max(allowed, oldest + cap.within);
  }, at);
}

/** New cases wait a little for each other, so that one message tells of all; reminders do not. */
function groupReady(due: readonly Case[], settings: Settings): number {
  if (due.some((it) => it.rung > 0 || it.told > 0)) return 0;
  const first = Math.min(...due.map((it) => it.openedAt));
  const last = Math.max(...due.map((it) => it.reasonSince));
  return Math.min(first + settings.groupWaitMax, last + settings.groupWait);
}

/** The clocks a message must respect. A home never probed is left out: its probe brings the zone, and then it counts. */
function clocksOf(due: readonly Case[], state: CustomerState): readonly string[] {
  const placed = due.filter((it) => {
    const { timezone, answeredAt } = locationOf(state, it.locationId);
    return timezone !== null || answeredAt !== null;
  });
  return [...new Set(placed.map((it) => zoneOf(state, it.locationId)))].sort();
}

function allowed(at: number, due: readonly Case[], state: CustomerState, settings: Settings): Allowed {
  const zones = clocksOf(due, state);
  const rules: readonly [Wait, (from: number) => number][] = [
    ["group_wait", (from) => Math.max(from, groupReady(due, settings))],
    ["tap_hold", (from) => Math.max(from, state.holdUntil ?? 0)],
    ["cap", (from) => nextUnderCaps(from, state.sentAt, settings)],
    ["send_window", (from) => nextInWindow(from, settings.sendWindow, zones)],
  ];
  return rules.reduce<Allowed>(
    (so_far, [wait, rule]) => {
      const later = rule(so_far.at);
      return later > so_far.at ? { at: later, wait } : so_far;
    },
    { at, wait: null },
  );
}

const hasRungLeft = (it: Case, state: CustomerState, settings: Settings): boolean =>
  !isSpent(it, zoneOf(state, it.locationId), settings);

/** The message that goes out when the cases due at `from` set out: those that fall due while it waits join it. */
function settingOut(open: readonly Case[], from: number, state: CustomerState, settings: Settings): Owed {
  let owed: Owed = { at: from, cases: [], wait: null };
  for (;;) {
    const { at, wait } = owed;
    const cases = open.filter((it) => readyAt(it) <= at);
    const next = allowed(at, cases, state, settings);
    if (next.at === at) return { at, cases, wait };
    owed = { at: next.at, cases, wait: next.wait };
  }
}

/**
 * The next message owed to the customer, or null when no reminder is planned. An opt-out does not end what is owed: it is
 * taken up when due and its silence written down.
 */
export function nextMessage(state: CustomerState, now: number, settings: Settings): Owed | null {
  const open = state.cases.filter((it) => isOpen(it) && hasRungLeft(it, state, settings));
  // A reminder does not wait for the group wait of a case that opened before it: whoever goes first takes the rest along.
  const starts = [...new Set(open.map((it) => Math.max(now, readyAt(it))))].sort((a, b) => a - b);
  return starts
    .map((from) => settingOut(open, from, state, settings))
    .reduce<Owed | null>((first, owed) => (first === null || owed.at < first.at ? owed : first), null);
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
  return wait === null || wait === state.waiting ? owed.at : Math.min(...owed.cases.map(readyAt));
}

/**
 * The channel for a message: of those that can reach the customer the first, the next one for each message that brought no
 * tap, and the last one from then on. Null when none can.
 */
export function chooseChannel(state: CustomerState, cases: readonly Case[], settings: Settings): ChannelName | null {
  const channels = reachable(state.contact, cases, settings);
  const untapped = Math.max(0, ...cases.filter((it) => it.tappedAt === null).map((it) => it.told));
  return channels[Math.min(untapped, channels.length - 1)] ?? null;
}

/** The channel that takes over when one could not bring a message: the next in order that was not tried, else an earlier one. */
export function fallBack(
  state: CustomerState,
  cases: readonly Case[],
  tried: readonly ChannelName[],
  settings: Settings,
): ChannelName | null {
  const left = reachable(state.contact, cases, settings).filter((it) => !tried.includes(it));
  const order = settings.channels;
  const last = tried.at(-1);
  const after = last === undefined ? -1 : order.indexOf(last);
  return left.find((it) => order.indexOf(it) > after) ?? left[0] ?? null;
}
