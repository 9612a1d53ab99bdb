// The journal: what happened to a customer and why, silence included. Every entry there can be stands here with what it says, so
// that a name or a fact that nobody knows of does not compile. Kept as JSON, and read by operators as it is.

import type { Reason } from "./case/reason.ts";
import type { Consent, ConsentBy } from "./person/optout.ts";
import type { ChannelName } from "./policy.ts";
import type { CaseEnd } from "./case/problem.ts";
import type { CivilDate } from "./time.ts";

/** Milliseconds since 1970: a time that an operator reads as a date. */
export type Instant = number & { readonly "ms since 1970"?: never };

/** Why nothing was sent. */
export const SILENCE_REASONS = [
  // A message waits.
  "tap_hold",
  "cap",
  "other_messages",
  "send_window",
  "usual_hour",
  "snoozed",
  "supplier_outage",
  "reconnecting",
  "connection_pending",
  "disconnected_while_reconnecting",
  "prices_missing",
  "prices_pending",
  // A reminder was due and nobody could be told.
  "opted_out",
  "tariff_stopped",
  "cannot_be_reached",
  "sms_limit",
  "told_by_a_late_message",
  // An event brought nothing new.
  "case_already_open",
  "inhibited_by_a_stronger_reason",
  "older_than_the_repair",
  "reason_switched_off",
  "already_handed_over",
  "older_than_the_closing",
] as const;
export type SilenceReason = (typeof SILENCE_REASONS)[number];

/** Numbers of cases, or ids, with commas between. */
type List = string;

interface AboutCase {
  readonly case: number;
  readonly tariff: string;
  readonly reason: Reason;
  /** How it had ended before, where it ended anew. */
  readonly was?: CaseEnd;
}

interface AboutDelivery {
  readonly notification: string;
  readonly channel: ChannelName;
}

/** `why`: in our words, or in those of the provider. */
interface Explained extends AboutDelivery {
  readonly why: string;
}

interface Wish {
  readonly by: ConsentBy;
  readonly only?: ChannelName;
  /** What keeps messages back after it. */
  readonly standing?: List;
}

/** Every entry there is, by its name, and what it says. */
export interface Facts {
  /** `experiment` and `arm`: the arm of an experiment that it was opened in, where there is one. */
  readonly case_opened: AboutCase & { readonly event: string; readonly experiment?: string; readonly arm?: string };
  /** A stronger reason took the case: that of an event, or of the day. */
  readonly case_taken_over: AboutCase & { readonly event: string | null; readonly from: Reason };
  /** The stronger reason is repaired, the one beneath it is not. */
  readonly case_goes_on: AboutCase & { readonly from: Reason };
  /** FlatPeak has another tariff in the place of the case's. */
  readonly tariff_replaced: { readonly case: number; readonly tariff: string; readonly from: string };
  readonly case_repaired: AboutCase;
  readonly case_disconnected: AboutCase;
  readonly case_handed_over: AboutCase;
  /** The home is another customer's now. */
  readonly case_moved: AboutCase;
  /** The company took the invitation back. */
  readonly case_withdrawn: AboutCase;
  /** By an operator. */
  readonly case_closed: AboutCase;
  /** An operator has what is next for it be due at once. */
  readonly case_advanced: AboutCase;
  readonly end_date_trap: { readonly case: number; readonly end: CivilDate | null };
  readonly session_complete: { readonly event: string; readonly location: string };
  readonly session_believed: { readonly case: number; readonly why: string };

  readonly silent: {
    readonly why: SilenceReason;
    readonly until?: Instant;
    readonly case?: number;
    readonly cases?: List;
    readonly event?: string;
    readonly tariff?: string;
    readonly reason?: Reason;
    /** The reason the case has. */
    readonly held?: Reason;
    readonly supplier?: string | null;
  };
  readonly released: { readonly why: "supplier_outage_over"; readonly case: number; readonly supplier: string | null };

  readonly message_prepared: AboutDelivery & { readonly cases: List };
  /** An operator has a message said once more: `of`. */
  readonly message_repeated: AboutDelivery & { readonly of: string };
  readonly message_sent: AboutDelivery;
  readonly message_delivered: AboutDelivery;
  readonly message_delayed: Explained;
  readonly message_undelivered: Explained;
  readonly message_readdressed: Explained;
  readonly message_unconfirmed: AboutDelivery;
  readonly message_uncertain: Explained;
  readonly message_failed: Explained;
  readonly message_cancelled: { readonly notification: string; readonly why: string };
  readonly channel_changed: {
    readonly notification: string;
    readonly why: string;
    readonly from: ChannelName;
    readonly to: ChannelName;
  };
  readonly delivery_lease_lost: { readonly notification: string; readonly attempt: number };
  /** Of what the company is told of a case that was handed over. */
  readonly publication_sent: AboutDelivery;
  readonly publication_delayed: Explained;
  readonly publication_uncertain: Explained;
  readonly publication_failed: Explained;
  readonly messages_held: { readonly notifications: List };
  readonly messages_released: { readonly notifications: List };
  /** Storage was put back to an instant; `known`: whether what was told since could be taken along. */
  readonly restored: { readonly until: Instant; readonly known: "yes" | "no" };

  readonly flatpeak_unavailable: { readonly location: string; readonly why: string; readonly until: Instant };
  readonly flatpeak_busy: { readonly location: string; readonly until: Instant };
  readonly flatpeak_cannot_tell: { readonly location: string };
  readonly home_unanswered: {
    readonly location: string;
    readonly why: string;
    readonly until: Instant;
    readonly since: Instant;
  };
  readonly location_left: { readonly location: string };

  readonly link_opened: { readonly case: number };
  /** The tap was answered by the page before Connect; and the customer went on from it. */
  readonly page_seen: { readonly case: number };
  readonly went_on: { readonly case: number };
  readonly contract_continues: { readonly case: number; readonly until: Instant };
  readonly tap_failed: { readonly case: number };
  readonly disconnect_wanted: { readonly tariff: string; readonly cases: List };
  readonly links_ended: { readonly epoch: number };
  /** By an operator: those that stand on one case. */
  readonly case_links_ended: AboutCase;
  readonly snoozed: { readonly until: Instant | null };
  /** The customer wants no reminder of one tariff before then, or with null none any more; and takes that back. */
  readonly tariff_quieted: { readonly tariff: string; readonly until: Instant | null; readonly link: string | null };
  readonly tariff_heard_again: { readonly tariff: string; readonly link: string | null };
  readonly opted_out: Wish;
  readonly opted_in: Wish;
  readonly contact_changed: { readonly fields: List };
  readonly contact_fields_unusable: { readonly fields: List };
  readonly contact_forgotten: { readonly homes: number };
}

export type What = keyof Facts;

interface Line<W extends What> {
  readonly at: Instant;
  readonly what: W;
  readonly detail: Facts[W];
  /** What the record of consent says of it, which is kept for good. */
  readonly consent?: Consent;
}

export type JournalEntry = { readonly [W in What]: Line<W> }[What];

type InstantsOf<F> = { [K in keyof F]-?: "ms since 1970" extends keyof NonNullable<F[K]> ? K : never }[keyof F];

/** The facts of each entry that are instants; one that is missing here does not compile. */
export const INSTANTS: {
  readonly [W in What as InstantsOf<Facts[W]> extends never ? never : W]: Readonly<Record<InstantsOf<Facts[W]>, true>>;
} = {
  silent: { until: true },
  flatpeak_unavailable: { until: true },
  flatpeak_busy: { until: true },
  home_unanswered: { until: true, since: true },
  contract_continues: { until: true },
  snoozed: { until: true },
  restored: { until: true },
  tariff_quieted: { until: true },
};

/** An entry of the journal, `at` ms. */
export const line = <W extends What>(at: number, what: W, detail: Facts[W]): JournalEntry =>
  // The compiler does not follow that a name and its facts belong together once they are in variables.
  ({ at, what, detail }) as JournalEntry;

/** The entry as the journal keeps it: what the record of consent says of it stands there, for good. */
export const forJournal = ({ at, what, detail }: JournalEntry): JournalEntry => ({ at, what, detail }) as JournalEntry;

/** What an entry says, for whoever reads all of them alike. */
export const factsOf = ({
  detail,
}: Pick<JournalEntry, "detail">): Readonly<Record<string, string | number | null>> => ({
  ...detail,
});

/** True for a fact of an entry that is an instant. */
export const isInstant = (what: What, fact: string): boolean =>
  (INSTANTS as Readonly<Record<string, Readonly<Record<string, true>>>>)[what]?.[fact] === true;
