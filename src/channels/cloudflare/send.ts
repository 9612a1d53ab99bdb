// Email by Cloudflare's Email Service, through a binding of the Worker: no account elsewhere, no key
// (developers.cloudflare.com/email-service/api/send-emails/workers-api). It documents no idempotency and no callback.

import { within } from "../../platform/within.ts";
import { outcomeOf } from "./codes.ts";
import type { Channel } from "../channel.ts";

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
