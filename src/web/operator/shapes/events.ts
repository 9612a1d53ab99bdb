// What is sent to the company's backend as it happens, and the calls about that.

import * as z from "zod/mini";
import { call } from "./call.ts";
import { instant, instantOrNull } from "./ids.ts";

const customer = z
  .string()
  .check(z.meta({ description: "FlatPeak's id; a location's where FlatPeak knows no customer" }));
const text = z.nullable(z.string());

const envelope = <Type extends string, Data extends z.ZodMiniType>(type: Type, data: Data) =>
  z.object({ type: z.literal(type), timestamp: instant, data });

/** The arm of an experiment that it belongs to; both are left out where there is none. */
const ofArm = { experiment: z.optional(z.string()), arm: z.optional(z.string()) };

const aboutCase = z.object({
  customer_id: customer,
  case: z.number(),
  tariff_id: text,
  location_id: text,
  reason: text,
  contract_end_date: text,
  ...ofArm,
});
const aboutMessage = z.object({
  customer_id: customer,
  notification_id: z.string(),
  kind: text,
  channel: z.string(),
  reason: text,
  rung: z.nullable(z.number()),
  cases: z.array(z.number()),
  ...ofArm,
});
const aboutStop = z.object({ customer_id: customer, by: z.string(), only: text, tariff_id: text, ...ofArm });
const handedOver = z.object({
  notification_id: z.string(),
  customer_id: customer,
  locale: z.string(),
  reason: z.string(),
  rung: z.number(),
  subject: z.string(),
  text: z.string(),
  link: z.string(),
  ...ofArm,
  cases: z.array(
    z.object({ tariff_id: z.string(), location_id: z.string(), reason: z.string(), contract_end_date: text }),
  ),
});

const event = <Type extends string, Data extends z.ZodMiniType>(type: Type, summary: string, data: Data) => ({
  type,
  summary,
  body: envelope(type, data),
});

/** Each event that `EVENTS_OUT` can name. */
export const EVENTS = [
  event("case.opened", "Something is wrong with a tariff", aboutCase),
  event("case.repaired", "FlatPeak says that it is repaired", aboutCase),
  event("case.handed_over", "The last reminder brought nothing", handedOver),
  event("notification.sent", "A message is with its provider", aboutMessage),
  event("notification.failed", "A message could not be brought", aboutMessage),
  event("link.opened", "The customer opened the link of a case for the first time since its last message", aboutCase),
  event("customer.stopped", "The customer wants no messages, or none by `only`, or none about `tariff_id`", aboutStop),
  event(
    "supplier.outage",
    "Homes of many customers of one supplier cannot be read",
    z.object({ supplier: z.string(), customers: z.number(), within_minutes: z.number() }),
  ),
  event(
    "channel.closed",
    "A provider refuses your account or sender",
    z.object({ channel: z.string(), why: z.string() }),
  ),
  event("account.refused", "FlatPeak refuses your account, key or version", z.object({ why: z.string() })),
] as const;

const types = z.array(z.enum(EVENTS.map(({ type }) => type)));

export const eventsOut = z.object({ sent: types, stopped_at: instantOrNull });

export const showEvents = call({
  method: "GET",
  path: "/v1/events",
  role: "read",
  summary: "Which events go to your backend",
  detail:
    "`stopped_at`: since when it wants none, since it answered one with 410. What happens meanwhile is not told later.",
  answers: { 200: eventsOut },
  problems: [],
});

export const resumeEvents = call({
  method: "POST",
  path: "/v1/events/resume",
  role: "admin",
  summary: "Send events again after a 410",
  answers: { 200: eventsOut },
  problems: [],
});
