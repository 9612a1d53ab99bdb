// A customer's story as the dashboard is handed it, for tests of what it says.

import type { Story } from "../../src/objects/customer/contract.ts";

export const NOW = "2027-01-15T08:00:00.000Z";
export const LATER = "2027-01-16T09:00:00.000Z";

/** One customer in London with one case open, whose second reminder is due at `LATER`. */
export const storyWith = (change: Partial<Story> = {}): Story => ({
  customer_id: "cus_1",
  now: NOW,
  next_wake_at: null,
  held_since: null,
  snoozed_until: null,
  contact: {
    locale: "en",
    language: "en",
    timezone: "Europe/London",
    opted_out: false,
    opted_out_by: null,
    stops: [],
    phone: null,
    email: null,
    push: false,
    whatsapp: false,
    channels: null,
    labels: {},
  },
  reachable: {},
  cases: [
    {
      case: 1,
      tariff_id: "trf_1",
      location_id: "loc_1",
      reason: "expired",
      state: "open",
      contract_end_date: null,
      opened_at: NOW,
      reason_since: NOW,
      ended_at: null,
      told: 1,
      tapped_at: null,
      held_until: null,
      snoozed_until: null,
      end_date_trap: false,
      muted: false,
      experiment: null,
      arm: null,
      next_rung: 2,
      next_reminder_at: LATER,
      hand_over_at: null,
    },
  ],
  notifications: [],
  journal: [],
  consent: [],
  events: 1,
  ...change,
});

/** A message by SMS about the case of `storyWith`. */
export const messageWith = (change: Partial<Story["notifications"][number]> = {}): Story["notifications"][number] => ({
  id: "ntf_cus_1_1",
  kind: "notify",
  status: "sent",
  channel: "sms",
  tried: [],
  reason: "expired",
  rung: 1,
  cases: [1],
  attempts: 1,
  repeats: null,
  created_at: NOW,
  sent_at: NOW,
  settled_at: NOW,
  ...change,
});

/** An entry of the journal, at `NOW`. */
export const entryOf = (
  what: Story["journal"][number]["what"],
  detail: Story["journal"][number]["detail"] = {},
): Story["journal"][number] => ({ at: NOW, what, detail });
