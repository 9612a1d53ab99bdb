// What FlatPeak's answer does to the open cases of a location: they end, go on, wait, or only learn something.

import { spread } from "../message/backoff.ts";
import { endCase, goOn } from "./open.ts";
import { line } from "../journal.ts";
import { replan, rungTimes } from "./ladder.ts";
import { OUTAGE_LOOK_MS, SETTLING_MS } from "../policy.ts";
import { isOpen, locationOf, tariffOf, withCase, withLocation, withTariff, zoneOf } from "../state.ts";
import { factsFor, isOldEndDate, judge } from "./truth.ts";
import { wallClock } from "../time.ts";
import type { Change, JournalEntry } from "../journal.ts";
import type { Settings } from "../policy.ts";
import type { Beneath, Case, CustomerState, Location } from "../state.ts";
import type { CivilDate } from "../time.ts";
import type { SlotFacts } from "./truth.ts";

/** One look at a location: what was seen, and what it is judged by. */
interface Look {
  readonly slots: readonly SlotFacts[];
  readonly outages: readonly string[];
  readonly today: CivilDate;
  readonly zone: string;
  readonly location: Location;
  /** No other case is open at the location. */
  readonly isOnly: boolean;
  /** The instant whose truth this is. */
  readonly askedAt: number;
  readonly now: number;
  readonly settings: Settings;
}

const only = (state: CustomerState, ...journal: readonly JournalEntry[]): Change => ({ state, journal });

/** A session ended after the case took its reason, and before the look. */
function isFinished(it: Case, { sessionFinishedAt }: Location, askedAt: number): boolean {
  return sessionFinishedAt !== null && sessionFinishedAt >= it.reasonSince && sessionFinishedAt <= askedAt;
}

/** When the customer was last seen at reconnecting this tariff; null where they were not. */
function touchedAt(it: Case, { sessionFinishedAt, lastSessionAt }: Location, askedAt: number): number | null {
  const session = Math.max(sessionFinishedAt ?? 0, lastSessionAt ?? 0);
  const isMeant = session >= it.openedAt || askedAt - session < SETTLING_MS;
  const last = Math.max(it.tappedAt ?? 0, isMeant ? session : 0);
  return last === 0 ? null : last;
}

/**
 * A tariff that is gone in the middle of reconnecting: it may be a connection that takes its time, or FlatPeak's client,
 * which calls disconnecting "Cancel". Either way nobody is begged at once, and nobody forgotten.
 */
function part(it: Case, since: number, { zone, now, settings }: Look): Case {
  const { disconnected } = it;
  // Once asked, the customer has heard of it.
  if (disconnected !== null && (it.rung > disconnected.rung || since <= disconnected.at)) return it;
  const parted = { ...it, disconnected: { at: since, rung: it.rung }, heldUntil: null };
  const dueAt = Math.max(now, rungTimes(parted, zone, settings)[it.rung] ?? since + SETTLING_MS);
  return { ...parted, dueAt, settlingUntil: dueAt };
}

/** The tariff is there again: the case goes on with the reminder it stands at, which may be due by now. */
function reunite(it: Case, { zone, now, settings }: Look): Case {
  if (it.disconnected === null) return it.settlingUntil === null ? it : { ...it, settlingUntil: null };
  const there = { ...it, disconnected: null, settlingUntil: null };
  const due = rungTimes(there, zone, settings)[it.rung] ?? now + settings.handoverAfter;
  return { ...there, dueAt: Math.max(now, due) };
}

function onGone(state: CustomerState, it: Case, isShown: boolean, look: Look): Change {
  const { location, askedAt, now, settings } = look;
  const since = touchedAt(it, location, askedAt) ?? it.disconnected?.at ?? null;
  if (since === null) {
    return isShown ? onBroken(state, it, look) : endCase(state, it, "disconnected", now, settings);
  }
  const parted = part(it, since, look);
  if (parted === it) return only(state);
  const detail = { why: "disconnected_while_reconnecting", case: it.no, until: parted.dueAt } as const;
  return only(withCase(state, parted), line(now, "silent", detail));
}

/** While a connection is being made there is nothing to repair; FlatPeak itself gives up on it after two days. */
function onPending(state: CustomerState, it: Case, look: Look): Change {
  const until = (touchedAt(it, look.location, look.askedAt) ?? it.reasonSince) + SETTLING_MS;
  if (until <= look.askedAt) return onUnknown(state, it, look);
  if (it.settlingUntil === until) return only(state);
  const waiting = { ...it, settlingUntil: until, lookAt: until };
  const detail = { why: "connection_pending", case: it.no, until } as const;
  return only(withCase(state, waiting), line(look.now, "silent", detail));
}

/**
 * Whether a finished session is believed to have repaired a case that FlatPeak cannot tell of: both the problem and the
 * session are its own word. Of several cases at a home, those the customer tapped for.
 */
const isBelieved = (it: Case, { location, askedAt, isOnly }: Pick<Look, "location" | "askedAt" | "isOnly">): boolean =>
  isFinished(it, location, askedAt) && (it.tappedAt !== null || isOnly);

function believeSession(state: CustomerState, it: Case, now: number, settings: Settings): Change {
  const ended = endCase(state, it, "repaired", now, settings);
  const why = line(now, "session_believed", { case: it.no, why: "FlatPeak cannot tell of the tariff" });
  return { state: ended.state, journal: [why, ...ended.journal] };
}

function onUnknown(state: CustomerState, it: Case, look: Look): Change {
  if (isBelieved(it, look)) return believeSession(state, it, look.now, look.settings);
  // What is not known to be there again stays what it was, or whoever was asked once would be asked again.
  const known = learnAndPlan(it, factsFor(it, look.slots), false, look);
  return only(known === it ? state : withCase(state, known));
}

/** What a case that is still broken learns from the facts; the same case when that is nothing new. */
function learn(it: Case, facts: SlotFacts | null, finished: boolean): Case {
  const end = facts?.contractEndDate ?? null;
  const contractEndDate = it.contractEndDate ?? end;
  const isOld = contractEndDate !== null && end !== null && isOldEndDate(end, contractEndDate);
  const endDateTrap = it.endDateTrap || (it.reason === "expiring" && finished && isOld);
  const slot = facts === null || facts.slot === "unknown" ? it.slot : facts.slot;
  const same = contractEndDate === it.contractEndDate && slot === it.slot && endDateTrap === it.endDateTrap;
  return same ? it : { ...it, contractEndDate, slot, endDateTrap };
}

/** The same, with its reminders where the ladder has them by what was learnt. */
function learnAndPlan(it: Case, facts: SlotFacts | null, finished: boolean, { zone, settings }: Look): Case {
  const learnt = learn(it, facts, finished);
  return learnt.contractEndDate === it.contractEndDate ? learnt : replan(learnt, zone, settings);
}

/** A tariff that cannot be read while its supplier has an outage needs no one: it is looked at again before anybody is told. */
function holdBack(it: Case, facts: SlotFacts | null, { outages, now }: Look): Case {
  const supplier = facts?.supplier ?? null;
  if (it.reason !== "fetch_failed" || supplier === null || !outages.includes(supplier)) {
    return it.heldUntil === null ? it : { ...it, heldUntil: null, lookAt: null };
  }
  // It is looked at again when the hold ends, whatever the hour is and whether or not a message may go out then.
  const until = now + OUTAGE_LOOK_MS + Math.round(OUTAGE_LOOK_MS * spread(`${it.tariffId}${now}`));
  return { ...it, heldUntil: until, lookAt: until };
}

/**
 * The tariff of a case was replaced by another one, which is broken too: there is one problem, not two. The case moves to
 * the new tariff; where that has a case of its own, the one that the customer was told of goes on.
 */
function onReplaced(state: CustomerState, it: Case, tariffId: string, { now, settings }: Look): Change {
  const other = state.cases.find((c) => isOpen(c) && c.no !== it.no && c.tariffId === tariffId);
  const isHeirTold = other !== undefined && (it.told === 0 || other.told > 0 || it.reason !== other.reason);
  if (isHeirTold) return endCase(state, it, "disconnected", now, settings);
  const alone = other === undefined ? only(state) : endCase(state, other, "disconnected", now, settings);
  const detail = { case: it.no, tariff: tariffId, from: it.tariffId };
  const moved = line(now, "tariff_replaced", detail);
  return { state: withCase(alone.state, { ...it, tariffId }), journal: [...alone.journal, moved] };
}

function onBroken(state: CustomerState, it: Case, look: Look): Change {
  const { slots, location, askedAt, now } = look;
  const facts = factsFor(it, slots);
  const replacement = facts?.tariffId ?? it.tariffId;
  if (replacement !== it.tariffId) {
    const replaced = onReplaced(state, it, replacement, look);
    const moved = replaced.state.cases.find((c) => c.no === it.no);
    if (moved === undefined || !isOpen(moved)) return replaced;
    const rest = onBroken(replaced.state, moved, look);
    return { state: rest.state, journal: [...replaced.journal, ...rest.journal] };
  }
  const journal: JournalEntry[] = [];
  const learnt = learnAndPlan(reunite(it, look), facts, isFinished(it, location, askedAt), look);
  const known = holdBack(learnt, facts, look);
  if ((known.heldUntil === null) !== (it.heldUntil === null)) {
    const about = { case: it.no, supplier: facts?.supplier ?? null };
    journal.push(
      known.heldUntil === null
        ? line(now, "released", { why: "supplier_outage_over", ...about })
        : line(now, "silent", { why: "supplier_outage", ...about }),
    );
  }
  if (known.endDateTrap && !it.endDateTrap) {
    journal.push(line(now, "end_date_trap", { case: it.no, end: known.contractEndDate }));
  }
  return only(known === it ? state : withCase(state, known), ...journal);
}

/** What a case still has to say after its reason was repaired: the problem beneath it, unless that is healthy as well. */
function surfacing(it: Case, { slots, today }: Look): Beneath | null {
  if (it.beneath === null) return null;
  const { tariffId, slot } = it;
  return judge({ ...it.beneath, tariffId, slot }, slots, today) === "healthy" ? null : it.beneath;
}

function meet(state: CustomerState, it: Case, look: Look): Change {
  const { slots, today, now, settings } = look;
  switch (judge(it, slots, today)) {
    case "healthy": {
      const surfaced = surfacing(it, look);
      if (surfaced !== null) return goOn(state, it, surfaced, now, settings);
      return endCase(state, it, "repaired", now, settings);
    }
    case "disconnected":
      return onGone(state, it, false, look);
    case "pending":
      return onPending(state, it, look);
    case "unknown":
      return onUnknown(state, it, look);
    case "broken":
      return factsFor(it, slots)?.status === "NOT_CONNECTED"
        ? onGone(state, it, true, look)
        : onBroken(state, it, look);
  }
}

const openAt = (state: CustomerState, locationId: string): readonly Case[] =>
  state.cases.filter((it) => isOpen(it) && it.locationId === locationId);

/** Notes that a probe has looked since the last session at a location ended. */
function lookedAfterSession(state: CustomerState, locationId: string, askedAt: number): CustomerState {
  const location = locationOf(state, locationId);
  const { sessionFinishedAt } = location;
  if (sessionFinishedAt === null || sessionFinishedAt > askedAt) return state;
  return withLocation(state, { ...location, sessionFinishedAt: null, lastSessionAt: sessionFinishedAt });
}

/**
 * Lets the open cases of a location meet the truth of the instant `askedAt`: ends the repaired ones, notes what the others
 * now know. A case that took its reason after that instant is not judged by it.
 */
export function meetTruth(
  state: CustomerState,
  locationId: string,
  slots: readonly SlotFacts[],
  outages: readonly string[],
  askedAt: number,
  now: number,
  settings: Settings,
): Change {
  const zone = zoneOf(state, locationId);
  const today = wallClock(askedAt, zone).date;
  const open = openAt(state, locationId);
  const location = locationOf(state, locationId);
  const look = { slots, outages, today, zone, location, isOnly: open.length === 1, askedAt, now, settings };
  const journal: JournalEntry[] = [];
  let next = state;

  for (const { no } of open) {
    // As it is by now: a case may have taken over from the one before it.
    const it = next.cases.find((c) => c.no === no);
    if (it === undefined || !isOpen(it) || it.reasonSince > askedAt) continue;
    const met = meet(next, it, look);
    next = met.state;
    journal.push(...met.journal);
  }

  for (const facts of slots) {
    if (facts.tariffId === null) continue;
    const tariff = tariffOf(next, facts.tariffId);
    const connectedAt = facts.status === "CONNECTED" ? askedAt : tariff.connectedAt;
    const { handedOver } = tariff;
    const question = handedOver && { ...handedOver, tariffId: facts.tariffId, slot: facts.slot };
    const isRepaired = question !== null && judge(question, [facts], today) === "healthy";
    const verified = { at: askedAt, facts };
    next = withTariff(next, { ...tariff, connectedAt, verified, handedOver: isRepaired ? null : handedOver });
  }
  return { state: lookedAfterSession(next, locationId, askedAt), journal };
}

/** FlatPeak answered and can tell nothing of a location's tariffs: its events are taken at their word, both ways. */
export function meetSilence(
  state: CustomerState,
  locationId: string,
  askedAt: number,
  now: number,
  settings: Settings,
): Change {
  const open = openAt(state, locationId);
  const look = { location: locationOf(state, locationId), askedAt, isOnly: open.length === 1 };
  const journal = [line(now, "flatpeak_cannot_tell", { location: locationId })];
  let next = state;
  for (const it of open.filter((c) => c.reasonSince <= askedAt && isBelieved(c, look))) {
    const ended = believeSession(next, it, now, settings);
    next = ended.state;
    journal.push(...ended.journal);
  }
  return { state: lookedAfterSession(next, locationId, askedAt), journal };
}

/** The suppliers that stand behind what cannot be read at a location. */
export function brokenSuppliers(
  state: CustomerState,
  locationId: string,
  slots: readonly SlotFacts[],
): readonly string[] {
  const broken = state.cases
    .filter((it) => isOpen(it) && it.locationId === locationId && it.reason === "fetch_failed")
    .map((it) => factsFor(it, slots))
    .filter((facts) => facts?.status === "ERROR");
  return [...new Set(broken.flatMap((facts) => facts?.supplier ?? []))];
}
