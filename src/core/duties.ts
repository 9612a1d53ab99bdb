// What falls due by time alone. Each duty says in one place when it is due and what is then done, from facts of its own, so
// that none rides on another's clock, and the alarm and the work can never disagree: `advance` goes through this list,
// `nextAlarm` asks the same list for its earliest instant.

import { dueAtOf, endsOf, expireDeliveries, takeUpDeliveries } from "./message/attempt.ts";
import { clear } from "./message/clearance.ts";
import { turnsAt } from "./case/ladder.ts";
import { lookAt } from "./message/next.ts";
import {
  handOver,
  lookAtCases,
  nextToPrepare,
  prepareMessage,
  spentCases,
  turnExpiredCases,
} from "./message/prepare.ts";
import { expireProbes, isAwaited, leaseProbes } from "./probe/ask.ts";
import { isOpen, readyAt, zoneOf } from "./state.ts";
import type { DeliverEffect } from "./message/attempt.ts";
import type { Change, JournalEntry } from "./journal.ts";
import type { ProbeEffect } from "./probe/ask.ts";
import type { Settings } from "./policy.ts";
import type { Case, CustomerState } from "./state.ts";

/** Work to be done outside; its outcome comes back as an input that names the same attempt. */
export type Effect = ProbeEffect | DeliverEffect;

export interface Advance extends Change {
  readonly effects: readonly Effect[];
}

interface Done {
  readonly state: CustomerState;
  readonly journal?: readonly JournalEntry[];
  readonly effects?: readonly Effect[];
}

interface Duty {
  /** The instants (ms) at which it is due; in the past where it is due at once, null or Infinity where nothing is. */
  readonly when: (state: CustomerState, now: number, settings: Settings) => readonly (number | null)[];
  readonly act: (state: CustomerState, now: number, settings: Settings) => Done;
}

const openCases = (state: CustomerState): readonly Case[] => state.cases.filter(isOpen);

/** What waits for the truth is woken by the probe that was asked; waking it before that would only spin. */
const unlessAwaited = (at: number, state: CustomerState, cases: readonly Case[], now: number, all: boolean) =>
  at <= now && cases.length > 0 && isAwaited(state, cases, now, all) ? null : at;

/** A message or a hand-over that is due waits for the truth of this location. */
function isAwaitedAt(state: CustomerState, locationId: string, now: number, settings: Settings): boolean {
  const isHere = (it: Case): boolean => it.locationId === locationId;
  const owed = nextToPrepare(state, now, settings);
  if (owed !== null && owed.at <= now && owed.cases.some(isHere)) return true;
  if (state.heldSince === null && spentCases(state, settings).some((it) => isHere(it) && readyAt(it) <= now))
    return true;
  return state.notifications.some((it) => {
    if (it.status !== "due" || it.dueAt > now) return false;
    const clearance = clear(state, it, now, settings);
    return clearance.kind === "ask" && clearance.cases.some(isHere);
  });
}

const endLostProbes: Duty = {
  when: (state) => state.locations.map(({ probe }) => probe?.leasedUntil ?? null),
  act: (state, now) => ({ state: expireProbes(state, now) }),
};

const endDeliveries: Duty = {
  when: (state) => state.notifications.flatMap(endsOf),
  act: expireDeliveries,
};

const turnContracts: Duty = {
  when: (state, _now, settings) => openCases(state).map((it) => turnsAt(it, zoneOf(state, it.locationId), settings)),
  act: turnExpiredCases,
};

const lookAtHomes: Duty = {
  when: (state) => openCases(state).map((it) => it.lookAt),
  act: (state, now) => ({ state: lookAtCases(state, now) }),
};

const handOverCases: Duty = {
  when: (state, now, settings) =>
    state.heldSince !== null
      ? []
      : spentCases(state, settings).map((it) => unlessAwaited(readyAt(it), state, [it], now, true)),
  act: handOver,
};

const remind: Duty = {
  when: (state, now, settings) => {
    const owed = nextToPrepare(state, now, settings);
    return owed === null || unlessAwaited(owed.at, state, owed.cases, now, false) === null ? [] : [lookAt(state, owed)];
  },
  act: prepareMessage,
};

const deliver: Duty = {
  when: (state, now, settings) => state.notifications.map((it) => dueAtOf(state, it, now, settings)),
  act: takeUpDeliveries,
};

const probe: Duty = {
  when: (state) => state.locations.map((it) => (it.probe?.leasedUntil === null ? it.probe.dueAt : null)),
  act: (state, now, settings) => leaseProbes(state, now, (id) => isAwaitedAt(state, id, now, settings)),
};

/** In the order in which they are done. */
const DUTIES: readonly Duty[] = [
  endLostProbes,
  endDeliveries,
  turnContracts,
  lookAtHomes,
  handOverCases,
  remind,
  deliver,
  probe,
];

/** What one duty changes may make another due, for which nobody is woken again: a message taken back, the next one. */
const MAX_PASSES = 4;

/** Everything that time brings by `now` (ms), as one change and the effects it calls for. */
export function advance(state: CustomerState, now: number, settings: Settings): Advance {
  const journal: JournalEntry[] = [];
  const effects: Effect[] = [];
  let next = state;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const before = next;
    for (const { act } of DUTIES) {
      const done = act(next, now, settings);
      next = done.state;
      journal.push(...(done.journal ?? []));
      effects.push(...(done.effects ?? []));
    }
    // Work that is out brings the next turn by itself.
    if (next === before || effects.length > 0) break;
  }
  // FlatPeak is asked before anybody is told, also where both fall due together.
  const probesFirst = effects.toSorted((a, b) => Number(a.type === "deliver") - Number(b.type === "deliver"));
  return { state: next, journal, effects: probesFirst };
}

/** When the customer must be looked at next (ms), or null when nothing is owed. May lie in the past: then at once. */
export function nextAlarm(state: CustomerState, now: number, settings: Settings): number | null {
  let first = Infinity;
  for (const { when } of DUTIES) {
    for (const at of when(state, now, settings)) if (at !== null && at < first) first = at;
  }
  return first === Infinity ? null : first;
}
