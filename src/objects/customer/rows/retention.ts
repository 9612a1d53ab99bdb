// What a customer's object forgets of what is over, and when the next of it is due. Never what is living, nor who asked for silence.

import { isProblemType } from "../../../flatpeak/event/read.ts";
import { DAY } from "../../../core/time.ts";
import { EVENTS, PAST, PAYLOADS, SAID, saidKey } from "./keys.ts";
import { forJournal } from "../../../core/journal.ts";
import type { Retention } from "../../../setup/retention.ts";
import type { JournalEntry } from "../../../core/journal.ts";
import type { Document, Recent } from "./document.ts";
import type { KeptEvent } from "./kept-event.ts";
import type { Key, Keys } from "./keys.ts";

/** The ids of problems are the defence against telling twice: known for longer than FlatPeak lists an event, 90 days. */
const PROBLEM_IDS_MS = 100 * DAY;
/** Nothing that is written today is to be forgotten sooner (ms), but tokens, which by then open nothing any more. */
export const soonestOf = ({ words, events, history }: Retention): number => Math.min(words, events, history);
const MAX_JOURNAL_LINES = 5_000;
const MAX_BODIES = 20_000;
/** Lines of forgotten events in one row. */
const LINES_IN_A_ROW = 64;

/** What forgetting leaves. */
export interface Tidied extends Pick<Document, "recent" | "tokens" | "saidRows"> {
  /** When the next thing is to be forgotten, on the customer's clock (ms); Infinity where all that is kept is living. */
  readonly nextAt: number;
  /** When the newest event came (real time, ms); 0 where none is known. */
  readonly heardAt: number;
}

/** Real time, and the customer's (ms). */
export interface Times {
  readonly now: number;
  readonly customerNow: number;
}

/** Forgets what is old. To be called in a transaction. */
export function tidy(keys: Keys, document: Document, { now, customerNow }: Times, kept: Retention): Tidied {
  const ahead = customerNow - now;
  const events = tidyEvents(keys, now, kept.events);
  const payloadsAt = tidyPayloads(keys, document, customerNow, kept.words);
  const tokens = Object.entries(document.tokens).filter(([, { expiresAt }]) => expiresAt >= customerNow);
  const saidRows = addLines(keys, document.saidRows, events.lines);
  const unindexed = unindexedIn(document);
  const historyAt = tidyPast(keys, customerNow, kept.history, unindexed);
  const recent = withoutOld(document.recent, unindexed, customerNow - kept.history);
  const nextAt = Math.min(
    events.nextAt + ahead,
    payloadsAt,
    historyAt,
    oldestIn(recent) + kept.history,
    ...tokens.map(([, { expiresAt }]) => expiresAt),
  );
  // What is forgotten is older than its time, by a millisecond at least.
  return { recent, tokens: Object.fromEntries(tokens), saidRows, nextAt: nextAt + 1, heardAt: events.heardAt };
}

interface EventMark {
  readonly key: Key<KeptEvent>;
  readonly receivedAt: number;
  readonly isProblem: boolean;
  readonly hasBody: boolean;
}

/**
 * Forgets bodies by age (`most`, ms) and number, but the id of a problem by age alone: what may still come again is still known. With the
 * bodies go the ids of what can bring no message.
 */
function tidyEvents(
  keys: Keys,
  now: number,
  most: number,
): { readonly lines: readonly JournalEntry[]; readonly nextAt: number; readonly heardAt: number } {
  const marks: EventMark[] = [];
  for (const [key, { type, receivedAt, body }] of keys.below(EVENTS)) {
    marks.push({ key, receivedAt, isProblem: isProblemType(type), hasBody: body !== "" });
  }
  const newest = marks.toSorted((a, b) => b.receivedAt - a.receivedAt);
  const last = newest.filter((it) => it.hasBody)[MAX_BODIES];
  const before = Math.max(now - most, last?.receivedAt ?? 0);
  const lines: JournalEntry[] = [];
  const isGone = (it: EventMark): boolean =>
    it.receivedAt < now - PROBLEM_IDS_MS || (!it.isProblem && it.receivedAt < before);
  // What an event did is kept as long as the journal; of those that did nothing nobody will ask any more.
  for (const it of newest.toReversed()) {
    const isOld = it.receivedAt < before && (it.hasBody || isGone(it));
    if (!isOld && !isGone(it)) continue;
    const event = keys.get(it.key);
    if (event === null) continue;
    lines.push(...event.said.filter(({ what }) => what !== "silent"));
    if (isGone(it)) keys.drop(it.key);
    // Without a body it is known by its id alone, as FlatPeak's own copy is.
    else keys.put(it.key, { ...event, body: "", said: [], source: "copy" });
  }
  const kept = newest.filter((it) => !isGone(it));
  const times = kept.map(({ receivedAt, hasBody, isProblem: mayOpen }) =>
    (hasBody && receivedAt >= before) || !mayOpen ? receivedAt + most : receivedAt + PROBLEM_IDS_MS,
  );
  return {
    lines,
    nextAt: Math.min(Infinity, ...times.slice(-1), ...soonest(times)),
    heardAt: newest[0]?.receivedAt ?? 0,
  };
}

/** The least of many numbers, as a list; none of none. */
function soonest(times: readonly number[]): readonly number[] {
  let least = Infinity;
  for (const it of times) if (it < least) least = it;
  return least === Infinity ? [] : [least];
}

/** Forgets words `most` (ms) after they were handed out. */
function tidyPayloads(keys: Keys, { state }: Document, customerNow: number, most: number): number {
  const living = new Set(state.notifications.flatMap(({ payload }) => payload ?? []));
  let nextAt = Infinity;
  const gone: string[] = [];
  for (const [key, { at, words }] of keys.below(PAYLOADS)) {
    if (living.has(words)) continue;
    if (at < customerNow - most) gone.push(key);
    else nextAt = Math.min(nextAt, at + most);
  }
  for (const key of gone) keys.drop(key);
  return nextAt;
}

/** The lines of forgotten events, as rows. Gives how many of those there were ever. */
function addLines(keys: Keys, saidRows: number, lines: readonly JournalEntry[]): number {
  let rows = saidRows;
  for (let from = 0; from < lines.length; from += LINES_IN_A_ROW) {
    rows += 1;
    keys.put(saidKey(rows), lines.slice(from, from + LINES_IN_A_ROW).map(forJournal));
  }
  return rows;
}

/** What the fleet's index has not been told yet, by number: it is kept until it has. */
interface Owed {
  readonly cases: ReadonlySet<number>;
  readonly notifications: ReadonlySet<number>;
}

const unindexedIn = ({ state: { unindexed } }: Document): Owed => ({
  cases: new Set(unindexed?.cases),
  notifications: new Set(unindexed?.notifications),
});

/** The same without what is older than `before` (ms), and without lines older than `linesBefore`. */
function withoutOld(row: Recent, owed: Owed, before: number, linesBefore = before): Recent {
  const cases = row.cases.filter(({ no, end }) => (end?.at ?? 0) >= before || owed.cases.has(no));
  const notifications = row.notifications.filter(
    ({ no, settledAt }) => (settledAt ?? 0) >= before || owed.notifications.has(no),
  );
  const journal = row.journal.filter(({ at }) => at >= linesBefore);
  const isSame =
    cases.length === row.cases.length &&
    notifications.length === row.notifications.length &&
    journal.length === row.journal.length;
  return isSame ? row : { cases, notifications, journal };
}

const oldestIn = ({ cases, notifications, journal }: Recent): number =>
  Math.min(
    ...cases.map(({ end }) => end?.at ?? 0),
    ...notifications.map(({ settledAt }) => settledAt ?? 0),
    ...journal.map(({ at }) => at),
  );

/** Forgets of the history what is old, and of the journal what is more than enough. Gives when the next of it is due (ms). */
function tidyPast(keys: Keys, customerNow: number, most: number, owed: Owed): number {
  const before = customerNow - most;
  const past = [...keys.below(PAST)];
  const said = [...keys.below(SAID)];
  const times = [...past.flatMap(([, { journal }]) => journal), ...said.flatMap(([, lines]) => lines)].map(
    ({ at }) => at,
  );
  const last = times.sort((a, b) => b - a)[MAX_JOURNAL_LINES - 1];
  const linesBefore = Math.max(before, last ?? 0);
  let nextAt = Infinity;
  for (const [key, row] of past) {
    const kept = withoutOld(row, owed, before, linesBefore);
    nextAt = Math.min(nextAt, oldestIn(kept) + most);
    if (kept === row) continue;
    if (kept.cases.length + kept.notifications.length + kept.journal.length === 0) keys.drop(key);
    else keys.put(key, kept);
  }
  for (const [key, lines] of said) {
    const kept = lines.filter(({ at }) => at >= linesBefore);
    nextAt = Math.min(nextAt, ...kept.map(({ at }) => at + most));
    if (kept.length === 0) keys.drop(key);
    else if (kept.length < lines.length) keys.put(key, kept);
  }
  return nextAt;
}
