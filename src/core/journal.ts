// The journal: what happened to a customer and why, silence included. And the shape of every change that writes to it.

import type { CustomerState, JournalEntry } from "./state.ts";

/** A change of state and the journal lines that explain it. */
export interface Change {
  readonly state: CustomerState;
  readonly journal: readonly JournalEntry[];
}

export const line = (at: number, what: string, detail: JournalEntry["detail"] = {}): JournalEntry => ({
  at,
  what,
  detail,
});
