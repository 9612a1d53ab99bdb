// What a gate sent away to wait in its line, and calls back when its turn has come.

import type { Turn } from "../turn.ts";

/**
 * Makes due now what stands in a line under this key: the probe of a location, a message, or, by the customer's own id,
 * whatever waits for their addresses. What waits for another reason is woken in vain at worst.
 */
export function recallFromLine(turn: Turn, key: string): void {
  const { state, now } = turn;
  turn.putLocations(
    state.locations.flatMap((it) => {
      const { id, probe } = it;
      if (id !== key || probe?.isPutOff !== true || probe.leasedUntil !== null || probe.dueAt <= now) return [];
      return [{ ...it, probe: { ...probe, dueAt: now } }];
    }),
  );
  for (const it of state.notifications) {
    const isMeant = it.id === key || key === state.customerId;
    if (!isMeant || it.status !== "due" || it.waitingSince === null || it.dueAt <= now) continue;
    // It has not waited for as long as it was told to.
    turn.putNotification({ ...it, dueAt: now, waitedFor: it.waitedFor - (it.dueAt - now) });
  }
}
