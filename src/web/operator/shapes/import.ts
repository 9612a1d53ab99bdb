// The call that takes the contacts of many customers.

import * as z from "zod/mini";
import { call } from "./call.ts";
import { contactShape } from "./contact.ts";
import { customerParam } from "./ids.ts";
import { bodyProblem } from "./complaint.ts";

/** A line of the list. */
export const contactLine = z.strictObject(
  { customer_id: customerParam.shape.id, ...contactShape.shape },
  { error: bodyProblem },
);

/** Lines that one call takes. */
export const MAX_CONTACTS = 5_000;

export const importContacts = call({
  method: "POST",
  path: "/v1/contacts",
  role: "support",
  summary: "Say how many customers are reached",
  detail: `One customer in each line: \`customer_id\`, and what \`PUT /v1/customers/:id/contact\` takes. One line of answer for each, in their order, while the list is read: \`status\`, or its \`error\`. A call takes ${MAX_CONTACTS} lines; the last line of the answer says \`done\`, or \`more\` and up to which line it came. For the rest, or after a break, send the same list with \`?after=\` the last line that was answered. A line that is sent twice changes nothing the second time.`,
  query: z.object({
    after: z._default(
      z.pipe(
        z.string().check(z.regex(/^\d{1,9}$/, "must be the number of a line")),
        z.transform((it: string) => Number(it)),
      ),
      0,
    ),
  }),
  stream: "application/x-ndjson",
  answers: { 200: z.looseObject({ line: z.optional(z.number()) }) },
  problems: [],
});
