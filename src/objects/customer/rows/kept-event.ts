// An event of FlatPeak's, as a customer's object keeps it.

import type { JournalEntry } from "../../../core/journal.ts";

/** An event as it came. */
export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly receivedAt: number;
  readonly late: boolean;
  /** By webhook, or as FlatPeak's API tells it, which is the same event in other bytes. */
  readonly source: "wire" | "copy";
  readonly body: string;
}

/** The same with what the journal says of it. */
export interface KeptEvent extends StoredEvent {
  readonly said: readonly JournalEntry[];
}
