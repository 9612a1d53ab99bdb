// Email by Resend's API (resend.com/docs/api-reference). It keeps an idempotency key for a day, so a request whose answer
// was lost is made again with the same key, and nobody gets a second email.

import { call } from "../../platform/http.ts";
import { outcomeOf } from "./errors.ts";
import type { CallDeps } from "../../platform/http.ts";
import type { DeliveryOutcome } from "../../core/message/outcome.ts";
import type { Channel } from "../channel.ts";

export interface ResendDeps extends CallDeps {
  /** https://api.resend.com when left out. */
  readonly apiUrl?: string;
  readonly apiKey: string;
  /** `Name <address>` or an address, of a domain verified at Resend. */
  readonly from: string;
  readonly replyTo: string | null;
}

/** Posts an email as Resend's API takes it. Equal bytes on every attempt: a key that comes with other bytes is refused. */
export async function postEmail(
  deps: Pick<ResendDeps, "apiUrl" | "apiKey" | keyof CallDeps>,
  key: string,
  email: Readonly<Record<string, unknown>>,
): Promise<DeliveryOutcome> {
  const { apiUrl = "https://api.resend.com", apiKey } = deps;
  const headers = {
    Authorization: `Bearer ${apiKey}`,
    "Content-Type": "application/json",
    "Idempotency-Key": key,
  };
  const answer = await call(deps, `${apiUrl}/emails`, { method: "POST", headers, body: JSON.stringify(email) });
  return answer.kind === "lost"
    ? { kind: "retry", why: `resend ${answer.why}`, retryAfter: null, maybeArrived: true }
    : outcomeOf(answer);
}

/** The `email` channel by Resend. What became of an email is told by its webhook, which names it by our tag. */
export function createResend(deps: ResendDeps): Channel {
  const { from, replyTo } = deps;
  return {
    name: "email",
    async send({ notification, to, key }) {
      if (to === null) return { kind: "no_address" };
      return postEmail(deps, key, {
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
        tags: [{ name: "reference", value: notification.reference }],
      });
    },
  };
}
