// The two shapes of an answer that is no plain JSON: an error, with the one table from code to status, and a page.

import type { ContentfulStatusCode } from "hono/utils/http-status";
import { acceptedLanguage } from "../pages/accept-language.ts";
import { COPIES } from "../pages/copy/copies.ts";
import { renderPage } from "../pages/page.tsx";
import type { Deps } from "../compose.ts";
import type { Language } from "../core/language.ts";
import type { Brand, PageOf } from "../pages/view.ts";
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

/** Who writes while the settings are not whole: nobody. */
const NO_BRAND: Brand = { name: "", colour: null, logo: null };

type PageStatus = 200 | 400 | 404 | 429 | 503;

/**
 * Answers with a page under the brand of the deployment. `language` is the customer's, null where it is not known or must
 * not be told: then it is the browser's. Works before the settings are whole, without a brand.
 */
export function page(
  c: RouteContext,
  pageOf: PageOf,
  status: PageStatus,
  language: Language | null = null,
): Response | Promise<Response> {
  const deps: Deps | undefined = c.get("deps");
  const spoken = language ?? acceptedLanguage(c.req.header("Accept-Language"));
  const view = {
    copy: COPIES[spoken],
    language: spoken,
    brand: deps?.config.brand ?? NO_BRAND,
    appUrl: deps?.config.link.appUrl ?? null,
  };
  if (status === 503 || status === 429) c.header("Retry-After", String(RETRY_AFTER_S));
  c.header("Content-Language", spoken);
  return c.html(renderPage(pageOf(view), view, c.get("secureHeadersNonce") ?? ""), status);
}
