// The calls about one customer.

import * as z from "zod/mini";
import { bodyProblem } from "./complaint.ts";
import { call } from "./call.ts";
import { customerParam, instant, instantOrNull } from "./ids.ts";

const fact = z.union([z.string(), z.number(), z.boolean(), z.null()]);
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
  channels: z.nullable(z.array(z.string())),
  labels: z.record(z.string(), z.string()),
});

export const customerStory = z.object({
  customer_id: z.string(),
  now: instant,
  next_wake_at: instantOrNull,
  held_since: instantOrNull,
  snoozed_until: instantOrNull,
  contact,
  reachable: z.record(z.string(), z.string()),
  cases: z.array(facts),
  notifications: z.array(facts),
  journal: z.array(z.object({ at: instant, what: z.string(), detail: facts })),
  consent: z.array(z.looseObject({ at: instant })),
  events: z.number(),
});

export const showCustomer = call({
  method: "GET",
  path: "/v1/customers/:id",
  role: "read",
  summary: "One customer's story",
  detail:
    "Cases, notifications and the journal, silence and its reasons included. Under `consent` every stop and its end, for good: when, by whom, by which door and link.",
  params: customerParam,
  answers: { 200: customerStory },
  problems: [],
});

const advanceForm = "must be like 90s, 5m, 72h or 3d, at most 400d";
export const ADVANCE_PROBLEM = `advance: ${advanceForm}`;

export const advanceClock = call({
  method: "POST",
  path: "/v1/customers/:id/clock",
  role: "support",
  summary: "Move a customer's test clock",
  detail:
    "Moves one customer's clock ahead and does what falls due on the way, so that a month of reminders can be rehearsed in seconds. With a test key only.",
  params: customerParam,
  body: z.strictObject({ advance: z.string(advanceForm) }, { error: bodyProblem }),
  answers: { 200: z.object({ customer_id: z.string(), now: instant }) },
  problems: ["live_mode"],
});

const statusOnly = <const Status extends string>(status: Status) =>
  z.object({ customer_id: z.string(), status: z.literal(status) });

export const holdMessages = call({
  method: "POST",
  path: "/v1/customers/:id/hold",
  role: "support",
  summary: "Keep a customer's unsent messages back",
  detail: "Keeps back what is not out yet, after a restore of storage for instance.",
  params: customerParam,
  answers: { 200: statusOnly("held") },
  problems: [],
});

export const releaseMessages = call({
  method: "POST",
  path: "/v1/customers/:id/release",
  role: "support",
  summary: "Let a customer's messages go again",
  params: customerParam,
  answers: { 200: statusOnly("released") },
  problems: [],
});

export const endLinks = call({
  method: "DELETE",
  path: "/v1/customers/:id/links",
  role: "support",
  summary: "End all links of a customer",
  detail: "Every link sent so far opens nothing any more, but for stopping. The next message brings new ones.",
  params: customerParam,
  answers: { 200: statusOnly("ended") },
  problems: [],
});
