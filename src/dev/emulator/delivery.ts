// Delivers events to the product as FlatPeak delivers webhooks: signed, ten seconds to answer, five retries.
// It never decides what an event means, and it never retries a delivery that got a 2xx answer.
import { signedHeaders } from "./signing.ts";
import type { Attempt, Delivery, WorldEvent, WorldState } from "./world.ts";
import { remember } from "./world.ts";

export interface Courier {
  /** Hands a request to the product: a service binding in development, anything in a test. */
  product: (request: Request) => Promise<Response>;
  /** Origin under which the product is known. */
  publicUrl: string;
  apiVersion: string;
}

const answerTimeMs = 10_000;
const hourMs = 3_600_000;

/** How long after a failed attempt the next one follows, in milliseconds: 30 s, 1 h, 6 h, 12 h, 24 h. */
export const retryDelaysMs = [30_000, hourMs, 6 * hourMs, 12 * hourMs, 24 * hourMs];

/** When to try again after these attempts (world time, milliseconds), or null: delivered, or six attempts spent. */
export function nextAttemptAt(attempts: Attempt[]): number | null {
  const last = attempts.at(-1);
  const delay = retryDelaysMs[attempts.length - 1];
  if (last === undefined || delay === undefined || isSuccess(last)) return null;
  return last.at + delay;
}

/** The earliest retry of all deliveries in world time, or null. */
export function nextRetryAt(world: WorldState): number | null {
  const times = world.deliveries.flatMap((delivery) => delivery.nextAttemptAt ?? []);
  return times.length === 0 ? null : Math.min(...times);
}

/** Notes on a delivery what became of it, for the control room; null where somebody is told. */
export function noted(delivery: Delivery, outcome: string | null): Delivery {
  if (outcome === null) delete delivery.outcome;
  else delivery.outcome = outcome;
  return delivery;
}

/** Delivers an event at world time `now` and plans its retries; gives what the product answered. */
export async function deliver(world: WorldState, event: WorldEvent, courier: Courier, now: number): Promise<Attempt> {
  let delivery = world.deliveries.find((candidate) => candidate.eventId === event.id);
  if (delivery === undefined) {
    delivery = { eventId: event.id, type: event.type, attempts: [], nextAttemptAt: null };
    remember(world.deliveries, delivery);
  }
  return attempt(world, delivery, event.raw, courier, now);
}

/** Runs every retry that is due by `now`, each at its own planned time, until none is left. */
export async function runDueRetries(world: WorldState, courier: Courier, now: number): Promise<void> {
  for (;;) {
    const due = world.deliveries.find(({ nextAttemptAt }) => nextAttemptAt !== null && nextAttemptAt <= now);
    if (due === undefined) return;
    const at = due.nextAttemptAt ?? now;
    // Claimed before the first await: an alarm and a moved clock can meet here.
    due.nextAttemptAt = null;
    const event = world.events.find((candidate) => candidate.id === due.eventId);
    if (event !== undefined) await attempt(world, due, event.raw, courier, at);
  }
}

async function attempt(
  world: WorldState,
  delivery: Delivery,
  raw: string,
  courier: Courier,
  at: number,
): Promise<Attempt> {
  delivery.nextAttemptAt = null;
  const { status, body } = await post(world, raw, courier);
  const made = { at, status, body: body.slice(0, 500) };
  delivery.attempts.push(made);
  delivery.nextAttemptAt = nextAttemptAt(delivery.attempts);
  return made;
}

async function post(world: WorldState, raw: string, courier: Courier): Promise<{ status: number; body: string }> {
  const bytes = new TextEncoder().encode(raw);
  // The signature's clock is the real one: the product compares it with its own.
  const headers = await signedHeaders(world.key, bytes, Math.floor(Date.now() / 1000), courier.apiVersion);
  const request = new Request(`${courier.publicUrl}/webhooks/flatpeak`, {
    method: "POST",
    headers: { ...headers, "Content-Type": "application/json" },
    body: bytes,
    signal: AbortSignal.timeout(answerTimeMs),
  });
  try {
    const response = await courier.product(request);
    return { status: response.status, body: await response.text() };
  } catch (error) {
    return { status: 0, body: `no answer: ${String(error)}` };
  }
}

function isSuccess(attempt: Attempt): boolean {
  return attempt.status >= 200 && attempt.status < 300;
}
