// One customer's story as an operator reads it. Times are ISO 8601 on the customer's clock; no link, no words of messages.

import { isOpen } from "../core/state.ts";
import type { Case, CustomerState, JournalEntry, Notification } from "../core/state.ts";

export interface Story {
  readonly customer_id: string;
  readonly now: string;
  readonly next_wake_at: string | null;
  readonly contact: { readonly locale: string | null; readonly timezone: string | null; readonly opted_out: boolean };
  readonly cases: readonly Record<string, string | number | boolean | null>[];
  readonly notifications: readonly Record<string, string | number | null>[];
  readonly journal: readonly { readonly at: string; readonly what: string; readonly detail: JournalEntry["detail"] }[];
  readonly events: number;
}

const iso = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));

const caseStory = (it: Case): Story["cases"][number] => ({
  case: it.no,
  tariff_id: it.tariffId,
  location_id: it.locationId,
  reason: it.reason,
  state: it.end?.how ?? "open",
  contract_end_date: it.contractEndDate,
  opened_at: iso(it.openedAt),
  reason_since: iso(it.reasonSince),
  ended_at: isoOrNull(it.end?.at ?? null),
  told: it.told,
  tapped_at: isoOrNull(it.tappedAt),
  next_rung: isOpen(it) ? it.rung + 1 : null,
  next_reminder_at: isOpen(it) ? iso(it.dueAt) : null,
  end_date_trap: it.endDateTrap,
});

const notificationStory = (it: Notification): Story["notifications"][number] => ({
  id: it.id,
  kind: it.kind,
  status: it.status,
  channel: it.channel,
  reason: it.reason,
  rung: it.rung,
  cases: it.caseNos.join(","),
  attempts: it.attempt,
  created_at: iso(it.createdAt),
  sent_at: it.status === "sent" ? isoOrNull(it.settledAt) : null,
  settled_at: isoOrNull(it.settledAt),
});

/** Puts the living state and the kept history into one story; `nextWake` is when anything is owed next. */
export function describe(
  state: CustomerState,
  history: {
    readonly cases: readonly Case[];
    readonly notifications: readonly Notification[];
    readonly journal: readonly JournalEntry[];
    readonly events: number;
  },
  now: number,
  nextWake: number | null,
): Story {
  const { locale, timezone, optedOutAt } = state.contact;
  return {
    customer_id: state.customerId,
    now: iso(now),
    next_wake_at: isoOrNull(nextWake),
    contact: { locale, timezone, opted_out: optedOutAt !== null },
    cases: history.cases.map(caseStory),
    notifications: history.notifications.map(notificationStory),
    journal: history.journal.map(({ at, what, detail }) => ({ at: iso(at), what, detail })),
    events: history.events,
  };
}
