// The shape of what is remembered of one customer while it lives. Plain values, never mutated: what changed is another object.

import type { Unannounced } from "./announce/events.ts";
import type { Arm } from "./experiment/named.ts";
import type { Trail, Unindexed } from "./fleet/facts.ts";
import type { Quiet, Snooze, Stop } from "./person/optout.ts";
import type { Notification } from "./message/notification.ts";
import type { Probe } from "./probe/wanted.ts";
import type { Beneath, CaseEnd, Problem } from "./case/problem.ts";
import type { Reason } from "./case/reason.ts";
import type { ChannelName } from "./policy.ts";
import type { PricesLack, SlotFacts, SlotName } from "./case/truth.ts";
import type { CivilDate } from "./time.ts";

/** One problem of one tariff, from the event that opened it to its stated end. */
export interface Case {
  /** Counts from 1 per customer; also the number of the case's link. */
  readonly no: number;
  readonly tariffId: string;
  readonly locationId: string;
  readonly reason: Reason;
  /** The contract end date that stands behind the case. */
  readonly contractEndDate: CivilDate | null;
  /** When the event happened that gave the case its reason. */
  readonly occurredAt: number;
  /** A weaker problem of the same tariff that the present reason inhibits: it comes up again when that one is repaired. */
  readonly beneath: Beneath | null;
  readonly openedAt: number;
  /** When the present reason took the case. */
  readonly reasonSince: number;
  /** The instant from which its ladder counts: null for `reasonSince`, else that of the ladder it goes on with. */
  readonly ladderSince: number | null;
  readonly slot: SlotName | null;
  /** The customer gave the current contract's end date again: the next message says so. */
  readonly endDateTrap: boolean;
  /** Index of the next rung; equal to the ladder's length when only handing over is left. */
  readonly rung: number;
  readonly dueAt: number;
  /** Messages that covered this case. */
  readonly told: number;
  /** Those of them that went to a provider as SMS. */
  readonly toldBySms: number;
  /**
   * When FlatPeak is asked about it whether or not a message may go out then: ahead of the first reminder, to learn in time
   * of an outage of the supplier, and when the wait for one ends. Null when nothing of the kind is planned.
   */
  readonly probeAt: number | null;
  /** Its supplier has an outage: no reminder before this. */
  readonly outageUntil: number | null;
  /** The customer was seen reconnecting it, and a connection may still come about: no reminder before this. */
  readonly settlingUntil: number | null;
  /** Its tariff is connected and has no prices yet: since when, and why. Null while nothing is known to be lacking. */
  readonly pricesAwaited: { readonly since: number; readonly why: PricesLack } | null;
  readonly tappedAt: number | null;
  /**
   * The tariff was disconnected while the customer was reconnecting it: when they were last seen at it, and the rung the
   * case stood on. Null while the tariff is there.
   */
  readonly disconnected: { readonly at: number; readonly rung: number } | null;
  /** The case is an invitation to connect: whether we write about it, and until when it stands (ms). Left out for any other. */
  readonly invited?: { readonly tells: boolean; readonly until: number };
  /** How often the links that stand on it were ended by themselves; left out for never. */
  readonly linksEnded?: number;
  /** The last tap was answered by the page before Connect, from which nobody has gone on yet. */
  readonly isAtPage?: true;
  /** The customer says that the contract goes on: no reminder before this (ms), unless FlatPeak says otherwise. */
  readonly continuesUntil?: number;
  /** The arm of an experiment in which it was opened, for good; left out of any other. */
  readonly arm?: Arm;
  readonly end: { readonly how: CaseEnd; readonly at: number } | null;
  /** For whoever counts over the whole fleet; left out while there is nothing to tell. */
  readonly trail?: Trail;
}

export interface Location {
  readonly id: string;
  readonly timezone: string | null;
  /** The instant whose truth FlatPeak last told us of this location. */
  readonly answeredAt: number | null;
  /** When FlatPeak last told of the home itself: its zone, and whose it is. */
  readonly homeToldAt: number | null;
  /** When a Connect session ended here; null once FlatPeak has answered a probe made after that. */
  readonly sessionFinishedAt: number | null;
  /** The latest of those that an answer followed. */
  readonly lastSessionAt: number | null;
  readonly probe: Probe | null;
}

/** What FlatPeak said of a tariff's prices, and when (ms). `estimatedSince`: since then they are estimates; null where they are not. */
export interface PricesHeard {
  readonly at: number;
  readonly estimatedSince: number | null;
}

/** What FlatPeak last told us about a tariff, and the end date its last `expiring` case stood for. */
export interface Tariff {
  readonly id: string;
  readonly verified: { readonly at: number; readonly facts: SlotFacts } | null;
  readonly askedForEndDate: CivilDate | null;
  /** The last instant it was seen connected. */
  readonly connectedAt: number | null;
  /** When the customer last said that they want it disconnected; null once they tapped for it again, or it was seen to stay. */
  readonly leavingAt: number | null;
  /** The problem that was handed over to the company, by what case if that was noted; null once the tariff was seen repaired, or has another. */
  readonly handedOver:
    (Problem & { readonly locationId: string; readonly at: number; readonly caseNo?: number }) | null;
  /** An operator closed a case of it, the latest at this instant (ms); left out where none did. */
  readonly closed?: { readonly at: number; readonly reason: Reason };
  /** Null where FlatPeak was never asked. */
  readonly prices: PricesHeard | null;
  /** What the customer asked for about this tariff alone; see person/quiet.ts. */
  readonly quiet: Quiet | null;
}

/** Who is behind the customer id, as far as the company told us. What it did not is null. */
export interface Contact {
  readonly locale: string | null;
  readonly timezone: string | null;
  /** E.164. */
  readonly phone: string | null;
  /** Since when the number has been theirs (ms, real time); null for as long as anything is known. */
  readonly phoneSince: number | null;
  readonly email: string | null;
  readonly pushToken: string | null;
  /** They agreed to messages by WhatsApp at this number. */
  readonly whatsapp: boolean;
  /** Of the channels with an address, those the customer wants; null when they never said. */
  readonly preferred: readonly ChannelName[] | null;
  /** Channels whose address turned out to take no messages. A new address clears its channel. */
  readonly dead: readonly ChannelName[];
  /** What the company calls the customer's homes, by location. */
  readonly labels: Readonly<Record<string, string>>;
  /** Counts what ended all links made before: an address that changed hands, or the operator's word. */
  readonly linkEpoch: number;
  /** The stops that stand, oldest first; see optout.ts. */
  readonly stops: readonly Stop[];
  /** An operator ended what had been said by reply until then (ms, real time): it is heeded no more. */
  readonly repliesEndedAt: number | null;
  /** The language in which the company's backend last said to speak to them; wins over the locale. Null: it said none. */
  readonly spoken: string | null;
  /** The fields of that answer which could not be used, by name, so that they are journalled once. */
  readonly unusable: string;
}

export interface CustomerState {
  readonly customerId: string;
  readonly contact: Contact;
  /** Instants of messages that reached a provider, newest last; kept for a month, or as long as the longest cap looks back. */
  readonly sentAt: readonly number[];
  /** Hours of the day, on the clock of the home, of the latest taps, oldest first; none where messages wait for no such hour. */
  readonly tapHours: readonly number[];
  /** No reminder before this: the customer tapped and a Connect session may be open. */
  readonly tapHoldUntil: number | null;
  /** No message before this: who is invited is a customer already, whose other messages are in the way. Left out where nothing is. */
  readonly othersUntil?: number;
  /** No reminder before this: the customer asked for it, and it holds for problems that come meanwhile as well. */
  readonly snooze: Snooze | null;
  /** An operator keeps this customer's messages back since then. */
  readonly keptBackSince: number | null;
  /** The wait last written to the journal, so that it is written once. */
  readonly waiting: string | null;
  /** The highest case and notification number given out. */
  readonly lastCaseNo: number;
  readonly lastNotificationNo: number;
  /** Open cases. Within a step, those that it ended as well. */
  readonly cases: readonly Case[];
  readonly locations: readonly Location[];
  readonly tariffs: readonly Tariff[];
  /** Unsettled notifications. Within a step, those that it settled as well. */
  readonly notifications: readonly Notification[];
  /** Counts what changed of the lines of the fleet's index: a line of a higher number is the newer one. */
  readonly lineNo: number;
  /** What the fleet's index was not told yet; null where it knows all. */
  readonly unindexed: Unindexed | null;
  /** What the company's backend was not told yet; null where it knows all. */
  readonly unannounced: Unannounced | null;
}

export const UNKNOWN_CONTACT: Contact = {
  locale: null,
  timezone: null,
  phone: null,
  phoneSince: null,
  email: null,
  pushToken: null,
  whatsapp: false,
  preferred: null,
  dead: [],
  labels: {},
  linkEpoch: 0,
  stops: [],
  repliesEndedAt: null,
  spoken: null,
  unusable: "",
};

/** A customer nothing is known of yet. */
export function newCustomer(customerId: string): CustomerState {
  return {
    customerId,
    contact: UNKNOWN_CONTACT,
    sentAt: [],
    tapHours: [],
    tapHoldUntil: null,
    snooze: null,
    keptBackSince: null,
    waiting: null,
    lastCaseNo: 0,
    lastNotificationNo: 0,
    cases: [],
    locations: [],
    tariffs: [],
    notifications: [],
    lineNo: 0,
    unindexed: null,
    unannounced: null,
  };
}
