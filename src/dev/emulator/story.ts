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
  journal: Record<string, unknown>[];
}

/** The story of a customer, or null where the product does not know them or cannot say. */
export async function storyOf(courier: Courier, operatorToken: string, customerId: string): Promise<StoryFacts | null> {
  const story = await asOperator(courier, operatorToken, `/v1/customers/${encodeURIComponent(customerId)}`);
  if (story === null) return null;
  const { now, events, contact, notifications, cases, journal } = story;
  const time = Date.parse(asText(now) ?? "");
  return {
    now: Number.isNaN(time) ? null : time,
    events: typeof events === "number" ? events : 0,
    contact: asRecord(contact),
    notifications: asRecords(notifications),
    cases: asRecords(cases),
    journal: asRecords(journal),
  };
}

/** Why the product put these bytes into quarantine; null where it did not, or cannot say. */
export async function quarantineReasonOf(courier: Courier, operatorToken: string, raw: string): Promise<string | null> {
  const kept = asRecords((await asOperator(courier, operatorToken, "/v1/quarantine"))?.["data"]);
  return asText(kept.find(({ body }) => body === raw)?.["reason"])?.replaceAll("_", " ") ?? null;
}

async function asOperator(
  courier: Courier,
  operatorToken: string,
  path: string,
): Promise<Record<string, unknown> | null> {
  const headers = { Authorization: `Bearer ${operatorToken}` };
  const signal = AbortSignal.timeout(answerTimeMs);
  try {
    const response = await courier.product(new Request(`${courier.publicUrl}${path}`, { headers, signal }));
    if (response.status === 200) return asRecord(await response.json());
    await response.body?.cancel();
    return null;
  } catch {
    // A product that is down or answers no JSON has nothing to tell; the page shows its error by itself.
    return null;
  }
}

function asRecords(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(asRecord) : [];
}
