// The call by which what is kept of a customer is put back to an earlier instant.

import * as z from "zod/mini";
import { bodyProblem } from "./complaint.ts";
import { call } from "./call.ts";
import { customerParam, instant } from "./ids.ts";

const form = "must be a time in UTC, like 2026-03-01T09:00:00.000Z";
export const AT_PROBLEM = `at: ${form}`;

const restoredCustomer = z.object({
  customer_id: z.string(),
  /** `restoring`: it was cut off, and goes on by itself within a minute. */
  status: z.enum(["restored", "restoring"]),
  at: instant,
  /** False where what happened since could not be read: nothing that was owed is sent, and all counts as told. */
  since_known: z.boolean(),
  /** Messages go when this is called. */
  release: z.string(),
});

export const restoreCustomer = call({
  method: "POST",
  path: "/v1/customers/:id/restore",
  role: "admin",
  summary: "Put a customer back to an earlier instant",
  detail:
    "By the platform's point-in-time recovery, thirty days back at most and ten minutes at least. What they were told and wished since, and what ended since by somebody's decision, stays so; " +
    "FlatPeak is asked again about every home. All their messages are held, until `POST /v1/customers/:id/release`. Nobody is put back to before they were erased.",
  params: customerParam,
  body: z.strictObject({ at: z.string(form).check(z.meta({ format: "date-time" })) }, { error: bodyProblem }),
  answers: { 200: restoredCustomer, 202: restoredCustomer },
  goesOn: (it) => restoredCustomer.safeParse(it).data?.status === "restoring",
  problems: ["conflict", "erased", "unavailable"],
});
