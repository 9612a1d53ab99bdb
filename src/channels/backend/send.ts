// The `handoff` channel: a Standard Webhooks delivery to the company's own backend, which reaches the customer its way.
// What an operator must hear of goes the same way.

import { isOk, isAddressOrKeyWrong } from "../../platform/http.ts";
import { armNamed } from "../../core/experiment/named.ts";
import { createSignedPost } from "../signed-post.ts";
import type { BackendDeps } from "../signed-post.ts";
import type { Backend } from "../provider.ts";
import type { HttpAnswer, Lost } from "../../platform/http.ts";
import type { Channel, RenderedNotification } from "../channel.ts";
import type { DeliveryOutcome } from "../../core/message/outcome.ts";

/** As Standard Webhooks says it: the receiver wants nothing any more. */
const GONE = 410;
/** The receiver may take this long; well under the lease of a delivery. Its status is all that counts. */
const LIMITS = { ms: 15_000, bytes: 0 };

/** The data of a message or a publication as the receiver sees it. A pure function of what was rendered. */
export function handoffData(it: RenderedNotification): Readonly<Record<string, unknown>> {
  if (it.type === "connect.completed" || it.type === "invitation.expired")
    return { notification_id: it.id, ...it.invitation };
  return {
    notification_id: it.id,
    customer_id: it.customerId,
    locale: it.locale,
    reason: it.reason,
    rung: it.rung,
    subject: it.subject,
    text: it.text,
    link: it.link,
    ...armNamed(it.arm),
    cases: it.cases.map((each) => ({
      tariff_id: each.tariffId,
      location_id: each.locationId,
      reason: each.reason,
      contract_end_date: each.contractEndDate,
    })),
  };
}

function outcomeOf(answer: HttpAnswer | Lost): DeliveryOutcome {
  // The receiver knows a repeat by its id, so an answer that was lost is worth another try.
  if (answer.kind === "lost") {
    return { kind: "retry", why: `backend ${answer.why}`, retryAfter: null, maybeArrived: true };
  }
  const { status, retryAfter } = answer;
  if (isOk(status)) return { kind: "sent" };
  const why = `backend answered ${status}`;
  const passing = status === 408 || status === 429 || status >= 500;
  // A wrong secret or address is to be put right without losing a message; a 410 says never again.
  if (isAddressOrKeyWrong(status)) return { kind: "misconfigured", why, scope: "account" };
  if (!passing) return { kind: "failed", why, scope: "us" };
  // A server that broke may have taken the message before it did.
  return { kind: "retry", why, retryAfter, maybeArrived: status >= 500 && status !== 503 };
}

/** The company's backend behind its URL and secret. */
export function createBackend(deps: BackendDeps): Backend {
  const post = createSignedPost(deps, LIMITS);
  const say: (...said: Parameters<Backend["post"]>) => Promise<HttpAnswer | Lost> = (id, type, at, data) =>
    post(id, JSON.stringify({ type, timestamp: new Date(at).toISOString(), data }));
  return {
    post: async (...said) => outcomeOf(await say(...said)),
    async announce(...said) {
      const answer = await say(...said);
      return { outcome: outcomeOf(answer), isOver: answer.kind !== "lost" && answer.status === GONE };
    },
  };
}

/** The channel over a backend: the notification's id is the `webhook-id` of every attempt. */
export function createHandoff(deps: BackendDeps): Channel {
  const backend = createBackend(deps);
  return {
    name: "handoff",
    send: ({ notification }) =>
      backend.post(notification.id, notification.type, notification.at, handoffData(notification)),
  };
}
