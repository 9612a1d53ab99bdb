// What falls due by time alone. Each duty says in one place when it is due and what is then done, from facts of its own, so
// that none rides on another's clock, and the alarm and the work can never disagree: `advance` goes through this list,
// `nextAlarm` asks the same list for its earliest instant.

import { announce, announceDueAt } from "./announce/debt.ts";
import { handOverCases, spentCases } from "./case/hand-over.ts";
import { endsAt, spendEnded } from "./case/invitation.ts";
import { turnsAt } from "./case/ladder.ts";
import { turnExpiredCases } from "./case/open.ts";
import { indexDueAt, writeLines } from "./fleet/debt.ts";
import { takenUpAt, takeUpDeliveries } from "./message/attempt.ts";
import { clear } from "./message/clearance.ts";
import { endsOf, expireDeliveries } from "./message/expire.ts";
import { attendAt } from "./message/next.ts";
import { nextToPrepare, prepareMessage } from "./message/prepare.ts";
import { expireProbes, isAwaited, leaseProbes, probeAsPlanned } from "./probe/ask.ts";
import { isOpen, readyAt, zoneOf } from "./read.ts";
import type { Policy } from "./policy.ts";
import type { Case, CustomerState } from "./state.ts";
import type { Moment, Turn } from "./turn.ts";

interface Duty {
  /** The instants (ms) at which it is due; in the past where it is due at once, null or Infinity where nothing is. */
  readonly when: (moment: Moment) => readonly (number | null)[];
  readonly act: (turn: Turn) => void;
}

const openCases = ({ state }: Moment): readonly Case[] => state.cases.filter(isOpen);

/** The instant at which something is to be done about some cases (ms); null where it is past and waits for FlatPeak's answer. */
const unlessAwaited = (at: number, moment: Moment, cases: readonly Case[], all: boolean): number | null =>
  at <= moment.now && cases.length > 0 && isAwaited(moment, cases, all) ? null : at;

/** A message or a hand-over that is due waits for the truth of this location. */
function isAwaitedAt(moment: Moment, locationId: string): boolean {
  const { state, now } = moment;
  const isHere = (it: Pick<Case, "locationId">): boolean => it.locationId === locationId;
  const owed = nextToPrepare(moment);
  if (owed !== null && owed.at <= now && owed.cases.some(isHere)) return true;
  if (state.keptBackSince === null && spentCases(moment).some((it) => isHere(it) && readyAt(state, it) <= now))
    return true;
  return state.notifications.some((it) => {
    if (it.status !== "due" || it.dueAt > now) return false;
    const clearance = clear(moment, it);
    return clearance.kind === "ask" && clearance.cases.some(isHere);
  });
}

const endLostProbes: Duty = {
  when: ({ state }) => state.locations.map(({ probe }) => probe?.leasedUntil ?? null),
  act: expireProbes,
};

const endDeliveries: Duty = {
  when: (moment) => moment.state.notifications.flatMap((it) => endsOf(moment, it)),
  act: expireDeliveries,
};

const turnContracts: Duty = {
  when: (moment) => openCases(moment).map((it) => turnsAt(it, zoneOf(moment.state, it.locationId), moment.policy)),
  act: turnExpiredCases,
};

const endInvitations: Duty = {
  when: (moment) => openCases(moment).map((it) => endsAt(it, moment)),
  act: spendEnded,
};

const probeHomes: Duty = {
  when: (moment) => openCases(moment).map((it) => it.probeAt),
  act: probeAsPlanned,
};

const handOver: Duty = {
  when: (moment) =>
    moment.state.keptBackSince !== null
      ? []
      : spentCases(moment).map((it) => unlessAwaited(readyAt(moment.state, it), moment, [it], true)),
  act: handOverCases,
};

const remind: Duty = {
  when: (moment) => {
    const owed = nextToPrepare(moment);
    if (owed === null || unlessAwaited(owed.at, moment, owed.cases, false) === null) return [];
    return [attendAt(moment.state, owed)];
  },
  act: prepareMessage,
};

const deliver: Duty = {
  when: (moment) => moment.state.notifications.map((it) => takenUpAt(moment, it)),
  act: takeUpDeliveries,
};

const probe: Duty = {
  when: ({ state }) => state.locations.map((it) => (it.probe?.leasedUntil === null ? it.probe.dueAt : null)),
  act: (turn) => leaseProbes(turn, (locationId) => isAwaitedAt(turn, locationId)),
};

/** In the order in which they are done. */
const DUTIES: readonly Duty[] = [
  endLostProbes,
  endDeliveries,
  turnContracts,
  endInvitations,
  probeHomes,
  handOver,
  remind,
  deliver,
  probe,
];

/** Done when nothing else is left to do: it waits for everything, and nothing for it. */
const index: Duty = { when: (moment) => [indexDueAt(moment)], act: writeLines };

/** The same of what the company's backend is told. */
const tell: Duty = { when: (moment) => [announceDueAt(moment)], act: announce };

/** What one duty changes may make another due, for which nobody is woken again: a message taken back, the next one. */
const MAX_PASSES = 4;

/** Does everything that time brings by now, and asks for the work it calls for. */
export function advance(turn: Turn): void {
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const before = turn.state;
    for (const { act } of DUTIES) act(turn);
    // Work that is out brings the next turn by itself.
    if (turn.state === before || turn.effects.length > 0) break;
  }
  index.act(turn);
  tell.act(turn);
  // FlatPeak is asked before anybody is told, also where both fall due together.
  turn.effects.sort((a, b) => Number(a.type === "deliver") - Number(b.type === "deliver"));
}

/** When something is to be done about the customer next (ms), or null when nothing is owed. May lie in the past: then at once. */
export function nextAlarm(state: CustomerState, now: number, policy: Policy): number | null {
  const moment: Moment = { state, now, policy };
  let first = Infinity;
  for (const { when } of [...DUTIES, index, tell]) {
    for (const at of when(moment)) if (at !== null && at < first) first = at;
  }
  return first === Infinity ? null : first;
}
