// Email by Resend's API (resend.com/docs/api-reference). It keeps an idempotency key for a day, so a request whose answer
// was lost is made again with the same key, and nobody gets a second email.

import * as z from "zod/mini";
import { call, isOk, isWrongDoor, jsonOf } from "./call.ts";
import type { Answer, CallDeps } from "./call.ts";
import type { DeliveryOutcome } from "../core/outcome.ts";
import type { Channel } from "../core/ports.ts";

export interface ResendDeps extends CallDeps {
  /** https://api.resend.com when left out. */
  readonly apiUrl?: string;
  readonly apiKey: string;
  /** `Name <address>` or an address, of a domain verified at Resend. */
  readonly from: string;
  readonly replyTo: string | null;
}

/** A quota of a day or a month is not worth asking about more often. */
const QUOTA_WAIT_MS = 3_600_000;

const emailShape = z.looseObject({ id: z.string().check(z.minLength(1)) });
const errorShape = z.looseObject({ name: z.string(), message: z.catch(z.string(), "") });

type Meaning = "failed" | "dead" | "misconfigured" | "busy" | "quota" | "underway" | "taken";

/** Error names of Resend's documentation. Those a message cannot cause are left to their status. */
export const RESEND_ERRORS: Readonly<Record<string, Meaning>> = {
  invalid_idempotency_key: "failed",
  missing_required_field: "failed",
  invalid_parameter: "failed",
  invalid_attachment: "failed",
  security_error: "failed",
  invalid_to_address: "dead",
  invalid_from_address: "misconfigured",
  invalid_access: "misconfigured",
  missing_api_key: "misconfigured",
  restricted_api_key: "misconfigured",
  invalid_api_key: "misconfigured",
  rate_limit_exceeded: "busy",
  daily_quota_exceeded: "quota",
  monthly_quota_exceeded: "quota",
  concurrent_idempotent_requests: "underway",
  invalid_idempotent_request: "taken",
};

/** `validation_error` comes with three statuses and says only in words which field it means. */
function validation(status: number, message: string): Meaning {
  // 403: the domain is not verified, or the account may write to its owner only.
  if (status === 403) return "misconfigured";
  if (/`?\bfrom\b`? field/i.test(message)) return "misconfigured";
  return /`?\bto\b`? field/i.test(message) ? "dead" : "failed";
}

function byStatus(status: number): Meaning {
  if (isWrongDoor(status)) return "misconfigured";
  if (status === 429) return "busy";
  return status === 408 || status === 409 ? "underway" : "failed";
}

function outcomeOf({ status, text, retryAfter }: Answer): DeliveryOutcome {
  const body = jsonOf(text);
  if (isOk(status) && emailShape.safeParse(body).success) return { kind: "accepted" };
  // The key makes a repeat harmless, so whatever may have been taken is simply sent again.
  if (isOk(status) || status >= 500) return { kind: "retry", why: `resend ${status}`, retryAfter, maybeArrived: true };
  const error = errorShape.safeParse(body).data;
  const known = error !== undefined && Object.hasOwn(RESEND_ERRORS, error.name) ? RESEND_ERRORS[error.name] : undefined;
  const isValidation = error?.name === "validation_error";
  const meaning = isValidation ? validation(status, error.message) : (known ?? byStatus(status));
  // Only names we know are told on: another may be anything.
  const why = known !== undefined || isValidation ? `resend ${status} ${error?.name}` : `resend ${status}`;
  switch (meaning) {
    case "failed":
      return { kind: "failed", why, scope: "us" };
    case "dead":
      return { kind: "failed", why, scope: "recipient", address: "dead" };
    case "misconfigured":
      return { kind: "misconfigured", why, scope: "account" };
    case "busy":
      return { kind: "retry", why, retryAfter };
    case "quota":
      return { kind: "retry", why, retryAfter: Math.max(retryAfter ?? 0, QUOTA_WAIT_MS) };
    case "underway":
      return { kind: "retry", why, retryAfter, maybeArrived: true };
    // An earlier attempt used the key with other bytes: a sender or an address that changed in between. Most likely that
    // attempt was taken, but Resend does not say so; the webhook will. This one must not be tried with a new key.
    case "taken":
      return { kind: "uncertain", why };
  }
}

/** The `email` channel by Resend. What became of an email is told by its webhook, which names it by our two tags. */
export function createResend(deps: ResendDeps): Channel {
  const { apiUrl = "https://api.resend.com", apiKey, from, replyTo } = deps;
  return {
    name: "email",
    async send({ notification, to, no }) {
      if (to === null) return { kind: "no_address" };
      const headers = {
        Authorization: `Bearer ${apiKey}`,
        "Content-Type": "application/json",
        "Idempotency-Key": notification.id,
      };
      // Equal bytes on every attempt: a key that comes with other bytes is refused.
      const body = JSON.stringify({
        from,
        to: [to],
        ...(replyTo === null ? {} : { reply_to: replyTo }),
        subject: notification.subject,
        text: notification.text,
        ...(notification.html === null ? {} : { html: notification.html }),
        headers: {
          "List-Unsubscribe": `<${notification.stopLink}>`,
          "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        tags: [
          { name: "customer", value: notification.customerId },
          { name: "notification", value: String(no) },
        ],
      });
      const answer = await call(deps, `${apiUrl}/emails`, { method: "POST", headers, body });
      return answer.kind === "lost"
        ? { kind: "retry", why: `resend ${answer.why}`, retryAfter: null, maybeArrived: true }
        : outcomeOf(answer);
    },
  };
}
