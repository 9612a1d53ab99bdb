// A POST to the company's own backend, signed as Standard Webhooks writes it (standardwebhooks.com).

import { call } from "../platform/http.ts";
import { secretBytes, signatureOf } from "./signature.ts";
import type { HttpAnswer, CallDeps, CallLimits, Lost } from "../platform/http.ts";

export interface BackendDeps extends CallDeps {
  readonly url: string;
  /** `whsec_...`: at least 24 bytes in base64. */
  readonly secret: string;
}

/**
 * A function that posts a body under an id. The signature is made anew on every attempt, so that its time is fresh; id and
 * bytes are the caller's. Throws at once on a secret that is not base64.
 */
export function createSignedPost(
  deps: BackendDeps,
  limits: CallLimits,
): (id: string, body: string) => Promise<HttpAnswer | Lost> {
  const bytes = secretBytes(deps.secret);
  return async (id, body) => {
    const seconds = Math.floor(deps.now() / 1_000);
    const headers = {
      "Content-Type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": String(seconds),
      "webhook-signature": await signatureOf(bytes, id, seconds, body),
    };
    return call(deps, deps.url, { method: "POST", headers, body }, limits);
  };
}
