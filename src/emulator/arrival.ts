// Waits until the product's customer has an event, so that a script may move the clock right after it triggered one.
// An event that names no customer is acknowledged before it has found its way there.
import type { Courier } from "./delivery.ts";
import type { Wait } from "./faults.ts";

const limitMs = 3000;
const lookMs = 50;

/** How many events the product has of a customer; 0 where it does not know them or cannot say. */
export async function eventsAtProduct(courier: Courier, operatorToken: string, customerId: string): Promise<number> {
  const url = `${courier.publicUrl}/v1/customers/${encodeURIComponent(customerId)}`;
  const headers = { Authorization: `Bearer ${operatorToken}` };
  try {
    const response = await courier.product(new Request(url, { headers }));
    const story: unknown = await response.json();
    const events = typeof story === "object" && story !== null && "events" in story ? story.events : 0;
    return typeof events === "number" ? events : 0;
  } catch {
    // A product that is down or answers no JSON has no events to tell of; the page shows its error by itself.
    return 0;
  }
}

/** Waits, three seconds at most, until the product has more than `before` events of the customer. */
export async function arrival(
  courier: Courier,
  operatorToken: string,
  customerId: string,
  before: number,
  wait: Wait,
  signal: AbortSignal,
): Promise<void> {
  for (let waited = 0; waited < limitMs; waited += lookMs) {
    if ((await eventsAtProduct(courier, operatorToken, customerId)) > before) return;
    await wait(lookMs, signal);
  }
}
