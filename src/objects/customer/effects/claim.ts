// A home of which FlatPeak names no owner, and an event did.

import { locationAt } from "../../rooms.ts";
import type { Workplace } from "../workplace.ts";

/** FlatPeak names nobody for a home that an event named this customer for: events that name nobody are this customer's. */
export async function claimHome({ env, deps, customerId }: Workplace, locationId: string): Promise<void> {
  if (customerId === locationId) return;
  try {
    await locationAt(env, locationId).claim(locationId, customerId);
  } catch (error) {
    // Claimed again by the next look.
    deps.log.error("home_not_claimed", error);
  }
}
