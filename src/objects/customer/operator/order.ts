// What an operator may order for one customer, and what came of it.

import type { JournalEntry } from "../../../core/journal.ts";
import type { Consent } from "../../../core/person/optout.ts";
import type { Since } from "../../../core/person/restored.ts";
import type { Contact } from "../../../core/state.ts";
import type { Invitation } from "../invitation/record.ts";
import type { Document } from "../rows/document.ts";
import type { KeptEvent } from "../rows/kept-event.ts";
import type { RepeatRefusal } from "../../../core/message/repeat.ts";
import type { WaitReason } from "../../../core/message/clearance.ts";
import type { ChannelName } from "../../../core/policy.ts";

/** `case`: its number; `notification`: its id. */
export type OperatorOrder =
  | { readonly kind: "close_case"; readonly case: number }
  /** What is next for the case is due now. */
  | { readonly kind: "advance_case"; readonly case: number }
  /** The links that stand on the case open nothing any more, but for stopping. */
  | { readonly kind: "end_case_links"; readonly case: number }
  /** No message about the tariff of the case, or messages about it again. */
  | { readonly kind: "mute_case"; readonly case: number; readonly muted: boolean }
  /** No message before this day, as the customer counts; null takes that back. */
  | { readonly kind: "snooze"; readonly day: string | null }
  /** A message of which nobody could tell arrived, or did not. */
  | { readonly kind: "resolve"; readonly notification: string; readonly arrived: boolean };

/** `unknown`: there is no such customer, case or message; `impossible`: it does not fit how that stands by now. */
export type Ordered = "done" | "unknown" | "impossible";

/** A message that is owed once more: by what it goes, and what it waits for until when (ms); null for nothing, or nobody knows. */
export interface Owed {
  readonly kind: "owed";
  readonly notification: string;
  readonly channel: ChannelName;
  readonly waitsFor: WaitReason | null;
  readonly until: number | null;
}

export type Repeated = Owed | { readonly kind: "refused"; readonly why: RepeatRefusal } | { readonly kind: "unknown" };

/** What stands in a customer's storage beside the state, and must be there again after it was put back. */
export interface Beside extends Pick<Document, "numbers" | "journeys"> {
  /** Those that did something: it stands, and they do it no second time. What did nothing may come again, and find another state. */
  readonly events: readonly KeptEvent[];
  readonly consents: readonly Consent[];
  readonly invitation: Invitation | null;
  /** The ids of invitations to this customer. */
  readonly invited: readonly string[];
  /** Lines of the journal that stand with no event. Left out in what an earlier version kept. */
  readonly journal?: readonly JournalEntry[];
}

/** All that happened since an instant. */
export interface Kept extends Since {
  readonly beside: Beside;
}

/**
 * What must not be undone by a restore; null where it cannot be read. Or why there is none: nobody is known, they were erased, were not
 * known yet, the instant is too old or too young, what is kept says not even since when, or the runtime keeps no history.
 */
export type RestorePrepared =
  | { readonly kind: "ready"; readonly since: Kept | null }
  | { readonly kind: "unknown" | "erased" | "not_yet_known" | "out_of_reach" | "unreadable" | "no_history" };

/** One order to put a customer back to `at` (ms), and what must not be undone by it, as it was last read. */
export interface RestoreOrder {
  readonly id: string;
  readonly at: number;
  readonly since: Kept | null;
  /** How to reach them as it was when that was ordered. Left out in what an earlier version kept. */
  readonly ordered?: Contact;
}

/** `changed`: something happened meanwhile, and is to be kept first; nothing was put back. `done`: it was put back before. */
export type Rewound = { readonly kind: "done" | "not_yet" } | { readonly kind: "changed"; readonly since: Kept };

export interface SteeredContract {
  /** Holds all messages, and gives what must not be undone by going back to `at` (ms). */
  prepareRestore(customerId: string, at: number): Promise<RestorePrepared>;

  /** Puts storage back, which breaks this very call. */
  rewind(customerId: string, order: RestoreOrder): Promise<Rewound>;

  /** Puts what happened since beside what is there again, and holds all messages. `not_yet`: storage was not put back. */
  finishRestore(customerId: string, order: RestoreOrder): Promise<"restored" | "erased" | "not_yet">;

  /** Does what an operator orders. */
  order(order: OperatorOrder): Promise<Ordered>;

  /** Has a settled message, by its id, said once more; one that is owed already is owed once. */
  repeat(notification: string): Promise<Repeated>;

  /** The link that stands on an open case now; `impossible` for one that has ended. */
  caseLink(no: number): Promise<{ readonly link: string } | Exclude<Ordered, "done">>;
}
