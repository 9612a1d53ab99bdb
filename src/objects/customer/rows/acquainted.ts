// Who else knows a customer by an object of its own: kept so that they can be asked what they know, and to forget it.

import { DAY } from "../../../core/time.ts";
import { invitedKey } from "./keys.ts";
import type { CustomerStore } from "./store.ts";

/** A way through Connect forgets itself within a day; only then need it not be known any more. */
const JOURNEY_MS = 2 * DAY;

/** The object of a phone number, by its name, is about to know the customer. False where there is nobody to know. */
export function noteNumber(store: CustomerStore, name: string): boolean {
  const { document } = store;
  if (document === null) return false;
  if (!document.numbers.includes(name)) store.note({ numbers: [...document.numbers, name] });
  return true;
}

/** A way through Connect, by its name, begins by a link of theirs. `now` is real time (ms). False where there is nobody to know. */
export function noteJourney(store: CustomerStore, name: string, now: number): boolean {
  const { document } = store;
  if (document === null) return false;
  const others = document.journeys.filter((it) => it.name !== name && now - it.at < JOURNEY_MS);
  store.note({ journeys: [...others, { name, at: now }] });
  return true;
}

/**
 * Keeps in mind that an invitation is to this customer, of whom nothing else need be known. False where they were erased: then nothing
 * is kept.
 */
export function noteInvitation(store: CustomerStore, id: string): boolean {
  if (store.tombstone !== null) return false;
  if (store.keys.get(invitedKey(id)) === null) store.keys.put(invitedKey(id), true);
  return true;
}
