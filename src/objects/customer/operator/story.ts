// One customer's story as an operator reads it. Times are ISO 8601 on the customer's clock; no link, no words of messages.

import { addressOf, obstacle } from "../../../core/person/contact.ts";
import { languageFor } from "../../../text/language.ts";
import { isSpent } from "../../../core/case/ladder.ts";
import { TAKEN_BACK_BY, isStopped, ownStops } from "../../../core/person/optout.ts";
import { plannedReminders } from "../../../core/message/planned.ts";
import { CHANNEL_TRAITS } from "../../../core/policy.ts";
import { notificationId } from "../../../core/message/notification.ts";
import { isOpen, isTariffStopped, readyAt, snoozedUntil, zoneOf } from "../../../core/read.ts";
import type { ChannelName } from "../../../core/policy.ts";
import type { Case } from "../../../core/state.ts";
import type { Moment } from "../../../core/turn.ts";
import type { Notification } from "../../../core/message/notification.ts";
import type { CaseTold, Fact, MessageTold, Reach, Story } from "../contract.ts";
import type { Consent } from "../../../core/person/optout.ts";
import { factsOf, isInstant } from "../../../core/journal.ts";
import type { JournalEntry, What } from "../../../core/journal.ts";

/** What is kept of a customer, the newest rows of each kind, oldest first. */
export interface History {
  readonly cases: readonly Case[];
  readonly notifications: readonly Notification[];
  readonly journal: readonly JournalEntry[];
  readonly consent: readonly Consent[];
  /** How many events are known by their id. */
  readonly events: number;
}

const iso = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));

/** Out of our hands: with its provider, with the customer, or perhaps. What certainly arrived nowhere is not. */
const isOut = ({ status, mayHaveArrivedAt }: Notification): boolean =>
  status === "accepted" || status === "sent" || status === "uncertain" || mayHaveArrivedAt !== null;

/** Messages to the customer that told of a case, as far as anybody can know. */
const toldOf = (it: Case, { notifications }: History): number =>
  notifications.filter((message) => message.kind === "notify" && isOut(message) && message.caseNos.includes(it.no))
    .length;

type Plan = Pick<CaseTold, "next_rung" | "next_reminder_at" | "hand_over_at">;

/** What the ladder still has for a case, and when: a reminder, or, once all were used, the hand-over. */
function planOf(it: Case, { state, policy }: Moment, planned: ReadonlyMap<number, number>): Plan {
  const isSpentNow = isSpent(it, zoneOf(state, it.locationId), policy);
  const isReminded = isOpen(it) && !isSpentNow;
  // Who wants no messages, or whose messages an operator holds, has no reminder to expect; the company still has its hand-over.
  const isQuiet = isStopped(state.contact) || state.keptBackSince !== null;
  return {
    next_rung: isReminded ? it.rung + 1 : null,
    next_reminder_at: isQuiet ? null : isoOrNull(planned.get(it.no) ?? null),
    hand_over_at: isOpen(it) && isSpentNow ? iso(readyAt(state, it)) : null,
  };
}

const caseStory = (it: Case, moment: Moment, history: History, planned: ReadonlyMap<number, number>): CaseTold => ({
  case: it.no,
  tariff_id: it.tariffId,
  location_id: it.locationId,
  reason: it.reason,
  state: it.end?.how ?? "open",
  contract_end_date: it.contractEndDate,
  opened_at: iso(it.openedAt),
  reason_since: iso(it.reasonSince),
  ended_at: isoOrNull(it.end?.at ?? null),
  told: toldOf(it, history),
  tapped_at: isoOrNull(it.tappedAt),
  held_until: isoOrNull(it.outageUntil),
  snoozed_until: isOpen(it) ? isoOrNull(snoozedUntil(moment.state, it) || null) : null,
  ...planOf(it, moment, planned),
  end_date_trap: it.endDateTrap,
  muted: isTariffStopped(moment.state, it),
  experiment: it.arm?.experiment ?? null,
  arm: it.arm?.name ?? null,
});

const notificationStory = (it: Notification, customerId: string): MessageTold => ({
  id: it.id,
  kind: it.kind,
  status: it.status,
  channel: it.channel,
  tried: it.tried,
  reason: it.reason,
  rung: it.rung,
  cases: it.caseNos,
  attempts: it.attempt,
  repeats: it.repeats === undefined ? null : notificationId(customerId, it.repeats),
  created_at: iso(it.createdAt),
  // When it went to the provider, not when that said so or when its word was no longer waited for.
  sent_at: isOut(it) ? isoOrNull(it.mayHaveArrivedAt ?? it.calledAt) : null,
  settled_at: isoOrNull(it.settledAt),
});

/** The facts that the journal keeps as lists with commas between. */
const LISTS = new Set(["notifications", "fields", "standing"]);
const listIn = (fact: string): readonly string[] => (fact === "" ? [] : fact.split(","));

/** A fact as an operator reads it: an instant as a date, a list as a list. */
function factStory(what: What, name: string, fact: string | number | null): Fact {
  if (typeof fact === "number") return isInstant(what, name) ? iso(fact) : fact;
  if (fact === null || !(LISTS.has(name) || name === "cases")) return fact;
  return name === "cases" ? listIn(fact).map(Number) : listIn(fact);
}

/** An entry of the journal. */
function entryStory(entry: JournalEntry): Story["journal"][number] {
  const { at, what } = entry;
  const facts = Object.entries(factsOf(entry)).map(([name, fact]) => [name, factStory(what, name, fact)] as const);
  return { at: iso(at), what, detail: Object.fromEntries(facts) };
}

/** Puts the living state and the kept history into one story; `nextWake` is when anything is owed, or to be forgotten, next. */
export function describe(moment: Moment, history: History, nextWake: number | null): Story {
  const { state, now, policy } = moment;
  const { locale, timezone, stops, phone, email, pushToken, whatsapp, preferred, labels } = state.contact;
  const standing = (channel: ChannelName): Reach => {
    const hindrance = obstacle(state.contact, channel, policy);
    if (hindrance !== null) return hindrance;
    return CHANNEL_TRAITS[channel].address !== null && addressOf(state.contact, channel) === null ? "looked_up" : "yes";
  };
  const planned = plannedReminders(moment);
  return {
    customer_id: state.customerId,
    now: iso(now),
    next_wake_at: isoOrNull(nextWake),
    held_since: isoOrNull(state.keptBackSince),
    snoozed_until: isoOrNull(state.snooze?.until ?? null),
    contact: {
      locale,
      language: languageFor(state.contact),
      timezone,
      opted_out: isStopped(state.contact),
      opted_out_by: ownStops(state.contact)[0]?.by ?? null,
      stops: stops.map(({ by, at, only = null }) => ({ by, at: iso(at), taken_back_by: TAKEN_BACK_BY[by], only })),
      phone: phone === null ? null : `••${phone.slice(-2)}`,
      email: email === null ? null : email.replace(/^(.).*@/, "$1••@"),
      push: pushToken !== null,
      whatsapp,
      channels: preferred,
      labels,
    },
    reachable: Object.fromEntries(policy.channels.map((it) => [it, standing(it)])),
    cases: history.cases.map((it) => caseStory(it, moment, history, planned)),
    notifications: history.notifications.map((it) => notificationStory(it, state.customerId)),
    journal: history.journal.map(entryStory),
    consent: history.consent.map((it) => ({ ...it, at: iso(it.at) })),
    events: history.events,
  };
}
