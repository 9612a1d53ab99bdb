// Asking FlatPeak for the truth of a location: when that is wanted, when it is fresh enough to act on, and what waits for it.

import { PROBE_LEASE_MS, TRUTH_FRESH_MS } from "../policy.ts";
import { locationOf, withLocation, withLocations } from "../state.ts";
import { MINUTE, SECOND } from "../time.ts";
import { PROBE_BYS } from "./wanted.ts";
import type { Case, CustomerState, Location } from "../state.ts";
import type { Probe, ProbeBy } from "./wanted.ts";

export interface ProbeEffect {
  readonly type: "probe";
  readonly locationId: string;
  readonly attempt: number;
  /** Since when an answer is wanted (ms): its place in the line before FlatPeak. */
  readonly since: number;
  readonly by: ProbeBy;
  /** FlatPeak was asked before, and could not answer. */
  readonly isRetry: boolean;
}

/** Tries without an answer after which the customer's other homes are not kept waiting; half a minute or so. */
const UNREACHABLE_AFTER = 4;
/** Changes at a home that have not ceased for this long are waited for no longer ... */
const STORM_AFTER_MS = 2 * MINUTE;
/** ... where it was looked at this recently. */
const STORM_FRESH_MS = 30 * SECOND;

const byOf = ({ by = "news" }: Probe): ProbeBy => by;
const isMoreUrgent = (by: ProbeBy, than: ProbeBy): boolean => PROBE_BYS.indexOf(by) < PROBE_BYS.indexOf(than);

const wanted = (now: number, by: ProbeBy): Probe => ({
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
  if (probe === null) return wanted(now, by);
  const urgent = isMoreUrgent(by, byOf(probe)) ? { ...probe, by } : probe;
  if (probe.leasedUntil !== null) return { ...urgent, again: true };
  return probe.isPutOff === true && by !== "person" ? urgent : { ...urgent, dueAt: now };
}

/** The same for a message that is due: it waits for the probe that is wanted already. */
function wantedToTell(probe: Probe | null, now: number): Probe {
  if (probe === null) return wanted(now, "message");
  return isMoreUrgent("message", byOf(probe)) ? { ...probe, by: "message" } : probe;
}

/** Asks for the truth of a location as soon as possible. */
export function probeSoon(
  state: CustomerState,
  locationId: string,
  now: number,
  by: ProbeBy,
  sessionFinished: boolean,
): CustomerState {
  const location = locationOf(state, locationId);
  return withLocation(state, {
    ...location,
    sessionFinishedAt: sessionFinished ? now : location.sessionFinishedAt,
    probe: wantedAgain(location.probe, now, by),
  });
}

/** Asks for the truth of several locations as soon as possible. */
export const probeAllSoon = (
  state: CustomerState,
  locationIds: readonly string[],
  now: number,
  by: ProbeBy,
): CustomerState =>
  withLocations(
    state,
    [...new Set(locationIds)]
      .map((id) => locationOf(state, id))
      .map((it) => ({ ...it, probe: wantedAgain(it.probe, now, by) })),
  );

/** A probe that is out may have looked before what is happening now: its answer counts, and another one follows it. */
export function probeAfterwards(state: CustomerState, locationId: string, now: number): CustomerState {
  const location = locationOf(state, locationId);
  if (location.probe === null || location.probe.leasedUntil === null) return state;
  return withLocation(state, { ...location, probe: wantedAgain(location.probe, now, "news") });
}

/**
 * Another look is wanted, and the one before has not been able to settle it for so long that what it saw must do: changes
 * that never cease would silence the home for good. A finished session is always looked into first.
 */
function isStorm({ answeredAt, sessionFinishedAt, probe }: Location, now: number): boolean {
  if (probe === null || answeredAt === null || sessionFinishedAt !== null) return false;
  return now - probe.since >= STORM_AFTER_MS && answeredAt >= probe.since && now - answeredAt <= STORM_FRESH_MS;
}

/**
 * A truth is fresh for a case when it is recent, was asked for after the case took its reason, and nothing since has asked
 * for another look.
 */
function isFresh(state: CustomerState, it: Case, now: number): boolean {
  const location = locationOf(state, it.locationId);
  const { answeredAt, probe } = location;
  if (answeredAt === null || answeredAt < it.reasonSince || now - answeredAt > TRUTH_FRESH_MS) return false;
  return probe === null || isStorm(location, now);
}

/** An answer about the location is out and worth waiting for. */
function isExpected(state: CustomerState, locationId: string): boolean {
  const { probe } = locationOf(state, locationId);
  return probe !== null && probe.failures < UNREACHABLE_AFTER;
}

/** What is known of some cases that are about to be acted on. */
export interface Knowledge {
  readonly state: CustomerState;
  /** Those whose truth is fresh. */
  readonly known: readonly Case[];
  /** An answer that is worth waiting for is still out. */
  readonly waiting: boolean;
}

/**
 * Asks for the truth of each case that has none. A home that FlatPeak could not tell of in several tries is not waited for,
 * so that it does not silence the customer's other homes; its own cases stay owed.
 */
export function wantTruth(state: CustomerState, cases: readonly Case[], now: number): Knowledge {
  const known = cases.filter((it) => isFresh(state, it, now));
  const fresh = new Set(known);
  const asked = [...new Set(cases.filter((it) => !fresh.has(it)).map((it) => it.locationId))];
  const next = withLocations(
    state,
    asked.flatMap((id) => {
      const location = locationOf(state, id);
      const probe = wantedToTell(location.probe, now);
      return probe === location.probe ? [] : [{ ...location, probe }];
    }),
  );
  return { state: next, known, waiting: asked.some((id) => isExpected(next, id)) };
}

/**
 * True while acting on these cases would bring nothing: all has been asked, and what was answered is not enough. `all` when
 * every one of them must be known.
 */
export function isAwaited(state: CustomerState, cases: readonly Case[], now: number, all: boolean): boolean {
  const truth = wantTruth(state, cases, now);
  return truth.state === state && !suffices(truth, cases, all);
}

/** Enough is known to act. */
export const suffices = (truth: Knowledge, cases: readonly Case[], all: boolean): boolean =>
  !truth.waiting && truth.known.length > 0 && (!all || truth.known.length === cases.length);

/** Probes whose lease ran out are asked again: the isolate that held them is gone. */
export function expireProbes(state: CustomerState, now: number): CustomerState {
  const lost = state.locations.flatMap((it) => {
    const { probe } = it;
    if (probe === null || probe.leasedUntil === null || probe.leasedUntil > now) return [];
    return [{ ...it, probe: { ...probe, failures: probe.failures + 1, dueAt: now, leasedUntil: null, again: false } }];
  });
  return withLocations(state, lost);
}

/**
 * Leases every probe that is due. `isAwaitedAt`: whether a message still waits for the truth of a location; a probe that was
 * sent away until nobody did is let go, since its answer would be too old by the time it is of use.
 */
export function leaseProbes(
  state: CustomerState,
  now: number,
  isAwaitedAt: (locationId: string) => boolean,
): { state: CustomerState; effects: readonly ProbeEffect[] } {
  const effects: ProbeEffect[] = [];
  const turned = state.locations.flatMap((it): readonly Location[] => {
    const { id, probe } = it;
    if (probe === null || probe.leasedUntil !== null || probe.dueAt > now) return [];
    const by = byOf(probe);
    if (probe.isPutOff === true && by === "message" && !isAwaitedAt(id)) return [{ ...it, probe: null }];
    const attempt = probe.attempt + 1;
    effects.push({ type: "probe", locationId: id, attempt, since: probe.since, by, isRetry: probe.failures > 0 });
    return [{ ...it, probe: { ...probe, dueAt: now, attempt, askedAt: now, leasedUntil: now + PROBE_LEASE_MS } }];
  });
  return { state: withLocations(state, turned), effects };
}
