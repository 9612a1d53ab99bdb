// What Zero and Anode have alike goes through as it is, both ways, without being read.

import { speaksZero } from "../../flatpeak/version.ts";
import { errorAnswer } from "./respond.ts";
import type { RouteContext } from "../http/context.ts";

/** What belongs to this address, to whoever stands before it, or to Cloudflare, and is no business of FlatPeak's. */
const NOT_ON = [
  "Cookie",
  "Connection",
  "CDN-Loop",
  "CF-Connecting-IP",
  "CF-Connecting-IPv6",
  "CF-EW-Via",
  "CF-IPCountry",
  "CF-Ray",
  "CF-Visitor",
  "CF-Worker",
  "Forwarded",
  "True-Client-IP",
  "X-Forwarded-For",
  "X-Forwarded-Host",
  "X-Forwarded-Proto",
  "X-Real-IP",
] as const;

function headersOn(given: Headers): Headers {
  const headers = new Headers(given);
  for (const name of NOT_ON) headers.delete(name);
  const version = headers.get("Flatpeak-Version");
  // FlatPeak refuses a version that is older than the account's own. Left out, the account's own is spoken.
  if (version !== null && speaksZero(version)) headers.delete("Flatpeak-Version");
  return headers;
}

/**
 * Hands the request on to FlatPeak, and its answer back. `path` with what stands behind the question mark. How long to wait is the
 * caller's to say, as it would be without us.
 */
export async function passThrough(c: RouteContext, path: string): Promise<Response> {
  const { config, outside, log } = c.get("deps");
  const { method, headers, body } = c.req.raw;
  try {
    const answered = await outside.fetch(`${config.flatpeak.apiUrl}${path}`, {
      method,
      headers: headersOn(headers),
      // A redirect is for the caller to see: followed from here, it would take the bearer along.
      redirect: "manual",
      ...(body === null ? {} : { body }),
    });
    if (!answered.headers.has("Set-Cookie")) return answered;
    // A cookie of FlatPeak's would be set for this address.
    const response = new Response(answered.body, answered);
    response.headers.delete("Set-Cookie");
    return response;
  } catch (error) {
    log.error("bridge_not_reached", error);
    return errorAnswer(c, { status: 502, code: "unavailable", message: "FlatPeak cannot be reached" });
  }
}
