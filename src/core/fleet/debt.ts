// What the fleet's index is still to be told of a customer. Noted with whatever changes a line of it, so that nothing is forgotten;
// written once nothing else is to be done, so that nobody waits for it; and tried until it is written.

import { backoff } from "../message/backoff.ts";
import { HOUR, MINUTE, SECOND } from "../time.ts";
import { caseLine, isSameLine, notificationLine } from "./line.ts";
import type { Case, CustomerState } from "../state.ts";
import type { Moment, Turn } from "../turn.ts";

/** As long as a first message waits for others by default: where that is so, nobody is woken for the index alone. */
const INDEX_WAIT_MS = 5 * MINUTE;
const INDEX_BACKOFF = { base: 30 * SECOND, cap: HOUR };

const added = (all: readonly number[], more: readonly number[]): readonly number[] =>
  more.length === 0 ? all : [...new Set([...all, ...more])];

/** Something that stands in the lines of all open cases has changed. */
const isAboutAll = (before: CustomerState, { contact, keptBackSince }: CustomerState): boolean =>
  before.contact !== contact || before.keptBackSince !== keptBackSince;

function changedCases(before: CustomerState, turn: Turn): readonly number[] {
  const { state, policy } = turn;
  if (before.cases === state.cases && !isAboutAll(before, state)) return [];
  const known = new Map(before.cases.map((it) => [it.no, it]));
  const isChanged = (it: Case): boolean => {
    const was = known.get(it.no);
    if (was === undefined) return true;
    if (was === it && !isAboutAll(before, state)) return false;
    return !isSameLine(caseLine(was, before, policy), caseLine(it, state, policy));
  };
  return state.cases.filter(isChanged).map(({ no }) => no);
}

/** Cases that were handed over and are seen repaired by now, or have another problem: nobody need look at them any more. */
function takenOffHands(before: CustomerState, { tariffs }: CustomerState): readonly number[] {
  if (before.tariffs === tariffs) return [];
  const standing = new Set(tariffs.flatMap(({ handedOver }) => handedOver?.caseNo ?? []));
  return before.tariffs.flatMap(({ handedOver }) => {
    const no = handedOver?.caseNo;
    return no === undefined || standing.has(no) ? [] : [no];
  });
}

function changedNotifications(before: CustomerState, { notifications }: CustomerState): readonly number[] {
  if (before.notifications === notifications) return [];
  const known = new Map(before.notifications.map((it) => [it.no, it]));
  const changed = notifications.filter((it) => {
    const was = known.get(it.no);
    return was === undefined || (was !== it && !isSameLine(notificationLine(was), notificationLine(it)));
  });
  return changed.map(({ no }) => no);
}

/** Notes what a step changed of the lines. `before` is the state it began with. */
export function oweLines(before: CustomerState, turn: Turn): void {
  const { unindexed } = turn.state;
  if (!turn.policy.hasIndex) {
    // What was owed to an index that is gone would be kept for ever.
    if (unindexed !== null) turn.state = { ...turn.state, unindexed: null };
    return;
  }
  const cases = [...changedCases(before, turn), ...takenOffHands(before, turn.state)];
  const notifications = changedNotifications(before, turn.state);
  if (cases.length + notifications.length === 0) return;
  turn.state = {
    ...turn.state,
    lineNo: turn.state.lineNo + 1,
    unindexed: {
      cases: added(unindexed?.cases ?? [], cases),
      notifications: added(unindexed?.notifications ?? [], notifications),
      dueAt: unindexed?.dueAt ?? turn.now + INDEX_WAIT_MS,
      failures: unindexed?.failures ?? 0,
    },
  };
}

/** When somebody is woken for the index (ms); null where it knows everything, or there is none. */
export const indexDueAt = ({ state, policy }: Moment): number | null =>
  policy.hasIndex ? (state.unindexed?.dueAt ?? null) : null;

/**
 * Asks for what is owed to be written, once there is nothing else to do: when it is due, and before that with whatever woke the
 * customer. Nothing is leased, since lines that are written twice are written once.
 */
export function writeLines(turn: Turn): void {
  const { state, now, effects, policy } = turn;
  const { unindexed } = state;
  if (unindexed === null || !policy.hasIndex || effects.length > 0) return;
  if (unindexed.failures > 0 && unindexed.dueAt > now) return;
  turn.effects.push({ type: "index", upTo: state.lineNo });
}

/** What became of writing the lines as they were at `upTo`. */
export interface IndexWord {
  readonly upTo: number;
  readonly isWritten: boolean;
}

/** Forgets what was owed, unless it has changed since; or tries again later. */
export function settleLines(turn: Turn, { upTo, isWritten }: IndexWord): void {
  const { state, now } = turn;
  const { unindexed, lineNo, customerId } = state;
  if (unindexed === null) return;
  if (isWritten) {
    if (upTo === lineNo) turn.state = { ...state, unindexed: null };
    else turn.state = { ...state, unindexed: { ...unindexed, failures: 0 } };
    return;
  }
  const failures = unindexed.failures + 1;
  const dueAt = now + backoff(customerId, failures, INDEX_BACKOFF, null);
  turn.state = { ...state, unindexed: { ...unindexed, failures, dueAt } };
}
