// Which entries of the journal the company's backend can be told of, and what is said of them.

import { armNamed } from "../experiment/named.ts";
import type { Announcement, Told } from "./events.ts";
import type { JournalEntry } from "../journal.ts";
import type { CustomerState } from "../state.ts";

type Said = Pick<Announcement, "type" | "data">;

function aboutCase({ cases }: CustomerState, no: number): Told {
  const it = cases.find((each) => each.no === no);
  return {
    case: no,
    tariff_id: it?.tariffId ?? null,
    location_id: it?.locationId ?? null,
    reason: it?.reason ?? null,
    contract_end_date: it?.contractEndDate ?? null,
    ...armNamed(it?.arm),
  };
}

function aboutMessage({ notifications }: CustomerState, id: string, channel: string): Told {
  const it = notifications.find((each) => each.id === id);
  return {
    notification_id: id,
    kind: it?.kind ?? null,
    channel,
    reason: it?.reason ?? null,
    rung: it?.rung ?? null,
    cases: it?.caseNos ?? [],
    ...armNamed(it?.arm),
  };
}

/**
 * What an entry of the journal is to the outside; null where it is nothing there. `state`: as it is in the step that wrote the entry,
 * with what ended in it. No address is in it, and no word of a provider's.
 */
export function announcedBy({ what, detail }: JournalEntry, state: CustomerState): Said | null {
  if (what === "case_opened") return { type: "case.opened", data: aboutCase(state, detail.case) };
  if (what === "case_repaired") return { type: "case.repaired", data: aboutCase(state, detail.case) };
  if (what === "link_opened") return { type: "link.opened", data: aboutCase(state, detail.case) };
  if (what === "message_sent" || what === "message_failed") {
    const type = what === "message_sent" ? "notification.sent" : "notification.failed";
    return { type, data: aboutMessage(state, detail.notification, detail.channel) };
  }
  const isTariffStop = what === "tariff_quieted" && detail.until === null;
  if (what !== "opted_out" && !isTariffStop) return null;
  // A customer is in one arm at a time.
  const arm = state.cases.find((it) => it.arm !== undefined)?.arm;
  const said =
    what === "opted_out"
      ? { by: detail.by, only: detail.only ?? null, tariff_id: null }
      : { by: detail.link === null ? "company" : "page", only: null, tariff_id: detail.tariff };
  return { type: "customer.stopped", data: { ...said, ...armNamed(arm) } };
}
