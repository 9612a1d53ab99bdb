// One customer's story, as an operator is told it.

import type { CaseEnd } from "../../../core/case/problem.ts";
import type { Reason } from "../../../core/case/reason.ts";
import type { What } from "../../../core/journal.ts";
import type { Notification, NotificationStatus } from "../../../core/message/notification.ts";
import type { Obstacle } from "../../../core/person/contact.ts";
import type { Consent } from "../../../core/person/optout.ts";
import type { ChannelName } from "../../../core/policy.ts";
import type { CivilDate } from "../../../core/time.ts";

/** What a story tells of an entry of the journal. */
export type Fact = string | number | null | readonly (string | number)[];

/** One case. */
export interface CaseTold {
  readonly case: number;
  readonly tariff_id: string;
  readonly location_id: string;
  readonly reason: Reason;
  readonly state: "open" | CaseEnd;
  readonly contract_end_date: CivilDate | null;
  readonly opened_at: string;
  /** When it got the reason that it has. */
  readonly reason_since: string;
  readonly ended_at: string | null;
  /** Messages that told of it, as far as anybody can know. */
  readonly told: number;
  readonly tapped_at: string | null;
  /** Its supplier has an outage: no reminder before then. */
  readonly held_until: string | null;
  readonly snoozed_until: string | null;
  /** The number of its next reminder and when that goes out, caps and hours heeded; null where none is planned. */
  readonly next_rung: number | null;
  readonly next_reminder_at: string | null;
  /** When it is handed over, once its reminders are used up. */
  readonly hand_over_at: string | null;
  /** The customer gave the current contract's end date again. */
  readonly end_date_trap: boolean;
  /** No message about its tariff is wanted. */
  readonly muted: boolean;
  /** The experiment, and the arm of it that the case was opened in. */
  readonly experiment: string | null;
  readonly arm: string | null;
}

/** How a channel stands with a customer. */
export type Reach = Obstacle | "yes" | "looked_up";

/** One message to the customer, or a word to the company. */
export interface MessageTold {
  readonly id: string;
  readonly kind: Notification["kind"];
  readonly status: NotificationStatus;
  readonly channel: ChannelName;
  /** Channels that could not bring it. */
  readonly tried: readonly ChannelName[];
  readonly reason: Reason;
  readonly rung: number;
  readonly cases: readonly number[];
  readonly attempts: number;
  /** The message that it says once more, by an operator's order; null for any other. */
  readonly repeats: string | null;
  readonly created_at: string;
  /** When it went to its provider. */
  readonly sent_at: string | null;
  readonly settled_at: string | null;
}

export interface Story {
  readonly customer_id: string;
  readonly now: string;
  readonly next_wake_at: string | null;
  /** Since when an operator keeps the messages back. */
  readonly held_since: string | null;
  /** The customer wants no message before then; null where they do not say so. */
  readonly snoozed_until: string | null;
  readonly contact: {
    readonly locale: string | null;
    /** What the customer is spoken to in: as the company's backend last said, else by the locale; null for none of ours. */
    readonly language: string | null;
    readonly timezone: string | null;
    readonly opted_out: boolean;
    /** Of the stops the first. */
    readonly opted_out_by: string | null;
    /** Each stands until it is taken back the way that is named; null where nothing takes it back. */
    readonly stops: readonly {
      readonly by: string;
      readonly at: string;
      readonly taken_back_by: string | null;
      /** It closes this channel alone; null for one that keeps every message back. */
      readonly only: string | null;
    }[];
    /** Enough to recognise, too little to use. */
    readonly phone: string | null;
    readonly email: string | null;
    readonly push: boolean;
    /** They agreed to messages by WhatsApp. */
    readonly whatsapp: boolean;
    readonly channels: readonly string[] | null;
    readonly labels: Readonly<Record<string, string>>;
  };
  /** How each channel of the policy stands with this customer: `yes`, `looked_up`, or what is in the way. */
  readonly reachable: Readonly<Record<string, Reach>>;
  readonly cases: readonly CaseTold[];
  readonly notifications: readonly MessageTold[];
  readonly journal: readonly {
    readonly at: string;
    readonly what: What;
    readonly detail: Readonly<Record<string, Fact>>;
  }[];
  /** Every stop and every end of one, for good: nothing of it is ever forgotten. */
  readonly consent: readonly (Omit<Consent, "at"> & { readonly at: string })[];
  readonly events: number;
}
