// Push messages by Firebase Cloud Messaging, HTTP v1 (firebase.google.com/docs/reference/fcm/rest/v1). It takes no
// idempotency key, but a message takes the place of an earlier one with the same collapse id and tag, waiting or shown:
// so a request whose answer was lost is made again.

import * as z from "zod/mini";
import { digestOf } from "../../platform/digest.ts";
import { call, isOk, isWrongDoor } from "../../platform/http.ts";
import { jsonOf } from "../../platform/json.ts";
import { createGoogleBearer } from "./bearer.ts";
import type { Answer, CallDeps } from "../../platform/http.ts";
import type { ServiceAccount } from "./bearer.ts";
import type { DeliveryOutcome } from "../../core/message/outcome.ts";
import type { Channel, Delivery } from "../../core/ports.ts";

export interface FcmDeps extends CallDeps {
  readonly serviceAccount: ServiceAccount;
  /** https://fcm.googleapis.com when left out. */
  readonly apiUrl?: string;
}

const SCOPE = "https://www.googleapis.com/auth/firebase.messaging";
/** FCM's limit on notification and data together, keys included. */
const MAX_PAYLOAD_BYTES = 4_096;
/** Apple's limit on a collapse id. */
const MAX_COLLAPSE_BYTES = 64;
/** FCM keeps no message longer than four weeks. */
const MAX_TTL_S = 2_419_200;
/** What FCM asks for where it says nothing itself. */
const QUOTA_WAIT_MS = 60_000;

type Meaning = "dead" | "account" | "platform" | "unproven" | "unknown" | "retry" | "quota" | "maybe" | "argument";

/** FCM's own error codes, with what its reference says of each (firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode). */
export const FCM_ERRORS: Readonly<Record<string, Meaning>> = {
  // "App instance was unregistered from FCM. This usually means that the token used is no longer valid."
  UNREGISTERED: "dead",
  // "The authenticated sender ID is different from the sender ID for the registration token": a token of another project,
  // or all of them, where it is our project that is the wrong one.
  SENDER_ID_MISMATCH: "unproven",
  // "Request parameters were invalid." Names the token, or something of ours.
  INVALID_ARGUMENT: "argument",
  // "Sending limit exceeded for the message target."
  QUOTA_EXCEEDED: "quota",
  // "The server is overloaded."
  UNAVAILABLE: "retry",
  // "An unknown internal error occurred."
  INTERNAL: "maybe",
  // "APNs certificate or web push auth key was invalid or missing": Android is reached.
  THIRD_PARTY_AUTH_ERROR: "platform",
  // "No more information is available about this error."
  UNSPECIFIED_ERROR: "unknown",
};
/** What cannot be looked up here is tried a little more and then taken for permanent. */
const UNKNOWN_TRIES = 3;

const sentShape = z.looseObject({ name: z.string().check(z.minLength(1)) });
const errorShape = z.looseObject({
  error: z.looseObject({
    message: z.catch(z.string(), ""),
    details: z.catch(
      z.array(
        z.looseObject({
          errorCode: z.catch(z.optional(z.string()), undefined),
          fieldViolations: z.catch(z.array(z.looseObject({ field: z.string() })), []),
        }),
      ),
      [],
    ),
  }),
});
type FcmError = z.infer<typeof errorShape>["error"];

/** An argument that is wrong is the token, or something of ours; FCM names it in a violation or in its sentence. */
function namesToken({ message, details }: FcmError): boolean {
  const fields = details.flatMap((it) => it.fieldViolations.map(({ field }) => field));
  return fields.length > 0 ? fields.includes("message.token") : /registration token/i.test(message);
}

function byStatus(status: number, error: FcmError | undefined): Meaning {
  const isNamed = error?.details.some((it) => it.errorCode !== undefined) === true;
  // Google's own libraries read a 404 that names no code as a token that is gone; the project may be gone as well. And a
  // code that is not known here makes a 403 nobody's proven fault.
  if ((status === 404 && error !== undefined) || (status === 403 && isNamed)) return "unknown";
  if (isWrongDoor(status)) return "account";
  if (status === 429) return "quota";
  if (status === 503) return "retry";
  return status >= 500 || status === 408 ? "maybe" : "argument";
}

function outcomeOf({ status, text, retryAfter }: Answer): DeliveryOutcome {
  const body = jsonOf(text);
  if (isOk(status)) {
    if (sentShape.safeParse(body).success) return { kind: "sent" };
    return { kind: "retry", why: `fcm ${status} without a message`, retryAfter, maybeArrived: true };
  }
  const error = errorShape.safeParse(body).data?.error;
  const code = error?.details.map((it) => it.errorCode ?? "").find((it) => Object.hasOwn(FCM_ERRORS, it));
  const meaning = (code === undefined ? undefined : FCM_ERRORS[code]) ?? byStatus(status, error);
  const why = code === undefined ? `fcm ${status}` : `fcm ${status} ${code}`;
  switch (meaning) {
    case "dead":
      return { kind: "failed", why, scope: "recipient", address: "dead" };
    case "argument":
      return error !== undefined && namesToken(error)
        ? { kind: "failed", why, scope: "recipient", address: "dead" }
        : { kind: "failed", why, scope: "us" };
    case "account":
      return { kind: "misconfigured", why, scope: "account" };
    case "platform":
    case "unproven":
      return { kind: "failed", why, scope: meaning };
    case "unknown":
      return { kind: "retry", why, retryAfter, tries: UNKNOWN_TRIES, scope: "unproven" };
    case "quota":
      return { kind: "retry", why, retryAfter: retryAfter ?? QUOTA_WAIT_MS };
    case "retry":
      return { kind: "retry", why, retryAfter };
    case "maybe":
      return { kind: "retry", why, retryAfter, maybeArrived: true };
  }
}

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
    // A certificate of Apple's that is wrong is a 401 as well.
    if (answer.status !== 401 || outcome.kind !== "misconfigured") return outcome;
    // A bearer may end before its time. A new one is asked for once; the next is not better.
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
