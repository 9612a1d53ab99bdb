// What an operator may order for one customer, and what came of it.

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

export interface SteeredContract {
  /** Does what an operator orders. */
  order(order: OperatorOrder): Promise<Ordered>;

  /** Has a settled message, by its id, said once more; one that is owed already is owed once. */
  repeat(notification: string): Promise<Repeated>;

  /** The link that stands on an open case now; `impossible` for one that has ended. */
  caseLink(no: number): Promise<{ readonly link: string } | Exclude<Ordered, "done">>;
}
