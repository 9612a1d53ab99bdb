// What the company's backend is still to be told of a customer. Noted in the step in which it happened, so that nothing is forgotten;
// told once nothing else is to be done, so that nobody waits for it; and tried until it is told, or nobody wants to know any more.

import { backoff } from "../message/backoff.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../time.ts";
import { announcedBy } from "./announcement.ts";
import type { Moment, Turn } from "../turn.ts";
import type { Announcement } from "./events.ts";

/** As long as a first message waits for others by default: where that is so, nobody is woken for this alone. */
const WAIT_MS = 5 * MINUTE;
const BACKOFF = { base: 30 * SECOND, cap: HOUR };
/** Of what happened so long ago nobody is told any more, nor of more than this many things at once: the oldest go first. */
const STALE_MS = 5 * DAY;
const MOST = 100;

/** Notes what happened in a step. */
export function oweAnnouncements(turn: Turn): void {
  const { announces } = turn.policy;
  const { unannounced } = turn.state;
  if (announces.length === 0) {
    // What was owed to a backend that is gone would be kept for ever.
    if (unannounced !== null) turn.state = { ...turn.state, unannounced: null };
    return;
  }
  const said = turn.journal
    .flatMap((it) => announcedBy(it, turn.state) ?? [])
    .filter((it) => announces.includes(it.type));
  if (said.length === 0) return;
  const last = unannounced?.events.at(-1)?.no ?? 0;
  const events = said.map((it, nth): Announcement => ({ ...it, no: last + nth + 1, at: turn.now }));
  turn.state = {
    ...turn.state,
    unannounced: {
      events: [...(unannounced?.events ?? []), ...events].slice(-MOST),
      dueAt: unannounced?.dueAt ?? turn.now + WAIT_MS,
      failures: unannounced?.failures ?? 0,
    },
  };
}

/** When somebody is woken for it (ms); null where there is nothing to tell, or nobody. */
export const announceDueAt = ({ state, policy }: Moment): number | null =>
  policy.announces.length > 0 ? (state.unannounced?.dueAt ?? null) : null;

/**
 * Asks for what is owed to be told, once there is nothing else to do: when it is due, and before that with whatever woke the customer.
 * Nothing is leased: each event has a name of its own, by which a receiver knows it again.
 */
export function announce(turn: Turn): void {
  const { state, now, effects, policy } = turn;
  const { unannounced } = state;
  if (unannounced === null || policy.announces.length === 0 || effects.length > 0) return;
  if (unannounced.failures > 0 && unannounced.dueAt > now) return;
  turn.effects.push({ type: "announce" });
}

/** What became of telling. */
export interface AnnounceWord {
  /** The number of the last event that need not be told any more; 0 for none. */
  readonly upTo: number;
  /** There was nothing in the way of the next one. */
  readonly isWhole: boolean;
  /** How long the backend is to be left alone at least (ms). */
  readonly wait: number;
}

/** Forgets what was told; tries the rest again later. */
export function settleAnnouncements(turn: Turn, { upTo, isWhole, wait }: AnnounceWord): void {
  const { state, now } = turn;
  const { unannounced, customerId } = state;
  if (unannounced === null) return;
  const events = unannounced.events.filter((it) => it.no > upTo && (isWhole || now - it.at < STALE_MS));
  if (events.length === 0) {
    turn.state = { ...state, unannounced: null };
    return;
  }
  // What happened meanwhile waits like anything that has just happened; what could not be told waits longer each time.
  const failures = isWhole || upTo > 0 ? 0 : unannounced.failures + 1;
  const again = isWhole ? WAIT_MS : Math.max(wait, backoff(customerId, Math.max(1, failures), BACKOFF, null));
  turn.state = { ...state, unannounced: { events, failures: isWhole ? 0 : Math.max(1, failures), dueAt: now + again } };
}
