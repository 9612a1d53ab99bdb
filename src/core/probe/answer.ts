// What FlatPeak answered about a location, or that it could not, and what that changes.

import { backoff } from "../message/backoff.ts";
import { endCase } from "../case/open.ts";
import { leaveHome, newOwnerIn } from "../case/home.ts";
import { line } from "../journal.ts";
import { meetSilence, meetTruth } from "../case/meet.ts";
import { isOpen, locationOf, withLocation } from "../state.ts";
import { DAY, MINUTE, SECOND, isZone } from "../time.ts";
import type { Change } from "../journal.ts";
import type { Settings } from "../policy.ts";
import type { CustomerState, Location } from "../state.ts";
import type { Probe } from "./wanted.ts";
import type { ProbeAnswer } from "../case/truth.ts";

const PROBE_BACKOFF = { base: 5 * SECOND, cap: 15 * MINUTE };
/** A home of which FlatPeak has told nothing for this long is the operator's business. */
const UNTOLD_AFTER_MS = DAY;

/**
 * How far apart the questions may get: the longer there was no answer the further, so that what will never have one costs
 * little, and what gets one again waits for a twenty-fourth of the time it had none. Where FlatPeak refuses us, it is
 * nothing about the home, which is asked about again as soon as that is mended.
 */
function capOf({ since }: Probe, refusesUs: boolean, now: number): number {
  return refusesUs ? PROBE_BACKOFF.cap : Math.min(DAY, Math.max(PROBE_BACKOFF.cap, (now - since) / 24));
}

/** FlatPeak could not be asked, or would not tell: asked again later. */
function onUnanswered(
  state: CustomerState,
  location: Location,
  probe: Probe,
  { why, retryAfter, refusesUs = false }: ProbeAnswer & { readonly kind: "unavailable" },
  now: number,
): Change {
  const failures = probe.failures + 1;
  const floor = Math.min(retryAfter ?? 0, 4 * PROBE_BACKOFF.cap);
  const wait = backoff(location.id, failures, PROBE_BACKOFF.base, capOf(probe, refusesUs, now), floor);
  const isNews = !refusesUs && probe.isTold !== true && now - probe.since >= UNTOLD_AFTER_MS;
  const isTold = isNews || probe.isTold === true;
  const detail = { why, location: location.id, until: now + wait };
  const next = { ...probe, failures, isTold, dueAt: now + wait, leasedUntil: null, again: false, isPutOff: false };
  return {
    state: withLocation(state, { ...location, probe: next }),
    journal: [
      ...(failures === 1 ? [line(now, "flatpeak_unavailable", detail)] : []),
      ...(isNews ? [line(now, "home_unanswered", { ...detail, since: probe.since })] : []),
    ],
  };
}

/** Not asked yet: no try, and nothing learnt. */
function putOff(state: CustomerState, location: Location, probe: Probe, wait: number, now: number): Change {
  const waiting: Probe = { ...probe, dueAt: now + wait, leasedUntil: null, again: false, isPutOff: true };
  const detail = { location: location.id, until: now + wait };
  return {
    state: withLocation(state, { ...location, probe: waiting }),
    journal: probe.isPutOff === true ? [] : [line(now, "flatpeak_busy", detail)],
  };
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
  const isOut = probe.leasedUntil !== null;
  const { answer } = input;
  if (answer.kind === "unavailable") {
    return isOut ? onUnanswered(state, location, probe, answer, now) : { state, journal: [] };
  }
  if (answer.kind === "put_off")
    return isOut ? putOff(state, location, probe, answer.wait, now) : { state, journal: [] };
  if (newOwnerIn(state.customerId, answer) !== null) return leaveHome(state, location.id, now, settings);
  const { askedAt } = probe;
  const told = answer.kind === "gone" ? null : answer.timezone;
  // A zone that no clock knows would break every reckoning of this customer's hours.
  const timezone = told !== null && isZone(told) ? told : location.timezone;
  // What was asked for again while this one was out stays wanted; what this one saw counts all the same.
  const another: Probe = { ...probe, dueAt: now, failures: 0, leasedUntil: null, again: false, isPutOff: false };
  const next = isOut && !probe.again ? null : isOut ? another : probe;
  const homeToldAt = answer.kind !== "gone" && answer.owner !== undefined ? askedAt : location.homeToldAt;
  const known = withLocation(state, { ...location, timezone, answeredAt: askedAt, homeToldAt, probe: next });
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
