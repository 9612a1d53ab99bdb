// Direct connections that take their time: while FlatPeak tries to read the supplier the slot is empty, then it holds the
// tariff, or after two days FlatPeak gives up and says so.
import type { Courier } from "./delivery.ts";
import { deliver } from "./delivery.ts";
import { defaultShape, makeEvent, rememberEvent } from "./events.ts";
import { saveDraft } from "./tariffs.ts";
import type { Draft } from "./connect/session.ts";
import type { Pending, Tariff, WorldState } from "./world.ts";

const hourMs = 3_600_000;
const connectsAfterMs = 6 * hourMs;
/** FlatPeak's documentation: a first connection that could not be made for 48 hours is reported as failed. */
const givenUpAfterMs = 48 * hourMs;

/** Begins a direct connection of which nothing is known yet. `now` is world time in milliseconds. */
export function beginPending(tariff: Tariff, draft: Draft, connects: boolean, now: number): void {
  tariff.status = "NOT_CONNECTED";
  tariff.pending = { until: now + (connects ? connectsAfterMs : givenUpAfterMs), connects, draft };
}

/** When the next pending connection comes to its end, in world time; null where there is none. */
export function nextPendingAt(world: WorldState): number | null {
  const times = pendingIn(world).map(({ pending }) => pending.until);
  return times.length === 0 ? null : Math.min(...times);
}

/** Ends every pending connection that is due by `now`, and delivers what FlatPeak says of it. */
export async function runDuePending(world: WorldState, courier: Courier, now: number): Promise<void> {
  for (const { tariff, pending } of pendingIn(world).filter(({ pending }) => pending.until <= now)) {
    saveDraft(tariff, pending.draft, pending.until);
    const type = pending.connects ? "location.update" : "tariff.fetch.failed";
    const event = makeEvent(world, type, tariff.id, defaultShape(courier.apiVersion), pending.until);
    if (event === null) continue;
    await deliver(world, rememberEvent(world, event, pending.until, null), courier, pending.until);
  }
}

function pendingIn(world: WorldState): { tariff: Tariff; pending: Pending }[] {
  const tariffs = world.homes.flatMap((home) => home.tariffs);
  return tariffs.flatMap((tariff) => (tariff.pending === undefined ? [] : [{ tariff, pending: tariff.pending }]));
}
