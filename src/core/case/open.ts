// Cases: how one opens, is taken over, moves on with the truth, and ends.

import { probeAfterwards } from "../probe/ask.ts";
import { spread } from "../message/backoff.ts";
import { line } from "../journal.ts";
import { oweAgain, replan, rungTimes } from "./ladder.ts";
import { withdraw } from "../message/count.ts";
import { LOOK_MARGIN_MS } from "../policy.ts";
import { outranks } from "./reason.ts";
import { isOpen, tariffOf, withCase, withNotification, withTariff, zoneOf } from "../state.ts";
import { isUnsent } from "../message/notification.ts";
import { isOldEndDate, judge } from "./truth.ts";
import { wallClock } from "../time.ts";
import type { ProblemEvent } from "./event.ts";
import type { Change, Facts, JournalEntry, SilenceReason, What } from "../journal.ts";
import type { Reason } from "./reason.ts";
import type { Settings } from "../policy.ts";
import type { Beneath, Case, CaseEnd, CustomerState, Tariff } from "../state.ts";
import type { Question } from "./truth.ts";

const later = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b > a) ? b : a);

/** Sets a case to the first rung of the ladder of `reason`, counted from `now`. */
function startLadder(it: Case, reason: Reason, now: number, zone: string, settings: Settings): Case {
  const anew = { ladderSince: null, rung: 0, heldUntil: null, settlingUntil: null, disconnected: null };
  const started = { ...it, ...anew, reason, reasonSince: now };
  const dueAt = rungTimes(started, zone, settings)[0] ?? now + settings.handoverAfter;
  // Halfway to the first reminder, at another moment for every case: an outage hits thousands of homes at once.
  const ahead = (dueAt - now) * (0.5 + 0.25 * spread(it.tariffId));
  if (reason === "fetch_failed" && ahead > 0) return { ...started, dueAt, lookAt: now + Math.round(ahead) };
  // Where all reminders wait for the last day, FlatPeak is asked when that is.
  const lacksDate = started.contractEndDate === null && rungTimes(started, zone, settings).length === 0;
  return { ...started, dueAt, lookAt: lacksDate ? now : null };
}

/** How far the customer was told of a case; a message that is taken back before it left told nobody. */
function ladderOf(state: CustomerState, it: Case): NonNullable<Beneath["ladder"]> {
  const isUntold = state.notifications.some(
    (n) => n.kind === "notify" && isUnsent(n) && n.mayHaveArrivedAt === null && n.caseNos.includes(it.no),
  );
  const { reasonSince, ladderSince, rung, dueAt } = isUntold ? oweAgain(it, it.dueAt) : it;
  return { since: ladderSince ?? reasonSince, rung, dueAt };
}

/** Gives an open case a stronger reason. What is still unsent of the weaker one is taken back: it would be worded wrongly. */
function takeOver(
  state: CustomerState,
  it: Case,
  by: { readonly event: string | null } & Pick<ProblemEvent, "reason" | "contractEndDate" | "occurredAt">,
  now: number,
  settings: Settings,
): Change {
  const zone = zoneOf(state, it.locationId);
  const { reason, contractEndDate, occurredAt } = it;
  const ladder = ladderOf(state, it);
  // Turned by the calendar, nothing is left beneath: an expired contract is no longer expiring.
  const beneath = by.event === null ? null : { reason, contractEndDate, occurredAt, ladder };
  const held = { ...it, contractEndDate: by.contractEndDate ?? contractEndDate, occurredAt: by.occurredAt, beneath };
  const taken = withCase(probeAfterwards(state, it.locationId, now), startLadder(held, by.reason, now, zone, settings));
  const detail = { event: by.event, case: it.no, tariff: it.tariffId, reason: by.reason, from: it.reason };
  return takeBack(taken, it.no, "case_taken_over", line(now, "case_taken_over", detail), settings);
}

function open(state: CustomerState, event: ProblemEvent, now: number, settings: Settings): CustomerState {
  const zone = zoneOf(state, event.locationId);
  const tariff = tariffOf(state, event.tariffId);
  const no = state.lastCaseNo + 1;
  const blank: Case = {
    no,
    tariffId: event.tariffId,
    locationId: event.locationId,
    reason: event.reason,
    contractEndDate: event.contractEndDate,
    occurredAt: event.occurredAt,
    beneath: null,
    openedAt: now,
    reasonSince: now,
    ladderSince: null,
    slot: tariff.verified?.facts.slot ?? null,
    endDateTrap:
      event.reason === "expiring" &&
      event.contractEndDate !== null &&
      tariff.askedForEndDate !== null &&
      isOldEndDate(event.contractEndDate, tariff.askedForEndDate),
    rung: 0,
    dueAt: now,
    told: 0,
    toldBySms: 0,
    lookAt: null,
    heldUntil: null,
    settlingUntil: null,
    snoozedUntil: null,
    tappedAt: null,
    disconnected: null,
    end: null,
  };
  const looking = { ...probeAfterwards(state, event.locationId, now), lastCaseNo: no };
  return withCase(looking, startLadder(blank, event.reason, now, zone, settings));
}

/**
 * The same problem of a tariff that was handed over to the company: its customer did not answer the whole ladder, and is not
 * begged again. A repair in between, a stronger reason or another end date is news.
 */
function isNoNews(event: ProblemEvent, { handedOver }: Tariff): boolean {
  if (handedOver === null || outranks(event.reason, handedOver.reason)) return false;
  const { contractEndDate } = event;
  return contractEndDate === null || contractEndDate === handedOver.contractEndDate;
}

/** A weaker problem beneath a stronger one: where it lay there before, it was told of as far as it was. */
function lyingBeneath({ reason, contractEndDate, occurredAt }: ProblemEvent, before: Beneath | null): Beneath {
  if (before?.reason !== reason) return { reason, contractEndDate, occurredAt };
  return { ...before, occurredAt, contractEndDate: later(before.contractEndDate, contractEndDate) };
}

/** What an event of a problem does: opens a case, takes one over, or is only written down with the reason why. */
export function onProblem(state: CustomerState, event: ProblemEvent, now: number, settings: Settings): Change {
  const detail = { event: event.id, tariff: event.tariffId, reason: event.reason };
  const silent = (why: SilenceReason, more: Partial<Facts["silent"]> = {}): Change => ({
    state,
    journal: [line(now, "silent", { why, ...detail, ...more })],
  });

  if (settings.ladders[event.reason].length === 0) return silent("reason_switched_off");

  const verified = tariffOf(state, event.tariffId).verified;
  if (verified !== null && event.occurredAt <= verified.at - LOOK_MARGIN_MS) {
    const today = wallClock(verified.at, zoneOf(state, event.locationId)).date;
    const question: Question = { ...event, slot: verified.facts.slot };
    if (judge(question, [verified.facts], today) === "healthy") return silent("older_than_the_repair");
  }

  const held = state.cases.find((it) => isOpen(it) && it.tariffId === event.tariffId);
  if (held === undefined && isNoNews(event, tariffOf(state, event.tariffId))) return silent("already_handed_over");
  if (held === undefined) {
    const next = open(state, event, now, settings);
    return { state: next, journal: [line(now, "case_opened", { ...detail, case: next.lastCaseNo })] };
  }
  if (outranks(event.reason, held.reason)) {
    return takeOver(state, held, { ...event, event: event.id }, now, settings);
  }
  if (event.reason === held.reason) {
    const contractEndDate = later(held.contractEndDate, event.contractEndDate);
    const zone = zoneOf(state, held.locationId);
    const moved =
      contractEndDate === held.contractEndDate ? held : replan({ ...held, contractEndDate }, zone, settings);
    const next = moved === held ? state : withCase(state, moved);
    return { ...silent("case_already_open", { case: held.no }), state: next };
  }
  const inhibited = silent("inhibited_by_a_stronger_reason", { case: held.no, held: held.reason });
  if (held.beneath !== null && outranks(held.beneath.reason, event.reason)) return inhibited;
  return { ...inhibited, state: withCase(state, { ...held, beneath: lyingBeneath(event, held.beneath) }) };
}

/** Takes a case out of every message that is still unsent, and cancels those that have nothing left to say. */
function takeBack(state: CustomerState, no: number, why: string, first: JournalEntry, settings: Settings): Change {
  const now = first.at;
  const journal = [first];
  let next = state;
  for (const it of state.notifications) {
    if (it.kind !== "notify" || !isUnsent(it) || !it.caseNos.includes(no)) continue;
    const others = it.caseNos.filter((other) => other !== no);
    if (others.some((other) => state.cases.some((c) => c.no === other && isOpen(c)))) {
      // What may have arrived cannot be worded otherwise; it is not repeated when its turn comes.
      if (it.mayHaveArrivedAt === null) next = withNotification(next, { ...it, caseNos: others });
      continue;
    }
    const withdrawn = withdraw(next, it, why, now, settings);
    next = withdrawn.state;
    journal.push(...withdrawn.journal);
  }
  return { state: next, journal };
}

/** What the journal calls each end. */
const ENDED = {
  repaired: "case_repaired",
  disconnected: "case_disconnected",
  handed_over: "case_handed_over",
  moved: "case_moved",
} as const satisfies Readonly<Record<CaseEnd, What>>;

/** Ends a case and everything still unsent about it. */
export function endCase(state: CustomerState, it: Case, how: CaseEnd, now: number, settings: Settings): Change {
  const ended = withCase(state, { ...it, end: { how, at: now } });
  const tariff = tariffOf(state, it.tariffId);
  const { reason, contractEndDate, occurredAt, locationId } = it;
  const handedOver = how === "handed_over" ? { reason, contractEndDate, occurredAt, locationId, at: now } : null;
  const askedForEndDate = reason === "expiring" ? contractEndDate : tariff.askedForEndDate;
  const isNews = handedOver !== tariff.handedOver || askedForEndDate !== tariff.askedForEndDate;
  const remembered = isNews ? withTariff(ended, { ...tariff, askedForEndDate, handedOver }) : ended;
  // Whoever repaired what they tapped for last has no session open any more.
  const { tappedAt } = it;
  const isLatest = tappedAt !== null && !ended.cases.some((c) => isOpen(c) && (c.tappedAt ?? 0) >= tappedAt);
  const isOver = how !== "handed_over" && isLatest && remembered.holdUntil !== null;
  const free = isOver ? { ...remembered, holdUntil: null } : remembered;
  const detail = { case: it.no, tariff: it.tariffId, reason: it.reason };
  return takeBack(free, it.no, ENDED[how], line(now, ENDED[how], detail), settings);
}

/** A case that had ended, and is another way by now: its link leads to what is true. */
export function endAnew(state: CustomerState, it: Case, how: CaseEnd, now: number): Change {
  if (it.end === null) return { state, journal: [] };
  const detail = { case: it.no, tariff: it.tariffId, reason: it.reason, was: it.end.how };
  return { state: withCase(state, { ...it, end: { how, at: now } }), journal: [line(now, ENDED[how], detail)] };
}

/**
 * The stronger reason of a case is repaired, the one beneath it is not: the case goes on with that, and with the reminders it
 * stood at, since the customer has heard of it before.
 */
export function goOn(state: CustomerState, it: Case, beneath: Beneath, now: number, settings: Settings): Change {
  const zone = zoneOf(state, it.locationId);
  const { ladder, ...problem } = beneath;
  const weaker = { ...it, ...problem, contractEndDate: problem.contractEndDate ?? it.contractEndDate, beneath: null };
  const started = startLadder(weaker, beneath.reason, now, zone, settings);
  const stood = { ...started, ladderSince: ladder?.since ?? null, rung: ladder?.rung ?? 0 };
  const dueAt = rungTimes(stood, zone, settings)[stood.rung] ?? ladder?.dueAt ?? started.dueAt;
  const going = withCase(state, ladder === undefined ? started : { ...stood, dueAt: Math.max(now, dueAt) });
  const detail = { case: it.no, tariff: it.tariffId, reason: beneath.reason, from: it.reason };
  return takeBack(going, it.no, "case_goes_on", line(now, "case_goes_on", detail), settings);
}

/** Turns an `expiring` case whose end date has passed into `expired`, in place. */
export function turnExpired(state: CustomerState, it: Case, now: number, settings: Settings): Change {
  const by = { event: null, reason: "expired", contractEndDate: it.contractEndDate, occurredAt: now } as const;
  return takeOver(state, it, by, now, settings);
}
