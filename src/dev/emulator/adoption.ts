// Takes an unsigned webhook that a person posted by hand, makes it an event of the emulated FlatPeak and signs it.
// It never touches a request that carries a signature header; those are somebody's own business.
import { introduce } from "./clock.ts";
import { nextAttemptAt, noted } from "./delivery.ts";
import type { EventBody } from "./events.ts";
import { rememberEvent } from "./events.ts";
import type { Asking } from "./fate.ts";
import { fateOf, fateOfBytes } from "./fate.ts";
import { addressFor } from "./connect/places.ts";
import type { Address } from "./connect/session.ts";
import { makeRoom, newcomer } from "./housing.ts";
import { signedHeaders } from "./signing.ts";
import { applyEvent, asRecord, asText, eventFacts } from "./tariffs.ts";
import type { Delivery, WorldEvent, WorldState } from "./world.ts";
import { whereaboutsOf } from "./whereabouts.ts";
import { newId, remember } from "./world.ts";

/** Whether a request is a webhook without any signature, as curl sends it. */
export function isUnsignedWebhook(request: Request): boolean {
  const { pathname } = new URL(request.url);
  return request.method === "POST" && pathname === "/webhooks/flatpeak" && !request.headers.has("Flatpeak-Signature");
}

/**
 * Adopts the posted bytes where they are an event, signs them, and gives the product's answer with the event's id in
 * `x-emulator-event-id`. What had to be changed for the event to be ours, and why nobody is told of it, stands in the
 * answer as `emulator`. Anything that is no event is signed and forwarded as it is. `now` is world time.
 */
export async function forwardUnsigned(
  world: WorldState,
  request: Request,
  asking: Asking,
  now: number,
): Promise<Response> {
  const { courier } = asking;
  const posted = new Uint8Array(await request.arrayBuffer());
  const text = new TextDecoder().decode(posted);
  const met = new Set(world.knownCustomerIds);
  const adopted = adoptEvent(world, text, now, await newAddress(world, asking, text));
  const strangers = world.knownCustomerIds.filter((id) => !met.has(id));
  await introduce(world, courier, asking.settings.operatorToken, strangers);
  const bytes = adopted === null ? posted : new TextEncoder().encode(adopted.event.raw);

  const headers = new Headers(request.headers);
  headers.delete("content-length");
  // FlatPeak sends JSON; curl, left to itself, calls what it posts a form.
  headers.set("content-type", "application/json");
  const signed = await signedHeaders(world.key, bytes, Math.floor(Date.now() / 1000), courier.apiVersion);
  for (const [name, value] of Object.entries(signed)) headers.set(name, value);
  const response = await courier.product(new Request(request.url, { method: "POST", headers, body: bytes }));
  const body = await response.text();
  if (adopted === null) {
    const outcome = await fateOfBytes(asking, text, { body });
    const delivery: Delivery = { eventId: newId("evt"), type: "no event", attempts: [], nextAttemptAt: null };
    remember(world.deliveries, noted(delivery, outcome ?? "These bytes are no event of FlatPeak's."));
    delivery.attempts.push({ at: now, status: response.status, body: body.slice(0, 500) });
    return answered(response, body, { changed: [], outcome });
  }
  const { event, changed } = adopted;
  const delivery = keepDelivery(world, event, now, response.status, body);
  const outcome = await fateOf(world, asking, event, { status: response.status, body });
  noted(delivery, outcome);
  const answer = answered(response, body, { event_id: event.id, changed, outcome });
  answer.headers.set("x-emulator-event-id", event.id);
  return answer;
}

/** Where the home is that a posted event makes; null where it makes none, and for one of the documented country. */
async function newAddress(world: WorldState, asking: Asking, text: string): Promise<Address | null> {
  const body = parseEvent(text);
  const stranger = body === null ? null : newcomer(world, eventFacts(body));
  return stranger === null ? null : addressFor(await whereaboutsOf(asking, stranger));
}

interface Note {
  event_id?: string;
  changed: string[];
  outcome: string | null;
}

/** The product's answer with a note of ours. */
function answered(response: Response, body: string, note: Note): Response {
  const answer = new Response(withNote(body, note), response);
  answer.headers.delete("content-length");
  return answer;
}

/** The product's answer, with a word of ours where there is something to say. */
function withNote(body: string, note: Note): string {
  if (note.changed.length === 0 && note.outcome === null) return body;
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    // Not an answer in JSON: it stays what it is.
    return body;
  }
  return JSON.stringify({ ...asRecord(answer), emulator: note });
}

export interface Adopted {
  event: WorldEvent;
  /** What it took to make the posted event one of this world, in sentences. */
  changed: string[];
}

/**
 * The event that this text is, remembered and made true in the world; null where it is no event. Its account and its mode
 * become ours, and what it names is made to exist. The documented examples share one id, while FlatPeak never gives two
 * events the same: a known id with other content gets a new one. The very same text again is the same event again, and
 * changes nothing. A home that has to be made is at `address`.
 */
export function adoptEvent(
  world: WorldState,
  text: string,
  now: number,
  address: Address | null = null,
): Adopted | null {
  const again = world.events.find((event) => event.posted === text);
  if (again !== undefined) return { event: again, changed: [] };
  const body = parseEvent(text);
  if (body === null) return null;
  const isTaken = world.spentIds.includes(body.id);
  const { body: ours, changed } = asOurs(body, world.accountId);
  const adopted = isTaken ? { ...ours, id: newId("evt") } : ours;
  changed.push(...makeRoom(world, eventFacts(adopted), now, address));
  applyEvent(world, adopted, now);
  const isAsPosted = adopted === body;
  return { event: rememberEvent(world, adopted, now, { text, isAsPosted }), changed };
}

/** An event with the account and the mode of this world wherever it names others; the very same where it does not. */
function asOurs(body: EventBody, accountId: string): { body: EventBody; changed: string[] } {
  const data = asRecord(body["data"]);
  const named = [asText(body["account_id"]), asText(data["account_id"])].find((id) => id !== null && id !== accountId);
  const isLive = body["live_mode"] === true || data["live_mode"] === true;
  if (named === undefined && !isLive) return { body, changed: [] };
  const ours = <Fields extends Record<string, unknown>>(fields: Fields): Fields => ({
    ...fields,
    ...(asText(fields["account_id"]) === null ? {} : { account_id: accountId }),
    ...(fields["live_mode"] === true ? { live_mode: false } : {}),
  });
  return {
    body: { ...body, ...ours(body), data: ours(data) },
    changed: [
      ...(named === undefined ? [] : [`The account ${named} became ${accountId}, the one of this server.`]),
      ...(isLive ? ["live_mode became false: this server has a test key."] : []),
    ],
  };
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

function keepDelivery(world: WorldState, event: WorldEvent, at: number, status: number, body: string): Delivery {
  let delivery = world.deliveries.find((candidate) => candidate.eventId === event.id);
  if (delivery === undefined) {
    delivery = { eventId: event.id, type: event.type, attempts: [], nextAttemptAt: null };
    remember(world.deliveries, delivery);
  }
  delivery.attempts.push({ at, status, body: body.slice(0, 500) });
  delivery.nextAttemptAt = nextAttemptAt(delivery.attempts);
  return delivery;
}
