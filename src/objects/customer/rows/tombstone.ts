// What is left of a customer who was erased: that they were, and what keeps old links and numbers from coming true again. Once the
// others have forgotten as well, it names nobody.

import { newDocument } from "./document.ts";
import type { ChannelName } from "../../../core/policy.ts";
import type { Document } from "./document.ts";
import type { Counted, Names, Place } from "../../forgetting.ts";

/**
 * Who else may know a customer, and under which names: their homes, past ones included; invitations to them, or who is invited by this
 * one; what the objects of their phone numbers and their ways through Connect are called; their energy suppliers.
 */
export interface Traces extends Names {
  readonly customerId: string;
  /** Digests of their addresses and of their id, as gates know them. */
  readonly recipients: readonly string[];
}

export interface Tombstone {
  /** Real time (ms). */
  readonly erasedAt: number;
  /**
   * It ends then (real time, ms): that of a home which stood in for a customer, since somebody else may live there by then. Null: it
   * stands until the operator lifts it.
   */
  readonly until: number | null;
  /** The highest numbers given out, and the epoch of the links: none is given out again. */
  readonly lastCaseNo: number;
  readonly lastNotificationNo: number;
  readonly linkEpoch: number;
  /** They had asked for no messages. */
  readonly isStopped: boolean;
  /** The channels whose providers were handed messages to them, of those messages that were kept; left out by an older version. */
  readonly channels?: readonly ChannelName[];
  /** For those who have yet to forget; whoever has is taken out. Null once all have. */
  readonly left: Traces | null;
  /** Homes that were found to be theirs and have forgotten them: what is kept of a home elsewhere is found by its name. */
  readonly homes?: readonly string[];
  /** Where something is left. Where it says none, or calls were out, nothing was tried yet. */
  readonly places: readonly Place[];
  /** Tries in a row by which nobody forgot. */
  readonly tries: number;
  /** When it is tried again (real time, ms). */
  readonly dueAt: number;
  readonly counted: Counted;
}

/** What the text of a tombstone begins with, and that of a document never. */
const MARK = '{"tombstone":';

/** It stands where the document stood, so that nothing more has to be read to find it. */
export const writeTombstone = (tombstone: Tombstone): string => `${MARK}${JSON.stringify(tombstone)}}`;

/** The tombstone in what stands in the place of a document; null where that is a document. */
export const tombstoneIn = (text: string): Tombstone | null =>
  text.startsWith(MARK) ? (JSON.parse(text.slice(MARK.length, -1)) as Tombstone) : null;

/** True where a tombstone has ended by itself. `now` is real time (ms). */
export const isOver = ({ until, left }: Tombstone, now: number): boolean =>
  until !== null && until <= now && left === null;

/**
 * True where something may be noted of a customer: false while they are erased. A tombstone that has ended by itself is taken away. `now`
 * is real time (ms).
 */
export function mayBeTold(
  store: { readonly tombstone: Tombstone | null; raise(document: Document): void },
  customerId: string,
  now: number,
): boolean {
  const { tombstone } = store;
  if (tombstone === null) return true;
  if (!isOver(tombstone, now)) return false;
  store.raise(returning(customerId, tombstone, now));
  return true;
}

/** The document of somebody who comes back at `now` (real time, ms). What was theirs before opens nothing. */
export function returning(customerId: string, before: Tombstone, now: number): Document {
  const { lastCaseNo, lastNotificationNo, linkEpoch } = before;
  const document = newDocument(customerId, now);
  const contact = { ...document.state.contact, linkEpoch: linkEpoch + 1 };
  return { ...document, state: { ...document.state, lastCaseNo, lastNotificationNo, contact } };
}
