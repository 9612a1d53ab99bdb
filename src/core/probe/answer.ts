// What FlatPeak answered about a location, or that it could not, and what that changes.

import { asLongAgain, backoff, waitAskedBy } from "../message/backoff.ts";
import { endCase } from "../case/end.ts";
import { leaveHome, newOwnerIn } from "../case/home.ts";
import { meetSilence, meetTruth } from "../case/meet.ts";
import { isOpen, locationOf } from "../read.ts";
import { DAY, MINUTE, SECOND, isZone } from "../time.ts";
import type { Location } from "../state.ts";
import type { Turn } from "../turn.ts";
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
function retryProbe(
  turn: Turn,
  location: Location,
  probe: Probe,
  answer: ProbeAnswer & { readonly kind: "unavailable" },
): void {
  const { now } = turn;
  const { why, refusesUs = false } = answer;
  const failures = probe.failures + 1;
  const floor = Math.min(waitAskedBy(answer) ?? 0, 4 * PROBE_BACKOFF.cap);
  const pauses = asLongAgain({ ...PROBE_BACKOFF, cap: capOf(probe, refusesUs, now) }, now - probe.since);
  const wait = backoff(location.id, failures, pauses, floor);
  const isNews = !refusesUs && probe.isTold !== true && now - probe.since >= UNTOLD_AFTER_MS;
  const isTold = isNews || probe.isTold === true;
  const next = { ...probe, failures, isTold, dueAt: now + wait, leasedUntil: null, again: false, isPutOff: false };
  turn.putLocation({ ...location, probe: next });
  const detail = { why, location: location.id, until: now + wait };
  if (failures === 1) turn.note("flatpeak_unavailable", detail);
  if (isNews) turn.note("home_unanswered", { ...detail, since: probe.since });
}

/** Not asked yet: no try, and nothing learnt. */
function putOffProbe(turn: Turn, location: Location, probe: Probe, wait: number): void {
  const until = turn.now + wait;
  const waiting: Probe = { ...probe, dueAt: until, leasedUntil: null, again: false, isPutOff: true };
  turn.putLocation({ ...location, probe: waiting });
  if (probe.isPutOff !== true) turn.note("flatpeak_busy", { location: location.id, until });
}

/** A probe that went out. */
type AskedProbe = Probe & { readonly askedAt: number };

/** Remembers that and what FlatPeak told of the location itself. */
function rememberAnswer(turn: Turn, location: Location, probe: AskedProbe, answer: ProbeAnswer): void {
  const { askedAt } = probe;
  const told = answer.kind === "status" || answer.kind === "untold" ? answer : null;
  const zone = told?.timezone ?? null;
  // A zone that no clock knows would break every reckoning of this customer's hours.
  const timezone = zone !== null && isZone(zone) ? zone : location.timezone;
  const homeToldAt = told !== null && told.owner !== undefined ? askedAt : location.homeToldAt;
  // What was asked for again while this one was out stays wanted; what this one saw counts all the same.
  const another: Probe = { ...probe, dueAt: turn.now, failures: 0, leasedUntil: null, again: false, isPutOff: false };
  const isOut = probe.leasedUntil !== null;
  const next = isOut && !probe.again ? null : isOut ? another : probe;
  turn.putLocation({ ...location, timezone, answeredAt: askedAt, homeToldAt, probe: next });
}

/** One attempt to ask FlatPeak, and what came of it. */
export interface ProbeResult {
  readonly locationId: string;
  readonly attempt: number;
  readonly answer: ProbeAnswer;
}

/** What FlatPeak answered, or that it could not; every open case of the location meets it. */
export function answerProbe(turn: Turn, { locationId, attempt, answer }: ProbeResult): void {
  const location = locationOf(turn.state, locationId);
  const { probe } = location;
  // A later attempt is on its way, or has answered already: this one is old news.
  if (probe === null || probe.attempt !== attempt || probe.askedAt === null) return;
  const { askedAt } = probe;
  const isOut = probe.leasedUntil !== null;
  if (answer.kind === "unavailable") return isOut ? retryProbe(turn, location, probe, answer) : undefined;
  if (answer.kind === "put_off") return isOut ? putOffProbe(turn, location, probe, answer.wait) : undefined;
  if (newOwnerIn(turn.state.customerId, answer) !== null) return leaveHome(turn, location.id);
  rememberAnswer(turn, location, { ...probe, askedAt }, answer);
  switch (answer.kind) {
    case "status":
      return meetTruth(turn, {
        locationId,
        slots: answer.slots,
        outages: answer.outages ?? [],
        prices: answer.prices ?? null,
        askedAt,
      });
    case "untold":
      return meetSilence(turn, locationId, askedAt);
    case "gone":
      for (const it of turn.state.cases) {
        if (isOpen(it) && it.locationId === locationId && it.reasonSince <= askedAt) endCase(turn, it, "disconnected");
      }
  }
}
