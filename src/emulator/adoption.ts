// Takes an unsigned webhook that a person posted by hand, makes it an event of the emulated FlatPeak and signs it.
// It never touches a request that carries a signature header; those are somebody's own business.
import type { Courier } from "./delivery.ts";
import { nextAttemptAt } from "./delivery.ts";
import type { EventBody } from "./events.ts";
import { rememberEvent } from "./events.ts";
import { signedHeaders } from "./signing.ts";
import { applyEvent, asRecord, asText } from "./tariffs.ts";
import type { WorldEvent, WorldState } from "./world.ts";
import { newId, remember } from "./world.ts";

/** Whether a request is a webhook without any signature, as curl sends it. */
export function isUnsignedWebhook(request: Request): boolean {
  const { pathname } = new URL(request.url);
  return request.method === "POST" && pathname === "/webhooks/flatpeak" && !request.headers.has("Flatpeak-Signature");
}

/**
 * Adopts the posted bytes where they are an event, signs them, and gives the product's answer with the event's id in
 * `x-emulator-event-id`. Anything that is no event is signed and forwarded as it is. `now` is world time.
 */
export async function forwardUnsigned(
  world: WorldState,
  request: Request,
  courier: Courier,
  now: number,
): Promise<Response> {
  const posted = new Uint8Array(await request.arrayBuffer());
  const event = adoptEvent(world, new TextDecoder().decode(posted), now);
  const bytes = event === null ? posted : new TextEncoder().encode(event.raw);

  const headers = new Headers(request.headers);
  headers.delete("content-length");
  // FlatPeak sends JSON; curl, left to itself, calls what it posts a form.
  headers.set("content-type", "application/json");
  const signed = await signedHeaders(world.key, bytes, Math.floor(Date.now() / 1000), courier.apiVersion);
  for (const [name, value] of Object.entries(signed)) headers.set(name, value);
  const response = await courier.product(new Request(request.url, { method: "POST", headers, body: bytes }));
  if (event === null) return response;

  const body = await response.text();
  keepDelivery(world, event, now, response.status, body);
  const answer = new Response(body, response);
  answer.headers.set("x-emulator-event-id", event.id);
  return answer;
}

/**
 * The event that this text is, remembered and made true in the world; null where it is no event. The documented
 * examples share one id, while FlatPeak never gives two events the same: a known id with other content gets a new
 * one. The very same text again is the same event again, and changes nothing.
 */
export function adoptEvent(world: WorldState, text: string, now: number): WorldEvent | null {
  const again = world.events.find((event) => event.posted === text);
  if (again !== undefined) return again;
  const body = parseEvent(text);
  if (body === null) return null;
  const taken = world.events.some((event) => event.id === body.id);
  const adopted = taken ? { ...body, id: newId("evt") } : body;
  applyEvent(world, adopted, now);
  return rememberEvent(world, adopted, now, text);
}

function parseEvent(text: string): EventBody | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Not JSON is an answer here, not a fault: the product is to judge it.
    return null;
  }
  const fields = asRecord(value);
  const id = asText(fields["id"]);
  const type = asText(fields["type"]);
  return id === null || type === null ? null : { ...fields, id, type };
}

function keepDelivery(world: WorldState, event: WorldEvent, at: number, status: number, body: string): void {
  let delivery = world.deliveries.find((candidate) => candidate.eventId === event.id);
  if (delivery === undefined) {
    delivery = { eventId: event.id, type: event.type, attempts: [], nextAttemptAt: null };
    remember(world.deliveries, delivery);
  }
  delivery.attempts.push({ at, status, body: body.slice(0, 500) });
  delivery.nextAttemptAt = nextAttemptAt(delivery.attempts);
}
