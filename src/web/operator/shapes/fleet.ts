// The calls about the whole fleet: cases and notifications of all customers, the figures, the funnel, and the index they are read from.

import * as z from "zod/mini";
import { REASONS } from "../../../core/case/reason.ts";
import { NEEDS } from "../../../core/fleet/line.ts";
import { CHANNELS } from "../../../core/policy.ts";
import { call } from "./call.ts";
import { instant, instantOrNull } from "./ids.ts";
import { pageOf, pageQuery } from "./list.ts";
import { CASE_STATES } from "./story.ts";

const STATUSES = ["due", "accepted", "sent", "uncertain", "failed", "cancelled"] as const;
const KINDS = ["notify", "publish", "confirm"] as const;
export const FUNNEL_KEYS = [
  "all",
  "reason",
  "channel",
  "rung",
  "language",
  "supplier",
  "arm",
  "day",
  "week",
  "month",
  "message",
  "message_reason",
] as const;

const id = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,200}$/, "must be an id"));
const time = z.pipe(
  z.string().check(z.refine((it) => !Number.isNaN(Date.parse(it)), "must be a date or a time, like 2026-03-01")),
  z.transform((it: string) => Date.parse(it)),
);
const count = z.record(z.string(), z.number());
/** True while the index is written anew: what a list says may not be all there is. */
const rebuilding = z.boolean();

/** The experiment, and the arm of it; null where there is none. */
const ofArm = { experiment: z.nullable(z.string()), arm: z.nullable(z.string()) };

const caseRow = z.object({
  customer_id: z.string(),
  case: z.number(),
  tariff_id: z.string(),
  location_id: z.string(),
  supplier: z.nullable(z.string()),
  slot: z.nullable(z.string()),
  reason: z.string(),
  state: z.string(),
  needs_action: z.nullable(z.string()),
  contract_end_date: z.nullable(z.string()),
  opened_at: instant,
  ended_at: instantOrNull,
  next_step_at: instantOrNull,
  told_at: instantOrNull,
  rung: z.nullable(z.number()),
  channel: z.nullable(z.string()),
  language: z.nullable(z.string()),
  tapped_at: instantOrNull,
  session_at: instantOrNull,
  ...ofArm,
});

const notificationRow = z.object({
  id: z.string(),
  customer_id: z.string(),
  kind: z.string(),
  status: z.string(),
  channel: z.string(),
  reason: z.string(),
  rung: z.number(),
  language: z.nullable(z.string()),
  cases: z.array(z.number()),
  attempts: z.number(),
  created_at: instant,
  sent_at: instantOrNull,
  settled_at: instantOrNull,
  ...ofArm,
});

const funnelStep = z.object({
  key: z.nullable(z.union([z.string(), z.number()])),
  cases: z.number(),
  told: z.number(),
  tapped: z.number(),
  pages: z.number(),
  onward: z.number(),
  continues: z.number(),
  sessions: z.number(),
  repaired: z.number(),
  repaired_otherwise: z.number(),
});

const rebuild = z.object({
  status: z.enum(["never", "running", "done"]),
  started_at: instantOrNull,
  done_at: instantOrNull,
  found: z.number(),
  written: z.number(),
  why: z.nullable(z.string()),
});

export const listCases = call({
  method: "GET",
  path: "/v1/cases",
  role: "read",
  summary: "Cases of all customers",
  detail:
    "Newest first. `needs_action` is `any`, or why somebody should look: `handed_over`, `unreachable`, `opted_out`, `held`. `search` is the beginning of a customer's, tariff's or location's id. The list is some minutes behind at most; one customer's story is never.",
  query: z.object({
    ...pageQuery,
    state: z.optional(z.enum(CASE_STATES, `must be one of ${CASE_STATES.join(", ")}`)),
    needs_action: z.optional(z.enum(["any", ...NEEDS], `must be any, or one of ${NEEDS.join(", ")}`)),
    reason: z.optional(z.enum(REASONS, `must be one of ${REASONS.join(", ")}`)),
    channel: z.optional(z.enum(CHANNELS, `must be one of ${CHANNELS.join(", ")}`)),
    supplier: z.optional(id),
    customer_id: z.optional(id),
    tariff_id: z.optional(id),
    location_id: z.optional(id),
    search: z.optional(id),
    from: z.optional(time),
    to: z.optional(time),
  }),
  answers: { 200: z.extend(pageOf(caseRow), { rebuilding }) },
  problems: ["fleet_index_missing"],
});

export const listNotifications = call({
  method: "GET",
  path: "/v1/notifications",
  role: "read",
  summary: "Notifications to all customers",
  detail:
    "Newest first; `publish` is a word to the company, `confirm` one to the customer that a repair was seen. The list is some minutes behind at most.",
  query: z.object({
    ...pageQuery,
    status: z.optional(z.enum(STATUSES, `must be one of ${STATUSES.join(", ")}`)),
    kind: z.optional(z.enum(KINDS, `must be one of ${KINDS.join(", ")}`)),
    channel: z.optional(z.enum(CHANNELS, `must be one of ${CHANNELS.join(", ")}`)),
    customer_id: z.optional(id),
    id: z.optional(id),
    from: z.optional(time),
    to: z.optional(time),
  }),
  answers: { 200: z.extend(pageOf(notificationRow), { rebuilding }) },
  problems: ["fleet_index_missing"],
});

export const showFleet = call({
  method: "GET",
  path: "/v1/fleet",
  role: "read",
  summary: "How the fleet stands",
  detail:
    "Cases by how they stand, open ones by reason, what needs action, notifications that are not settled, or failed within a week. `waiting`: what should have left and has not. `lateness_ms`: how long the messages of the last day took from being owed to being handed to their provider.",
  answers: {
    200: z.object({
      cases: count,
      open: count,
      needs_action: count,
      notifications: count,
      waiting: z.object({ count: z.number(), since: instantOrNull }),
      lateness_ms: z.object({ median: z.nullable(z.number()), most: z.nullable(z.number()) }),
      rebuilding,
    }),
  },
  problems: ["fleet_index_missing"],
});

export const showFunnel = call({
  method: "GET",
  path: "/v1/fleet/funnel",
  role: "read",
  summary: "How far customers came",
  detail:
    "Of the cases opened from `from` to `to` (the last 90 days): told, tapped, with a finished session, and repaired as FlatPeak verified, each step of those before it; `repaired_otherwise` without us. Of those who tapped, `pages` were shown the page before Connect, `onward` went on from it, and `continues` said that their contract continues. Told apart by `by`; channel, rung and language are those of the latest message; an arm is named with its experiment before it. By `message` it counts messages, not cases: the key is channel and rung, like `push:1`, each message stands once for each case it told of, `tapped` are those that brought a tap of it, and the steps after that go by its latest tap. `message_reason` has the case's reason in the key too, like `push:1:expired`. Days are UTC, weeks begin on Monday.",
  query: z.object({
    by: z._default(z.enum(FUNNEL_KEYS, `must be one of ${FUNNEL_KEYS.join(", ")}`), "all"),
    from: z.optional(time),
    to: z.optional(time),
  }),
  answers: { 200: z.object({ by: z.string(), from: instant, to: instant, data: z.array(funnelStep), rebuilding }) },
  problems: ["fleet_index_missing"],
});

export const startRebuild = call({
  method: "POST",
  path: "/v1/fleet/rebuild",
  role: "admin",
  summary: "Write the index anew",
  detail:
    "From the customers' own objects, which are the truth. Customers are found in the index and in FlatPeak's list of events of the last 90 days; lists are answered meanwhile. One that is under way goes on.",
  answers: { 202: rebuild },
  problems: ["fleet_index_missing"],
});

export const showRebuild = call({
  method: "GET",
  path: "/v1/fleet/rebuild",
  role: "read",
  summary: "How far writing the index anew has come",
  answers: { 200: rebuild },
  problems: ["fleet_index_missing"],
});
