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
    channels: null,
    labels: {},
  },
  reachable: {},
  cases: [
    {
      case: 1,
      tariff_id: "trf_1",
      reason: "expired",
      state: "open",
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

/** An entry of the journal, at `NOW`. */
export const entryOf = (
  what: Story["journal"][number]["what"],
  detail: Story["journal"][number]["detail"] = {},
): Story["journal"][number] => ({ at: NOW, what, detail });
