// The `handoff` channel: a Standard Webhooks delivery to the company's own backend, which reaches the customer its way.

import { Webhook } from "standardwebhooks";
import { withSignal } from "../platform/within.ts";
import type { Channel, RenderedNotification } from "../core/ports.ts";
import type { DeliveryOutcome } from "../core/delivery.ts";

interface HandoffDeps {
  readonly url: string;
  /** `whsec_...` as Standard Webhooks writes it. */
  readonly secret: string;
  readonly fetch: typeof fetch;
  readonly now: () => number;
}

/** The receiver may take this long; well under the lease of a delivery. */
const TIMEOUT_MS = 15_000;

/** The body as the receiver sees it. A pure function of the rendered notification: equal on every attempt. */
export function handoffBody(it: RenderedNotification): string {
  return JSON.stringify({
    type: it.type,
    timestamp: new Date(it.at).toISOString(),
    data: {
      notification_id: it.id,
      customer_id: it.customerId,
      locale: it.locale,
      reason: it.reason,
      rung: it.rung,
      subject: it.subject,
      text: it.text,
      link: it.link,
      cases: it.cases.map((each) => ({
        tariff_id: each.tariffId,
        location_id: each.locationId,
        reason: each.reason,
        contract_end_date: each.contractEndDate,
      })),
    },
  });
}

function retryAfterOf(response: Response): number | null {
  const header = response.headers.get("Retry-After");
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) * 1_000 : null;
}

function outcomeOf(response: Response): DeliveryOutcome {
  if (response.ok) return { kind: "sent" };
  const why = `backend answered ${response.status}`;
  const passing = response.status === 408 || response.status === 429 || response.status >= 500;
  // A 401 or 403 is a wrong secret, to be put right without losing the message; a 410 says never again.
  const mendable = response.status === 401 || response.status === 403 || response.status === 404;
  if (!passing && !mendable) return { kind: "failed", why };
  // A server that broke may have taken the message before it did.
  const maybeArrived = response.status >= 500 && response.status !== 503;
  return { kind: "retry", why, retryAfter: retryAfterOf(response), maybeArrived };
}

/** Signs with the `webhook-id` of the notification on every attempt, so that the receiver can tell a repeat. */
export function createHandoff(deps: HandoffDeps): Channel {
  const signer = new Webhook(deps.secret);
  return {
    name: "handoff",
    async send(notification) {
      const body = handoffBody(notification);
      const at = new Date(deps.now());
      const headers = {
        "Content-Type": "application/json",
        "webhook-id": notification.id,
        "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
        "webhook-signature": signer.sign(notification.id, at, body),
      };
      try {
        return await withSignal(TIMEOUT_MS, async (signal) => {
          const response = await deps.fetch(deps.url, { method: "POST", headers, body, redirect: "manual", signal });
          await response.body?.cancel();
          return outcomeOf(response);
        });
      } catch (error) {
        // The receiver knows a repeat by its id, so an answer that was lost is worth another try.
        const why = error instanceof Error ? `${error.name} while calling the backend` : "backend not reached";
        return { kind: "retry", why, retryAfter: null, maybeArrived: true };
      }
    },
  };
}
