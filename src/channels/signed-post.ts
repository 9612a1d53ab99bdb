// A POST to the company's own backend, signed as Standard Webhooks writes it (standardwebhooks.com).

import { Webhook } from "standardwebhooks";
import { call } from "./call.ts";
import type { Answer, CallDeps, CallLimits, Lost } from "./call.ts";

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
): (id: string, body: string) => Promise<Answer | Lost> {
  const signer = new Webhook(deps.secret);
  return (id, body) => {
    const at = new Date(deps.now());
    const headers = {
      "Content-Type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
      "webhook-signature": signer.sign(id, at, body),
    };
    return call(deps, deps.url, { method: "POST", headers, body }, limits);
  };
}
