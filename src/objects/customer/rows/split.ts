// A customer with many homes: each case, location, tariff and name of a home stands under a key of its own, so that an event about one
// of them does not write all of them again.

import { NO_HOMES } from "./document.ts";
import { CASES, LABELS, LOCATIONS, TARIFFS, caseKey, labelKey, locationKey, tariffKey } from "./keys.ts";
import type { CustomerState } from "../../../core/state.ts";
import type { Document, Homes } from "./document.ts";
import type { Key, Keys } from "./keys.ts";

/** With more homes than that a document would be some 50 kB. */
const MOST_HOMES = 40;

/** True where a document would grow too large with the homes in it. */
export const mustSplit = ({ locations, tariffs, contact }: CustomerState): boolean =>
  locations.length > MOST_HOMES ||
  tariffs.length > 2 * MOST_HOMES ||
  Object.keys(contact.labels).length > 2 * MOST_HOMES;

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

function writeLabels(keys: Keys, before: Homes["labels"], after: Homes["labels"]): void {
  if (before === after) return;
  for (const [id, label] of Object.entries(after)) if (before[id] !== label) keys.put(labelKey(id), label);
  for (const id of Object.keys(before)) if (after[id] === undefined) keys.drop(labelKey(id));
}

const homesOf = ({ state }: Document): Homes => ({ ...state, labels: state.contact.labels });

/** Writes what differs between the homes as they were written and as they are. */
export function writeHomes(keys: Keys, written: Document | null, document: Document): void {
  const before = written?.isSplit === true ? homesOf(written) : NO_HOMES;
  const after = homesOf(document);
  writeList(keys, before.cases, after.cases, ({ no }) => caseKey(no));
  writeList(keys, before.locations, after.locations, ({ id }) => locationKey(id));
  writeList(keys, before.tariffs, after.tariffs, ({ id }) => tariffKey(id));
  writeLabels(keys, before.labels, after.labels);
}

/** Reads them. */
export function readHomes(keys: Keys): Homes {
  const labels = [...keys.below(LABELS)].map(([key, label]) => [key.slice(LABELS.length), label] as const);
  return {
    cases: keys.values(CASES),
    locations: keys.values(LOCATIONS),
    tariffs: keys.values(TARIFFS),
    labels: Object.fromEntries(labels),
  };
}
