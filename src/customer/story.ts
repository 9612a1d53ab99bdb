// One customer's story as an operator reads it. Times are ISO 8601 on the customer's clock; no link, no words of messages.

import { addressOf, obstacle } from "../core/contact.ts";
import { TAKEN_BACK_BY, isStopped } from "../core/optout.ts";
import { CHANNEL_TRAITS } from "../core/settings.ts";
import { isOpen, readyAt } from "../core/state.ts";
import type { ChannelName, Settings } from "../core/settings.ts";
import type { Case, CustomerState, JournalEntry, Notification } from "../core/state.ts";

export interface Story {
  readonly customer_id: string;
  readonly now: string;
  readonly next_wake_at: string | null;
  readonly contact: {
    readonly locale: string | null;
    readonly timezone: string | null;
    readonly opted_out: boolean;
    /** Of the stops the first. */
    readonly opted_out_by: string | null;
    /** Each stands until it is taken back the way that is named; null where nothing takes it back. */
    readonly stops: readonly { readonly by: string; readonly at: string; readonly taken_back_by: string | null }[];
    /** Enough to recognise, too little to use. */
    readonly phone: string | null;
    readonly email: string | null;
    readonly push: boolean;
    readonly channels: readonly string[] | null;
    readonly labels: Readonly<Record<string, string>>;
  };
  /** How each channel of the policy stands with this customer: `yes`, `looked_up`, or what is in the way. */
  readonly reachable: Readonly<Record<string, string>>;
  readonly cases: readonly Record<string, string | number | boolean | null>[];
  readonly notifications: readonly Record<string, string | number | null>[];
  readonly journal: readonly { readonly at: string; readonly what: string; readonly detail: JournalEntry["detail"] }[];
  readonly events: number;
}

/** What is kept of a customer, the newest rows of each kind, oldest first. */
export interface History {
  readonly cases: readonly Case[];
  readonly notifications: readonly Notification[];
  readonly journal: readonly JournalEntry[];
  /** How many events are known by their id. */
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
  held_until: isoOrNull(it.heldUntil),
  snoozed_until: isoOrNull(it.snoozedUntil),
  next_rung: isOpen(it) ? it.rung + 1 : null,
  next_reminder_at: isOpen(it) ? iso(readyAt(it)) : null,
  end_date_trap: it.endDateTrap,
});

const notificationStory = (it: Notification): Story["notifications"][number] => ({
  id: it.id,
  kind: it.kind,
  status: it.status,
  channel: it.channel,
  tried: it.tried.join(","),
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
  history: History,
  now: number,
  nextWake: number | null,
  settings: Settings,
): Story {
  const { locale, timezone, stops, phone, email, pushToken, preferred, labels } = state.contact;
  const standing = (channel: ChannelName): string => {
    const hindrance = obstacle(state.contact, channel, settings);
    if (hindrance !== null) return hindrance;
    return CHANNEL_TRAITS[channel].addressed && addressOf(state.contact, channel) === null ? "looked_up" : "yes";
  };
  return {
    customer_id: state.customerId,
    now: iso(now),
    next_wake_at: isoOrNull(nextWake),
    contact: {
      locale,
      timezone,
      opted_out: isStopped(state.contact),
      opted_out_by: stops[0]?.by ?? null,
      stops: stops.map(({ by, at }) => ({ by, at: iso(at), taken_back_by: TAKEN_BACK_BY[by] })),
      phone: phone === null ? null : `••${phone.slice(-2)}`,
      email: email === null ? null : email.replace(/^(.).*@/, "$1••@"),
      push: pushToken !== null,
      channels: preferred,
      labels,
    },
    reachable: Object.fromEntries(settings.channels.map((it) => [it, standing(it)])),
    cases: history.cases.map(caseStory),
    notifications: history.notifications.map(notificationStory),
    journal: history.journal.map(({ at, what, detail }) => {
      const { until } = detail;
      return { at: iso(at), what, detail: typeof until === "number" ? { ...detail, until: iso(until) } : detail };
    }),
    events: history.events,
  };
}
