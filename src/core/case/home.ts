// A home that changes hands: what is wrong with it is the new owner's business, and the old one hears no more of it.

import { endCase } from "./open.ts";
import { line } from "../journal.ts";
import { isOpen } from "../state.ts";
import type { Change } from "../journal.ts";
import type { Settings } from "../policy.ts";
import type { CustomerState } from "../state.ts";
import type { ProbeAnswer } from "./truth.ts";

/** Whose home it is by what FlatPeak answered, where that is not this customer; null where it is, or nobody is named. */
export function newOwnerIn(customerId: string, answer: ProbeAnswer): string | null {
  const owner = answer.kind === "status" || answer.kind === "untold" ? answer.owner : null;
  return owner === undefined || owner === customerId ? null : owner;
}

/** Ends, in silence, what is open at a home that is another customer's, and forgets the home: a look at it starts anew. */
export function leaveHome(state: CustomerState, locationId: string, now: number, settings: Settings): Change {
  const isHere = (it: { readonly id: string }): boolean => it.id === locationId;
  const open = state.cases.filter((it) => isOpen(it) && it.locationId === locationId);
  if (open.length === 0 && !state.locations.some(isHere)) return { state, journal: [] };
  const left = open.reduce<Change>(
    (soFar, it) => {
      const ended = endCase(soFar.state, it, "moved", now, settings);
      return { state: ended.state, journal: [...soFar.journal, ...ended.journal] };
    },
    { state, journal: [line(now, "location_left", { location: locationId })] },
  );
  return { ...left, state: { ...left.state, locations: left.state.locations.filter((it) => !isHere(it)) } };
}
