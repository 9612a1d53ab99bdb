// What Zero and Anode have alike goes through as it is, both ways, without being read.

import { speaksZero } from "../../flatpeak/version.ts";
import { withSignal } from "../../platform/within.ts";
import { errorAnswer } from "./respond.ts";
import type { RouteContext } from "../http/context.ts";

/** Until FlatPeak begins to answer. What it then says may take as long as it takes. */
const BEGIN_MS = 30_000;

/** What belongs to this connection, to this address, or to Cloudflare, and is no business of FlatPeak's. */
const NOT_ON =
  /^(?:host|cookie|connection|keep-alive|proxy-.+|te|trailer|transfer-encoding|upgrade|cf-.+|cdn-loop|x-forwarded-.+|x-real-ip|true-client-ip|forwarded)$/i;

function headersOn(c: RouteContext): Headers {
  const headers = new Headers();
  for (const [name, value] of c.req.raw.headers) if (!NOT_ON.test(name)) headers.append(name, value);
  // FlatPeak refuses a version that is older than the account's own. Left out, the account's own is spoken.
  if (speaksZero(headers.get("Flatpeak-Version") ?? "-")) headers.delete("Flatpeak-Version");
  return headers;
}

/** Hands the request on to FlatPeak, and its answer back. `path` with what stands behind the question mark. */
export async function passThrough(c: RouteContext, path: string): Promise<Response> {
  const { config, outside } = c.get("deps");
  const { method, body } = c.req.raw;
  // A redirect is for the caller to see: followed from here, it would take the bearer along.
  const request = { method, headers: headersOn(c), redirect: "manual", ...(body === null ? {} : { body }) } as const;
  try {
    const answered = await withSignal(BEGIN_MS, (signal) =>
      outside.fetch(`${config.flatpeak.apiUrl}${path}`, { ...request, signal }),
    );
    const response = new Response(answered.body, answered);
    // A cookie of FlatPeak's would be set for this address.
    response.headers.delete("Set-Cookie");
    return response;
  } catch (error) {
    const isLate = error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError");
    const message = isLate ? "FlatPeak did not answer in time" : "FlatPeak cannot be reached";
    return errorAnswer(c, { status: isLate ? 504 : 502, code: isLate ? "timed_out" : "unavailable", message });
  }
}
