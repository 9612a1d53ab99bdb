// The cases of the product's story, read out of the loose records in which the story lists them.
import { textOf } from "./read.js";
import type { Story } from "../../../objects/customer/contract.ts";

/** A case as the control room shows it. Times are ISO 8601. */
export interface CaseView {
  tariffId: string;
  locationId: string;
  reason: string;
  state: string;
  contractEndDate: string | null;
  openedAt: string;
  endedAt: string | null;
  nextReminderAt: string | null;
}

/** Every case of a story, the oldest first. */
export function casesOf(story: Story): CaseView[] {
  return story.cases.map((it) => ({
    tariffId: textOf(it["tariff_id"]) ?? "",
    locationId: textOf(it["location_id"]) ?? "",
    reason: textOf(it["reason"]) ?? "",
    state: textOf(it["state"]) ?? "",
    contractEndDate: textOf(it["contract_end_date"]),
    openedAt: textOf(it["opened_at"]) ?? "",
    endedAt: textOf(it["ended_at"]),
    nextReminderAt: textOf(it["next_reminder_at"]),
  }));
}
