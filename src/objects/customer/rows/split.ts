// A customer with many homes: each case, location and tariff stands under a key of its own, so that an event about one of them does not
// write all of them again.

import { CASES, LOCATIONS, TARIFFS, caseKey, locationKey, tariffKey } from "./keys.ts";
import type { CustomerState } from "../../../core/state.ts";
import type { Document } from "./document.ts";
import type { Key, Keys } from "./keys.ts";

/** With more homes than that a document would be some 50 kB. */
const MOST_HOMES = 40;

/** True where a document would grow too large with the homes in it. */
export const mustSplit = ({ locations, tariffs }: CustomerState): boolean =>
  locations.length > MOST_HOMES || tariffs.length > 2 * MOST_HOMES;

/** The items of `after` that `before` does not have; a list that is the same object has none. */
export function changedIn<T>(before: readonly T[], after: readonly T[]): readonly T[] {
  if (before === after) return [];
  const known = new Set(before);
  return after.filter((it) => !known.has(it));
}

function writeList<T>(keys: Keys, before: readonly T[], after: readonly T[], keyOf: (it: T) => Key<T>): void {
  if (before === after) return;
  for (const it of changedIn(before, after)) keys.put(keyOf(it), it);
  const kept = new Set(after.map(keyOf));
  for (const it of changedIn(after, before)) if (!kept.has(keyOf(it))) keys.drop(keyOf(it));
}

/** Writes what differs between the homes as they were written and as they are. */
export function writeHomes(keys: Keys, written: Document | null, { state }: Document): void {
  const before = written?.isSplit === true ? written.state : { cases: [], locations: [], tariffs: [] };
  writeList(keys, before.cases, state.cases, ({ no }) => caseKey(no));
  writeList(keys, before.locations, state.locations, ({ id }) => locationKey(id));
  writeList(keys, before.tariffs, state.tariffs, ({ id }) => tariffKey(id));
}

/** The prefixes that hold homes. */
export const HOMES = [CASES, LOCATIONS, TARIFFS] as const;
