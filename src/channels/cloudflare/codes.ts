// What each of the Email Service's error codes means for a message, for the address it went to, and for everybody else
// (developers.cloudflare.com/email-service/api/send-emails/workers-api, "Error codes").

import { UNKNOWN_TRIES } from "../tries.ts";
import type { DeliveryOutcome } from "../../core/message/outcome.ts";

/** Where the mail server of the recipient refused it: Cloudflare has tried again already, so we do so a few times a day. */
const REFUSED_WAIT_MS = 6 * 3_600_000;

type Meaning =
  | { readonly kind: "failed"; readonly scope: "recipient" | "platform" | "us"; readonly address?: "dead" }
  | {
      readonly kind: "retry";
      readonly retryAfter: number | null;
      readonly tries?: number;
      readonly scope?: "unproven";
    }
  | { readonly kind: "misconfigured"; readonly scope: "sender" | "account" };

const FAILED: Meaning = { kind: "failed", scope: "us" };
const SENDER: Meaning = { kind: "misconfigured", scope: "sender" };

/** Each is a refusal: with one of them, nothing was sent. */
export const CLOUDFLARE_EMAIL_CODES: Readonly<Record<string, Meaning>> = {
  E_RECIPIENT_SUPPRESSED: { kind: "failed", scope: "recipient", address: "dead" },
  E_VALIDATION_ERROR: FAILED,
  E_FIELD_MISSING: FAILED,
  E_TOO_MANY_RECIPIENTS: FAILED,
  E_TOO_MANY_ATTACHMENTS: FAILED,
  E_CONTENT_TOO_LARGE: FAILED,
  E_HEADER_NOT_ALLOWED: FAILED,
  E_HEADER_USE_API_FIELD: FAILED,
  E_HEADER_VALUE_INVALID: FAILED,
  E_HEADER_VALUE_TOO_LONG: FAILED,
  E_HEADER_NAME_INVALID: FAILED,
  E_HEADERS_TOO_LARGE: FAILED,
  E_HEADERS_TOO_MANY: FAILED,
  E_RATE_LIMIT_EXCEEDED: { kind: "retry", retryAfter: null },
  E_INTERNAL_SERVER_ERROR: { kind: "retry", retryAfter: null },
  // A limit of the account for one day: nobody is served before the next one, unless the operator has it raised.
  E_DAILY_LIMIT_EXCEEDED: { kind: "misconfigured", scope: "account" },
  E_DELIVERY_FAILED: { kind: "retry", retryAfter: REFUSED_WAIT_MS, tries: 3 },
  E_SENDER_NOT_VERIFIED: SENDER,
  E_SENDER_DOMAIN_NOT_AVAILABLE: SENDER,
  // The binding or the account allows some recipients only, and this is none of them. The others are reached.
  E_RECIPIENT_NOT_ALLOWED: { kind: "failed", scope: "platform" },
};
/** An error code of the same form that the table does not have. */
const UNKNOWN: Meaning = { kind: "retry", retryAfter: null, tries: UNKNOWN_TRIES, scope: "unproven" };

/** What became of the message whose sending threw this. */
export function outcomeOf(error: unknown): DeliveryOutcome {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  const known = Object.hasOwn(CLOUDFLARE_EMAIL_CODES, code) ? CLOUDFLARE_EMAIL_CODES[code] : undefined;
  if (known !== undefined) return { ...known, why: `cloudflare email ${code}` };
  if (/^E_[A-Z_]{1,60}$/.test(code)) return { ...UNKNOWN, why: "cloudflare email refused" };
  // An error that names no refusal may have come after the sending.
  return { kind: "uncertain", why: "cloudflare email broke" };
}
