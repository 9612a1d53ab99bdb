// How the state stands in rows: what is a column, and what is in a body.

import { UNKNOWN_CONTACT } from "../../../core/state.ts";
import type { Contact, CustomerState } from "../../../core/state.ts";

/** What the single `customer` row keeps of the state. */
interface CustomerRow {
  readonly contact: Contact;
  readonly sentAt: readonly number[];
  readonly holdUntil: number | null;
  readonly heldSince: number | null;
  readonly waiting: string | null;
  /** The numbers given out by when the row was written: they stay known when the rows of those numbers are forgotten. */
  readonly lastCaseNo: number;
  readonly lastNotificationNo: number;
}

/** The body of the `customer` row. */
export function customerBody(state: CustomerState): string {
  const { contact, sentAt, holdUntil, heldSince, waiting, lastCaseNo, lastNotificationNo } = state;
  const row = { contact, sentAt, holdUntil, heldSince, waiting, lastCaseNo, lastNotificationNo };
  return JSON.stringify(row satisfies CustomerRow);
}

/** True where the `customer` row need not be written. */
export const isSameCustomer = (a: CustomerState, b: CustomerState): boolean =>
  a.contact === b.contact &&
  a.sentAt === b.sentAt &&
  a.holdUntil === b.holdUntil &&
  a.heldSince === b.heldSince &&
  a.waiting === b.waiting;

/** What a `customer` row says; versions before some fields did not write them. */
export function readCustomer(body: string): CustomerRow {
  const row = JSON.parse(body) as CustomerRow;
  return { ...row, contact: { ...UNKNOWN_CONTACT, ...row.contact } };
}

/** The items of `after` that `before` does not have; a list that is the same object has none. */
export function changedIn<T>(before: readonly T[], after: readonly T[]): readonly T[] {
  if (before === after) return [];
  const known = new Set(before);
  return after.filter((it) => !known.has(it));
}

/** Bodies are written only by `CustomerStore`, under the schema the migrations brought; so they are read back as they were. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names what its table holds
export function readAll<T extends object>(
  cursor: SqlStorageCursor<{ body: string }>,
  before: Partial<T> = {},
): readonly T[] {
  return cursor.toArray().map((row) => ({ ...before, ...(JSON.parse(row.body) as T) }));
}
