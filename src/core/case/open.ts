// What an event of a problem does: it opens a case, gives an open one a stronger reason, or is only written down. And the one
// change of reason that the calendar makes.

import { CASE } from "../blank.ts";
import { armNamed } from "../experiment/named.ts";
import { withSupplier } from "../fleet/trail.ts";
import { oweAgain, replanReminder, startLadder, turnsAt } from "./ladder.ts";
import { withdrawCase } from "../message/withdraw.ts";
import { isUnsent } from "../message/notification.ts";
import { PROBE_MARGIN_MS } from "../policy.ts";
import { probeAfterwards } from "../probe/ask.ts";
import { isOpen, tariffOf, zoneOf } from "../read.ts";
import { outranks } from "./reason.ts";
import { isOldEndDate, judge } from "./truth.ts";
import { wallClock } from "../time.ts";
import type { ProblemEvent } from "./event.ts";
import type { Facts, SilenceReason } from "../journal.ts";
import type { Case, CustomerState, Tariff } from "../state.ts";
import type { Beneath } from "./problem.ts";
import type { Turn } from "../turn.ts";
import type { CivilDate } from "../time.ts";

const laterDate = (a: CivilDate | null, b: CivilDate | null): CivilDate | null =>
  a === null || (b !== null && b > a) ? b : a;

/** How far the customer was told of a case; a message that is taken back before it left told nobody. */
function ladderOf(state: CustomerState, it: Case): NonNullable<Beneath["ladder"]> {
  const isUntold = state.notifications.some(
    (n) =>
      n.kind === "notify" &&
      isUnsent(n) &&
      n.mayHaveArrivedAt === null &&
      n.repeats === undefined &&
      n.caseNos.includes(it.no),
  );
  const { reasonSince, ladderSince, rung, dueAt } = isUntold ? oweAgain(it, it.dueAt) : it;
  return { since: ladderSince ?? reasonSince, rung, dueAt };
}

/** What takes a case over: an event, named by its id, or with null the calendar. */
type Stronger = { readonly event: string | null } & Pick<ProblemEvent, "reason" | "contractEndDate" | "occurredAt">;

/** Gives an open case a stronger reason. What is still unsent of the weaker one is taken back: it would be worded wrongly. */
function takeOver(turn: Turn, it: Case, by: Stronger): void {
  const { reason, contractEndDate, occurredAt } = it;
  const ladder = ladderOf(turn.state, it);
  // Turned by the calendar, nothing is left beneath: an expired contract is no longer expiring.
  const beneath = by.event === null ? null : { reason, contractEndDate, occurredAt, ladder };
  const taken = { ...it, contractEndDate: by.contractEndDate ?? contractEndDate, occurredAt: by.occurredAt, beneath };
  probeAfterwards(turn, it.locationId);
  turn.putCase(startLadder(taken, by.reason, turn));
  turn.note("case_taken_over", {
    event: by.event,
    case: it.no,
    tariff: it.tariffId,
    reason: by.reason,
    from: it.reason,
  });
  withdrawCase(turn, it.no, "case_taken_over");
}

/** Opens a case, and gives its number. */
export function openCase(turn: Turn, event: ProblemEvent, invited?: Case["invited"]): number {
  const { state, now } = turn;
  const tariff = tariffOf(state, event.tariffId);
  const no = state.lastCaseNo + 1;
  const opened: Case = {
    ...CASE,
    no,
    tariffId: event.tariffId,
    locationId: event.locationId,
    reason: event.reason,
    contractEndDate: event.contractEndDate,
    occurredAt: event.occurredAt,
    openedAt: now,
    reasonSince: now,
    slot: tariff.verified?.facts.slot ?? null,
    endDateTrap:
      event.reason === "expiring" &&
      event.contractEndDate !== null &&
      tariff.askedForEndDate !== null &&
      isOldEndDate(event.contractEndDate, tariff.askedForEndDate),
    dueAt: now,
    ...(invited === undefined ? {} : { invited }),
    ...(turn.policy.arm === undefined ? {} : { arm: turn.policy.arm }),
  };
  probeAfterwards(turn, event.locationId);
  turn.state = { ...turn.state, lastCaseNo: no };
  turn.putCase(startLadder(withSupplier(opened, tariff.verified?.facts ?? null), event.reason, turn));
  return no;
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

/** It happened before an operator closed the case of it, and weighs no more than that: the event came late. */
function isClosedSince({ reason, occurredAt }: ProblemEvent, { closed }: Tariff): boolean {
  if (closed === undefined || outranks(reason, closed.reason)) return false;
  return occurredAt <= closed.at - PROBE_MARGIN_MS;
}

/** A probe that was made after the event happened has seen the tariff healthy: the event came late. */
function isRepairedSince(state: CustomerState, event: ProblemEvent): boolean {
  const { verified } = tariffOf(state, event.tariffId);
  if (verified === null || event.occurredAt > verified.at - PROBE_MARGIN_MS) return false;
  const today = wallClock(verified.at, zoneOf(state, event.locationId)).date;
  return judge({ ...event, slot: verified.facts.slot }, [verified.facts], today) === "healthy";
}

/** A weaker problem beneath a stronger one: where it lay there before, it was told of as far as it was. */
function beneathBy({ reason, contractEndDate, occurredAt }: ProblemEvent, before: Beneath | null): Beneath {
  if (before?.reason !== reason) return { reason, contractEndDate, occurredAt };
  return { ...before, occurredAt, contractEndDate: laterDate(before.contractEndDate, contractEndDate) };
}

/** What an event of a problem does: opens a case, takes one over, or is only written down with the reason why. */
export function receiveProblem(turn: Turn, event: ProblemEvent): void {
  const about = { event: event.id, tariff: event.tariffId, reason: event.reason };
  const noteSilence = (why: SilenceReason, more: Partial<Facts["silent"]> = {}): void =>
    turn.note("silent", { why, ...about, ...more });
  if (turn.policy.ladders[event.reason].length === 0) return noteSilence("reason_switched_off");
  if (isRepairedSince(turn.state, event)) return noteSilence("older_than_the_repair");

  const present = turn.state.cases.find((it) => isOpen(it) && it.tariffId === event.tariffId);
  if (present === undefined) {
    const tariff = tariffOf(turn.state, event.tariffId);
    if (isNoNews(event, tariff)) return noteSilence("already_handed_over");
    if (isClosedSince(event, tariff)) return noteSilence("older_than_the_closing");
    return turn.note("case_opened", { ...about, case: openCase(turn, event), ...armNamed(turn.policy.arm) });
  }
  if (outranks(event.reason, present.reason)) return takeOver(turn, present, { ...event, event: event.id });
  if (event.reason === present.reason) {
    const contractEndDate = laterDate(present.contractEndDate, event.contractEndDate);
    if (contractEndDate !== present.contractEndDate) {
      turn.putCase(replanReminder({ ...present, contractEndDate }, turn));
    }
    return noteSilence("case_already_open", { case: present.no });
  }
  const { beneath } = present;
  if (beneath === null || !outranks(beneath.reason, event.reason)) {
    turn.putCase({ ...present, beneath: beneathBy(event, beneath) });
  }
  noteSilence("inhibited_by_a_stronger_reason", { case: present.no, held: present.reason });
}

/** Turns every `expiring` case whose end date has passed into `expired`, in place. */
export function turnExpiredCases(turn: Turn): void {
  for (const it of turn.state.cases.filter(isOpen)) {
    const turns = turnsAt(it, zoneOf(turn.state, it.locationId), turn.policy);
    if (turns === null || turns > turn.now) continue;
    const { contractEndDate } = it;
    takeOver(turn, it, { event: null, reason: "expired", contractEndDate, occurredAt: turn.now });
  }
}
