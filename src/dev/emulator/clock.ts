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

/** The longest that the product moves a customer at once, in days. */
const leapDays = 400;

/** A span as the product takes it, one after the other: it reads six digits at most, which seconds of a month do not have. */
export function leapsOf(milliseconds: number): string[] {
  const seconds = Math.round(milliseconds / 1000);
  const days = Math.floor(seconds / 86_400);
  const leaps = Array.from({ length: Math.ceil(days / leapDays) }, (_, no) => Math.min(leapDays, days - no * leapDays));
  const rest = seconds - days * 86_400;
  return [...leaps.map((it) => `${it}d`), ...(rest > 0 ? [`${rest}s`] : [])];
}

/**
 * Advances the world and asks the product to advance each customer. Where FlatPeak owes something on the way, a retry or
 * the end of a pending connection, all clocks stop there for it: a customer hears of it at that hour, not a month early.
 * Gives the HTTP status of each customer's last request: 404 where the product has not met them, 0 without an answer.
 */
export async function advanceClock(
  world: WorldState,
  milliseconds: number,
  courier: Courier,
  operatorToken: string,
  now: () => number,
): Promise<{ id: string; status: number }[]> {
  let left = milliseconds;
  let customers: { id: string; status: number }[] = [];
  world.skipping = true;
  try {
    for (let stops = 0; stops < stopLimit; stops += 1) {
      const stop = Math.ceil((nextDueAt(world) - now()) / 1000) * 1000;
      if (stop > left) break;
      if (stop > 0) {
        world.clockOffsetMs += stop;
        left -= stop;
        customers = await advanceCustomers(world, stop, courier, operatorToken);
      }
      await runDue(world, courier, now());
    }
    if (left === 0) return customers;
    world.clockOffsetMs += left;
    return await advanceCustomers(world, left, courier, operatorToken);
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
  if (leapsOf(world.clockOffsetMs).length === 0) return;
  for (const id of customerIds) {
    await asOperator(courier, operatorToken, id, "contact", { method: "PUT", body: "{}" });
    await moveCustomer(courier, operatorToken, id, world.clockOffsetMs);
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
  milliseconds: number,
  courier: Courier,
  operatorToken: string,
): Promise<{ id: string; status: number }[]> {
  const customers: { id: string; status: number }[] = [];
  // The fleet has lived its life already.
  for (const id of world.knownCustomerIds.filter((it) => !isOfFleet(it))) {
    customers.push({ id, status: await moveCustomer(courier, operatorToken, id, milliseconds) });
  }
  return customers;
}

/** The status of the last leap, or of the one that was refused. */
async function moveCustomer(courier: Courier, token: string, id: string, milliseconds: number): Promise<number> {
  let status = 0;
  for (const advance of leapsOf(milliseconds)) {
    status = await asOperator(courier, token, id, "clock", { method: "POST", body: JSON.stringify({ advance }) });
    if (status !== 200) break;
  }
  return status;
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
