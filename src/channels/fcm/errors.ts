// What each of FCM's answers means for a message, for the device it went to, and for everybody else
// (firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode).

import * as z from "zod/mini";
import { isOk, isAddressOrKeyWrong } from "../../platform/http.ts";
import { jsonOf } from "../../platform/json.ts";
import { UNKNOWN_TRIES } from "../tries.ts";
import type { DeliveryOutcome } from "../../core/message/outcome.ts";
import type { HttpAnswer } from "../../platform/http.ts";

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

/** Whether the argument that FCM calls wrong is the token. It names the argument in a field violation, or in its sentence. */
function namesToken({ message, details }: FcmError): boolean {
  const fields = details.flatMap((it) => it.fieldViolations.map(({ field }) => field));
  return fields.length > 0 ? fields.includes("message.token") : /registration token/i.test(message);
}

function byStatus(status: number, error: FcmError | undefined): Meaning {
  const isNamed = error?.details.some((it) => it.errorCode !== undefined) === true;
  // Google's own libraries take a 404 without a code for a token that is gone, but the project may be gone as well. A 403
  // with a code that the table does not have does not say whether it is about this device or about all of them.
  if ((status === 404 && error !== undefined) || (status === 403 && isNamed)) return "unknown";
  if (isAddressOrKeyWrong(status)) return "account";
  if (status === 429) return "quota";
  if (status === 503) return "retry";
  return status >= 500 || status === 408 ? "maybe" : "argument";
}

/** What became of the message that this is the answer to. */
export function outcomeOf({ status, text, retryAfter }: HttpAnswer): DeliveryOutcome {
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
