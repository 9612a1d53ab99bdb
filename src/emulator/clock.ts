// Moves time: the emulated world's clock, and with it the test clock of every customer the product knows.
// It never moves the real clock, so signatures stay fresh however far the world has travelled.
import type { Courier } from "./delivery.ts";
import { runDueRetries } from "./delivery.ts";
import { runDuePending } from "./pending.ts";
import type { WorldState } from "./world.ts";

const unitMs: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const limitMs = 3650 * 86_400_000;

/** A span like `90s`, `5m`, `72h` or `3d` in milliseconds; null for anything else, and for more than ten years. */
export function parseSpan(text: unknown): number | null {
  const [, count, unit] = typeof text === "string" ? (/^(\d{1,9})([smhd])$/.exec(text) ?? []) : [];
  if (count === undefined || unit === undefined) return null;
  const span = Number(count) * (unitMs[unit] ?? 0);
  return span > 0 && span <= limitMs ? span : null;
}

/**
 * Advances the world, does what FlatPeak owes by then (retries and pending connections), and asks the product to advance
 * each customer. Gives the HTTP status of each of those requests: 404 where the product has not met the customer, 0 without
 * an answer.
 */
export async function advanceClock(
  world: WorldState,
  span: { text: string; milliseconds: number },
  courier: Courier,
  operatorToken: string,
  now: () => number,
): Promise<{ id: string; status: number }[]> {
  world.clockOffsetMs += span.milliseconds;
  await runDuePending(world, courier, now());
  await runDueRetries(world, courier, now());
  world.skipping = true;
  try {
    return await advanceCustomers(world, span.text, courier, operatorToken);
  } finally {
    world.skipping = false;
  }
}

async function advanceCustomers(
  world: WorldState,
  advance: string,
  courier: Courier,
  operatorToken: string,
): Promise<{ id: string; status: number }[]> {
  const customers: { id: string; status: number }[] = [];
  for (const id of world.knownCustomerIds) {
    const request = new Request(`${courier.publicUrl}/v1/customers/${encodeURIComponent(id)}/clock`, {
      method: "POST",
      headers: { Authorization: `Bearer ${operatorToken}`, "Content-Type": "application/json" },
      body: JSON.stringify({ advance }),
    });
    const status = await courier.product(request).then(
      async (response) => {
        await response.body?.cancel();
        return response.status;
      },
      () => 0,
    );
    customers.push({ id, status });
  }
  return customers;
}
