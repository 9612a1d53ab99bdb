// What an open case learns from one answer of FlatPeak about its location. Each function gives the case as it is after that, and
// the very same object where nothing changed.

import { spread } from "../message/backoff.ts";
import { replanReminder, rungTimes } from "./ladder.ts";
import { OUTAGE_PROBE_MS, SETTLING_MS } from "../policy.ts";
import { isOldEndDate } from "./truth.ts";
import type { Case, Location } from "../state.ts";
import type { CivilDate } from "../time.ts";
import type { Moment } from "../turn.ts";
import type { PricesTold, SlotFacts } from "./truth.ts";

/** One answer of FlatPeak about a location, and what it is judged by. */
export interface Sighting {
  readonly slots: readonly SlotFacts[];
  /** Suppliers of these slots that have an outage. */
  readonly outages: readonly string[];
  /** What FlatPeak said of the prices of an import tariff of these slots; null where nothing. */
  readonly prices: PricesTold | null;
  /** The date at the location at the instant of the answer. */
  readonly today: CivilDate;
  readonly zone: string;
  /** As it was before this answer. */
  readonly location: Location;
  /** No other case is open at the location. */
  readonly isOnly: boolean;
  /** The instant whose truth this is (ms). */
  readonly askedAt: number;
}

/** True where a Connect session ended after the case took its reason and before FlatPeak was asked. */
export function hasFinished(it: Case, { location, askedAt }: Pick<Sighting, "location" | "askedAt">): boolean {
  const { sessionFinishedAt } = location;
  return sessionFinishedAt !== null && sessionFinishedAt >= it.reasonSince && sessionFinishedAt <= askedAt;
}

/** When the customer was last seen at reconnecting this tariff (ms); null where they were not. */
export function lastTouchOf(it: Case, { location, askedAt }: Sighting): number | null {
  const session = Math.max(location.sessionFinishedAt ?? 0, location.lastSessionAt ?? 0);
  const isAboutIt = session >= it.openedAt || askedAt - session < SETTLING_MS;
  const last = Math.max(it.tappedAt ?? 0, isAboutIt ? session : 0);
  return last === 0 ? null : last;
}

/**
 * The case of a tariff that is gone in the middle of reconnecting, at which the customer was last seen at `since`. It may be a
 * connection that takes its time, or FlatPeak's client, which calls disconnecting "Cancel". Either way nobody is begged at
 * once, and nobody forgotten.
 */
export function markDisconnected(it: Case, since: number, { zone }: Sighting, { now, policy }: Moment): Case {
  const { disconnected } = it;
  // Once asked, the customer has heard of it.
  if (disconnected !== null && (it.rung > disconnected.rung || since <= disconnected.at)) return it;
  const { continuesUntil: _, ...known } = it;
  const gone: Case = { ...known, disconnected: { at: since, rung: it.rung }, outageUntil: null, pricesAwaited: null };
  const dueAt = Math.max(now, rungTimes(gone, zone, policy)[it.rung] ?? since + SETTLING_MS);
  return { ...gone, dueAt, settlingUntil: dueAt };
}

/** The case of a tariff that is there again: it goes on with the reminder it stands at, which may be due by now. */
function markConnected(it: Case, { zone }: Sighting, { now, policy }: Moment): Case {
  const isWaiting = it.settlingUntil !== null || it.pricesAwaited !== null;
  if (it.disconnected === null) return isWaiting ? { ...it, settlingUntil: null, pricesAwaited: null } : it;
  const there = { ...it, disconnected: null, settlingUntil: null, pricesAwaited: null };
  const due = rungTimes(there, zone, policy)[it.rung] ?? now + policy.handoverAfter;
  return { ...there, dueAt: Math.max(now, due) };
}

/** The case with what the facts say of its slot and its end date; `hasRepaired`: a session just ended for it. */
function learnFacts(it: Case, facts: SlotFacts | null, hasRepaired: boolean): Case {
  const end = facts?.contractEndDate ?? null;
  const contractEndDate = it.contractEndDate ?? end;
  const isOld = contractEndDate !== null && end !== null && isOldEndDate(end, contractEndDate);
  const endDateTrap = it.endDateTrap || (it.reason === "expiring" && hasRepaired && isOld);
  const slot = facts === null || facts.slot === "unknown" ? it.slot : facts.slot;
  const isSame = contractEndDate === it.contractEndDate && slot === it.slot && endDateTrap === it.endDateTrap;
  if (isSame) return it;
  // The old end date was given again: that the contract goes on is not what was entered.
  const { continuesUntil, ...rest } = it;
  const isStill = continuesUntil !== undefined && endDateTrap === it.endDateTrap;
  return { ...rest, ...(isStill ? { continuesUntil } : {}), contractEndDate, slot, endDateTrap };
}

/** The same, with its reminders where the ladder has them by what was learnt. */
export function learnAndReplan(it: Case, facts: SlotFacts | null, hasRepaired: boolean, moment: Moment): Case {
  const learnt = learnFacts(it, facts, hasRepaired);
  return learnt.contractEndDate === it.contractEndDate ? learnt : replanReminder(learnt, moment);
}

/**
 * A tariff that cannot be read while its supplier has an outage needs no one: FlatPeak is asked again when the wait ends,
 * whatever the hour is, before anybody is told.
 */
function waitForSupplier(it: Case, facts: SlotFacts | null, { outages }: Sighting, { now }: Moment): Case {
  const supplier = facts?.supplier ?? null;
  if (it.reason !== "fetch_failed" || supplier === null || !outages.includes(supplier)) {
    return it.outageUntil === null ? it : { ...it, outageUntil: null, probeAt: null };
  }
  const until = now + OUTAGE_PROBE_MS + Math.round(OUTAGE_PROBE_MS * spread(`${it.tariffId}${now}`));
  return { ...it, outageUntil: until, probeAt: until };
}

/** The case of a tariff that is there and still broken, after all that these facts say. */
export function learnBroken(it: Case, facts: SlotFacts | null, seen: Sighting, moment: Moment): Case {
  const learnt = learnAndReplan(markConnected(it, seen, moment), facts, hasFinished(it, seen), moment);
  return waitForSupplier(learnt, facts, seen, moment);
}
