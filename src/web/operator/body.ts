// The JSON body of an operator's request, and what is wrong with it.

import type * as z from "zod/mini";
import type { RouteContext } from "../http/context.ts";

/** Names the fields nobody knows: without a name the caller could not mend it. */
export const bodyProblem = (issue: z.core.$ZodRawIssue): string =>
  issue.code === "unrecognized_keys"
    ? `Unrecognized key${issue.keys.length > 1 ? "s" : ""}: ${issue.keys.map((key) => `"${key}"`).join(", ")}`
    : "must be a JSON object";

/** The JSON body, or null when there is none to read. */
export async function readBody(c: RouteContext): Promise<unknown> {
  try {
    return await c.req.json<unknown>();
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** What is wrong with a body, field by field. */
export const complaintOf = (error: z.core.$ZodError, body: unknown): string =>
  body === null
    ? "the body is not JSON"
    : error.issues.map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`).join("; ");
