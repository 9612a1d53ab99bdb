// One customer's story, as `/v1` tells it.

import * as z from "zod/mini";
import { REASONS } from "../../../core/case/reason.ts";
import { CHANNELS } from "../../../core/policy.ts";
import { instant, instantOrNull } from "./ids.ts";

/** How a case stands. */
export const CASE_STATES = ["open", "repaired", "disconnected", "handed_over", "moved", "withdrawn", "closed"] as const;

const fact = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.union([z.string(), z.number()]))]);
const facts = z.record(z.string(), fact);

const contact = z.object({
  locale: z.nullable(z.string()),
  language: z.nullable(z.string()),
  timezone: z.nullable(z.string()),
  opted_out: z.boolean(),
  opted_out_by: z.nullable(z.string()),
  stops: z.array(
    z.object({
      by: z.string(),
      at: instant,
      taken_back_by: z.nullable(z.string()),
      only: z.nullable(z.string()),
    }),
  ),
  phone: z.nullable(z.string()),
  email: z.nullable(z.string()),
  push: z.boolean(),
  whatsapp: z.boolean(),
  channels: z.nullable(z.array(z.string())),
  labels: z.record(z.string(), z.string()),
});

const caseTold = z.object({
  case: z.number(),
  tariff_id: z.string(),
  location_id: z.string(),
  reason: z.enum(REASONS),
  state: z.enum(CASE_STATES),
  contract_end_date: z.nullable(z.string()),
  opened_at: instant,
  reason_since: instant,
  ended_at: instantOrNull,
  told: z.number(),
  tapped_at: instantOrNull,
  held_until: instantOrNull,
  snoozed_until: instantOrNull,
  next_rung: z.nullable(z.number()),
  next_reminder_at: instantOrNull,
  hand_over_at: instantOrNull,
  end_date_trap: z.boolean(),
  /** No message about its tariff is wanted. */
  muted: z.boolean(),
  experiment: z.nullable(z.string()),
  arm: z.nullable(z.string()),
});

const messageTold = z.object({
  id: z.string(),
  kind: z.enum(["notify", "publish", "confirm"]),
  status: z.enum(["due", "leased", "accepted", "sent", "uncertain", "failed", "cancelled"]),
  channel: z.enum(CHANNELS),
  tried: z.array(z.enum(CHANNELS)),
  reason: z.enum(REASONS),
  rung: z.number(),
  cases: z.array(z.number()),
  attempts: z.number(),
  repeats: z.nullable(z.string()),
  created_at: instant,
  sent_at: instantOrNull,
  settled_at: instantOrNull,
});

const consent = z.object({
  at: instant,
  to: z.enum(["stopped", "resumed"]),
  by: z.string(),
  door: z.enum(["link", "email", "sms", "api"]),
  only: z.nullable(z.enum(CHANNELS)),
  tariff: z.optional(z.string()),
  address: z.nullable(z.string()),
  link: z.nullable(z.string()),
  standing: z.array(z.string()),
});

export const customerStory = z.object({
  customer_id: z.string(),
  now: instant,
  next_wake_at: instantOrNull,
  held_since: instantOrNull,
  snoozed_until: instantOrNull,
  contact,
  reachable: z.record(z.string(), z.string()),
  cases: z.array(caseTold),
  notifications: z.array(messageTold),
  journal: z.array(z.object({ at: instant, what: z.string(), detail: facts })),
  consent: z.array(consent),
  events: z.number(),
});
