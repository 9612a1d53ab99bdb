// The company's backend in miniature: receives what the product hands off, checks its signature, keeps it.
// It never answers for a customer and never counts the same message twice.
import { Webhook } from "standardwebhooks";
import { asRecord } from "./tariffs.ts";
import type { InboxView } from "./views.ts";
import type { Message, WorldState } from "./world.ts";
import { remember } from "./world.ts";

export interface Receipt {
  status: 200 | 400 | 401;
  code: "kept" | "duplicate" | "signature_invalid" | "body_invalid";
}

/** Checks a Standard Webhooks delivery against `secret` (`whsec_...`) and keeps it. `now` is world time. */
export function receiveHandoff(
  world: WorldState,
  rawBody: string,
  headers: Headers,
  secret: string,
  now: number,
): Receipt {
  const signed: Record<string, string> = {};
  for (const name of ["webhook-id", "webhook-timestamp", "webhook-signature"]) signed[name] = headers.get(name) ?? "";
  let body: unknown;
  try {
    body = new Webhook(secret).verify(rawBody, signed);
  } catch (error) {
    const isJson = error instanceof SyntaxError;
    return isJson ? { status: 400, code: "body_invalid" } : { status: 401, code: "signature_invalid" };
  }
  const id = signed["webhook-id"] ?? "";
  if (world.inbox.some((message) => message.id === id)) return { status: 200, code: "duplicate" };
  // While a clock is skipped the world is ahead of the customer; the phone shows the customer's hour.
  const written = Date.parse(String(asRecord(body)["timestamp"]));
  remember(world.inbox, { id, receivedAt: Number.isNaN(written) ? now : written, body: asRecord(body) }, 500);
  return { status: 200, code: "kept" };
}

/** The inbox as `GET /_dev/inbox` shows it, oldest first: messages for customers, and everything else published. */
export function inboxView(world: WorldState): InboxView {
  return {
    messages: world.inbox.filter(isMessage).map((message) => {
      const data = asRecord(message.body["data"]);
      const { customer_id, reason, rung, locale, subject, text, link, cases } = data;
      const received_at = new Date(message.receivedAt).toISOString();
      return { id: message.id, customer_id, reason, rung, locale, subject, text, link, cases, received_at };
    }),
    publications: world.inbox
      .filter((message) => !isMessage(message))
      .map(({ id, receivedAt, body }) => ({ id, ...body, received_at: new Date(receivedAt).toISOString() })),
  };
}

function isMessage(message: Message): boolean {
  return message.body["type"] === "notification.requested";
}
