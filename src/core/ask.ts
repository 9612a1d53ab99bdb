// Asking FlatPeak for the truth of a location: when that is wanted, when it is fresh enough to act on, and what waits for it.

import { PROBE_LEASE_MS, TRUTH_FRESH_MS } from "./settings.ts";
import { locationOf, withLocation, withLocations } from "./state.ts";
import { MINUTE, SECOND } from "./time.ts";
import type { Case, CustomerState, Location, Probe } from "./state.ts";

export interface ProbeEffect {
  readonly type: "probe";
  readonly locationId: string;
  readonly attempt: number;
}

/** Tries without an answer after which the customer's other homes are not kept waiting; half a minute or so. */
const UNREACHABLE_AFTER = 4;
/** Changes at a home that have not ceased for this long are waited for no longer ... */
const STORM_AFTER_MS = 2 * MINUTE;
/** ... where it was looked at this recently. */
const STORM_FRESH_MS = 30 * SECOND;

const wanted = (now: number): Probe => ({
  dueAt: now,
  attempt: 0,
  failures: 0,
  askedAt: null,
  leasedUntil: null,
  since: now,
  again: false,
});

/** The probe that follows from another wish for one. One that is out is not overtaken: another one follows it. */
function wantedAgain(probe: Probe | null, now: number): Probe {
  if (probe === null) return wanted(now);
  return probe.leasedUntil === null ? { ...probe, dueAt: now } : { ...probe, again: true };
}

/** Asks for the truth of a location as soon as possible. */
export function probeSoon(
  state: CustomerState,
  locationId: string,
  now: number,
  sessionFinished: boolean,
): CustomerState {
  const location = locationOf(state, locationId);
  return withLocation(state, {
    ...location,
    sessionFinishedAt: sessionFinished ? now : location.sessionFinishedAt,
    probe: wantedAgain(location.probe, now),
  });
}

/** Asks for the truth of several locations as soon as possible. */
export const probeAllSoon = (state: CustomerState, locationIds: readonly string[], now: number): CustomerState =>
  withLocations(
    state,
    [...new Set(locationIds)]
      .map((id) => locationOf(state, id))
      .map((it) => ({ ...it, probe: wantedAgain(it.probe, now) })),
  );

/** A probe that is out may have looked before what is happening now: its answer counts, and another one follows it. */
export function probeAfterwards(state: CustomerState, locationId: string, now: number): CustomerState {
  const location = locationOf(state, locationId);
  if (location.probe === null || location.probe.leasedUntil === null) return state;
  return withLocation(state, { ...location, probe: wantedAgain(location.probe, now) });
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
  const unasked = asked.map((id) => locationOf(state, id)).filter((it) => it.probe === null);
  const next = withLocations(
    state,
    unasked.map((it) => ({ ...it, probe: wanted(now) })),
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

/** Leases every probe that is due. */
export function leaseProbes(
  state: CustomerState,
  now: number,
): { state: CustomerState; effects: readonly ProbeEffect[] } {
  const leased = state.locations.flatMap((it) => {
    const { probe } = it;
    if (probe === null || probe.leasedUntil !== null || probe.dueAt > now) return [];
    const out = { ...probe, dueAt: now, attempt: probe.attempt + 1, askedAt: now, leasedUntil: now + PROBE_LEASE_MS };
    return [{ ...it, probe: out }];
  });
  const effects = leased.map(({ id, probe }) => ({ type: "probe", locationId: id, attempt: probe.attempt }) as const);
  return { state: withLocations(state, leased), effects };
}
