// Which passes a sweep makes through FlatPeak's list of events, newest first, and how each gets on: where it starts, what it wants,
// when it is over, where the next one goes on. It trusts neither dates nor their order, since an event may carry none or any.

import { DAY, HOUR } from "../time.ts";

/** FlatPeak keeps events this long. */
const FURTHEST_MS = 90 * DAY;
/** No sweep looks back further than this before the first one: what is older would come as a flood of messages. */
const FIRST_MS = DAY;
/** Longer than the longest ladder, shorter than the ids of problems are remembered. */
const DEEP_MS = 36 * DAY;
/** Whoever had our messages wait has open cases that are older: one look back in seven goes as far as FlatPeak lists. */
const WIDE_EVERY_DAYS = 7;
/** After so many events in a row that are too old, no younger one is expected below. */
const PAST_IN_A_ROW = 100;
const MAX_CURSORS = 20;
/** Marks are of use for as long as what they stand beside is listed. */
export const MARKS_MS = FURTHEST_MS + DAY;
/** Cron comes four times as often. */
export const CRON_LATE_MS = HOUR;
/** The pass over what is new, whatever its type. */
export const RECENT = "recent";

/** One way of going through the list. */
export interface Pass {
  readonly name: string;
  /** The newest events of the latest finished passes, the newest first: what stands below one of them is known. */
  readonly cursors: readonly string[];
  /** The newest event of the pass under way; becomes a cursor when it is finished. */
  readonly top: string | null;
  /** The oldest event the pass under way has dealt with; null when none is under way. */
  readonly position: string | null;
  /** Of the marks that the pass under way has met, the instant of the oldest: what follows is no younger (ms). */
  readonly below: number | null;
  /** Events in a row, up to the position, that were too old to be wanted. */
  readonly past: number;
  /** When it was last finished (ms). */
  readonly doneAt: number | null;
  /** Since when FlatPeak does not list what this pass needs (ms), and why; null when it does. */
  readonly failing: { readonly since: number; readonly why: string } | null;
}

/** What a pass lists, and where it stops. */
/** Events are independent of each other, and a repeat is harmless: several go to their customers side by side. */
export const SIDE_BY_SIDE = 25;

export interface Plan {
  readonly pass: Pass;
  /** One type, or null for all. */
  readonly type: string | null;
  /** Stops at what an earlier pass had dealt with; otherwise it goes all the way to the horizon. */
  readonly stopsAtKnown: boolean;
  /** Events from before this instant are not wanted (ms). */
  readonly horizon: number;
  /** The same for an event without a date, which is as old as the marks above it tell (ms). */
  readonly undatedHorizon: number;
}

/**
 * How far a look back goes: told by when the one before it was finished, so that it stays the same for as long as this one takes.
 */
const depthOf = ({ doneAt }: Pass): number =>
  doneAt !== null && Math.floor(doneAt / DAY) % WIDE_EVERY_DAYS === 0 ? FURTHEST_MS : DEEP_MS;

/**
 * The passes that are due at `now` (ms): the one over what is new, and once a day one for each of `types`, which goes back over the
 * problems of some weeks, and once a week over all that FlatPeak lists. `started`: when the first sweep of all was.
 */
export function plansOf(
  started: number,
  types: readonly string[],
  passOf: (name: string) => Pass,
  now: number,
): readonly Plan[] {
  const back = (ms: number): Pick<Plan, "horizon" | "undatedHorizon"> => ({
    horizon: Math.max(started - FIRST_MS, now - ms),
    undatedHorizon: Math.max(started, now - ms),
  });
  const deep = types.flatMap((type): readonly Plan[] => {
    const pass = passOf(type);
    const isDue = pass.position !== null || pass.doneAt === null || now - pass.doneAt >= DAY;
    return isDue ? [{ pass, type, stopsAtKnown: false, ...back(depthOf(pass)) }] : [];
  });
  return [{ pass: passOf(RECENT), type: null, stopsAtKnown: true, ...back(FURTHEST_MS) }, ...deep];
}

/** The pass as it stands past one more event of the instant `at` (ms; null where it carries none), and whether that event is too old to be wanted. */
export function pastOne(
  { pass, horizon, undatedHorizon }: Pick<Plan, "pass" | "horizon" | "undatedHorizon">,
  event: { readonly id: string; readonly at: number | null },
  markedAt: number | null,
): { readonly pass: Pass; readonly isPast: boolean } {
  const below = Math.min(pass.below ?? Number.POSITIVE_INFINITY, markedAt ?? Number.POSITIVE_INFINITY);
  const { at } = event;
  const isPast = at === null ? below <= undatedHorizon : at < horizon;
  return {
    isPast,
    pass: {
      ...pass,
      position: event.id,
      below: below === Number.POSITIVE_INFINITY ? null : below,
      past: isPast ? pass.past + 1 : 0,
    },
  };
}

/** The same when it has been gone through: what stood at its top is known from now on. */
export const finished = (pass: Pass, now: number): Pass => ({
  ...pass,
  cursors: [...new Set([...(pass.top === null ? [] : [pass.top]), ...pass.cursors])].slice(0, MAX_CURSORS),
  top: null,
  position: null,
  below: null,
  past: 0,
  doneAt: now,
});

/** True where nothing that is wanted is expected below. */
export const isThrough = ({ past }: Pass): boolean => past >= PAST_IN_A_ROW;

/** No event for `silenceAfter` ms, though there were some before. */
export const isSilent = (lastEventAt: number | null, silenceAfter: number, now: number): boolean =>
  lastEventAt !== null && now - lastEventAt > silenceAfter;
