// What FlatPeak's answer does to the open cases of a location: they end, go on, wait, or only learn something.

import { noteSupplier } from "../fleet/trail.ts";
import { endCase, goOnWithBeneath } from "./end.ts";
import { hasFinished, lastTouchOf, learnAndReplan, learnBroken, markDisconnected } from "./learn.ts";
import { SETTLING_MS } from "../policy.ts";
import { caseOf, isOpen, locationOf, tariffOf, zoneOf } from "../read.ts";
import { oweConfirmation } from "../message/confirm.ts";
import { withdrawCase } from "../message/withdraw.ts";
import { passQuietOn } from "../person/quiet.ts";
import { awaitPrices, heardOf, waitOn } from "./prices.ts";
import { leavingSeen } from "./tap.ts";
import { askedForAgain, tellOfCompletion } from "./invitation.ts";
import { factsFor, judge } from "./truth.ts";
import { wallClock } from "../time.ts";
import type { Case, CustomerState } from "../state.ts";
import type { Beneath } from "./problem.ts";
import type { Sighting } from "./learn.ts";
import type { PricesLack, PricesTold, SlotFacts } from "./truth.ts";
import type { Turn } from "../turn.ts";

/** The tariff is gone, or is shown as not connected (`isShown`). */
function meetGone(turn: Turn, it: Case, isShown: boolean, seen: Sighting): void {
  if (tariffOf(turn.state, it.tariffId).leavingAt !== null) return endCase(turn, it, "disconnected");
  const since = lastTouchOf(it, seen) ?? it.disconnected?.at ?? null;
  if (since === null) return isShown ? meetBroken(turn, it, seen) : endCase(turn, it, "disconnected");
  const gone = markDisconnected(it, since, seen, turn);
  if (gone === it) return;
  turn.putCase(gone);
  turn.note("silent", { why: "disconnected_while_reconnecting", case: it.no, until: gone.dueAt });
}

/** While a connection is being made there is nothing to repair; FlatPeak itself gives up on it after two days. */
function meetPending(turn: Turn, it: Case, seen: Sighting): void {
  const until = (lastTouchOf(it, seen) ?? it.reasonSince) + SETTLING_MS;
  // Not connected any more: its prices are not waited for.
  const unconnected = it.pricesAwaited === null ? it : { ...it, pricesAwaited: null };
  if (unconnected !== it) turn.putCase(unconnected);
  if (until <= seen.askedAt) return meetUnknown(turn, unconnected, seen);
  if (it.settlingUntil === until) return;
  turn.putCase({ ...unconnected, settlingUntil: until, probeAt: until });
  turn.note("silent", { why: "connection_pending", case: it.no, until });
}

/**
 * Whether a finished session is believed to have repaired a case that FlatPeak cannot tell of: both the problem and the
 * session are its own word. Of several cases at a home, those the customer tapped for.
 */
const isBelieved = (it: Case, seen: Pick<Sighting, "location" | "askedAt" | "isOnly">): boolean =>
  hasFinished(it, seen) && (it.tappedAt !== null || seen.isOnly);

function believeSession(turn: Turn, it: Case): void {
  turn.note("session_believed", { case: it.no, why: "FlatPeak cannot tell of the tariff" });
  endCase(turn, it, "repaired");
}

/** Connected, and its prices are yet to come: nothing of it that is not out goes out. */
function meetLack(turn: Turn, it: Case, waiting: Case): void {
  if (waiting === it) return;
  turn.putCase(waiting);
  const { pricesAwaited: now } = waiting;
  // Asked again and again, it is told of once.
  if (now === null || now.why === it.pricesAwaited?.why) return;
  const why = now.why === "pending" ? "prices_pending" : "prices_missing";
  turn.note("silent", { why, case: it.no, until: now.since + SETTLING_MS });
  withdrawCase(turn, it.no, why);
}

/** FlatPeak cannot tell of a tariff that it called connected: it stays so until something else is seen. */
function meetLackUnseen(turn: Turn, it: Case, why: PricesLack): void {
  const waiting = waitOn(it, why, turn.now);
  return waiting === null ? endCase(turn, it, "repaired") : meetLack(turn, it, waiting);
}

function meetUnknown(turn: Turn, it: Case, seen: Sighting): void {
  if (isBelieved(it, seen)) return believeSession(turn, it);
  if (it.pricesAwaited !== null) return meetLackUnseen(turn, it, it.pricesAwaited.why);
  // A case that stands as disconnected stays so while nothing shows the tariff: whoever was asked once would be asked again.
  const learnt = learnAndReplan(it, factsFor(it, seen.slots), false, turn);
  if (learnt !== it) turn.putCase(learnt);
}

/**
 * The tariff of a case was replaced by another one, which is broken too: there is one problem, not two. The case moves to
 * the new tariff; where that has a case of its own, the one that the customer was told of goes on. True where `it` goes on.
 */
function moveToTariff(turn: Turn, it: Case, tariffId: string): boolean {
  const heir = turn.state.cases.find((c) => isOpen(c) && c.no !== it.no && c.tariffId === tariffId);
  if (heir !== undefined && (it.told === 0 || heir.told > 0 || it.reason !== heir.reason)) {
    endCase(turn, it, "disconnected");
    return false;
  }
  if (heir !== undefined) endCase(turn, heir, "disconnected");
  turn.putCase({ ...it, tariffId });
  turn.note("tariff_replaced", { case: it.no, tariff: tariffId, from: it.tariffId });
  return true;
}

function meetBroken(turn: Turn, it: Case, seen: Sighting): void {
  const facts = factsFor(it, seen.slots);
  const tariffId = facts?.tariffId ?? it.tariffId;
  if (tariffId !== it.tariffId && !moveToTariff(turn, it, tariffId)) return;
  const before = { ...it, tariffId };
  const after = learnBroken(before, facts, seen, turn);
  if ((after.outageUntil === null) !== (it.outageUntil === null)) {
    const about = { case: it.no, supplier: facts?.supplier ?? null };
    if (after.outageUntil === null) turn.note("released", { why: "supplier_outage_over", ...about });
    else turn.note("silent", { why: "supplier_outage", ...about });
  }
  if (after.endDateTrap && !it.endDateTrap) turn.note("end_date_trap", { case: it.no, end: after.contractEndDate });
  const asked = askedForAgain(after, turn.now);
  if (asked !== before) turn.putCase(asked);
}

/** What a case still has to say after its reason was repaired: the problem beneath it, unless that is healthy as well. */
function unrepairedBeneath(it: Case, { slots, today }: Sighting): Beneath | null {
  if (it.beneath === null) return null;
  const { tariffId, slot } = it;
  return judge({ ...it.beneath, tariffId, slot }, slots, today) === "healthy" ? null : it.beneath;
}

function meetCase(turn: Turn, it: Case, seen: Sighting): void {
  switch (judge(it, seen.slots, seen.today)) {
    case "healthy": {
      const waiting = awaitPrices(it, seen, turn.now);
      if (waiting !== null) return meetLack(turn, it, waiting);
      const beneath = unrepairedBeneath(it, seen);
      if (beneath !== null) return goOnWithBeneath(turn, it, beneath);
      endCase(turn, it, "repaired");
      oweConfirmation(turn, it, factsFor(it, seen.slots)?.tariffId ?? it.tariffId);
      return tellOfCompletion(turn, it);
    }
    case "disconnected":
      return meetGone(turn, it, false, seen);
    case "pending":
      return meetPending(turn, it, seen);
    case "unknown":
      return meetUnknown(turn, it, seen);
    case "broken":
      return factsFor(it, seen.slots)?.status === "NOT_CONNECTED"
        ? meetGone(turn, it, true, seen)
        : meetBroken(turn, it, seen);
  }
}

const openAt = (state: CustomerState, locationId: string): readonly Case[] =>
  state.cases.filter((it) => isOpen(it) && it.locationId === locationId);

/** Notes that FlatPeak was asked since the last session at a location ended. */
function noteSessionSeen(turn: Turn, locationId: string, askedAt: number): void {
  const location = locationOf(turn.state, locationId);
  const { sessionFinishedAt } = location;
  if (sessionFinishedAt === null || sessionFinishedAt > askedAt) return;
  turn.putLocation({ ...location, sessionFinishedAt: null, lastSessionAt: sessionFinishedAt });
}

/** Remembers what FlatPeak says of a tariff; one that was handed over and is seen repaired may be told of anew. */
function rememberTariff(turn: Turn, tariffId: string, facts: SlotFacts, seen: Sighting): void {
  const { askedAt, today } = seen;
  const tariff = tariffOf(turn.state, tariffId);
  const connectedAt = facts.status === "CONNECTED" ? askedAt : tariff.connectedAt;
  const { handedOver } = tariff;
  const question = handedOver && { ...handedOver, tariffId, slot: facts.slot };
  const isRepaired = question !== null && judge(question, [facts], today) === "healthy";
  const verified = { at: askedAt, facts };
  const prices = heardOf(tariff, facts, seen);
  // One that is shown as not connected is gone, as was wanted.
  const leavingAt = facts.status === "NOT_CONNECTED" ? tariff.leavingAt : leavingSeen(tariff, askedAt);
  turn.putTariff({ ...tariff, connectedAt, leavingAt, verified, handedOver: isRepaired ? null : handedOver, prices });
}

/** A truth of a location: what FlatPeak answered when it was asked at `askedAt` (ms). */
export interface Truth {
  readonly locationId: string;
  readonly slots: readonly SlotFacts[];
  readonly outages: readonly string[];
  readonly prices: PricesTold | null;
  readonly askedAt: number;
}

/**
 * Lets the open cases of a location meet the truth of an instant: ends the repaired ones, notes what the others now know. A
 * case that took its reason after that instant is not judged by it.
 */
export function meetTruth(turn: Turn, { locationId, slots, outages, prices, askedAt }: Truth): void {
  const { state } = turn;
  const zone = zoneOf(state, locationId);
  const today = wallClock(askedAt, zone).date;
  const open = openAt(state, locationId);
  const location = locationOf(state, locationId);
  const seen: Sighting = { slots, outages, prices, today, zone, location, isOnly: open.length === 1, askedAt };
  for (const { no } of open) {
    // As it is by now: a case may have taken over from the one before it.
    const it = caseOf(turn.state, no);
    const isMet = it !== undefined && isOpen(it) && it.reasonSince <= askedAt;
    if (isMet) passQuietOn(turn, it.tariffId, factsFor(it, slots)?.tariffId ?? null);
    if (isMet) meetCase(turn, noteSupplier(turn, it, factsFor(it, slots)), seen);
  }
  for (const facts of slots) if (facts.tariffId !== null) rememberTariff(turn, facts.tariffId, facts, seen);
  noteSessionSeen(turn, locationId, askedAt);
}

/** FlatPeak answered and can tell nothing of a location's tariffs: its events are taken at their word, both ways. */
export function meetSilence(turn: Turn, locationId: string, askedAt: number): void {
  const open = openAt(turn.state, locationId);
  const seen = { location: locationOf(turn.state, locationId), askedAt, isOnly: open.length === 1 };
  turn.note("flatpeak_cannot_tell", { location: locationId });
  for (const it of open.filter((c) => c.reasonSince <= askedAt && isBelieved(c, seen))) believeSession(turn, it);
  for (const it of openAt(turn.state, locationId)) {
    if (it.pricesAwaited !== null) meetLackUnseen(turn, it, it.pricesAwaited.why);
  }
  noteSessionSeen(turn, locationId, askedAt);
}
