// Asking FlatPeak for the truth of a location: when that is wanted, when it is fresh enough to act on, and what waits for it.

import { markSession } from "../fleet/trail.ts";
import { PROBE_LEASE_MS, TRUTH_FRESH_MS } from "../policy.ts";
import { isOpen, locationOf } from "../read.ts";
import { MINUTE, SECOND } from "../time.ts";
import { PROBE_BYS } from "./wanted.ts";
import type { Case, Location } from "../state.ts";
import type { Moment, Turn } from "../turn.ts";
import type { Probe, ProbeBy } from "./wanted.ts";

/** Tries without an answer after which the customer's other homes are not kept waiting; half a minute or so. */
const UNREACHABLE_AFTER = 4;
/** For how long changes at a home, each asking for another probe, may keep its messages waiting ... */
const STORM_AFTER_MS = 2 * MINUTE;
/** ... before an answer that is no older than this must do. */
const STORM_FRESH_MS = 30 * SECOND;

const byOf = ({ by = "news" }: Probe): ProbeBy => by;
const isMoreUrgent = (by: ProbeBy, than: ProbeBy): boolean => PROBE_BYS.indexOf(by) < PROBE_BYS.indexOf(than);

const firstProbe = (now: number, by: ProbeBy): Probe => ({
  dueAt: now,
  attempt: 0,
  failures: 0,
  askedAt: null,
  leasedUntil: null,
  since: now,
  again: false,
  by,
});

/**
 * The probe that follows from another wish for one. One that is out is not overtaken: another one follows it. One that was
 * sent away keeps its turn, unless somebody is looking at a page by now.
 */
function wantedAgain(probe: Probe | null, now: number, by: ProbeBy): Probe {
  if (probe === null) return firstProbe(now, by);
  const urgent = isMoreUrgent(by, byOf(probe)) ? { ...probe, by } : probe;
  if (probe.leasedUntil !== null) return { ...urgent, again: true };
  return probe.isPutOff === true && by !== "person" ? urgent : { ...urgent, dueAt: now };
}

/** The same for a message that is due: it waits for the probe that is wanted already. */
function wantedToTell(probe: Probe | null, now: number): Probe {
  if (probe === null) return firstProbe(now, "message");
  return isMoreUrgent("message", byOf(probe)) ? { ...probe, by: "message" } : probe;
}

/** Asks for the truth of some locations as soon as possible. */
export function probeSoon(turn: Turn, locationIds: readonly string[], by: ProbeBy): void {
  const locations = [...new Set(locationIds)].map((id) => locationOf(turn.state, id));
  turn.putLocations(locations.map((it) => ({ ...it, probe: wantedAgain(it.probe, turn.now, by) })));
}

/** The same where a Connect session has just ended there. */
export function probeAfterSession(turn: Turn, locationId: string): void {
  turn.putLocation({ ...locationOf(turn.state, locationId), sessionFinishedAt: turn.now });
  turn.state = markSession(turn.state, locationId, turn.now);
  probeSoon(turn, [locationId], "news");
}

/**
 * Something happens at a location while FlatPeak is being asked about it, and may have answered before it happened: that answer
 * counts, and another probe follows. Where none is out, none is asked for.
 */
export function probeAfterwards(turn: Turn, locationId: string): void {
  const { probe } = locationOf(turn.state, locationId);
  if (probe !== null && probe.leasedUntil !== null) probeSoon(turn, [locationId], "news");
}

/** Asks FlatPeak about the cases for which that was planned, whether or not a message may go out. */
export function probeAsPlanned(turn: Turn): void {
  const due = turn.state.cases.filter((it) => isOpen(it) && it.probeAt !== null && it.probeAt <= turn.now);
  turn.putCases(due.map((it) => ({ ...it, probeAt: null })));
  probeSoon(
    turn,
    due.map((it) => it.locationId),
    "ahead",
  );
}

/**
 * Another probe is wanted, and for so long no answer was the last one that the latest must do: changes that never cease would
 * silence the home for good. After a session has finished, FlatPeak is always asked first.
 */
function isStorm({ answeredAt, sessionFinishedAt, probe }: Location, now: number): boolean {
  if (probe === null || answeredAt === null || sessionFinishedAt !== null) return false;
  return now - probe.since >= STORM_AFTER_MS && answeredAt >= probe.since && now - answeredAt <= STORM_FRESH_MS;
}

/**
 * A truth is fresh for a case when it is recent, was asked for after the case took its reason, and no other probe has been
 * wanted since.
 */
function isFresh({ state, now }: Moment, it: Asked): boolean {
  const location = locationOf(state, it.locationId);
  const { answeredAt, probe } = location;
  if (answeredAt === null || answeredAt < it.reasonSince || now - answeredAt > TRUTH_FRESH_MS) return false;
  return probe === null || isStorm(location, now);
}

/** What an answer is wanted about: a home, as it is since an instant (ms). */
export type Asked = Pick<Case, "locationId" | "reasonSince">;

/** What is known of some cases that are about to be acted on. */
export interface Knowledge<T extends Asked = Case> {
  /** Those whose truth is fresh. */
  readonly known: readonly T[];
  /** An answer that is worth waiting for is still out. */
  readonly mustWait: boolean;
  /** The locations of the others with the probe they need, as far as it is not wanted yet. */
  readonly toProbe: readonly Location[];
}

/**
 * What is known of these cases, and what FlatPeak must be asked. A home that FlatPeak could not tell of in several tries is not
 * waited for, so that it does not silence the customer's other homes; its own cases stay owed.
 */
export function knowledgeOf<T extends Asked>(moment: Moment, cases: readonly T[]): Knowledge<T> {
  const known = cases.filter((it) => isFresh(moment, it));
  const fresh = new Set(known);
  const unknownIds = [...new Set(cases.filter((it) => !fresh.has(it)).map((it) => it.locationId))];
  const unknown = unknownIds.map((id) => {
    const location = locationOf(moment.state, id);
    return { location, probe: wantedToTell(location.probe, moment.now) };
  });
  return {
    known,
    mustWait: unknown.some(({ probe }) => probe.failures < UNREACHABLE_AFTER),
    toProbe: unknown.flatMap(({ location, probe }) => (probe === location.probe ? [] : [{ ...location, probe }])),
  };
}

/** Asks for the truth of each case that has none, and gives what is known. */
export function wantTruth<T extends Asked>(turn: Turn, cases: readonly T[]): Knowledge<T> {
  const knowledge = knowledgeOf(turn, cases);
  turn.putLocations(knowledge.toProbe);
  return knowledge;
}

/** Enough is known to act on these cases; `all` where every one of them must be known. */
export const mayAct = ({ known, mustWait }: Knowledge<Asked>, cases: readonly Asked[], all: boolean): boolean =>
  !mustWait && known.length > 0 && (!all || known.length === cases.length);

/** True while acting on these cases would bring nothing: all has been asked, and what was answered is not enough. */
export function isAwaited(moment: Moment, cases: readonly Asked[], all: boolean): boolean {
  const knowledge = knowledgeOf(moment, cases);
  return knowledge.toProbe.length === 0 && !mayAct(knowledge, cases, all);
}

/** Probes whose lease ran out are asked again: the isolate that held them is gone. */
export function expireProbes(turn: Turn): void {
  const { state, now } = turn;
  const lost = state.locations.flatMap((it) => {
    const { probe } = it;
    if (probe === null || probe.leasedUntil === null || probe.leasedUntil > now) return [];
    return [{ ...it, probe: { ...probe, failures: probe.failures + 1, dueAt: now, leasedUntil: null, again: false } }];
  });
  turn.putLocations(lost);
}

/**
 * Leases every probe that is due. `isAwaitedAt`: whether a message still waits for the truth of a location; a probe that was
 * sent away until nobody did is let go, since its answer would be too old by the time it is of use.
 */
export function leaseProbes(turn: Turn, isAwaitedAt: (locationId: string) => boolean): void {
  const { state, now } = turn;
  const turned = state.locations.flatMap((it): readonly Location[] => {
    const { id, probe } = it;
    if (probe === null || probe.leasedUntil !== null || probe.dueAt > now) return [];
    const by = byOf(probe);
    if (probe.isPutOff === true && by === "message" && !isAwaitedAt(id)) return [{ ...it, probe: null }];
    const attempt = probe.attempt + 1;
    turn.effects.push({ type: "probe", locationId: id, attempt, since: probe.since, by, isRetry: probe.failures > 0 });
    return [{ ...it, probe: { ...probe, dueAt: now, attempt, askedAt: now, leasedUntil: now + PROBE_LEASE_MS } }];
  });
  turn.putLocations(turned);
}
