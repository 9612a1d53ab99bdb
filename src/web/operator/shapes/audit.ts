// The call about who changed what.

import * as z from "zod/mini";
import { call } from "./call.ts";
import { instant } from "./ids.ts";
import { pageOf, pageQuery } from "./list.ts";

export const auditEntry = z.object({
  id: z.string(),
  at: instant,
  who: z.string(),
  role: z.string(),
  /** The call, or `wrong key`. */
  what: z.string(),
  about: z.nullable(z.string()),
  why: z.nullable(z.string()),
  /** What was answered; null where it was cut off, and may have been done. */
  status: z.nullable(z.number()),
  times: z.number(),
  request_id: z.string(),
});

export const listAudit = call({
  method: "GET",
  path: "/v1/audit",
  role: "admin",
  summary: "Who changed what, when and why",
  detail:
    "Newest first, for a year. Every change stands here before it is made; one without `status` was cut off and may have been made. " +
    "Why is what was given as `X-Reason`. Wrong keys are counted by the hour and their sender, and so is what a role may not do one by one.",
  query: z.object({
    ...pageQuery,
    about: z.optional(z.string().check(z.maxLength(200, "must have at most 200 characters"))),
    who: z.optional(z.string().check(z.maxLength(200, "must have at most 200 characters"))),
  }),
  answers: { 200: pageOf(auditEntry) },
  problems: [],
});
