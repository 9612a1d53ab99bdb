// Asks the product for what it knows of a customer, as an operator would. Never throws: a product that is down knows nothing.
import type { Courier } from "./delivery.ts";
import { asRecord, asText } from "./tariffs.ts";

const answerTimeMs = 3_000;

/** `GET /v1/customers/:id` as far as the emulator reads it; everything is empty where the product has nothing to say. */
export interface StoryFacts {
  /** The customer's own time in milliseconds; null where it is not known. */
  now: number | null;
  events: number;
  contact: Record<string, unknown>;
  notifications: Record<string, unknown>[];
  cases: Record<string, unknown>[];
}

/** The story of a customer, or null where the product does not know them or cannot say. */
export async function storyOf(courier: Courier, operatorToken: string, customerId: string): Promise<StoryFacts | null> {
  const url = `${courier.publicUrl}/v1/customers/${encodeURIComponent(customerId)}`;
  const headers = { Authorization: `Bearer ${operatorToken}` };
  let story: unknown;
  try {
    const response = await courier.product(new Request(url, { headers, signal: AbortSignal.timeout(answerTimeMs) }));
    if (response.status !== 200) {
      await response.body?.cancel();
      return null;
    }
    story = await response.json();
  } catch {
    // A product that is down or answers no JSON has nothing to tell; the page shows its error by itself.
    return null;
  }
  const { now, events, contact, notifications, cases } = asRecord(story);
  const time = Date.parse(asText(now) ?? "");
  return {
    now: Number.isNaN(time) ? null : time,
    events: typeof events === "number" ? events : 0,
    contact: asRecord(contact),
    notifications: asRecords(notifications),
    cases: asRecords(cases),
  };
}

function asRecords(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(asRecord) : [];
}
