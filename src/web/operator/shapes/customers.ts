// The calls about one customer.

import * as z from "zod/mini";
import { bodyProblem } from "./complaint.ts";
import { call } from "./call.ts";
import { customerParam, personParam, instant, instantOrNull } from "./ids.ts";
import { customerStory } from "./story.ts";

const nameOf = (example: string) =>
  z.optional(z.string().check(z.minLength(1), z.maxLength(600), z.meta({ examples: [example] })));

export const findCustomers = call({
  method: "GET",
  path: "/v1/customers",
  role: "read",
  summary: "Find a customer",
  detail:
    "By one of these: `id`, theirs or that of a message; `reference`, a message's name at its provider, or your own one of an invitation; `link`, one of ours, whole or its code; `location_id`; `tariff_id`, as far as a case was ever about it. Whoever is known, or none. `invitation_id` where it is that of an invitation; `customer_id` is null then until FlatPeak names one. The beginning of an id finds cases: `search` of `/v1/cases`.",
  query: z.object({
    id: nameOf("cus_661677a19018beef00a29fae"),
    reference: nameOf("crm-4711"),
    link: nameOf("https://go.example.com/c/AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcY"),
    location_id: nameOf("loc_661677cdc31d91695fd8f33d"),
    tariff_id: nameOf("trf_6597ef46529ab4467502af0b"),
  }),
  answers: {
    200: z.object({
      data: z.array(z.object({ customer_id: z.nullable(z.string()), invitation_id: z.nullable(z.string()) })),
    }),
  },
  problems: ["fleet_index_missing"],
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
  params: personParam,
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

export const reasonOnly = z.optional(z.strictObject({ reason: z.optional(z.string()) }, { error: bodyProblem }));

export const snoozeCustomer = call({
  method: "POST",
  path: "/v1/customers/:id/snooze",
  role: "support",
  summary: "Let a customer's reminders wait until a day",
  detail: "A day from tomorrow to 90 days on, as the customer counts; `null` takes that back.",
  params: customerParam,
  body: z.strictObject(
    {
      until: z.nullable(z.string("must be a day like 2026-03-01, or null").check(z.regex(/^\d{4}-\d{2}-\d{2}$/))),
      reason: z.optional(z.string()),
    },
    { error: bodyProblem },
  ),
  answers: { 200: z.object({ customer_id: z.string(), status: z.enum(["snoozed", "awake"]) }) },
  problems: [],
});

const notificationParam = z.object({ ...customerParam.shape, notification: z.string() });

export const resendNotification = call({
  method: "POST",
  path: "/v1/customers/:id/notifications/:notification/resend",
  role: "support",
  summary: "Send a message once more",
  detail:
    "One that was sent, or failed; `notification` is the new one's id. It overrules nothing: `waits_for` says what it has to wait for, the caps or the send window for instance, and `until` when. Asked again while that one is not out, it is the same. A message that was taken back, is in doubt or on its way, or while another is, is a conflict.",
  params: notificationParam,
  body: reasonOnly,
  answers: {
    202: z.object({
      customer_id: z.string(),
      notification: z.string(),
      repeats: z.string(),
      status: z.literal("due"),
      channel: z.string(),
      waits_for: z.nullable(z.string()),
      until: instantOrNull,
    }),
  },
  problems: ["conflict", "no_longer_true", "opted_out", "snoozed", "unreachable"],
});

export const resolveNotification = call({
  method: "POST",
  path: "/v1/customers/:id/notifications/:notification/resolve",
  role: "support",
  summary: "Say whether a doubtful message arrived",
  detail:
    "Of a message that is `uncertain`: `arrived: true` settles it; with `false` it goes out again, as far as it is still true and no later one has told it. A message that is not in doubt is a conflict.",
  params: notificationParam,
  body: z.strictObject(
    { arrived: z.boolean("must be true or false"), reason: z.optional(z.string()) },
    { error: bodyProblem },
  ),
  answers: { 200: z.object({ customer_id: z.string(), notification: z.string(), status: z.enum(["arrived", "due"]) }) },
  problems: ["conflict"],
});
