// What is wrong with what a call was given, in words for whoever sent it.

import type * as z from "zod/mini";

/** Names the fields nobody knows: without a name the caller could not mend it. */
export const bodyProblem = (issue: z.core.$ZodRawIssue): string =>
  issue.code === "unrecognized_keys"
    ? `Unrecognized key${issue.keys.length > 1 ? "s" : ""}: ${issue.keys.map((key) => `"${key}"`).join(", ")}`
    : "must be a JSON object";

/** What is wrong, field by field; `given` is null for a body that is no JSON. */
export const complaintOf = (error: z.core.$ZodError, given: unknown): string =>
  given === null
    ? "the body is not JSON"
    : error.issues.map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`).join("; ");
