// Push messages by Firebase Cloud Messaging, HTTP v1 (firebase.google.com/docs/reference/fcm/rest/v1). It takes no
// idempotency key, but a message takes the place of an earlier one with the same collapse id and tag, waiting or shown:
// so a request whose answer was lost is made again.

import { digestOf } from "../../platform/digest.ts";
import { call } from "../../platform/http.ts";
import { createGoogleBearer } from "./bearer.ts";
import { outcomeOf } from "./errors.ts";
import type { CallDeps } from "../../platform/http.ts";
import type { ServiceAccount } from "./bearer.ts";
import type { DeliveryOutcome } from "../../core/message/outcome.ts";
import type { Channel, Delivery } from "../channel.ts";

export interface FcmDeps extends CallDeps {
  readonly serviceAccount: ServiceAccount;
  /** https://fcm.googleapis.com when left out. */
  readonly apiUrl?: string;
}

export const SCOPE = "https://www.googleapis.com/auth/firebase.messaging";
/** FCM's limit on notification and data together, keys included. */
const MAX_PAYLOAD_BYTES = 4_096;
/** Apple's limit on a collapse id. */
const MAX_COLLAPSE_BYTES = 64;
/** FCM keeps no message longer than four weeks. */
const MAX_TTL_S = 2_419_200;
const encoder = new TextEncoder();

async function messageOf({ notification: it, validFor }: Delivery, token: string, now: number) {
  const id = new Uint8Array(encoder.encode(it.reference));
  const collapse = id.length > MAX_COLLAPSE_BYTES ? await digestOf(id) : it.reference;
  const ttl = Math.min(Math.max(0, Math.floor(validFor / 1_000)), MAX_TTL_S);
  return {
    token,
    notification: { title: it.subject, body: it.text },
    data: { link: it.link, notification_id: it.reference },
    // The collapse key replaces a message that waits, the tag one that is shown.
    android: { collapse_key: collapse, ttl: `${ttl}s`, notification: { tag: collapse } },
    apns: { headers: { "apns-collapse-id": collapse, "apns-expiration": String(Math.floor(now / 1_000) + ttl) } },
    webpush: { headers: { TTL: String(ttl) }, notification: { tag: collapse }, fcm_options: { link: it.link } },
  };
}

/** The `push` channel by FCM. `sent` means FCM took it: whether a device showed it is not told. */
export function createFcm(deps: FcmDeps): Channel {
  const { serviceAccount: account, apiUrl = "https://fcm.googleapis.com" } = deps;
  const url = `${apiUrl}/v1/projects/${account.project_id}/messages:send`;
  const source = createGoogleBearer({ account, scope: SCOPE, fetch: deps.fetch, now: deps.now });

  async function attempt(body: string, isRepeat: boolean): Promise<DeliveryOutcome> {
    const found = await source.bearer();
    if (found.kind === "refused") return { kind: "misconfigured", why: found.why, scope: "account" };
    if (found.kind === "unavailable") return { kind: "retry", why: found.why, retryAfter: found.retryAfter };
    const headers = { Authorization: `Bearer ${found.token}`, "Content-Type": "application/json" };
    const answer = await call(deps, url, { method: "POST", headers, body });
    if (answer.kind === "lost") {
      return { kind: "retry", why: `fcm ${answer.why}`, retryAfter: null, maybeArrived: true };
    }
    const outcome = outcomeOf(answer);
    // A 401 is not always about our bearer: a wrong certificate for Apple's devices is one as well.
    if (answer.status !== 401 || outcome.kind !== "misconfigured") return outcome;
    // Google may end a bearer early. A new one is asked for once: if that is refused too, the account is the cause.
    source.drop(found.token);
    return isRepeat ? outcome : attempt(body, true);
  }

  return {
    name: "push",
    async send(delivery) {
      if (delivery.to === null) return { kind: "no_address" };
      const message = await messageOf(delivery, delivery.to, deps.now());
      const payload = JSON.stringify({ notification: message.notification, data: message.data });
      if (encoder.encode(payload).length >= MAX_PAYLOAD_BYTES) {
        return { kind: "failed", why: "fcm payload too large", scope: "us" };
      }
      return attempt(JSON.stringify({ message }), false);
    },
  };
}
