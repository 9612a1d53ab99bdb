// The calls about how a customer is reached, and whether they want to be.

import * as z from "zod/mini";
import { nameComplaint } from "../../../core/legible.ts";
import { isZone } from "../../../core/time.ts";
import {
  channelsShape,
  emailShape,
  localeShape,
  phoneShape,
  pushTokenShape,
} from "../../../channels/contact-fields.ts";
import { isIdOf } from "../../../flatpeak/ids.ts";
import { bodyProblem } from "./complaint.ts";
import { call } from "./call.ts";
import { customerParam, newCustomerParam } from "./ids.ts";

const labelForm = "must be a name of 1 to 40 characters";
/** What the company calls a home. Pages show it to whoever holds the link. */
const labelShape = z.string(labelForm).check(
  z.refine((label) => label !== "" && Array.from(label).length <= 40, labelForm),
  z.superRefine((label, context) => {
    const complaint = nameComplaint(label);
    if (complaint !== null) context.addIssue(complaint);
  }),
);
export const contactShape = z.strictObject(
  {
    locale: z.nullish(localeShape),
    timezone: z.nullish(z.string("must be a name of the tz database, like Europe/London").check(z.refine(isZone))),
    phone: z.nullish(phoneShape),
    email: z.nullish(emailShape),
    push_token: z.nullish(pushTokenShape),
    whatsapp: z.nullish(z.boolean("must be true or false")),
    channels: z.nullish(channelsShape),
    labels: z.nullish(
      z
        .record(
          z.string().check(z.refine((id) => isIdOf(id, "loc"))),
          z.nullable(labelShape),
          "must name homes by their location ids",
        )
        .check(z.refine((it) => Object.keys(it).length <= 50, "must name at most 50 homes")),
    ),
    opted_out: z.optional(z.boolean("must be true or false")),
  },
  { error: bodyProblem },
);

const standing = { opted_out: z.boolean(), why: z.optional(z.string()) };

export const putContact = call({
  method: "PUT",
  path: "/v1/customers/:id/contact",
  role: "support",
  summary: "Say how a customer is reached",
  detail:
    "What is left out stays, `null` forgets. `channels` chooses among push, email, sms and whatsapp. `whatsapp: true` says that the customer agreed to messages by WhatsApp at this number: nobody else gets any, and another number needs their word again. `opted_out: true` silences at once; `false` takes that back, and not what the customer asked for: then the answer says `opted_out: true` and why.",
  params: newCustomerParam,
  misnamed: "bad_request",
  body: contactShape,
  answers: { 200: z.object({ customer_id: z.string(), status: z.literal("stored"), ...standing }) },
  problems: ["erased"],
});

export const endStops = call({
  method: "DELETE",
  path: "/v1/customers/:id/stops/:by",
  role: "support",
  summary: "End what was said by text message",
  detail:
    "What was said by text message until now holds no more: for a STOP that somebody else said under the number, or that the customer took back by telling you. Every other stop is taken back the way it came.",
  params: z.object({ ...customerParam.shape, by: z.string() }),
  answers: { 200: z.object({ customer_id: z.string(), status: z.literal("ended"), ...standing }) },
  problems: ["bad_request"],
});
