// A home that changes hands: what is wrong with it is the new owner's business, and the old one hears no more of it.

import { endCase } from "./end.ts";
import { isOpen } from "../read.ts";
import type { ProbeAnswer } from "./truth.ts";
import type { Turn } from "../turn.ts";

/** Whose home it is by what FlatPeak answered, where that is not this customer; null where it is, or nobody is named. */
export function newOwnerIn(customerId: string, answer: ProbeAnswer): string | null {
  const owner = answer.kind === "status" || answer.kind === "untold" ? answer.owner : null;
  return owner === undefined || owner === customerId ? null : owner;
}

/** Ends, in silence, what is open at a home that is another customer's, and forgets the home. */
export function leaveHome(turn: Turn, locationId: string): void {
  const isHere = (it: { readonly id: string }): boolean => it.id === locationId;
  const open = turn.state.cases.filter((it) => isOpen(it) && it.locationId === locationId);
  if (open.length === 0 && !turn.state.locations.some(isHere)) return;
  turn.note("location_left", { location: locationId });
  for (const it of open) endCase(turn, it, "moved");
  turn.state = { ...turn.state, locations: turn.state.locations.filter((it) => !isHere(it)) };
}
