// Waits until the product's customer has an event, so that a script may move the clock right after it triggered one.
// An event that names no customer is acknowledged before it has found its way there.
import type { Courier } from "./delivery.ts";
import type { Wait } from "./faults.ts";
import { storyOf } from "./story.ts";

const limitMs = 3000;
const lookMs = 50;

/** How many events the product has of a customer; 0 where it does not know them or cannot say. */
export async function eventsAtProduct(courier: Courier, operatorToken: string, customerId: string): Promise<number> {
  return (await storyOf(courier, operatorToken, customerId))?.events ?? 0;
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
