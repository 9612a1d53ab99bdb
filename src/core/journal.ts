// The journal: what happened to a customer and why, silence included. And the shape of every change that writes to it.

import type { CustomerState } from "./state.ts";
import type { Consent } from "./person/optout.ts";

export interface JournalEntry {
  readonly at: number;
  readonly what: string;
  readonly detail: Readonly<Record<string, string | number | null>>;
  /** What the record of consent says of it, which is kept for good. */
  readonly consent?: Consent;
}

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
