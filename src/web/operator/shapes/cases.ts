// The calls about one case of a customer.

import * as z from "zod/mini";
import { bodyProblem } from "./complaint.ts";
import { call } from "./call.ts";
import { reasonOnly } from "./customers.ts";
import { customerParam } from "./ids.ts";

const caseParam = z.object({
  ...customerParam.shape,
  case: z.string().check(z.regex(/^[1-9]\d{0,8}$/, "no such case is known here")),
});
const caseAnswer = <const Status extends string>(status: Status) =>
  z.object({ customer_id: z.string(), case: z.number(), status: z.literal(status) });
export const closeCase = call({
  method: "POST",
  path: "/v1/customers/:id/cases/:case/close",
  role: "support",
  summary: "Close a case",
  detail:
    "It ends at once, and what is not out about it is taken back. A later event of the same tariff opens another one. A case that has ended is a conflict.",
  params: caseParam,
  body: reasonOnly,
  answers: { 200: caseAnswer("closed") },
  problems: ["conflict"],
});

export const advanceCase = call({
  method: "POST",
  path: "/v1/customers/:id/cases/:case/advance",
  role: "support",
  summary: "Send a case's next message now",
  detail:
    "What is next for the case is due at once: its next reminder, or its hand-over once all were used. What keeps messages back still does: a stop, a snooze, the caps, the send window, the customer's usual hour, a repair.",
  params: caseParam,
  body: reasonOnly,
  answers: { 200: caseAnswer("advanced") },
  problems: ["conflict"],
});

export const muteCase = call({
  method: "POST",
  path: "/v1/customers/:id/cases/:case/mute",
  role: "support",
  summary: "Stop the messages about a case's tariff",
  detail:
    "The customer asked you for no messages about this one tariff: none of this case or of a later one is sent, and they hear of their other tariffs as before. With `muted: false` they hear of it again, also where they stopped it on our page.",
  params: caseParam,
  body: z.strictObject(
    { muted: z.boolean("must be true or false"), reason: z.optional(z.string()) },
    { error: bodyProblem },
  ),
  answers: { 200: z.object({ customer_id: z.string(), case: z.number(), status: z.enum(["muted", "heard"]) }) },
  problems: [],
});

export const endCaseLinks = call({
  method: "DELETE",
  path: "/v1/customers/:id/cases/:case/links",
  role: "support",
  summary: "End the links of a case",
  detail:
    "Links sent so far that stand on this case open nothing any more, but for stopping; those of other cases go on. Its next message brings a new one, and so does `POST`.",
  params: caseParam,
  answers: { 200: caseAnswer("ended") },
  problems: [],
});

export const showCaseLink = call({
  method: "POST",
  path: "/v1/customers/:id/cases/:case/links",
  role: "support",
  summary: "Have the link of a case",
  detail:
    "The link that its next message would bring, for whoever asks support for it. It opens what a message opens, so that it is for this customer alone; it is kept nowhere. A new one once those before were ended. A case that has ended is a conflict.",
  params: caseParam,
  body: reasonOnly,
  keepsKeys: true,
  answers: { 200: z.object({ customer_id: z.string(), case: z.number(), link: z.string() }) },
  problems: ["conflict"],
});
