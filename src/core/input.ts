// Everything that can be put to the core: what happened to a customer, and what came of the work that a step asked for.

import type { AnnounceWord } from "./announce/debt.ts";
import type { FlatPeakEvent } from "./case/event.ts";
import type { Invitation } from "./case/invitation.ts";
import type { IndexWord } from "./fleet/debt.ts";
import type { Start } from "./message/attempt.ts";
import type { Notification } from "./message/notification.ts";
import type { AddressWord, DeliveryWord } from "./message/settle.ts";
import type { StopWish, WishSource } from "./person/consent.ts";
import type { ContactChange } from "./person/contact.ts";
import type { StartBy } from "./person/optout.ts";
import type { QuietWish } from "./person/quiet.ts";
import type { ProbeResult } from "./probe/answer.ts";
import type { Case } from "./state.ts";
import type { CaseEnd } from "./case/problem.ts";
import type { TapStage } from "./case/tap.ts";

export type Input =
  | { readonly type: "event"; readonly event: FlatPeakEvent }
  /** `heardAt`: when the company said so (ms, real time); left out where nobody knows. */
  | { readonly type: "contact_changed"; readonly contact: ContactChange; readonly heardAt?: number }
  /** The customer wants no messages, or wants them again; which of that holds, and for how long, is for optout.ts. */
  | ({ readonly type: "opted_out" } & StopWish)
  | ({ readonly type: "opted_in"; readonly by: Exclude<StartBy, "operator"> } & WishSource)
  /** An operator ends what was said by reply until `heardAt` (ms, real time). */
  | { readonly type: "replies_ended"; readonly heardAt: number }
  /** A reply that was taken for the customer's in doubt came from somebody else; `address` is a keyed digest. */
  | { readonly type: "reply_disowned"; readonly address: string }
  /** A tap; null where the message told of several tariffs, and the link leads to all of them. */
  | { readonly type: "link_opened"; readonly caseNo: number | null; readonly stage?: TapStage }
  /** The customer says that the contract that ends on record goes on. */
  | { readonly type: "contract_continues"; readonly caseNo: number }
  /** The tap led nowhere: FlatPeak could not give a token. */
  | { readonly type: "tap_failed"; readonly caseNo: number }
  /** The customer has said on our page that they want this tariff disconnected, and goes on to where that is done. */
  | { readonly type: "tariff_disconnecting"; readonly tariffId: string }
  /** No reminder before `until` (ms); null takes that back. */
  | { readonly type: "snoozed"; readonly until: number | null }
  /** The same about one tariff alone, or no message about it any more. */
  | ({ readonly type: "tariff_quieted" } & QuietWish)
  /** Something at a location may have changed: the customer is back from Connect, or FlatPeak refused a token. */
  | { readonly type: "probe_wanted"; readonly locationId: string }
  /** The home is another customer's now. */
  | { readonly type: "location_left"; readonly locationId: string }
  /** FlatPeak was asked about a case that had ended, and it is another way by now. */
  | { readonly type: "end_corrected"; readonly ended: Case; readonly how: CaseEnd }
  | ({ readonly type: "probe_answered" } & ProbeResult)
  | ({ readonly type: "delivery_starting" } & Start)
  | ({ readonly type: "delivery_settled" } & DeliveryWord)
  /** A provider's word on an address of the customer's, by a message that is settled already. */
  | ({ readonly type: "address_learnt" } & AddressWord)
  /** What the company's backend said of the customer, as far as it is remembered: the language, and what could not be read. */
  | { readonly type: "contact_looked_up"; readonly spoken: string | null; readonly unusable: string }
  /** Somebody is invited to connect; and the company takes that back. */
  | ({ readonly type: "invited" } & Invitation)
  | { readonly type: "invitation_withdrawn" }
  /** Another message goes to the customer, about no case of theirs; and of an invitation, that their others are in the way until then (ms). */
  | { readonly type: "other_message_sent"; readonly at: number }
  | { readonly type: "others_in_the_way"; readonly until: number }
  /** A session that an invitation began is over. */
  | { readonly type: "invited_session_ended" }
  /** All links made so far end: an operator's word. */
  | { readonly type: "links_ended" }
  /** Nothing has happened with the customer for a long time. */
  | { readonly type: "person_forgotten" }
  /** An operator's orders about one case, by its number. */
  | { readonly type: "case_closed"; readonly caseNo: number }
  | { readonly type: "case_advanced"; readonly caseNo: number }
  /** An operator knows what became of a message of which nobody else could tell. */
  | { readonly type: "delivery_resolved"; readonly no: number; readonly arrived: boolean }
  /** An operator has a settled message said once more. */
  | { readonly type: "message_repeated"; readonly of: Notification }
  /** An operator ends the links made so far that stand on this case, which may have ended. */
  | { readonly type: "case_links_ended"; readonly of: Case }
  /** An operator keeps back what is not out yet, or lets it go. */
  | { readonly type: "messages_held" }
  | { readonly type: "messages_released" }
  | ({ readonly type: "lines_written" } & IndexWord)
  | ({ readonly type: "announced" } & AnnounceWord)
  /** What stood in a line can go now: a location that is to be asked about, a message, or the customer's addresses. */
  | { readonly type: "turn_came"; readonly key: string }
  | { readonly type: "time_passed" };
