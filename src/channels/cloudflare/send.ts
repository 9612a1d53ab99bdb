// Email by Cloudflare's Email Service, through a binding of the Worker: no account elsewhere, no key
// (developers.cloudflare.com/email-service/api/send-emails/workers-api). It documents no idempotency and no callback.

import { within } from "../../platform/within.ts";
import type { DeliveryOutcome } from "../../core/message/outcome.ts";
import type { Channel } from "../../core/ports.ts";

/** The part of the `send_email` binding that is used here. */
export interface EmailBinding {
  send(message: {
    readonly from: string;
    readonly to: string;
    readonly subject: string;
    readonly text: string;
    readonly html?: string;
    readonly headers: Record<string, string>;
  }): Promise<unknown>;
}

interface CloudflareEmailDeps {
  readonly binding: EmailBinding;
  /** An address of a domain onboarded to the Email Service. */
  readonly from: string;
}

const TIMEOUT_MS = 10_000;
/** A mail server that would not take it: a few more tries in a day, for Cloudflare has already made its own. */
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

/**
 * The error codes of Cloudflare's documentation (developers.cloudflare.com/email-service/api/send-emails/workers-api, "Error
 * codes"). Each is a refusal: with one of them, nothing was sent.
 */
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
  // The account's, and over when the day is: nobody is served until then, and the operator may ask for more.
  E_DAILY_LIMIT_EXCEEDED: { kind: "misconfigured", scope: "account" },
  E_DELIVERY_FAILED: { kind: "retry", retryAfter: REFUSED_WAIT_MS, tries: 3 },
  E_SENDER_NOT_VERIFIED: SENDER,
  E_SENDER_DOMAIN_NOT_AVAILABLE: SENDER,
  // Not among the recipients that the binding or the account allows; those that are, are reached.
  E_RECIPIENT_NOT_ALLOWED: { kind: "failed", scope: "platform" },
};
/** A refusal by its form, of a kind that is not known here. */
const UNKNOWN: Meaning = { kind: "retry", retryAfter: null, tries: 3, scope: "unproven" };

function outcomeOf(error: unknown): DeliveryOutcome {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  const known = Object.hasOwn(CLOUDFLARE_EMAIL_CODES, code) ? CLOUDFLARE_EMAIL_CODES[code] : undefined;
  if (known !== undefined) return { ...known, why: `cloudflare email ${code}` };
  if (/^E_[A-Z_]{1,60}$/.test(code)) return { ...UNKNOWN, why: "cloudflare email refused" };
  // An error that names no refusal may have come after the sending.
  return { kind: "uncertain", why: "cloudflare email broke" };
}

/** The `email` channel by Cloudflare. `sent` means Cloudflare took it: nothing more is ever heard of it. */
export function createCloudflareEmail(deps: CloudflareEmailDeps): Channel {
  return {
    name: "email",
    async send({ notification, to }) {
      if (to === null) return { kind: "no_address" };
      const { subject, text, html, stopLink } = notification;
      const headers = {
        "List-Unsubscribe": `<${stopLink}>`,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      };
      const message = { from: deps.from, to, subject, text, ...(html === null ? {} : { html }), headers };
      try {
        const done = await within(deps.binding.send(message), TIMEOUT_MS);
        return done ? { kind: "sent" } : { kind: "uncertain", why: "cloudflare email timed out" };
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}
