// Answers of the bridge: JSON in Zero's form, said to be of Zero's version, for nobody's cache.

import { ZERO_VERSION } from "../../flatpeak/version.ts";
import { deprecation } from "../../flatpeak/zero/deprecation.ts";
import { errorBody } from "../../flatpeak/zero/error.ts";
import { requestIdOf } from "../http/respond.ts";
import type { ZeroError } from "../../flatpeak/zero/error.ts";
import type { RouteContext } from "../http/context.ts";

interface Told {
  readonly status: number;
  /** See `deprecation`. */
  readonly gone?: readonly string[];
  /** How long FlatPeak asks to be left alone (ms); null where it does not say. */
  readonly retryAfter?: number | null;
}

/** Answers with this body. */
export function answer(c: RouteContext, body: unknown, { status, gone = [], retryAfter = null }: Told): Response {
  const headers = new Headers({
    "Content-Type": "application/json",
    "Cache-Control": "no-store, private",
    "X-Content-Type-Options": "nosniff",
    "X-Request-Id": requestIdOf(c),
    "Flatpeak-Version": ZERO_VERSION,
    Deprecation: deprecation(gone),
  });
  if (retryAfter !== null) headers.set("Retry-After", String(Math.ceil(retryAfter / 1_000)));
  return new Response(JSON.stringify(body), { status, headers });
}

/** Answers with an error that is the bridge's own. `retryAfter` in ms. */
export function errorAnswer(c: RouteContext, error: ZeroError, retryAfter: number | null = null): Response {
  const { config, now } = c.get("deps");
  return answer(c, errorBody(error, config.flatpeak.liveMode, now()), { status: error.status, retryAfter });
}
