// Moves time: the emulated world's clock, and with it the test clock of every customer the product knows.
// It never moves the real clock, so signatures stay fresh however far the world has travelled.
import { isOfFleet } from "./fleet.ts";
import type { Courier } from "./delivery.ts";
import { nextRetryAt, runDueRetries } from "./delivery.ts";
import { nextPendingAt, runDuePending } from "./pending.ts";
import type { WorldState } from "./world.ts";

const unitMs: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** A skip stops at most so often: past that, what is owed is done at its end. */
const stopLimit = 100;
const limitMs = 3650 * 86_400_000;

/** A span like `90s`, `5m`, `72h` or `3d` in milliseconds; null for anything else, and for more than ten years. */
export function parseSpan(text: unknown): number | null {
  const [, count, unit] = typeof text === "string" ? (/^(\d{1,9})([smhd])$/.exec(text) ?? []) : [];
  if (count === undefined || unit === undefined) return null;
  const span = Number(count) * (unitMs[unit] ?? 0);
  return span > 0 && span <= limitMs ? span : null;
}

/**
 * Advances the world and asks the product to advance each customer. Where FlatPeak owes something on the way, a retry or
 * the end of a pending connection, all clocks stop there for it: a customer hears of it at that hour, not a month early.
 * Gives the HTTP status of each customer's last request: 404 where the product has not met them, 0 without an answer.
 */
export async function advanceClock(
  world: WorldState,
  span: { text: string; milliseconds: number },
  courier: Courier,
  operatorToken: string,
  now: () => number,
): Promise<{ id: string; status: number }[]> {
  let left = span.milliseconds;
  let customers: { id: string; status: number }[] = [];
  world.skipping = true;
  try {
    for (let stops = 0; stops < stopLimit; stops += 1) {
      const stop = Math.ceil((nextDueAt(world) - now()) / 1000) * 1000;
      if (stop > left) break;
      if (stop > 0) {
        world.clockOffsetMs += stop;
        left -= stop;
        customers = await advanceCustomers(world, `${stop / 1000}s`, courier, operatorToken);
      }
      await runDue(world, courier, now());
    }
    if (left === 0) return customers;
    const text = left === span.milliseconds ? span.text : `${left / 1000}s`;
    world.clockOffsetMs += left;
    return await advanceCustomers(world, text, courier, operatorToken);
  } finally {
    world.skipping = false;
  }
}

/** Brings customers whom the product has not met to the world's hour, before anything happens to them. */
export async function introduce(
  world: WorldState,
  courier: Courier,
  operatorToken: string,
  customerIds: string[],
): Promise<void> {
  const seconds = Math.round(world.clockOffsetMs / 1000);
  if (seconds === 0) return;
  for (const id of customerIds) {
    await asOperator(courier, operatorToken, id, "contact", { method: "PUT", body: "{}" });
    await moveCustomer(courier, operatorToken, id, `${seconds}s`);
  }
}

/** When FlatPeak next does something by itself, in world time; Infinity for never. */
export function nextDueAt(world: WorldState): number {
  return Math.min(nextRetryAt(world) ?? Infinity, nextPendingAt(world) ?? Infinity);
}

/** Does what FlatPeak owes by `now`. */
export async function runDue(world: WorldState, courier: Courier, now: number): Promise<void> {
  await runDuePending(world, courier, now);
  await runDueRetries(world, courier, now);
}

async function advanceCustomers(
  world: WorldState,
  advance: string,
  courier: Courier,
  operatorToken: string,
): Promise<{ id: string; status: number }[]> {
  const customers: { id: string; status: number }[] = [];
  // The fleet has lived its life already.
  for (const id of world.knownCustomerIds.filter((it) => !isOfFleet(it))) {
    customers.push({ id, status: await moveCustomer(courier, operatorToken, id, advance) });
  }
  return customers;
}

function moveCustomer(courier: Courier, operatorToken: string, id: string, advance: string): Promise<number> {
  return asOperator(courier, operatorToken, id, "clock", { method: "POST", body: JSON.stringify({ advance }) });
}

/** The status of an operator's request about a customer; 0 where there is no answer. */
async function asOperator(
  { publicUrl, product }: Courier,
  operatorToken: string,
  id: string,
  what: string,
  init: RequestInit,
): Promise<number> {
  const url = `${publicUrl}/v1/customers/${encodeURIComponent(id)}/${what}`;
  const headers = { Authorization: `Bearer ${operatorToken}`, "Content-Type": "application/json" };
  return product(new Request(url, { ...init, headers })).then(
    async (response) => {
      await response.body?.cancel();
      return response.status;
    },
    () => 0,
  );
}
