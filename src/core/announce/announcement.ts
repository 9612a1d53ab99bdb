// What the company's backend can be told of as it happens: which entries of the journal that is, and what is said of them.

import type { JournalEntry } from "../journal.ts";
import type { CustomerState } from "../state.ts";

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
  /** Counts from 1 per customer. */
  readonly no: number;
  readonly type: CustomerEvent;
  /** Milliseconds, on the customer's clock. */
  readonly at: number;
  readonly data: Told;
}

type Said = Pick<Announcement, "type" | "data">;

function aboutCase({ cases }: CustomerState, no: number): Told {
  const it = cases.find((each) => each.no === no);
  return {
    case: no,
    tariff_id: it?.tariffId ?? null,
    location_id: it?.locationId ?? null,
    reason: it?.reason ?? null,
    contract_end_date: it?.contractEndDate ?? null,
  };
}

function aboutMessage({ notifications }: CustomerState, id: string, channel: string): Told {
  const it = notifications.find((each) => each.id === id);
  return {
    notification_id: id,
    channel,
    reason: it?.reason ?? null,
    rung: it?.rung ?? null,
    cases: it?.caseNos ?? [],
  };
}

/**
 * What an entry of the journal is to the outside; null where it is nothing there. `state`: as it is in the step that wrote the entry,
 * with what ended in it. No address is in it, and no word of a provider's.
 */
export function announcedBy({ what, detail }: JournalEntry, state: CustomerState): Said | null {
  switch (what) {
    case "case_opened":
      return { type: "case.opened", data: aboutCase(state, detail.case) };
    case "case_repaired":
      return { type: "case.repaired", data: aboutCase(state, detail.case) };
    case "message_sent":
      return { type: "notification.sent", data: aboutMessage(state, detail.notification, detail.channel) };
    case "message_failed":
      return { type: "notification.failed", data: aboutMessage(state, detail.notification, detail.channel) };
    case "link_opened":
      return { type: "link.opened", data: aboutCase(state, detail.case) };
    case "opted_out":
      return { type: "customer.stopped", data: { by: detail.by, only: detail.only ?? null } };
    default:
      return null;
  }
}
