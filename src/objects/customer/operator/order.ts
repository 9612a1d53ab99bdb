// What an operator may order for one customer, and what came of it.

import type { Since } from "../../../core/person/restored.ts";
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

/**
 * What must not be undone by a restore; null where it cannot be read. Or why there is none: nobody is known, they were erased, were not
 * known yet, the instant is too old or too young, what is kept says not even since when, or the runtime keeps no history.
 */
export type RestorePrepared =
  | { readonly kind: "ready"; readonly since: Since | null }
  | { readonly kind: "unknown" | "erased" | "not_yet_known" | "out_of_reach" | "unreadable" | "no_history" };

export interface SteeredContract {
  /** Holds all messages, and gives what must not be undone by going back to `at` (ms). */
  prepareRestore(customerId: string, at: number): Promise<RestorePrepared>;

  /** Puts storage back to `at`, which breaks this very call. True where that was done before. */
  rewind(customerId: string, at: number): Promise<boolean>;

  /** Puts what happened since beside what is there again, and holds all messages. `not_yet`: storage was not put back. */
  finishRestore(customerId: string, since: Since | null, at: number): Promise<"restored" | "erased" | "not_yet">;

  /** Does what an operator orders. */
  order(order: OperatorOrder): Promise<Ordered>;

  /** Has a settled message, by its id, said once more; one that is owed already is owed once. */
  repeat(notification: string): Promise<Repeated>;

  /** The link that stands on an open case now; `impossible` for one that has ended. */
  caseLink(no: number): Promise<{ readonly link: string } | Exclude<Ordered, "done">>;
}
