// The two shapes of an answer that is no plain JSON: an error, with the one table from code to status, and a page.

import type { ContentfulStatusCode } from "hono/utils/http-status";
import { renderPage } from "../pages/page.tsx";
import type { PageContent } from "../pages/page.tsx";
import type { RouteContext } from "./context.ts";

const STATUS = {
  bad_request: 400,
  not_genuine: 401,
  unauthorized: 401,
  live_mode: 403,
  not_found: 404,
  method_not_allowed: 405,
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

/** Answers with a page under the brand of the deployment. */
export function page(c: RouteContext, content: PageContent, status: 200 | 404 | 503): Response | Promise<Response> {
  const { brandName } = c.get("deps").config;
  if (status === 503) c.header("Retry-After", String(RETRY_AFTER_S));
  return c.html(renderPage(content, brandName, c.get("secureHeadersNonce") ?? ""), status);
}
