// The two shapes of an answer that is no plain JSON: an error, with the one table from code to status, and a page.

import { visitorLanguage } from "../html/accept-language.ts";
import { PLAIN } from "../../text/language.ts";
import { sayIn } from "../../text/page.ts";
import { STATUS } from "./problems.ts";
import type { Deps } from "../../setup/compose.ts";
import type { Language } from "../../text/language.ts";
import type { Brand, PageContent, PageOf } from "../html/view.ts";
import type { RouteContext } from "./context.ts";
import type { ErrorCode } from "./problems.ts";

/** The status that belongs to a code. */
export const statusOf = (code: ErrorCode): (typeof STATUS)[ErrorCode] => STATUS[code];

/** How long a sender should wait before trying again, seconds. */
const RETRY_AFTER_S = 30;

/** Links and their pages are for one pair of eyes: never cached, never indexed, never told to the next site. */
const UNSEEN = {
  "Cache-Control": "no-store, private",
  "Referrer-Policy": "no-referrer",
  "X-Robots-Tag": "noindex, noarchive",
} as const;

/** What has a body is not framed, guessed at or shared either. */
const PRIVATE = {
  ...UNSEEN,
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Strict-Transport-Security": "max-age=15552000; includeSubDomains",
} as const;

const NOTHING_LOADS = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** The headers of an answer that is data and no page. */
export const DATA = { ...PRIVATE, "Content-Security-Policy": `${NOTHING_LOADS}; form-action 'none'` } as const;

/** Answers `{"error":{code,message,request_id}}` with the status that belongs to the code. */
export function problem(c: RouteContext, code: ErrorCode, message: string): Response {
  if (STATUS[code] === 503) c.header("Retry-After", String(RETRY_AFTER_S));
  const requestId = requestIdOf(c);
  c.header("X-Request-Id", requestId);
  return c.json({ error: { code, message, request_id: requestId } }, STATUS[code], DATA);
}

/** What a request is called in the log and in the answer to it: as the caller called it, or a name of our own. */
export function requestIdOf(c: RouteContext): string {
  const known = c.get("requestId");
  if (known !== undefined) return known;
  const given = c.req.header("X-Request-Id") ?? "";
  const requestId = /^[\w=-]{1,255}$/.test(given) ? given : crypto.randomUUID();
  c.set("requestId", requestId);
  return requestId;
}

/**
 * What a page may do: use its own style, show pictures it carries or, where it says so, those of suppliers, and send its forms to us. Where a form leads on to Connect
 * nothing is said of forms: Chromium holds a rule against every redirect that follows, and Connect's are not ours to know.
 */
function policyOf(nonce: string, { leadsOut = false, showsPictures = false }: PageContent): string {
  const forms = leadsOut ? "" : "; form-action 'self'";
  const pictures = showsPictures ? "data: https:" : "data:";
  return `${NOTHING_LOADS}; style-src 'nonce-${nonce}'; img-src ${pictures}${forms}`;
}

/** Leads on. The caller has built the location from settings alone. */
export const redirect = (location: string, status: 302 | 303): Response =>
  new Response(null, {
    status,
    headers: { ...UNSEEN, "Content-Security-Policy": `${NOTHING_LOADS}; form-action 'none'`, Location: location },
  });

/** Who writes while the settings are not whole: nobody. */
const NO_BRAND: Brand = { name: "", colour: null, logo: null, legal: null, helpUrl: null, privacyUrl: null };

export type PageStatus = 200 | 400 | 403 | 404 | 409 | 429 | 503;

/**
 * Answers with a page under the brand of the deployment. `language` is the customer's, null where it is not known or must
 * not be told: then it is the browser's. Works before the settings are whole, without a brand. What draws pages is loaded with the first of them.
 */
export async function page(
  c: RouteContext,
  pageOf: PageOf,
  status: PageStatus,
  language: Language | null = null,
): Promise<Response> {
  const { renderPage } = await import("../html/page.tsx");
  const deps: Deps | undefined = c.get("deps");
  const spoken = visitorLanguage(language, c.req.header("Accept-Language"), deps?.config.languages ?? PLAIN);
  const view = {
    say: sayIn(spoken),
    language: spoken,
    brand: deps?.config.brand ?? NO_BRAND,
    appUrl: deps?.config.link.appUrl ?? null,
  };
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  if ((status === 503 || status === 429) && !c.res.headers.has("Retry-After")) {
    c.header("Retry-After", String(RETRY_AFTER_S));
  }
  const content = pageOf(view);
  const headers = { ...PRIVATE, "Content-Security-Policy": policyOf(nonce, content), "Content-Language": spoken };
  return c.html(renderPage(content, view, nonce), status, headers);
}
