// Present truth as FlatPeak tells it, and what it means for a case. An event is a wake-up; this is what decides.

import { EXPIRING_HORIZON_DAYS } from "../policy.ts";
import { addDays, wallClock } from "../time.ts";
import type { Reason } from "./reason.ts";
import type { CivilDate } from "../time.ts";

/** The slots of `GET /locations/{id}/status`; `unknown` where only a list of tariff elements is to be had. */
export type SlotName =
  "commodity_import" | "commodity_export" | "non_commodity_import" | "non_commodity_export" | "local" | "unknown";

/**
 * The first four are FlatPeak's own words. `PENDING`: a connection is still being made. `UNKNOWN`: FlatPeak said something
 * else, or nothing that can be read; it then stands for any of the others.
 */
export type SlotStatus = "CONNECTED" | "NOT_CONNECTED" | "ERROR" | "NOT_SUPPORTED" | "PENDING" | "UNKNOWN";

export interface SlotFacts {
  readonly slot: SlotName;
  readonly status: SlotStatus;
  readonly connectionType: string | null;
  /** Null where the slot holds no tariff, or one whose id cannot be read. */
  readonly tariffId: string | null;
  /** Null: the contract runs on. */
  readonly contractEndDate: CivilDate | null;
  /** FlatPeak told of an end date that cannot be read, or was not asked for one: the null above means nothing then. */
  readonly endDateUnread?: boolean;
  /** The energy supplier, as FlatPeak names it. */
  readonly supplier?: string | null;
  /** When FlatPeak last read it (ms), where it says so. */
  readonly readAt?: number | null;
}

/** Why a connected tariff has no prices: FlatPeak has none to give, or is still connecting (`no_price_data`, `pending_connect`). */
export type PricesLack = "missing" | "pending";

/** What FlatPeak said of a day's prices of an import tariff. */
export type PricesTold =
  | { readonly kind: "lacking"; readonly why: PricesLack }
  /** `estimatedFrom`: the first instant (ms) of the day whose price is an estimate; null where none is. */
  | { readonly kind: "there"; readonly estimatedFrom: number | null };

export type ProbeAnswer =
  | {
      readonly kind: "status";
      readonly slots: readonly SlotFacts[];
      readonly timezone: string | null;
      /** Whose home it is: null where FlatPeak names nobody, left out where it was not asked or cannot be read. */
      readonly owner?: string | null;
      /** Suppliers of these slots that have an outage at present. */
      readonly outages?: readonly string[];
      /** Of its import tariff; left out where nobody asked, or FlatPeak does not tell. */
      readonly prices?: PricesTold;
    }
  /** FlatPeak answered, but can tell nothing about the tariffs of this location. */
  | { readonly kind: "untold"; readonly timezone: string | null; readonly owner?: string | null }
  /** The location does not exist any more. */
  | { readonly kind: "gone" }
  /** FlatPeak could not be asked; ask again, not before `retryAfter` ms if it said so. */
  | {
      readonly kind: "unavailable";
      readonly why: string;
      readonly retryAfter: number | null;
      /** FlatPeak refuses our account: that says nothing of this location, and others are told of it. */
      readonly refusesUs?: boolean;
      /** No answer came in time. */
      readonly timedOut?: boolean;
      /** FlatPeak is asked for too much. */
      readonly isTooMuch?: boolean;
    }
  /** Not asked: others go first. Its turn may come in `wait` ms, and nothing was tried. */
  | { readonly kind: "put_off"; readonly wait: number };

/** What a case asks of the truth. */
export interface Question {
  readonly reason: Reason;
  readonly tariffId: string;
  readonly slot: SlotName | null;
  readonly contractEndDate: CivilDate | null;
  readonly occurredAt: number;
}

/**
 * `disconnected`: the tariff is not there, and nothing that cannot be read could be hiding it. `pending`: its connection is
 * being made. `unknown`: FlatPeak's answer does not tell; whoever asks goes by what they knew before.
 */
export type Verdict = "healthy" | "broken" | "disconnected" | "pending" | "unknown";

const latest = (...dates: readonly (CivilDate | null)[]): CivilDate =>
  dates.reduce<CivilDate>((last, date) => (date !== null && date > last ? date : last), "");

/**
 * The last date that still belongs to the contract a case is about. A date may be one day off: FlatPeak and its client write
 * some as instants, which are another date in another zone; and the day an event speaks of begins and ends at different
 * instants around the earth.
 */
function lastDateOf({ reason, contractEndDate, occurredAt }: Question, today: CivilDate): CivilDate {
  const known = contractEndDate === null ? null : addDays(contractEndDate, 1);
  const happened = wallClock(occurredAt, "UTC").date;
  if (reason === "expired") return latest(today, known, addDays(happened, 1));
  return known ?? addDays(happened, EXPIRING_HORIZON_DAYS);
}

function judgeConnected(question: Question, facts: SlotFacts, today: CivilDate): Verdict {
  const { contractEndDate: end, connectionType, endDateUnread = false } = facts;
  switch (question.reason) {
    case "fetch_failed":
    case "invitation":
      return "healthy";
    case "upgrade":
      if (connectionType === null) return "unknown";
      return connectionType === "DIRECT" ? "healthy" : "broken";
    case "expired":
    case "expiring":
      if (endDateUnread) return "unknown";
      return end === null || end > lastDateOf(question, today) ? "healthy" : "broken";
  }
}

/** Whether an end date is still that of the contract which ends: the same, an earlier one, or one day off. */
export const isOldEndDate = (end: CivilDate, old: CivilDate): boolean => end <= addDays(old, 1);

/**
 * Finds the facts a case is about: its tariff by id, else what alone stands in the slot it was last seen in (a repair may
 * give the slot a new tariff). Null when the location shows neither.
 */
export function factsFor(
  { tariffId, slot }: Pick<Question, "tariffId" | "slot">,
  slots: readonly SlotFacts[],
): SlotFacts | null {
  const byId = slots.find((it) => it.tariffId === tariffId);
  if (byId) return byId;
  if (slot === null || slot === "unknown") return null;
  const [there, ...others] = slots.filter((it) => it.slot === slot);
  return others.length === 0 ? (there ?? null) : null;
}

const holdsNothing = ({ status }: SlotFacts): boolean => status === "NOT_CONNECTED" || status === "NOT_SUPPORTED";

/** What it means that a tariff is nowhere to be seen: it is gone only where nothing without a readable id could be it. */
function judgeAbsent(slots: readonly SlotFacts[]): Verdict {
  const hiding = slots.filter((it) => it.tariffId === null && !holdsNothing(it)).map(({ status }) => status);
  if (hiding.includes("ERROR")) return "broken";
  if (hiding.includes("PENDING")) return "pending";
  return hiding.length === 0 ? "disconnected" : "unknown";
}

/**
 * What FlatPeak's answer means for a case. `today` is the calendar date at the location. A tariff that is shown and not
 * connected is broken: still the customer's to repair.
 */
export function judge(question: Question, slots: readonly SlotFacts[], today: CivilDate): Verdict {
  const facts = factsFor(question, slots);
  if (facts === null || (holdsNothing(facts) && facts.tariffId !== question.tariffId)) return judgeAbsent(slots);
  switch (facts.status) {
    case "CONNECTED":
      return judgeConnected(question, facts, today);
    case "ERROR":
    case "NOT_CONNECTED":
    case "NOT_SUPPORTED":
      return "broken";
    case "PENDING":
      return "pending";
    case "UNKNOWN":
      return "unknown";
  }
}
