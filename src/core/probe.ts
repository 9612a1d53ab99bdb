// Probes: when FlatPeak is asked for the truth of a location, and what its answer changes.

import { backoff } from "./backoff.ts";
import { endCase, line, meetTruth } from "./cases.ts";
import { PROBE_LEASE_MS, TRUTH_FRESH_MS } from "./settings.ts";
import { isOpen, locationOf, withLocation } from "./state.ts";
import { MINUTE, SECOND } from "./time.ts";
import type { Change } from "./cases.ts";
import type { Case, CustomerState } from "./state.ts";
import type { ProbeAnswer } from "./truth.ts";

export interface ProbeEffect {
  readonly type: "probe";
  readonly locationId: string;
  readonly attempt: number;
}

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
    probe: { dueAt: now, attempt: location.probe?.attempt ?? 0, leasedUntil: null },
  });
}

/** A truth is fresh when it is recent and nothing since has asked for another look. */
const isFresh = (state: CustomerState, locationId: string, now: number): boolean => {
  const { answeredAt, probe } = locationOf(state, locationId);
  return probe === null && answeredAt !== null && now - answeredAt <= TRUTH_FRESH_MS;
};

/** Asks for a probe of each location whose truth is not fresh. True when none had to be asked. */
export function wantTruth(
  state: CustomerState,
  cases: readonly Case[],
  now: number,
): { state: CustomerState; fresh: boolean } {
  const stale = [...new Set(cases.map((it) => it.locationId))].filter((id) => !isFresh(state, id, now));
  const next = stale.reduce((so_far, id) => {
    const location = locationOf(so_far, id);
    const probe = location.probe ?? { dueAt: now, attempt: 0, leasedUntil: null };
    return withLocation(so_far, { ...location, probe });
  }, state);
  return { state: next, fresh: stale.length === 0 };
}

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
    next = withLocation(next, { ...it, probe: { dueAt: now, attempt, leasedUntil: now + PROBE_LEASE_MS } });
    effects.push({ type: "probe", locationId: it.id, attempt });
  }
  return { state: next, effects };
}

/** What FlatPeak answered, or that it could not; every open case of the location meets it. */
export function answerProbe(
  state: CustomerState,
  input: { readonly locationId: string; readonly attempt: number; readonly answer: ProbeAnswer },
  now: number,
): Change {
  const location = locationOf(state, input.locationId);
  const probe = location.probe;
  // A probe that was asked for again while this one was out stays wanted; its answer counts all the same.
  const isLatest = probe !== null && probe.attempt === input.attempt && probe.leasedUntil !== null;
  const { answer } = input;
  if (answer.kind === "unavailable") {
    if (!isLatest) return { state, journal: [] };
    const wait = backoff(location.id, input.attempt, PROBE_BACKOFF.base, PROBE_BACKOFF.cap, answer.retryAfter);
    const again = withLocation(state, { ...location, probe: { ...probe, dueAt: now + wait, leasedUntil: null } });
    const detail = { why: answer.why, location: location.id, until: now + wait };
    return { state: again, journal: input.attempt === 1 ? [line(now, "flatpeak_unavailable", detail)] : [] };
  }
  const timezone = answer.kind === "gone" ? location.timezone : (answer.timezone ?? location.timezone);
  const known = withLocation(state, { ...location, timezone, answeredAt: now, probe: isLatest ? null : probe });
  switch (answer.kind) {
    case "status":
      return meetTruth(known, input.locationId, answer.slots, now);
    case "untold":
      return { state: known, journal: [line(now, "flatpeak_cannot_tell", { location: input.locationId })] };
    case "gone":
      return known.cases
        .filter((it) => isOpen(it) && it.locationId === input.locationId)
        .reduce<Change>(
          (so_far, it) => {
            const ended = endCase(so_far.state, it, "disconnected", now);
            return { state: ended.state, journal: [...so_far.journal, ...ended.journal] };
          },
          { state: known, journal: [] },
        );
  }
}
