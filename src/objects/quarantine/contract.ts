// What can be asked of a Quarantine object, and what it answers.

import type { Whose } from "../naming.ts";

/** Why something is kept apart, in the order it is found out. */
export const QUARANTINE_REASONS = [
  "not_json",
  "not_understood",
  "other_account",
  "other_mode",
  "too_old",
  "other_body",
  "broke_the_reader",
  "unknown_location",
  "unreadable_owner",
  "not_placed",
] as const;

export type QuarantineReason = (typeof QUARANTINE_REASONS)[number];

export interface Quarantined {
  /** SHA-256 of the bytes, hex: the same bytes are kept once per reason. */
  readonly digest: string;
  readonly reason: QuarantineReason;
  readonly receivedAt: number;
  readonly body: Uint8Array;
}

export interface QuarantineContract {
  /** Reads and writes nothing: that the call comes back is the answer. */
  ping(): true;

  /** Keeps a body; on disk when this returns. Asked again with the same bytes it changes nothing. */
  put(entry: Quarantined): Promise<void>;

  /** What is kept under this digest, or null. */
  entryOf(digest: string): Quarantined | null;

  /** What could not be read, and was not by this version of the code or tried since `before` (ms); each in its turn. */
  unreadBy(version: string, before: number, limit: number): readonly Quarantined[];

  /** Notes that it could be read and not be placed at `now` (ms): it is tried again, after the others. */
  noteTried(digest: string, now: number): void;

  /** Notes that this version has tried to read it. */
  noteRead(digest: string, version: string): void;

  /** Lets go of what has been taken in elsewhere. */
  release(digest: string): void;

  /** Throws away all that is kept for this reason; gives how many that were. */
  drop(reason: QuarantineReason): number;

  /** Throws away what is kept of a customer; gives how many that were. */
  forget(whose: Whose): number;

  /** What is kept of a customer, oldest first. */
  entriesAbout(whose: Whose): readonly Quarantined[];

  /** How many are kept, and how many ever were, by reason. */
  count(): { readonly kept: number; readonly ever: Readonly<Record<string, number>> };

  /** What is kept here, newest first. */
  list(limit: number): readonly Quarantined[];
}
