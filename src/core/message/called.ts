// What was sent away by a gate, and is called when its turn has come.

import { withLocations, withNotification } from "../state.ts";
import type { CustomerState } from "../state.ts";

/**
 * Makes due at `now` (ms) what stands in a line under this key: the probe of a location, a message, or, by the customer's own
 * id, whatever waits for their addresses. What waits for another reason is woken in vain at worst.
 */
export function takeTurn(state: CustomerState, key: string, now: number): CustomerState {
  const locations = state.locations.flatMap((it) => {
    const { id, probe } = it;
    if (id !== key || probe?.isPutOff !== true || probe.leasedUntil !== null || probe.dueAt <= now) return [];
    return [{ ...it, probe: { ...probe, dueAt: now } }];
  });
  const waiting = state.notifications.filter(
    (it) =>
      (it.id === key || key === state.customerId) && it.status === "due" && it.waitingSince !== null && it.dueAt > now,
  );
  return waiting.reduce(
    // It has not waited for as long as it was told to.
    (next, it) => withNotification(next, { ...it, dueAt: now, waitedFor: it.waitedFor - (it.dueAt - now) }),
    withLocations(state, locations),
  );
}
