// What each of Resend's answers to a request means for a message, for the address it went to, and for everybody else
// (resend.com/docs/api-reference/errors).

import * as z from "zod/mini";
import { isOk, isAddressOrKeyWrong } from "../../platform/http.ts";
import { jsonOf } from "../../platform/json.ts";
import { UNKNOWN_TRIES } from "../tries.ts";
import type { DeliveryOutcome } from "../../core/message/outcome.ts";
import type { HttpAnswer } from "../../platform/http.ts";

const emailShape = z.looseObject({ id: z.string().check(z.minLength(1)) });
const errorShape = z.looseObject({ name: z.string(), message: z.catch(z.string(), "") });

type Meaning = "us" | "dead" | "sender" | "account" | "unknown" | "busy" | "underway" | "taken";

/**
 * Error names of Resend's documentation (resend.com/docs/api-reference/errors). Those a message cannot cause are left to their
 * status.
 */
export const RESEND_ERRORS: Readonly<Record<string, Meaning>> = {
  // 400
  invalid_idempotency_key: "us",
  // 401 and 403
  missing_api_key: "account",
  restricted_api_key: "account",
  invalid_api_key: "account",
  // 404 and 405: the address of the API
  not_found: "account",
  method_not_allowed: "account",
  // 409: the same key with other bytes, or at the same time
  invalid_idempotent_request: "taken",
  concurrent_idempotent_requests: "underway",
  // 422
  invalid_access: "account",
  invalid_attachment: "us",
  invalid_from_address: "sender",
  invalid_parameter: "us",
  invalid_region: "account",
  invalid_to_address: "dead",
  missing_required_field: "us",
  // 429: too fast; or the account's quota is used up until the day or month ends, or the operator buys more
  rate_limit_exceeded: "busy",
  daily_quota_exceeded: "account",
  monthly_quota_exceeded: "account",
  // 451
  security_error: "us",
};

/** `validation_error` comes with three statuses and says only in words which field it means. */
function validation(status: number, message: string): Meaning {
  // 403: "You can only send testing emails to your own email address", or "The domain is not verified".
  if (status === 403) return /testing/i.test(message) ? "account" : "sender";
  if (/`?\bfrom\b`? field/i.test(message)) return "sender";
  return /`?\bto\b`? field/i.test(message) ? "dead" : "us";
}

/** By the status alone. A 403 with a name that the table does not have does not say whom it is about. */
function byStatus(status: number, isNamed: boolean): Meaning {
  if (isAddressOrKeyWrong(status) && !(isNamed && status === 403)) return "account";
  if (status === 429) return "busy";
  return status === 408 || status === 409 ? "underway" : "unknown";
}

/** What became of the message that this is the answer to. */
export function outcomeOf({ status, text, retryAfter }: HttpAnswer): DeliveryOutcome {
  const body = jsonOf(text);
  const taken = isOk(status) ? emailShape.safeParse(body).data : undefined;
  if (taken !== undefined) return { kind: "accepted", id: taken.id };
  // Resend knows a repeat by the key, so what may have been taken is sent again.
  if (isOk(status) || status >= 500) return { kind: "retry", why: `resend ${status}`, retryAfter, maybeArrived: true };
  const error = errorShape.safeParse(body).data;
  const known = error !== undefined && Object.hasOwn(RESEND_ERRORS, error.name) ? RESEND_ERRORS[error.name] : undefined;
  const isValidation = error?.name === "validation_error";
  const meaning = isValidation ? validation(status, error.message) : (known ?? byStatus(status, error !== undefined));
  // Only names of the table are repeated: another may hold anything.
  const why = known !== undefined || isValidation ? `resend ${status} ${error?.name}` : `resend ${status}`;
  switch (meaning) {
    case "us":
      return { kind: "failed", why, scope: "us" };
    case "dead":
      return { kind: "failed", why, scope: "recipient", address: "dead" };
    case "sender":
    case "account":
      return { kind: "misconfigured", why, scope: meaning };
    case "unknown":
      return { kind: "retry", why, retryAfter, tries: UNKNOWN_TRIES, scope: "unproven" };
    case "busy":
      return { kind: "retry", why, retryAfter };
    case "underway":
      return { kind: "retry", why, retryAfter, maybeArrived: true };
    // An earlier attempt used the key with other bytes: a sender or an address that changed in between. Most likely that
    // attempt was taken, but Resend does not say so; the webhook will. This one must not be tried with a new key.
    case "taken":
      return { kind: "uncertain", why };
  }
}
