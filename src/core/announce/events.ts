// What the company's backend can be told of as it happens, by name.

/** What happens with customers. */
export const CUSTOMER_EVENTS = [
  "case.opened",
  "case.repaired",
  "notification.sent",
  "notification.failed",
  "link.opened",
  "customer.stopped",
] as const;
export type CustomerEvent = (typeof CUSTOMER_EVENTS)[number];

/** The others, which have their own way out: a case that is handed over, and what concerns the company as a whole. */
export const COMPANY_EVENTS = ["case.handed_over", "supplier.outage", "channel.closed", "account.refused"] as const;
export type OutwardEvent = CustomerEvent | (typeof COMPANY_EVENTS)[number];

export const OUTWARD_EVENTS: readonly OutwardEvent[] = [...CUSTOMER_EVENTS, ...COMPANY_EVENTS];

export type Told = Readonly<Record<string, string | number | null | readonly number[]>>;

/** One thing that happened. */
export interface Announcement {
  /** Counts what is owed at a time, from 1. */
  readonly no: number;
  readonly type: CustomerEvent;
  /** Milliseconds, on the customer's clock. */
  readonly at: number;
  readonly data: Told;
}

/** What is owed, oldest first. */
export interface Unannounced {
  readonly events: readonly Announcement[];
  /** When somebody is woken for it (ms). */
  readonly dueAt: number;
  /** Tries in a row that told nothing. */
  readonly failures: number;
}
