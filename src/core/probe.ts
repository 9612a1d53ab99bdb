// Probes: when FlatPeak is asked for the truth of a location, and what its answer changes.

import { backoff } from "./backoff.ts";
import { endCase } from "./cases.ts";
import { line } from "./journal.ts";
import { meetSilence, meetTruth } from "./meet.ts";
import { PROBE_LEASE_MS, TRUTH_FRESH_MS } from "./settings.ts";
import { isOpen, locationOf, withLocation } from "./state.ts";
import { MINUTE, SECOND, isZone } from "./time.ts";
import type { Change } from "./journal.ts";
import type { Settings } from "./settings.ts";
import type { Case, CustomerState } from "./state.ts";
import type { ProbeAnswer } from "./truth.ts";

export interface ProbeEffect {
  readonly type: "probe";
  readonly locationId: string;
  readonly attempt: number;
}

/** Tries without an answer after which the customer's other homes are not kept waiting; half a minute or so. */
const UNREACHABLE_AFTER = 4;
const PROBE_BACKOFF = { base: 5 * SECOND, cap: 15 * MINUTE };

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
    // A probe that is already out may have looked before the change: another one follows it.
    probe: {
      dueAt: now,
      attempt: location.probe?.attempt ?? 0,
      askedAt: location.probe?.askedAt ?? null,
      leasedUntil: null,
    },
  });
}

/**
 * A truth is fresh for a case when it is recent, was asked for after the case took its reason, and nothing since has asked
 * for another look.
 */
function isFresh(state: CustomerState, it: Case, now: number): boolean {
  const { answeredAt, probe } = locationOf(state, it.locationId);
  return probe === null && answeredAt !== null && answeredAt >= it.reasonSince && now - answeredAt <= TRUTH_FRESH_MS;
}

/** An answer about the location is out and worth waiting for. */
function isExpected(state: CustomerState, locationId: string): boolean {
  const { probe } = locationOf(state, locationId);
  return probe !== null && probe.attempt < UNREACHABLE_AFTER;
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
  const asked = [...new Set(cases.filter((it) => !known.includes(it)).map((it) => it.locationId))];
  const unasked = asked.filter((id) => locationOf(state, id).probe === null);
  const next = unasked.reduce(
    (so_far, id) =>
      withLocation(so_far, {
        ...locationOf(so_far, id),
        probe: { dueAt: now, attempt: 0, askedAt: null, leasedUntil: null },
      }),
    state,
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
  return state.locations.reduce((next, it) => {
    const { probe } = it;
    if (probe === null || probe.leasedUntil === null || probe.leasedUntil > now) return next;
    return withLocation(next, { ...it, probe: { ...probe, dueAt: now, leasedUntil: null } });
  }, state);
}

/** Leases every probe that is due. */
export function leaseProbes(
  state: CustomerState,
  now: number,
): { state: CustomerState; effects: readonly ProbeEffect[] } {
  const due = state.locations.filter(
    (it) => it.probe !== null && it.probe.leasedUntil === null && it.probe.dueAt <= now,
  );
  const effects: ProbeEffect[] = [];
  let next = state;
  for (const it of due) {
    const attempt = (it.probe?.attempt ?? 0) + 1;
    next = withLocation(next, {
      ...it,
      probe: { dueAt: now, attempt, askedAt: now, leasedUntil: now + PROBE_LEASE_MS },
    });
    effects.push({ type: "probe", locationId: it.id, attempt });
  }
  return { state: next, effects };
}

/** What FlatPeak answered, or that it could not; every open case of the location meets it. */
export function answerProbe(
  state: CustomerState,
  input: { readonly locationId: string; readonly attempt: number; readonly answer: ProbeAnswer },
  now: number,
  settings: Settings,
): Change {
  const location = locationOf(state, input.locationId);
  const { probe } = location;
  // A later attempt is on its way, or has answered already: this one is old news.
  if (probe === null || probe.attempt !== input.attempt || probe.askedAt === null) return { state, journal: [] };
  // A probe that was asked for again while this one was out stays wanted; what it saw counts all the same.
  const isLatest = probe.leasedUntil !== null;
  const { answer } = input;
  if (answer.kind === "unavailable") {
    if (!isLatest) return { state, journal: [] };
    const wait = backoff(location.id, input.attempt, PROBE_BACKOFF.base, PROBE_BACKOFF.cap, answer.retryAfter);
    const again = withLocation(state, { ...location, probe: { ...probe, dueAt: now + wait, leasedUntil: null } });
    const detail = { why: answer.why, location: location.id, until: now + wait };
    return { state: again, journal: input.attempt === 1 ? [line(now, "flatpeak_unavailable", detail)] : [] };
  }
  const { askedAt } = probe;
  const told = answer.kind === "gone" ? null : answer.timezone;
  // A zone that no clock knows would break every reckoning of this customer's hours.
  const timezone = told !== null && isZone(told) ? told : location.timezone;
  const known = withLocation(state, { ...location, timezone, answeredAt: askedAt, probe: isLatest ? null : probe });
  switch (answer.kind) {
    case "status":
      return meetTruth(known, input.locationId, answer.slots, answer.outages ?? [], askedAt, now, settings);
    case "untold":
      return meetSilence(known, input.locationId, askedAt, now, settings);
    case "gone":
      return known.cases
        .filter((it) => isOpen(it) && it.locationId === input.locationId && it.reasonSince <= askedAt)
        .reduce<Change>(
          (so_far, it) => {
            const ended = endCase(so_far.state, it, "disconnected", now, settings);
            return { state: ended.state, journal: [...so_far.journal, ...ended.journal] };
          },
          { state: known, journal: [] },
        );
  }
}
