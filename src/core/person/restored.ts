// A customer whose storage was put back to an earlier instant. What was there then counts again, but for what must not be undone: what
// they were told since, what they wished, what is over, and every number and link that was given out. Until an operator lets them go,
// their messages are kept back; before anything goes, FlatPeak is asked.

import { withTap } from "../fleet/trail.ts";
import { isOpen } from "../read.ts";
import { line } from "../journal.ts";
import { NOTHING_INDEXED, withoutSince } from "./indexed.ts";
import type { Indexed } from "./indexed.ts";
import type { Ended } from "../ended.ts";
import type { Case, Contact, CustomerState, Location, Tariff } from "../state.ts";
import type { JournalEntry } from "../journal.ts";

/** What is taken along from the time after the instant: the living state, and what was over since. */
export interface Since {
  readonly state: CustomerState;
  readonly ended: Ended;
}

export interface Restored {
  readonly state: CustomerState;
  readonly ended: Ended;
  readonly journal: readonly JournalEntry[];
}

const later = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.max(one, other);

/**
 * A case by what happened to it since: events gave it another reason, it was told of, and people said what they want of it. Only that it
 * was seen repaired is taken back, since FlatPeak says that again; every other end was somebody's decision. `confirmed`: the numbers
 * of those whose repair was confirmed since, or is to be, and would be confirmed again.
 */
const caseAfter =
  (confirmed: ReadonlySet<number>) =>
  (then: Case, now: Case | undefined): Case => {
    if (now === undefined) return then;
    const after = now.end?.how === "repaired" && !confirmed.has(now.no) ? { ...now, end: null } : now;
    // They may have tapped while it was not known yet that storage was put back.
    return (then.tappedAt ?? 0) > (now.tappedAt ?? 0)
      ? withTap({ ...after, tappedAt: then.tappedAt }, then.tappedAt ?? 0)
      : after;
  };

/** What was said and decided about a tariff since; what FlatPeak showed of it is what it had shown then, and is shown again. */
const tariffAfter = (then: Tariff, now: Tariff | undefined): Tariff =>
  now === undefined ? then : { ...now, verified: then.verified, quiet: now.quiet ?? then.quiet };

/** Whatever FlatPeak said of it before is not relied upon. A session that ended there did end: it is met once more by the next answer. */
const unasked = (it: Location): Location => ({
  ...it,
  answeredAt: null,
  probe: null,
  sessionFinishedAt: later(it.sessionFinishedAt, it.lastSessionAt),
});

/** Those of the first list, each changed by its namesake in the second, and what only the second has. */
function joined<T>(
  then: readonly T[],
  now: readonly T[],
  keyOf: (it: T) => string | number,
  change: (then: T, now: T | undefined) => T,
): T[] {
  const known = new Map(now.map((it) => [keyOf(it), it]));
  const kept = new Set(then.map(keyOf));
  return [...then.map((it) => change(it, known.get(keyOf(it)))), ...now.filter((it) => !kept.has(keyOf(it)))];
}

/** What of a contact was changed from the order on: whoever sent it was told that it is known. */
const changedFrom = (ordered: Contact, now: Contact): Partial<Contact> => {
  const before = new Map<string, unknown>(Object.entries(ordered));
  return Object.fromEntries(
    Object.entries(now).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before.get(name))),
  );
};

/**
 * How to reach them as it was, with what was changed since the order, what they wished since, what ended links since, and addresses that
 * turned out to be dead.
 */
function contactAfter(before: Contact, now: Contact, ordered: Contact): Contact {
  const then = { ...before, ...changedFrom(ordered, now), stops: before.stops, linkEpoch: before.linkEpoch };
  const stops = joined(
    then.stops,
    now.stops,
    (it) => JSON.stringify(it),
    (it) => it,
  );
  const isSameNumber = then.phone === now.phone;
  const isSame = isSameNumber && then.email === now.email && then.pushToken === now.pushToken;
  return {
    ...then,
    stops: stops.toSorted((a, b) => a.at - b.at),
    repliesEndedAt: now.repliesEndedAt,
    linkEpoch: Math.max(then.linkEpoch, now.linkEpoch),
    // Whoever took their agreement back since has not given it.
    whatsapp: then.whatsapp && isSameNumber && now.whatsapp,
    preferred: now.preferred ?? then.preferred,
    dead: isSame ? [...new Set([...then.dead, ...now.dead])] : then.dead,
  };
}

/** What they were told and wished since. */
function withSince(
  then: CustomerState,
  { state: now, ended }: Since,
  ordered: Contact,
): { state: CustomerState; ended: Ended } {
  const confirmed = new Set(
    [...ended.notifications, ...now.notifications].flatMap(({ kind, calls, settledAt, caseNos }) =>
      kind === "confirm" && (calls > 0 || settledAt === null) ? caseNos : [],
    ),
  );
  const cases = joined(then.cases, [...ended.cases, ...now.cases], ({ no }) => no, caseAfter(confirmed));
  const snooze = (then.snooze?.until ?? 0) > (now.snooze?.until ?? 0) ? then.snooze : now.snooze;
  return {
    state: {
      ...then,
      contact: contactAfter(then.contact, now.contact, ordered),
      sentAt: [...new Set([...then.sentAt, ...now.sentAt])].toSorted((a, b) => a - b),
      snooze,
      tapHoldUntil: later(then.tapHoldUntil, now.tapHoldUntil),
      lastCaseNo: Math.max(then.lastCaseNo, now.lastCaseNo),
      lastNotificationNo: Math.max(then.lastNotificationNo, now.lastNotificationNo),
      lineNo: Math.max(then.lineNo, now.lineNo),
      cases: cases.filter(isOpen),
      tariffs: joined(then.tariffs, now.tariffs, ({ id }) => id, tariffAfter),
      locations: joined(
        then.locations,
        now.locations,
        ({ id }) => id,
        // A session that ended while it was not known yet that storage was put back, ended.
        (it, now) => (now === undefined ? it : { ...now, lastSessionAt: later(it.lastSessionAt, now.lastSessionAt) }),
      ),
      // Whatever was owed then was brought, taken back, or is owed still.
      notifications: now.notifications,
      unannounced: now.unannounced,
    },
    ended: { cases: cases.filter((it) => !isOpen(it)), notifications: ended.notifications },
  };
}

/**
 * The customer as they were when storage had gone back, without the cases that were opened from `orderedAt` on (ms, their clock): events
 * came before anybody knew of it. They are met anew by what is known since.
 */
export const withoutMeanwhile = (then: CustomerState, orderedAt: number): CustomerState => ({
  ...then,
  cases: then.cases.filter((it) => it.openedAt < orderedAt),
});

/**
 * The customer as they are to go on. `then`: as they were at the instant they were put back to, `to` (ms); `since`: what is known of
 * the time after it; null where that cannot be read any more. `at`: now, on their clock (ms). `indexed`: what the index knows then. `ordered`: how to
 * reach them as it was when that was ordered.
 */
export function restored(
  then: CustomerState,
  since: Since | null,
  { to, at, indexed = NOTHING_INDEXED, ordered }: { to: number; at: number; indexed?: Indexed; ordered?: Contact },
): Restored {
  const { state, ended } =
    since === null ? withoutSince(then, at, indexed) : withSince(then, since, ordered ?? since.state.contact);
  const owed = { cases: state.cases, notifications: state.notifications };
  const lines = {
    cases: [...owed.cases, ...ended.cases].map(({ no }) => no),
    notifications: [...owed.notifications, ...ended.notifications].map(({ no }) => no),
  };
  return {
    state: {
      ...state,
      keptBackSince: at,
      waiting: null,
      locations: state.locations.map(unasked),
      lineNo: state.lineNo + 1,
      unindexed: { ...lines, dueAt: at, failures: 0 },
    },
    ended,
    journal: [line(at, "restored", { until: to, known: since === null ? "no" : "yes" })],
  };
}
