// What an operator may order for one customer, and what came of it.

/** `case`: its number; `notification`: its id. */
export type OperatorOrder =
  | { readonly kind: "close_case"; readonly case: number }
  /** What is next for the case is due now. */
  | { readonly kind: "advance_case"; readonly case: number }
  /** No message before this day, as the customer counts; null takes that back. */
  | { readonly kind: "snooze"; readonly day: string | null }
  /** A message of which nobody could tell arrived, or did not. */
  | { readonly kind: "resolve"; readonly notification: string; readonly arrived: boolean };

/** `unknown`: there is no such customer, case or message; `impossible`: it does not fit how that stands by now. */
export type Ordered = "done" | "unknown" | "impossible";

export interface SteeredContract {
  /** Does what an operator orders. */
  order(order: OperatorOrder): Promise<Ordered>;
}
