// The one shape of an error, and the one table from code to status.

import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { RouteContext } from "./context.ts";

const STATUS = {
  bad_request: 400,
  not_genuine: 401,
  unauthorized: 401,
  live_mode: 403,
  not_found: 404,
  too_large: 413,
  unsupported_media_type: 415,
  unavailable: 503,
  configuration_incomplete: 503,
} as const satisfies Readonly<Record<string, ContentfulStatusCode>>;

export type ErrorCode = keyof typeof STATUS;

/** How long a sender should wait before trying again, seconds. */
const RETRY_AFTER_S = 30;

/** Answers `{"error":{code,message,request_id}}` with the status that belongs to the code. */
export function problem(c: RouteContext, code: ErrorCode, message: string): Response {
  if (STATUS[code] === 503) c.header("Retry-After", String(RETRY_AFTER_S));
  return c.json({ error: { code, message, request_id: c.get("requestId") } }, STATUS[code]);
}
