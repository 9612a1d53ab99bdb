// Present truth as FlatPeak tells it, and what it means for a case. An event is a wake-up; this is what decides.

import { EXPIRING_HORIZON_DAYS } from "./settings.ts";
import { addDays, wallClock } from "./time.ts";
import type { Reason } from "./reason.ts";
import type { CivilDate } from "./time.ts";

/** The slots of `GET /locations/{id}/status`; `unknown` where only a list of tariff elements is to be had. */
export type SlotName =
  "commodity_import" | "commodity_export" | "non_commodity_import" | "non_commodity_export" | "local" | "unknown";

export interface SlotFacts {
  readonly slot: SlotName;
  /** As FlatPeak says it, trimmed: CONNECTED, NOT_CONNECTED, ERROR, NOT_SUPPORTED. */
  readonly status: string;
  readonly connectionType: string | null;
  readonly tariffId: string | null;
  readonly contractEndDate: CivilDate | null;
  /** The energy supplier, as FlatPeak names it. */
  readonly supplier?: string | null;
  /** When FlatPeak last read it (ms), where it says so. */
  readonly readAt?: number | null;
}

export type ProbeAnswer =
  | {
      readonly kind: "status";
      readonly slots: readonly SlotFacts[];
      readonly timezone: string | null;
      /** Suppliers of these slots that have an outage at present. */
      readonly outages?: readonly string[];
    }
  /** FlatPeak answered, but can tell nothing about the tariffs of this location. */
  | { readonly kind: "untold"; readonly timezone: string | null }
  /** The location does not exist any more. */
  | { readonly kind: "gone" }
  /** FlatPeak could not be asked; ask again, not before `retryAfter` ms if it said so. */
  | { readonly kind: "unavailable"; readonly why: string; readonly retryAfter: number | null };

/** What a case asks of the truth. */
export interface Question {
  readonly reason: Reason;
  readonly tariffId: string;
  readonly slot: SlotName | null;
  readonly contractEndDate: CivilDate | null;
  readonly occurredAt: number;
}

export type Verdict = "healthy" | "broken" | "disconnected";

function isHealthy(question: Question, facts: SlotFacts, today: CivilDate): boolean {
  if (facts.status !== "CONNECTED") return false;
  const end = facts.contractEndDate;
  switch (question.reason) {
    case "fetch_failed":
      return true;
    case "expired":
      // East or west of Greenwich the day the event speaks of may not be over yet.
      return end === null || (end > today && end !== question.contractEndDate);
    case "expiring": {
      if (end === null) return true;
      const soon = addDays(wallClock(question.occurredAt, "UTC").date, EXPIRING_HORIZON_DAYS);
      return end > (question.contractEndDate ?? soon);
    }
    case "upgrade":
      return facts.connectionType === "DIRECT";
  }
}

/**
 * Finds the facts a case is about: its tariff by id, else whatever stands in the slot it was last seen in (a repair may
 * give the slot a new tariff). Null when the location shows neither.
 */
export function factsFor(question: Question, slots: readonly SlotFacts[]): SlotFacts | null {
  const byId = slots.find((it) => it.tariffId === question.tariffId);
  if (byId) return byId;
  return question.slot === null || question.slot === "unknown"
    ? null
    : (slots.find((it) => it.slot === question.slot) ?? null);
}

/**
 * What FlatPeak's answer means for a case. `today` is the calendar date at the location.
 * A tariff that is nowhere to be seen counts as disconnected only where no slot in error could still be hiding it; one
 * that is shown and not connected is still the customer's to repair.
 */
export function judge(question: Question, slots: readonly SlotFacts[], today: CivilDate): Verdict {
  const facts = factsFor(question, slots);
  if (facts === null || (facts.status === "NOT_CONNECTED" && facts.tariffId !== question.tariffId)) {
    const hidden = slots.some((it) => it.status === "ERROR" && it.tariffId === null);
    return hidden ? "broken" : "disconnected";
  }
  return isHealthy(question, facts, today) ? "healthy" : "broken";
}
