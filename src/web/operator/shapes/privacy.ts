// The calls by which a customer is forgotten, let back in, and told what is kept of them.

import * as z from "zod/mini";
import { NAMES_AT_ONCE, PLACES } from "../../../objects/forgetting.ts";
import { call } from "./call.ts";
import { pageQuery } from "./list.ts";
import { personParam, instant, instantOrNull } from "./ids.ts";

const place = z.enum(PLACES);

export const erasure = z.object({
  customer_id: z.string(),
  /** `erasing`: something is still kept somewhere, and is forgotten as soon as that can be. */
  status: z.enum(["erased", "erasing"]),
  erased_at: instant,
  left: z.array(place),
  /** Objects that have yet to be asked, or were asked in vain: homes, invitations, numbers, ways through Connect, suppliers. */
  to_ask: z.number(),
  /** How much was forgotten, or how many were asked, by place. */
  forgotten: z.partialRecord(place, z.number()),
  elsewhere: z.array(z.object({ holder: z.string(), what: z.string() })),
});

export const eraseCustomer = call({
  method: "DELETE",
  path: "/v1/customers/:id",
  role: "admin",
  summary: "Erase a customer everywhere",
  detail:
    "Forgets all that is kept of the customer in every place, at once, and takes nothing that comes for them any more, until they are let back in. " +
    "Known or not, and the same answer however often it is asked. " +
    `Whoever is known to more than ${NAMES_AT_ONCE} others is erased in parts, which go on by themselves: 202 until it is done. ` +
    "`left` names the places where something is left, those that could not be reached among them, which are tried again until they have forgotten; `to_ask` how many objects there have yet to forget. " +
    "`elsewhere` says what is not within reach: of each provider whether messages to the customer went by it, as far as they were kept.",
  params: personParam,
  answers: { 200: erasure, 202: erasure },
  goesOn: (it) => erasure.safeParse(it).data?.status === "erasing",
  problems: [],
});

export const readmitCustomer = call({
  method: "POST",
  path: "/v1/customers/:id/readmit",
  role: "admin",
  summary: "Let a customer back in who was erased",
  detail:
    "They are somebody new: no old link opens anything. Who had asked for no messages gets none until the company takes that back.",
  params: personParam,
  answers: { 200: z.object({ customer_id: z.string(), status: z.enum(["readmitted", "not_erased"]) }) },
  problems: ["conflict"],
});

/** What is kept, by the names it is kept under; times as dates. */
const kept = z.record(z.string(), z.json());

const customerRecord = z.object({
  contact: kept,
  labels: z.array(kept),
  consent: z.array(kept),
  homes: z.array(kept),
  tariffs: z.array(kept),
  cases: z.array(kept),
  messages: z.array(kept),
  events: z.array(kept),
  journal: z.array(kept),
  connect_sessions: z.array(kept),
  invitation: z.nullable(kept),
  notes: kept,
});

export const personRecord = z.object({
  customer_id: z.string(),
  customer: z.nullable(customerRecord),
  stand_ins: z.array(z.extend(customerRecord, { location_id: z.string() })),
  invitations: z.array(z.extend(customerRecord, { invitation_id: z.string() })),
  homes: z.array(z.object({ location_id: z.string(), told_at: instantOrNull, held: z.array(z.json()) })),
  numbers: z.array(z.object({ name: z.string(), since: instant, stopped_at: instantOrNull })),
  journeys: z.array(z.object({ head: kept, steps: z.array(kept) })),
  suppliers: z.array(z.object({ supplier: z.string(), seen_at: instant })),
  quarantine: z.array(z.object({ reason: z.string(), received_at: instant, body: z.json() })),
  put_aside: z.array(z.json()),
  index: z.array(kept),
  next_cursor: z.nullable(z.string()),
});

export const exportCustomer = call({
  method: "GET",
  path: "/v1/customers/:id/export",
  role: "admin",
  summary: "All that is kept of a customer",
  detail:
    `Everything that is kept of one person in every place, the contact in clear, for the person to read. Left out is what opens something: the codes of links and tokens of Connect. ` +
    `Whoever is known to more than ${NAMES_AT_ONCE} others is told of in parts: \`next_cursor\` is the \`cursor\` of the next one, which holds what those others keep; null in the last.`,
  params: personParam,
  query: z.object({ cursor: pageQuery.cursor }),
  isNoted: true,
  answers: { 200: personRecord },
  problems: [],
});
